"""
The claims one below the other: each a line with its verdict that opens to rule, evidence, margin and flip.
"""

from collections.abc import Iterable
from html import escape

import pandas as pd
from IPython.display import HTML

from threefronts.tables import read_sources

RULES = {
    "near": "The evidence must lie near {value}",
    "at_least": "The evidence must be at least {value}",
    "at_most": "The evidence must be at most {value}",
    "sign": "The evidence must have the sign of {value}",
    "event": "What is confirmed must be {comparison} {value}",
    "forecast": "A forecast of {value}, judged as a forecast and, its period over, as an outcome",
    "none": "No rule can test it with published figures",
}


def claim_list(claims: pd.DataFrame) -> HTML:
    """
    List the claims, each opening to the rule in words, what was observed, by whom, the margin and the flip.

    Args:
        claims: Columns claim_id, front, claim, speaker, verdict, reason, rule, comparison, rule_value,
            rule_unit, tolerance_pct, window_start, window_end, rule_reason, observed, low, high, voices,
            one_belligerent, margin, flip_text and judged_in (a stem); a claim that is not yet judged may lack
            all from reason on.
    """
    return HTML(f'<div class="tf-claim-list">\n{_lines(claims.to_dict("records"))}\n</div>')


def _lines(rows: Iterable[dict]) -> str:
    return "\n".join(_details({name: _known(value) for name, value in row.items()}) for row in rows)


def _details(row: dict) -> str:
    claim_id, verdict = escape(row["claim_id"]), escape(row["verdict"])
    marks = " ".join(f'data-{name}="{escape(row[name])}"' for name in ("front", "speaker", "verdict"))
    summary = (
        f'<span class="tf-claim-id">{claim_id}</span> '
        f'<span class="tf-verdict tf-{verdict.replace(" ", "-")}">{verdict}</span> '
        f'<span class="tf-claim-words">{escape(row["claim"])} <small>{escape(row["speaker"])}</small></span>'
    )
    items = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in _items(row).items() if text)
    return (
        f'<details class="tf-claim" id="claim-{claim_id.lower()}" {marks}>'
        f"<summary>{summary}</summary><dl>{items}</dl></details>"
    )


def _items(row: dict) -> dict[str, str]:
    if row.get("reason") is None:
        return {"rule": rule_words(row), "verdict": "no chapter has judged it yet"}
    chapter = escape(row["judged_in"] or "")
    return {
        "rule": rule_words(row),
        "why this rule": escape(row.get("rule_reason") or ""),
        "observed": _observed(row),
        "from whom": _voices(row.get("voices") or []),
        "one side alone": "yes: it rests on one belligerent" if row.get("one_belligerent") else "no",
        "verdict": escape(row["reason"]),
        "margin": "none: there is nothing to measure" if row.get("margin") is None else _margin(row),
        "what would flip it": escape(row.get("flip_text") or "no single change within its range"),
        "evidence": f'<a href="../{chapter}.html">the chapter {chapter}, with its charts and sources</a>',
    }


def rule_words(row: dict) -> str:
    """
    Say the rule of a claim in a sentence: what the evidence must be, how far off it may lie, for which days.
    """
    value = (
        "" if row.get("rule_value") is None else f"{_number(row['rule_value'])} {row.get('rule_unit') or ''}"
    )
    text = RULES[row["rule"]].format(
        value=value.strip() or "what was said", comparison=(row.get("comparison") or "").replace("_", " ")
    )
    if row.get("tolerance_pct"):
        text += f", within {_number(row['tolerance_pct'])} percent"
    if row["rule"] != "none" and row.get("window_start") is not None:
        start, end = (pd.Timestamp(row[name]).date().isoformat() for name in ("window_start", "window_end"))
        text += f", for {start} to {end}"
    return escape(text) + "."


def _observed(row: dict) -> str:
    low, high = row.get("low"), row.get("high")
    if low is None and high is None:
        return "nothing that the rule may use"
    span = _span(low, high)
    point = row.get("observed")
    return span if point is None or low == high else f"{span}, as a single figure {_number(point)}"


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {_number(high)}"
    if high is None:
        return f"at least {_number(low)}"
    return _number(low) if low == high else f"{_number(low)} to {_number(high)}"


def _voices(voices: list[dict]) -> str:
    sources = read_sources()
    told = []
    for voice in voices:
        source = sources.get(voice["source_id"], {})
        party = str(voice.get("party") or "").replace("_", " ")
        bounds = [voice.get("low"), voice.get("high")]
        span = "" if bounds == [None, None] else f": {_span(*bounds)}"
        told.append(f"{escape(str(source.get('producer', voice['source_id'])))} ({escape(party)}){span}")
    return "<br>".join(told) or "no independent voice"


def _margin(row: dict) -> str:
    return f"{row['margin']:.2g}" + (" of the claimed value" if row.get("rule_value") else "")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 or value == round(value) else f"{value:.3g}"


def _known(value):
    return None if not isinstance(value, list | dict) and pd.isna(value) else value
