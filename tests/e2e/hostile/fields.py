"""Header fields that no parser likes, and some that are harmless however they look."""
from hostile import GOOD, KEEP, behaviour, page

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % len(GOOD)


async def field(peer, line):
    await peer.send(HEAD + line + b"\r\n\r\n" + GOOD)


@behaviour
async def nul_in_header(peer, request):
    """A NUL in a value."""
    await field(peer, b"X-Nul: a\x00b")


@behaviour
async def nul_in_body(peer, request):
    """A NUL in the body, which is legal: what follows it must arrive."""
    await peer.answer(page("a\x00b", "long text " * 50))


@behaviour
async def header_without_colon(peer, request):
    """A line that is no header."""
    await field(peer, b"this is no header")


@behaviour
async def header_without_name(peer, request):
    """A line that begins with its colon."""
    await field(peer, b": nothing")


@behaviour
async def folded_header(peer, request):
    """A header over two lines, as it was done of old."""
    await field(peer, b"X-Folded: one\r\n two")


@behaviour
async def folded_first_header(peer, request):
    """A continuation line with nothing before it."""
    await peer.send(b"HTTP/1.1 200 OK\r\n folded: yes\r\n" + HEAD[17:] + b"\r\n" + GOOD)


@behaviour
async def space_before_colon(peer, request):
    """Content-Length with a space before its colon."""
    await peer.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length : %d\r\n\r\n" % len(GOOD) + GOOD)


@behaviour
async def space_in_header_name(peer, request):
    """A name of two words."""
    await field(peer, b"X Two Words: yes")


@behaviour
async def bare_line_feeds(peer, request):
    """Lines that end without a carriage return."""
    await peer.send((HEAD + b"\r\n").replace(b"\r\n", b"\n") + GOOD)


@behaviour
async def bare_carriage_return(peer, request):
    """A carriage return inside of a value, with what looks like a header behind it."""
    await field(peer, b"X-Split: a\rLocation: file:///etc/passwd")


@behaviour
async def bytes_beyond_ascii(peer, request):
    """Values that are neither ASCII nor UTF-8."""
    await field(peer, b"X-Bytes: \x80\xff\xfe\xc3\x28\r\nX-\xe4: \x7f\x1b[2J")


@behaviour
async def entity_tag_garbage(peer, request):
    """An ETag and a Last-Modified that make no sense."""
    await field(peer, b"ETag: W/\"\xff\"\"\x01, *\r\nLast-Modified: the day after tomorrow\r\nCache-Control: max-age=" + b"9" * 40)


@behaviour
async def cookie_garbage(peer, request):
    """Cookies without name, with control characters, for ever and for nobody."""
    await field(peer, b"\r\n".join([b"Set-Cookie: =;;;=", b"Set-Cookie: a=\x01\x02", b"Set-Cookie: " + b"n" * 5000 + b"=1",
                                    b"Set-Cookie: b=1; Max-Age=99999999999999999999", b"Set-Cookie: __Host-x=1; Domain=example",
                                    b"Set-Cookie: c=1; Expires=Foo, 99 Bar 99999 99:99:99 GMT", b"Set-Cookie:"]))


@behaviour
async def content_type_garbage(peer, request):
    """A Content-Type with a charset that does not exist and parameters without end."""
    await peer.answer(GOOD, "Content-Type: text/html; charset=x-no-such; " + "p=\"q\"; " * 2000)


@behaviour
async def refresh_loop(peer, request):
    """Refresh to itself at once, as header and as meta: nobody follows it."""
    await peer.answer(page("good", "<meta http-equiv=refresh content='0; url=/'>"), f"Refresh: 0; url={request.target}")


@behaviour
async def alternative_service(peer, request):
    """Alt-Svc to another port and HSTS over plain HTTP: neither may change where the next request goes."""
    await peer.answer(page(f"good {request.path}"), 'Alt-Svc: h3=":1", h2="127.0.0.2:1"; ma=999999999',
                      "Strict-Transport-Security: max-age=999999999; includeSubDomains")
    return KEEP


@behaviour
async def authentication_challenge(peer, request):
    """401 that asks for every kind of credentials."""
    await peer.answer(b"", "WWW-Authenticate: Negotiate, NTLM, Basic realm=x, Bearer", status="401 Unauthorized")


@behaviour
async def proxy_challenge(peer, request):
    """407 without there being a proxy."""
    await peer.answer(b"", "Proxy-Authenticate: Basic realm=x", status="407 Proxy Authentication Required")
