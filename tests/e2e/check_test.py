"""`trawl-plugin check` finds each planted fault: one test per fault, by the name of the test that must find it, with
what was seen. A plugin without faults passes everything, and so do trawl's own plugins on small recorded sites."""
import json
import subprocess
import tempfile
import unittest
from pathlib import Path

import trawl

TOOL = trawl.BUILD / "bin" / "trawl-plugin"
TEST_PLUGINS = trawl.BUILD / "tests" / "plugins"
SITE = "http://site.example"

# What `fault` of the plugin `faulty` is -> the test that finds it, how that ends, and words of what it says.
IN_THE_RUN = {
    "releases twice": ("contract.release", "failed", "does not hold"),
    "releases what is not its own": ("contract.release", "failed", "does not hold"),
    "never releases": ("contract.release", "failed", "without releasing 6"),
    "reads after release": ("contract.release", "failed", "after its release"),
    "reads beyond the end": ("contract.release", "failed", "beyond its end"),
    "calls from another thread": ("contract.thread", "failed", "from another thread"),
    "calls after run": ("contract.after_run", "failed", "after run() had returned"),
    "leaves a thread": ("contract.after_run", "failed", "left a thread running"),
    "emits broken UTF-8": ("contract.items", "failed", "is not UTF-8"),
    "emits broken JSON": ("contract.items", "failed", "is not JSON"),
    "emits a list": ("contract.items", "failed", "is no JSON object"),
    "repeats a key": ("contract.unique_keys", "failed", "twice"),
    "breaks its item schema": ("contract.item_schemas", "failed", "title"),
    "keeps broken UTF-8": ("contract.state", "failed", "state 'last' is refused"),
    "needs a large window": ("contract.window_1", "failed", "did not end within"),
    "crashes on unknown codes": ("contract.unknown_codes", "crashed", "Aborted"),
    "wants exact sizes": ("contract.later_minor", "failed", "came the first time only"),
    "crashes on an empty prefix": ("contract.config", "crashed", '/prefix = ""'),
    "takes idle for a page": ("contract.runs", "crashed", "Segmentation fault"),
    "leaves the process": ("contract.runs", "crashed", "exited with code 0"),
    "writes a file": ("contract.runs", "crashed", "File size limit exceeded"),
    "starts a program": ("contract.runs", "crashed", "Bad system call"),
    "is random": ("behaviour.again", "failed", "of two runs"),
    "numbers items as they come": ("behaviour.order", "failed", "has other contents"),
    "ignores cancel": ("behaviour.cancel", "failed", "did not end within"),
    "cancelled but ok": ("behaviour.cancel", "failed", "returned 0"),
    "crashes on its own state": ("behaviour.state", "crashed", "with the state of its last run"),
    "counts pages as done too early": ("behaviour.checkpoint", "failed", "never gives page"),
    "loses 404 in silence": ("faults.status_404", "failed", "reports nothing"),
    "repeats 429 for ever": ("faults.status_429", "failed", "again and again"),
    "hangs on 500": ("faults.status_500", "failed", "did not end within"),
    "crashes on redirects": ("faults.redirects", "crashed", "redirects go in a circle"),
    "crashes on an empty body": ("faults.empty_body", "crashed", "the body is empty"),
    "crashes on a cut body": ("faults.cut_body", "crashed", "the body ends early"),
    "believes in small pages": ("faults.large_body", "crashed", "16 MiB"),
    "recurses": ("faults.deep_nesting", "crashed", "nested 10,000 deep"),
    "leaks pages": ("resources.leak", "failed", "copies of pages"),
    "leaks a little": ("resources.leak", "failed", "each page leaves"),
    "leaks descriptors": ("resources.descriptors", "failed", "file descriptors open"),
}

# The same of libraries that are wrong before they run.
IN_THE_LIBRARY = {
    "wrong-exports": ("load.exports", "failed", "parse"),
    "wrong-prints": ("load.quiet", "failed", "prints: hello"),
    "wrong-thread": ("load.quiet", "failed", "1 thread"),
    "wrong-slow": ("load.fast", "warning", "ms of CPU time"),
    "wrong-extension": ("load.extensions", "failed", "no-such-extension"),
    "wrong-no-version": ("load.opens", "failed", "without a version"),
    "misfit-bad-id": ("load.opens", "failed", "whose id is not of the form"),
    "misfit-crashing-constructor": ("load.opens", "failed", "while it was loaded"),
    "misfit-wrong-plugin-size": ("load.opens", "failed", "24 bytes"),
    "wrong-version": ("describe.version", "failed", "newest"),
    "wrong-changes": ("describe.stable", "failed", "differently"),
    "wrong-schema-not-json": ("describe.schema", "failed", "no JSON Schema"),
    "wrong-schema-senseless": ("describe.schema", "failed", "/type must be"),
    "wrong-item-schemas": ("describe.item_schemas", "failed", "'page'"),
    "wrong-default": ("describe.defaults", "failed", "/properties/pages"),
    "wrong-no-description": ("describe.descriptions", "failed", "/properties/list/items/properties/url"),
    "wrong-no-license": ("describe.summary", "warning", "no license"),
    "thrower": ("contract.runs", "crashed", "thrown through the C border"),
}


