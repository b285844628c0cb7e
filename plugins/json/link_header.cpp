// Reads `<https://api.example/list?page=2>; rel="next", <...>; rel="last"`.
#include "link_header.hpp"

#include <optional>

namespace trawl::json_plugin {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

// One link: where it leads, and what says how.
struct Link {
  std::string target;
  std::optional<std::string> relations;  // the first `rel` counts
  bool elsewhere = false;                // `anchor`: it starts at another page than this one
};

class LinkReader {
 public:
  explicit LinkReader(std::string_view text) : text_(text) {}

  std::optional<Link> next() {
    while (skip_blanks(), take(',')) {
    }
    if (!take('<')) return std::nullopt;
    const std::size_t end = text_.find('>', at_);
    if (end == std::string_view::npos) return std::nullopt;
    Link link{std::string(text_.substr(at_, end - at_)), std::nullopt};
    at_ = end + 1;
    while (skip_blanks(), take(';')) parameter(link);
    return link;
  }

 private:
  void parameter(Link& link) {
    skip_blanks();
    const std::string_view name = token();
    skip_blanks();
    if (!take('=')) return;
    skip_blanks();
    const std::string value = take('"') ? quoted() : std::string(token());
    if (same(name, "rel") && !link.relations) link.relations = value;
    if (same(name, "anchor")) link.elsewhere = true;
  }

  std::string_view token() {
    const std::size_t start = at_;
    at_ = std::min(text_.find_first_of(" \t=;,\"", at_), text_.size());
    return text_.substr(start, at_ - start);
  }

  std::string quoted() {
    std::string out;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_++];
    }
    take('"');
    return out;
  }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t", at_), text_.size()); }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

bool lists(std::string_view relations, std::string_view wanted) {
  while (!relations.empty()) {
    const std::size_t end = std::min(relations.find(' '), relations.size());
    if (same(relations.substr(0, end), wanted)) return true;
    relations.remove_prefix(std::min(end + 1, relations.size()));
  }
  return false;
}

}  // namespace

std::string link_target(std::string_view header, std::string_view relation) {
  LinkReader reader(header);
  while (const auto link = reader.next()) {
    if (link->relations && !link->elsewhere && lists(*link->relations, relation)) return link->target;
  }
  return {};
}

}  // namespace trawl::json_plugin
