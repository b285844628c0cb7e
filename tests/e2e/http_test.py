"""What the HTTP side promises: the fixed paths, retries of exactly what failed, keys, paging, conditions, and
one shape for every error.

With TRAWL_PRISM (a program) every request passes a contract proxy that holds it against the served OpenAPI
document; an answer that breaks the contract fails the test that caused it.
"""
import re
import time
import unittest
from collections import Counter

import sites
import trawl
from adapter import Adapter, require_adapter
from site_server import Site

PROBLEM = "application/problem+json"


class Http(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_adapter()
        scenery = sites.own_sites(4)
        cls.site = cls.enterClassContext(Site(scenery.pages))
        config = {**scenery.config(cls.site), "schedules": {"daily": {"every": "1d", "platforms": "all"}}}
        cls.daemon = trawl.Daemon(config)
        cls.http = Adapter(cls.daemon)
        cls.enterClassContext(cls.daemon)
        cls.enterClassContext(cls.http)

    def failed_run(self, *names):
        """A finished run in which exactly these sites failed; they are well again."""
        for name in names:
            self.site.faults[f"{name}.example"] = "503"
        run = self.daemon.run()
        self.site.faults.clear()
        return run

    def finished(self, run):
        return self.http.get(f"/api/v1/runs/{run}/wait?timeout_ms=60000").json["run"]

    def problem(self, answer, status, code):
        self.assertEqual((answer.status, answer.fields.get("content-type")), (status, PROBLEM), answer)
        body = answer.json
        self.assertEqual((body["status"], body["code"]), (status, code))
        for member in ("type", "title", "detail", "request_id"):
            self.assertTrue(body[member], member)
        return body


class TheFixedPaths(Http):
    def test_a_run_is_started_and_told_whole(self):
        started = self.http.post("/api/scrape")
        self.assertEqual(started.status, 202, started)
        run = started.json["new_run_id"]
        self.assertEqual(started.fields["location"], f"/api/scrape/{run}")
        self.finished(run)
        whole = self.http.get(f"/api/scrape/{run}").json
        self.assertEqual((whole["id"], whole["status"], len(whole["platforms"])), (run, "completed", 4))
        self.assertEqual(set(whole["platform_timings"]), {f"site-0{number}" for number in range(4)})
        self.assertEqual(whole["errors"], [])

    def test_a_list_has_no_long_members_unless_asked(self):
        self.daemon.run()
        short = self.http.get("/api/scrape/runs?limit=1").json["runs"][0]
        self.assertFalse({"platforms", "errors", "platform_timings"} & set(short))
        longer = self.http.get("/api/scrape/runs?limit=1&include=platforms,errors").json["runs"][0]
        self.assertTrue({"platforms", "errors"} <= set(longer))

    def test_the_other_paths_answer(self):
        for path in ("/api/scrape/runs/active", "/api/scrape/analytics?days=7", "/api/scheduler/status", "/api/items",
                     "/api/v1/status", "/api/v1/platforms", "/api/v1/plugins", "/api/v1/config", "/openapi.json"):
            answer = self.http.get(path)
            self.assertEqual((answer.status, answer.fields["content-type"].split(";")[0]), (200, "application/json"), path)

    def test_health_needs_no_token(self):
        self.assertEqual(self.http.get("/health/live", role=None).status, 200)
        self.assertEqual(self.http.get("/health/ready", role=None).status, 200)

    def test_the_scheduler_pauses_and_resumes(self):
        self.assertEqual(self.http.post("/api/scheduler/pause", {"reason": "a quiet day"}).status, 200)
        rows = self.http.get("/api/scheduler/status").json["schedules"]
        self.assertEqual([(row["paused"], row["pause_reason"]) for row in rows], [(True, "a quiet day")])
        self.assertEqual(self.http.post("/api/scheduler/resume").status, 200)
        self.assertFalse(self.http.get("/api/scheduler/status").json["schedules"][0]["paused"])


class ARetry(Http):
    def test_asks_exactly_what_failed(self):
        run = self.failed_run("site-01", "site-03")
        plan = self.http.get(f"/api/scrape/{run['id']}/retry").json
        self.assertEqual(plan["default"], ["site-01", "site-03"])
        asked = len(self.site.requests)
        answer = self.http.post(f"/api/scrape/{run['id']}/retry")
        self.assertEqual(answer.status, 202, answer)
        body = answer.json
        self.assertEqual(body["platforms_retried"], ["site-01", "site-03"])
        self.assertEqual(answer.fields["location"], f"/api/scrape/{body['new_run_id']}")
        self.assertEqual(self.finished(body["new_run_id"])["trigger"], f"retry:{run['id']}")
        self.assertEqual(Counter(request["host"] for request in self.site.requests[asked:]),
                         {"site-01.example": 1, "site-03.example": 1})

    def test_of_a_choice_asks_only_that(self):
        run = self.failed_run("site-01", "site-02")
        answer = self.http.post(f"/api/scrape/{run['id']}/retry", {"platforms": ["site-02"]})
        self.assertEqual(answer.json["platforms_retried"], ["site-02"])
        self.finished(answer.json["new_run_id"])
        self.assertEqual(self.http.get(f"/api/scrape/{run['id']}/retry").json["default"], ["site-01"])

    def test_leaves_the_original_as_it_was(self):
        run = self.failed_run("site-01")
        before = self.http.get(f"/api/v1/runs/{run['id']}").json
        answer = self.http.post(f"/api/v1/runs/{run['id']}/retry")
        self.finished(answer.json["new_run_id"])
        after = self.http.get(f"/api/v1/runs/{run['id']}").json
        self.assertEqual(after.pop("effective_status"), "completed")
        self.assertEqual(before.pop("effective_status"), "partial")
        self.assertEqual(after, before)

    def test_with_a_key_happens_once(self):
        run = self.failed_run("site-01")
        path, fields = f"/api/scrape/{run['id']}/retry", {"Idempotency-Key": '"dialog-7"'}
        first = self.http.post(path, fields=fields)
        again = self.http.post(path, fields={"Idempotency-Key": "dialog-7"})
        self.assertEqual((first.status, again.status), (202, 200))
        self.assertEqual(first.json["new_run_id"], again.json["new_run_id"])
        self.assertTrue(again.json["replayed"])
        self.problem(self.http.post(path, {"platforms": ["site-02"]}, fields=fields), 422, "idempotency_mismatch")

    def test_is_refused_in_words(self):
        run = self.failed_run()
        self.problem(self.http.post(f"/api/scrape/{run['id']}/retry"), 409, "nothing_to_retry")
        self.problem(self.http.post("/api/scrape/987654/retry"), 404, "run_not_found")
        body = self.problem(self.http.post(f"/api/scrape/{run['id']}/retry", {"platforms": ["site-0l"]}), 400, "unknown_platform")
        self.assertIn("site-01", str(body))
        self.problem(self.http.post(f"/api/scrape/{run['id']}/retry", {"platform": ["site-01"]}), 400, "unknown_param")


class Reading(Http):
    def test_pages_follow_each_other_without_gap(self):
        for _ in range(5):
            self.daemon.run()
        path, seen = "/api/v1/runs?limit=2", []
        while path:
            answer = self.http.get(path)
            seen += [run["id"] for run in answer.json["runs"]]
            link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.fields.get("link", ""))
            self.assertEqual(bool(link), answer.json["next_cursor"] is not None)
            path = link and link[1]
        self.assertEqual(seen, sorted(set(seen), reverse=True))
        self.assertEqual(seen[-1], 1)

    def test_a_page_that_has_not_changed_is_not_sent_again(self):
        run = self.daemon.run()
        first = self.http.get(f"/api/v1/runs/{run['id']}")
        again = self.http.get(f"/api/v1/runs/{run['id']}", past_proxy=True,
                              fields={"If-None-Match": first.fields["etag"]})
        self.assertEqual((again.status, again.body), (304, b""))
        other = self.http.get(f"/api/v1/runs/{run['id']}", fields={"If-None-Match": '"other"'})
        self.assertEqual(other.status, 200)

    def test_head_is_get_without_its_body(self):
        run = self.daemon.run()
        get, head = (self.http.request(verb, f"/api/v1/runs/{run['id']}", past_proxy=True) for verb in ("GET", "HEAD"))
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.fields["content-length"], str(len(get.body)))


