"""What a scraper in Python sees of trawl: `import trawl`, and a function run(ctx).

Everything here belongs to the thread that calls run(). A page is a plain value: its bytes are a copy, and it
may be kept. trawl.Cancelled means that the run is to stop: let it pass.
"""
import ast
import json
import os
import sys
import types
from dataclasses import dataclass, field

import _trawl

OK, IDLE, AGAIN, DUPLICATE, CANCELLED, INVALID = 0, 1, 3, 5, -1, -2  # trawl_status of trawl/plugin.h
QUIET, NO_CACHE, NO_REDIRECT = 1, 2, 4  # TRAWL_REQ_*
SEVERITIES = {"warning": 2, "error": 3}
LEVELS = {"debug": 0, "info": 1, "warning": 2, "error": 3}


class Cancelled(BaseException):
    """The run is to stop. No Exception, so that a handler for errors does not swallow it."""


class Failure(Exception):
    """Fails the platform with a code and a URL of its own on the run's error list."""

    def __init__(self, code, text, url=""):
        super().__init__(text)
        self.code, self.url = code, url


@dataclass(frozen=True)
class Page:
    """The answer to one request, or what went wrong with it."""

    net: int  # TRAWL_NET_*; 0: an HTTP answer arrived, whatever its status
    status: int  # 0 when no answer arrived
    url: str  # after redirects
    body: bytes
    error: str  # one sentence when no answer arrived
    headers: list  # of (name, value), in the order received
    encoding: str  # of the body, as trawl tells it; "" when it is no text
    elapsed: float  # seconds
    attempts: int
    from_cache: bool

    @property
    def ok(self):
        """An answer with a status below 400. What is not ok is on the run's error list, unless it was quiet."""
        return self.net == OK and self.status < 400

    @property
    def text(self):
        return self.body.decode(_codec(self.encoding), "replace").removeprefix("\ufeff")

    def json(self):
        return json.loads(self.body)

    def header(self, name, otherwise=""):
        return next((value for key, value in self.headers if key.lower() == name.lower()), otherwise)


@dataclass(frozen=True)
class Request:
    """A request that is more than a URL."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    quiet: bool = False  # failure is expected: keep it off the run's error list
    no_cache: bool = False
    redirect: bool = True
    timeout: float = 0  # seconds; 0: what the platform's configuration says
    priority: int = 0

    def flags(self):
        return self.quiet * QUIET | self.no_cache * NO_CACHE | (not self.redirect) * NO_REDIRECT


class Config(dict):
    """The platform's configuration. A key that is missing fails the platform by its name."""

    def __missing__(self, key):
        raise Failure("config", f"configuration /{key} is missing")


class State:
    """What the platform remembers from run to run: short texts by key."""

    def get(self, key, otherwise=None):
        value = _trawl.state_get(key)
        return otherwise if value is None else value

    def __setitem__(self, key, value):
        _need(_trawl.state_set(key, value), f"trawl refuses the value for {key!r}")


