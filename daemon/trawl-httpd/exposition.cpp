#include "trawl-httpd/exposition.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <cmath>
#include <optional>

namespace trawl::httpd {
namespace {

namespace json = boost::json;

std::string_view text(const json::object& object, std::string_view member) {
  const json::value* found = object.if_contains(member);
  return found && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

// HELP escapes backslash and line feed; label values and OpenMetrics' HELP the double quote too.
std::string escaped(std::string_view raw, bool quotes) {
  std::string said;
  for (const char c : raw) {
    if (c == '\\')
      said += "\\\\";
    else if (c == '\n')
      said += "\\n";
    else if (c == '"' && quotes)
      said += "\\\"";
    else
      said += c;
  }
  return said;
}

std::optional<std::string> number(const json::value& value) {
  if (value.is_int64()) return fmt::to_string(value.get_int64());
  if (value.is_uint64()) return fmt::to_string(value.get_uint64());
  if (!value.is_double()) return std::nullopt;
  const double given = value.get_double();
  if (std::isnan(given)) return "NaN";
  if (std::isinf(given)) return given > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", given);
}

std::string labels(const json::object& sample) {
  const json::value* found = sample.if_contains("labels");
  if (!found || !found->is_object()) return {};
  std::string said;
  for (const auto& [name, value] : found->get_object()) {
    if (!value.is_string()) continue;
    said += fmt::format("{}{}=\"{}\"", said.empty() ? "" : ",", std::string_view(name),
                        escaped(value.get_string(), true));
  }
  return said.empty() ? said : "{" + said + "}";
}

void expose(std::string& out, const json::object& family, Exposition format) {
  const std::string_view name = text(family, "name"), type = text(family, "type");
  const json::value* samples = family.if_contains("samples");
  if (name.empty() || type.empty() || !samples || !samples->is_array()) return;
  const bool counts = type == "counter";
  const std::string_view ending = counts ? "_total" : "";
  // OpenMetrics names a counter's family without its ending, the older format with it.
  const std::string_view family_ending = format == Exposition::prometheus ? ending : "";
  out += fmt::format("# HELP {}{} {}\n", name, family_ending,
                     escaped(text(family, "help"), format == Exposition::openmetrics));
  out += fmt::format("# TYPE {}{} {}\n", name, family_ending, type);
  for (const json::value& row : samples->get_array()) {
    const json::object* sample = row.if_object();
    const json::value* value = sample ? sample->if_contains("value") : nullptr;
    const auto said = value ? number(*value) : std::nullopt;
    if (said)
      out += fmt::format("{}{}{}{} {}\n", name, text(*sample, "suffix"), ending, labels(*sample), *said);
  }
}

}  // namespace

Exposition wanted_exposition(std::string_view accept) {
  return accept.find("application/openmetrics-text") == std::string_view::npos ? Exposition::prometheus
                                                                               : Exposition::openmetrics;
}

std::string_view content_type(Exposition format) {
  return format == Exposition::prometheus ? "text/plain; version=0.0.4; charset=utf-8"
                                          : "application/openmetrics-text; version=1.0.0; charset=utf-8";
}

std::string expose(const json::array& families, Exposition format) {
  std::string out;
  for (const json::value& family : families)
    if (family.is_object()) expose(out, family.get_object(), format);
  if (format == Exposition::openmetrics) out += "# EOF\n";
  return out;
}

}  // namespace trawl::httpd
