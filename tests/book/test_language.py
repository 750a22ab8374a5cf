"""
Balanced language: words that decide a question before the evidence is heard do not stand in the book's prose.
"""

import ast
import re

import nbformat
import pytest

from threefronts.tables import root

# A pattern, and what the book writes instead. A quotation in quotation marks keeps its speaker's words.
LOADED = {
    # Names of groups and people
    r"terrorists?|terrorism": "name who did what",
    r"orcs?|hordes?|thugs?|savages?": "soldiers, forces",
    r"(?:neo-)?nazis?|fascists?|fascism|denazif\w+": "name the party; quote a reason given for the war",
    r"regime|junta|puppets?|clique|warlords?|strongman": "government, authorities",
    r"dictators?|tyrants?|despots?": "name the office",
    r"separatists?|rebels?|militants?": "Russian-backed forces, before 2022, or their own name",
    r"mercenar\w+": "foreign soldiers, or the company's name",
    r"traitors?|fifth column|fanatics?": "name who did what",
    r"invaders?|aggressors?|occupiers?": "Russia, Russian forces",
    r"our (?:forces|troops|side|soldiers|boys|defenders)": "whose they are",
    # Words for what was done
    r"liberat\w+": "retaken, taken",
    r"annexed": "claimed to have annexed; occupied",
    r"special military operation": "the invasion of February 2022",
    r"unprovoked|civili[sz]ational": "leave it out",
    r"genocid\w+|atrocit\w+|war crimes?": "what a court has found, with the court's name",
    r"slaughter\w*|massacre\w*|butcher\w*|bloodbath": "killed",
    r"meat(?: |-)(?:grinder|assaults?|waves?)|cannon fodder": "infantry, soldiers",
    r"neutrali[sz]e[ds]?|neutrali[sz]ing|liquidat\w+|eliminated": "killed, destroyed",
    r"wiped out|mopp?ed up|cleansed": "killed, destroyed",
    r"collateral damage": "civilians killed, buildings destroyed",
    # Praise, scorn and a raised voice
    r"hero(?:es|ic|ically|ism)?|martyrs?|glorious|valiant\w*": "leave it out",
    r"barbar\w+|brutal\w*|evil|vicious\w*|cynical\w*|hellish|inhuman": "say what was done",
    r"humiliat\w+|pathetic|cowardly|desperate(?:ly)?": "leave it out",
    r"shocking\w*|stunning\w*|dramatic\w*|devastating\w*|staggering\w*": "the number",
    r"unprecedented|crushing|decimated": "the number",
    r"propaganda": "claim, statement",
    r"so-called": "the name, and who uses it",
    # Names of places and of their people
    r"Kiev|Odessa|Kharkov|Lvov|Lugansk|Nikolaev|Chernigov|Dnepr": "the name romanised from Ukrainian",
    r"Zaporozhye|Zaporozhe|Zaporizhia|Artemovsk": "Zaporizhzhia, Bakhmut",
    r"the Ukraine": "Ukraine",
    r"Novorossiya|Little Russia|Banderite\w*": "leave it out",
}
PATTERNS = {re.compile(rf"\b(?:{words})\b", re.I): plain for words, plain in LOADED.items()}
QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”")
GLOSSARY_BLOCK = re.compile(r"```\{glossary\}(.*?)```", re.S)
NOT_PROSE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|https?://\S+", re.S)  # code, keys, addresses
GLOSSARY = (root() / "book" / "glossary.md").read_text(encoding="utf-8")
PAGES = sorted([*root().glob("book/*.md"), root() / "README.md"])
NOTEBOOKS = sorted(root().glob("notebooks/*/*.ipynb"))


def _loaded(text: str) -> list[str]:
    """
    Every loaded word of *text* outside quotations, with what to write instead.
    """
    said = QUOTED.sub(" ", text)
    return [
        f"{found.group()}: {plain}" for words, plain in PATTERNS.items() for found in words.finditer(said)
    ]


def _prose(markdown: str) -> str:
    return NOT_PROSE.sub(" ", GLOSSARY_BLOCK.sub(r"\1", markdown))


def _words_of_code(source: str) -> str:
    """
    The words that a code cell prints: captions, alternative texts, wordings and notes.
    """
    constants = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return "\n".join(value for value in constants if isinstance(value, str) and " " in value)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_hold_no_loaded_word(page):
    """
    A page of the book says what happened and who says so, in words that both sides' readers could accept.
    """
    assert _loaded(_prose(page.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_chapters_hold_no_loaded_word(path):
    """
    Prose, captions, alternative texts and wordings keep to neutral words and Ukrainian spellings.
    """
    cells = nbformat.read(path, as_version=4).cells
    prose = [_prose(cell.source) for cell in cells if cell.cell_type == "markdown"]
    words = [_words_of_code(cell.source) for cell in cells if cell.cell_type == "code"]
    assert _loaded("\n".join(prose + words)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The regime in the capital rejected it.",
        "Troops liberated the village.",
        "A brutal strike hit Odessa.",
        "Forty soldiers were neutralised.",
        "Heroic defenders held Kiev.",
        "The aggressor lost a staggering number of tanks.",
    ],
)
def test_a_loaded_word_is_found(sentence):
    """
    The list finds what it is for, whichever side the word serves.
    """
    assert _loaded(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        'The ministry spoke of "liberated" villages.',
        "Kyiv, Odesa and Zaporizhzhia are held by Ukraine.",
        "The area occupied by Russia grew, by DeepState's map.",
        "It is a claim of a belligerent about its enemy.",
        "Neutrality is written into the draft.",
        "The Dnipro and the Kinburn Spit.",
    ],
)
def test_plain_words_and_quotations_pass(sentence):
    """
    Neutral words, words of law and a speaker's own words in quotation marks stay.
    """
    assert _loaded(sentence) == []


@pytest.mark.parametrize(
    "word",
    ["Kyiv", "Odesa", "Zaporizhzhia", "Crimea", "occupied", "claimed", "assessed", "estimated", "not known"],
)
def test_the_glossary_says_why(word):
    """
    The names and words that the book uses stand on the page of words, in a table that gives the reason.
    """
    rows = [line for line in GLOSSARY.splitlines() if line.startswith("|")]
    assert any(re.search(rf"\b{word}\b", line.split("|")[1]) for line in rows)


def test_a_finding_says_what_to_write():
    """
    Whoever meets a loaded word is told the plain one.
    """
    assert _loaded("The village was liberated.") == ["liberated: retaken, taken"]
    assert all(LOADED.values())
