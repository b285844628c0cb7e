"""The author's guide (sdk/README.md) does what it says: its tutorial is executed from the first command to the last in an
empty folder, with the SDK as it is installed, and prints what the guide shows; so are the sections on other languages.

A file is a block below a line "Write `NAME`:", commands are blocks of `sh`, and a block of `text` right behind commands is
what they print. Everything is taken as it stands, but for the port 8000, in whose place is a free one. Not compared is the
order of items, which come as the site answers. To write into the guide what is printed now: tutorial_test.py --update
"""
import fcntl
import os
import pty
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import unittest
from pathlib import Path

import trawl

GUIDE = Path(__file__).resolve().parents[2] / "sdk" / "README.md"
COMPONENTS = ("sdk", "worker", "plugins", "plugin-python")
PORT_OF_THE_GUIDE = "8000"
PATIENCE = 300   # seconds for all commands of a section
BLOCK = re.compile(r"^(?:Write `(?P<file>[^`]+)`:\n\n)?(?P<fence>````?)(?P<language>\w+)\n(?P<text>.*?)^(?P=fence)\n", re.M | re.S)

FRAGMENT = """void fragment_{line}(trawl::context& ctx, const std::string& url, const trawl::html::document& page) {{
  use(ctx, url, page);
  {{
#line {line} "README.md"
{code}
  }}
}}"""


class Step:
    """One block of commands with what the guide says that they print (None: nothing is said), or a file to write."""

    def __init__(self, commands, is_file=False):
        self.commands, self.is_file = commands, is_file
        self.printed = self.place = None   # the latter: where that stands in the guide


def writing(file, content):
    return Step(f"mkdir -p $(dirname {file}) && cat > {file} << 'END_OF_{file}'\n{content}END_OF_{file}", is_file=True)


def section(title):
    """(where it begins in the guide, its text): from its heading to the next of the same level."""
    text = GUIDE.read_text("utf-8")
    level = title.split(" ")[0]
    start = text.index(f"\n{title}\n")
    end = text.find(f"\n{level} ", start + len(title))
    return start, text[start:end if end > 0 else len(text)]


def read_section(title):
    """The section's steps, in their order."""
    start, text = section(title)
    steps, last_end = [], None
    for block in BLOCK.finditer(text):
        if block["file"]:
            steps.append(writing(block["file"], block["text"]))
        elif block["language"] == "sh":
            steps.append(Step(block["text"]))
            last_end = block.end()
        elif block["language"] == "text" and last_end is not None and not text[last_end:block.start()].strip():
            steps[-1].printed = block["text"]
            steps[-1].place = (start + block.start("text"), start + block.end("text"))
    return steps


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def script_of(steps, port):
    """One shell for all steps; a line that begins with \\x1e stands before each and tells how the one before ended."""
    lines = []
    for step in steps:
        lines += ["printf '\\036\\n'", step.commands.replace(PORT_OF_THE_GUIDE, port).rstrip("\n"), "printf '\\036%d' $?"]
        if "http.server" in step.commands:   # people are slower than a server starts
            lines.append(f"for n in $(seq 200); do (: < /dev/tcp/127.0.0.1/{port}) 2> /dev/null && break; sleep 0.05; done")
    return "\n".join(lines) + "\n"


def read_all(terminal):
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:   # the other side is closed
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode("utf-8", "replace").replace("\r\n", "\n")


