"""Runs a real daemon in a temporary folder and talks to it as users do: with trawlctl and over the socket.

Where the programs are comes from TRAWL_BUILD (the build folder), recorded data from TRAWL_TEST_DATA.
Nothing here sleeps to wait for the daemon's work: tests wait for rows of its journal.
"""
import ctypes
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

BUILD = Path(os.environ.get("TRAWL_BUILD", Path(__file__).resolve().parents[2] / "build" / "dev"))
TRAWLD, TRAWLCTL, WORKER = (BUILD / "bin" / name for name in ("trawld", "trawlctl", "trawl-worker"))
PLUGINS = BUILD / "lib" / "trawl" / "plugins-1"

SKIPPED = 77           # the exit code that ctest takes for "skipped"
START_PATIENCE = 30    # seconds until a daemon must be ready
WORK_PATIENCE = 120    # seconds until a run must have ended


def require_programs():
    for program in (TRAWLD, TRAWLCTL, WORKER, PLUGINS):
        if not program.exists():
            raise unittest.SkipTest(f"{program} has not been built")


def require_data():
    """The folder with recorded pages, which no clone has by itself."""
    data = Path(os.environ.get("TRAWL_TEST_DATA", "/nonexistent"))
    if not (data / "replay" / "hosts.jsonl").exists():
        raise unittest.SkipTest(f"no recorded data in {data}")
    return data


def main():
    """unittest's main, but a program all of whose tests were skipped says so with exit code 77."""
    program = unittest.main(module="__main__", exit=False, verbosity=2)
    result = program.result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if result.skipped and result.testsRun in (0, len(result.skipped)) else 0)


def to_yaml(value, depth=0):
    """A dict as block YAML. Lists and scalars are JSON, which is YAML too."""
    lines = []
    for key, member in value.items():
        if isinstance(member, dict) and member:
            lines += ["  " * depth + f"{key}:", to_yaml(member, depth + 1).rstrip("\n")]
        else:
            lines.append("  " * depth + f"{key}: {json.dumps(member, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


class Refused(Exception):
    """The daemon answered with an error."""

    def __init__(self, error):
        super().__init__(f"{error.get('data', {}).get('kind')}: {error.get('message')}")
        self.kind = error.get("data", {}).get("kind")
        self.data = error.get("data", {})


class Connection:
    """JSON-RPC over the daemon's socket: one call at a time, notifications in between."""

    def __init__(self, path, timeout=WORK_PATIENCE):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        try:
            self.socket.connect(str(path))
        except OSError:
            self.socket.close()
            raise
        self.reader = self.socket.makefile("rb")
        self.ids = itertools.count(1)
        self.waiting = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.reader.close()
        self.socket.close()

    def receive(self):
        while True:
            line = self.reader.readline()
            if not line:
                raise ConnectionError("the daemon closed the connection")
            if line.strip():
                return json.loads(line)

    def call(self, method, **params):
        return self.result_of(self.ask(method, **params))

    def ask(self, method, **params):
        """Sends a request without waiting for its answer; returns its id."""
        request = {"jsonrpc": "2.0", "id": next(self.ids), "method": method, "params": params}
        self.socket.sendall(json.dumps(request).encode() + b"\n")
        return request["id"]

    def result_of(self, number):
        while True:
            early = next((message for message in self.waiting if message.get("id") == number), None)
            message = early or self.receive()
            if early:
                self.waiting.remove(early)
            if message.get("id", 0) in (number, None):   # null: the daemon refuses the connection itself
                if "error" in message:
                    raise Refused(message["error"])
                return message["result"]
            self.waiting.append(message)

    def events(self, **params):
        """Subscribes to the journal and yields its rows from `since` on (default: all of it)."""
        self.call("events.watch", **{"since": 0, **params})
        while True:
            message = self.waiting.pop(0) if self.waiting else self.receive()
            if message.get("method") == "event" and "seq" in message["params"]:
                yield message["params"]


class Outcome:
    """What a trawlctl command left behind."""

    def __init__(self, completed):
        self.code, self.out, self.err = completed.returncode, completed.stdout, completed.stderr

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def rows(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __repr__(self):
        return f"exit code {self.code}\n{self.out}\n{self.err}"


def trawlctl(*words, environment=None):
    completed = subprocess.run([TRAWLCTL, *map(str, words)], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                               timeout=WORK_PATIENCE + 60, env={**os.environ, **(environment or {})})
    return Outcome(completed)


def die_with_the_test():
    """In the child before exec: a test that is killed leaves no daemon behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)   # PR_SET_PDEATHSIG


class Daemon:
    """A trawld of a test: `with Daemon(config) as daemon:`. May be killed and started again."""

    def __init__(self, config):
        self.folder = Path(tempfile.mkdtemp(prefix="trawl-e2e-"))
        self.socket = self.folder / "trawl.sock"
        self.config_file = self.folder / "trawl.yaml"
        self.process = None
        self.configure(config)

    def configure(self, config):
        """Writes trawl.yaml; `config` has what differs between tests."""
        self.config = config
        whole = {"state_dir": str(self.folder / "state"), "socket": {"path": str(self.socket)},
                 "log": {"level": "info", "target": str(self.folder / "trawld.log")}, **config}
        self.config_file.write_text(to_yaml(whole), "utf-8")

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        with open(self.folder / "trawld.out", "ab") as out:
            self.process = subprocess.Popen([TRAWLD, "--config", self.config_file], stdout=out, stderr=out,
                                            stdin=subprocess.DEVNULL, start_new_session=True,
                                            preexec_fn=die_with_the_test)
        deadline = time.monotonic() + START_PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"trawld ended with {self.process.returncode}:\n{self.log()}")
            try:
                if self.call("daemon.status")["state"] == "ready":
                    return
            except OSError:
                time.sleep(0.02)   # there is nothing to wait on before there is a socket
        raise AssertionError(f"trawld is not ready after {START_PATIENCE} s:\n{self.log()}")

    def kill(self):
        """As a power cut would: SIGKILL."""
        self.process.kill()
        self.process.wait()

    def hang_up(self):
        self.process.send_signal(signal.SIGHUP)

    def log(self):
        parts = [self.folder / name for name in ("trawld.out", "trawld.log")]
        return "\n".join(part.read_text("utf-8", "replace")[-4000:] for part in parts if part.exists())

    def call(self, method, **params):
        with Connection(self.socket) as connection:
            return connection.call(method, **params)

    def ctl(self, *words):
        return trawlctl("--socket", self.socket, *words)

    def run(self, *words):
        """`trawlctl run ... --wait`: the finished run object."""
        return self.ctl("run", *words, "--wait", "-o", "json").json

    def wait_for(self, wanted, since=0):
        """The first row of the journal after `since` for which wanted(row) holds."""
        with Connection(self.socket) as connection:
            return next(row for row in connection.events(since=since) if wanted(row))

    def wait_for_end(self, run):
        answer = self.call("runs.wait", run_id=run, timeout_ms=WORK_PATIENCE * 1000)
        assert answer["finished"], f"run {run} has not ended:\n{self.log()}"
        return answer["run"]

    def items(self, *flags):
        return self.ctl("items", *flags, "-o", "ndjson").rows

    def database(self):
        return self.folder / "state" / "trawl.db"


def by_name(run):
    """{platform: its row} of a run object."""
    return {platform["name"]: platform for platform in run["platforms"]}
