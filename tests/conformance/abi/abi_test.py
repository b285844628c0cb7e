"""What is released of the plugin ABI stays: the baselines here against sdk/include/trawl/plugin.h, and the
proof that a break would be noticed. ABI.md is the policy."""
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import layout

HERE = Path(__file__).parent
HEADER = HERE.parents[2] / "sdk/include/trawl/plugin.h"
STRICT = ["-Wall", "-Wextra", "-Wpadded", "-pedantic", "-Werror", "-fsyntax-only"]
DIALECTS = [(compiler, "c", standard) for compiler in ("gcc", "clang-19") for standard in ("c11", "c17")]
DIALECTS += [(compiler, "c++", standard) for compiler in ("g++", "clang++-19") for standard in ("c++17", "c++20")]


def version(baseline):
    return tuple(int(number) for number in re.fullmatch(r"v(\d+)\.(\d+)\.layout", baseline.name).groups())


def version_of(header):
    text = header.read_text("utf-8")
    return tuple(int(re.search(rf"#define TRAWL_ABI_{part} (\d+)", text)[1]) for part in ("MAJOR", "MINOR"))


BASELINES = sorted(HERE.glob("v*.layout"), key=version)


def compiles(dialect, source, include):
    """What the compiler says against it; empty when it is content."""
    compiler, language, standard = dialect
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "source." + ("c" if language == "c" else "cpp"))
        file.write_text(source)
        done = subprocess.run([compiler, "-x", language, f"-std={standard}", *STRICT, f"-I{include}", str(file)],
                              capture_output=True, text=True)
    return done.stderr if done.returncode else ""


class Baselines(unittest.TestCase):
    def test_everything_released_still_holds(self):
        current = layout.layout(HEADER)
        for baseline in BASELINES:
            with self.subTest(baseline.name):
                self.assertEqual(layout.breaks(layout.read(baseline), current), [])

    def test_the_newest_baseline_is_the_header(self):
        newest = BASELINES[-1]
        added = layout.additions(layout.read(newest), layout.layout(HEADER))
        self.assertEqual(added, [], "the ABI has grown: raise TRAWL_ABI_MINOR and write its baseline with layout.py")
        self.assertEqual(version(newest), version_of(HEADER))

    def test_every_compiler_and_language_agrees(self):
        for baseline in BASELINES:
            source = layout.assertions(layout.read(baseline))
            for dialect in DIALECTS:
                if not shutil.which(dialect[0]):
                    continue
                with self.subTest(f"{baseline.name} {' '.join(dialect)}"):
                    self.assertEqual(compiles(dialect, source, HEADER.parents[1]), "")


def replaced(text, old, new):
    assert text.count(old) == 1, f"the mutation no longer fits the header: {old!r} occurs {text.count(old)} times"
    return text.replace(old, new)


class Mutations(unittest.TestCase):
    """Each test changes a copy of the header in one way and looks at what the gates say of it."""

    released = layout.read(BASELINES[0])

    def mutate(self, *changes):
        text = HEADER.read_text("utf-8")
        for old, new in changes:
            text = replaced(text, old, new)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        header = Path(folder.name, "trawl/plugin.h")
        header.parent.mkdir()
        header.write_text(text)
        return header

    def breaks(self, *changes):
        """The facts that no longer hold; the compilers' assertions must refuse the header, too."""
        header = self.mutate(*changes)
        self.assertNotEqual(compiles(DIALECTS[0], layout.assertions(self.released), header.parents[1]), "")
        return layout.breaks(self.released, layout.layout(header))

    def grows(self, *changes):
        """What is new; nothing that was released breaks."""
        current = layout.layout(self.mutate(*changes))
        self.assertEqual(layout.breaks(self.released, current), [])
        return [line for line in layout.additions(self.released, current) if "." in line]

    def test_a_member_appended_to_the_api_is_growth(self):
        old = "(*extension)(trawl_ctx*, const char* id); /* null"
        new = "(*extension)(trawl_ctx*, const char* id); void (*more)(void); /* null"
        self.assertEqual(self.grows((old, new)), ["trawl_api.more 160 8 void (*)(void)"])

    def test_a_member_appended_to_the_request_is_growth(self):
        change = ("int32_t priority;", "int32_t priority; uint64_t more;")
        self.assertEqual(self.grows(change), ["trawl_request.more 88 8 uint64_t"])

    def test_a_member_inserted_in_the_middle_breaks_all_after_it(self):
        broken = self.breaks(("  int32_t (*stopping)", "  void (*more)(void);\n  int32_t (*stopping)"))
        self.assertEqual([line.split()[0] for line in broken],
                         ["trawl_api.stopping", "trawl_api.now_us", "trawl_api.extension"])

    def test_a_member_of_another_type_breaks(self):
        broken = self.breaks(("int32_t priority;", "uint32_t priority;"))
        self.assertEqual(broken, ["trawl_request.priority 84 4 int32_t"])

    def test_two_members_of_one_type_swapped_break(self):
        broken = self.breaks(("run_id, platform, trigger;", "platform, run_id, trigger;"))
        self.assertEqual([line.split()[0] for line in broken], ["trawl_run_info.run_id", "trawl_run_info.platform"])

    def test_a_function_with_other_parameters_breaks(self):
        broken = self.breaks(("(*checkpoint)(trawl_ctx*);", "(*checkpoint)(trawl_ctx*, int32_t);"))
        self.assertEqual(broken, ["trawl_api.checkpoint 128 8 trawl_status (*)(trawl_ctx *)"])

    def test_a_renamed_member_breaks(self):
        broken = self.breaks(("uint64_t elapsed_us;", "uint64_t duration_us;"))
        self.assertEqual(broken, ["trawl_response.elapsed_us 88 8 uint64_t"])

    def test_a_renamed_entry_symbol_breaks(self):
        broken = self.breaks(("trawl_module* trawl_module_v1(", "trawl_module* trawl_module_1("))
        self.assertEqual(broken, ["function trawl_module_v1 const trawl_module *(void)"])

    def test_a_constant_of_another_value_breaks(self):
        broken = self.breaks(("TRAWL_DUPLICATE = 5,", "TRAWL_DUPLICATE = 6,"))
        self.assertEqual(broken, ["constant TRAWL_DUPLICATE 5"])

    def test_a_removed_constant_breaks(self):
        self.assertEqual(self.breaks(("  TRAWL_NET_DNS = 1,\n", "")), ["constant TRAWL_NET_DNS 1"])

    def test_a_struct_without_a_size_member_must_not_even_grow(self):
        broken = self.breaks(("  size_t len;\n", "  size_t len, capacity;\n"))
        self.assertIn("struct trawl_str 16", broken)

    def test_growth_without_a_baseline_of_its_own_is_told(self):
        grown = layout.layout(self.mutate(("int32_t priority;", "int32_t priority; uint64_t more;")))
        self.assertNotEqual(layout.additions(layout.read(BASELINES[-1]), grown), [])


if __name__ == "__main__":
    unittest.main()
