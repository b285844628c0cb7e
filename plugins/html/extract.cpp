// Items, links and keys of one page.
#include "extract.hpp"

#include <trawl/json_writer.hpp>
#include <unordered_set>

#include "value.hpp"

namespace trawl::html_plugin {
namespace {

// An identity for items that have no key of their own: the same fields, the same key (FNV-1a, 64 bits).
std::string fingerprint(std::string_view json) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : json) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  static constexpr char hex[] = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += hex[hash >> shift & 15];
  return out;
}

// Keys have at most 512 bytes; what a longer one loses at its end, a fingerprint keeps apart.
std::string shorten(std::string key) {
  constexpr std::size_t max_key = 512, fingerprint_size = 16;
  if (key.size() <= max_key) return key;
  const std::string end = fingerprint(key);
  std::size_t kept = max_key - fingerprint_size - 1;
  while (kept > 0 && (static_cast<unsigned char>(key[kept]) & 0xC0) == 0x80) --kept;
  return key.substr(0, kept) + "~" + end;
}

class ItemReader {
 public:
  ItemReader(const Spec& spec, const html::document& page, Extracted& out)
      : spec_(spec), page_(page), out_(out) {}

  // `number` counts the matches on the page from 1; `alone` says that the page is one item.
  void read(const html::node& scope, std::size_t number, bool alone) {
    json::writer json;
    bool any = false;
    std::vector<Problem> problems;
    texts_.clear();
    json.begin_object();
    for (const Field& field : spec_.fields) {
      const Value value = read_field(field, scope, page_);
      any = any || value.found;
      if (field.required && !value.found && !field.otherwise) problems.push_back(missing(field, value));
      json.key(field.name).raw(value.json);
      texts_[field.name] = value.text;
    }
    json.end_object();
    if (!any) return;
    std::string key = make_key(json.text(), number, alone, problems);
    if (problems.empty()) {
      out_.items.push_back({shorten(std::move(key)), json.text()});
    } else {
      for (Problem& each : problems) out_.problems.push_back(std::move(each));
    }
  }

 private:
  Problem missing(const Field& field, const Value& value) const {
    const std::string why = value.fault.empty() ? "finds nothing" : "has no value: " + value.fault;
    return {"missing_field",
            "required field '" + field.name + "': " + field.written + " " + why + " in " + page_.url()};
  }

  std::string make_key(const std::string& json, std::size_t number, bool alone,
                       std::vector<Problem>& problems) {
    if (spec_.key.empty()) return alone ? page_.url() : fingerprint(json);
    std::string key;
    bool only_url = true;
    for (const KeyPart& part : spec_.key) {
      const bool is_url = part.is_name && part.text == "url" && texts_.count("url") == 0;
      only_url = only_url && is_url;
      const std::string& text = !part.is_name ? part.text : is_url ? page_.url() : texts_[part.text];
      if (part.is_name && text.empty()) {
        problems.push_back(
            {"missing_field", "the key needs field '" + part.text + "', which is empty in " + page_.url()});
      }
      key += text;
    }
    // Several items on one page cannot all be called by its URL.
    return only_url && number > 1 ? key + "#" + std::to_string(number) : key;
  }

  const Spec& spec_;
  const html::document& page_;
  Extracted& out_;
  std::unordered_map<std::string, std::string> texts_;
};

}  // namespace

Extracted extract_items(const Spec& spec, const html::document& page) {
  Extracted out;
  ItemReader reader(spec, page, out);
  const html::nodes matches = page.css(spec.each);
  std::size_t number = 0;
  for (const html::node& match : matches) reader.read(match, ++number, spec.each.text() == ":root");
  return out;
}

Extracted extract_detail(const Spec& spec, const html::document& page) {
  Extracted out;
  ItemReader(spec, page, out).read(page.root(), 1, true);
  return out;
}

std::vector<std::string> detail_links(const Spec& spec, const html::document& page) {
  std::vector<std::string> out;
  if (!spec.follow) return out;
  std::unordered_set<std::string> seen;
  for (const html::node& match : page.css(spec.each)) {
    for (std::string& url : match.links(*spec.follow)) {
      if (seen.insert(url).second) out.push_back(std::move(url));
    }
  }
  return out;
}

std::string next_link(const Spec& spec, const html::document& page) {
  if (!spec.next) return {};
  const auto links = page.links(*spec.next);
  return links.empty() ? std::string() : links.front();
}

}  // namespace trawl::html_plugin
