"""The HTTP cache: a page that has not changed is confirmed and not sent again, and the items are the same."""
import http.server
import shutil
import stat
import subprocess
import threading
import unittest

import trawl

ZSTD = shutil.which("zstd")
LISTING = b"".join(b'<div class="book"><h3>Book %d</h3></div>' % n for n in range(20))


class Shop(http.server.BaseHTTPRequestHandler):
    """One page with a validator; the server remembers what each request said and got."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/robots.txt":
            return self.answer(404, b"")
        known = self.headers.get("If-None-Match")
        status = 304 if known == self.server.etag else 200
        self.server.log.append((self.path.split("?")[0], known, status))
        self.answer(status, b"" if status == 304 else LISTING)

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("ETag", self.server.etag)
        self.send_header("Cache-Control", self.server.cache_control)
        self.send_header("Content-Type", "text/html")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Cache(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()
        self.site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
        self.site.daemon_threads = True
        self.site.log, self.site.etag, self.site.cache_control = [], '"one"', "max-age=3600"
        thread = threading.Thread(target=self.site.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.site.server_close)
        self.addCleanup(self.site.shutdown)

    def config(self, names=("books",), **cache):
        host = f"127.0.0.1:{self.site.server_address[1]}"
        shop = {"plugin": "html", "config": {"start": f"http://ann:canary-user@{host}/list?api_key=canary-key",
                                             "each": "div.book", "fields": {"title": {"css": "h3"}}}}
        return {"fetch": {"allow_private": ["127.0.0.1/32"], "cache": {"size": "1MiB", **cache}},
                "platforms": {name: shop for name in names}}

    def statuses(self):
        return [status for _, _, status in self.site.log]

    def scrape(self, daemon, name="books"):
        run = daemon.run()
        self.assertEqual(run["status"], "completed", run["errors"])
        return [item["data"] for item in daemon.items("--platform", name)]

    def files(self, daemon, name="books"):
        return sorted((daemon.folder / "state" / "cache" / name).iterdir())

    def test_the_second_run_is_answered_304_and_brings_the_same_items(self):
        with trawl.Daemon(self.config()) as daemon:
            first, second = self.scrape(daemon), self.scrape(daemon)
            fetched = daemon.call("daemon.metrics")["fetch"]
        self.assertEqual(self.site.log, [("/list", None, 200), ("/list", '"one"', 304)])
        self.assertEqual(len(first), 20)
        self.assertEqual(first, second)
        self.assertEqual(fetched["cache_confirmed"], 1)

    def test_a_changed_page_is_sent_again(self):
        with trawl.Daemon(self.config()) as daemon:
            self.scrape(daemon)
            self.site.etag = '"two"'
            self.scrape(daemon)
        self.assertEqual(self.statuses(), [200, 200])

    def test_fresh_pages_are_served_without_asking_when_wanted(self):
        with trawl.Daemon(self.config(fresh=True)) as daemon:
            self.assertEqual(self.scrape(daemon), self.scrape(daemon))
        self.assertEqual(self.statuses(), [200])

    def test_a_damaged_file_is_ignored_and_replaced(self):
        with trawl.Daemon(self.config()) as daemon:
            items = self.scrape(daemon)
            stored = self.files(daemon)[0]
            good = stored.read_bytes()
            stored.write_bytes(good[:-20])
            self.assertEqual(self.scrape(daemon), items)
            self.assertEqual(len(self.files(daemon)), 1)
            self.scrape(daemon)
        self.assertEqual(self.statuses(), [200, 200, 304])

    def test_platforms_do_not_share(self):
        with trawl.Daemon(self.config(names=("books", "novels"))) as daemon:
            self.scrape(daemon)
        self.assertEqual(self.statuses(), [200, 200])

    @unittest.skipUnless(ZSTD, "the program zstd is not installed")
    def test_the_files_are_private_and_hold_no_secret(self):
        with trawl.Daemon(self.config()) as daemon:
            self.scrape(daemon)
            stored = self.files(daemon)[0]
            self.assertEqual(stat.S_IMODE(stored.stat().st_mode), 0o600)
            self.assertEqual(stat.S_IMODE(stored.parent.stat().st_mode), 0o700)
            text = subprocess.run([ZSTD, "-dc", stored], check=True, capture_output=True).stdout
        self.assertIn(b"url http://127.0.0.1", text)
        self.assertNotIn(b"canary", text)


if __name__ == "__main__":
    trawl.main()
