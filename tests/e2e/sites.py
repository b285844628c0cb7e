"""The sites that tests scrape: recorded ones where there is data, small ones of our own everywhere.

A SiteSet knows the pages, the platforms that scrape them, and the one item that each must give.
"""
import json
import re

from site_server import Page, recorded, rooted


class SiteSet:
    def __init__(self, pages):
        self.pages = pages
        self.platforms = {}   # name: the platform's section of trawl.yaml
        self.hosts = {}       # name: host
        self.expected = {}    # name: {field: text or list of texts}

    def add(self, name, host, path, fields, expected):
        self.hosts[name], self.expected[name] = host, expected
        self.platforms[name] = {"plugin": "html",
                                "config": {"start": f"http://{host}{path}", "each": ":root", "key": "{url}", "fields": fields}}

    def config(self, site, **more):
        return {"fetch": site.fetch_config(), "platforms": self.platforms,
                "schedules": {"all": {"every": "1d", "platforms": "all"}}, **more}


def own_sites(count):
    """`count` hosts with a page each, typed here: heading, list, price."""
    sites = SiteSet({})
    for number in range(count):
        host, title = f"site-{number:02}.example", f"Recipe № {number}"
        steps = [f"step {step} of {number}" for step in range(1, 4 + number % 3)]
        body = (f"<!doctype html><title>x</title><h1> Recipe&nbsp;№\n {number}</h1><ol>"
                + "".join(f"<li>{step}</li>" for step in steps) + "</ol>")
        sites.pages[host, "/"] = Page(200, "text/html; charset=utf-8", body.encode())
        sites.add(f"site-{number:02}", host, "/", {"title": {"css": "h1"}, "steps": {"css": "ol > li", "many": True}},
                  {"title": title, "steps": steps})
    return sites


def recipe_sites(data):
    """The recorded recipe sites: a platform per site, a field per rule of the recording."""
    sites = SiteSet(recorded(data))
    places = {row["file"]: (row["host"], rooted(row["path"]))
              for row in map(json.loads, (data / "replay" / "hosts.jsonl").read_text("utf-8").splitlines()) if "file" in row}
    for row in map(json.loads, (data / "pages" / "recipes" / "pages.jsonl").read_text("utf-8").splitlines()):
        if row["file"] not in places:
            continue
        fields, expected = {}, {}
        for rule, how in row["rules"].items():
            wanted = row["expect"][rule.rsplit("_", 1)[0]]
            source = {"jsonld": f"Recipe/{how}"} if rule.endswith("_jsonld") else {"css": how}
            fields[rule] = {**source, "many": True} if isinstance(wanted, list) else source
            expected[rule] = wanted
        host, path = places[row["file"]]
        sites.add(re.sub(r"[^a-z0-9]+", "-", row["host"].lower()).strip("-"), host, path, fields, expected)
    return sites
