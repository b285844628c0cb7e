"""kill -9 of the daemon at random moments under load: what it acknowledged is still there, no run stays
active, no worker stays behind, and what was interrupted is what a retry would take."""
import os
import random
import threading
import time
import unittest
from pathlib import Path

import trawl

ROUNDS = int(os.environ.get("TRAWL_CRASH_ROUNDS", "20"))
SEED = int(os.environ.get("TRAWL_CRASH_SEED", str(random.randrange(10**6))))

CONFIG = {"platforms": {f"p{number}": {"plugin": "demo", "config": {"items": 40, "delay": "20ms"}} for number in range(4)}}
FINAL = {"completed", "partial", "failed", "cancelled", "interrupted", "expired"}


def workers_of(session):
    """Live processes of trawl-worker in the daemon's session, which outlasts the daemon."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, _, its_session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                if int(its_session) == session and state != "Z" and Path(os.readlink(entry / "exe")) == trawl.WORKER.resolve():
                    found.append(int(entry.name))
            except OSError:
                pass   # it ended while we looked
    return found


def outcome_of(run):
    return run["status"], run["items"]["total"], run["finished_at"]


class Load:
    """Starts runs one after the other until the daemon is gone, and notes what the daemon said of them."""

    def __init__(self, daemon):
        self.daemon, self.acknowledged, self.ended = daemon, set(), {}
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self):
        try:
            with trawl.Connection(self.daemon.socket) as connection:
                while True:
                    run = connection.call("runs.start")["run_id"]
                    self.acknowledged.add(run)
                    self.ended[run] = outcome_of(connection.call("runs.wait", run_id=run, timeout_ms=60_000)["run"])
        except (OSError, trawl.Refused):
            pass


class Crash(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()

    def test_kills_at_random_moments(self):
        print(f"{ROUNDS} kills, seed {SEED} (TRAWL_CRASH_ROUNDS, TRAWL_CRASH_SEED)")
        moments = random.Random(SEED)
        acknowledged, ended = set(), {}
        with trawl.Daemon(CONFIG) as daemon:
            for round_number in range(ROUNDS):
                load = Load(daemon)
                time.sleep(moments.uniform(0.0, 1.5))   # the random moment itself
                session = daemon.process.pid
                daemon.kill()
                load.thread.join()
                acknowledged |= load.acknowledged
                ended.update(load.ended)
                self.check_no_orphans(session)
                daemon.start()
                with self.subTest(round=round_number):
                    self.check_after_restart(daemon, acknowledged, ended)

    def check_no_orphans(self, session):
        deadline = time.monotonic() + 1
        while orphans := workers_of(session):
            self.assertLess(time.monotonic(), deadline, f"workers {orphans} outlive the daemon by 1 s")
            time.sleep(0.05)

    def check_after_restart(self, daemon, acknowledged, ended):
        runs = self.all_runs(daemon)
        self.assertLessEqual(acknowledged, set(runs), "every acknowledged run is still known")
        for number, run in runs.items():
            self.assertIn(run["status"], FINAL, f"run {number} is still active")
            self.assertEqual(outcome_of(run), ended.setdefault(number, outcome_of(run)), f"run {number} has changed its end")
        interrupted = [number for number, run in runs.items() if run["status"] == "interrupted"]
        if interrupted:
            self.check_retry_set(daemon, max(interrupted))

    def check_retry_set(self, daemon, number):
        run = daemon.call("runs.get", run_id=number)
        unfinished = {platform["name"] for platform in run["platforms"] if platform["status"] != "succeeded"}
        plan = daemon.call("runs.retry_plan", run_id=number)
        self.assertEqual(set(plan["default"]), unfinished)
        items = daemon.call("items.query", limit=500)["items"]
        self.assertEqual(len(items), len({(item["platform"], item["kind"], item["key"]) for item in items}),
                         "no item is there twice")

    def all_runs(self, daemon):
        runs, cursor = {}, None
        with trawl.Connection(daemon.socket) as connection:
            while True:
                page = connection.call("runs.list", limit=500, **({"cursor": cursor} if cursor else {}))
                runs.update({run["id"]: run for run in page["runs"]})
                cursor = page["next_cursor"]
                if not cursor:
                    return runs


if __name__ == "__main__":
    trawl.main()
