"""
What manifests say in codes, said in words.
"""

from datetime import date

WARNING_SENTENCES = {
    "belligerent_claim": "What a warring party says is its own claim, which nobody outside has checked.",
    "visual_lower_bound": "A count of losses seen in pictures is a lower bound.",
    "cumulative": "The series adds up from the start of the invasion, so only differences show a period.",
    "definition_break": "The definition changed within the series, so levels before and after differ.",
    "not_comparable": "The sources count different things, so their levels cannot be set against each other.",
    "model_estimate": "Estimates come from a model or a map and are not counts.",
    "second_hand": "Where an original could not be opened, its figures come through another publication.",
}


def words_for_date(value: object) -> str:
    """
    ``2025-04-28`` as ``28 April 2025``; any other text as it is.
    """
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{day.day} {day:%B %Y}"
