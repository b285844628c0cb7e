"""Raw requests that a parser may read in two ways, and what the HTTP adapter makes of each: http_gate_test.py sends
them. `{H}` stands for the host and port that the adapter listens at, `{A}` for an Authorization field with its
line end. Clauses are those of RFC 9112 unless they say 9110.

A vector that ends the connection has status and nothing else; one that leaves it open (`goes_on`) is answered as
often as it has statuses, and then the next request is read where this one ends. A `page` is the answer to an address
that only looks like one of the API, or like a file of the machine.
"""
from dataclasses import dataclass

PING = '{"jsonrpc":"2.0","id":1,"method":"rpc.ping"}'
READ = "GET /api/v1/schedules HTTP/1.1\r\nHost: {H}\r\n{A}"
POST = "POST /rpc HTTP/1.1\r\nHost: {H}\r\n{A}Content-Type: application/json\r\n"
CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n"
SIZE = f"{len(PING):x}"
WHOLE = f"{SIZE}\r\n{PING}\r\n0\r\n\r\n"
HIDDEN = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
HEAD_LIMIT, BODY_LIMIT, FIELD_LIMIT = 16 << 10, 1 << 20, 100


@dataclass
class Vector:
    name: str
    clause: str
    raw: str
    status: list
    goes_on: bool = False
    page: bool = False


def ends(name, clause, status, raw):
    return Vector(name, clause, raw, [status])


def goes_on(name, clause, status, raw):
    return Vector(name, clause, raw, status if isinstance(status, list) else [status], True)


def page(name, clause, raw):
    """Any path beyond the API is a view of the web page, which is the same few bytes for all of them."""
    return Vector(name, clause, raw, [200], True, True)


def read_with(field):
    return READ + field + "\r\n\r\n"


def length(value):
    return POST + f"Content-Length:{value}\r\n\r\n" + PING


def coded(value):
    return POST + f"Transfer-Encoding:{value}\r\n\r\n" + WHOLE


def line(text):
    return text + "\r\nHost: {H}\r\n{A}\r\n"


LENGTHS = [
    goes_on("a length", "6.2", 200, length(f" {len(PING)}")),
    goes_on("a length with leading zeros", "6.2", 200, length(f" 000{len(PING)}")),
    ends("a length and a coding", "6.3 rule 3", 400, POST + f"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{WHOLE}"),
    ends("a coding and a length", "6.3 rule 3", 400, POST + f"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n{WHOLE}"),
    ends("two lengths that differ", "6.3 rule 5", 400, POST + f"Content-Length: 0\r\nContent-Length: {len(PING)}\r\n\r\n{PING}"),
    ends("two lengths alike", "6.3 rule 5", 400, POST + f"Content-Length: {len(PING)}\r\nContent-Length: {len(PING)}\r\n\r\n{PING}"),
    ends("a list of lengths", "6.3 rule 5", 400, length(f" {len(PING)}, {len(PING)}")),
    ends("a length with a plus", "9110 8.6", 400, length(f" +{len(PING)}")),
    ends("a length in hexadecimal", "9110 8.6", 400, length(f" 0x{SIZE}")),
    ends("a negative length", "9110 8.6", 400, length(" -1")),
    ends("an empty length", "9110 8.6", 400, length(" ")),
    ends("a length with a blank in it", "9110 8.6", 400, length(" 4 4")),
    ends("a length with a fraction", "9110 8.6", 400, length(" 44.0")),
    ends("a length beyond 64 bits", "9110 8.6", 413, length(f" {2**64 + len(PING)}")),
    ends("a length beyond the limit", "9110 15.5.14", 413, length(f" {BODY_LIMIT + 1}")),
    ends("a length under a name with a blank", "5.1", 400, POST + f"Content-Length : {len(PING)}\r\n\r\n{PING}"),
]

