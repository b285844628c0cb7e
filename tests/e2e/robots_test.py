"""`trawlctl robots` as operators use it: verdicts with the deciding line, recorded files, refusals."""
import base64
import json
import os
import subprocess
import tempfile
import unittest
from collections import defaultdict
from pathlib import Path

import trawl

SMALL = b"""\xef\xbb\xbf# A small file
User-agent: *
Crawl-delay: 1.5
Disallow: /private   # keep out
Allow: /private/open
Sitemap: https://shop.example/sitemap.xml

User-agent: Trawl
Disallow: *.pdf$
"""


class Robots(unittest.TestCase):
    def setUp(self):
        if not trawl.TRAWLCTL.exists():
            self.skipTest(f"{trawl.TRAWLCTL} has not been built")
        folder = tempfile.TemporaryDirectory(prefix="trawl-e2e-")
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "robots.txt"
        self.file.write_bytes(SMALL)

    def verdicts(self, file, agent, paths):
        """{path: allowed}, asked in one call."""
        outcome = trawl.trawlctl("robots", file, "--agent", agent, "-o", "json", "--", *paths)
        self.assertEqual(outcome.code, 0, outcome)
        return {row["path"]: row["allowed"] for row in outcome.json["verdicts"]}

    def test_each_path_has_a_line_with_the_rule_that_decides(self):
        outcome = trawl.trawlctl("robots", self.file, "--agent", "other", "/", "/private/x", "/private/open/x")
        self.assertEqual(outcome.code, 0, outcome)
        self.assertEqual(outcome.out.splitlines(),
                         ["allowed /",
                          "denied /private/x  line 4: Disallow: /private",
                          "allowed /private/open/x  line 5: Allow: /private/open"])

    def test_the_agents_own_group_counts_and_urls_are_taken_too(self):
        outcome = trawl.trawlctl("robots", self.file, "--agent", "trawl", "https://shop.example/a.pdf", "/private")
        self.assertEqual(outcome.out.splitlines(),
                         ["denied https://shop.example/a.pdf  line 9: Disallow: *.pdf$", "allowed /private"])

    def test_json_has_delay_and_sitemaps(self):
        answer = trawl.trawlctl("robots", self.file, "--agent", "other", "/private", "-o", "json").json
        self.assertEqual(answer, {"schema": "trawl.robots/1", "agent": "other", "crawl_delay_ms": 1500,
                                  "sitemaps": ["https://shop.example/sitemap.xml"],
                                  "verdicts": [{"path": "/private", "allowed": False, "line": 4,
                                                "rule": "Disallow: /private"}]})

    def test_a_dash_is_standard_input(self):
        answer = subprocess.run([trawl.TRAWLCTL, "robots", "-", "--agent", "other", "/private"], input=SMALL,
                                capture_output=True, timeout=60)
        self.assertEqual((answer.returncode, answer.stdout.split()[0]), (0, b"denied"))

    def test_any_bytes_are_a_file(self):
        for bytes_ in (b"", os.urandom(5000), b"User-agent: *\nDisallow: /\xff\xfe\n" + b"\0" * 600_000):
            self.file.write_bytes(bytes_)
            outcome = trawl.trawlctl("robots", self.file, "--agent", "trawl", "/", "-o", "json")
            self.assertEqual(outcome.code, 0, bytes_[:100])
            self.assertIn("verdicts", outcome.json)

    def test_refusals_exit_with_2_and_say_what_is_missing(self):
        for words, hint in ((["/no/such/file", "--agent", "a", "/"], "/no/such/file"), ([self.file, "/"], "--agent"),
                            (["/", "--agent", "a", "/"], "directory"), ([self.file, "--agent", "a"], "PATH")):
            outcome = trawl.trawlctl("robots", *words)
            self.assertEqual((outcome.code, outcome.out), (2, ""), words)
            self.assertIn(hint, outcome.err, words)

    def test_recorded_rules(self):
        table = (trawl.require_data() / "robots" / "rules.jsonl").read_text("utf-8")
        batches = defaultdict(dict)   # the questions about one file by one agent are one call
        for row in map(json.loads, table.splitlines()):
            content = base64.b64decode(row["robots_b64"]) if "robots_b64" in row else row["robots"].encode()
            batches[content, row["agent"]][row["url"]] = row["allowed"]
        for (content, agent), expected in batches.items():
            self.file.write_bytes(content)
            with self.subTest(agent=agent, content=content[:200]):
                self.assertEqual(self.verdicts(self.file, agent, expected), expected)
        self.assertGreater(sum(map(len, batches.values())), 500)

    def test_recorded_sites(self):
        data = trawl.require_data()
        for site in map(json.loads, (data / "robots" / "corpus.jsonl").read_text("utf-8").splitlines()):
            questions = defaultdict(dict)
            for agent, path, allowed in site["queries"]:
                questions[agent][path] = allowed
            for agent, expected in questions.items():
                with self.subTest(site=site["site"], agent=agent):
                    self.assertEqual(self.verdicts(data / site["file"], agent, expected), expected)

    def test_recorded_sitemaps_and_crawl_delays(self):
        data = trawl.require_data()
        for site in map(json.loads, (data / "robots" / "corpus.jsonl").read_text("utf-8").splitlines()):
            for agent, seconds in (site["crawl_delay"] or {"trawl": None}).items():
                answer = trawl.trawlctl("robots", data / site["file"], "--agent", agent, "/", "-o", "json").json
                with self.subTest(site=site["site"], agent=agent):
                    self.assertEqual(answer["sitemaps"], site["sitemaps"])
                    if seconds is not None:
                        self.assertEqual(answer["crawl_delay_ms"], seconds * 1000)


if __name__ == "__main__":
    trawl.main()
