"""What is generated and committed says what the programs say: the README of each first-party plugin and the manual page
trawl-plugins(7) hold exactly what `trawl-plugin docs` prints of its configuration, between two comments, and
daemon/docs/openapi.json is what `trawl-httpd --dump-openapi` prints, with one member on each line.

To bring them up to date: python3 tests/e2e/docs_test.py --update"""
import difflib
import json
import subprocess
import sys
import unittest
from pathlib import Path

import trawl

ROOT = Path(__file__).resolve().parents[2]
TOOL = trawl.BUILD / "bin" / "trawl-plugin"
PAGE = ROOT / "daemon" / "docs" / "trawl-plugins.7.scd"
HTTPD = trawl.BUILD / "bin" / "trawl-httpd"
OPENAPI = ROOT / "daemon" / "docs" / "openapi.json"
REMEDY = "run: python3 tests/e2e/docs_test.py --update"


def names():
    """The plugins that are libraries here, and those of them that have been built."""
    every = sorted(file.parent.name for file in (ROOT / "plugins").glob("*/README.md"))
    return every, [name for name in every if (trawl.PLUGINS / f"{name}.so").exists()]


def tool(*words):
    return trawl.Outcome(subprocess.run([TOOL, *map(str, words)], capture_output=True, text=True, timeout=60))


def printed(name, *flags):
    outcome = tool("docs", trawl.PLUGINS / f"{name}.so", *flags)
    assert outcome.code == 0, outcome
    return outcome.out


def places(name):
    """(file, line before, line after, what `docs` prints) for each place that holds a plugin's configuration."""
    yield (ROOT / "plugins" / name / "README.md", "<!-- trawl-plugin docs: begin -->\n", "<!-- trawl-plugin docs: end -->\n",
           printed(name))
    yield PAGE, f"; trawl-plugin docs --man {name}: begin\n", f"; trawl-plugin docs --man {name}: end\n", printed(name, "--man")


def split(file, before, after):
    text = file.read_text("utf-8")
    if text.count(before) != 1 or text.count(after) != 1:
        raise AssertionError(f"{file} must have one line each: {before}{after}")
    head, rest = text.split(before)
    held, tail = rest.split(after)
    return head + before, held, after + tail


def served_openapi():
    """In the order of the method table, as the program prints it, but readable where two versions are compared."""
    document = subprocess.run([HTTPD, "--dump-openapi"], capture_output=True, check=True, timeout=60).stdout
    return json.dumps(json.loads(document), indent=1, ensure_ascii=False) + "\n"


def update():
    if HTTPD.exists():
        OPENAPI.write_text(served_openapi(), "utf-8")
    for name in names()[1]:
        for file, before, after, wanted in places(name):
            head, _, tail = split(file, before, after)
            file.write_text(head + wanted + tail, "utf-8")


class Docs(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        if not TOOL.exists() or not names()[1]:
            raise unittest.SkipTest("trawl-plugin or the plugins have not been built")

    def test_readmes_and_the_manual_page_hold_what_docs_prints(self):
        for name in names()[1]:
            for file, before, after, wanted in places(name):
                with self.subTest(plugin=name, file=file.name):
                    self.assertEqual(split(file, before, after)[1], wanted, f"{file}: {REMEDY}")

    def test_every_plugin_has_a_section_of_the_manual_page(self):
        page = PAGE.read_text("utf-8")
        for name in names()[0]:
            self.assertIn(f"\n# {name.upper()}\n", page)

    def test_info_tells_descriptor_keys_and_what_the_file_needs(self):
        library = trawl.PLUGINS / "html.so"
        if not library.exists():
            raise unittest.SkipTest("the plugin html has not been built")
        told = tool("info", library)
        self.assertEqual(told.code, 0, told)
        for words in ("html 1.", "plugin ABI 1.0", "fields.NAME.css", "libstdc++.so.6", "GLIBCXX_3.4."):
            self.assertIn(words, told.out)
        document = tool("info", library, "--json").json
        self.assertEqual(document["schema"], "trawl-plugin.info/1")
        self.assertIn("fields", document["plugins"][0]["config_schema"]["properties"])
        self.assertIn("libstdc++.so.6", document["libraries"])

    def test_info_tells_what_a_library_needs_that_cannot_be_loaded(self):
        told = tool("info", "/bin/true")
        self.assertNotEqual(told.code, 0)
        self.assertIn("libc.so.6", told.out)
        self.assertIn("/bin/true", told.err)

    def test_info_refuses_what_is_no_library(self):
        told = tool("info", __file__)
        self.assertNotEqual(told.code, 0)
        self.assertIn("is no 64-bit shared library", told.err)


class OpenApi(unittest.TestCase):
    def setUp(self):
        if not HTTPD.exists():
            raise unittest.SkipTest("trawl-httpd has not been built")

    def test_the_committed_document_is_the_one_that_is_served(self):
        held, served = OPENAPI.read_text("utf-8").splitlines(), served_openapi().splitlines()
        changed = list(difflib.unified_diff(held, served, "committed", "served", n=2, lineterm=""))
        if changed:
            self.fail("daemon/docs/openapi.json is not what trawl-httpd serves; if the change is meant, "
                      f"{REMEDY}\n" + "\n".join(changed[:60]))


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        trawl.main()
