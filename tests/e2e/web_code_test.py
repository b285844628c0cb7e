"""`trawlctl web`: the address that lets a browser in, and the one-time code that it carries."""
import unittest
from urllib.parse import urlsplit

import trawl

PAGE = {"listen": "127.0.0.1:8484", "tokens_file": "/nonexistent/tokens"}   # nothing listens: only the daemon is asked


def setUpModule():
    trawl.require_programs()


class WebCode(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(trawl.Daemon({"http": PAGE}))

    def test_the_address_is_the_pages_with_a_code_that_no_server_sees(self):
        url = self.daemon.ctl("web").out.strip()
        self.assertEqual(url.partition("#")[0], "http://127.0.0.1:8484/")
        self.assertRegex(urlsplit(url).fragment, "^code=[0-9a-f]{32}$")
        self.assertEqual(self.daemon.ctl("web", "-o", "name").out.count("\n"), 1)

    def test_a_code_stands_for_its_caller_once(self):
        code = self.daemon.ctl("web", "-o", "json").json["code"]
        self.assertEqual(self.daemon.call("web.redeem", code=code)["role"], "admin")
        with self.assertRaises(trawl.Refused) as refused:
            self.daemon.call("web.redeem", code=code)
        self.assertEqual(refused.exception.kind, "invalid_params")

    def test_a_restart_forgets_all_codes(self):
        code = self.daemon.call("web.code")["code"]
        self.daemon.kill()
        self.daemon.start()
        with self.assertRaises(trawl.Refused):
            self.daemon.call("web.redeem", code=code)

    def test_codes_are_not_logged(self):
        code = self.daemon.call("web.code")["code"]
        self.daemon.call("web.redeem", code=code)
        self.assertIn("web.code", self.daemon.log())
        self.assertNotIn(code, self.daemon.log())

    def test_a_page_behind_a_proxy_is_named(self):
        url = self.daemon.ctl("web", "--url", "https://trawl.example/ui").out.strip()
        self.assertRegex(url, "^https://trawl.example/ui/#code=[0-9a-f]{32}$")
        for bad in ("trawl.example", "ftp://trawl.example/", "https://trawl.example/#top"):
            self.assertEqual(self.daemon.ctl("web", "--url", bad).code, 2, bad)

    def test_a_page_that_is_not_on_tcp_has_no_address(self):
        self.daemon.configure({})
        self.daemon.call("config.reload")
        outcome = self.daemon.ctl("web")
        self.assertEqual((outcome.code, outcome.out), (78, ""))
        self.assertIn("http.listen", outcome.err)


if __name__ == "__main__":
    trawl.main()
