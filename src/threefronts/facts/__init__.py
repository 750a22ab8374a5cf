"""
Facts: the numbers, wordings and verdicts that notebooks record and prose may show.
"""

from threefronts.facts.collect import Records, collect
from threefronts.facts.judge import judge, voices_of
from threefronts.facts.read import Reading, read
from threefronts.facts.record import FactError, fact, facts, phrase
from threefronts.facts.rules import Rule, Verdict, Voice, assess, band

__all__ = [
    "FactError",
    "Reading",
    "Records",
    "Rule",
    "Verdict",
    "Voice",
    "assess",
    "band",
    "collect",
    "fact",
    "facts",
    "judge",
    "phrase",
    "read",
    "voices_of",
]
