// One recorded answer: what was asked, and what came of it. Values.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "fetch/fetcher.hpp"
#include "model/error_kind.hpp"

namespace trawl::cassette {

// What makes two requests the same one. Headers do not count: the ones that would tell requests apart hold
// credentials more often than not.
struct Question {
  std::string method = "GET";
  std::string url;             // normalised, without user and secret query values (see question_of)
  std::string request_sha256;  // of the request's body, hex; empty without one
  bool follow_redirects = true;
  friend auto operator<=>(const Question&, const Question&) = default;
};

// The question that a request asks, where `secret_keys` are the query keys whose values are replaced.
Question question_of(const fetch::Request&, const std::vector<std::string>& secret_keys);

std::string to_string(const Question&);  // "GET https://shop.example/"

// An answer of the host.
struct Answer {
  int status = 200;
  std::string final_url;               // after redirects; empty: the question's
  std::vector<fetch::Header> headers;  // without those that carry secrets
  std::string body;                    // the name of a file among the bodies; empty: an empty body
  friend bool operator==(const Answer&, const Answer&) = default;
};

// No answer.
struct Failure {
  model::ErrorKind kind = model::ErrorKind::connect;
  std::string message;
  friend bool operator==(const Failure&, const Failure&) = default;
};

struct Exchange {
  Question question;
  unsigned n = 1;  // the how-manieth asking of this question, from 1
  std::variant<Answer, Failure> outcome;
  Millis elapsed{0};
  unsigned attempts = 1;
  friend bool operator==(const Exchange&, const Exchange&) = default;
};

}  // namespace trawl::cassette
