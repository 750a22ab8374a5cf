"""
Verdicts: how many of each kind by front or speaker, and how near the evidence comes.
"""

import altair as alt
import pandas as pd

from threefronts.charts import colours

ROW_HEIGHT = 34
BAND_HEIGHT = 24
FRONTS = ["diplomacy", "battlefield", "industry"]


def verdict_chart(claims: pd.DataFrame, by: str = "front") -> alt.Chart:
    """
    Count the claims of each front, or of each speaker, by their verdict.

    Args:
        claims: Columns *by* and ``verdict`` (words as in ``colours.VERDICT``).
        by: ``front``, or a column whose rows stand in the order of their number of claims.
    """
    counts = claims.groupby([by, "verdict"]).size().rename("claims").reset_index()
    order = list(colours.VERDICT)
    counts["order"] = counts["verdict"].map(order.index)
    rows = FRONTS if by == "front" else claims[by].value_counts().index.tolist()
    scale = alt.Scale(domain=order, range=list(colours.VERDICT.values()))
    return (
        alt.Chart(counts, height=alt.Step(ROW_HEIGHT))
        .mark_bar()
        .encode(
            x=alt.X("claims:Q", title="claims", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y(f"{by}:N", title=None, sort=rows),
            color=alt.Color("verdict:N", title=None, scale=scale, legend=alt.Legend(columns=2)),
            order=alt.Order("order:Q"),
            tooltip=[f"{by}:N", "verdict:N", "claims:Q"],
        )
    )


def evidence_chart(claims: pd.DataFrame, *, most: float = 2.5) -> alt.LayerChart:
    """
    Set the evidence of each claim over its band, both as a share of the value that the rule names.

    Args:
        claims: Columns claim_id, verdict, rule_value (not zero), low, high, band_low and band_high; a missing
            end is open.
        most: Where the axis ends; open or longer intervals are cut there.
    """
    scaled = claims[["claim_id", "verdict"]].copy()
    for column, cut in {"low": 0.0, "high": most, "band_low": 0.0, "band_high": most}.items():
        share = claims[column].astype("float64") / claims["rule_value"].astype("float64")
        scaled[column] = share.fillna(cut).clip(0.0, most)
    words = [word for word in colours.VERDICT if word in set(scaled["verdict"])]
    shades = alt.Scale(domain=words, range=[colours.VERDICT[word] for word in words])
    axis = alt.Scale(domain=[0, most], nice=False)
    title = "share of the claimed value: 1 is the claim itself"
    base = alt.Chart(scaled, height=alt.Step(BAND_HEIGHT)).encode(y=alt.Y("claim_id:N", title=None))
    band = base.mark_bar(color=colours.NEUTRAL, opacity=0.25).encode(
        x=alt.X("band_low:Q", title=title, scale=axis), x2="band_high:Q"
    )
    ends = ["claim_id:N", "verdict:N", *(alt.Tooltip(f"{end}:Q", format=".2f") for end in ("low", "high"))]
    shade = alt.Color("verdict:N", title=None, scale=shades)
    span = base.mark_rule(strokeWidth=5).encode(x="low:Q", x2="high:Q", color=shade, tooltip=ends)
    point = base.mark_point(filled=True, size=60, opacity=1).encode(x="low:Q", color=shade, tooltip=ends)
    return alt.layer(band, span, point)
