"""What taking data out of a page costs: CPU per page for four fields of twenty offers, parsed and selected by sdk/html,
by libxml2 with compiled XPath, by Scrapy's parsel, and by lxml with compiled XPath. All have to find the same before
any is timed; then they take turns, round by round.

    python3 tests/bench/extract_bench.py [--rounds N] [--check]
"""
import argparse
import statistics
import subprocess
import tempfile
from pathlib import Path

from contenders import BENCH, CLIENT_CPU, pin_to, print_goal

PYTHON = "/usr/bin/python3"  # the one that Debian's packages are for
SIZES_KB = 5, 50, 300
PAGES = 20
ROUND_MS = 60  # of CPU for each contestant
PARSEL = Path(__file__).with_name("extract_parsel.py")


class Contestant:
    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen([*map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        bufsize=1, preexec_fn=pin_to(CLIENT_CPU))

    def ask(self, request):
        self.process.stdin.write(request + "\n")
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} has died")
        return line.rstrip("\n")

    def rows(self):
        rows = [self.ask("rows")]
        while rows[-1]:
            rows.append(self.process.stdout.readline().rstrip("\n"))
        return rows[:-1]

    def us(self, pages):
        return int(self.ask(f"time {pages}")) / 1000

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def is_installed(module):
    return subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode == 0


def contestants(folder):
    for name in "trawl", "libxml2":
        yield Contestant(name, [BENCH / "extract-bench", name, folder])
    if is_installed("parsel"):
        for name in "parsel", "lxml":
            yield Contestant(name, [PYTHON, PARSEL, name, folder])


def check(all_of_them, wanted):
    first = all_of_them[0].rows()
    if len(first) != wanted or len(set(first)) != wanted:
        raise SystemExit(f"{all_of_them[0].name} finds {len(first)} offers, not {wanted}")
    for other in all_of_them[1:]:
        for ours, theirs in zip(first, other.rows(), strict=True):
            if ours != theirs:
                raise SystemExit(f"trawl finds {ours!r}, but {other.name} {theirs!r}")


def measure(size_kb, rounds):
    """The microseconds of every round, per contestant; None when only the check is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([BENCH / "extract-bench", "pages", str(size_kb * 1000), str(PAGES), folder], check=True)
        crew = list(contestants(folder))
        check(crew, PAGES * 20)
        pages = {one: max(1, round(ROUND_MS * 1000 / one.us(PAGES))) for one in crew}
        times = {one.name: [] for one in crew}
        for _ in range(rounds):
            for one in crew:
                times[one.name].append(one.us(pages[one]))
        for one in crew:
            one.end()
    return times


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--check", action="store_true", help="only compare what they find")
    options = arguments.parse_args()
    if not is_installed("parsel"):
        print("python3-parsel is not installed: without the contestants in Python")
    for size_kb in SIZES_KB:
        times = measure(size_kb, 0 if options.check else options.rounds)
        if options.check:
            print(f"{size_kb} KB: {', '.join(times)} find the same")
            continue
        for name, spent in times.items():
            ratios = [theirs / ours for ours, theirs in zip(times["trawl"], spent)]
            print(f"{size_kb:4} KB  {name:<8} {statistics.median(spent):8.0f} us/page ({min(spent):.0f} to "
                  f"{max(spent):.0f})   x {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
            if name != "trawl":
                wanted = ">= 1" if name == "parsel" else "-"
                print_goal("E1", f"{size_kb} KB: CPU of {name} / trawl html", statistics.median(ratios), wanted)


if __name__ == "__main__":
    main()
