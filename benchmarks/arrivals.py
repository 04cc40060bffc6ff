"""How long from a submission to its released feedback, when a class hands in over a minute.

    python benchmarks/arrivals.py [STUDENTS]

The real service on the real exchange, as in tests/test_serve_course.py; nobody is late and nothing is killed.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from test_serve_course import HANDED_IN, Service, Student, open_course

WARM_SECONDS = 8.0


def main(count: int) -> None:
    """Hand in `count` times, evenly over a minute, and report the times that the service logs."""
    with tempfile.TemporaryDirectory() as folder:
        root, exchange = Path(folder) / "course", Path(folder) / "exchange"
        open_course(root, exchange)
        students = [Student(f"s{n:02}", exchange, Path(folder) / f"s{n:02}", by_command=False) for n in range(count)]
        service = Service(root)
        service.start()
        for student in students:
            student.fetch()
        time.sleep(WARM_SECONDS)
        start = time.monotonic()
        for n, student in enumerate(students):
            time.sleep(max(0.0, start + 60 * n / count - time.monotonic()))
            student.submit(HANDED_IN[n % len(HANDED_IN)])
        service.until(lambda: len(service.answered()) == count)
        seconds = [event["seconds"] for event in service.events("delivered")]
        service.end()
    print(f"{count} submissions in a minute: feedback after {statistics.median(seconds):.1f} s (median), ", end="")
    print(f"{max(seconds):.1f} s at the most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
