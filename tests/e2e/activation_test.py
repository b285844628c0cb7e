"""Socket activation, as sd_listen_fds(3) describes it: the service manager's socket outlives the daemon, and calls made
while there is none are answered by the next."""
import json
import os
import socket
import subprocess
import threading
import time
import unittest

import trawl

RESTARTS = 100


class Activated:
    """A daemon whose socket this test keeps, as systemd would."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.path = str(daemon.folder / "activated.sock")
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(self.path)
        self.listener.listen(64)
        self.process = None

    def start(self):
        descriptor = self.listener.fileno()

        def hand_over():
            trawl.die_with_the_test()
            os.dup2(descriptor, 3)
            os.set_inheritable(3, True)   # dup2 of a descriptor to itself leaves its flags
            os.environ["LISTEN_PID"], os.environ["LISTEN_FDS"] = str(os.getpid()), "1"

        out = open(self.daemon.folder / "activated.out", "ab")
        self.process = subprocess.Popen([trawl.TRAWLD, "--config", self.daemon.config_file], stdout=out, stderr=out,
                                        stdin=subprocess.DEVNULL, preexec_fn=hand_over, close_fds=False)
        out.close()

    def stop(self):
        self.process.terminate()
        return self.process.wait(60)

    def ask(self, number):
        """A call under way: its connection, from which the answer will come."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(60)
        connection.connect(self.path)
        connection.sendall(json.dumps({"jsonrpc": "2.0", "id": number, "method": "daemon.status"}).encode() + b"\n")
        return connection

    def answer(self, connection):
        with connection, connection.makefile() as lines:
            return json.loads(lines.readline())


class Activation(unittest.TestCase):
    def setUp(self):
        trawl.require_programs()
        daemon = trawl.Daemon({"platforms": {"demo": {"plugin": "demo", "config": {"items": 1}}}})
        self.addCleanup(lambda: daemon.process and daemon.process.kill())
        self.activated = Activated(daemon)
        self.addCleanup(lambda: self.activated.process.poll() is None and self.activated.process.kill())
        self.addCleanup(self.activated.listener.close)

    def test_calls_made_while_there_is_no_daemon_are_answered_by_the_next(self):
        waiting = [self.activated.ask(number) for number in range(20)]
        boots = set()
        for _ in range(5):
            self.activated.start()
            answers = [self.activated.answer(connection) for connection in waiting]
            self.assertEqual([answer["id"] for answer in answers], list(range(20)))
            boots |= {answer["result"]["boot_id"] for answer in answers}
            self.assertEqual(self.activated.stop(), 0)
            self.assertTrue(os.path.exists(self.activated.path), "the socket is the service manager's")
            waiting = [self.activated.ask(number) for number in range(20)]
        self.assertEqual(len(boots), 5, "each time another daemon")
        for connection in waiting:
            connection.close()

    def test_no_call_fails_however_often_the_daemon_restarts(self):
        over = threading.Event()
        answered, failed = [], []

        def call():
            while not over.is_set():
                try:
                    answered.append(self.activated.answer(self.activated.ask(7))["result"]["boot_id"])
                except (OSError, ValueError, KeyError) as fault:
                    failed.append(repr(fault))

        self.activated.start()
        callers = [threading.Thread(target=call) for _ in range(4)]
        for caller in callers:
            caller.start()
        for _ in range(RESTARTS):
            before = len(answered)
            while len(answered) < before + 20:
                time.sleep(0.001)   # there is nothing to wait on but the callers' work
            self.activated.stop()
            self.activated.start()
        over.set()
        for caller in callers:
            caller.join()
        self.assertEqual(failed, [])
        self.assertEqual(self.activated.stop(), 0)
        self.assertGreaterEqual(len(set(answered)), RESTARTS)

    def test_workers_do_not_inherit_it(self):
        self.activated.start()
        connection = self.activated.ask(1)
        self.activated.answer(connection)
        with open(f"/proc/{self.activated.process.pid}/fdinfo/3", encoding="utf-8") as told:
            flags = next(int(line.split()[1], 8) for line in told if line.startswith("flags"))
        self.assertTrue(flags & os.O_CLOEXEC)
        self.assertEqual(self.activated.stop(), 0)


if __name__ == "__main__":
    trawl.main()
