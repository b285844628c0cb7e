"""The shop example gives the same items and the same errors in every language, on one recording and whatever the
order in which its answers come."""
import shutil
import tempfile
import unittest
from pathlib import Path

import trawl

TOOL = trawl.BUILD / "bin" / "trawl-plugin"
EXAMPLE = Path(__file__).parents[2] / "sdk" / "examples" / "shop"
CASSETTE = EXAMPLE / "tests" / "prices"
COMPILED = {language: trawl.BUILD / "examples" / f"shop-{language}.so" for language in ("cpp", "c", "rust")}


class Languages(unittest.TestCase):
    def setUp(self):
        if not TOOL.exists():
            self.skipTest(f"{TOOL} has not been built")
        self.folder = Path(tempfile.mkdtemp(prefix="trawl-languages-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def library_and_config(self, language):
        if language != "python":
            return COMPILED[language], CASSETTE / "config.yaml"
        script = self.folder / "shop.py"   # trawl takes scripts from folders that others cannot write to
        shutil.copy(EXAMPLE / "python" / "shop.py", script)
        script.chmod(0o644)
        site = "https://shop.example"
        config = self.folder / "trawl.yaml"
        config.write_text(trawl.to_yaml({"platforms": {"shop": {"plugin": "python", "config": {
            "script": str(script), "list": f"{site}/prices", "stock": f"{site}/stock/"}}}}))
        return trawl.PLUGINS / "python.so", config

    def outcome(self, language, *flags):
        library, config = self.library_and_config(language)
        if not library.exists():
            self.skipTest(f"{library} has not been built")
        done = trawl.Outcome(trawl.subprocess.run([TOOL, "run", library, "-c", config, "--replay", CASSETTE, *flags],
                                                  capture_output=True, text=True, timeout=120))
        self.assertEqual(done.code, 10, done)   # partial: the recording has errors on purpose
        return done.out.splitlines(), sorted(done.err.splitlines())

    def check(self, language):
        in_cpp = self.outcome("cpp")
        self.assertEqual(in_cpp[0], (CASSETTE / "expect.jsonl").read_text("utf-8").splitlines())
        for flags in ((), ("--seed", "7"), ("--seed", "11")):
            items, errors = self.outcome(language, *flags)
            self.assertEqual((items, errors), in_cpp, f"{language} {flags}")

    def test_cpp(self):
        self.check("cpp")

    def test_c(self):
        self.check("c")

    def test_rust(self):
        self.check("rust")

    def test_python(self):
        self.check("python")

    def test_each_passes_the_same_expectation(self):
        for language, library in COMPILED.items():
            with self.subTest(language):
                if not library.exists():
                    self.skipTest(f"{library} has not been built")
                done = trawl.subprocess.run([TOOL, "test", CASSETTE, "--library", library], capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    trawl.main()
