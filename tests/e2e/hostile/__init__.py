"""What hostile web servers do, one function per behaviour; its docstring says what it does and no more.

`@behaviour` functions answer one request: `async def name(peer, request)`; returning KEEP leaves the
connection open for the next one. `@door` functions have the connection from its start: `async def
name(peer)`. Either may name the kind of certificate under which its listener speaks TLS.
"""
import importlib

KEEP = True
BEHAVIOURS = {}


class Behaviour:
    def __init__(self, play, description, certificate, address):
        self.play, self.description = play, description
        self.certificate = certificate   # a name of certificates.KINDS; None: plain TCP
        self.address = address


def door(function=None, *, certificate=None, address="127.0.0.1"):
    def register(play):
        BEHAVIOURS[play.__name__] = Behaviour(play, play.__doc__, certificate, address)
        return play

    return register(function) if function else register


def behaviour(function=None, *, certificate=None, address="127.0.0.1"):
    def register(answer):
        async def play(peer):
            while request := await peer.request():
                if await answer(peer, request) is not KEEP:
                    return

        BEHAVIOURS[answer.__name__] = Behaviour(play, answer.__doc__, certificate, address)
        return answer

    return register(function) if function else register


def page(title, rest=""):
    """A page whose heading is what the platforms ask for."""
    return f"<!doctype html><title>x</title><h1>{title}</h1>{rest}".encode()


GOOD = page("good")

for module in ("bombs", "sizes", "slowness", "connections", "framing", "status_lines", "fields", "redirects", "secrets",
               "robots", "encryption"):
    importlib.import_module(f"{__name__}.{module}")
