"""
The course of one fact or verdict over many editions, and of a fact over a grid of assumptions.
"""

from pathlib import Path

import altair as alt
import pandas as pd

from threefronts.charts import colours

PNG_SCALE = 2


def course_chart(rows: pd.DataFrame, key: str) -> alt.LayerChart | alt.Chart:
    """
    Draw a fact as a line with its interval, a verdict as a strip of colours.

    Args:
        rows: The rows of one key in the table of a backfill.
        key: What they are, for the title.
    """
    drawn = rows[rows["status"] == "recorded"].assign(edition=lambda kept: pd.to_datetime(kept["edition"]))
    day = alt.X("edition:T", title="edition")
    if (rows["kind"] == "verdict").all():
        return _strip(drawn, day).properties(title=key, width=640, height=60)
    height = _height(drawn)
    line = alt.Chart(drawn).mark_line(point=True).encode(x=day, y=height)
    band = alt.Chart(drawn).mark_area(opacity=0.25).encode(x=day, y="low:Q", y2="high:Q")
    return alt.layer(band, line).properties(title=key, width=640, height=280)


def sweep_chart(rows: pd.DataFrame, key: str, parameters: list[str]) -> alt.LayerChart:
    """
    Draw a fact over the first parameter, one colour a combination of the others.

    Args:
        rows: The rows of one fact in the table of a sweep.
        key: The fact, for the title.
        parameters: The columns of the grid, at least one.
    """
    first, *others = parameters
    kind = "Q" if pd.api.types.is_numeric_dtype(rows[first]) else "N"
    drawn = rows[rows["status"] == "recorded"].copy()
    base = alt.Chart(drawn).encode(x=alt.X(f"{first}:{kind}"))
    if others:
        drawn["others"] = drawn[others].astype(str).agg(", ".join, axis=1)
        base = base.encode(color=alt.Color("others:N", title=", ".join(others)))
    line = base.mark_line(point=True).encode(y=_height(drawn))
    bounds = base.mark_rule(opacity=0.5).encode(y=alt.Y("low:Q", title=""), y2="high:Q")
    return alt.layer(bounds, line).properties(title=key, width=480, height=280)


def save(chart: alt.TopLevelMixin, stem: Path) -> list[Path]:
    """
    Write *chart* as ``.svg``, ``.png`` and ``.json`` beside each other; return the files.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    files = [stem.with_name(f"{stem.name}.{ending}") for ending in ("svg", "png", "json")]
    for file in files:
        chart.save(str(file), **({"scale_factor": PNG_SCALE} if file.suffix == ".png" else {}))
    return files


def _height(drawn: pd.DataFrame) -> alt.Y:
    unit = drawn["unit"].iloc[0] if len(drawn) else ""
    return alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False))


def _strip(drawn: pd.DataFrame, day: alt.X) -> alt.Chart:
    scale = alt.Scale(domain=list(colours.VERDICT), range=list(colours.VERDICT.values()))
    verdict = alt.Color("verdict:N", title=None, scale=scale)
    tips = ["edition:T", "verdict:N", "margin:Q", "reason:N"]
    return alt.Chart(drawn).mark_tick(thickness=6, height=40).encode(x=day, color=verdict, tooltip=tips)
