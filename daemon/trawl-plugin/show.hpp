// What a run brought, as the verbs print it: items for programs, errors for people.
#pragma once

#include <string>
#include <vector>

#include "cassette/cassette.hpp"
#include "model/item.hpp"
#include "model/run.hpp"
#include "model/status.hpp"

namespace trawl::author {

// {"kind":...,"key":...,"data":{...}} on one line.
std::string item_line(const model::Item&);

// As trawlctl shows an error, and below it the file with the page that it is about, where one is recorded.
std::string error_text(const model::ErrorRecord&, const cassette::Cassette*);

// The file with the last recorded body of that URL; empty when there is none.
std::filesystem::path page_of(const std::string& url, const cassette::Cassette&);

// 0 succeeded, 10 partial, 11 failed: as `trawlctl run --wait`.
int exit_code(model::PlatformStatus);

}  // namespace trawl::author
