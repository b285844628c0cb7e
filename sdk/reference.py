"""Writes the reference of the SDK out of the comments in its headers.

    python3 sdk/reference.py           writes sdk/REFERENCE.md
    python3 sdk/reference.py --check   exits with 1 when that file is not what would be written

A header's first comment is its purpose. A comment that stands directly above a declaration, or behind it on its line,
belongs to it. Left out are namespaces named detail, what is not public, and bodies of functions.
"""
import re
import sys
from pathlib import Path

SDK = Path(__file__).resolve().parent
TARGET = SDK / "REFERENCE.md"
# In the order in which authors meet them.
HEADERS = ["plugin.hpp", "context.hpp", "page.hpp", "item.hpp", "config_fault.hpp", "html.hpp", "json.hpp", "jsonpath.hpp",
           "json_writer.hpp", "feed.hpp", "sitemap.hpp", "value.hpp", "text.hpp", "url.hpp", "charset.hpp", "robots.hpp",
           "plugin.h"]
# Headers for which others stand: what they declare belongs to those.
PARTS = {"context.hpp": ["detail/exchange.hpp"]}
INTRODUCTION = """\
# Reference of the SDK

Written by `reference.py` out of the comments in the headers; change those. [README.md](README.md) is the guide.
"""
TYPE = re.compile(r"^(?:template\s*<.*?>\s*)?(class|struct|union)\s+(\w+)[^(=]*$", re.S)
ENUM = re.compile(r"^(?:typedef\s+)?enum\b")
NAMESPACE = re.compile(r"^(?:inline\s+)?namespace\s*([\w:]*)\s*$")
ACCESS = re.compile(r"(public|protected|private)\s*:(?!:)")
CODE_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|operator\s*(?:\(\)|[^\s(]+)|[=!<>]=|[{}();=]', re.S)


class Declaration:
    def __init__(self, signature, comment):
        self.signature, self.comment, self.members = signature, comment, []
        self.is_remark = False   # the comment stands behind the declaration


def comment_text(raw):
    """The words of a comment, without its marks and common indentation."""
    if raw.startswith("/*"):
        lines = [re.sub(r"^\s*\*? ?", "", line, count=1) if n else line[2:].removeprefix(" ")
                 for n, line in enumerate(raw[:-2].rstrip().split("\n"))]
        return "\n".join(line.rstrip() for line in lines)
    return "\n".join(re.sub(r"^\s*// ?", "", line).rstrip() for line in raw.split("\n"))


class Header:
    """One header, read from front to back; `at` is where."""

    def __init__(self, text):
        self.text, self.at = text, 0
        self.found = []

    def read(self):
        purpose = self.comment() or ""
        self.scope(self.found, public=True)
        return purpose, self.found

    def comment(self):
        """The comment that begins here, if one does: one /* */, or lines of // without a blank one between them."""
        here = re.compile(r"/\*.*?\*/|//[^\n]*(?:\n[ \t]*//[^\n]*)*", re.S).match(self.text, self.at)
        if not here:
            return None
        self.at = here.end()
        return comment_text(here.group())

    def remark(self):
        """The comment behind a declaration; further lines belong to it where they are aligned with it."""
        column = self.at - self.text.rindex("\n", 0, self.at)
        here = re.compile(r"/\*.*?\*/|//[^\n]*(?:\n {%d}//[^\n]*)*" % (column - 1), re.S).match(self.text, self.at)
        if not here:
            return None
        self.at = here.end()
        return comment_text(here.group())

    def scope(self, into, public):
        """Declarations up to the brace that closes this scope, or to the end."""
        pending, last = None, None
        while self.at < len(self.text):
            space = re.compile(r"\s*").match(self.text, self.at)
            blank_lines = space.group().count("\n")
            self.at = space.end()
            if blank_lines > 1:
                pending = None
            if self.text.startswith("}", self.at):
                self.at += 1
                return
            if last is not None and blank_lines == 0 and (comment := self.remark()) is not None:
                last.comment, last.is_remark = last.comment or comment, not last.comment
                continue
            if (comment := self.comment()) is not None:
                pending = None if comment.startswith("---") else comment
                continue
            last = None
            if self.text.startswith("#", self.at):
                last = self.directive(pending)
            elif access := ACCESS.match(self.text, self.at):
                public, self.at = access.group(1) == "public", access.end()
                continue
            elif self.at < len(self.text):
                last = self.declaration(pending, public, into)
            pending = None
            if last is not None and public:
                into.append(last)

    def directive(self, comment):
        line = re.compile(r"#(?:[^\n]*\\\n)*[^\n]*").match(self.text, self.at)
        self.at = line.end()
        macro = re.match(r"#\s*define\s+(\w+(?:\([^)]*\))?)(.*)", line.group(), re.S)
        if not macro or not comment:
            return None
        value = macro.group(2).strip()
        is_value = re.fullmatch(r'\d+|"[^"]*"', value)
        return Declaration(f"#define {macro.group(1)}" + (f" {value}" if is_value else ""), comment)

    def declaration(self, comment, public, into):
        """Reads one declaration; gives nothing for what is no part of the interface."""
        start, signature_end, initialised, depth = self.at, None, False, 0
        self.skip_template()
        while token := CODE_OR_STRING.search(self.text, self.at):
            self.at = token.end()
            mark = token.group()
            if mark == "(":
                depth += 1
            elif mark == ")":
                depth -= 1
            elif mark == "=" and depth == 0:
                initialised = True
            elif mark == ";" and depth == 0:
                break
            elif mark == "{" and (initialised or depth > 0):
                self.skip_braces()
            elif mark == "{":
                head = self.text[start:token.start()].strip()
                if head == 'extern "C"':
                    return self.scope(into, public)
                if space := NAMESPACE.match(head):
                    hidden = space.group(1) == "detail" or not space.group(1)
                    return self.scope([] if hidden else into, public)
                if head.startswith("typedef") or ENUM.match(head):
                    self.skip_braces()
                    continue
                if kind := TYPE.match(head):
                    return self.type(kind, head, comment)
                signature_end = token.start()
                self.skip_braces()
                break
        signature = self.text[start:signature_end or self.at].strip()
        if is_internal(signature):
            return None
        signature = tidy(signature)
        if not re.match(r"typedef|enum", signature) and ";" in signature[:-1]:
            sys.exit(f"reference.py cannot read this as one declaration:\n{signature}")
        return Declaration(signature, comment or "")

    def type(self, kind, head, comment):
        made = Declaration(tidy(head), comment or "")
        self.scope(made.members, public=kind.group(1) != "class")
        self.at = self.text.index(";", self.at) + 1
        return made

    def skip_template(self):
        """Behind "template <...>", whose parameters may have defaults."""
        while head := re.compile(r"\s*template\s*<").match(self.text, self.at):
            self.at, depth = head.end(), 1
            while depth:
                depth += {"<": 1, ">": -1}.get(self.text[self.at], 0)
                self.at += 1

    def skip_braces(self):
        """To behind the brace that closes the one before `at`."""
        depth = 1
        while depth and (token := CODE_OR_STRING.search(self.text, self.at)):
            self.at = token.end()
            depth += {"{": 1, "}": -1}.get(token.group(), 0)


def is_internal(signature):
    forward = re.fullmatch(r"(?:template\s*<.*?>\s*)?(?:class|struct)\s+\w+;", signature, re.S)
    return forward or not signature.strip(";") or "detail::" in signature or re.match(
        r"friend\b|static_assert|TRAWL_STATIC_ASSERT|using \w+::|~", signature)


def tidy(signature):
    """On as few lines as the header has, without initialisers of members and at the left margin."""
    signature = re.sub(r"\)((?:\s*(?:const|noexcept|&&?))*)\s*:\s(?!:).*", r")\1", signature, flags=re.S)
    signature = re.sub(r"^(inline|explicit inline) ", "", signature)
    if signature.startswith(("typedef", "enum")) or "{" in signature:
        indent = re.search(r"\n( *)}[^\n]*$", signature)
        return re.sub(r"\n" + (indent.group(1) if indent else ""), "\n", signature)
    signature = re.sub(r"\(\s+", "(", signature)
    return re.sub(r"\s*\n\s*", " ", signature).rstrip(";") + ("" if TYPE.match(signature) else ";")


def prose(line):
    """A line of a comment as Markdown: between backticks it is code, elsewhere marks are escaped."""
    parts = line.split("`")
    return "`".join(part if n % 2 else re.sub(r"([<*])", r"\\\1", part) for n, part in enumerate(parts))


def markdown(comment, indent=""):
    """Words as prose; lines that are indented, but for those of a list, as code."""
    out, is_code, in_list = [], False, False
    for line in comment.split("\n"):
        in_list = bool(re.match(r"- |\d+\. ", line)) or (in_list and line.startswith(" "))
        code = line.startswith("  ") and not in_list
        if code != is_code and (line or not is_code):
            out += ["```"] if is_code else ([] if not out or not out[-1] else [""]) + ["```cpp"]
            is_code = code
        out.append(line[2:] if code else line if is_code else prose(line))
    out += ["```"] if is_code else []
    text = re.sub(r"\n+```(\n|$)", r"\n```\1", "\n".join(out))
    text = re.sub(r"(\n```)\n(?=[^\n])", r"\1\n\n", text)
    return "\n".join((indent + line).rstrip() for line in text.split("\n"))


def render(declaration, level):
    lines = []
    if declaration.members:
        lines += ["", f"{'#' * level} `{declaration.signature}`", ""]
        lines += [markdown(declaration.comment), ""] if declaration.comment else []
        for member in declaration.members:
            lines += render(member, level + 1) if member.members else entry(member)
        return lines + ([] if lines[-1] == "" else [""])
    return entry(declaration)


def entry(declaration):
    if "\n" in declaration.signature:
        lines = ["", "```cpp", declaration.signature, "```", ""]
        return lines + ([markdown(declaration.comment), ""] if declaration.comment else [])
    lines = [f"- `{declaration.signature}`"]
    if declaration.is_remark and "\n" not in declaration.comment:
        return [f"{lines[0]}: {prose(declaration.comment)}"]
    return lines + ([""] + [markdown(declaration.comment, "  "), ""] if declaration.comment else [])


def read(name):
    return Header((SDK / "include" / "trawl" / name).read_text("utf-8")).read()


def section(name):
    purpose, declarations = read(name)
    for part in PARTS.get(name, []):
        declarations = read(part)[1] + declarations
    lines = [f"## trawl/{name}", "", markdown(re.sub(r"^trawl/[\w.]+ - (\w)", lambda at: at.group(1).upper(), purpose)), ""]
    for declaration in declarations:
        lines += render(declaration, 3)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip() + "\n")


def reference():
    present = [name for name in HEADERS if (SDK / "include" / "trawl" / name).exists()]
    unknown = {file.name for file in (SDK / "include" / "trawl").glob("*.h*")} - set(HEADERS)
    return "\n".join([INTRODUCTION, *map(section, present + sorted(unknown))])


def main():
    text = reference()
    if sys.argv[1:] == ["--check"]:
        if TARGET.exists() and TARGET.read_text("utf-8") == text:
            print("the reference is what the headers say")
            return 0
        print(f"{TARGET} is not what the headers say: run python3 sdk/reference.py")
        return 1
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
