"""
The report card: twelve fixed facts, each with interval, day, and move since the edition before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from threefronts.facts.card import DOWN, SAME, UNKNOWN, UP, WITHIN, Row, direction, read_rows
from threefronts.facts.text import NOT_KNOWN, number_text, range_text
from threefronts.site.history import Past, sparkline
from threefronts.tables.words import words_for_date


@dataclass(frozen=True)
class Findings:
    """
    What an edition found, ``facts.json`` and ``claims.json``, with its days.
    """

    as_of: str
    facts: Mapping[str, dict]
    claims: Mapping[str, dict]


def card_html(now: Findings, before: Findings | None, history: Mapping[str, Past]) -> str:
    """
    The card as a table, without blank lines, so that Markdown takes it as it is.
    """
    rows = read_rows()
    history = {row.key: history[row.key] for row in rows if row.key in history}
    heads = ["what", "value", "as of"]
    heads += [f"since {words_for_date(before.as_of)}"] if before else []
    heads += ["over time"] if history else []
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "\n".join(_row(row, now, before, history) for row in rows)
    label = '<caption class="visually-hidden">The report card of this edition</caption>'
    table = f'<table class="tf-card">{label}<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>'
    return f'<div class="tf-table">{table}</div>'


def _row(row: Row, now: Findings, before: Findings | None, history: Mapping[str, Past]) -> str:
    fact = now.facts.get(row.key)
    title = escape(row.title)
    if fact:
        title = f'<a href="{escape(fact["chapter"])}.html">{title}</a>'
    day = fact["period"][1] if fact and fact.get("period") else now.as_of
    cells = [_value(row, fact), words_for_date(day)]
    if before:
        cells.append(_move(row, fact, before.facts.get(row.key)))
    if history:
        cells.append(sparkline(history.get(row.key), row.decimals))
    data = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{title}<small>{escape(row.by)}</small></th>{data}</tr>'


def _value(row: Row, fact: dict | None) -> str:
    amount, middle = _interval(row, fact)
    if amount == NOT_KNOWN:
        return NOT_KNOWN
    below = f"<small>{middle} in the middle</small>" if middle else ""
    return f'<span class="tf-interval">{amount}</span> {escape(row.unit)}{below}'


def _interval(row: Row, fact: dict | None) -> tuple[str, str]:
    """
    The interval of a fact in words, its number where it has none, and the middle where it says more.
    """
    if fact is None:
        return NOT_KNOWN, ""
    value, low, high = fact["value"], fact["low"], fact["high"]
    if low is None and high is None:
        return number_text(value, row.decimals), ""
    is_span = value is not None and low is not None and high is not None and low < high
    return range_text(low, high, row.decimals), number_text(value, row.decimals) if is_span else ""


def _move(row: Row, fact: dict | None, old: dict | None) -> str:
    """
    An arrow where the intervals lie apart, words for those who do not see it, and what it was.
    """
    was, went = _interval(row, old)[0], direction(old, fact)
    if went == UNKNOWN:
        return f"cannot be compared; it was {was}" if was != NOT_KNOWN else f"it was {NOT_KNOWN}"
    if went == SAME:
        return "unchanged"
    if went == WITHIN:
        return f"within its interval<small>it was {was}</small>"
    word = {UP: "rose", DOWN: "fell"}[went]
    return (
        f'<span aria-hidden="true">{went}</span><span class="visually-hidden">{word}</span>'
        f"<small>it was {was}</small>"
    )


def verdicts_html(claims: Mapping[str, dict], verdicts: Sequence[str], fronts: Sequence[str]) -> str:
    """
    How many claims of each front have each verdict; each count opens to the claims, linked to their rows.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in ("front", *verdicts))
    body = "\n".join(
        f'<tr><th scope="row">{front}</th>'
        + "".join(f"<td>{_count(claims, front, verdict)}</td>" for verdict in verdicts)
        + "</tr>"
        for front in fronts
    )
    return (
        f'<div class="tf-table"><table class="tf-values tf-counts"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>"
    )


def _count(claims: Mapping[str, dict], front: str, verdict: str) -> str:
    found = [name for name, claim in claims.items() if (claim["front"], claim["verdict"]) == (front, verdict)]
    links = ", ".join(_link(name, claims[name]["claim"]) for name in sorted(found))
    return f"<details><summary>{len(found)}</summary>{links}</details>" if found else "none"


def _link(name: str, claim: str) -> str:
    return f'<a href="synthesis/claims.html#claim-{name.lower()}" title="{escape(claim)}">{name}</a>'
