// Microdata, turned into the shape of JSON-LD: items become objects with @type and @id, properties members.
#include <algorithm>
#include <map>
#include <trawl/text.hpp>

#include "ascii.hpp"
#include "block_text.hpp"
#include "page.hpp"

namespace trawl::html::detail {
namespace {

constexpr std::size_t max_nesting = 32;
// References may lead from many items to the same elements, texts stand within texts, and one item may be
// many properties. What is beyond these totals for a page is left out.
constexpr std::size_t max_visits = 4'000'000, max_values = 200'000, max_text_bytes = 64u << 20;

template <class Function>
void each_word(std::string_view text, Function fn) {
  while (!(text = trim_start(text)).empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n\f"), text.size());
    fn(text.substr(0, end));
    text.remove_prefix(end);
  }
}

// One value stands for itself, several are a list.
json::value one_or_list(json::array values) {
  return values.size() == 1 ? std::move(values.front()) : json::value(std::move(values));
}

// The values in it, itself included.
std::size_t count_values(const json::value& value) {
  std::size_t count = 1;
  if (const auto* items = value.as_array()) {
    for (const json::value& each : *items) count += count_values(each);
  } else if (const auto* members = value.as_object()) {
    for (const json::member& each : *members) count += count_values(each.value);
  }
  return count;
}

class Reader {
 public:
  explicit Reader(const Page& page) : page_(page), tree_(page.tree) {}

  std::vector<json::value> read() {
    std::vector<json::value> out;
    tree_.each_below(0, [&](Index i) {
      if (has(i, "itemscope") && !has(i, "itemprop")) out.push_back(read_item(i));
    });
    return out;
  }

 private:
  bool has(Index i, std::string_view name) const {
    return tree_.is_element(i) && tree_.attribute(i, name) != nullptr;
  }

  json::value read_item(Index item) {
    ++visits_;
    json::object out;
    json::array types;
    each_word(tree_.attribute_value(item, "itemtype"),
              [&](std::string_view type) { types.emplace_back(std::string(type)); });
    if (!types.empty()) out.push_back({"@type", one_or_list(std::move(types))});
    if (has(item, "itemid")) out.push_back({"@id", json::value(url_of(item, "itemid"))});

    open_.push_back(item);
    std::vector<std::string> names;  // in the order in which they first occur
    std::map<std::string, json::array, std::less<>> values;
    for (const Index element : properties_of(item)) {
      if (is_spent()) break;
      const json::value value = value_of(element);
      const std::size_t size = count_values(value);
      each_word(tree_.attribute_value(element, "itemprop"), [&](std::string_view name) {
        if (is_spent()) return;
        values_ += size;
        const auto [at, is_new] = values.try_emplace(std::string(name));
        if (is_new) names.push_back(at->first);
        at->second.push_back(value);
      });
    }
    open_.pop_back();
    for (const std::string& name : names) out.push_back({name, one_or_list(std::move(values[name]))});
    if (names.empty()) out.push_back({"@value", json::value(text_of(item))});
    return json::value(std::move(out));
  }

  // The elements with the item's properties, in document order: below it and below what itemref names,
  // outside of other items.
  std::vector<Index> properties_of(Index item) {
    std::vector<Index> out;
    collect(item + 1, tree_.at(item).end, out);
    each_word(tree_.attribute_value(item, "itemref"), [&](std::string_view id) {
      const Index target = find_id(id);
      if (target != nowhere && target != item) collect(target, tree_.at(target).end, out);
    });
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  void collect(Index begin, Index end, std::vector<Index>& out) {
    for (Index i = begin; i < end && !is_spent(); ++visits_) {
      if (has(i, "itemprop")) out.push_back(i);
      i = has(i, "itemscope") || tree_.is_template(i) ? tree_.at(i).end : i + 1;
    }
  }

  Index find_id(std::string_view id) {
    if (ids_.empty()) {
      tree_.each_below(0, [&](Index i) {
        if (has(i, "id")) ids_.emplace(tree_.attribute_value(i, "id"), i);
      });
    }
    const auto found = ids_.find(id);
    return found == ids_.end() ? nowhere : found->second;
  }

  json::value value_of(Index element) {
    if (has(element, "itemscope")) {
      const bool loops = std::find(open_.begin(), open_.end(), element) != open_.end();
      return loops || open_.size() >= max_nesting ? json::value() : read_item(element);
    }
    return json::value(plain_value(element));
  }

  std::string plain_value(Index element) {
    const std::string_view name = tree_.name(element);
    const auto is_one_of = [name](std::initializer_list<std::string_view> names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (is_one_of({"audio", "embed", "iframe", "img", "source", "track", "video"}))
      return url_of(element, "src");
    if (is_one_of({"a", "area", "link"})) return url_of(element, "href");
    if (name == "object") return url_of(element, "data");
    const std::string_view attribute = is_one_of({"data", "meter"}) ? "value"
                                       : name == "time"             ? "datetime"
                                                                    : "content";
    if (has(element, attribute)) return normalise(tree_.attribute_value(element, attribute));
    return name == "meta" ? std::string() : text_of(element);
  }

  // Absolute; as it stands in the page when it cannot be.
  std::string url_of(Index element, std::string_view attribute) const {
    const std::string_view written = trim(tree_.attribute_value(element, attribute));
    std::string url = page_.resolve(written);
    return url.empty() ? std::string(written) : url;
  }

  std::string text_of(Index element) {
    if (text_bytes_ > max_text_bytes) return {};
    std::string out = block_text(tree_, element);
    text_bytes_ += out.size();
    return out;
  }

  bool is_spent() const { return visits_ >= max_visits || values_ >= max_values; }

  const Page& page_;
  const Tree& tree_;
  std::vector<Index> open_;  // the items that are being read, from the outside
  std::map<std::string_view, Index> ids_;
  std::size_t visits_ = 0, values_ = 0, text_bytes_ = 0;
};

}  // namespace

const std::vector<json::value>& microdata_items(const Page& page) {
  if (!page.microdata) page.microdata = Reader(page).read();
  return *page.microdata;
}

}  // namespace trawl::html::detail
