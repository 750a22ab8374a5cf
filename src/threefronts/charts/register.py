"""
The register of sources: who repeats whom, and all entries as a table.
"""

from html import escape

import altair as alt
import pandas as pd
from IPython.display import HTML

from threefronts.charts import colours

ROW_HEIGHT = 22
PARTY_WORDS = {
    "russia": "Russia",
    "ukraine": "Ukraine",
    "third_state": "a third state",
    "independent": "independent",
}
LOW_RATINGS = "DEF"
HEADINGS = ("source", "party", "evidence", "trust", "repeats")


def relay_chart(register: pd.DataFrame) -> alt.Chart:
    """
    Draw one row for each voice that others repeat, one mark for each publication that does.

    Args:
        register: Columns source_id, producer, title, party, voice (the source it in the end repeats).
    """
    names = register.set_index("source_id")["producer"]
    repeats = register[register["voice"] != register["source_id"]].copy()
    repeats["original"] = repeats["voice"].map(names)
    repeats["speaks_for"] = repeats["party"].map(PARTY_WORDS)
    repeats["place"] = repeats.groupby("original").cumcount() + 1
    order = repeats["original"].value_counts().index.tolist()
    scale = colours.scale(list(PARTY_WORDS), list(PARTY_WORDS.values()))
    row = alt.Axis(
        domain=False, ticks=False, labelAlign="left", labelPadding=-3, labelOffset=-16, labelLimit=330
    )
    return (
        alt.Chart(repeats, height=alt.Step(2 * ROW_HEIGHT))
        .mark_square(size=110, opacity=1)
        .encode(
            x=alt.X("place:Q", title="publications that repeat it", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("original:N", title=None, sort=order, axis=row),
            color=alt.Color("speaks_for:N", title=None, scale=scale),
            tooltip=["producer:N", "title:N", alt.Tooltip("original:N", title="repeats")],
        )
    )


def register_table(register: pd.DataFrame) -> HTML:
    """
    List every source with its address, party, evidence, rating (a low one with its reason), and original.

    Args:
        register: Columns source_id, producer, title, url, party, evidence, reliability, second_hand, relays.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADINGS)
    names = register.set_index("source_id")["producer"].to_dict()
    body = "\n".join(_row(row, names) for row in register.to_dict("records"))
    start = '<table class="tf-fields tf-register">'
    return HTML(
        f'<div class="tf-table">{start}<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>'
    )


def _row(row: dict, names: dict[str, str]) -> str:
    name = escape(f"{row['producer']}: {row['title']}")
    if isinstance(row["url"], str):
        name = f'<a href="{escape(row["url"])}">{name}</a>'
    rating, why = row["reliability"]["rating"], row["reliability"]["why"]
    trust = f"{rating}: {why}" if rating in LOW_RATINGS else rating
    evidence = f"{row['evidence']}, second-hand" if row["second_hand"] else row["evidence"]
    cells = (PARTY_WORDS[row["party"]], evidence, trust)
    data = "".join(f"<td>{escape(' '.join(cell.split()))}</td>" for cell in cells)
    if isinstance(row["relays"], str):
        data += f'<td><a href="#source-{row["relays"]}">{escape(names[row["relays"]])}</a></td>'
    else:
        data += "<td></td>"
    return f'<tr id="source-{row["source_id"]}"><th scope="row">{name}</th>{data}</tr>'