CHUNKS = [
    goes_on("chunks", "7.1", 200, CHUNKED + WHOLE),
    goes_on("the coding in capitals", "7", 200, coded(" CHUNKED")),
    goes_on("chunk sizes in capitals, with zeros", "7.1", 200, CHUNKED + f"00{SIZE.upper()}\r\n{PING}\r\n000\r\n\r\n"),
    goes_on("a chunk extension", "7.1.1", 200, CHUNKED + f"{SIZE};a=b;c=\"d;e\"\r\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk size that is no number", "7.1", 400, CHUNKED + f"zz\r\n{PING}\r\n0\r\n\r\n"),
    ends("an empty chunk size", "7.1", 400, CHUNKED + f"\r\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk size with 0x", "7.1", 400, CHUNKED + f"0x{SIZE}\r\n{PING}\r\n0\r\n\r\n"),
    ends("a negative chunk size", "7.1", 400, CHUNKED + f"-{SIZE}\r\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk size with a plus", "7.1", 400, CHUNKED + f"+{SIZE}\r\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk size with a blank before it", "7.1", 400, CHUNKED + f" {SIZE}\r\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk size beyond 64 bits", "7.1", 400, CHUNKED + f"1{int(SIZE, 16):016x}\r\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk beyond the limit", "9110 15.5.14", 413, CHUNKED + f"{BODY_LIMIT + 1:x}\r\n" + PING),
    ends("a chunk longer than its size", "7.1", 400, CHUNKED + f"2\r\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk without CR LF", "7.1", 400, CHUNKED + f"{SIZE}\r\n{PING}0\r\n\r\n"),
    ends("a chunk size ended by LF", "7.1, 2.2", 400, CHUNKED + f"{SIZE}\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk ended by LF", "7.1, 2.2", 400, CHUNKED + f"{SIZE}\r\n{PING}\n0\r\n\r\n"),
    ends("a chunk extension ended by LF", "7.1.1, 2.2", 400, CHUNKED + f"{SIZE};a\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk extension with CR", "7.1.1, 2.2", 400, CHUNKED + f"{SIZE};a\rb\r\n{PING}\r\n0\r\n\r\n"),
    ends("a chunk extension without end", "7.1.1", 400, CHUNKED + f"{SIZE};" + "a" * (200 << 10)),
    ends("trailers ended by LF", "7.1.2, 2.2", 400, CHUNKED + f"{SIZE}\r\n{PING}\r\n0\r\nA: b\nC: d\r\n\r\n"),
    ends("a trailer with a length", "9110 6.5.1", 400, CHUNKED + f"{SIZE}\r\n{PING}\r\n0\r\nContent-Length: 5\r\n\r\n"),
    goes_on("a trailer with a second host", "9110 6.5.1", 200, CHUNKED + f"{SIZE}\r\n{PING}\r\n0\r\nHost: elsewhere\r\n\r\n"),
    goes_on("a trailer with a token", "9110 6.5.1", 401,
            CHUNKED.replace("{A}", "") + f"{SIZE}\r\n{PING}\r\n0\r\n" + "{A}\r\n"),
]

CODINGS = [
    ends("gzip, chunked", "6.1", 501, coded(" gzip, chunked")),
    ends("chunked, chunked", "6.1", 501, coded(" chunked, chunked")),
    ends("chunked, identity", "6.1", 501, coded(" chunked, identity")),
    ends("identity, which is obsolete", "6.1, appendix C.3", 501, coded(" identity")),
    ends("xchunked", "6.1", 501, coded(" xchunked")),
    ends("chunked with a parameter", "7.1", 501, coded(" chunked;q=1")),
    ends("chunked in quotes", "6.1", 501, coded(' "chunked"')),
    ends("an empty coding", "6.1", 501, coded(" ")),
    ends("two fields with codings", "6.1", 501, POST + f"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n{WHOLE}"),
    ends("chunked behind a vertical tab", "9110 5.5", 400, coded(" \x0bchunked")),
    ends("chunked with HTTP/1.0", "6.1", 400, (POST + f"Transfer-Encoding: chunked\r\n\r\n{WHOLE}").replace("1.1", "1.0", 1)),
    ends("chunked on a folded line", "5.2", 400, POST + f"Transfer-Encoding:\r\n chunked\r\n\r\n{WHOLE}"),
    ends("a coding under a name with a blank", "5.1", 400, POST + f"Transfer-Encoding : chunked\r\n\r\n{WHOLE}"),
]

