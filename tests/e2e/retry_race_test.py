"""Fifty retries of one run at the same moment: with one idempotency key one run, without keys one run and
forty-nine refusals."""
import threading
import unittest
from collections import Counter

import trawl

RETRIES = 50
CONNECTIONS = 25   # a daemon admits 32 of one user

# Fails in every run that is no retry; the retry then takes long enough for all of them to meet it.
CONFIG = {"platforms": {
    "slow": {"plugin": "demo", "config": {"items": 2, "delay": "2s", "fault": "fail", "until": "retry"}},
    "good": {"plugin": "demo", "config": {"items": 3}}}}


class RetryRace(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()

    def race(self, daemon, run, **params):
        """Results and refusals of RETRIES simultaneous retries: each connection sends its share at once."""
        results, refusals = [], []
        start = threading.Barrier(CONNECTIONS)

        def retry(connection):
            with connection:
                start.wait()
                for number in [connection.ask("runs.retry", run_id=run, **params) for _ in range(RETRIES // CONNECTIONS)]:
                    try:
                        results.append(connection.result_of(number))
                    except trawl.Refused as refusal:
                        refusals.append(refusal)

        threads = [threading.Thread(target=retry, args=(trawl.Connection(daemon.socket),)) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results, refusals

    def test_one_key_makes_one_run(self):
        with trawl.Daemon(CONFIG) as daemon:
            run = daemon.run()
            self.assertEqual(run["status"], "partial")
            results, refusals = self.race(daemon, run["id"], idempotency_key="one-and-the-same")
            self.assertEqual({refusal.kind for refusal in refusals} - {"idempotency_in_progress"}, set())
            self.assertEqual({result["run_id"] for result in results}, {run["id"] + 1})
            self.assertEqual(Counter(result["replayed"] for result in results)[False], 1)
            self.assertEqual(daemon.call("runs.list", limit=500)["runs"][0]["id"], run["id"] + 1)
            self.assertEqual(daemon.wait_for_end(run["id"] + 1)["status"], "completed")

    def test_without_keys_one_wins(self):
        with trawl.Daemon(CONFIG) as daemon:
            run = daemon.run()
            results, refusals = self.race(daemon, run["id"])
            self.assertEqual(len(results), 1)
            self.assertEqual(Counter(refusal.kind for refusal in refusals), {"retry_active": RETRIES - 1})
            winner = results[0]["run_id"]
            self.assertEqual(daemon.wait_for_end(winner)["status"], "completed")
            self.assertEqual([row["id"] for row in daemon.call("runs.list", limit=500)["runs"]], [winner, run["id"]])


if __name__ == "__main__":
    trawl.main()
