"""What the benchmarks in Python share: the programs of the build, the two processors, CPU times."""
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("TRAWL_BUILD", str(ROOT / "build" / "bench"))
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
import trawl  # noqa: E402  (needs the lines above)

BENCH = trawl.BUILD / "bench"
SERVER_CPU, CLIENT_CPU = 0, 1
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def pin_to(cpu):
    """For preexec_fn: the child stays on `cpu`, if there are two."""
    return lambda: pin(0, cpu)


def pin(thread, cpu):
    if os.cpu_count() > 1:
        os.sched_setaffinity(thread, {cpu})


def pin_all_threads(pid, cpu):
    """Of a process that runs; threads and children it starts later inherit it."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        pin(int(thread.name), cpu)


def cpu_ms_of(pid):
    """User and system time: of the process, and of the children it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) * TICK_MS, sum(map(int, fields[13:15])) * TICK_MS


def print_goal(name, what, value, wanted):
    """A row of run.py's table; `wanted` is like ">= 0.4"."""
    print(f"goal\t{name}\t{what}\t{value:.3g}\t{wanted}", flush=True)