def write_cassette(folder, pages, content_type):
    """A site as a folder: bodies by URL, all answered with 200."""
    (folder / "bodies").mkdir(parents=True)
    rows = []
    for number, (url, body) in enumerate(sorted(pages.items())):
        (folder / "bodies" / f"{number}.txt").write_text(body)
        rows.append({"method": "GET", "url": url, "status": 200, "headers": [["content-type", content_type]],
                     "body": f"{number}.txt"})
    (folder / "index.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "cassette.json").write_text('{"format": 1}')
    return folder


def small_site():
    """What the plugin `faulty` crawls."""
    addresses = [f"{SITE}/{name}" for name in ("apple", "banana", "cherry", "damson", "elder")]
    pages = {url: f"title: The page {url}\nsome text\nend\n" for url in addresses}
    return {f"{SITE}/": "listing\n" + "".join(url + "\n" for url in addresses), **pages}


def check(library, *flags):
    """What --json gives, and the exit code. In an empty folder: a trawl.yaml of the current one would be taken."""
    with tempfile.TemporaryDirectory(prefix="trawl-check-") as folder:
        done = subprocess.run([TOOL, "check", library, "--json", *flags], capture_output=True, text=True, cwd=folder,
                              timeout=300)
    if not done.stdout:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout), done.returncode


