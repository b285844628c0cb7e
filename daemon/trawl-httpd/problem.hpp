// RFC 9457: every answer that is an error has the same shape.
//
//   {"type": "/problems/run_active", "title", "status", "detail", "code": "run_active", "hint"?, "retryable",
//    "instance": "/api/scrape/42/retry", "request_id", and what the daemon added: "run_id", "platforms", ...}
//
// Code, status and title come from base/error.cpp's table. Pure; any thread.
#pragma once

#include "base/error.hpp"
#include "trawl-httpd/request.hpp"
#include "trawl-httpd/response.hpp"

namespace trawl::httpd {

// With Retry-After where waiting helps, WWW-Authenticate where a token does, and Allow with 405, from
// data.allow.
Response problem(const Error&, const Request&);

}  // namespace trawl::httpd
