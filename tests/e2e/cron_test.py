"""`trawlctl cron` as operators use it: recorded expressions, refusals with field and reason, DST."""
import json
import unittest
from pathlib import Path

import trawl

# Next firings around changes of daylight saving time: expression, zone, from, the first instants.
DST = [
    ("30 2 * * *", "America/New_York", "2027-03-14T06:00:00Z", ["07:00"]),
    ("30 1 * * *", "America/New_York", "2026-11-01T04:00:00Z", ["05:30"]),
    ("*/30 * * * *", "America/New_York", "2026-11-01T04:45:00Z", ["05:00", "05:30", "06:00", "06:30", "07:00"]),
    ("*/30 * * * *", "America/New_York", "2027-03-14T06:15:00Z", ["06:30", "07:00", "07:30"]),
    ("0 1-3 * * *", "America/New_York", "2026-11-01T04:30:00Z", ["05:00", "07:00", "08:00"]),
    ("0 */2 * * *", "America/New_York", "2027-03-14T04:30:00Z", ["05:00", "07:00", "08:00"]),
    ("*/15 2 * * *", "America/New_York", "2027-03-14T06:00:00Z", ["07:00"]),
    ("*/30 1 * * *", "Europe/London", "2026-10-24T12:00:00Z", ["00:00", "00:30"]),
    ("0 0 * * *", "America/Sao_Paulo", "2018-11-04T00:30:00Z", ["03:00"]),
    ("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", ["15:30"]),
    ("45 1 * * *", "Australia/Lord_Howe", "2027-04-03T12:00:00Z", ["14:45"]),
]


def instants(expression, zone, start, count):
    outcome = trawl.trawlctl("cron", expression, "--timezone", zone, "--from", start, "--count", str(count))
    if outcome.code != 0:
        raise AssertionError(f"{expression}: {outcome.err}")
    return outcome.out.split()


class Cron(unittest.TestCase):
    def setUp(self):
        if not trawl.TRAWLCTL.exists():
            self.skipTest(f"{trawl.TRAWLCTL} has not been built")

    def test_changes_of_daylight_saving_time(self):
        for expression, zone, start, wanted in DST:
            with self.subTest(expression=expression, zone=zone):
                shown = [instant[11:16] for instant in instants(expression, zone, start, len(wanted))]
                self.assertEqual(shown, wanted)

    def test_skipped_time_fires_once_and_not_again_that_day(self):
        first, second = instants("*/15 2 * * *", "America/New_York", "2027-03-14T06:00:00Z", 2)
        self.assertEqual((first, second[:10]), ("2027-03-14T07:00:00Z", "2027-03-15"))

    def test_refusals_name_the_field_and_exit_with_2(self):
        for expression, word in (("60 * * * *", "minute"), ("* 24 * * *", "hour"), ("* * 32 * *", "day"),
                                 ("* * * FOO *", "month"), ("* * * * 8", "week"), ("* * *", "five"), ("", "five")):
            outcome = trawl.trawlctl("cron", expression)
            self.assertEqual(outcome.code, 2, expression)
            self.assertIn(word, outcome.err, expression)

    def rows(self, table):
        return map(json.loads, (trawl.require_data() / "cron" / table).read_text("utf-8").splitlines())

    def test_recorded_next_runs(self):
        checked = 0
        for row in self.rows("next.jsonl"):
            with self.subTest(row=row["id"]):
                if row["next"]:
                    self.assertEqual(instants(row["expr"], row["tz"], row["from"], len(row["next"])), row["next"])
                else:
                    self.assertEqual(trawl.trawlctl("cron", row["expr"], "--timezone", row["tz"]).code, 2)
                checked += 1
        self.assertGreater(checked, 1000)

    def test_recorded_refusals(self):
        for row in self.rows("errors.jsonl"):
            outcome = trawl.trawlctl("cron", row["expr"])
            self.assertEqual(outcome.code, 2, row)
            self.assertTrue(outcome.err.strip(), row)

    def test_recorded_changes_of_daylight_saving_time(self):
        for row in self.rows("dst.jsonl"):
            if row["three_agree"]:
                with self.subTest(row=row["id"]):
                    self.assertEqual(instants(row["expr"], row["tz"], row["from"], len(row["next"])), row["next"])


if __name__ == "__main__":
    trawl.main()
