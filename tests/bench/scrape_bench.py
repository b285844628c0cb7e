"""Pages per second and CPU time per page from fetch to stored item: the daemon with its worker and its store,
beside `curl --parallel` for the same pages of the same site plus parse-bench for reading them in-process.

    scrape_bench.py [--rounds N] [--pages N]

The site runs on one processor, the contenders on the other, in alternating rounds. Every round of the daemon
begins with an empty store, so that every item is new; starting the daemon is not counted, starting the worker
is. CPU time is that of all processes of a contender, user and system.
"""
import argparse
import os
import resource
import statistics
import subprocess
import time
from dataclasses import dataclass

from contenders import BENCH, CLIENT_CPU, SERVER_CPU, cpu_ms_of, pin_all_threads, pin_to, print_goal, trawl

CONNECTIONS = 16
# The worker keeps what it frees; a program that parses in-process and cares would, too.
WORKERS_MALLOC = "glibc.malloc.trim_threshold=16777216:glibc.malloc.mmap_threshold=16777216"

FIELDS = {"title": {"css": "h3"},
          "url": {"css": "h3 a::attr(href)", "type": "url"},
          "price": {"css": ".price__now", "type": "number"}}


class Site:
    """bench-site, as long as the `with` lasts."""

    def __enter__(self):
        self.process = subprocess.Popen([BENCH / "bench-site"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        preexec_fn=pin_to(SERVER_CPU))
        self.address = f"http://127.0.0.1:{int(self.process.stdout.readline())}"
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@dataclass
class Sample:
    pages_per_s: float
    cpu_ms: float              # per page
    daemon_ms: float = 0.0     # of it, in the daemon
    worker_ms: float = 0.0     # and in the worker


def with_trawl(site, cards, pages):
    config = {"fetch": {"allow_private": ["127.0.0.0/8"], "per_host": {"connections": CONNECTIONS}},
              "platforms": {"shop": {"plugin": "html", "config": {
                  "start": [f"{site.address}/{cards}/{number}" for number in range(1, pages + 1)],
                  "max_pages": pages, "each": "article.card", "key": "{url}", "fields": FIELDS}}}}
    with trawl.Daemon(config) as daemon:
        pin_all_threads(daemon.process.pid, CLIENT_CPU)
        own, workers = cpu_ms_of(daemon.process.pid)
        begin = time.monotonic()
        run = daemon.wait_for_end(daemon.call("runs.start")["run_id"])
        seconds = time.monotonic() - begin
        own_after, workers_after = cpu_ms_of(daemon.process.pid)
        if run["status"] != "completed" or run["items"]["added"] != pages * cards:
            raise SystemExit(f"the run ended {run['status']}: {run['items']}, {run['errors'][:3]}")
    daemon_ms, worker_ms = (own_after - own) / pages, (workers_after - workers) / pages
    return Sample(pages / seconds, daemon_ms + worker_ms, daemon_ms, worker_ms)


def with_curl(site, cards, pages):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    subprocess.run(["curl", "--disable", "--no-progress-meter", "--fail", "--parallel", "--parallel-max", str(CONNECTIONS),
                    "--output", "/dev/null", f"{site.address}/{cards}/[1-{pages}]"],
                   check=True, preexec_fn=pin_to(CLIENT_CPU))
    seconds = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Sample(pages / seconds, spent * 1000 / pages)


def with_parse(cards, pages, **environment):
    done = subprocess.run([BENCH / "parse-bench", str(cards), str(pages)], check=True, capture_output=True, text=True,
                          preexec_fn=pin_to(CLIENT_CPU), env={**os.environ, **environment})
    cpu_ms = float(done.stdout)
    return Sample(1000 / cpu_ms, cpu_ms)


def median(samples):
    return Sample(*(statistics.median(values) for values in zip(*(vars(sample).values() for sample in samples))))


def compare(site, cards, pages, rounds):
    ours, curl, parse, tuned = [], [], [], []
    for _ in range(rounds):
        ours.append(with_trawl(site, cards, pages))
        curl.append(with_curl(site, cards, pages))
        parse.append(with_parse(cards, pages))
        tuned.append(with_parse(cards, pages, GLIBC_TUNABLES=WORKERS_MALLOC))
    # Rounds are neighbours in time, so each is compared with its own.
    ratios = [a.cpu_ms / (b.cpu_ms + c.cpu_ms) for a, b, c in zip(ours, curl, parse)]
    extras = [a.cpu_ms - (b.cpu_ms + c.cpu_ms) for a, b, c in zip(ours, curl, parse)]
    a, b, c = median(ours), median(curl), median(parse)
    print(f"{cards:>3} cards | trawl {a.pages_per_s:6.0f} pages/s, CPU {a.cpu_ms:.3f} ms/page"
          f" (daemon {a.daemon_ms:.3f}, worker {a.worker_ms:.3f})"
          f" | curl {b.pages_per_s:6.0f} pages/s, {b.cpu_ms:.3f} ms | parse {c.cpu_ms:.3f} ms"
          f" ({median(tuned).cpu_ms:.3f} with the worker's malloc)"
          f" | CPU x {statistics.median(ratios):.2f} (of {min(ratios):.2f} to {max(ratios):.2f})"
          f", {statistics.median(extras) * 1000:+.0f} us a page", flush=True)
    with_tuned = [a.cpu_ms / (b.cpu_ms + d.cpu_ms) for a, b, d in zip(ours, curl, tuned)]
    return statistics.median(ratios), statistics.median(extras) * 1000, statistics.median(with_tuned)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--pages", type=int, default=2000)
    options = options.parse_args()
    with Site() as site:
        ratio, _, tuned_ratio = compare(site, 33, options.pages, options.rounds)
        _, extra_us, _ = compare(site, 3, 2 * options.pages, options.rounds)
    print_goal("P4", "50 KB: CPU per page / (curl + parse)", ratio, "<= 1.35")
    print_goal("P4", "  the same, peer with the worker's malloc settings", tuned_ratio, "-")
    print_goal("P4", "5 KB: CPU per page besides curl + parse, us", extra_us, "<= 80")


if __name__ == "__main__":
    main()
