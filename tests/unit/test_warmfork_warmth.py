"""
What the server has found out, its forks know; they reach the same result as a process that knew nothing.
"""

import subprocess
import sys

from threefronts.engine.warmfork.client import claim

HASHES = """
from altair.utils import schemapi
from altair.vegalite.v6.schema.core import VegaLiteSchema

reader = schemapi._FromDict
classes = [tp for tp in schemapi._subclasses(VegaLiteSchema) if tp._schema is not None]
before = [reader.hash_schema(tp._schema) for tp in classes]
asked = []
dumps = schemapi.json.dumps
schemapi.json.dumps = lambda *given, **how: asked.append(given) or dumps(*given, **how)
reader(classes)
print(len(asked) >= len(classes))
from threefronts.engine.warmfork.warmth import know_schemas
know_schemas()
asked.clear()
assert [reader.hash_schema(tp._schema) for tp in classes] == before
print(len(asked))
other = {**classes[0]._schema, "minItems": 7}
assert reader.hash_schema(other) != before[0] and reader.hash_schema({**classes[0]._schema}) == before[0]
"""


def test_a_fork_looks_for_no_plugins_of_data_frames():
    """
    narwhals asks every installed package for plugins once a process: here the server has.
    """
    found = "__import__('narwhals.plugins', fromlist=['_'])._discover_entrypoints.cache_info().currsize"
    assert claim().call(eval, found) == 1


def test_altair_hashes_a_schema_once_and_gets_what_it_got_before():
    """
    Known schemas are not turned into JSON again; one that is not known, or was changed, still is.
    """
    ended = subprocess.run([sys.executable, "-c", HASHES], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["True", "0"]
