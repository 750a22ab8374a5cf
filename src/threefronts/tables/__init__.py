"""
Tables: a CSV with its manifest, loaded as it was known on a day.
"""

from threefronts.files import data_dir, root
from threefronts.tables.errors import TableError
from threefronts.tables.load import load_table
from threefronts.tables.manifest import Field, Manifest, read_manifest, table_names
from threefronts.tables.register import read_sources, root_voice
from threefronts.tables.validate import validate
from threefronts.tables.write import seal, write_table

__all__ = [
    "Field",
    "Manifest",
    "TableError",
    "data_dir",
    "load_table",
    "read_manifest",
    "read_sources",
    "root",
    "root_voice",
    "seal",
    "table_names",
    "validate",
    "write_table",
]