def run_on_a_terminal(script, folder, environment):
    terminal, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 110, 0, 0))
    shell = subprocess.Popen(["bash", "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=inside,
                             stderr=inside, start_new_session=True, preexec_fn=trawl.die_with_the_test)
    os.close(inside)
    try:
        text = read_all(terminal)
        shell.wait(PATIENCE)
    finally:
        os.close(terminal)
        try:
            os.killpg(shell.pid, 15)   # what the guide left in the background
        except ProcessLookupError:
            pass
        shell.wait()
    return text


def run_steps(steps, folder, environment, port):
    """[(exit code, what was printed)] of each step."""
    text = run_on_a_terminal(script_of(steps, port), folder, environment)
    ended = re.findall(r"\x1e\n(.*?)\x1e(\d+)", text, re.S)
    return [(int(code), printed.replace(port, PORT_OF_THE_GUIDE).replace(str(folder), "$PWD")) for printed, code in ended]


def comparable(text):
    """Items in the order of the alphabet, and then everything else in its order."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(sorted(line for line in lines if line.startswith("{"))
                     + [line for line in lines if not line.startswith("{")])


class Tutorial(unittest.TestCase):
    maxDiff = None
    update = False

    @classmethod
    def setUpClass(cls):
        if not (trawl.BUILD / "bin" / "trawl-plugin").exists() or not (trawl.PLUGINS / "html.so").exists():
            raise unittest.SkipTest("trawl-plugin or the plugin html has not been built")
        holder = tempfile.TemporaryDirectory(prefix="trawl-tutorial-")
        cls.addClassCleanup(holder.cleanup)
        prefix = Path(holder.name) / "prefix"
        for component in COMPONENTS:
            installed = subprocess.run(["cmake", "--install", trawl.BUILD, "--prefix", prefix, "--component", component],
                                       capture_output=True, text=True, timeout=120)
            assert installed.returncode == 0, installed.stderr
        config = next(prefix.glob("**/pkgconfig"))
        kept = {name: value for name, value in os.environ.items()
                if name not in ("CI", "TRAWL_PLUGIN_PATH", "DESTDIR", "CFLAGS", "CXXFLAGS", "LDFLAGS")}
        cls.environment = {**kept, "PATH": f"{prefix}/bin:{kept.get('PATH', '/usr/bin:/bin')}", "CMAKE_PREFIX_PATH": str(prefix),
                           "PKG_CONFIG_PATH": str(config), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        cls.folder = Path(holder.name)

    def follow(self, name, steps):
        """Executes the steps in an empty folder; gives what was printed by each."""
        folder, port = self.folder / name, free_port()
        folder.mkdir()
        ended = run_steps(steps, folder, self.environment, port)
        logs = "\n".join(log.read_text("utf-8", "replace")[-2000:] for log in folder.glob("*.log"))
        self.assertEqual(len(ended), len(steps), f"{ended}\n{logs}")
        for step, (code, printed) in zip(steps, ended):
            self.assertEqual(code, 0, f"{step.commands}\n{printed}\n{logs}")
        return [printed for _, printed in ended]

    def hold_to_the_guide(self, steps, printed):
        if self.update:
            return update_guide(steps, printed)
        for step, seen in zip(steps, printed):
            if step.printed is not None:
                with self.subTest(commands=step.commands):
                    self.assertEqual(comparable(seen), comparable(step.printed))

    def test_the_tutorial_does_what_it_says(self):
        steps = read_section("## Tutorial")
        self.assertGreater(len(steps), 10)
        self.hold_to_the_guide(steps, self.follow("tutorial", steps))

    def language(self, name, title):
        """The site of the tutorial, the files of the section on C, and the section itself."""
        before = read_section("### 1. A site to practise on") + [step for step in read_section("## In C") if step.is_file]
        steps = read_section(title)
        self.assertTrue([step for step in steps if step.printed is not None])
        printed = self.follow(name, before + steps)
        self.hold_to_the_guide(steps, printed[len(before):])

    def test_the_plugin_in_c_works(self):
        self.language("c", "## In C")

    def test_the_plugin_in_rust_works(self):
        if not shutil.which("rustc"):
            self.skipTest("rustc is not installed")
        self.language("rust", "## In Rust")

    def test_the_plugin_in_python_works(self):
        if not (trawl.PLUGINS / "python.so").exists():
            self.skipTest("the plugin python has not been built")
        self.language("python", "## In Python")

    def test_every_fragment_compiles(self):
        """Blocks of C++ outside of the tutorial: members of a plugin, or lines of its run()."""
        text = GUIDE.read_text("utf-8")
        includes, members = set(), []
        for block in BLOCK.finditer(text):
            if block["language"] != "cpp" or block["file"]:
                continue
            lines = block["text"].splitlines()
            includes |= {line for line in lines if line.startswith("#include")}
            code = "\n".join(line for line in lines if not line.startswith("#include"))
            number = text[:block.start()].count("\n")
            is_member = code.startswith("static void")
            members.append(f'#line {number + 2} "README.md"\n{code}' if is_member else FRAGMENT.format(line=number + 2, code=code))
        self.assertGreater(len(members), 4)
        source = self.folder / "fragments.cpp"
        source.write_text("\n".join(["#include <trawl/feed.hpp>", "#include <trawl/html.hpp>", "#include <trawl/plugin.hpp>",
                                      *sorted(includes), "template <class... T> void use(const T&...) {}",
                                      "struct Fragments {", *members, "};", ""]), "utf-8")
        compiled = subprocess.run(["c++", "-std=c++17", "-fsyntax-only", "-I", str(next(self.folder.glob("**/include"))), source],
                                  capture_output=True, text=True, timeout=120)
        self.assertEqual(compiled.returncode, 0, compiled.stderr)

    def test_every_header_has_its_row(self):
        rows = section("## What needs what")[1]
        for header in sorted((GUIDE.parent / "include" / "trawl").glob("*.h*")):
            self.assertRegex(rows, rf"`(?:trawl/)?{re.escape(header.name)}`")


def update_guide(steps, printed):
    text = GUIDE.read_text("utf-8")
    for step, seen in reversed(list(zip(steps, printed))):
        if step.place:
            start, end = step.place
            text = text[:start] + seen.rstrip() + "\n" + text[end:]
    GUIDE.write_text(text, "utf-8")


if __name__ == "__main__":
    if "--update" in sys.argv:
        sys.argv.remove("--update")
        Tutorial.update = True
    trawl.main()
