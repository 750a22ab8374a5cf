"""
Dates in words.
"""

from datetime import date


def words_for_date(value: object) -> str:
    """
    ``2025-04-28`` as ``28 April 2025``; any other text as it is.
    """
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{day.day} {day:%B %Y}"
