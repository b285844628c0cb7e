"""The example shop in Python: a price list of several pages and a stock per article. ../README.md says what the
site looks like."""
import re

import trawl


def whole_number(text):
    """Of at most 15 digits; None for anything else."""
    return int(text) if re.fullmatch("[0-9]{1,15}", text) else None


def read_line(line):
    """An article, or None. An id becomes part of a URL, so it is made of letters, digits, '-' and '_'."""
    columns = line.split("\t", 2)
    if len(columns) < 3:
        return None
    name, title, cents = columns[0], columns[1], whole_number(columns[2])
    good = re.fullmatch("[A-Za-z0-9_-]{1,64}", name) and title and cents is not None
    return {"id": name, "title": title, "cents": cents} if good else None


def read_list(ctx, page):
    articles = []
    for number, line in enumerate(page.text.split("\n"), 1):
        line = line.removesuffix("\r")
        if number == 1 or not line:  # the first one names the columns
            continue
        article = read_line(line)
        if article:
            articles.append(article)
        else:
            ctx.report("bad_line", f"line {number} is not id, title, cents", page.url)
    return articles


def next_page(page):
    """What the Link header names as the next page; None when there is none."""
    links = re.findall("<([^>]*)>([^<]*)", page.header("Link"))
    return next((url for url, parameters in links if 'rel="next"' in parameters), None)


def fetch_stocks(ctx, articles):
    """As many at a time as trawl takes."""
    pages = ctx.get_all([ctx.config["stock"] + article["id"] for article in articles], in_order=True)
    for article, page in zip(articles, pages):
        if not page.ok:
            continue  # already on the run's error list
        article["stock"] = whole_number(page.text.strip(" \t\r\n"))
        if article["stock"] is None:
            ctx.report("bad_stock", "the stock is no whole number", page.url)


def run(ctx: trawl.Context):
    url = ctx.config["list"]
    while url:
        page = ctx.get(url)
        if not page.ok:
            return  # already on the run's error list
        articles = read_list(ctx, page)
        fetch_stocks(ctx, articles)
        for article in articles:
            if article.get("stock") is not None:
                ctx.emit("product", article["id"], article)
        ctx.checkpoint()
        url = next_page(page)
