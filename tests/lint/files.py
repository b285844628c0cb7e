"""Small rules about files: their length, their first lines, and words that promise instead of doing."""
import re
import subprocess
import sys
from pathlib import Path

LONGEST = 450   # lines; beyond it there are usually two ideas in one file
SUFFIXES = {".cpp", ".hpp", ".h", ".c", ".py"}
PROMISES = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")


def tracked(root):
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True)
    if listed.returncode == 0:
        return [root / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in root.rglob("*") if "build" not in path.parts]


def main():
    root = Path(sys.argv[1])
    faults = []
    for path in tracked(root):
        if path.suffix not in SUFFIXES or not path.is_file():
            continue
        lines = path.read_text("utf-8").splitlines()
        name = path.relative_to(root)
        if len(lines) > LONGEST:
            faults.append(f"{name}: {len(lines)} lines, {LONGEST} are the limit")
        faults += [f"{name}:{n}: a promise, not a comment" for n, line in enumerate(lines, 1) if PROMISES.search(line)]
        if path.suffix == ".hpp" and not (lines and lines[0].startswith(("//", "/*"))):
            faults.append(f"{name}:1: the first lines of a header say what it is")
    print("\n".join(faults) if faults else "the files are in order")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
