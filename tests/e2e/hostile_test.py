"""A platform for each thing that a hostile web server does, all in one run with three healthy sites: each
platform ends with the right kind of error (or well, where what the server does is legal), the caps hold,
the healthy sites notice nothing, no secret goes astray, and the daemon does not grow from round to round."""
import copy
import json
import re
import sys
import tempfile
import unittest
from pathlib import Path

import trawl
from hostile import BEHAVIOURS, certificates
from hostile.expected import (ALSO_RIGHT, BODY_CAPPED, CONNECT_CAPPED, FIRST_BYTE_CAPPED, HEADERS_CAPPED, KIND_OF,
                              LINE_CAPPED, TOTAL_CAPPED)
from hostile_server import HostileServer
from site_server import Site
from sites import own_sites

# Listeners that redirects lead to and where no platform begins, and platforms without a listener of their own.
TARGETS = {"stranger", "detour", "forbidden", "unvisited"}
LISTENERLESS = {"refused", "starts_at_private_address", "starts_at_private_name"}
# Asked for two pages over one connection: each must be what its own request was answered with.
TWICE = {"closes_on_reuse", "resets_on_reuse", "second_answer_at_once", "second_answer_later", "body_longer_than_announced",
         "alternative_service"}

SECRETS = ("authorization", "cookie", "x-api-key")   # the headers that the plugin `messenger` sends
TEST_PLUGINS = trawl.BUILD / "tests" / "plugins"

# Rows that fall short, with the reason.
KNOWN = {
    "tls_cut_in_unbounded_body": "libcurl reports such an end as a proper one",
}

MIB = 1 << 20
MAX_BODY = 2 * MIB
MAX_HEADERS = 64 << 10
MAX_LINE = 100 << 10
CONNECT, FIRST_BYTE, TOTAL = 3, 2, 4   # seconds
BUFFERS = 128 << 10            # bytes that sockets and the client's read buffer hold on top of a cap
DELAY = 0.5                    # seconds that a busy machine adds to a timeout
ROUNDS = 3
GROWTH = 10 * MIB              # of the daemon from the second round to the last


def host_of(name):
    return name.replace("_", "-") + ".hostile.example"


def description(name):
    return BEHAVIOURS[name].description if name in BEHAVIOURS else "no listener of its own"


def html(*starts, **fetch):
    return {"plugin": "html", "fetch": fetch,
            "config": {"start": list(starts), "key": "{url}", "fields": {"title": {"css": "h1", "required": True}}}}


class Platforms:
    """The platforms by name: one for each behaviour that the server plays."""

    def __init__(self, server, authority):
        self.server, self.authority = server, authority
        stranger = server.port("stranger")
        self.elsewhere = [f"stranger.example:80:127.0.0.1:{stranger}",
                          f"{host_of('steals_by_port')}:{stranger}:127.0.0.1:{stranger}",
                          f"detour.example:80:127.0.0.1:{server.port('detour')}",
                          f"internal.hostile.example:80:127.0.0.2:{server.port('forbidden')}"]
        private = server.port("unvisited")
        self.all = {name: self.of(name) for name in server.records if name not in TARGETS}
        self.all["refused"] = html(f"http://{host_of('refused')}/", connect_to=["::127.0.0.1:1"])
        self.all["starts_at_private_address"] = html(f"http://127.0.0.1:{private}/", allow_private=[])
        self.all["starts_at_private_name"] = html(f"http://site.localhost:{private}/", allow_private=[])

    def of(self, name):
        scheme, port = ("https", 443) if name.startswith("tls_") else ("http", 80)
        start = f"{scheme}://{host_of(name)}/"
        fetch = {"connect_to": [f"{host_of(name)}:{port}:127.0.0.1:{self.server.port(name)}", *self.elsewhere]}
        if name.startswith("robots_"):
            fetch["robots"] = "obey"
        if name == "second_answer_later":   # an answer that comes after the next request is that request's
            fetch["per_host"] = {"connections": 1, "delay": "300ms"}
        if name.startswith("tls_") and self.authority:
            fetch["ca"] = {host_of(name): str(self.authority)}
        if name.startswith("steals_"):
            return {"plugin": "messenger", "config": {"start": start, "secret": "CANARY-header"}, "fetch": fetch}
        return html(start, *([start + "second"] if name in TWICE else []), **fetch)


