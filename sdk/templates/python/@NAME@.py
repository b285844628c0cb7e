"""@NAME@: reads the titles of pages, several pages at a time. trawl's plugin `python` runs it."""
import re

import trawl


def title_of(body):
    """What stands between <title> and </title>, as it stands there; b"" when there is none."""
    found = re.search(rb"<title.*?>(.*?)</title", body, re.DOTALL | re.IGNORECASE)
    return found[1].strip(b" \t\r\n\f") if found else b""


def run(ctx: trawl.Context):
    for page in ctx.get_all(ctx.config["pages"]):
        if not page.ok:
            continue  # already on the run's error list
        try:
            ctx.emit("page", page.url, {"title": title_of(page.body).decode()})
        except UnicodeDecodeError:
            ctx.report("encoding", "the title is not UTF-8", page.url)