FIELDS = [
    ends("a blank before the colon", "5.1", 400, read_with("X-A : b")),
    ends("a tab before the colon", "5.1", 400, read_with("X-A\t: b")),
    ends("a folded line", "5.2", 400, read_with("X-A: b\r\n c")),
    ends("a folded line with a tab", "5.2", 400, read_with("X-A: b\r\n\tc")),
    ends("a blank before the first field", "2.2", 400, "GET /api/v1/schedules HTTP/1.1\r\n Host: {H}\r\n{A}\r\n"),
    ends("NUL in a value", "9110 5.5", 400, read_with("X-A: b\0c")),
    ends("NUL in a name", "9110 5.1", 400, read_with("X\0A: b")),
    ends("a control character in a value", "9110 5.5", 400, read_with("X-A: b\x01c")),
    ends("DEL in a value", "9110 5.5", 400, read_with("X-A: b\x7fc")),
    ends("CR in a value", "2.2", 400, read_with("X-A: b\rX-B: c")),
    ends("LF for CR LF", "2.2", 400, read_with("X-A: b\nX-B: c")),
    ends("LF for every CR LF", "2.2", 400, "GET /health/live HTTP/1.1\nHost: {H}\n\n"),
    ends("a head ended by LF", "2.2", 400, READ + "\n"),
    ends("a field without a colon", "5", 400, read_with("X-A b")),
    ends("a field without a name", "5", 400, read_with(": b")),
    ends("a name in brackets", "9110 5.6.2", 400, read_with("X(A): b")),
    goes_on("a field without a value", "9110 5.5", 200, read_with("X-A:")),
    ends("too many fields", "9110 5.4", 431, READ + "X-A: b\r\n" * FIELD_LIMIT + "\r\n"),
    ends("too long a head", "9110 5.4", 431, read_with("X-A: " + "b" * HEAD_LIMIT)),
]

HOSTS = [
    ends("no host", "3.2", 400, "GET /health/live HTTP/1.1\r\n\r\n"),
    ends("two hosts", "3.2", 400, "GET /health/live HTTP/1.1\r\nHost: {H}\r\nHost: {H}\r\n\r\n"),
    ends("a host with a blank", "3.2", 400, "GET /health/live HTTP/1.1\r\nHost: {H} elsewhere\r\n\r\n"),
    goes_on("an empty host", "9110 7.4", 421, "GET /health/live HTTP/1.1\r\nHost:\r\n\r\n"),
    goes_on("another host", "9110 7.4", 421, "GET /health/live HTTP/1.1\r\nHost: elsewhere\r\n\r\n"),
    goes_on("a host that begins like ours", "9110 7.4", 421, "GET /health/live HTTP/1.1\r\nHost: {H}.elsewhere\r\n\r\n"),
    goes_on("the absolute form", "3.2.2", 200, line("GET http://{H}/api/v1/schedules HTTP/1.1")),
    ends("the absolute form with another host", "3.2.2", 400, line("GET http://elsewhere/health/live HTTP/1.1")),
    ends("the absolute form with a user", "3.2.2", 400, line("GET http://a@{H}/health/live HTTP/1.1")),
    goes_on("the absolute form of another host, twice", "3.2.2", 421,
            "GET http://elsewhere/health/live HTTP/1.1\r\nHost: elsewhere\r\n\r\n"),
]

