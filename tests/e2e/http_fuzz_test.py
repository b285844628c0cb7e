"""Requests generated from the served OpenAPI document, good and bad, to every operation: never a 5xx, never a
status that the document does not have, never a body of an undocumented type; and what was refused changed nothing.

TRAWL_FUZZ_ROUNDS (default 12) times each operation; TRAWL_FUZZ_SEED repeats a failure, which names its seed.
"""
import json
import os
import random
import unittest
from urllib.parse import quote

import sites
import trawl
from adapter import Adapter, require_adapter
from site_server import Site

ROUNDS = int(os.environ.get("TRAWL_FUZZ_ROUNDS", "12"))
SEED = int(os.environ.get("TRAWL_FUZZ_SEED", random.SystemRandom().getrandbits(32)))
ODD_TEXTS = ["", " ", "0", "-1", "1e400", "null", "\u0000", "\u202e", "é" * 300, "../../etc/passwd", "%00", "' OR 1=1 --", "last", "a" * 5000]
ODD_VALUES = [None, True, 0, -1, 2**63, 1.5, "", "x", [], {}, [[]], {"a": {"b": []}}, "\ud7ff", ["x"] * 2000]
NOT_FUZZED = {"daemon.shutdown"}   # it would do what it is asked for
STREAMS = "text/event-stream"


class Generator:
    def __init__(self, chance, document):
        self.chance, self.document = chance, document

    def schema(self, schema):
        if "$ref" in schema:
            target = self.document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            return target
        return schema

    def good(self, schema):
        """A value that the schema allows, as far as it says."""
        schema = self.schema(schema)
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        if "const" in schema:
            return schema["const"]
        for word in ("oneOf", "anyOf"):
            if word in schema:
                return self.good(self.chance.choice(schema[word]))
        kind = schema.get("type", "string")
        kind = self.chance.choice(kind) if isinstance(kind, list) else kind
        if kind == "integer":
            low = schema.get("minimum", 0)
            return self.chance.randint(low, min(schema.get("maximum", low + 50), low + 50))
        if kind == "boolean":
            return self.chance.random() < 0.5
        if kind == "array":
            count = self.chance.randint(schema.get("minItems", 0), min(schema.get("maxItems", 3), 3))
            return [self.good(schema.get("items", {})) for _ in range(count)]
        if kind == "object":
            required = schema.get("required", [])
            return {name: self.good(member) for name, member in schema.get("properties", {}).items()
                    if name in required or self.chance.random() < 0.4}
        if kind == "null":
            return None
        if schema.get("format") == "date-time":
            return "2026-11-24T07:00:00.000Z"
        least = max(1, schema.get("minLength", 1))
        return "".join(self.chance.choices("abcxyz-0123", k=least + self.chance.randint(0, 5)))

    def value(self, schema):
        return self.good(schema) if self.chance.random() < 0.7 else self.chance.choice(ODD_VALUES)

    def text(self, schema):
        if self.chance.random() < 0.3:
            return self.chance.choice(ODD_TEXTS)
        value = self.good(schema)
        if isinstance(value, list):
            return ",".join(map(str, value))
        return json.dumps(value) if isinstance(value, (bool, dict)) else str(value)


class Operation:
    def __init__(self, verb, path, description, shared):
        self.verb, self.path, self.description = verb.upper(), path, description
        self.parameters = shared + description.get("parameters", [])
        self.name = description.get("operationId", f"{verb} {path}")

    def request(self, generator):
        path, query, fields = self.path, [], {}
        for parameter in map(generator.schema, self.parameters):
            text = generator.text(parameter.get("schema", {}))
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", quote(text, safe="") or "%20")
            elif parameter["in"] == "query" and generator.chance.random() < 0.5:
                query.append(f"{quote(parameter['name'])}={quote(text)}")
            elif parameter["in"] == "header" and generator.chance.random() < 0.3:
                fields[parameter["name"]] = text.encode("latin-1", "replace").decode("latin-1").translate({0: None, 10: None, 13: None})
        if generator.chance.random() < 0.05:
            query.append("unheard=of")
        return path + ("?" + "&".join(query) if query else ""), fields, self.body(generator)

    def body(self, generator):
        content = generator.schema(self.description.get("requestBody", {})).get("content", {})
        if "application/json" not in content:
            return None
        if generator.chance.random() < 0.1:
            return generator.chance.choice([b"", b"{", b"[1,", b"\xff\xfe", b"nul", b'{"a":1,"a":2}', b"[" * 64])
        schema = generator.schema(content["application/json"]["schema"])
        value = generator.good(schema)
        if isinstance(value, dict):
            for name, member in schema.get("properties", {}).items():
                if generator.chance.random() < 0.2:
                    value[name] = generator.value(member)
        return json.dumps(value).encode()


class Fuzz(unittest.TestCase):
    def setUp(self):
        require_adapter()

    def state(self, daemon):
        """Everything that a request could change, but what only time changes."""
        runs = [run["id"] for run in daemon.call("runs.list", limit=500)["runs"]]
        schedules = [(row["name"], row["paused"]) for row in daemon.call("schedules.list")["schedules"]]
        platforms = [(row["name"], row["enabled"]) for row in daemon.call("platforms.list")["platforms"]]
        return runs, schedules, platforms, daemon.call("config.get")["digest"]

    def test_every_operation(self):
        chance = random.Random(SEED)
        scenery = sites.own_sites(2)
        with Site(scenery.pages) as site:
            daemon = trawl.Daemon(scenery.config(site))
            adapter = Adapter(daemon)
            with daemon, adapter:
                daemon.run()
                document = adapter.get("/openapi.json").json
                generator = Generator(chance, document)
                for operation in operations(document):
                    if operation.name.split("#")[0] in NOT_FUZZED or any(word in operation.path for word in ("shutdown",)):
                        continue
                    for _ in range(ROUNDS):
                        with self.subTest(operation.name, seed=SEED):
                            self.one(operation, generator, daemon, adapter)
                self.assertIsNone(daemon.process.poll(), daemon.log())
                self.assertIsNone(adapter.process.poll(), adapter.log())

    def one(self, operation, generator, daemon, adapter):
        path, fields, body = operation.request(generator)
        before = self.state(daemon)
        answer = self.send(adapter, operation, path, body, fields)
        seen = f"{operation.verb} {path} {fields} {body!r}\n{answer!r}"
        documented = operation.description["responses"]
        self.assertLess(answer.status, 500, seen)
        self.assertIn(str(answer.status), documented, seen)
        content = generator.schema(documented[str(answer.status)]).get("content", {})
        if answer.body and operation.verb != "HEAD":
            self.assertIn(answer.fields.get("content-type", "").split(";")[0], [kind.split(";")[0] for kind in content], seen)
        if 400 <= answer.status:
            self.assertEqual(self.state(daemon), before, f"refused, and yet something changed: {seen}")

    def send(self, adapter, operation, path, body, fields):
        if "events" in operation.path and operation.verb == "GET":
            return adapter.first_of(path, fields)
        if "/wait" in path:
            path += ("&" if "?" in path else "?") + "timeout_ms=1" if "timeout_ms" not in path else ""
        return adapter.request(operation.verb, path, body, fields=fields)


def operations(document):
    for path, item in document["paths"].items():
        shared = item.get("parameters", [])
        for verb, description in item.items():
            if verb in ("get", "post", "put", "delete", "head"):
                yield Operation(verb, path, description, shared)


if __name__ == "__main__":
    trawl.main()