class Context:
    """Everything a plugin can do during its run."""

    def __init__(self):
        self.__dict__.update(_trawl.info())  # run_id, platform, trigger, seed, max_in_flight, replay
        self.config = Config(json.loads(_trawl.config()))
        self.state = State()
        self.url = ""  # of the page being handled
        self._tag = 0
        self._arrived = {}

    def fetch(self, request):
        """The page of a Request or a URL. Waits for it."""
        tag = self._send(request, lambda: self._keep(_receive()))
        while tag not in self._arrived:
            self._keep(_receive())
        return self._take(tag)

    def get(self, url, **options):
        return self.fetch(Request(url, **options))

    def post(self, url, body, content_type="application/x-www-form-urlencoded", **options):
        data = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": content_type, **options.pop("headers", {})}
        return self.fetch(Request(url, "POST", data, headers, **options))

    def get_all(self, requests, in_order=False):
        """Pages as they arrive, with as many requests under way as the platform allows; in_order: as asked."""
        waiting = iter(requests)
        under_way = []
        more = True
        while True:
            while more and len(under_way) < self.max_in_flight:
                request = next(waiting, None)
                more = request is not None
                if more:
                    under_way.append(self._send(request, lambda: self._keep(_receive())))
            if not under_way:
                return
            ready = self._next_ready(under_way, in_order)
            under_way.remove(ready)
            yield self._take(ready)

    def emit(self, kind, key, item):
        """Adds an item; False when this kind and key were emitted before in this run (the first one stays)."""
        text = json.dumps(item, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        status = _trawl.emit(kind, key, text)
        if status < 0:
            raise Failure("item", f"trawl refuses the item {key!r}")
        return status != DUPLICATE

    def report(self, code, text, url=None, severity="error"):
        """A line on the run's error list. An error fails the platform, a warning is only shown."""
        _trawl.report(SEVERITIES[severity], code, self.url if url is None else url, text)

    def log(self, text, level="info"):
        _trawl.log(LEVELS[level], str(text))

    def progress(self, done, total=0, what=""):
        _trawl.progress(done, total, what)

    def checkpoint(self):
        """Keeps items and state so far even if the run fails later."""
        _trawl.checkpoint()

    def stopping(self):
        """For long computations: return soon when it is true."""
        return _trawl.stopping()

    def now(self):
        """Seconds since 1970; stands still in a replay."""
        return _trawl.now_us() / 1e6

    def _send(self, request, make_room):
        if isinstance(request, str):
            request = Request(request)
        self._tag += 1
        while True:
            status = _trawl.fetch(
                self._tag, request.method, request.url, list(request.headers.items()), request.body,
                int(request.timeout * 1000), request.flags(), request.priority)
            if status != AGAIN:
                _need(status, f"trawl refuses the request for {request.url!r}")
                return self._tag
            make_room()

    def _next_ready(self, tags, in_order):
        while True:
            ready = [tag for tag in (tags[:1] if in_order else self._arrived) if tag in self._arrived and tag in tags]
            if ready:
                return ready[0]
            self._keep(_receive())

    def _keep(self, answer):
        tag, page = answer
        self._arrived[tag] = page

    def _take(self, tag):
        page = self._arrived.pop(tag)
        self.url = page.url
        return page


def _receive():
    answer = _trawl.wait()
    if isinstance(answer, int):
        _need(answer, "trawl does not answer")
        raise Failure("plugin", "there is nothing to wait for")
    return answer[0], Page(*answer[1:])


def _need(status, why):
    if status == CANCELLED:
        raise Cancelled
    if status < 0:
        raise Failure("request", why)


def _codec(encoding):
    try:
        "".encode(encoding or "utf-8")
        return encoding or "utf-8"
    except LookupError:
        return "utf-8"


class _Log:
    """Where print() goes: each line is a line of the run's log."""

    encoding = "utf-8"

    def __init__(self, level):
        self.level, self.rest = level, ""

    def write(self, text):
        *lines, self.rest = (self.rest + text).split("\n")
        for line in lines:
            _trawl.log(self.level, line)
        return len(text)

    def flush(self):
        if self.rest:
            self.write("\n")


def _load(path):
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    module = types.ModuleType(os.path.splitext(os.path.basename(path))[0])
    module.__file__ = path
    sys.modules[module.__name__] = module
    exec(code, module.__dict__)
    return module


def _where(error, path):
    """The innermost line of the script itself, as 'books.py:12'."""
    lines = []
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == path:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return f"{os.path.basename(path)}:{lines[-1]}" if lines else os.path.basename(path)


def _run(path):
    """Runs a script's run(). None when it went well, "cancelled", or (code, text, url) of what it raised."""
    sys.stdout, sys.stderr = _Log(LEVELS["info"]), _Log(LEVELS["warning"])
    ctx = None
    try:
        module = _load(path)
        ctx = Context()
        module.run(ctx)
        return None
    except Cancelled:
        return "cancelled"
    except Failure as failure:
        return failure.code, str(failure), failure.url or ctx.url
    except MemoryError:
        return "memory", f"{os.path.basename(path)} ran out of memory", ""
    except BaseException as error:  # SystemExit too: leaving is no success
        import traceback

        _trawl.log(LEVELS["debug"], traceback.format_exc())
        text = f"{_where(error, path)}: {type(error).__name__}: {error}"
        return "exception", text, ctx.url if ctx else ""
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _fault(path):
    """Why a script cannot be run, without running it; None when nothing is seen."""
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read(), path)
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}"
    except SyntaxError as error:
        return f"{path}:{error.lineno}:{error.offset}: {error.msg}"
    except ValueError as error:
        return f"{path}: {error}"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "run":
            return None
        names = [alias.asname or alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        targets = [target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)]
        if "run" in names + targets:
            return None
    return f"{path} has no function run(ctx)"
