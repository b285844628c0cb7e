#include "trawlctl/csv.hpp"

#include "trawlctl/fields.hpp"
#include "trawlctl/json_text.hpp"

namespace trawl::ctl {
namespace {

std::string cell_text(const json::value& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return std::string(value.get_string());
  const json::array* array = value.if_array();
  if (!array) return compact_json(value);
  std::string joined;
  for (const json::value& element : *array) joined += (joined.empty() ? "" : "; ") + cell_text(element);
  return joined;
}

std::string quoted(std::string text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::string CsvItems::header(const json::value& first_item) {
  std::string line = "platform,kind,key";
  if (const auto* data = member(first_item, "data").if_object())
    for (const auto& field : *data) {
      fields_.emplace_back(field.key());
      line += "," + quoted(fields_.back());
    }
  return line + "\r\n";
}

std::string CsvItems::row(const json::value& item) const {
  std::string line =
      quoted(text(item, "platform")) + "," + quoted(text(item, "kind")) + "," + quoted(text(item, "key"));
  for (const std::string& field : fields_)
    line += "," + quoted(cell_text(member(member(item, "data"), field)));
  return line + "\r\n";
}

}  // namespace trawl::ctl
