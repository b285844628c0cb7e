"""Keeps the arrows of the architecture: which module may include which, and which one a foreign library lives in."""
import re
import sys
from pathlib import Path

# module -> modules it may include, besides itself. daemon/README.md draws the same arrows.
MAY_INCLUDE = {
    "base": [],
    "model": ["base"],
    "wire": ["base"],
    "robots": ["base"],
    "settings": ["base", "model"],
    "store": ["base", "model"],
    "fetch": ["base", "model", "robots"],
    "worker": ["base", "model", "wire"],
    "engine": ["base", "model", "settings", "store", "fetch", "wire", "worker"],
    "api": ["base", "model", "settings", "store"],
    "rpc": ["base", "model", "settings", "store", "api"],
    "client": ["base"],
    "trawld": ["base", "model", "settings", "store", "fetch", "wire", "worker", "engine", "api", "rpc"],
    "cli": ["base"],
    "cassette": ["base", "model", "fetch"],
    "trawl-worker": ["base", "wire"],
    "trawl-plugin": ["base", "cli", "model", "settings", "store", "fetch", "cassette", "wire", "worker", "engine"],
    "trawlctl": ["base", "cli", "client", "model", "robots"],
    # The table's rows and the configuration, and no database: the program links no sqlite.
    "trawl-httpd": ["base", "client", "model", "settings", "store", "api"],
}

# foreign header -> the only folders (below daemon/) that may include it
HOMES = {
    r"yaml-cpp/": ["settings"],
    r"sqlite3\.h": ["store/sqlite"],
    r"curl/": ["fetch"],
    r"boost/beast": ["trawl-httpd"],
    r"boost/dll": ["trawl-worker"],
    r"spdlog/": ["base"],
    r"date/tz\.h": ["model/cadence"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]')


def includes(path):
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if found := INCLUDE.match(line):
            yield number, found.group(1)


def faults(daemon):
    for path in sorted(daemon.rglob("*.[ch]pp")):
        folder = path.relative_to(daemon)
        module = folder.parts[0]
        for number, header in includes(path):
            place = f"daemon/{folder}:{number}"
            target = header.split("/")[0]
            if target in MAY_INCLUDE and target != module and target not in MAY_INCLUDE.get(module, []):
                yield f"{place}: {module} may not include {target} ({header})"
            for pattern, homes in HOMES.items():
                at_home = any(str(folder).startswith(home + "/") for home in homes)
                if re.match(pattern, header) and not at_home:
                    yield f"{place}: {header} belongs to {', '.join(homes)}"


def sdk_faults(root):
    for part in ("sdk", "plugins"):
        for path in sorted((root / part).rglob("*.[ch]*")):
            if path.suffix not in (".c", ".h", ".cpp", ".hpp"):
                continue
            for number, header in includes(path):
                if header.split("/")[0] in (*MAY_INCLUDE, "boost", "fmt"):
                    yield f"{path.relative_to(root)}:{number}: {part} may not include {header}"


def main():
    root = Path(sys.argv[1])
    found = [*faults(root / "daemon"), *sdk_faults(root)]
    print("\n".join(found) if found else "the layers hold")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
