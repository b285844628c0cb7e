// What a failed transfer means: the one table from curl's codes to trawl's kinds. Pure.
#pragma once

#include <curl/curl.h>

#include <string>

#include "model/error_kind.hpp"

namespace trawl::fetch {

struct Verdict {
  model::ErrorKind kind;
  std::string message;  // for people: host, what happened, and curl's own words
};

// What is known when a transfer has ended with an error.
struct Evidence {
  CURLcode code = CURLE_OK;
  std::string host;       // "https://books.example"
  std::string reason;     // curl's error buffer; may be empty
  bool answered = false;  // the headers of the final answer were complete
  long os_error = 0;      // errno of the last failed system call, as curl tells it
};

Verdict judge(const Evidence&);

}  // namespace trawl::fetch
