#include "trawl-worker/config_check.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>

#include "base/text.hpp"
#include "wire/check_limits.hpp"

namespace trawl::worker {
namespace {

namespace json = boost::json;

// At most so many bytes, without half a character; bytes that are no UTF-8 as question marks.
std::string readable(trawl_str given, std::size_t most) {
  if (given.ptr == nullptr) return {};
  std::size_t size = std::min(given.len, most);
  while (size < given.len && size > 0 && (static_cast<unsigned char>(given.ptr[size]) & 0xC0) == 0x80) --size;
  std::string text(given.ptr, size);
  if (is_valid_utf8(text)) return text;
  for (char& c : text)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return text;
}

class Complaints {
 public:
  void add(trawl_str pointer, trawl_str text) {
    if (list_.size() == wire::max_complaints) {
      ++left_out_;
      return;
    }
    std::string why = readable(text, wire::max_complaint_text);
    if (why.empty()) why = "the plugin refuses this without a reason";
    first_ = list_.empty() ? why : first_;
    list_.push_back({{"pointer", readable(pointer, wire::max_complaint_pointer)}, {"text", why}});
  }

  const std::string& first() const { return first_; }  // empty when there is none

  std::string answer() const {
    json::array all = list_;
    if (left_out_ > 0)
      all.push_back({{"pointer", ""}, {"text", fmt::format("{} more faults are not shown", left_out_)}});
    return json::serialize(all);
  }

 private:
  json::array list_;
  std::string first_;
  std::size_t left_out_ = 0;
};

void complain(void* sink, trawl_str pointer, trawl_str text) {
  static_cast<Complaints*>(sink)->add(pointer, text);
}

}  // namespace

const trawl_check_v1* find_check(const trawl_plugin& plugin) {
  if (!plugin.extension) return nullptr;
  const auto* check = static_cast<const trawl_check_v1*>(plugin.extension(TRAWL_CHECK_V1));
  if (!check) return nullptr;
  if (!TRAWL_HAS(check, check) || !check->check)
    throw std::runtime_error(
        fmt::format("has a plugin '{}' whose extension {} is not of this ABI: it has {} bytes of {}",
                    plugin.id, TRAWL_CHECK_V1, check->size, sizeof(trawl_check_v1)));
  return check;
}

std::string check_config(const trawl_plugin& plugin, std::string_view config_json) {
  boost::system::error_code fault;
  json::parse(json::string_view(config_json.data(), config_json.size()), fault);
  if (fault) throw std::runtime_error("was not asked: the configuration is no JSON: " + fault.message());
  Complaints complaints;
  const trawl_check_v1* check = find_check(plugin);
  if (!check) return complaints.answer();
  if (const auto status = check->check({config_json.data(), config_json.size()}, &complaints, complain);
      status != TRAWL_OK)
    throw std::runtime_error(complaints.first().empty() ? fmt::format("answers with status {}", status)
                                                        : complaints.first());
  return complaints.answer();
}

}  // namespace trawl::worker
