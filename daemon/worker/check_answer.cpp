#include "worker/check_answer.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <string.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "wire/check_limits.hpp"
#include "worker/worker_words.hpp"

namespace trawl::worker {
namespace {

namespace json = boost::json;

std::optional<ConfigFault> read_fault(const json::value& entry) {
  const json::object* fault = entry.if_object();
  const json::value* pointer = fault ? fault->if_contains("pointer") : nullptr;
  const json::value* text = fault ? fault->if_contains("text") : nullptr;
  if (!pointer || !pointer->is_string() || pointer->get_string().size() > wire::max_complaint_pointer)
    return {};
  if (!text || !text->is_string() || text->get_string().size() > wire::max_complaint_text) return {};
  return ConfigFault{std::string(pointer->get_string()), std::string(text->get_string())};
}

// Nothing when this is no answer of a worker that was left alone.
std::optional<std::vector<ConfigFault>> read_faults(std::string_view out) {
  boost::system::error_code fault;
  const json::value answer = json::parse(json::string_view(out.data(), out.size()), fault);
  if (fault || !answer.is_array() || answer.get_array().size() > wire::max_complaints + 1) return {};
  std::vector<ConfigFault> faults;
  for (const json::value& entry : answer.get_array()) {
    auto read = read_fault(entry);
    if (!read) return {};
    faults.push_back(std::move(*read));
  }
  return faults;
}

// What became of the process, after "plugin 'x' of FILE ".
std::string end_of(const std::filesystem::path& file, const ChildExit& end, std::string_view out,
                   std::string_view last_words) {
  if (end.signal == SIGKILL && out.empty())
    return "did not end its check of a configuration in time, and was killed";
  if (end.signal == SIGXCPU)
    return "used all of its processor time (SIGXCPU) while it checked a configuration";
  if (end.signal != 0 && end.signal != SIGKILL)
    return fmt::format("ended its process with SIG{} while it checked a configuration",
                       ::sigabbrev_np(end.signal) ? ::sigabbrev_np(end.signal) : "?");
  if (!out.empty()) return "answered the check of a configuration with something that is no list of faults";
  if (end.code == 0) return "left its process while it checked a configuration";
  return fmt::format("could not check a configuration: {}", reason_in(last_words, file));
}

}  // namespace

Result<std::vector<ConfigFault>> read_check_answer(const std::filesystem::path& file,
                                                   std::string_view plugin_id, std::string_view out,
                                                   const ChildExit& end, std::string_view last_words) {
  const bool whole = end.signal == 0 || end.signal == SIGKILL;  // the daemon kills what has closed its stdout
  if (whole)
    if (auto faults = read_faults(out)) return std::move(*faults);
  return refuse(
      Code::plugin_unavailable,
      fmt::format("plugin '{}' of {} {}", plugin_id, file.string(), end_of(file, end, out, last_words)),
      "report it to the plugin's author; what is wrong with the configuration shows when it runs");
}

}  // namespace trawl::worker