FIRST_LINES = [
    ends("HTTP/0.9", "2.3, 3", 400, "GET /health/live\r\n\r\n"),
    ends("the preface of HTTP/2", "9113 3.4", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ends("HTTP/2.0", "9110 15.6.6", 505, line("GET /health/live HTTP/2.0")),
    ends("HTTP/1.2", "2.3", 505, line("GET /health/live HTTP/1.2")),
    ends("HTTP/1.10", "2.3", 505, line("GET /health/live HTTP/1.10")),
    ends("http in small letters", "2.3", 400, line("GET /health/live http/1.1")),
    ends("two blanks", "3", 400, line("GET  /health/live HTTP/1.1")),
    ends("tabs", "3", 400, line("GET\t/health/live\tHTTP/1.1")),
    ends("a blank after the version", "3", 400, line("GET /health/live HTTP/1.1 ")),
    ends("a blank in the target", "3.2", 400, line("GET /health /live HTTP/1.1")),
    ends("a blank before the verb", "3", 400, line(" GET /health/live HTTP/1.1")),
    ends("CR in the target", "2.2", 400, line("GET /health\r/live HTTP/1.1")),
    ends("a target beyond ASCII", "3.2", 400, line("GET /health/\xe9 HTTP/1.1")),
    ends("a target without a slash", "3.2", 400, line("GET health/live HTTP/1.1")),
    ends("too long a target", "3", 431, line("GET /" + "a" * HEAD_LIMIT + " HTTP/1.1")),
    goes_on("an empty line first", "2.2", 200, "\r\n" + read_with("X-A: b")),
    ends("small letters", "9110 9.1", 405, line("get /health/live HTTP/1.1")),
    ends("an unknown verb", "9110 9.1", 405, line("BREW /health/live HTTP/1.1")),
    ends("TRACE", "9110 9.3.8", 405, line("TRACE /health/live HTTP/1.1")),
    ends("CONNECT", "9110 9.3.6", 405, line("CONNECT {H} HTTP/1.1")),
    ends("a verb with a colon", "9110 9.1", 400, line("G:T /health/live HTTP/1.1")),
    goes_on("a verb that the path does not take", "9110 15.5.6", 405, POST.replace("/rpc", "/api/v1/status") + "Content-Length: 2\r\n\r\n{}"),
]

PATHS = [
    page("an encoded slash", "3986 2.2", line("GET /api%2Fv1%2Fschedules HTTP/1.1")),
    goes_on("an encoded slash in a name", "3986 2.2", 404, line("GET /api/v1/schedules/a%2Fb HTTP/1.1")),
    goes_on("an encoded NUL", "3986 7.3", 400, line("GET /api/v1/schedules/a%00b HTTP/1.1")),
    goes_on("an encoded line end", "3986 7.3", 400, line("GET /api/v1/schedules/a%0d%0ab HTTP/1.1")),
    goes_on("an encoded byte that is no UTF-8", "3986 2.5", 400, line("GET /api/v1/schedules/%ff HTTP/1.1")),
    goes_on("a percent sign alone", "3986 2.1", 400, line("GET /api/v1/schedules/%zz HTTP/1.1")),
    goes_on("dot segments", "3986 5.2.4", 404, line("GET /api/v1/../v1/schedules HTTP/1.1")),
    page("encoded dot segments", "3986 6.2.2", line("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1")),
    page("dot segments of the page", "3986 5.2.4", line("GET /../../etc/passwd HTTP/1.1")),
    goes_on("doubled slashes", "3986 3.3", 404, line("GET /api//v1/schedules HTTP/1.1")),
    goes_on("OPTIONS of the whole server", "3.2.4", 204, line("OPTIONS * HTTP/1.1")),
    ends("GET of the whole server", "3.2.4", 400, line("GET * HTTP/1.1")),
]

SEQUENCES = [
    goes_on("three at once", "9.3.2", [200, 404, 200], READ + "\r\n" + line("GET /api/v1/none HTTP/1.1") + READ + "\r\n"),
    goes_on("a body on GET", "9110 9.3.1", 200, READ + f"Content-Length: {len(PING)}\r\n\r\n{PING}"),
    goes_on("chunks on GET", "9110 9.3.1", 200, READ + f"Transfer-Encoding: chunked\r\n\r\n{WHOLE}"),
    goes_on("a request in the body of GET", "9110 9.3.1", 200,
            READ + f"Content-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}"),
    goes_on("Expect", "9110 10.1.1", 200, POST + f"Expect: 100-continue\r\nContent-Length: {len(PING)}\r\n\r\n{PING}"),
    goes_on("Upgrade", "9110 7.8", 200, read_with("Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMA")),
    ends("Connection: close", "9.6", 200, read_with("Connection: close")),
    ends("close among others", "9.6", 200, read_with("Connection: x, Close")),
    ends("HTTP/1.0", "9.3", 200, read_with("X-A: b").replace("1.1", "1.0", 1)),
    goes_on("HTTP/1.0 that stays", "9.3", 200, read_with("Connection: keep-alive").replace("1.1", "1.0", 1)),
]

VECTORS = [*LENGTHS, *CHUNKS, *CODINGS, *FIELDS, *HOSTS, *FIRST_LINES, *PATHS, *SEQUENCES]
