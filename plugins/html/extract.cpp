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
        problems.push_back(missing(field, value, scope));
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
  // The reason is searched for once for each field of a page: what many items lack, they lack alike.
  Problem missing(const Field& field, const Value& value, const html::node& scope) {
    const bool is_first = value.fault.empty() && explained_.insert(&field).second;
    const std::string why = !value.fault.empty() ? field.written + " has no value: " + value.fault
                            : is_first           ? why_nothing(field, scope, page_)
                                                 : field.written + " finds nothing";
    return {"missing_field", "required field '" + field.name + "' in " + page_.url() + ": " + why};
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
  std::unordered_set<const Field*> explained_;
};

Problem empty_result(const html::document& page, const std::string& why) {
  return {"empty_result", "no items in " + page.url() + ": " + why, true};
}

// Why none of the fields is found on `match`, told of the first.
std::string why_no_field(const Spec& spec, const html::node& match, const html::document& page) {
  const Field& first = spec.fields.front();
  return "none of the fields is found; '" + first.name + "': " + why_nothing(first, match, page);
}

}  // namespace

Extracted extract_items(const Spec& spec, const html::document& page) {
  Extracted out;
  ItemReader reader(spec, page, out);
  const html::nodes matches = page.css(spec.each);
  std::size_t number = 0;
  for (const html::node& match : matches) reader.read(match, ++number, spec.each.text() == ":root");
  if (!out.items.empty() || !out.problems.empty()) return out;
  const std::string why =
      matches.empty() ? "each " + page.why_none(spec.each) : why_no_field(spec, matches[0], page);
  out.problems.push_back(empty_result(page, why));
  return out;
}

Extracted extract_detail(const Spec& spec, const html::document& page) {
  Extracted out;
  ItemReader(spec, page, out).read(page.root(), 1, true);
  if (out.items.empty() && out.problems.empty()) {
    out.problems.push_back(empty_result(page, why_no_field(spec, page.root(), page)));
  }
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

Problem why_no_links(const Spec& spec, const html::document& page) {
  const html::node match = page.css1(spec.each);
  if (!match) return empty_result(page, "each " + page.why_none(spec.each));
  const std::string why = match.why_none(*spec.follow);
  return empty_result(page, "follow " + (why.empty() ? "'" + spec.follow->text() + "' gives no URL" : why));
}

std::string next_link(const Spec& spec, const html::document& page) {
  if (!spec.next) return {};
  const auto links = page.links(*spec.next);
  return links.empty() ? std::string() : links.front();
}

}  // namespace trawl::html_plugin
