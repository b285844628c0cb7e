#include "recorded_api.hpp"

#include "tests/support/plugin_library.hpp"

RecordedApi::RecordedApi(const std::vector<trawl::json::value>& table, const std::string& settings) {
  config[""] = settings;
  for (const auto& row : table) {
    Answer recorded;
    recorded.status = static_cast<int>(row.int64_at("/status"));
    recorded.body = row.find("response")->text();
    for (const auto& header : *row.at("/headers")->as_object()) {
      recorded.headers.emplace_back(
          header.name, header.value.as_string() ? *header.value.as_string() : header.value.text());
    }
    answers_["https://api.github.com" + row.string_at("/path")] = std::move(recorded);
  }
  answer = [this](const std::string& url) {
    const auto found = answers_.find(url);
    return found == answers_.end() ? Answer{TRAWL_NET_OK, 599, "not recorded: " + url, "", {}}
                                   : found->second;
  };
}

trawl_status RecordedApi::run() {
  return run_plugin(JSON_PLUGIN, this);
}
