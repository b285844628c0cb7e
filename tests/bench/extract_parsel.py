"""The contestants of extract_bench.py that are written in Python: Scrapy's selectors, and lxml by hand with compiled
XPath. The same requests on stdin as extract-bench.

    /usr/bin/python3 extract_parsel.py parsel|lxml FOLDER
"""
import re
import sys
import time
from pathlib import Path
from urllib.parse import urljoin

import lxml.etree
import parsel

PAGE_URL = "http://shop.example/lamps"
NOT_NUMBER = re.compile(r"[^0-9.]")


def with_parsel(body):
    """As a spider does, whose response is text before it is a tree."""
    return [
        (
            card.css("h3 a::text").get(),
            urljoin(PAGE_URL, card.css("h3 a::attr(href)").get()),
            float(NOT_NUMBER.sub("", card.css(".price::text").get())),
            card.css("img::attr(src)").get(),
        )
        for card in parsel.Selector(text=body.decode()).css("article.card")
    ]


def class_is(name):
    return f"[@class and contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


CARD = lxml.etree.XPath("descendant-or-self::article" + class_is("card"))
TITLE = lxml.etree.XPath("descendant-or-self::h3/descendant-or-self::*/a")
PRICE = lxml.etree.XPath("descendant-or-self::*" + class_is("price"))
IMAGE = lxml.etree.XPath("descendant-or-self::img")


def with_lxml(body):
    page = lxml.etree.fromstring(body, lxml.etree.HTMLParser(encoding="utf-8", recover=True))
    offers = []
    for card in CARD(page):
        title = TITLE(card)[0]
        price = float(NOT_NUMBER.sub("", PRICE(card)[0].text))
        offers.append((title.text, urljoin(PAGE_URL, title.get("href")), price, IMAGE(card)[0].get("src")))
    return offers


def main():
    read = {"parsel": with_parsel, "lxml": with_lxml}[sys.argv[1]]
    pages = [path.read_bytes() for path in sorted(Path(sys.argv[2]).iterdir())]
    for line in sys.stdin:
        if line == "rows\n":
            for page in pages:
                for title, link, price, image in read(page):
                    print(f"{title}\t{link}\t{price:.2f}\t{image}")
            print(flush=True)
        else:
            count = int(line.removeprefix("time "))
            before = time.process_time_ns()
            for i in range(count):
                read(pages[i % len(pages)])
            print((time.process_time_ns() - before) // count, flush=True)


if __name__ == "__main__":
    main()
