"""
Check the built HTML by the Nu checker and by Lighthouse: ``make audit``, where Java, Node and network exist.

Both come from npm, in the versions named here; nothing is installed into the project.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pages import served

from threefronts.editions import read_editions
from threefronts.files import root
from threefronts.site.chromium import FLAGS, NAMES

CHECKER, LIGHTHOUSE = "vnu-jar@26.9.27", "lighthouse@12.8.2"
PAGES = ("index", "battlefield/attrition", "industry/replacement", "synthesis/claims", "tables")
KINDS = ("performance", "accessibility", "best-practices", "seo")


def html_errors(site: Path, work: Path) -> list[str]:
    """
    What the Nu checker calls an error in any page below *site*.
    """
    subprocess.run(["npm", "install", "--silent", "--prefix", work, CHECKER], check=True)
    jar = next(work.rglob("vnu.jar"))
    pages = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    command = ["java", "-jar", jar, "--errors-only", "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [f"{one['url'].split('/html/')[-1]}:{one.get('lastLine')}: {one['message']}" for one in messages]


def scores(edition: Path, work: Path) -> dict[str, dict[str, float]]:
    """
    Lighthouse's scores from 0 to 100, by page and kind.
    """
    browser = next(filter(None, map(shutil.which, NAMES)))
    found = {}
    with served(edition) as address:
        for page in PAGES:
            report = work / "report.json"
            flags = " ".join(["--headless=new", *(flag for flag in FLAGS if "resolver" not in flag)])
            command = ["npx", "--yes", LIGHTHOUSE, f"{address}/{page}.html", "--quiet", "--output=json"]
            command += [f"--output-path={report}", f"--chrome-flags={flags}", "--preset=desktop"]
            subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": browser})
            categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
            found[page] = {kind: round(100 * (categories[kind]["score"] or 0)) for kind in KINDS}
    return found


def main() -> None:
    """
    Print errors and scores; exit with status 1 if a page is not valid HTML.
    """
    missing = [name for name in ("java", "npm", "npx") if shutil.which(name) is None]
    site = root() / "_build" / "html"
    if missing or not site.exists():
        sys.exit(f"audit needs {', '.join(missing) or f'{site}: run make book first'}")
    with tempfile.TemporaryDirectory() as work:
        errors = html_errors(site, Path(work))
        print(*errors, f"Nu checker: {len(errors)} errors", sep="\n")
        for page, found in scores(site / read_editions()[-1].name, Path(work)).items():
            print(f"Lighthouse, {page}: " + ", ".join(f"{kind} {score}" for kind, score in found.items()))
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
