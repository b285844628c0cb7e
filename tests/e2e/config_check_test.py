"""What only a plugin can see in its configuration is refused like any other fault of the file, with its place."""
import subprocess
import tempfile
import unittest
from pathlib import Path

import trawl

GOOD = """\
platforms:
  books:
    plugin: html
    config:
      start: https://books.example/
      fields:
        title: {css: "h1 > a"}
"""
BAD = GOOD.replace("h1 > a", "h1 >> a")


def check(text):
    """Exit code and stderr of `trawld --check-config`, with the file's folder cut off."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trawl.yaml"
        file.write_text(text)
        done = subprocess.run([trawl.TRAWLD, "--config", file, "--check-config"], capture_output=True, text=True)
        return done.returncode, done.stderr.replace(folder + "/", "")


class ConfigCheck(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()

    def test_good_configuration_passes(self):
        self.assertEqual(check(GOOD), (0, ""))

    def test_examples_that_come_with_trawl_pass(self):
        for example in sorted((Path(__file__).parents[2] / "config" / "examples").glob("*.yaml")):
            with self.subTest(example=example.name):
                self.assertEqual(check(example.read_text()), (0, ""))

    def test_bad_selector_is_shown_with_its_line_and_its_column(self):
        code, told = check(BAD)
        self.assertEqual(code, 78, told)
        self.assertRegex(told, r"^trawl\.yaml:7:22: platforms\.books\.config at /fields/title/css: .*column 5")

    def test_faults_of_schema_and_plugins_come_at_once_in_the_order_of_the_text(self):
        code, told = check(BAD + "  a:\n    plugin: html\n    config: {start: 7, fields: {t: {css: p}}}\n"
                           "  b:\n    plugin: html\n    config: {start: 'https://b.example/', each: 'p,', fields: {t: {css: p}}}\n")
        self.assertEqual(code, 78, told)
        self.assertEqual([line.split(":")[1] for line in told.splitlines()], ["7", "10", "13"], told)

    def test_daemon_does_not_start_with_it(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "trawl.yaml"
            file.write_text(f"state_dir: {folder}/state\nsocket: {{path: {folder}/socket}}\n" + BAD)
            done = subprocess.run([trawl.TRAWLD, "--config", file], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 78, done)
            self.assertIn("/fields/title/css", done.stderr)

    def test_reload_keeps_the_old_configuration(self):
        with trawl.Daemon({"platforms": {"a": {"plugin": "demo", "config": {"items": 1}}}}) as daemon:
            good = daemon.config_file.read_text()
            daemon.config_file.write_text(good + "\n".join(BAD.splitlines()[1:]) + "\n")
            outcome = daemon.ctl("config", "reload", "-o", "json")
            self.assertEqual(outcome.code, 78, outcome)
            self.assertIn("/fields/title/css", outcome.out)
            self.assertEqual([row["name"] for row in daemon.call("platforms.list")["platforms"]], ["a"])
            self.assertEqual(daemon.run()["status"], "completed")


if __name__ == "__main__":
    trawl.main()
