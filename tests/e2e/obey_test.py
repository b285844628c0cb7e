"""A daemon before sites whose robots.txt denies pages: no denied page is ever asked for, each is an error that
names the deciding line, and the other pages are scraped."""
import json
import unittest
from urllib.parse import urlsplit

import trawl
from site_server import Page, Site, recorded

HOST = "shop.example"
RULES = b"# Rules of the shop\nUser-agent: other\nDisallow: /\n\nUser-agent: Trawl\nDisallow: /private # staff\n"
FIELDS = {"title": {"css": "h1", "required": True}}


def page(body, status=200, content_type="text/html; charset=utf-8"):
    return Page(status, content_type, body)


def shop(robots):
    """A listing with three links; one of them is private."""
    links = "".join(f'<li><a href="{path}">x</a></li>' for path in ("/item/1", "/private/2", "/item/3"))
    pages = {(HOST, "/"): page(f"<ul>{links}</ul>".encode()), (HOST, "/robots.txt"): robots}
    for path in ("/item/1", "/private/2", "/item/3"):
        pages[HOST, path] = page(f"<h1>{path}</h1>".encode())
    return pages


def config(site, **platforms):
    return {"fetch": site.fetch_config(), "platforms": {
        name: {"plugin": "html", "config": platform} for name, platform in platforms.items()}}


LISTING = {"start": f"http://{HOST}/", "each": "li", "follow": "a::attr(href)", "fields": FIELDS}


class Obey(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()

    def test_denied_pages_are_errors_with_the_deciding_line(self):
        with Site(shop(page(RULES, content_type="text/plain"))) as site, \
                trawl.Daemon(config(site, shop=LISTING)) as daemon:
            run = daemon.run()
            shown = daemon.ctl("errors", "last")
            titles = sorted(item["data"]["title"] for item in daemon.items("--platform", "shop"))
            paths = [request["path"] for request in site.requests]
        self.assertEqual(sorted(paths), ["/", "/item/1", "/item/3", "/robots.txt"])
        self.assertEqual(titles, ["/item/1", "/item/3"])
        self.assertEqual([(error["kind"], error["url"], error["message"]) for error in run["errors"]],
                         [("robots", f"http://{HOST}/private/2",
                           f"line 6 of http://{HOST}/robots.txt: Disallow: /private")])
        self.assertIn("line 6", shown.out)

    def test_a_site_is_left_alone_while_its_robots_txt_cannot_be_read(self):
        with Site(shop(page(b"", status=503))) as site, trawl.Daemon(config(site, shop=LISTING)) as daemon:
            run = daemon.run()
            again = daemon.run()
            paths = [request["path"] for request in site.requests]
        self.assertEqual((run["status"], again["status"]), ("failed", "failed"))
        self.assertEqual([error["kind"] for error in run["errors"]], ["robots"])
        self.assertIn("asked for again in", run["errors"][0]["message"])
        self.assertEqual(paths, ["/robots.txt"])

    def test_who_ignores_robots_txt_does_not_ask_for_it(self):
        with Site(shop(page(RULES))) as site:
            wanted = config(site, shop=LISTING)
            wanted["fetch"]["robots"] = "ignore"
            with trawl.Daemon(wanted) as daemon:
                self.assertEqual(daemon.run()["status"], "completed")
            paths = [request["path"] for request in site.requests]
        self.assertEqual(sorted(paths), ["/", "/item/1", "/item/3", "/private/2"])

    def test_no_denied_path_of_recorded_sites_is_asked_for(self):
        data = trawl.require_data()
        denied, platforms = set(), {}
        for row in map(json.loads, (data / "robots" / "corpus.jsonl").read_text("utf-8").splitlines()):
            questions = {path: allowed for agent, path, allowed in row["queries"]
                         if agent == "TrawlBot" and not path.endswith("?")}   # an empty query is not sent
            if row["crawl_delay"].get("TrawlBot") or all(questions.values()):
                continue
            denied |= {(row["site"], path) for path, allowed in questions.items() if not allowed}
            platforms[f"site-{len(platforms)}"] = {
                "start": [f"http://{row['site']}{path}" for path in questions], "fields": FIELDS}
        with Site(recorded(data)) as site:
            wanted = config(site, **platforms)
            wanted["fetch"]["user_agent"] = "TrawlBot/1.0 (+http://localhost/)"
            with trawl.Daemon(wanted) as daemon:
                run = daemon.run()
                refused = [error for name in platforms
                           for error in daemon.call("errors.list", run_id=run["id"], platform=name, kind="robots", limit=500)["errors"]
                           if error["kind"] == "robots"]
            asked = {(request["host"], request["path"]) for request in site.requests}
        self.assertGreater(len(denied), 500)
        self.assertFalse(asked & denied)
        self.assertGreater(len(asked), len(platforms), "what is allowed is asked for")
        self.assertLessEqual({host for host, _ in denied}, {urlsplit(error["url"]).hostname for error in refused})


if __name__ == "__main__":
    trawl.main()
