"""
The lock: requirements.txt pins what pyproject.toml asks for, and nothing can be swapped on the way.
"""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from threefronts.tables import root

PROJECT = tomllib.loads((root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [Requirement(line) for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]]
LOCK = (root() / "requirements.txt").read_text(encoding="utf-8")
ENTRIES = re.split(r"(?m)^(?=\S)", re.sub(r"(?m)^#.*\n", "", LOCK))[1:]
PINNED = [Requirement(entry.split("\\\n")[0].strip()) for entry in ENTRIES]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def _name(requirement: Requirement) -> str:
    return canonicalize_name(requirement.name)


def _version(requirement: Requirement) -> str:
    (pin,) = requirement.specifier
    assert pin.operator == "=="
    return pin.version


def _asked_by_us() -> set[str]:
    marked = [re.search(r"(?m)^    #.*\bthreefronts \(pyproject\.toml\)$", entry) for entry in ENTRIES]
    return {_name(pin) for pin, mark in zip(PINNED, marked, strict=True) if mark}


@pytest.mark.parametrize("requirement", WANTED, ids=str)
def test_every_dependency_is_pinned_to_a_version_that_fits(requirement):
    """
    What pyproject.toml asks for is in the lock, at a version it allows, in every Python it supports.
    """
    pins = [pin for pin in PINNED if _name(pin) == _name(requirement)]
    assert pins
    assert all(requirement.specifier.contains(_version(pin), prereleases=True) for pin in pins)
    for python in PYTHONS:
        place = {"python_version": python, "python_full_version": f"{python}.0"}
        found = [pin for pin in pins if pin.marker is None or pin.marker.evaluate(place)]
        assert len(found) == 1


def test_the_lock_answers_this_pyproject_and_no_older_one():
    """
    The entries that the lock marks as ours are exactly the dependencies and the test extra.
    """
    assert _asked_by_us() == {_name(requirement) for requirement in WANTED}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.split("=")[0])
def test_every_entry_has_hashes(entry):
    """
    pip refuses a file whose bytes are not those that were locked; that needs a sha256 in each entry.
    """
    lines = entry.split("\\\n")
    assert len(lines) > 1
    assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line.split("#")[0].strip()) for line in lines[1:])


def test_the_lock_says_how_it_was_made():
    """
    The command in the first lines is that of ``make lock``.
    """
    (command,) = re.findall(r"(?m)^#\s+(uv pip compile .*)$", LOCK)
    makefile = (root() / "Makefile").read_text(encoding="utf-8")
    (ours,) = re.findall(r"(?m)^\t\$\(BIN\)/(uv pip compile .*)$", makefile)
    told = [word for word in command.split() if word != "-q"]
    assert told == [word for word in ours.split() if word != "-q"]
