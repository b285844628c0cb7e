"""From an empty folder to a plugin whose tests pass: the SDK is installed into a folder of its own, `trawl-plugin new`
makes a plugin of each kind there, and each is built with the installed SDK alone, tested and checked, offline. With
--url, a page of a site on this machine becomes the first recording, and the guess at it passes at once."""
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

KINDS = {"html": "cpp", "api": "cpp", "feed": "cpp", "c": "c", "rust": "rs", "python": "py"}
COMPILERS = {"html": "g++", "api": "g++", "feed": "g++", "c": "gcc", "rust": "rustc", "python": "python3"}

PAGES = {
    "/shop": ("text/html", "<title>Shop</title><nav><a href=/a>A</a><a href=/b>B</a><a href=/c>C</a></nav>" + "".join(
        f'<div class="row {n}"><article class="book"><h3><a href="/book/{n}">Book "{n}" \\</a></h3><p>Good to read, and '
        f"long enough.</p></article></div>" for n in range(4))),
    "/about": ("text/html; charset=iso-8859-1", "<title>\xfcber uns</title><h1>\xdcber uns</h1><p>Nothing repeats here."),
    "/api": ("application/json", json.dumps({"meta": {"next": "/api?page=2"}, "data": {"books/all": [
        {"id": n, "title": f"Book {n}", "tags": ["a"], "price": n / 4} for n in range(3)]}})),
    "/feed": ("application/rss+xml", "<rss version='2.0'><channel><title>News</title>" + "".join(
        f"<item><title>Entry {n}</title><link>http://news.example/{n}</link></item>" for n in (1, 2, 2)) + "</channel></rss>"),
    "/blog": ("text/html", "<link rel=alternate type=application/rss+xml href=/feed><title>Blog</title>"),
    "/numbers": ("application/json", "[1, 2, 3]"),
}


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status = 200 if self.path in PAGES else 404
        kind, page = PAGES.get(self.path, ("text/plain", "nothing"))
        body = page.encode("iso-8859-1")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class New(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not (trawl.BUILD / "bin" / "trawl-plugin").exists():
            raise unittest.SkipTest("trawl-plugin has not been built")
        folder = tempfile.TemporaryDirectory(prefix="trawl-new-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.prefix = cls.folder / "prefix"
        components = ["sdk", "worker"]
        if (trawl.PLUGINS / "python.so").exists():
            components.append("plugin-python")
        for component in components:
            done = subprocess.run(["cmake", "--install", trawl.BUILD, "--component", component, "--prefix", cls.prefix],
                                  capture_output=True, text=True, timeout=120)
            if done.returncode != 0:
                raise unittest.SkipTest(f"not everything of {component} has been built: {done.stderr}")
        plain = {name: value for name, value in os.environ.items() if name != "TRAWL_PLUGIN_PATH"}
        cls.environment = {**plain, "CMAKE_PREFIX_PATH": str(cls.prefix), "CI": "true"}

    def setUp(self):
        self.work = Path(tempfile.mkdtemp(dir=self.folder))
        self.site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        thread = threading.Thread(target=self.site.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.site.server_close)
        self.addCleanup(self.site.shutdown)

    def address(self, path):
        return f"http://127.0.0.1:{self.site.server_address[1]}{path}"

    def run_program(self, *words, cwd=None, **environment):
        return subprocess.run([str(word) for word in words], cwd=cwd or self.work, capture_output=True, text=True,
                              timeout=300, stdin=subprocess.DEVNULL, env={**self.environment, **environment})

    def new(self, *words):
        return self.run_program(self.prefix / "bin" / "trawl-plugin", "new", *words)

    def make(self, name, *words):
        made = self.new(name, *words)
        self.assertEqual(made.returncode, 0, made.stderr)
        return self.work / name

    def assert_green(self, folder, **environment):
        for words in (["cmake", "--preset", "dev"], ["cmake", "--build", "--preset", "dev"], ["ctest", "--preset", "dev"]):
            done = self.run_program(*words, cwd=folder, **environment)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("100% tests passed, 0 tests failed out of 2", done.stdout)

    def need(self, kind):
        if not shutil.which(COMPILERS[kind]):
            self.skipTest(f"{COMPILERS[kind]} is not installed")
        if kind == "python" and not (trawl.PLUGINS / "python.so").exists():
            self.skipTest("the plugin python has not been built")

    def expected(self, folder):
        lines = (folder / "tests" / "first" / "expect.jsonl").read_text("utf-8").splitlines()
        return {row["key"]: row["data"] for row in map(json.loads, lines)}

    def test_the_usual_kind_is_html_and_shop_is_another_name_of_it(self):
        for folder, words in (("plain", []), ("named", ["--kind", "shop"])):
            self.assertEqual(self.new("lamps", "--dir", f"in/{folder}/", *words).returncode, 0)
        plain, named = (self.work / "in" / folder / "lamps.cpp" for folder in ("plain", "named"))
        self.assertEqual(plain.read_text(), named.read_text())

    def test_a_folder_has_everything_and_no_placeholder_is_left(self):
        folder = self.make("book-shop")
        for file in ("CMakeLists.txt", "CMakePresets.json", "book-shop.cpp", "trawl.yaml", "README.md", ".gitignore",
                     ".github/workflows/ci.yml", ".vscode/launch.json", "debian/control", "debian/rules",
                     "tests/first/index.jsonl", "tests/first/expect.jsonl", "tests/first/config.yaml"):
            self.assertTrue((folder / file).is_file(), file)
        self.assertTrue(os.access(folder / "debian" / "rules", os.X_OK))
        for file in filter(Path.is_file, folder.rglob("*")):
            self.assertNotRegex(file.read_text("utf-8"), r"@[A-Z_]+@", file)
            self.assertNotIn("@", file.name)
        self.assertIn("TRAWL_PLUGIN(BookShop)", (folder / "book-shop.cpp").read_text())

    def test_a_bad_name_is_refused_with_the_rule_and_a_better_one(self):
        for name, better in (("My Shop!", "my-shop"), ("html", "my-html"), ("__", "my-plugin")):
            refused = self.new(name)
            self.assertEqual(refused.returncode, 2)
            self.assertIn(f"for example: {better}", refused.stderr)
        self.assertIn("a-z, 0-9", self.new("Ä").stderr)
        self.assertEqual(list(self.work.iterdir()), [])

    def test_what_is_there_is_never_written_over(self):
        (self.work / "shop").mkdir()
        self.assert_refused_but_kept_when_not_empty()
        (self.work / "file").write_text("mine")
        self.assertIn("is there already", self.new("file").stderr)
        self.assertEqual((self.work / "file").read_text(), "mine")

    def assert_refused_but_kept_when_not_empty(self):
        self.make("shop")
        mine = self.work / "shop" / "shop.cpp"
        mine.write_text("mine")
        self.assertIn("is not empty", self.new("shop").stderr)
        self.assertEqual(mine.read_text(), "mine")
        self.assertEqual([entry.name for entry in self.work.iterdir()], ["shop"])

    def test_a_kind_that_there_is_not_is_refused_with_those_that_there_are(self):
        refused = self.new("a", "--kind", "ruts")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("api, c, feed, html, python, rust", refused.stderr)

    def test_a_page_that_gives_no_guess_leaves_nothing_behind(self):
        for url, words, why in ((self.address("/gone"), [], "404"), (self.address("/shop"), ["--kind", "api"], "not JSON"),
                                (self.address("/shop"), ["--kind", "feed"], "no feed and names none"),
                                (self.address("/about"), ["--kind", "c"], "not UTF-8"),
                                (self.address("/numbers"), ["--kind", "api"], "no list of objects"),
                                ("shop.example", [], "no address"), ("http://ann:pw@a.example/", [], "password")):
            refused = self.new("a", "--url", url, *words)
            self.assertNotEqual(refused.returncode, 0, url)
            self.assertIn(why, refused.stderr)
            self.assertEqual(list(self.work.iterdir()), [])

    def test_the_installed_sdk_knows_no_boost(self):
        named = [file for file in self.prefix.rglob("*") if file.is_file() and file.parent.name != "bin"
                 and file.suffix not in (".a", ".so") and "boost" in file.read_text("utf-8", "replace").lower()]
        self.assertEqual(named, [])
        folder = self.make("shop")
        self.assertEqual(self.run_program("cmake", "--preset", "dev", cwd=folder).returncode, 0)
        commands = (folder / "build" / "dev" / "compile_commands.json").read_text()
        self.assertNotIn("boost", commands.lower())

    def test_html_builds_with_clang_too(self):
        compiler = next(filter(shutil.which, ("clang++-19", "clang++")), None)
        if not compiler:
            self.skipTest("clang is not installed")
        self.assert_green(self.make("shop"), CXX=compiler)

    def test_a_repeated_card_is_the_guess_at_a_page(self):
        folder = self.make("shop", "--url", self.address("/shop"))
        source = (folder / "shop.cpp").read_text()
        self.assertRegex(source, r'card_selector = "(article\.book|div\.row)"')
        self.assertIn('title_selector = "h3"', source)
        self.assertEqual({item["title"] for item in self.expected(folder).values()}, {f'Book "{n}" \\' for n in range(4)})
        self.assert_green(folder)

    def test_a_page_without_cards_is_one_item_with_its_title(self):
        folder = self.make("about", "--url", self.address("/about"))
        self.assertEqual([item["title"] for item in self.expected(folder).values()], ["Über uns"])
        self.assert_green(folder)

    def test_the_list_in_an_answer_is_the_guess_at_an_api(self):
        folder = self.make("books", "--url", self.address("/api"))
        source = (folder / "books.cpp").read_text()
        self.assertIn('entries_pointer = "/data/books~1all"', source)
        self.assertIn('fields[] = {"id", "title", "price"}', source)
        self.assertEqual(set(self.expected(folder)), {"0", "1", "2"})
        self.assert_green(folder)

    def test_a_feed_is_found_by_its_page(self):
        folder = self.make("news", "--kind", "feed", "--url", self.address("/blog"))
        self.assertIn(self.address("/feed"), (folder / "trawl.yaml").read_text())
        self.assertEqual(len(self.expected(folder)), 2)
        self.assert_green(folder)


def every_kind(kind):
    def build_and_test(self):
        self.need(kind)
        folder = self.make(f"my-{kind}", "--kind", kind)
        self.assertTrue((folder / f"my-{kind}.{KINDS[kind]}").is_file())
        self.assert_green(folder, CC="gcc", CXX="g++")
    return build_and_test


def a_page_for(kind):
    def build_and_test(self):
        self.need(kind)
        folder = self.make("mine", "--kind", kind, "--url", self.address("/shop"))
        self.assertEqual([item["title"] for item in self.expected(folder).values()], ["Shop"])
        self.assert_green(folder)
    return build_and_test


for kind in KINDS:
    setattr(New, f"test_{kind}_is_green_at_once", every_kind(kind))
for kind in ("c", "rust", "python"):
    setattr(New, f"test_{kind}_is_green_with_a_page", a_page_for(kind))


if __name__ == "__main__":
    trawl.main()
