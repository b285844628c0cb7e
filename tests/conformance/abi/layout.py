"""Writes down the ABI that a plugin.h declares, one fact a line, and compares two such lists.

    layout.py HEADER                   prints the layout, for a new vMAJOR.MINOR.layout
    layout.py --assertions BASELINE    prints C and C++ that asserts every line of a baseline

The lines:

    constant NAME VALUE                an enumerator, or a macro that is a number or a text
    type NAME MEANING                  a typedef
    struct NAME SIZE                   in bytes; a struct that starts with its size may grow
    STRUCT.MEMBER OFFSET SIZE TYPE     in bytes
    function NAME TYPE                 an exported function

Facts come from clang: names and types from its syntax tree, numbers from a program that it compiles."""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

COMPILER = "clang-19"
# A header under change may contradict its own assertions; here they are left out, so that the list shows how.
LANGUAGE = ["-x", "c", "-std=c11", "-D_Static_assert(...)="]
# What growing changes by design: the list's file name says it.
NOT_A_PROMISE = {"TRAWL_ABI_MINOR"}


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def declarations(header):
    """The header's own declarations, in order, as clang's syntax tree has them."""
    tree = json.loads(run(COMPILER, *LANGUAGE, "-fsyntax-only", "-Xclang", "-ast-dump=json", header))
    for node in tree["inner"]:
        if node["kind"] == "EnumDecl" or node.get("name", "").startswith("trawl_"):
            yield node


def macros(header):
    """Name and value of the macros that are plain numbers or texts."""
    defined = run(COMPILER, *LANGUAGE, "-dM", "-E", header)
    found = re.findall(r'^#define (TRAWL_\w+) (-?[0-9]\w*|".*")$', defined, re.MULTILINE)
    return sorted((name, value) for name, value in found if name not in NOT_A_PROMISE)


def children(node, kind):
    return [child for child in node.get("inner", []) if child["kind"] == kind]


def measured(header):
    """The lines, with C expressions in {} where a number belongs."""
    lines = [f"constant {name} {value}" for name, value in macros(header)]
    for node in declarations(header):
        name = node.get("name")
        if node["kind"] == "EnumDecl":
            lines += [f"constant {one['name']} {{{one['name']}}}" for one in children(node, "EnumConstantDecl")]
        elif node["kind"] == "TypedefDecl":
            lines.append(f"type {name} {node['type']['qualType']}")
        elif node["kind"] == "FunctionDecl":
            lines.append(f"function {name} {node['type']['qualType']}")
        elif node["kind"] == "RecordDecl" and node.get("completeDefinition"):
            lines.append(f"struct {name} {{sizeof(struct {name})}}")
            lines += [f"{name}.{field['name']} {{offsetof(struct {name}, {field['name']})}} "
                      f"{{sizeof(((struct {name}*)0)->{field['name']})}} {field['type']['qualType']}"
                      for field in children(node, "FieldDecl")]
    return lines


def layout(header):
    """The lines of a header, as they stand in a baseline."""
    lines = measured(header)
    numbers = [number for line in lines for number in re.findall(r"{(.*?)}", line)]
    prints = "".join(f'  printf("%lld\\n", (long long)({number}));\n' for number in numbers)
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder, "measure.c"), Path(folder, "measure")
        source.write_text(f'#include "{Path(header).resolve()}"\n#include <stdio.h>\n'
                          f"int main(void) {{\n{prints}}}\n")
        run(COMPILER, *LANGUAGE, source, "-o", program)
        values = iter(run(program).split())
    return [re.sub(r"{.*?}", lambda _: next(values), line) for line in lines]


def read(baseline):
    lines = Path(baseline).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def growing(lines):
    """Names of the structs that start with their size."""
    return {line.split(".")[0] for line in lines if re.match(r"\w+\.size 0 4 uint32_t$", line)}


def breaks(old, new):
    """The facts of `old` that no longer hold in `new`."""
    may_grow, sizes = growing(old), {}
    for line in new:
        if line.startswith("struct "):
            _, name, size = line.split()
            sizes[name] = int(size)

    def holds(line):
        if line in new:
            return True
        word, name, *rest = line.split()
        return word == "struct" and name in may_grow and sizes.get(name, 0) >= int(rest[0])

    return [line for line in old if not holds(line)]


def additions(old, new):
    """The facts of `new` that `old` does not have."""
    return [line for line in new if line not in old]


PREAMBLE = """\
#include <trawl/plugin.h>
#ifdef __cplusplus
#include <type_traits>
#define SAME(type, ...) std::is_same<type, __VA_ARGS__>::value
#define TYPE_OF(type, member) decltype(type::member)
#define FUNCTION(name) decltype(name)
#else
#define SAME(type, ...) __builtin_types_compatible_p(type, __VA_ARGS__)
#define TYPE_OF(type, member) __typeof__(((type*)0)->member)
#define FUNCTION(name) __typeof__(name)
#endif
"""


def assertions(lines):
    """The same facts as assertions that C and C++ compilers check themselves."""
    may_grow = growing(lines)
    out = [PREAMBLE]
    for line in lines:
        word, name, rest = line.split(" ", 2) if not re.match(r"\w+\.", line) else ("member", *line.split(" ", 1))
        if word == "member":
            (struct, member), (offset, size, kind) = name.split("."), rest.split(" ", 2)
            facts = [f"offsetof({struct}, {member}) == {offset}", f"sizeof((({struct}*)0)->{member}) == {size}",
                     f"SAME(TYPE_OF({struct}, {member}), {kind})"]
        elif word == "struct":
            facts = [f"sizeof({name}) {'>=' if name in may_grow else '=='} {rest}"]
        elif word == "constant":
            facts = [f"sizeof({name}) == sizeof({rest})" if rest.startswith('"') else f"{name} == {rest}"]
        elif word == "type":
            facts = [f"SAME({name}, {rest})"]
        else:
            facts = [f"SAME(FUNCTION({name}), {rest})"]
        out += [f'TRAWL_STATIC_ASSERT({fact}, "ABI 1");' for fact in facts]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--assertions":
        print(assertions(read(sys.argv[2])), end="")
    elif len(sys.argv) == 2:
        print("\n".join(layout(sys.argv[1])))
    else:
        sys.exit(__doc__)
