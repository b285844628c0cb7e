"""Two runs of two schedules scrape one site at the same time; the site's own clock shows that together they
keep to the connections and the delay, and that a Retry-After heard by one of them holds back both.

What a site sees of starts is blurred by the machine: a request that was sent in time may be read late, and the
next one then seems to follow too soon. The blur is measured while a test runs, and allowed for.
"""
import email.utils
import socketserver
import threading
import time
import unittest

import trawl
from site_server import Conversation

HOST = "shop.example"
PAGES = 10                 # of each platform
TOLERANCE = 0.05           # seconds; added to the measured blur
RUNS = ("left", "right")   # name of a schedule and of its platform


class Blur(threading.Thread):
    """The longest time by which this machine woke a thread too late."""

    def __init__(self):
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.seconds = 0.0

    def run(self):
        while not self.ended.is_set():
            begin = time.monotonic()
            self.ended.wait(0.005)
            self.seconds = max(self.seconds, time.monotonic() - begin - 0.005)


class Visit:
    def __init__(self, path):
        self.path, self.begin, self.end = path, time.monotonic(), None

    @property
    def run(self):
        return self.path.split("/")[1]


class Site(socketserver.ThreadingTCPServer):
    """Answers every page after `service` seconds, but the visit number `rest_at` with a wish to be left alone."""
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, service, rest_at=None, rest=None):
        super().__init__(("127.0.0.1", 0), Visitor)
        self.service, self.rest_at, self.rest = service, rest_at, rest
        self.visits, self.lock = [], threading.Lock()
        self.refusal = None      # the visit that was answered with `rest`
        self.blur = Blur()

    def __enter__(self):
        self.blur.start()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.blur.ended.set()
        self.shutdown()
        self.server_close()

    def visit(self, path):
        with self.lock:
            self.visits.append(Visit(path))
            visit = self.visits[-1]
            if len(self.visits) == self.rest_at:
                self.refusal = visit
        return visit

    @property
    def tolerance(self):
        return TOLERANCE + self.blur.seconds

    def config(self, **per_host):
        def platform(name):
            return {"plugin": "html", "config": {
                "start": [f"http://{HOST}/{name}/{page}" for page in range(PAGES)],
                "each": ":root", "key": "{url}", "fields": {"title": {"css": "h1"}}}}
        return {"fetch": {"connect_to": [f"::127.0.0.1:{self.server_address[1]}"], "allow_private": ["127.0.0.0/8"],
                          "per_host": per_host, "retry": {"attempts": 1}},
                "platforms": {name: platform(name) for name in RUNS},
                "schedules": {name: {"every": "1d", "platforms": [name]} for name in RUNS}}


class Visitor(Conversation):
    def answer(self):
        words = self.rfile.readline(65536).decode("latin-1").split()
        if len(words) != 3:
            return False
        site, path = self.server, words[1]
        visit = site.visit(path) if path != "/robots.txt" else None
        while self.rfile.readline(65536).strip():
            pass
        if not visit:
            return self.send("404 Not Found", "", b"none")
        time.sleep(site.service)
        visit.end = time.monotonic()
        if visit is site.refusal:
            status, wish = site.rest()
            return self.send(status, f"Retry-After: {wish}\r\n", b"come back later")
        return self.send("200 OK", "Content-Type: text/html\r\n", f"<h1>{path}</h1>".encode())

    def send(self, status, headers, body):
        self.wfile.write(f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        return True


def most_at_once(visits):
    moments = sorted([(visit.begin, 1) for visit in visits] + [(visit.end, -1) for visit in visits])
    now = most = 0
    for _, change in moments:
        now += change
        most = max(most, now)
    return most


class Politeness(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()

    def scrape(self, site, **per_host):
        """Both schedules at the same time; every page of both must be there in the end."""
        with trawl.Daemon(site.config(**per_host)) as daemon:
            runs = [daemon.call("schedules.trigger", name=name)["run_id"] for name in RUNS]
            for run in runs:
                self.assertEqual(daemon.wait_for_end(run)["status"], "completed", daemon.log())
            self.assertEqual(len(daemon.items()), len(RUNS) * PAGES)
            counts = daemon.call("daemon.metrics")["fetch"]
        begins = {name: [visit.begin for visit in site.visits if visit.run == name] for name in RUNS}
        self.assertLess(max(times[0] for times in begins.values()), min(times[-1] for times in begins.values()),
                        "the runs were under way at the same time")
        return counts

    def check_connections(self, site, most):
        self.assertLessEqual(most_at_once(site.visits), most)

    def check_delay(self, site, delay):
        begins = sorted(visit.begin for visit in site.visits)
        gaps = [after - before for before, after in zip(begins, begins[1:])]
        self.assertGreaterEqual(min(gaps), delay - site.tolerance, f"blur {site.blur.seconds:.3f} s")
        self.assertGreaterEqual(begins[-1] - begins[0], delay * len(gaps) - site.tolerance)

    def test_connections_are_shared(self):
        with Site(service=0.1) as site:
            self.scrape(site, connections=2)
            self.check_connections(site, 2)
            self.assertEqual(most_at_once(site.visits), 2, "and both are used")

    def test_the_delay_is_shared(self):
        with Site(service=0.3) as site:
            self.scrape(site, connections=4, delay="200ms")
            self.check_connections(site, 4)
            self.check_delay(site, 0.2)

    def check_rest(self, rest, at_least):
        with Site(service=0.05, rest_at=7, rest=rest) as site:
            counts = self.scrape(site, connections=2, delay="50ms")
            self.assertEqual(counts["holds"], 1)
            self.assertEqual(len(site.visits), len(RUNS) * PAGES + 1, "the refused page is asked for once more")
            silence_begins = site.refusal.end + site.tolerance   # those under way already may still arrive
            later = [visit for visit in site.visits if visit.begin > silence_begins]
            self.assertGreaterEqual(min(visit.begin for visit in later) - site.refusal.end, at_least - site.tolerance)
            self.assertEqual({visit.run for visit in later}, set(RUNS), "both runs had to wait")

    def test_seconds_hold_back_both_runs(self):
        self.check_rest(lambda: ("429 Too Many Requests", "2"), at_least=2)

    def test_a_date_holds_back_both_runs(self):
        # A date has whole seconds, so that up to one of the three is lost.
        self.check_rest(lambda: ("503 Service Unavailable", email.utils.formatdate(time.time() + 3, usegmt=True)),
                        at_least=2)


if __name__ == "__main__":
    trawl.main()
