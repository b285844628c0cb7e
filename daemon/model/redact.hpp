// URLs as they may be logged, stored and shown: without user and password, and with "***" for the values of
// query keys that usually hold secrets. Works on any text, because what is reported as a URL may be none.
// Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trawl::model {

// What `fetch.redact_query` is unless the configuration says otherwise; in lower case.
std::vector<std::string> usual_secret_keys();

// "https://ann:pw@shop.example/" -> "https://shop.example/".
std::string without_user_info(std::string_view url);

// `keys` in lower case; a URL's keys match in any case and however they are percent-encoded, in its query and
// in its fragment.
std::string redact_url(std::string_view url, std::span<const std::string> keys);

// The same for every URL that a text mentions.
std::string redact_text(std::string_view text, std::span<const std::string> keys);

}  // namespace trawl::model
