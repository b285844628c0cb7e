// What a test expects of a replay, and how a result differs from it. Items are a set by kind and key: their
// order does not matter. Pure but for the files.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "model/item.hpp"
#include "model/run.hpp"

namespace trawl::author {

// An error as tests compare it; warnings are not compared.
struct ExpectedError {
  std::string kind, url, message;
  friend auto operator<=>(const ExpectedError&, const ExpectedError&) = default;
};

struct Expectation {
  std::vector<model::Item> items;     // expect.jsonl: lines {"kind":...,"key":...,"data":{...}}
  std::vector<ExpectedError> errors;  // expect-errors.jsonl: lines {"kind":...,"url":...,"message":...}
};

// expect.jsonl must be there; without expect-errors.jsonl no error is expected. Faults name file and line.
Result<Expectation> read_expectation(const std::filesystem::path& folder);

// In order of kind and key. A file of errors that there are none of is removed.
Result<> write_expectation(const std::filesystem::path& folder, const Expectation&);

Expectation outcome_of(const std::vector<model::Item>&, const std::vector<model::ErrorRecord>&);

// Readable lines, one for each item, field or error that differs. Empty: it is as expected.
std::vector<std::string> differences(const Expectation& expected, const Expectation& found);

// What of a recording's expectation must hold on the living site: about as many items (half to double), and
// of each kind the fields that every expected item has, of the same type. Errors are not compared.
std::vector<std::string> shape_differences(const Expectation& expected, const Expectation& found);

}  // namespace trawl::author
