"""
Facts: the numbers, wordings and verdicts that notebooks record and prose may show.
"""

from threefronts.facts.collect import Records, collect
from threefronts.facts.flip import Flip, Lever, flip_text, nearest_flip
from threefronts.facts.judge import judge, read_claims, voices_of
from threefronts.facts.read import Reading, read
from threefronts.facts.record import FactError, fact, facts, phrase
from threefronts.facts.rules import Rule, Verdict, Voice, assess, band

__all__ = [
    "FactError",
    "Flip",
    "Lever",
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
    "flip_text",
    "judge",
    "nearest_flip",
    "phrase",
    "read",
    "read_claims",
    "voices_of",
]
