"""trawlctl as scripts and people meet it: exit codes, one JSON document, suggestions, a missing daemon."""
import json
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

import trawl

CONFIG = {"platforms": {
    "good": {"plugin": "demo", "config": {"items": 3}},
    "bad": {"plugin": "demo", "config": {"items": 2, "fault": "fail", "until": "retry"}},
    "slow": {"plugin": "demo", "config": {"items": 100, "delay": "200ms"}}},
    "schedules": {"nightly": {"cron": "0 3 * * *", "platforms": ["good"]}}}


class WithoutDaemon(unittest.TestCase):
    def setUp(self):
        if not trawl.TRAWLCTL.exists():
            self.skipTest(f"{trawl.TRAWLCTL} has not been built")

    def test_missing_daemon_is_exit_code_6_and_says_what_to_do(self):
        outcome = trawl.trawlctl("status", "--socket", "/nonexistent/trawl.sock")
        self.assertEqual(outcome.code, 6)
        self.assertIn("there is no socket at /nonexistent/trawl.sock", outcome.err)
        self.assertIn("systemctl start trawl", outcome.err)
        self.assertEqual(outcome.out, "")

    def test_environment_names_the_socket_and_the_flag_wins(self):
        outcome = trawl.trawlctl("status", environment={"TRAWL_SOCKET": "/nonexistent/a"})
        self.assertIn("/nonexistent/a", outcome.err)
        outcome = trawl.trawlctl("status", "--socket", "/nonexistent/b", environment={"TRAWL_SOCKET": "/nonexistent/a"})
        self.assertIn("/nonexistent/b", outcome.err)

    def test_missing_daemon_is_a_document_with_json(self):
        outcome = trawl.trawlctl("runs", "-o", "json", "--socket", "/nonexistent/trawl.sock")
        self.assertEqual((outcome.code, outcome.json["error"]["kind"]), (6, "daemon_unreachable"))

    def test_misspelt_words_are_suggested(self):
        for words, near in ((["rnu"], "run"), (["runs", "shwo", "1"], "show"), (["runs", "--stauts", "x"], "--status")):
            outcome = trawl.trawlctl(*words)
            self.assertEqual(outcome.code, 2)
            self.assertIn(f"did you mean '{near}'?", outcome.err)

    def test_help_and_version_work_without_a_daemon(self):
        self.assertTrue(trawl.trawlctl("--help").out.startswith("Examples:"))
        self.assertTrue(trawl.trawlctl("retry", "--help").out.startswith("Examples:"))
        self.assertRegex(trawl.trawlctl("--version").out, r"^trawlctl \d+\.\d+\.\d+\n$")

    def test_cron_is_offline(self):
        outcome = trawl.trawlctl("cron", "30 2 * * *", "--timezone", "America/New_York", "--from", "2027-03-13T12:00:00Z",
                                 "--count", 2)
        self.assertEqual((outcome.code, outcome.out), (0, "2027-03-14T07:00:00Z\n2027-03-15T06:30:00Z\n"))
        self.assertEqual(trawl.trawlctl("cron", "61 * * * *").code, 2)
        self.assertEqual(trawl.trawlctl("cron", "@daily", "--timezone", "Europe/Atlantis").code, 2)


