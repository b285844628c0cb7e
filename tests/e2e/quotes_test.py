"""A crawl follows `next` to the end of a site: every item in the site's order, no page twice."""
import json
import unittest

import trawl
from site_server import Page, Site, recorded


def config(site, host):
    return {"fetch": site.fetch_config(), "platforms": {"quotes": {"plugin": "html", "config": {
        "start": f"http://{host}/", "next": "li.next a::attr(href)", "each": "div.quote", "fields": {
            "text": {"css": "span.text", "required": True}, "author": {"css": "small.author"},
            "tags": {"css": "a.tag", "many": True}}}}}}


def own_pages():
    """Three pages with two quotes each; the last one links back to the first, as some sites do."""
    pages = {}
    for page in range(1, 4):
        quotes = "".join(f'<div class="quote"><span class="text">Quote {page}{n}</span><small class="author">A{n}</small>'
                         f'<a class="tag">t{page}</a><a class="tag">all</a></div>' for n in (1, 2))
        link = f"/page/{page + 1}/" if page < 3 else "/"
        pages["quotes.example", "/" if page == 1 else f"/page/{page}/"] = Page(
            200, "text/html; charset=utf-8", f'{quotes}<ul><li class="next"><a href="{link}">Next</a></li></ul>'.encode())
    return pages


class Quotes(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()

    def check(self, pages, host, expected):
        with Site(pages) as site, trawl.Daemon(config(site, host)) as daemon:
            run = daemon.run()
            self.assertEqual(run["status"], "completed", run["errors"])
            items = [item["data"] for item in daemon.items("--platform", "quotes")]
            paths = [request["path"] for request in site.requests]
        self.assertEqual([item["text"] for item in items], [quote["text"] for quote in expected])
        self.assertEqual([(item["author"], item["tags"]) for item in items],
                         [(quote["author"], quote["tags"]) for quote in expected])
        self.assertEqual(len(paths), len(set(paths)), "no page is asked for twice")

    def test_own_site(self):
        expected = [{"text": f"Quote {page}{n}", "author": f"A{n}", "tags": [f"t{page}", "all"]}
                    for page in range(1, 4) for n in (1, 2)]
        self.check(own_pages(), "quotes.example", expected)

    def test_recorded_site(self):
        data = trawl.require_data()
        lines = (data / "sites" / "quotes" / "items.jsonl").read_text("utf-8").splitlines()
        expected = [json.loads(line) for line in lines]
        self.assertEqual(len(expected), 100)
        self.check(recorded(data), "quotes.toscrape.com", expected)


if __name__ == "__main__":
    trawl.main()
