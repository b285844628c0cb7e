"""The plugin author's program: a run on a site is recorded, replayed without the site, and tested against what is
expected, and no secret gets into the recording."""
import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import trawl

TOOL = trawl.BUILD / "bin" / "trawl-plugin"
SECRETS = ("canary-user", "canary-key", "canary-cookie", "canary-echo")


class Shop(http.server.BaseHTTPRequestHandler):
    """A listing with links to three details; a detail greets whoever asks, with the key it was asked with."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        self.server.log.append(path)
        if path == "/list":
            page = "".join(f'<div class="book"><a href="/book/{n}">Book {n}</a></div>' for n in range(3))
            page += f"<p>for {self.headers.get('Authorization')} with {self.path}</p>"
        elif path.startswith("/book/"):
            page = f"<h1>Book {path[-1]}</h1><p class='price'>{self.server.price}</p>"
        else:
            return self.answer(404, "nothing")
        self.answer(200, page)

    def answer(self, status, page):
        body = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Set-Cookie", "session=canary-cookie")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Author(unittest.TestCase):
    def setUp(self):
        for program in (TOOL, trawl.WORKER, trawl.PLUGINS / "html.so"):
            if not program.exists():
                raise unittest.SkipTest(f"{program} has not been built")
        self.folder = Path(tempfile.mkdtemp(prefix="trawl-author-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
        self.site.daemon_threads = True
        self.site.log, self.site.price = [], "12.50"
        thread = threading.Thread(target=self.site.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.close_site)
        self.test = self.folder / "tests" / "list"
        self.test.mkdir(parents=True)
        self.config = self.test / "config.yaml"
        self.configure("/list")

    def close_site(self):
        self.site.shutdown()
        self.site.server_close()

    def address(self, path):
        return f"http://127.0.0.1:{self.site.server_address[1]}{path}"

    def configure(self, path, **config):
        start = f"http://ann:canary-user@127.0.0.1:{self.site.server_address[1]}{path}?api_key=canary-key"
        shop = {"start": start, "each": "div.book", "follow": "a::attr(href)", "key": "{url}",
                "fields": {"title": {"css": "h1"}, "price": {"css": ".price", "type": "number"}}, **config}
        self.config.write_text(trawl.to_yaml({"fetch": {"allow_private": ["127.0.0.1/32"], "retry": {"attempts": 1}},
                                              "platforms": {"books": {"plugin": "html", "config": shop}}}), "utf-8")

    def tool(self, *words, **environment):
        plain = {name: value for name, value in os.environ.items() if name != "CI"}
        completed = subprocess.run([TOOL, *map(str, words)], capture_output=True, text=True, timeout=120,
                                   stdin=subprocess.DEVNULL, env={**plain, **environment})
        return trawl.Outcome(completed)

    def run_plugin(self, *words, **environment):
        return self.tool("run", "-c", self.config, *words, **environment)

    def record(self):
        recorded = self.run_plugin("--record", self.test)
        self.assertEqual(recorded.code, 0, recorded)
        self.assertEqual(len(recorded.rows), 3)
        return recorded

    def expect(self):
        self.record()
        updated = self.tool("test", self.test, "--update")
        self.assertEqual(updated.code, 0, updated)

    def test_a_replay_gives_the_items_of_the_recording_without_the_site(self):
        recorded = self.record()
        self.close_site()
        for words in [(), ("--seed", 1), ("--seed", 2)]:
            replayed = self.run_plugin("--replay", self.test, *words)
            self.assertEqual(replayed.code, 0, replayed)
            self.assertCountEqual(replayed.rows, recorded.rows)

    def test_no_secret_gets_into_the_recording(self):
        self.record()
        self.config.unlink()   # the author's own words
        for file in self.test.rglob("*"):
            text = file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""
            for secret in (*SECRETS, "YW5uOmNhbmFyeS11c2Vy"):   # ann:canary-user in Authorization
                self.assertNotIn(secret, text, file)
                self.assertNotIn(secret, file.name)

    def test_a_recording_is_not_fetched_again_but_for_what_is_new(self):
        self.record()
        asked = len(self.site.log)
        self.assertEqual(self.run_plugin("--record", self.test).code, 0)
        self.assertEqual(len(self.site.log), asked)
        (self.test / "index.jsonl").write_text("".join(
            line for line in (self.test / "index.jsonl").read_text("utf-8").splitlines(True) if "/book/1" not in line))
        self.assertEqual(self.run_plugin("--record", self.test, "--mode", "add").code, 0)
        self.assertEqual(self.site.log[asked:], ["/robots.txt", "/book/1"])
        self.assertIn("/book/1", (self.test / "index.jsonl").read_text("utf-8"))

    def test_nothing_is_recorded_where_ci_is_set(self):
        refused = self.run_plugin("--record", self.test, CI="true")
        self.assertEqual(refused.code, 2, refused)
        self.assertIn("nothing is recorded where CI is set", refused.err)
        self.assertEqual(self.site.log, [])

    def test_what_is_not_recorded_fails_and_names_the_nearest(self):
        self.record()
        self.configure("/liste")
        replayed = self.run_plugin("--replay", self.test)
        self.assertEqual(replayed.code, 11, replayed)
        self.assertIn("nothing is recorded for GET " + self.address("/liste?api_key=***"), replayed.err)
        self.assertIn("the nearest recorded one is " + self.address("/list?api_key=***"), replayed.err)

    def test_an_error_tells_where_the_page_is(self):
        self.configure("/list", fields={"isbn": {"css": ".isbn", "required": True}, "title": {"css": "h1"}})
        failed = self.run_plugin("--record", self.test)
        self.assertEqual(failed.code, 11, failed)
        page = next(line for line in failed.err.splitlines() if "the page:" in line).split()[-1]
        self.assertIn("<h1>Book", Path(page).read_text("utf-8"))

    def test_an_error_status_is_partial_and_a_wrong_configuration_is_refused_with_its_place(self):
        index = self.record() and self.test / "index.jsonl"
        rows = [json.loads(line) for line in index.read_text("utf-8").splitlines()]
        rows[0]["status"] = 500
        index.write_text("".join(json.dumps(row) + "\n" for row in rows))
        self.assertEqual(self.run_plugin("--replay", self.test).code, 10)
        self.configure("/list", eech="div")
        refused = self.run_plugin("--replay", self.test)
        self.assertEqual(refused.code, 78, refused)
        self.assertRegex(refused.err, r"config\.yaml:\d+:\d+: .*eech")

    def test_a_run_ends_when_there_are_items_enough(self):
        run = self.run_plugin("--max-items", 2)
        self.assertEqual((run.code, len(run.rows)), (0, 2), run)

    def test_a_test_passes_until_the_expectation_or_the_recording_changes(self):
        self.expect()
        self.close_site()
        passed = self.tool("test", self.folder / "tests")
        self.assertEqual(passed.code, 0, passed)
        self.assertIn("1 of 1 test(s) passed", passed.out)
        expected = self.test / "expect.jsonl"
        lines = expected.read_text("utf-8").splitlines(True)
        expected.write_text(lines[0].replace("12.5", "13") + lines[2])
        failed = self.tool("test", self.test)
        self.assertEqual(failed.code, 1, failed)
        self.assertIn("/price: expected 13, got 12.5", failed.out)
        self.assertIn(f'+ item "{self.address("/book/1")}" is not expected', failed.out)

    def test_the_order_of_expected_items_does_not_matter(self):
        self.expect()
        expected = self.test / "expect.jsonl"
        expected.write_text("".join(reversed(expected.read_text("utf-8").splitlines(True))))
        self.assertEqual(self.tool("test", self.test).code, 0)

    def test_an_error_that_is_not_expected_fails_the_test(self):
        self.expect()
        index = self.test / "index.jsonl"
        index.write_text(index.read_text("utf-8").replace('"status":200', '"status":503', 1))
        self.assertIn("error http_status", self.tool("test", self.test).out)
        self.assertEqual(self.tool("test", self.test, "--update").code, 0)
        self.assertIn("503", (self.test / "expect-errors.jsonl").read_text("utf-8"))
        self.assertEqual(self.tool("test", self.test).code, 0)

    def test_live_compares_the_shape_and_not_the_values(self):
        self.expect()
        self.site.price = "99"
        self.assertEqual(self.tool("test", self.test, "--live").code, 0)
        self.site.price = "sold out"
        drifted = self.tool("test", self.test, "--live")
        self.assertEqual(drifted.code, 1, drifted)
        self.assertIn("price must be a double, got null", drifted.out)

    def test_a_broken_recording_names_the_line(self):
        self.expect()
        with (self.test / "index.jsonl").open("a") as index:
            index.write('{"url":"http://a.example/","status":200,"body":"../../etc/passwd"}\n')
        broken = self.run_plugin("--replay", self.test)
        self.assertEqual(broken.code, 78, broken)
        self.assertIn("index.jsonl:5: body '../../etc/passwd' must be the plain name of a file", broken.err)

    def test_try_prints_what_a_selector_finds(self):
        found = self.tool("try", self.address("/list"), "--css", "div.book a")
        self.assertEqual((found.code, found.out), (0, "Book 0\nBook 1\nBook 2\n"), found)
        page = self.folder / "page.html"
        page.write_text("<h1>One</h1><h1>Two</h1>")
        self.assertEqual(self.tool("try", page, "--xpath", "//h1").out, "One\nTwo\n")
        nothing = self.tool("try", page, "--css", "h2")
        self.assertEqual(nothing.code, 11, nothing)
        self.assertIn("missing_field", nothing.err)
        wrong = self.tool("try", page, "--css", "div..x")
        self.assertIn("column 5", wrong.err)

    def test_try_fetches_a_page_once_for_a_cassette(self):
        for _ in range(2):
            self.assertEqual(self.tool("try", self.address("/list"), "--css", "a", "--cassette", self.test).code, 0)
        self.assertEqual(self.site.log.count("/list"), 1)


if __name__ == "__main__":
    trawl.main()
