"""
Figures that several publish for one period, as a table: what is counted, how it is known, and by whom.
"""

from html import escape

import pandas as pd
from IPython.display import HTML

HEADINGS = ("what is counted", "km²", "how it is known", "by whom, and when")


def published_table(frame: pd.DataFrame) -> HTML:
    """
    List the figures, one row each, in the order given.

    Args:
        frame: Columns what, value, how, who and published_on (missing for what nobody published).
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADINGS)
    body = "\n".join(_row(row) for row in frame.to_dict("records"))
    return HTML(
        f'<div class="tf-table"><table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>'
    )


def _row(row: dict) -> str:
    day = "" if pd.isna(row["published_on"]) else f", {row['published_on']:%-d %B %Y}"
    cells = (f"{row['value']:,.0f}", row["how"], row["who"] + day)
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(row["what"])}</th>{told}</tr>'
