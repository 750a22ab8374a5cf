"""
The sample workflow for users' own copies: well formed, and made of commands that exist.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from threefronts.cli import app
from threefronts.files import PROJECT

WORKFLOW = PROJECT / ".github" / "workflows" / "book.yml"
COMMANDS = get_command(app).commands
STEPS = [
    step
    for job in yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
    for step in job["steps"]
]
LINES = [line.strip() for step in STEPS for line in step.get("run", "").splitlines()]


def test_it_is_what_github_calls_a_workflow():
    """
    The published schema accepts it, read from the copy that the linter brings along.
    """
    words = ["check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(WORKFLOW)]
    found = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("make ")])
def test_make_has_each_target_that_is_called(line):
    """
    The workflow and the Makefile cannot drift apart.
    """
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"(?m)^{line.split()[1]}: ", makefile)


@pytest.mark.parametrize("line", [line for line in LINES if "threefronts " in line])
def test_the_command_line_has_each_verb_and_option_that_is_called(line):
    """
    A renamed verb or option is found here and not on a Monday morning.
    """
    words = line.partition("threefronts ")[2].split()
    known = {option for parameter in COMMANDS[words[0]].params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_it_tests_refreshes_and_publishes_and_opens_nothing():
    """
    A change is tested with a summary, new data are looked for by the clock, the built book goes to Pages.
    """
    used = {step["uses"].partition("@")[0] for step in STEPS if "uses" in step}
    assert {"actions/upload-artifact", "actions/upload-pages-artifact", "actions/deploy-pages"} <= used
    text = WORKFLOW.read_text(encoding="utf-8")
    assert "GITHUB_STEP_SUMMARY" in text
    assert "schedule:" in text
    assert not re.search(r"git push|pull-request@|gh pr|contents: write", text)
    assert Path("_build/html") in [Path(step.get("with", {}).get("path", ".")) for step in STEPS]
