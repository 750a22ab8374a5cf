"""
Rows of a frame as a table of the book, whose rows a phone shows as cards.
"""

from collections.abc import Sequence
from html import escape
from numbers import Integral, Real
from typing import Any

import pandas as pd
from IPython.display import HTML

NOT_KNOWN = "not known"
_FEW = 100  # from here on a decimal tells nothing more


def rows_table(rows: pd.DataFrame) -> HTML:
    """
    Show each row of *rows*, its first column as the name of the row and its columns as headings.

    Numbers get separators, a true minus and, where small, three digits; what is missing is not known.
    """
    cells = [[escape(_words(value)) for value in row] for row in rows.astype(object).to_numpy().tolist()]
    return HTML(html_table([escape(str(name)) for name in rows.columns], cells, "tf-rows"))


def html_table(headings: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> str:
    """
    Return the HTML of a table of the *kind* that the style sheet knows; headings and cells are HTML.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in headings)
    body = "\n".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for first, *cells in rows
    )
    start = f'<table class="tf-fields {kind}">'
    return f'<div class="tf-table">{start}<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>'


def _words(value: Any) -> str:
    if pd.isna(value):
        return NOT_KNOWN
    if isinstance(value, Integral):
        text = f"{value:,}"
    elif isinstance(value, Real):
        text = f"{value:,.0f}" if abs(value) >= _FEW else f"{value:.3g}"
    else:
        return str(value)
    return text.replace("-", "−")
