"""GET of one run through trawl-httpd, beside nginx that serves the same bytes from a file and beside FastAPI on
uvicorn that reads the same rows of the same database; then the fan-out of events to 500 streams, beside the
same done with Starlette. Servers stay on the first processor, clients on the second.

    http_bench.py [--rounds N] [--seconds N]

Needs Debian's packages wrk, nginx-light, python3-fastapi and uvicorn; a peer that is missing is left out.
"""
import argparse
import contextlib
import os
import re
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from contenders import CLIENT_CPU, SERVER_CPU, cpu_ms_of, pin_all_threads, pin_to, print_goal, trawl
from adapter import Adapter, free_port

HERE = Path(__file__).resolve().parent
CLIENTS, EVENTS = 500, 200


def start(command, port, **more):
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               preexec_fn=pin_to(SERVER_CPU), **more)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return process
        if process.poll() is not None:
            raise SystemExit(f"{command[0]} ended with {process.returncode}")
        time.sleep(0.05)
    raise SystemExit(f"{command[0]} does not listen")


@contextlib.contextmanager
def nginx(folder, body):
    port = free_port()
    (folder / "run.json").write_bytes(body)
    (folder / "nginx.conf").write_text(f"""
        daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
        events {{ worker_connections 1024; }}
        http {{ access_log off; default_type application/json; sendfile on; keepalive_requests 100000000;
               client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
               uwsgi_temp_path {folder}; scgi_temp_path {folder};
               server {{ listen 127.0.0.1:{port}; root {folder}; }} }}""")
    process = start([shutil.which("nginx") or "/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf"], port)
    try:
        yield f"http://127.0.0.1:{port}/run.json"
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def fastapi(database, run):
    port = free_port()
    command = [sys.executable if has_fastapi(sys.executable) else "/usr/bin/python3", "-m", "uvicorn", "fastapi_peer:app",
               "--port", port, "--no-access-log", "--log-level", "warning"]
    process = start(command, port, cwd=HERE, env={**os.environ, "PEER_DATABASE": str(database)})
    try:
        yield f"http://127.0.0.1:{port}", run, process
    finally:
        process.terminate()
        process.wait()


def has_fastapi(python):
    return subprocess.run([python, "-c", "import fastapi, uvicorn"], capture_output=True, check=False).returncode == 0


def wrk(url, seconds, connections=16, header=None):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *(["-H", header] if header else []), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, preexec_fn=pin_to(CLIENT_CPU)).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{url} does not answer 200:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def measure_get(arguments, daemon, adapter, run):
    token = f"Authorization: Bearer {adapter.tokens['viewer']}"
    url = f"{adapter.base}/api/v1/runs/{run}"
    body = adapter.get(f"/api/v1/runs/{run}").body
    with contextlib.ExitStack() as stack:
        contenders = {"trawl-httpd": lambda: wrk(url, arguments.seconds, header=token)}
        if shutil.which("nginx") or Path("/usr/sbin/nginx").exists():
            file = stack.enter_context(nginx(daemon.folder, body))
            contenders["nginx, a file"] = lambda: wrk(file, arguments.seconds, header=token)
        if has_fastapi(sys.executable) or has_fastapi("/usr/bin/python3"):
            base, number, _ = stack.enter_context(fastapi(daemon.database(), run))
            contenders["FastAPI, async"] = lambda: wrk(f"{base}/async/{number}", arguments.seconds)
            contenders["FastAPI, sync"] = lambda: wrk(f"{base}/sync/{number}", arguments.seconds)
        rounds = [{name: ask() for name, ask in contenders.items()} for _ in range(arguments.rounds)]
    print(f"GET of a run of {len(body)} bytes, 16 connections, requests/s, median (lowest to highest)")
    for name in contenders:
        figures = [figure[name] for figure in rounds]
        print(f"  {name:16} {statistics.median(figures):9.0f}  ({min(figures):.0f} to {max(figures):.0f})")
    for name, wanted in (("nginx, a file", ">= 0.35"), ("FastAPI, async", ">= 2.5"), ("FastAPI, sync", ">= 8")):
        if name in contenders:
            ratio = statistics.median(figure["trawl-httpd"] / figure[name] for figure in rounds)
            print_goal("P9", f"GET of a run /s / {name}", ratio, wanted)