class WhatIsRefused(Http):
    def test_paths_and_verbs_that_do_not_exist(self):
        self.problem(self.http.get("/api/v1/rnus"), 404, "route_not_found")
        answer = self.http.request("DELETE", "/api/v1/runs")
        self.problem(answer, 405, "method_not_allowed")
        self.assertEqual({verb.strip() for verb in answer.fields["allow"].split(",")} & {"GET", "POST"}, {"GET", "POST"})

    def test_parameters(self):
        for path, code in {"/api/v1/runs?limit=0": "invalid_params", "/api/v1/runs?limit=x": "invalid_params",
                           "/api/v1/runs?statsu=failed": "unknown_param", "/api/v1/runs?cursor=zzz": "invalid_params",
                           "/api/v1/runs/0": "invalid_params"}.items():
            with self.subTest(path):
                answer = self.http.get(path)
                self.assertIn(answer.json["code"], (code, "run_not_found"))
                self.problem(answer, answer.status, answer.json["code"])

    def test_bodies(self):
        runs = self.http.get("/api/v1/runs?limit=1").body
        for body, status, code in ((b"{", 400, "parse_error"), (b"[]", 400, "invalid_params"), (b'{"a":1,"a":2}', 400, "parse_error"),
                                   (b'{"platforms":"site-01"}', 400, "invalid_params"), (b"\xff", 400, "parse_error"),
                                   (b"[" * 100, 400, "parse_error"), (b" " * (2 << 20), 413, "body_too_large")):
            with self.subTest(body[:20]):
                self.problem(self.http.post("/api/v1/runs", body, past_proxy=True), status, code)
        self.problem(self.http.post("/api/v1/runs", b"a=b", past_proxy=True,
                                    fields={"Content-Type": "text/plain"}), 415, "media_type_unsupported")
        self.assertEqual(self.http.get("/api/v1/runs?limit=1").body, runs)

    def test_who_may_not(self):
        self.problem(self.http.get("/api/v1/runs", role=None), 401, "unauthenticated")
        wrong = {"Authorization": "Bearer trawl_" + "0" * 64}
        self.problem(self.http.get("/api/v1/runs", role=None, fields=wrong), 401, "unauthenticated")
        self.problem(self.http.post("/api/v1/runs", role="viewer"), 403, "permission_denied")
        self.problem(self.http.post("/api/v1/config/reload", role="operator"), 403, "permission_denied")

    def test_a_daemon_that_is_away(self):
        self.daemon.process.terminate()
        self.daemon.process.wait()
        try:
            answer = self.http.get("/api/v1/runs")
            self.problem(answer, 503, "daemon_unreachable")
            self.assertGreaterEqual(int(answer.fields["retry-after"]), 1)
            self.assertEqual(self.http.get("/health/live", role=None).status, 200)
            self.assertEqual(self.http.get("/health/ready", role=None).status, 503)
        finally:
            self.daemon.start()
        for _ in range(200):
            if self.http.get("/api/v1/runs").status == 200:
                return
            time.sleep(0.05)   # the adapter says nothing when it is connected again
        self.fail("the adapter does not find its daemon again")


if __name__ == "__main__":
    trawl.main()