class WithDaemon(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        trawl.require_programs()
        cls.daemon = trawl.Daemon(CONFIG).__enter__()
        cls.failed = cls.daemon.run("good", "bad")

    @classmethod
    def tearDownClass(cls):
        cls.daemon.__exit__()

    def test_exit_code_tells_how_the_run_ended(self):
        self.assertEqual(self.daemon.ctl("run", "good", "--wait").code, 0)
        self.assertEqual(self.daemon.ctl("run", "good", "bad", "--wait").code, 10)
        self.assertEqual(self.daemon.ctl("run", "bad", "--wait").code, 11)
        self.assertEqual(self.daemon.ctl("run", "good", "bad", "--watch").code, 10)

    def test_cancelled_run_is_exit_code_12(self):
        run = self.daemon.call("runs.start", platforms=["slow"])["run_id"]
        self.assertEqual(self.daemon.ctl("runs", "cancel", run).code, 0)
        self.assertEqual(self.daemon.ctl("runs", "watch", run).code, 12)
        self.assertEqual(self.daemon.ctl("runs", "cancel", run).code, 5)

    def test_waiting_has_a_limit_and_the_run_goes_on(self):
        run = self.daemon.call("runs.start", platforms=["slow"])["run_id"]
        outcome = self.daemon.ctl("runs", "watch", run, "--timeout", "200ms")
        self.assertEqual(outcome.code, 7)
        self.assertIn("goes on", outcome.err)
        self.assertEqual(self.daemon.ctl("runs", "cancel", run).code, 0)
        self.daemon.wait_for_end(run)

    def test_ctrl_c_leaves_the_run_going(self):
        run = self.daemon.call("runs.start", platforms=["slow"])["run_id"]
        words = [trawl.TRAWLCTL, "--socket", self.daemon.socket, "runs", "watch", str(run)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
            watching.stderr.readline()   # it has begun
            watching.send_signal(signal.SIGINT)
            _, err = watching.communicate(timeout=30)
        self.assertEqual(watching.returncode, 130)
        self.assertIn(f"detached; run {run} goes on", err)
        self.assertIn(self.daemon.call("runs.get", run_id=run)["status"], ("queued", "running"))
        self.daemon.call("runs.cancel", run_id=run)
        self.daemon.wait_for_end(run)

    def test_refusals_have_their_exit_codes(self):
        expected = {("runs", "show", "999"): 3, ("retry", "999"): 3, ("schedules", "next", "nope"): 3, ("plugins", "show", "nope"): 3,
                    ("platforms", "disable", "nope"): 3, ("run", "nope"): 2, ("run", "--schedule", "nope"): 3,
                    ("runs", "--status", "nope"): 2, ("api", "call", "runs.gte"): 2, ("api", "call", "runs.get", "{"): 2}
        for words, code in expected.items():
            with self.subTest(words):
                outcome = self.daemon.ctl(*words)
                self.assertEqual(outcome.code, code, outcome)
                self.assertTrue(outcome.err.startswith("trawlctl: "), outcome)

    def test_json_is_one_document_with_its_schema(self):
        for words, schema in {("runs",): "runs.list", ("runs", "show", self.failed["id"]): "runs.get",
                              ("errors", self.failed["id"]): "errors.list", ("items",): "items.query",
                              ("schedules",): "schedules.list", ("schedules", "next", "nightly"): "schedules.next",
                              ("platforms",): "platforms.list", ("plugins",): "plugins.list", ("plugins", "show", "demo"): "plugins.get",
                              ("status",): "daemon.status", ("events",): "events.list", ("config", "show"): "config.get",
                              ("retry", self.failed["id"], "--dry-run"): "runs.retry_plan"}.items():
            with self.subTest(words):
                outcome = self.daemon.ctl(*words, "-o", "json")
                self.assertEqual(outcome.code, 0, outcome)
                self.assertEqual(outcome.json["schema"], f"trawl.{schema}/1")

    def test_waiting_prints_the_finished_run_object(self):
        run = self.daemon.ctl("run", "good", "--wait", "-o", "json").json
        self.assertEqual((run["schema"], run["status"], run["items"]["total"]), ("trawl.runs.get/1", "completed", 3))
        self.assertEqual(run["platform_timings"]["good"]["items_count"], 3)
        self.assertEqual(run["errors"], [])

    def test_name_gives_what_other_commands_take(self):
        newest = self.daemon.ctl("runs", "--limit", 1, "-o", "name").out.strip()
        self.assertEqual(self.daemon.ctl("runs", "show", newest).code, 0)
        self.assertEqual(self.daemon.ctl("platforms", "-o", "name").out.split(), ["good", "bad", "slow"])

    def test_tables_are_for_people(self):
        self.assertIn("bad", self.daemon.ctl("runs", "show", self.failed["id"]).out)
        for words in (["status"], ["runs"], ["errors", self.failed["id"]], ["items"], ["schedules"], ["platforms"], ["plugins"],
                      ["events"], ["logs", "--run", self.failed["id"]], ["runs", "diff", self.failed["id"], "last"]):
            outcome = self.daemon.ctl(*words)
            self.assertEqual(outcome.code, 0, outcome)
            self.assertNotIn("\x1b", outcome.out)

    def test_items_as_lines_and_as_csv(self):
        rows = self.daemon.items("--platform", "good")
        self.assertEqual({row["platform"] for row in rows}, {"good"})
        self.assertEqual({"platform", "kind", "key", "data"} - set(rows[0]), set())
        lines = self.daemon.ctl("items", "--platform", "good", "-o", "csv").out.splitlines()
        self.assertTrue(lines[0].startswith("platform,kind,key,"))
        self.assertEqual(len(lines), 1 + len(rows))

    def test_watching_as_lines_gives_the_events(self):
        run = self.daemon.ctl("run", "good", "--watch", "-o", "ndjson")
        self.assertEqual(run.code, 0, run)
        self.assertIn("run.finished", [row["type"] for row in run.rows])

    def test_same_key_is_the_same_run(self):
        words = ("run", "good", "--wait", "-o", "json", "--idempotency-key", "cli-test")
        self.assertEqual(self.daemon.ctl(*words).json["id"], self.daemon.ctl(*words).json["id"])
        other = self.daemon.ctl("run", "bad", "--idempotency-key", "cli-test", "-o", "json")
        self.assertEqual((other.code, other.json["error"]["kind"]), (5, "idempotency_mismatch"))

    def test_schedules_and_platforms_can_be_switched_off_and_on(self):
        self.assertEqual(self.daemon.ctl("schedules", "pause", "nightly", "--reason", "holidays").code, 0)
        schedule, = self.daemon.ctl("schedules", "-o", "json").json["schedules"]
        self.assertEqual((schedule["paused"], schedule["pause_reason"]), (True, "holidays"))
        self.assertEqual(self.daemon.ctl("schedules", "resume", "nightly").code, 0)
        self.assertEqual(self.daemon.ctl("platforms", "disable", "bad").code, 0)
        self.assertEqual(self.daemon.ctl("run", "bad").code, 5)
        self.assertEqual(self.daemon.ctl("platforms", "enable", "bad").code, 0)

    def test_config_check_names_the_place(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "faulty.yaml"
            file.write_text("state_dir: /tmp/x\nplatfroms: {}\n")
            outcome = self.daemon.ctl("config", "check", file)
            self.assertEqual(outcome.code, 78, outcome)
            self.assertIn(f"{file}:2:1: ", outcome.out)
            self.assertIn("platforms", outcome.out)
        self.assertEqual(self.daemon.ctl("config", "check", self.daemon.config_file).code, 0)

    def test_logs_and_events_as_json_are_one_document(self):
        for verb in ("logs", "events"):
            outcome = self.daemon.ctl(verb, "-o", "json")
            self.assertEqual((outcome.code, outcome.json["schema"]), (0, "trawl.events.list/1"), verb)
            self.assertTrue(outcome.json["events"], verb)

    def test_doctor_finds_nothing_wrong(self):
        outcome = self.daemon.ctl("doctor", "-o", "json")
        self.assertEqual([check for check in outcome.json["checks"] if not check["ok"]], [])
        self.assertEqual(outcome.code, 0)

    def test_raw_calls(self):
        self.assertEqual(self.daemon.ctl("api", "call", "rpc.ping", "-o", "json").code, 0)
        described = self.daemon.ctl("api", "describe", "runs.retry", "-o", "json").json
        self.assertEqual(described["name"], "runs.retry")
        names = json.loads(self.daemon.ctl("api", "describe", "-o", "json").out)["methods"]
        self.assertIn("runs.retry", [method["name"] for method in names])


if __name__ == "__main__":
    trawl.main()
