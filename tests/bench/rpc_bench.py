"""Starts a daemon with one finished run and lets rpc-bench measure its socket."""
import subprocess
import sys

from contenders import BENCH, SERVER_CPU, pin_all_threads, trawl


def main():
    config = {"platforms": {"demo": {"plugin": "demo", "config": {"items": 10}}}}
    with trawl.Daemon(config) as daemon:
        run = daemon.wait_for_end(daemon.call("runs.start")["run_id"])
        pin_all_threads(daemon.process.pid, SERVER_CPU)
        subprocess.run([BENCH / "rpc-bench", daemon.socket, str(run["id"]), *sys.argv[1:]], check=True)


if __name__ == "__main__":
    main()
