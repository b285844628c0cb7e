"""The stage of a browser test: five fake sites, a real daemon, the HTTP adapter, and a prompter.

    stage.py SCRIPT.mjs

runs SCRIPT under Node with STAGE_BASE (the page), STAGE_TOKEN (an operator's), STAGE_LOGIN (the address that
`trawlctl web` prints), STAGE_PROMPTER and STAGE_ARTEFACTS (a folder for screenshots) in its environment. The
prompter is a small HTTP server through which the script looks at the sites' counters and changes the scene:

    GET  /requests            {host: number of pages it was asked for}
    POST /fault/HOST/FAULT    the site fails from now on (see site_server.py); FAULT "none" heals it
    POST /daemon/ACTION       restart, stop, start
    POST /adapter/restart
    POST /run                 starts a run, as `trawlctl run` does; its id
    POST /items               what `trawlctl items` prints
    POST /web                 a fresh address from `trawlctl web`
"""
import http.server
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))
import site_server
import sites
import trawl
from adapter import Adapter, require_adapter

CHROMIUM = "/usr/bin/chromium"
HOSTILE = ("/", "text/html; charset=utf-8",
           "<!doctype html><title>x</title><h1>&lt;script&gt;document.title='owned'&lt;/script&gt;&#27;[2J&#27;]0;owned&#7;</h1>")


def scene():
    """Five platforms; the first one's item carries markup and terminal escapes."""
    stage = sites.own_sites(5)
    path, content_type, body = HOSTILE
    stage.pages["site-00.example", path] = site_server.Page(200, content_type, body.encode())
    return stage


def handler(stage):
    class Prompter(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            self.answer(Counter(request["host"] for request in stage.site.requests))

        def do_POST(self):
            self.answer(stage.act(*self.path.strip("/").split("/")))

        def answer(self, value):
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Prompter


class Stage:
    def __init__(self, site, daemon, adapter):
        self.site, self.daemon, self.adapter = site, daemon, adapter

    def act(self, what, *words):
        if what == "fault":
            host, fault = words
            self.site.faults[host] = None if fault == "none" else fault
        elif what == "daemon":
            if words[0] in ("restart", "stop"):
                self.daemon.process.terminate()
                self.daemon.process.wait(60)
            if words[0] in ("restart", "start"):
                self.daemon.start()
        elif what == "adapter":
            self.adapter.stop()
            self.adapter.start()
        elif what == "run":
            return self.daemon.call("runs.start")["run_id"]
        elif what == "items":
            return self.daemon.ctl("items").out
        elif what == "web":
            return self.web_address()
        return None

    def web_address(self):
        return self.daemon.ctl("web", "-o", "json").json["url"]


def require_browser(script):
    require_adapter()
    if not os.path.exists(CHROMIUM):
        raise trawl.unittest.SkipTest(f"{CHROMIUM} is not installed (Debian's package chromium)")
    modules = Path(os.environ.get("TRAWL_WEB_MODULES", "/nonexistent"))
    if not (modules / "playwright-core").exists():
        raise trawl.unittest.SkipTest("the browser tests' modules are not installed (npm ci did not run)")
    if not script.exists():
        raise FileNotFoundError(script)


def play(script, schedule="1d"):
    require_browser(script)
    scenery = scene()
    with site_server.Site(scenery.pages) as site:
        config = scenery.config(site)
        config["schedules"] = {"rounds": {"every": schedule, "platforms": "all"}}
        daemon = trawl.Daemon(config)
        adapter = Adapter(daemon)   # adds its section to trawl.yaml before the daemon reads it
        with daemon, adapter:
            stage = Stage(site, daemon, adapter)
            prompter = http.server.HTTPServer(("127.0.0.1", 0), handler(stage))
            artefacts = trawl.BUILD / "artefacts" / script.stem
            artefacts.mkdir(parents=True, exist_ok=True)
            environment = {**os.environ, "STAGE_BASE": adapter.base, "STAGE_TOKEN": adapter.tokens["operator"],
                           "STAGE_VIEWER_TOKEN": adapter.tokens["viewer"],
                           "STAGE_PROMPTER": f"http://127.0.0.1:{prompter.server_address[1]}",
                           "STAGE_ARTEFACTS": str(artefacts), "CHROMIUM": CHROMIUM}
            failed = perform(script, environment, prompter)
            if failed:
                print(daemon.log(), adapter.log(), sep="\n", file=sys.stderr)
            return failed


def perform(script, environment, prompter):
    """Runs the script; its exit code.

    The prompter serves on this thread: a daemon that it starts dies with the thread that started it.
    """
    performance = subprocess.Popen(["node", script], env=environment)

    def until_the_end():
        try:
            performance.wait(280)
        except subprocess.TimeoutExpired:
            performance.kill()
        prompter.shutdown()

    threading.Thread(target=until_the_end, daemon=True).start()
    prompter.serve_forever(poll_interval=0.05)
    return performance.wait()


if __name__ == "__main__":
    try:
        sys.exit(play(Path(sys.argv[1]).resolve(), *sys.argv[2:]))
    except trawl.unittest.SkipTest as reason:
        print(f"skipped: {reason}")
        sys.exit(trawl.SKIPPED)
