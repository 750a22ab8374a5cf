"""
The course of one fact or verdict over many editions, and of a fact over a grid of assumptions.
"""

from pathlib import Path

import altair as alt
import pandas as pd

from threefronts.charts import colours

PNG_SCALE, WIDTH = 2, 640
ABSENT = "no verdict for want of data"


def course_chart(rows: pd.DataFrame, key: str) -> alt.LayerChart | alt.Chart:
    """
    Draw a fact as a line with its interval, a verdict as a strip of colours; nothing where nothing is known.

    Args:
        rows: The rows of one key in the table of a backfill.
        key: What they are, for the title.
    """
    drawn = rows.assign(edition=pd.to_datetime(rows["edition"])).sort_values("edition")
    if (rows["kind"] == "verdict").all():
        return _strip(drawn).properties(title=f"Verdict on claim {key} by edition", width=WIDTH, height=60)
    base = alt.Chart(drawn).encode(x=alt.X("edition:T", title="edition"))
    line = base.mark_line(point=alt.OverlayMarkDef(size=12)).encode(y=_height(drawn))
    band = base.mark_area(opacity=0.25).encode(y="low:Q", y2="high:Q")
    return alt.layer(band, line).properties(title=key, width=WIDTH, height=280)


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
    units = drawn["unit"].dropna()
    return alt.Y("value:Q", title=units.iloc[0] if len(units) else "", scale=alt.Scale(zero=False))


def _strip(drawn: pd.DataFrame) -> alt.Chart:
    """
    A rectangle from each edition to the next; the last is as long as the one before it.
    """
    steps = drawn["edition"].diff().dropna()
    last = drawn["edition"].iloc[-1] + (steps.iloc[-1] if len(steps) else pd.Timedelta(days=7))
    spans = drawn.assign(
        until=drawn["edition"].shift(-1).fillna(last), verdict=drawn["verdict"].fillna(ABSENT)
    )
    shades = {**colours.VERDICT, ABSENT: "#eeeeee"}
    shown = [word for word in shades if word in set(spans["verdict"])]
    scale = alt.Scale(domain=shown, range=[shades[word] for word in shown])
    return (
        alt.Chart(spans)
        .mark_rect()
        .encode(
            x=alt.X("edition:T", title="edition"),
            x2="until:T",
            color=alt.Color("verdict:N", title=None, scale=scale),
            tooltip=["edition:T", "verdict:N", "margin:Q", "reason:N"],
        )
    )
