// Plays recorded answers of an API to the plugin.
#pragma once

#include <string>

#include "tests/conformance/sdk-html/rows.hpp"
#include "tests/unit/sdk-plugin/fake_host.hpp"

// A host with that configuration that gives the recorded answer to each address of the table, and status 599
// to every other.
class RecordedApi : public FakeHost {
 public:
  RecordedApi(const std::vector<trawl::json::value>& table, const std::string& config);
  trawl_status run();

 private:
  std::map<std::string, Answer> answers_;
};
