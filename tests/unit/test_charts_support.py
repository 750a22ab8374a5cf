"""
Who supports whom: one line a supplier, as wide as what passed, to the side that it went to.
"""

import pandas as pd

from threefronts.charts import support_chart

SUPPORT = pd.DataFrame(
    {
        "recipient": ["Ukraine", "Ukraine", "Russia"],
        "supplier": ["Norway", "Poland", "Iran"],
        "weight": [1244.0, 370.0, 493.0],
    }
)


def _drawn():
    chart = support_chart(SUPPORT, sides={"Ukraine": "ukraine", "Russia": "russia"}, weight_title="value")
    spec = chart.to_dict()
    return spec, [spec["datasets"][layer["data"]["name"]] for layer in spec["layer"]]


def test_each_supplier_is_a_line_to_its_side():
    """
    Lines start in rows of their own and end in the middle of their side's suppliers.
    """
    _, (lines, names, heads) = _drawn()
    assert [(line["supplier"], line["row"], line["end"]) for line in lines] == [
        ("Norway", 0.0, 0.5),
        ("Poland", 1.0, 0.5),
        ("Iran", 2.0, 2.0),
    ]
    assert [name["label"] for name in names] == ["Norway, 1,244", "Poland, 370", "Iran, 493"]
    assert {head["recipient"]: head["end"] for head in heads} == {"Ukraine": 0.5, "Russia": 2.0}


def test_the_width_is_the_weight_and_the_colour_the_side():
    """
    What passed is read off the width, and each side has its own colour.
    """
    spec, _ = _drawn()
    encoding = spec["layer"][0]["encoding"]
    assert encoding["strokeWidth"]["field"] == "weight"
    assert encoding["color"]["field"] == "recipient"
    assert len(set(encoding["color"]["scale"]["range"])) == 2


def test_names_have_room_on_both_sides():
    """
    Lines leave at least a third of the width to the suppliers' names, and some to those of the sides.
    """
    spec, _ = _drawn()
    left, right = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    calculated = {step["as"]: float(step["calculate"]) for step in spec["layer"][0]["transform"]}
    assert calculated["from"] - left >= (right - left) / 3
    assert right - calculated["to"] >= 0.2
