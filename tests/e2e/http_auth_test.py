"""Who comes in over HTTP: tokens, sessions bought with one-time codes, and nobody else."""
import hashlib
import http.client
import json
import signal
import socket
import subprocess
import time
import unittest

import trawl
from adapter import HTTPD, Adapter, require_adapter


def setUpModule():
    require_adapter()


def code_of(answer):
    return answer.status, answer.json["code"]


def cookie_of(answer):
    """The cookie as a browser sends it back."""
    return {"Cookie": answer.fields["set-cookie"].partition(";")[0]}


class HttpAuth(unittest.TestCase):
    def setUp(self):
        self.daemon = trawl.Daemon({"platforms": {"good": {"plugin": "demo"}}})
        self.http = Adapter(self.daemon)   # adds its section to trawl.yaml before the daemon reads it
        self.enterContext(self.daemon)
        self.enterContext(self.http)

    def with_token(self, token, path="/api/v1/runs"):
        return self.http.get(path, role=None, fields={"Authorization": f"Bearer {token}"})

    def buy(self, **shown):
        return self.http.post("/api/session", shown, role=None)

    def eventually(self, holds):
        deadline = time.monotonic() + trawl.START_PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), deadline, self.http.log())
            time.sleep(0.05)   # the adapter announces nothing to strangers

    def give_tokens(self, text):
        self.http.settings.tokens_file.write_text(text)
        self.http.process.send_signal(signal.SIGHUP)


class Tokens(HttpAuth):
    def test_without_one_nobody_comes_in_and_is_told_how(self):
        for verb, path in (("GET", "/api/v1/runs"), ("GET", "/api/v1/events"), ("GET", "/metrics"), ("GET", "/api/session"),
                           ("POST", "/api/scrape"), ("POST", "/rpc")):
            with self.subTest(path):
                answer = self.http.request(verb, path, {} if verb == "POST" else None, role=None)
                self.assertEqual(code_of(answer), (401, "unauthenticated"))
                self.assertTrue(answer.fields["www-authenticate"].startswith("Bearer"))
                self.assertIn("trawlctl web", answer.json["hint"])
                self.assertIn("trawl-httpd token new", answer.json["hint"])
        self.assertEqual(self.daemon.call("runs.list")["runs"], [])

    def test_health_needs_none(self):
        for path in ("/health/live", "/health/ready"):
            self.assertEqual(self.http.get(path, role=None).status, 200, path)

    def test_a_wrong_one_is_refused_and_not_logged(self):
        right = self.http.tokens["admin"]
        for wrong in ("trawl_" + "0" * 64, right[:-1], right + "0", right.upper(), hashlib.sha256(right.encode()).hexdigest(), ""):
            self.assertEqual(code_of(self.with_token(wrong)), (401, "unauthenticated"))
        self.assertNotIn("0" * 64, self.http.log())

    def test_one_in_a_url_is_none(self):
        token = self.http.tokens["admin"]
        self.assertEqual(self.http.get(f"/api/session?token={token}&access_token={token}", role=None).status, 401)

    def test_a_role_may_what_it_may(self):
        run = self.daemon.call("runs.start")["run_id"]
        self.daemon.wait_for_end(run)
        self.assertEqual(self.http.get(f"/api/v1/runs/{run}", role="viewer").status, 200)
        self.assertEqual(code_of(self.http.post(f"/api/scrape/{run}/retry", role="viewer")), (403, "permission_denied"))
        self.assertEqual(code_of(self.http.post("/api/v1/config/reload", role="operator")), (403, "permission_denied"))
        self.assertEqual(len(self.daemon.call("runs.list")["runs"]), 1, "nothing was started")
        self.assertEqual(self.http.post("/api/scrape", role="operator").status, 202)

    def test_ten_wrong_ones_in_a_minute_and_a_source_has_to_wait(self):
        for _ in range(10):
            self.assertEqual(self.with_token("trawl_wrong").status, 401)
        answer = self.with_token("trawl_wrong")
        self.assertEqual(code_of(answer), (429, "too_many_requests"))
        self.assertLessEqual(int(answer.fields["retry-after"]), 60)
        self.assertEqual(self.http.get("/api/v1/runs").status, 200, "a right one is let in all the same")

    def test_a_new_one_counts_at_once_and_an_old_one_no_more(self):
        made = subprocess.run([HTTPD, "token", "new", "ci", "viewer"], capture_output=True, text=True, check=True)
        token, line = made.stdout.splitlines()
        self.assertNotIn(token, line)
        self.give_tokens(line + "\n")
        self.eventually(lambda: "1 token(s)" in self.http.log())
        self.assertEqual(self.with_token(token, "/api/session").json,
                         {"name": "ci", "role": "viewer", "transport": "http+token", "expires_at": None})
        self.assertEqual(self.with_token(self.http.tokens["admin"]).status, 401)

    def test_a_file_with_a_fault_changes_nothing(self):
        self.give_tokens("ci viewer\n")
        self.eventually(lambda: f"{self.http.settings.tokens_file}:1:" in self.http.log())
        self.assertEqual(self.http.get("/api/v1/runs").status, 200)