class Listeners:
    """CLIENTS open streams, read by one thread that counts bytes."""

    def __init__(self, port, path, header=""):
        self.selector = selectors.DefaultSelector()
        self.received, self.sockets = {}, []
        for _ in range(CLIENTS):
            connection = socket.create_connection(("127.0.0.1", port))
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{header}\r\n".encode())
            connection.setblocking(False)
            self.selector.register(connection, selectors.EVENT_READ)
            self.received[connection] = 0
            self.sockets.append(connection)

    def read_until(self, mark_count, mark):
        """Until every stream has had `mark` that often."""
        missing = {connection: mark_count for connection in self.sockets}
        while missing:
            for key, _ in self.selector.select(60):
                piece = key.fileobj.recv(262144)
                if not piece:
                    raise SystemExit("a stream ended early")
                self.received[key.fileobj] += len(piece)
                if key.fileobj in missing:
                    missing[key.fileobj] -= piece.count(mark)
                    if missing[key.fileobj] <= 0:
                        del missing[key.fileobj]

    def close(self):
        for connection in self.sockets:
            connection.close()


def pss_kib(pid):
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))


def fan_out(pid, listeners, emit, mark):
    """CPU in ms and memory in KiB that EVENTS events to all listeners cost."""
    listeners.read_until(1, b"\r\n\r\n")
    before = cpu_ms_of(pid)[0]
    for number in range(EVENTS):
        emit(number)
    listeners.read_until(EVENTS, mark)
    return cpu_ms_of(pid)[0] - before, pss_kib(pid)


def measure_fan_out(daemon, adapter, platform):
    header = f"Authorization: Bearer {adapter.tokens['viewer']}\r\n"
    idle = pss_kib(adapter.process.pid)
    listeners = Listeners(adapter.port, "/api/v1/events", header)
    with trawl.Connection(daemon.socket) as connection:
        def emit(number):
            connection.call("platforms.enable" if number % 2 else "platforms.disable", name=platform)
        ours = fan_out(adapter.process.pid, listeners, emit, b"event: platform.")
    size = sum(listeners.received.values()) // CLIENTS // EVENTS
    listeners.close()
    print(f"{EVENTS} events of {size} bytes to {CLIENTS} streams")
    deliveries = CLIENTS * EVENTS
    print(f"  trawl-httpd      {ours[0] * 1000 / deliveries:6.1f} us of CPU each, {ours[1]} KiB ({idle} idle)")
    if not (has_fastapi(sys.executable) or has_fastapi("/usr/bin/python3")):
        return
    with fastapi(daemon.database(), 1) as (base, _, process):
        port = int(base.rsplit(":", 1)[1])
        listeners = Listeners(port, "/events")

        def emit(_):
            with socket.create_connection(("127.0.0.1", port)) as asking:
                asking.sendall(f"POST /emit?size={size} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
                while asking.recv(4096):
                    pass
        theirs = fan_out(process.pid, listeners, emit, b"event: ")
        listeners.close()
    print(f"  Starlette        {theirs[0] * 1000 / deliveries:6.1f} us of CPU each, {theirs[1]} KiB")
    print_goal("P9", "CPU per event and stream / Starlette", ours[0] / theirs[0], "<= 0.25")


def main():
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--seconds", type=int, default=2)
    arguments = reader.parse_args()
    if not shutil.which("wrk"):
        print("wrk is not installed: nothing is measured")
        return
    config = {"platforms": {f"demo-{number}": {"plugin": "demo", "config": {"items": 10}} for number in range(3)}}
    daemon = trawl.Daemon(config)
    adapter = Adapter(daemon, streams_per_caller=CLIENTS)
    with daemon, adapter:
        run = daemon.wait_for_end(daemon.call("runs.start")["run_id"])["id"]
        pin_all_threads(daemon.process.pid, SERVER_CPU)
        pin_all_threads(adapter.process.pid, SERVER_CPU)
        os.sched_setaffinity(0, {CLIENT_CPU})
        measure_get(arguments, daemon, adapter, run)
        measure_fan_out(daemon, adapter, "demo-0")


if __name__ == "__main__":
    main()
