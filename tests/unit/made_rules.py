"""
Rules to judge by in tests, and a register of a few voices in place of the book's.
"""

from datetime import date

from threefronts.facts import Rule

AS_OF = date(2025, 4, 28)
YEAR = (date(2024, 4, 3), date(2025, 4, 3))


def put_register(tmp_path, monkeypatch, register: str) -> None:
    """
    Let *register* stand in for the book's.
    """
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.yml").write_text(register)
    monkeypatch.setenv("THREEFRONTS_ROOT", str(tmp_path))


def make_rule(**overrides) -> Rule:
    """
    Return a rule for about 1,000 vehicles in a year, ten percent either way, with *overrides*.
    """
    settings = {
        "claim_id": "X01",
        "rule": "near",
        "comparison": "near",
        "value": 1000.0,
        "tolerance_pct": 10.0,
        "unit": "vehicles",
        "window": YEAR,
        "speaker_source": "speaker",
    }
    return Rule(**{**settings, **overrides})
