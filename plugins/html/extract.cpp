// Items, links and keys of one page.
#include "extract.hpp"

#include <algorithm>
#include <trawl/json_writer.hpp>
#include <unordered_set>

#include "value.hpp"

namespace trawl::html_plugin {
namespace {

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
      if (field.shape.required && !value.found && !field.shape.otherwise)
        problems.push_back(missing(field, value));
      json.key(field.name).raw(value.json);
      texts_[field.name] = value.text;
    }
    json.end_object();
    if (!any) return;
    std::string key = make_key(json.text(), number, alone, problems);
    if (problems.empty()) {
      out_.items.push_back({fields::shorten(std::move(key)), json.text()});
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
    if (spec_.key.empty()) return alone ? page_.url() : fields::fingerprint(json);
    const auto is_url = [this](const std::string& name) { return name == "url" && texts_.count("url") == 0; };
    fields::FilledKey key = fields::fill_key(
        spec_.key, [&](const std::string& name) { return is_url(name) ? page_.url() : texts_[name]; });
    for (const std::string& name : key.missing) {
      problems.push_back(
          {"missing_field", "the key needs field '" + name + "', which is empty in " + page_.url()});
    }
    const bool only_url = std::all_of(spec_.key.begin(), spec_.key.end(), [&](const fields::KeyPart& part) {
      return part.is_name && is_url(part.text);
    });
    // Several items on one page cannot all be called by its URL.
    return only_url && number > 1 ? key.text + "#" + std::to_string(number) : key.text;
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
