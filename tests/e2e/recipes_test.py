"""Every recorded recipe site is a platform of one run, and every field of every item is as recorded."""
import unittest

import trawl
from site_server import Site
from sites import own_sites, recipe_sites


class Recipes(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()

    def check(self, sites):
        with Site(sites.pages) as site, trawl.Daemon(sites.config(site)) as daemon:
            run = daemon.run()
            self.assertEqual(run["status"], "completed", [error["message"] for error in run["errors"]] or daemon.log())
            items = {item["platform"]: item["data"] for item in daemon.items()}
        self.assertEqual(set(items), set(sites.platforms), "one item per platform")
        for name, expected in sites.expected.items():
            with self.subTest(name):
                self.assertEqual({field: items[name].get(field) for field in expected}, expected)

    def test_own_sites(self):
        self.check(own_sites(8))

    def test_recorded_sites(self):
        sites = recipe_sites(trawl.require_data())
        self.assertGreaterEqual(len(sites.platforms), 40)
        self.check(sites)


if __name__ == "__main__":
    trawl.main()
