"""
What libraries find out when they are first used, found out once in the server: forks of it know it already.
"""

from typing import Any


def draw_once() -> None:
    """
    Make a chart's spec and show a table, so that pandas and Altair have looked for all they use.
    """
    import altair as alt
    import narwhals.stable.v1 as narwhals
    import pandas as pd

    frame = pd.DataFrame({"day": pd.to_datetime(["2022-02-24"]), "kind": ["one"], "value": [1.0]})
    frame.to_html(max_rows=5)
    base = alt.Chart(frame).encode(x="day:T", y="value:Q", color="kind:N")
    alt.layer(base.mark_line(), base.mark_point()).to_dict()
    narwhals.from_native(None, pass_through=True)  # it asks all installed packages for plugins, once
    know_schemas()


def know_schemas() -> None:
    """
    Let Altair hash each of its schemas once; it hashes them all whenever it reads one channel.
    """
    from altair.utils import schemapi

    reader = schemapi._FromDict
    hash_anew = reader.hash_schema
    schemas = [tp._schema for tp in schemapi._subclasses(schemapi.SchemaBase) if tp._schema is not None]
    known = {id(schema): (schema, hash_anew(schema)) for schema in schemas}

    def hash_schema(cls: type, schema: dict[str, Any], use_json: bool = True) -> int:
        found, hashed = known.get(id(schema), (None, 0))
        return hashed if found is schema and use_json else hash_anew(schema, use_json)

    reader.hash_schema = classmethod(hash_schema)
