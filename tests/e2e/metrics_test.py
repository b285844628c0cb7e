"""/metrics as Prometheus reads it: the names are clean, a real Prometheus scrapes it, a daemon that is away shows,
and docs/metrics.md has every family. To bring the document up to date: python3 tests/e2e/metrics_test.py --update"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

import sites
import trawl
from adapter import HTTPD, Adapter, free_port, require_adapter
from site_server import Site

DOCUMENT = Path(__file__).resolve().parents[2] / "daemon" / "docs" / "metrics.md"
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


def documented():
    return subprocess.run([HTTPD, "--dump-metrics"], capture_output=True, check=True, text=True).stdout


def families(text):
    return {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE ")}


def samples(text):
    """{name and labels: value}"""
    return {name: float(value) for name, value in
            (line.rsplit(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))}


class Scraped(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_adapter()
        scenery = sites.own_sites(3)
        cls.site = cls.enterClassContext(Site(scenery.pages))
        config = {**scenery.config(cls.site), "schedules": {"daily": {"every": "1d", "platforms": "all"}}}
        cls.daemon = trawl.Daemon(config)
        cls.http = Adapter(cls.daemon)
        cls.enterClassContext(cls.daemon)
        cls.enterClassContext(cls.http)
        cls.site.faults["site-01.example"] = "503"
        cls.daemon.run()
        cls.site.faults.clear()
        cls.daemon.run("site-00")

    def text(self, **fields):
        return self.http.get("/metrics", fields=fields).body.decode()

    def counted(self, name, value):
        """The journal is counted a moment after it is written."""
        for _ in range(400):
            found = samples(self.text())
            if found.get(name) == value:
                return found
            time.sleep(0.02)
        self.fail(f"{name} is {found.get(name)}, not {value}:\n{self.text()}")


class Metrics(Scraped):
    def test_counts_what_happened(self):
        found = self.counted('trawl_platform_runs_total{platform="site-00",outcome="succeeded"}', 2)
        self.assertEqual(found['trawl_platform_runs_total{platform="site-01",outcome="failed"}'], 1)
        self.assertEqual(found['trawl_runs_finished_total{outcome="partial"}'], 1)
        self.assertEqual(found['trawl_errors_total{platform="site-01",kind="http_status"}'], 1)
        self.assertEqual(found['trawl_platform_consecutive_failures{platform="site-01"}'], 1)
        self.assertNotIn('trawl_platform_last_success_timestamp_seconds{platform="site-01"}', found)
        self.assertEqual(found['trawl_run_duration_seconds_bucket{le="+Inf"}'], found["trawl_run_duration_seconds_count"])
        self.assertAlmostEqual(found['trawl_platform_last_success_timestamp_seconds{platform="site-00"}'], time.time(), delta=600)
        self.assertEqual((found["trawl_up"], found["trawl_schedule_paused{schedule=\"daily\"}"]), (1, 0))

    def test_needs_a_token(self):
        self.assertEqual(self.http.get("/metrics", role=None).status, 401)
        self.assertEqual(self.http.get("/metrics", role="viewer").status, 200)
        self.assertEqual(self.http.post("/metrics").status, 405)

    def test_speaks_the_format_that_was_asked_for(self):
        plain, modern = self.http.get("/metrics"), self.http.get("/metrics", fields={"Accept": OPENMETRICS + ";q=0.5,*/*;q=0.1"})
        self.assertEqual(plain.fields["content-type"], "text/plain; version=0.0.4; charset=utf-8")
        self.assertEqual(modern.fields["content-type"], OPENMETRICS)
        self.assertTrue(modern.body.endswith(b"# EOF\n"))
        self.assertIn(b"# TYPE trawl_runs_started counter\n", modern.body)
        self.assertIn(b"# TYPE trawl_runs_started_total counter\n", plain.body)

    def test_the_document_has_exactly_what_is_served(self):
        listed = set(re.findall(r"^\| `([a-z_]+)` \|", documented(), re.M))
        self.assertEqual(families(self.text()), listed)
        self.assertEqual(DOCUMENT.read_text("utf-8"), documented(), f"python3 {Path(__file__).name} --update mends it")

    def test_promtool_finds_nothing(self):
        if not shutil.which("promtool"):
            self.skipTest("promtool is not installed (Debian's package prometheus)")
        judged = subprocess.run(["promtool", "check", "metrics"], input=self.text(), capture_output=True, text=True)
        self.assertEqual((judged.returncode, judged.stdout + judged.stderr), (0, ""))

    def test_a_real_prometheus_scrapes_it(self):
        if not shutil.which("prometheus"):
            self.skipTest("Prometheus is not installed (Debian's package prometheus)")
        with tempfile.TemporaryDirectory() as folder, Prometheus(Path(folder), self.http) as prometheus:
            self.assertEqual(prometheus.eventually('up{job="trawl"}'), "1")
            self.assertEqual(prometheus.eventually("trawl_up"), "1")
            self.assertEqual(prometheus.eventually('trawl_platform_consecutive_failures{platform="site-01"}'), "1")


class ADaemonThatIsAway(Scraped):
    def test_is_a_figure_and_comes_back_with_its_past(self):
        self.daemon.process.terminate()
        self.daemon.process.wait()
        try:
            answer = self.http.get("/metrics")
            self.assertEqual((answer.status, samples(answer.body.decode())["trawl_up"]), (200, 0))
            self.assertNotIn(b"trawl_runs_active", answer.body)
        finally:
            self.daemon.start()
        found = self.counted("trawl_up", 1)
        self.assertEqual(found['trawl_platform_consecutive_failures{platform="site-01"}'], 1)   # remembered by the store


class Prometheus:
    """A Prometheus on loopback that scrapes the adapter five times a second."""

    def __init__(self, folder, http):
        self.port = free_port()
        (folder / "token").write_text(http.tokens["viewer"])
        (folder / "prometheus.yml").write_text(json.dumps({
            "global": {"scrape_interval": "200ms", "scrape_timeout": "200ms"},
            "scrape_configs": [{"job_name": "trawl", "static_configs": [{"targets": [f"127.0.0.1:{http.port}"]}],
                                "authorization": {"credentials_file": str(folder / "token")}}]}))
        self.folder = folder

    def __enter__(self):
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={self.folder}/prometheus.yml", f"--storage.tsdb.path={self.folder}/data",
             f"--web.listen-address=127.0.0.1:{self.port}"],
            stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL, preexec_fn=trawl.die_with_the_test)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def eventually(self, query):
        """The value of the query's one series, as soon as there is one that is not 0."""
        address = f"http://127.0.0.1:{self.port}/api/v1/query?query={urllib.parse.quote(query)}"
        said = "nothing"
        for _ in range(600):
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    found = json.load(answer)["data"]["result"]
                said = found[0]["value"][1] if found else "no series"
                if found and said != "0":
                    return said
            except OSError as reason:
                said = reason
            time.sleep(0.05)
        raise AssertionError(f"{query}: {said}\n{(self.folder / 'log').read_text()[-3000:]}")


if __name__ == "__main__":
    if "--update" in sys.argv:
        DOCUMENT.write_text(documented(), "utf-8")
    else:
        trawl.main()
