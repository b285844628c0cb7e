"""A reload applies the whole file or nothing, by SIGHUP and over the socket, and running runs go on."""
import unittest

import trawl


def config(**platforms):
    return {"platforms": {name: {"plugin": "demo", "config": values} for name, values in platforms.items()},
            "schedules": {"all": {"every": "1d", "platforms": "all"}}}


class Reload(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()

    def names(self, daemon):
        return [platform["name"] for platform in daemon.call("platforms.list")["platforms"]]

    def last_seq(self, daemon):
        return daemon.call("daemon.status")["last_seq"]

    def test_socket_reload_applies_the_file(self):
        with trawl.Daemon(config(a={"items": 1})) as daemon:
            daemon.configure(config(a={"items": 1}, b={"items": 2}))
            outcome = daemon.ctl("config", "reload", "-o", "json")
            self.assertEqual(outcome.code, 0, outcome)
            self.assertIn("platforms.b", outcome.json["added"])
            self.assertEqual(self.names(daemon), ["a", "b"])
            self.assertEqual(daemon.run("b")["status"], "completed")

    def test_dry_run_changes_nothing(self):
        with trawl.Daemon(config(a={"items": 1})) as daemon:
            daemon.configure(config(a={"items": 1}, b={"items": 2}))
            self.assertEqual(daemon.ctl("config", "reload", "--dry-run", "-o", "json").json["added"], ["platforms.b"])
            self.assertEqual(self.names(daemon), ["a"])

    def test_faulty_file_changes_nothing(self):
        with trawl.Daemon(config(a={"items": 1})) as daemon:
            seq = self.last_seq(daemon)
            daemon.config_file.write_text(daemon.config_file.read_text() + "evry: 5m\n")
            outcome = daemon.ctl("config", "reload", "-o", "json")
            self.assertEqual(outcome.code, 78, outcome)
            self.assertEqual(outcome.json["error"]["kind"], "config_invalid")
            self.assertEqual(self.names(daemon), ["a"])
            daemon.hang_up()
            daemon.wait_for(lambda row: row["type"] == "config.rejected", since=seq)
            self.assertEqual(self.names(daemon), ["a"])
            self.assertEqual(daemon.run()["status"], "completed")

    def test_sighup_applies_the_file(self):
        with trawl.Daemon(config(a={"items": 1})) as daemon:
            seq = self.last_seq(daemon)
            daemon.configure(config(c={"items": 3}))
            daemon.hang_up()
            daemon.wait_for(lambda row: row["type"] == "config.reloaded", since=seq)
            self.assertEqual(self.names(daemon), ["c"])

    def test_running_run_goes_on_with_what_it_began_with(self):
        with trawl.Daemon(config(slow={"items": 10, "delay": "100ms"})) as daemon:
            run = daemon.call("runs.start")["run_id"]
            daemon.wait_for(lambda row: row["type"] == "platform.started" and row["run_id"] == run)
            daemon.configure(config(other={"items": 1}))
            self.assertEqual(daemon.ctl("config", "reload").code, 0)
            ended = daemon.wait_for_end(run)
            self.assertEqual(ended["status"], "completed")
            self.assertEqual(ended["items"]["total"], 10)


if __name__ == "__main__":
    trawl.main()
