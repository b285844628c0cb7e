"""What an error is about can be looked at: its message names a file with the page."""
import stat
import unittest
from pathlib import Path

import trawl
from site_server import Page, Site

HOST = "shop.example"
CHANGED = b"<!doctype html><div class='card'><h2>Lamp</h2><p class='cost'>12.00</p></div>"
ROBOT = b"<!doctype html><h1>Are you a robot?</h1>"


def config(site, **retention):
    def platform(path):
        return {"plugin": "html", "config": {"start": f"http://{HOST}{path}", "each": "div.card",
                                             "fields": {"price": {"css": "p.price", "required": True}}}}
    return {"fetch": site.fetch_config(), "retention": retention,
            "platforms": {"changed": platform("/list"), "denied": platform("/denied")}}


class Pages(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()
        self.pages = {(HOST, "/list"): Page(200, "text/html; charset=utf-8", CHANGED),
                      (HOST, "/denied"): Page(403, "text/html", ROBOT)}

    def errors(self, **retention):
        """{platform: its first error}, and the content of the files that they name."""
        with Site(self.pages) as site, trawl.Daemon(config(site, **retention)) as daemon:
            found = {error["platform"]: error["message"] for error in reversed(daemon.run()["errors"])}
            files = {name: Path(message.partition("(the page: ")[2].rstrip(")")) for name, message in found.items()
                     if "(the page: " in message}
            folder = (daemon.folder / "state" / "pages").exists()
            modes = {stat.S_IMODE(file.stat().st_mode) for file in files.values()}
            return found, {name: file.read_bytes() for name, file in files.items()}, modes, folder

    def test_an_error_names_the_file_with_its_page(self):
        messages, kept, modes, _ = self.errors()
        self.assertEqual(kept, {"changed": CHANGED, "denied": ROBOT}, messages)
        self.assertEqual(modes, {0o600})
        for words in (f"http://{HOST}/list", "p.price", "'p' matches once", "classes there: cost"):
            self.assertIn(words, messages["changed"])

    def test_nothing_is_kept_when_nothing_may_be(self):
        _, kept, _, folder = self.errors(pages=0)
        self.assertEqual((kept, folder), ({}, False))


if __name__ == "__main__":
    trawl.main()
