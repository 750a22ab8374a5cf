"""
Three Fronts: claims about the war in Ukraine, set beside counts and judged by rule.
"""
