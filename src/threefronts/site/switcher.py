"""
From edition to edition: the bar on every page, and addresses that always lead to the newest.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from threefronts.site.errors import BuildError
from threefronts.site.policy import with_policy
from threefronts.tables.words import words_for_date

LATEST = "latest"


def about_edition(edition: object, siblings: Sequence[object]) -> dict:
    """
    What the pages of an edition say of it: its names and days, and every edition of the site, oldest first.
    """
    all_of_them = {other.name: other for other in (*siblings, edition)}
    ordered = sorted(all_of_them.values(), key=lambda other: str(other.as_of))
    return {
        "name": edition.name,
        "title": edition.title,
        "as_of": str(edition.as_of),
        "known_at": known_at(edition),
        "all": [{"name": other.name, "title": other.title, "as_of": str(other.as_of)} for other in ordered],
    }


def known_at(edition: object) -> str:
    """
    The day of an edition's knowledge, which is the day it describes where none is given.
    """
    return str(edition.known_at or edition.as_of)


def edition_bar(about: dict, page: str) -> str:
    """
    HTML of the bar: which edition this is, the same page in each other one, a warning on all but the newest.

    Args:
        about: As :func:`about_edition` returns it.
        page: Path of the page within the edition, such as ``battlefield/attrition.html``.
    """
    up = "../" * (page.count("/") + 1)
    items = "".join(_item(other, about["name"], f"{up}{other['name']}/{page}") for other in about["all"])
    days = f"as of {words_for_date(about['as_of'])}"
    if about["known_at"] != about["as_of"]:
        days += f", knowing what had been published by {words_for_date(about['known_at'])}"
    newest = about["all"][-1]
    older = ""
    if newest["name"] != about["name"]:
        link = f'<a href="{up}{escape(newest["name"])}/{page}">{escape(newest["title"])}</a>'
        older = (
            '<p class="tf-older"><strong>An older edition.</strong> It describes what was known then. '
            f"The same page of {words_for_date(newest['as_of'])}: {link}.</p>"
        )
    return (
        f'<nav class="tf-edition" aria-label="Editions"><p><strong>{escape(about["title"])}</strong>, '
        f"{escape(days)}</p><ul>{items}</ul></nav>{older}\n"
    )


def _item(other: dict, current: str, address: str) -> str:
    day = words_for_date(other["as_of"])
    if other["name"] == current:
        return f'<li><span aria-current="true">{day}</span></li>'
    return f'<li><a href="{escape(address)}" title="{escape(other["title"])}">{day}</a></li>'


def write_landing(out: Path, editions: Sequence[object]) -> Path:
    """
    Write ``out/index.html``, which leads to the newest edition and lists all, and ``out/latest/``.

    Raises:
        BuildError: There is no edition.
    """
    if not editions:
        raise BuildError("There is no edition to lead to: add a file to editions/.")
    ordered = sorted(editions, key=lambda edition: str(edition.as_of), reverse=True)
    items = "\n".join(
        f'<li><a href="{escape(edition.name)}/index.html">{escape(edition.title)}</a>, '
        f"as of {words_for_date(edition.as_of)}</li>"
        for edition in ordered
    )
    out.mkdir(parents=True, exist_ok=True)
    listed = f"All editions:</p>\n<ul>\n{items}\n</ul>"
    _write_redirect(out / "index.html", f"{ordered[0].name}/index.html", listed)
    _write_latest(out, ordered[0].name)
    return out / "index.html"


def _write_latest(out: Path, newest: str) -> None:
    """
    A page at ``latest/`` for each page of the newest edition, at an address that never changes.
    """
    for page in sorted((out / newest).rglob("*.html")):
        name = page.relative_to(out / newest)
        if not name.parts[0].startswith("_"):
            up = "../" * len(name.parts)
            target = out / LATEST / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_redirect(target, f"{up}{newest}/{name.as_posix()}", "</p>")


def _write_redirect(path: Path, address: str, rest: str) -> None:
    page = _REDIRECT.format(address=escape(address), rest=rest)
    path.write_text(with_policy(page), encoding="utf-8")


_REDIRECT = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={address}">
<link rel="canonical" href="{address}">
<link rel="icon" href="data:,">
<title>Three Fronts</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 3rem auto; max-width: 36rem; padding: 0 1rem; }}
</style>
</head>
<body>
<h1>Three Fronts</h1>
<p>This page leads to the <a href="{address}">newest edition</a>. {rest}
</body>
</html>
"""