class Process:
    """The daemon as the kernel sees it."""

    def __init__(self, daemon):
        self.folder = Path(f"/proc/{daemon.process.pid}")

    def memory(self):
        """Bytes in memory now."""
        return int(re.search(r"VmRSS:\s*(\d+)", (self.folder / "status").read_text())[1]) << 10

    def descriptors(self):
        return len(list((self.folder / "fd").iterdir()))


class Story:
    """Everything is played once, before the tests look at what came of it."""

    def __init__(self, stack):
        folder = Path(stack(tempfile.TemporaryDirectory(prefix="trawl-hostile-")))
        contexts, authority = certificates.make(folder) if certificates.available() else ({}, None)
        tls = {name: contexts[row.certificate] for name, row in BEHAVIOURS.items() if row.certificate in contexts}
        sites = own_sites(3)
        self.server = stack(HostileServer(tls))
        self.site = stack(Site(sites.pages))
        self.hostile = Platforms(self.server, authority).all
        self.healthy = {name: {**platform, "fetch": self.site.fetch_config()} for name, platform in sites.platforms.items()}
        self.daemon = stack(trawl.Daemon(self.config()))
        process = Process(self.daemon)

        self.clean = self.items_of(self.daemon.run(*self.healthy))
        self.memory, self.descriptors = [], []
        for _ in range(ROUNDS):
            self.server.forget()
            self.run = self.daemon.run()
            self.memory.append(process.memory())
            self.descriptors.append(process.descriptors())
        self.items = self.items_of(self.run)
        self.records = {name: copy.copy(record) for name, record in self.server.records.items()}
        self.log = (self.daemon.folder / "trawld.log").read_text("utf-8", "replace")
        self.server.forget()
        self.daemon.run(*BODY_CAPPED, *HEADERS_CAPPED, *LINE_CAPPED, *CONNECT_CAPPED, *FIRST_BYTE_CAPPED,
                        *TOTAL_CAPPED)

    def config(self):
        fetch = {"user_agent": "trawl/test (+http://localhost/)", "robots": "ignore", "per_host": {"connections": 1},
                 "allow_private": ["127.0.0.1/32"], "max_body": MAX_BODY, "retry": {"attempts": 1},
                 "timeout": {"connect": f"{CONNECT}s", "first_byte": f"{FIRST_BYTE}s", "total": f"{TOTAL}s"}}
        return {"fetch": fetch, "platforms": {**self.hostile, **self.healthy},
                "plugins": {"path": [str(trawl.PLUGINS), str(TEST_PLUGINS)]},
                "schedules": {"all": {"every": "1d", "platforms": "all"}}}

    def items_of(self, run):
        """{platform: {key: data}} of a run."""
        items = {}
        for item in self.daemon.items("--run", run["id"]):
            items.setdefault(item["platform"], {})[item["key"]] = item["data"]
        return items

    def outcome(self, name):
        """The kinds of a platform's errors, "good" when there are none."""
        return {error["kind"] for error in self.run["errors"] if error["platform"] == name} or {"good"}

    def told(self, name):
        return [error["message"] for error in self.run["errors"] if error["platform"] == name]


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        trawl.require_programs()
        if not (TEST_PLUGINS / "messenger.so").exists():
            raise unittest.SkipTest("the test plugins have not been built")
        cls.story = Story(cls.enterClassContext)

    def check(self, name, right, told):
        """As assertTrue(right), but for rows that are known to fall short."""
        if name in KNOWN and not right:
            print(f"known: {name}: {KNOWN[name]}", file=sys.stderr)
        elif not right:
            self.fail(f"{name} ({description(name)}): {told}")

    def hostile(self, names=KIND_OF):
        """Of `names` those that are played: without openssl there are no certificates."""
        return [name for name in names if name in self.story.hostile]

    def test_every_behaviour_has_an_expectation(self):
        self.assertEqual(set(BEHAVIOURS) - TARGETS | LISTENERLESS, set(KIND_OF))
        self.assertGreaterEqual(len(self.hostile()), 40)

    def test_each_ends_with_the_right_kind(self):
        for name in self.hostile():
            with self.subTest(name):
                kinds = self.story.outcome(name)
                right = kinds <= {KIND_OF[name], ALSO_RIGHT.get(name, "")}
                self.check(name, right, f"wants {KIND_OF[name]}, is {kinds}: {self.story.told(name)}")

    def test_what_is_legal_arrives(self):
        for name in self.hostile():
            if KIND_OF[name] != "good":
                continue
            with self.subTest(name):
                titles = {key: item["title"] for key, item in self.story.items.get(name, {}).items()}
                start = f"{'https' if name.startswith('tls_') else 'http'}://{host_of(name)}/"
                if name in TWICE:
                    right = titles == {start: "good /", start + "second": "good /second"}
                else:
                    right = list(titles.values()) == ["good"]
                self.check(name, right, f"these came: {titles}")

    def test_nothing_comes_of_what_is_refused(self):
        for name in self.hostile():
            if KIND_OF[name] != "good":
                with self.subTest(name):
                    self.check(name, name not in self.story.items, f"these came: {self.story.items.get(name)}")

    def test_healthy_sites_notice_nothing(self):
        rows = trawl.by_name(self.story.run)
        for name in self.story.healthy:
            self.assertEqual(rows[name]["status"], "succeeded")
            self.assertEqual(json.dumps(self.story.items[name]), json.dumps(self.story.clean[name]))
            self.assertLess(rows[name]["duration_ms"], 10_000)

    def test_endless_answers_are_cut_at_the_cap(self):
        caps = [(BODY_CAPPED, MAX_BODY), (HEADERS_CAPPED, MAX_HEADERS), (LINE_CAPPED, MAX_LINE)]
        for names, cap in caps:
            for name in self.hostile(names):
                with self.subTest(name):
                    pushed = self.story.server.record(name).pushed
                    self.check(name, pushed <= cap * 1.1 + BUFFERS, f"got rid of {pushed} bytes, the cap is {cap}")

    def test_slow_answers_are_given_up_in_time(self):
        for names, limit in [(CONNECT_CAPPED, CONNECT), (FIRST_BYTE_CAPPED, FIRST_BYTE), (TOTAL_CAPPED, TOTAL)]:
            for name in self.hostile(names):
                with self.subTest(name):
                    took = self.story.server.record(name).seconds
                    self.check(name, took <= limit * 1.1 + DELAY, f"held the daemon for {took:.2f} s, the limit is {limit} s")

    def test_forbidden_addresses_are_never_dialled(self):
        for name in ("forbidden", "unvisited"):
            self.assertEqual(self.story.records[name].connections, 0, self.story.records[name].paths)

    def test_secrets_stay_with_their_origin(self):
        for name in ("steals_by_host", "steals_by_port", "steals_by_307", "steals_by_detour"):
            with self.subTest(name):
                first, *later = self.story.records[name].requests
                self.assertEqual({first.headers.get(secret) for secret in SECRETS}, {"CANARY-header"},
                                 "its own origin is told")
                self.assertFalse([request.raw for request in later if "CANARY" in request.raw])
        arrived = self.story.records["stranger"].requests + self.story.records["detour"].requests
        self.assertGreaterEqual({request.path for request in arrived},
                                {"/", "/from-host", "/from-port", "/from-307", "/from-cookie"})
        for request in arrived:
            with self.subTest(request.target):
                self.assertFalse(set(SECRETS) & set(request.headers), request.raw)
                self.assertNotIn("CANARY", request.raw)

    def test_secrets_of_strangers_are_not_repeated(self):
        for place, text in (("the run", json.dumps(self.story.run)), ("the log", self.story.log),
                            ("the items", json.dumps(self.story.items))):
            self.assertNotIn("CANARY", text, place)

    def test_denied_paths_are_never_asked_for(self):
        for name, paths in (("robots_denies", {"/robots.txt"}), ("robots_denies_target", {"/robots.txt", "/"}),
                            ("robots_unavailable", {"/robots.txt"})):
            with self.subTest(name):
                asked = set(self.story.records[name].paths)
                self.check(name, asked <= paths, f"asked for {asked}")

    def test_the_daemon_does_not_grow(self):
        self.assertLess(self.story.memory[-1] - self.story.memory[1], GROWTH, self.story.memory)
        self.assertLess(self.story.descriptors[-1] - self.story.descriptors[1], 16, self.story.descriptors)


if __name__ == "__main__":
    trawl.main()
