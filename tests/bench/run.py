"""Runs all benchmarks, one after the other, and ends with a table of the goals that they speak of.

    cmake --preset bench && cmake --build --preset bench --target bench

A benchmark prints what it likes; its lines `goal <tab> id <tab> what <tab> value <tab> >= goal` make the table.
A figure that misses its goal is marked, and is no failure: machines differ, and figures want reading.
"""
import subprocess
import sys
from pathlib import Path

from contenders import BENCH, trawl

HERE = Path(__file__).resolve().parent


def benchmarks():
    yield "Taking data out of pages", [sys.executable, HERE / "extract_bench.py"]
    yield "A plugin that waits for pages", [BENCH / "fibre-bench"]
    yield "From fetcher to plugin and back", [BENCH / "handoff-bench", trawl.WORKER, BENCH / "summing.so"]
    yield "From fetch to stored item", [sys.executable, HERE / "scrape_bench.py"]
    yield "The fetcher beside curl", [BENCH / "fetch-bench"]
    yield "The cost of politeness", [BENCH / "politeness-bench"]
    yield "The worker's start", [BENCH / "worker-bench", trawl.WORKER, trawl.PLUGINS]
    yield "The store beside SQLite", [BENCH / "store-bench"]
    yield "The socket beside an echo", [sys.executable, HERE / "rpc_bench.py"]
    yield "HTTP beside nginx and FastAPI", [sys.executable, HERE / "http_bench.py"]


def run(command):
    """Passes the output through, but for the goals, which it returns."""
    goals = []
    with subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if line.startswith("goal\t"):
                goals.append(line.rstrip("\n").split("\t")[1:])
            else:
                print("  " + line, end="", flush=True)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return goals


def is_met(value, wanted):
    if wanted == "-":
        return True
    relation, goal = wanted.split()
    return float(value) <= float(goal) if relation == "<=" else float(value) >= float(goal)


def main():
    goals = []
    for title, command in benchmarks():
        print(title, flush=True)
        goals += run(command)
        print()
    width = max(len(what) for _, what, _, _ in goals)
    for name, what, value, wanted in goals:
        print(f"{name:<4} {what:<{width}} {value:>10}   {wanted:<10} {'' if is_met(value, wanted) else 'MISSED'}".rstrip())


if __name__ == "__main__":
    main()
