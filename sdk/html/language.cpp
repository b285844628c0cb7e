// Language and direction of elements.
#include "language.hpp"

#include "ascii.hpp"
#include "input_value.hpp"

namespace trawl::html::detail {
namespace {

// Cuts the part before the next '-' off `tag`.
std::string_view next_subtag(std::string_view& tag) {
  const auto end = tag.find('-');
  const auto subtag = tag.substr(0, end);
  tag = end == std::string_view::npos ? std::string_view() : tag.substr(end + 1);
  return subtag;
}

bool in_range(std::string_view tag, std::string_view range) {
  if (tag.empty() || range.empty()) return tag.empty() && range.empty();
  const auto first = next_subtag(range);
  const auto language = next_subtag(tag);
  if (first != "*" && !equals_ignoring_case(first, language)) return false;
  while (!range.empty()) {
    const auto wanted = next_subtag(range);
    if (wanted == "*") continue;
    while (true) {
      if (tag.empty()) return false;
      const auto subtag = next_subtag(tag);
      if (equals_ignoring_case(subtag, wanted)) break;
      if (subtag.size() == 1) return false;  // What follows a singleton belongs to an extension.
    }
  }
  return true;
}

// What <meta http-equiv="content-language"> says, for elements below no lang attribute.
std::optional<std::string_view> default_language(const Tree& tree) {
  std::optional<std::string_view> found;
  tree.each_below(0, [&](Index i) {
    if (!found && tree.is_element(i, "meta") &&
        equals_ignoring_case(tree.attribute_value(i, "http-equiv"), "content-language")) {
      const auto content = trim(tree.attribute_value(i, "content"));
      if (!content.empty() && content.find(',') == std::string_view::npos) found = content;
    }
  });
  return found;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  char32_t c = more == 0 ? lead : lead & (0x3F >> more);
  ++at;
  for (int i = 0; i < more && at < text.size(); ++i)
    c = c << 6 | (static_cast<unsigned char>(text[at++]) & 0x3F);
  return c;
}

// Strong characters: Hebrew to Arabic Extended and their presentation forms run to the left, every
// other letter to the right. Signs and digits are not strong.
Direction direction_of(char32_t c) {
  const bool rtl = (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
                   (c >= 0xFE70 && c <= 0xFEFF) || (c >= 0x10800 && c <= 0x10FFF) ||
                   (c >= 0x1E800 && c <= 0x1EFFF);
  if (rtl) return Direction::rtl;
  const bool letter = (c < 0x80 && is_alpha(static_cast<char>(c))) || c == 0xAA || c == 0xB5 || c == 0xBA ||
                      (c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
                       !(c >= 0x3000 && c <= 0x3004) && !(c >= 0xFE00 && c <= 0xFE0F));
  return letter ? Direction::ltr : Direction::unknown;
}

Direction first_strong(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (const Direction found = direction_of(next_code_point(text, at)); found != Direction::unknown)
      return found;
  }
  return Direction::unknown;
}

// Parts of an element with dir="auto" that do not count for it.
bool is_apart(const Tree& tree, Index i) {
  return tree.is_element(i, "bdi") || tree.is_element(i, "script") || tree.is_element(i, "style") ||
         tree.is_element(i, "textarea") || tree.attribute(i, "dir") != nullptr;
}

Direction direction_of_text(const Tree& tree, Index element) {
  for (Index i = element + 1; i < tree.at(element).end;) {
    if (tree.is_element(i) && is_apart(tree, i)) {
      i = tree.at(i).end;
      continue;
    }
    if (tree.at(i).kind == Kind::text) {
      if (const Direction found = first_strong(tree.view(tree.at(i).text)); found != Direction::unknown)
        return found;
    }
    ++i;
  }
  return Direction::unknown;
}

Direction direction_of_value(const Tree& tree, Index element) {
  std::string value(tree.attribute_value(element, "value"));
  if (tree.is_element(element, "textarea")) {
    value.clear();
    append_text(tree, element, value);
  }
  const Direction found = first_strong(value);
  return found == Direction::unknown && !value.empty() ? Direction::ltr : found;
}

}  // namespace

std::optional<std::string_view> Languages::language_of(Index element) {
  static constexpr auto hash = hash_of("lang"), xml_hash = hash_of("xml:lang");
  const auto attribute = [this](Index i) {
    const bool is_html = tree_.at(i).space == Space::html;
    const Attribute* xml = is_html ? nullptr : tree_.attribute(i, "xml:lang", xml_hash);
    return xml ? xml : tree_.attribute(i, "lang", hash);
  };
  const Index found = with_language_.find(tree_, element, [&](Index i) { return attribute(i) != nullptr; });
  if (found != nowhere) return tree_.view(attribute(found)->value);
  if (!default_is_known_) default_ = default_language(tree_);
  default_is_known_ = true;
  return default_;
}

bool Languages::matches_language(Index element, const std::vector<std::string>& ranges) {
  const auto language = language_of(element);
  if (!language) return false;
  for (const std::string& range : ranges) {
    if (in_range(*language, range)) return true;
  }
  return false;
}

Direction Languages::own_direction(Index i) {
  const auto dir = tree_.attribute_value(i, "dir");
  if (equals_ignoring_case(dir, "ltr")) return Direction::ltr;
  if (equals_ignoring_case(dir, "rtl")) return Direction::rtl;
  const bool is_input = tree_.is_element(i, "input");
  if (equals_ignoring_case(dir, "auto") || (tree_.is_element(i, "bdi") && dir.empty())) {
    const auto [place, fresh] = auto_directions_.try_emplace(i, Direction::unknown);
    if (!fresh) return place->second;
    const bool has_value = tree_.is_element(i, "textarea") || (is_input && takes_text(tree_, i));
    return place->second = has_value ? direction_of_value(tree_, i) : direction_of_text(tree_, i);
  }
  if (is_input && equals_ignoring_case(tree_.attribute_value(i, "type"), "tel")) return Direction::ltr;
  return Direction::unknown;
}

bool Languages::matches_direction(Index element, std::string_view direction) {
  const Index found = with_direction_.find(
      tree_, element, [this](Index i) { return own_direction(i) != Direction::unknown; });
  const bool is_rtl = found != nowhere && own_direction(found) == Direction::rtl;
  return equals_ignoring_case(direction, is_rtl ? "rtl" : "ltr");
}

}  // namespace trawl::html::detail
