"""Hosts that fail in seven ways: exactly their platforms fail, each with the right kind of error, and a
retry after the faults are gone fetches from no other host and changes nothing of the original run."""
import sqlite3
import unittest

import trawl
from site_server import Site
from sites import own_sites, recipe_sites

# What a fault must be called. Where the page is readable but has nothing of what was asked for, the
# platform gave nothing.
KINDS = {"503": {"http_status"}, "timeout": {"timeout"}, "reset": {"reset"}, "truncate": {"truncated"},
         "empty": {"empty_result", "parse"}, "error200": {"empty_result", "parse", "expectation"},
         "garbage": {"empty_result", "parse", "expectation"}}


def rows_of(database, run):
    """Every row that the database keeps of a run, as bytes."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        connection.text_factory = bytes
        return {table: sorted(map(repr, connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", (run,))))
                for table, column in (("runs", "id"), ("platform_outcomes", "run_id"), ("errors", "run_id"))}


class Faults(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()

    def check(self, sites):
        # Only platforms with a required part can tell an empty page from a good one: all have a title.
        for platform in sites.platforms.values():
            first = next(iter(platform["config"]["fields"].values()))
            first["required"] = True
        faulty = dict(zip(sorted(sites.platforms), KINDS))
        with Site(sites.pages) as site, trawl.Daemon(sites.config(site)) as daemon:
            good = daemon.run()
            self.assertEqual(good["status"], "completed", daemon.log())
            before = {item["platform"]: item for item in daemon.items()}

            site.faults.update({sites.hosts[name]: fault for name, fault in faulty.items()})
            run = daemon.run()
            self.check_failures(run, faulty)
            after = {item["platform"]: item for item in daemon.items()}
            for name in set(sites.platforms) - set(faulty):
                self.assertEqual(after[name]["data"], before[name]["data"])

            site.faults.clear()
            site.requests.clear()
            kept = rows_of(daemon.database(), run["id"])
            self.assertTrue(all(kept.values()), "the database has rows of the run")
            outcome = daemon.ctl("retry", "last", "--wait", "-o", "json")
            retry = outcome.json
            self.assertEqual(outcome.code, 0, outcome)
            self.assertEqual((retry["status"], retry["trigger"], retry["parent_run_id"]),
                             ("completed", f"retry:{run['id']}", run["id"]))
            self.assertEqual(set(trawl.by_name(retry)), set(faulty), "the retry covers exactly what failed")
            self.assertEqual(site.hosts_asked(), {sites.hosts[name] for name in faulty}, "no other host is asked")
            self.assertEqual(rows_of(daemon.database(), run["id"]), kept, "the original run's rows stay as they were")
            original = daemon.call("runs.get", run_id=run["id"])
            self.assertEqual((original["status"], original["effective_status"]), (run["status"], "completed"))
            again = daemon.ctl("retry", run["id"], "-o", "json")
            self.assertEqual((again.code, again.json["error"]["kind"]), (5, "nothing_to_retry"))

    def check_failures(self, run, faulty):
        self.assertEqual(run["status"], "partial")
        for name, platform in trawl.by_name(run).items():
            with self.subTest(name, fault=faulty.get(name)):
                if name not in faulty:
                    self.assertEqual(platform["status"], "succeeded")
                    continue
                self.assertIn(platform["status"], ("failed", "partial"))
                kinds = {error["kind"] for error in run["errors"] if error["platform"] == name and error["severity"] == "error"}
                self.assertTrue(kinds & KINDS[faulty[name]], f"{faulty[name]} is called {kinds}")
        statuses = {error["http_status"] for error in run["errors"] if error["kind"] == "http_status"}
        self.assertEqual(statuses, {503})

    def test_own_sites(self):
        self.check(own_sites(10))

    def test_recorded_sites(self):
        self.check(recipe_sites(trawl.require_data()))


if __name__ == "__main__":
    trawl.main()
