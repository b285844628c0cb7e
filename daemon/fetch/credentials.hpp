// The edge: the last stage before a hop goes out adds what the configuration keeps for its origin, and the
// first one after the answer hides it again. Above this stage no URL, header or message has a configured
// secret in it, whatever a server echoes; the bodies of answers are the server's business. Crawl thread.
#pragma once

#include <expected>
#include <optional>

#include "fetch/redirects.hpp"
#include "model/fetch_policy.hpp"

namespace trawl::fetch {

// The hop as it goes on the wire, or nothing when the policy has no credential for exactly its scheme, host
// and port. What is configured replaces headers and query keys of the same name that the plugin chose, and a
// user in the URL where it sets Authorization.
std::optional<Hop> with_credentials(const Hop&, const model::FetchPolicy&);

// Replaces configured secrets, in the spellings in which they are sent, by "***" in the headers of an answer
// or the texts of a failure. Secrets shorter than 6 bytes stay: they would hit ordinary words.
void hide_credentials(std::expected<Response, Failure>&, const model::FetchPolicy&);
void hide_credentials(std::string& text, const model::FetchPolicy&);

// What leaves the fetcher as an error is stored and logged: its URLs lose users, passwords and the values of
// policy.redact_query. A Response keeps the query that the plugin chose.
void redact(Failure&, const model::FetchPolicy&);

}  // namespace trawl::fetch
