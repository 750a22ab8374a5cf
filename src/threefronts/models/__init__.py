"""
Models: pure functions on arrays and numbers, without tables, charts or files.
"""
