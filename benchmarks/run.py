"""
Run benchmarks and write what they found: ``make bench``, or ``make bench QUICK=1`` for the short way.

``run.py trial mutations`` measures only those whose title has one of these words, and keeps the others.

A benchmark is a function with ``@benchmark`` in a module that is imported here.
"""

import datetime
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

import editions_run  # noqa: F401
import monte_carlo  # noqa: F401
import mutations  # noqa: F401
import pages  # noqa: F401
import trial_book  # noqa: F401
from page import write_page
from registry import BENCHMARKS, Result

RESULTS = Path(__file__).parent / "results.json"


def machine() -> dict:
    """
    Return what the figures depend on; no name of the machine.
    """
    processors = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [
        line.partition(":")[2].strip() for line in processors.splitlines() if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": models[0] if models else platform.machine(),
        "memory_gb": round(memory),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def about(is_quick: bool) -> dict:
    """
    Return what a result was measured under.
    """
    return {"date": datetime.date.today().isoformat(), "quick": is_quick, "machine": machine()}


def measured(title: str, is_quick: bool) -> dict:
    """
    Run one benchmark, print what it found and return it.
    """
    print(f"{title} …", flush=True)
    result, under = Result(title), about(is_quick)
    BENCHMARKS[title](result, is_quick)
    for row in result.rows:
        print(f"  {row.case}: {row.runs} runs, {row.workers} at once: {row.wall} s, cpu {row.cpu} s")
    print(*(f"  {sentence}" for sentence in result.told), sep="\n", flush=True)
    return asdict(result) | under


def main() -> None:
    """
    Measure all, or those whose title has one of the words given, and replace their results and the page.
    """
    words = [word.lower() for word in sys.argv[1:] if word != "--quick"]
    chosen = [title for title in BENCHMARKS if not words or any(word in title.lower() for word in words)]
    if not chosen:
        sys.exit(f"no benchmark has {' or '.join(words)} in its title. There are: {'; '.join(BENCHMARKS)}")
    kept = {result["title"]: result for result in json.loads(RESULTS.read_text(encoding="utf-8"))}
    for title in chosen:
        kept[title] = measured(title, "--quick" in sys.argv)
        found = [kept[title] for title in BENCHMARKS if title in kept]
        RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        write_page(found)


if __name__ == "__main__":
    main()