class Planted(unittest.TestCase):
    """A test for each row of the two tables is added below."""

    @classmethod
    def setUpClass(cls):
        if not TOOL.exists() or not (TEST_PLUGINS / "faulty.so").exists():
            raise unittest.SkipTest(f"{TOOL} and its test plugins have not been built")
        folder = tempfile.TemporaryDirectory(prefix="trawl-check-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.cassette = write_cassette(cls.folder / "site", small_site(), "text/plain")

    def flags_of(self, fault):
        config = self.folder / "trawl.yaml"
        config.write_text(trawl.to_yaml({"platforms": {"site": {
            "plugin": "faulty", "config": {"start": f"{SITE}/", "fault": fault, "prefix": "A "}}}}))
        return ["-c", str(config), "--cassette", str(self.cassette)]

    def expect(self, report, code, test, status, words):
        found = [row for row in report["tests"] if row["test"] == test]
        self.assertEqual([row["status"] for row in found], [status], report)
        self.assertIn(words, found[0]["seen"])
        self.assertEqual(code, 0 if status == "warning" else 1)
        self.assertIn(f"--include '^{test}$'", found[0]["reproduce"])

    def test_no_fault_is_found_where_none_is(self):
        report, code = check(TEST_PLUGINS / "faulty.so", *self.flags_of("none"))
        bad = [row for row in report["tests"] if row["status"] in ("failed", "crashed", "warning")]
        self.assertEqual(bad, [])
        self.assertEqual(code, 0)
        self.assertGreater(report["counts"]["success"], 40)

    def test_a_good_library_is_found_good(self):
        report, code = check(TEST_PLUGINS / "wrong-nothing.so", "--include", "^(load|describe)")
        self.assertEqual({row["status"] for row in report["tests"]}, {"success"}, report)
        self.assertEqual(code, 0)


def shop():
    """A listing of two pages with three products each, for the plugin `html`."""
    pages = {}
    for number, further in ((1, '<a class="next" href="/list/2">next</a>'), (2, "")):
        cards = "".join(f'<div class="card"><a href="/p/{number}{name}">{name}</a></div>' for name in "abc")
        pages[f"{SITE}/list/{number}"] = f"<!doctype html><title>Shop</title>{cards}{further}"
        pages.update({f"{SITE}/p/{number}{name}": f"<!doctype html><h1>Product {number}{name}</h1><p class=price>{number}.50"
                      for name in "abc"})
    return pages


def feed(number):
    entries = "".join(f"<item><title>News {n}</title><link>{SITE}/{number}/{n}</link><guid>{number}-{n}</guid></item>"
                      for n in range(3))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{entries}</channel></rss>'


def sitemap_of(names):
    pages = "".join(f"<url><loc>{SITE}/{name}</loc><lastmod>2026-11-0{number}</lastmod></url>"
                    for number, name in enumerate(names, 1))
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>'


def wiki():
    """A site with an index of two sitemaps, for the plugin `sitemap`."""
    maps = "".join(f"<sitemap><loc>{SITE}/map/{number}.xml</loc></sitemap>" for number in (1, 2))
    pages = {f"{SITE}/article/{name}": f"<!doctype html><h1>The article {name}</h1>" for name in "abcde"}
    return {f"{SITE}/map.xml": f"<sitemapindex>{maps}</sitemapindex>",
            f"{SITE}/map/1.xml": sitemap_of(["about", "article/a", "article/b", "article/c"]),
            f"{SITE}/map/2.xml": sitemap_of(["article/d", "article/e"]), **pages}


def answer(number):
    rows = [{"id": f"{number}-{n}", "name": f"Row {n}"} for n in range(3)]
    return json.dumps({"data": rows, "next": f"{SITE}/rows/{number + 1}" if number < 3 else None})


class FirstParty(unittest.TestCase):
    """trawl's own plugins are fit to be published."""

    def expect_fit(self, plugin, config=None, pages=None, content_type="text/html"):
        library = trawl.PLUGINS / f"{plugin}.so"
        if not TOOL.exists() or not library.exists():
            self.skipTest(f"{library} has not been built")
        with tempfile.TemporaryDirectory(prefix="trawl-check-") as name:
            folder, flags = Path(name), []
            if config:
                file = folder / "trawl.yaml"
                file.write_text(trawl.to_yaml({"platforms": {"site": {"plugin": plugin, "config": config}}}))
                flags = ["-c", str(file), "--cassette", str(write_cassette(folder / "site", pages, content_type))]
            report, code = check(library, *flags)
        self.assertEqual([row for row in report["tests"] if row["status"] not in ("success", "skipped")], [])
        self.assertEqual(code, 0)

    def test_demo(self):
        self.expect_fit("demo")

    def test_html(self):
        self.expect_fit("html", {"start": f"{SITE}/list/1", "next": "a.next::attr(href)", "each": ".card",
                                 "follow": "a::attr(href)", "key": "{url}",
                                 "fields": {"title": {"css": "h1", "required": True},
                                            "price": {"css": ".price", "type": "number"}}}, shop())

    def test_json(self):
        self.expect_fit("json", {"start": f"{SITE}/rows/1", "items": "/data", "next": {"pointer": "/next"},
                                 "key": "{/id}", "fields": {"name": "/name"}},
                        {f"{SITE}/rows/{number}": answer(number) for number in (1, 2, 3)}, "application/json")

    def test_feed(self):
        urls = [f"{SITE}/feed/{number}" for number in range(3)]
        self.expect_fit("feed", {"urls": urls}, {url: feed(number) for number, url in enumerate(urls)},
                        "application/rss+xml")

    def test_sitemap(self):
        self.expect_fit("sitemap", {"url": f"{SITE}/map.xml", "include": "/article/", "only_new": True,
                                    "fields": {"title": {"css": "h1", "required": True}}}, wiki())

    def test_sitemap_without_fields(self):
        self.expect_fit("sitemap", {"url": [f"{SITE}/map/1.xml", f"{SITE}/map/2.xml"]}, wiki(), "application/xml")


def planted_in_the_run(fault, test, status, words):
    def find(self):
        report, code = check(TEST_PLUGINS / "faulty.so", *self.flags_of(fault), "--include", f"^{test}$")
        self.expect(report, code, test, status, words)
    return find


def planted_in_the_library(name, test, status, words):
    def find(self):
        report, code = check(TEST_PLUGINS / f"{name}.so", "--include", f"^{test}$")
        self.expect(report, code, test, status, words)
    return find


def method_name(fault):
    return "test_finds_" + fault.lower().replace(" ", "_").replace("-", "_")


for fault, expected in IN_THE_RUN.items():
    setattr(Planted, method_name(fault), planted_in_the_run(fault, *expected))
for library, expected in IN_THE_LIBRARY.items():
    setattr(Planted, method_name(library), planted_in_the_library(library, *expected))


if __name__ == "__main__":
    trawl.main()
