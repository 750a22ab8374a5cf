"""
Run every benchmark and write what it found: ``make bench``, or ``make bench QUICK=1`` for the short way.

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


def main() -> None:
    """
    Measure, and replace the results and their page.
    """
    is_quick = "--quick" in sys.argv
    about = {"date": datetime.date.today().isoformat(), "quick": is_quick, "machine": machine()}
    found = []
    for title, function in BENCHMARKS.items():
        print(f"{title} …", flush=True)
        result = Result(title)
        function(result, is_quick)
        found.append(result)
        for row in result.rows:
            print(f"  {row.case}: {row.runs} runs, {row.workers} at once: {row.wall} s, cpu {row.cpu} s")
        print(*(f"  {sentence}" for sentence in result.told), sep="\n")
    text = json.dumps(about | {"results": [asdict(result) for result in found]}, ensure_ascii=False, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    write_page(json.loads(text))


if __name__ == "__main__":
    main()
