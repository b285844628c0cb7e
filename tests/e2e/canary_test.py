"""A secret of its own in every place that may hold one, sites that answer in every bad way, and then a search
for the secrets wherever trawl keeps or says something: log, database, answers of the API, worker memory.
The site that a secret is meant for must have received it; no other may have."""
import base64
import json
import os
import threading
import unittest
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import trawl

SLOTS = ("bearer", "basic", "header", "query")
ENDINGS = ("ok", "401", "500", "away", "reset")
PAGE = b"<!doctype html><h1>Canary</h1>"


class Echo(BaseHTTPRequestHandler):
    """Answers by path and repeats what it was told in its headers, as careless sites do."""

    def do_GET(self):
        site = self.server
        url = self.path if self.path.startswith("http://") else f"http://{self.headers['Host']}{self.path}"
        host = url.split("/")[2].split(":")[0]
        if url.endswith("/robots.txt"):
            return self.answer(404)
        site.received.append((host, url, str(self.headers)))
        ending = url.split("?")[0].rsplit("/", 1)[1]
        if ending == "reset":
            return self.connection.close()
        if ending == "slow":
            site.asked.set()
            site.released.wait(60)
        location = f"http://evil.example/caught?from={url}&said={self.headers.get('Authorization', '').replace(' ', '+')}"
        if ending == "away":
            return self.answer(302, Location=location)
        self.answer(int(ending) if ending.isdigit() else 200, X_Echo=str(self.headers.get("Authorization")), X_Url=url)

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        pass


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Echo)
        self.received = []   # (host, URL, headers)
        self.asked, self.released = threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()


def spellings(secret, user="ann"):
    """As a secret may be written: itself and as a part of Basic authorization."""
    return [secret, base64.b64encode(f"{user}:{secret}".encode()).decode().rstrip("=")]


def memory_of(pid):
    """Everything that a process can read of itself."""
    chunks = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, mode = line.split()[:2]
            if mode.startswith("r") and "[v" not in line:
                start, end = (int(part, 16) for part in span.split("-"))
                try:
                    memory.seek(start)
                    chunks.append(memory.read(end - start))
                except OSError:
                    pass   # a page that is no memory
    return b"".join(chunks)


