"""A trawl-httpd of a test, beside a daemon of its own: `with Adapter(daemon) as http: http.get("/api/v1/runs")`.

It listens on a Unix socket and on a free TCP port, with a token for each role.

With TRAWL_PRISM (the contract proxy's program) requests pass that proxy, which holds each answer against the
adapter's own OpenAPI document; an answer that breaks it is an AssertionError. `past_proxy=True` goes round it, for
what the proxy does not hand on as it came: it answers bodies that are no JSON itself, and fails on answers that
rightly have no body (304, HEAD).
"""
import contextlib
import hashlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import time

import trawl

HTTPD = trawl.BUILD / "bin" / "trawl-httpd"
ROLES = ("viewer", "operator", "admin")


def require_adapter():
    trawl.require_programs()
    if not HTTPD.exists():
        raise trawl.unittest.SkipTest(f"{HTTPD} has not been built")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.fields}\n{self.body[:2000]!r}"


class Settings:
    """The part of trawl.yaml that the adapter reads: to be merged into the daemon's configuration."""

    def __init__(self, folder):
        self.port = free_port()
        self.unix = folder / "http.sock"
        self.tokens = {role: "trawl_" + secrets.token_hex(32) for role in ROLES}
        self.tokens_file = folder / "tokens"
        self.tokens_file.write_text("".join(
            f"{role}-token {role} {hashlib.sha256(token.encode()).hexdigest()}\n" for role, token in self.tokens.items()))
        self.tokens_file.chmod(0o600)

    def section(self):
        return {"unix": str(self.unix), "listen": f"127.0.0.1:{self.port}", "tokens_file": str(self.tokens_file)}


class Adapter:
    def __init__(self, daemon, **http):
        self.daemon = daemon
        self.settings = Settings(daemon.folder)
        self.port, self.tokens = self.settings.port, self.settings.tokens
        config = {key: value for key, value in daemon.config.items() if key != "http"}
        daemon.configure({**config, "http": {**self.settings.section(), **http}})
        self.process, self.proxy = None, None

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.start()
        if "TRAWL_PRISM" in os.environ:
            self.proxy = ContractProxy(self)
        return self

    def __exit__(self, *_):
        if self.proxy:
            self.proxy.stop()
        self.stop()

    def start(self):
        with open(self.daemon.folder / "httpd.out", "ab") as out:
            self.process = subprocess.Popen([HTTPD, "--config", self.daemon.config_file], stdout=out, stderr=out,
                                            stdin=subprocess.DEVNULL, preexec_fn=trawl.die_with_the_test)
        deadline = time.monotonic() + trawl.START_PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"trawl-httpd ended with {self.process.returncode}:\n{self.log()}")
            with contextlib.suppress(OSError):
                if self.get("/health/ready").status == 200:
                    return
            time.sleep(0.02)   # nothing to wait on before it listens
        raise AssertionError(f"trawl-httpd is not ready:\n{self.log()}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError("trawl-httpd did not stop in 20 s") from None

    def log(self):
        return (self.daemon.folder / "httpd.out").read_text("utf-8", "replace")[-4000:]

    def request(self, verb, path, body=None, role="admin", fields=None, past_proxy=False):
        """One request over TCP with the token of `role` (None: without)."""
        proxy = None if past_proxy else self.proxy
        connection = http.client.HTTPConnection("127.0.0.1", proxy.port if proxy else self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        if body is not None or verb in ("POST", "PUT", "DELETE"):
            headers["Content-Type"] = "application/json"
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        try:
            connection.request(verb, path, data, {**headers, **(fields or {})})
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            if proxy:
                proxy.judge(verb, path, fields)
            return Answer(answer.status, fields, answer.read())
        finally:
            connection.close()

    def first_of(self, path, fields):
        """The head of an answer that may never end, and its first bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {self.tokens['admin']}", **fields})
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read1(65536) if answer.status == 200 else answer.read())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, {} if body is None else body, **more)

    def memory_kib(self):
        """Proportional set size: what the process itself costs."""
        rows = (self.process_file("smaps_rollup")).splitlines()
        return next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))

    def cpu_ticks(self):
        fields = self.process_file("stat").rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def process_file(self, name):
        with open(f"/proc/{self.process.pid}/{name}", encoding="utf-8") as file:
            return file.read()


class ContractProxy:
    """Prism between the tests and the adapter."""

    def __init__(self, adapter):
        self.port = free_port()
        document = adapter.daemon.folder / "openapi.json"
        document.write_bytes(subprocess.run([HTTPD, "--dump-openapi"], capture_output=True, check=True).stdout)
        self.log = open(adapter.daemon.folder / "prism.log", "wb")
        self.process = subprocess.Popen(
            ["node", os.environ["TRAWL_PRISM"], "proxy", document, adapter.base, "--port", str(self.port), "--validate-request", "false"],
            stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL, preexec_fn=trawl.die_with_the_test)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise AssertionError("the contract proxy did not start")

    def judge(self, verb, path, fields):
        found = [fault for fault in json.loads(fields.get("sl-violations", "[]")) if fault["location"][0] == "response"]
        assert not found, f"{verb} {path} breaks the contract: {json.dumps(found, indent=1)[:3000]}"

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()
