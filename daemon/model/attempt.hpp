// The second of the three layers of trying again: a platform that failed gets another attempt within its
// run, with a fresh worker. The first layer is the fetcher's, for one request; the third is a retry, which
// is a run of its own. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/run.hpp"

namespace trawl::model {

// How one attempt of a platform ended.
struct Attempt {
  PlatformStatus status = PlatformStatus::failed;  // as the attempt itself has it
  std::span<const ErrorRecord> errors;
  std::int64_t items = 0;
};

// It failed, or gave errors and nothing else, and all its errors are of kinds that pass by themselves
// (again_in_run in the table of error kinds). What a site or a plugin does every time alike is not asked
// for twice.
bool worth_another_attempt(const Attempt&);

// What becomes of an attempt's errors when another one follows: warnings that say which attempt they are
// from, so that they are shown and decide nothing.
std::vector<ErrorRecord> as_warnings_of_attempt(std::int64_t number, std::vector<ErrorRecord>);

}  // namespace trawl::model