class Canary(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()
        self.site = Site()
        self.addCleanup(self.site.server_close)
        self.addCleanup(self.site.shutdown)
        self.addCleanup(self.site.released.set)
        self.tokens = {slot: f"canary{slot}{uuid.uuid4().hex}" for slot in (*SLOTS, "proxy", "userinfo", "key", "fault")}

    def platform(self, start, **fetch):
        return {"plugin": "html", "fetch": fetch,
                "config": {"start": start, "each": ":root", "key": "page", "fields": {"title": {"css": "h1"}}}}

    def config(self, folder):
        secret = {}
        for slot in SLOTS:
            path = Path(folder, slot)
            path.write_text(self.tokens[slot] + "\n")
            path.chmod(0o600)
            secret[slot] = {"file": str(path)}
        ways = {"bearer": secret["bearer"], "basic": {"user": "ann", "password": secret["basic"]},
                "header": {"name": "X-Api-Key", "value": secret["header"]},
                "query": {"name": "pass", "value": secret["query"]}}
        credentials = [{"origin": f"{scheme}://{slot}.example", slot: ways[slot]} for slot in SLOTS
                       for scheme in ("http", "https")]
        port = self.site.server_address[1]
        platforms = {f"{slot}-{ending}": self.platform(f"http://{slot}.example/{ending}")
                     for slot in SLOTS for ending in ENDINGS}
        platforms |= {f"{slot}-tls": self.platform(f"https://{slot}.example/ok") for slot in SLOTS}
        proxy = f"http://ann:{self.tokens['proxy']}@127.0.0.1:{port}"
        for ending in ENDINGS:   # what a proxy shall reach must have an address
            platforms[f"proxy-{ending}"] = self.platform(f"http://127.0.0.1:{port}/{ending}", proxy=proxy, connect_to=[])
            start = f"http://ann:{self.tokens['userinfo']}@plain.example/{ending}?api_key={self.tokens['key']}"
            platforms[f"url-{ending}"] = self.platform(start)
        platforms["slow"] = self.platform("http://bearer.example/slow")
        return {"log": {"level": "debug", "target": str(folder / "trawld.log")},
                "fetch": {"connect_to": [f"::127.0.0.1:{port}"], "allow_private": ["127.0.0.0/8"], "credentials": credentials,
                          "per_host": {"connections": 64}, "retry": {"attempts": 1}},
                "platforms": platforms,
                "schedules": {"all": {"every": "1d", "platforms": "all"}}}

    def faulted(self, folder):
        """A configuration with a URL that the plugin refuses, secrets and all."""
        url = f"http://ann:{self.tokens['fault']}/x@plain.example/?token={self.tokens['fault']}"
        file = Path(folder, "faulted.yaml")
        file.write_text(trawl.to_yaml({"platforms": {"fault": self.platform(url)}}))
        return file

    def start(self):
        daemon = trawl.Daemon({})
        daemon.configure(self.config(daemon.folder))
        self.enterContext(daemon)
        return daemon

    def leaks(self, text, slots=None):
        data = text if isinstance(text, bytes) else text.encode()
        return sorted({slot for slot in slots or self.tokens for form in spellings(self.tokens[slot])
                       if form.encode() in data})

    def search_worker(self, daemon):
        children = Path(f"/proc/{daemon.process.pid}/task").glob("*/children")
        workers = [pid for file in children for pid in file.read_text().split()]
        self.assertTrue(workers, "a worker waits for the slow site")
        for pid in workers:
            memory = memory_of(pid)
            self.assertIn(b"bearer.example/slow", memory, "the search sees what the worker has")
            self.assertEqual(self.leaks(memory), [], "in worker memory")

    def answers(self, daemon, run):
        """{method: answer} of every method that changes nothing."""
        known = {"run_id": run, "platform": "bearer-ok", "name": "html", "plugin": "html", "schedule": "all",
                 "path": str(daemon.config_file), "since": 0}
        found = {}
        for method in daemon.call("rpc.discover")["methods"]:
            if method["x-changes"] or method["x-streams"] or method["name"].startswith("rpc."):
                continue
            params = {param["name"]: known.get(param["name"]) for param in method["params"] if param.get("required")}
            try:
                found[method["name"]] = json.dumps(daemon.call(method["name"], **params))
            except trawl.Refused as refused:
                found[method["name"]] = f"{refused} {refused.data}"
        return found

    def test_secrets_are_found_nowhere_but_at_their_sites(self):
        daemon = self.start()
        slow = daemon.call("runs.start", platforms=["slow"])
        self.assertTrue(self.site.asked.wait(30), daemon.log())
        if os.geteuid() == 0:
            self.search_worker(daemon)
        self.site.released.set()
        others = [name for name in self.config(daemon.folder)["platforms"] if name != "slow"]
        run = daemon.run(*others)
        self.check_sites()
        self.assertEqual(self.leaks(json.dumps(run)), [], "in the run")
        for method, answer in self.answers(daemon, run["id"]).items():
            self.assertEqual(self.leaks(answer), [], f"in the answer of {method}")
        for verb in (("config", "show"), ("config", "show", "-o", "json"), ("items", "-o", "ndjson"), ("status",)):
            outcome = daemon.ctl(*verb)
            self.assertEqual(self.leaks(outcome.out + outcome.err), [], f"in trawlctl {' '.join(verb)}")
        checked = trawl.subprocess.run([trawl.TRAWLD, "--config", daemon.config_file, "--check-config"], capture_output=True)
        self.assertEqual((checked.returncode, self.leaks(checked.stdout + checked.stderr)), (0, []))
        faulted = self.faulted(daemon.folder)
        refused = trawl.subprocess.run([trawl.TRAWLD, "--config", faulted, "--check-config"], capture_output=True)
        self.assertIn(b"/start: ", refused.stderr)
        self.assertEqual((refused.returncode, self.leaks(refused.stdout + refused.stderr)), (78, []))
        for file in daemon.folder.rglob("*"):
            is_source = file in (daemon.config_file, faulted) or file.parent == daemon.folder and file.name in SLOTS
            if file.is_file() and not is_source:
                self.assertEqual(self.leaks(file.read_bytes()), [], f"in {file.name}")

    def check_sites(self):
        everything = [(host, f"{url}\n{headers}") for host, url, headers in self.site.received]
        for slot in SLOTS:
            mine = [text for host, text in everything if host == f"{slot}.example"]
            self.assertTrue(mine and all(self.leaks(text) == [slot] for text in mine), f"{slot}.example gets its secret")
        own = [text for host, text in everything if host in ("plain.example", "127.0.0.1")]
        self.assertEqual({slot for text in own for slot in self.leaks(text)}, {"proxy", "userinfo", "key"})
        away = [text for host, text in everything if host == "evil.example"]
        self.assertEqual(len(away), len(SLOTS) + 1, "redirects to the other origin are followed")
        secrets = {slot for text in away for slot in self.leaks(text, SLOTS)}
        self.assertEqual(secrets, set(), "another origin gets nothing")


if __name__ == "__main__":
    trawl.main()