class Sessions(HttpAuth):
    def test_a_code_lets_one_browser_in_as_its_caller(self):
        code = self.daemon.ctl("web", "-o", "json").json["code"]
        answer = self.buy(code=code)
        self.assertEqual((answer.status, answer.json["role"]), (200, "admin"), answer)
        for attribute in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"):
            self.assertIn(attribute, answer.fields["set-cookie"])
        cookie = cookie_of(answer)
        self.assertEqual(self.http.get("/api/v1/runs", role=None, fields=cookie).status, 200)
        self.assertEqual(self.http.get("/api/session", role=None, fields=cookie).json["transport"], "http+session")
        self.assertEqual(code_of(self.buy(code=code)), (401, "unauthenticated"))
        self.assertNotIn(code, self.http.log() + self.daemon.log())

    def test_a_change_is_audited_under_the_sessions_name(self):
        cookie = cookie_of(self.buy(token=self.http.tokens["operator"]))
        started = self.http.post("/api/scrape", role=None, fields=cookie)
        self.assertEqual(started.status, 202, started)
        self.assertEqual(started.json["run"]["requested_by"]["name"], "operator-token")

    def test_leaving_ends_it(self):
        cookie = cookie_of(self.buy(token=self.http.tokens["viewer"]))
        self.assertEqual(self.http.request("DELETE", "/api/session", role=None, fields=cookie).status, 204)
        self.assertEqual(self.http.get("/api/v1/runs", role=None, fields=cookie).status, 401)

    def test_it_ends_with_the_token_that_bought_it(self):
        cookie = cookie_of(self.buy(token=self.http.tokens["viewer"]))
        self.assertEqual(self.http.get("/api/v1/runs", role=None, fields=cookie).status, 200)
        self.give_tokens("")
        self.eventually(lambda: self.http.get("/api/v1/runs", role=None, fields=cookie).status == 401)

    def test_what_is_no_code_and_no_token_buys_nothing(self):
        for shown in ({"code": "0" * 32}, {"code": "x"}, {"token": "trawl_wrong"}):
            answer = self.buy(**shown)
            self.assertEqual(code_of(answer), (401, "unauthenticated"), shown)
            self.assertNotIn("set-cookie", answer.fields)
        for shown in ({}, {"code": 1}, {"user": "ann"}, {"code": "00", "token": "trawl_"}):
            self.assertEqual(self.buy(**shown).status, 400, shown)

    def test_none_gets_codes_to_renew_itself(self):
        cookie = cookie_of(self.buy(token=self.http.tokens["admin"]))
        request = {"jsonrpc": "2.0", "id": 1, "method": "web.code", "params": {}}
        answer = self.http.post("/rpc", request, role=None, fields=cookie)
        self.assertEqual(answer.json["error"]["data"]["kind"], "permission_denied", answer)


class UnixSocket(HttpAuth):
    def get(self, path, fields):
        connection = http.client.HTTPConnection("localhost", timeout=30)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(30)
        connection.sock.connect(str(self.http.settings.unix))
        self.addCleanup(connection.close)
        connection.request("GET", path, headers=fields)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def test_the_kernel_says_who_it_is(self):
        status, body = self.get("/api/session", {})
        self.assertEqual((status, body["role"], body["transport"]), (200, "admin", "http+unix"))

    def test_a_token_counts_before_the_peers_own_role(self):
        status, body = self.get("/api/session", {"Authorization": f"Bearer {self.http.tokens['viewer']}"})
        self.assertEqual((status, body["role"]), (200, "viewer"))
        self.assertEqual(self.get("/api/session", {"Authorization": "Bearer trawl_wrong"})[0], 401)


if __name__ == "__main__":
    trawl.main()
