#include "settings/tree_builder.hpp"

#include <fmt/format.h>

#include <utility>

namespace trawl::settings {
namespace {

Position position(const YAML::Mark& mark) {
  return {mark.line, mark.column};
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" \t\r\n,[]{}"));
}

}  // namespace

std::string_view TreeBuilder::from(const YAML::Mark& mark) const {
  const auto offset = static_cast<std::size_t>(mark.pos);
  return offset < text_.size() ? text_.substr(offset) : std::string_view();
}

void TreeBuilder::count(const YAML::Mark& mark) {
  if (++nodes_ > max_nodes)
    throw Stop{position(mark),
               fmt::format("more than {} values; a configuration this large is a mistake", max_nodes)};
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ > 1)
    throw Stop{position(mark), "a second YAML document begins here; keep one document per file"};
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  count(mark);
  refuse_decoration(mark, "?", anchor);
  // yaml-cpp reads [a, , b] as if there were a null.
  const bool in_list = !open_.empty() && open_.back().node.kind == Node::Kind::sequence;
  if (in_list && from(mark).starts_with(','))
    faults_.add(position(mark), "not valid YAML: a ',' with nothing before it; remove it");
  complete({.kind = Node::Kind::null, .at = position(mark)});
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  count(mark);
  faults_.add(position(mark), fmt::format("the alias '{}': aliases are not allowed, write the value out",
                                          first_word(from(mark))));
  complete({.kind = Node::Kind::refused, .at = position(mark)});
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  count(mark);
  refuse_decoration(mark, tag, anchor);
  check_closing_quote(mark);
  complete({.kind = Node::Kind::scalar, .at = position(mark), .text = value, .plain = tag == "?"});
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value) {
  open(mark, Node::Kind::sequence, tag, anchor);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
  open(mark, Node::Kind::map, tag, anchor);
}

void TreeBuilder::OnSequenceEnd() {
  close();
}
void TreeBuilder::OnMapEnd() {
  close();
}

void TreeBuilder::open(const YAML::Mark& mark, Node::Kind kind, const std::string& tag,
                       YAML::anchor_t anchor) {
  count(mark);
  if (open_.size() == static_cast<std::size_t>(max_depth))
    throw Stop{position(mark), fmt::format("maps and lists are nested more than {} deep", max_depth)};
  refuse_decoration(mark, tag, anchor);
  open_.push_back({.node = {.kind = kind, .at = position(mark)}});
}

void TreeBuilder::close() {
  Node node = std::move(open_.back().node);
  open_.pop_back();
  complete(std::move(node));
}

void TreeBuilder::complete(Node node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& parent = open_.back();
  if (parent.node.kind == Node::Kind::sequence) {
    parent.node.items.push_back(std::move(node));
  } else if (parent.awaits_key) {
    take_key(parent, std::move(node));
    parent.awaits_key = false;
  } else {
    // The parser puts an empty value where the next token is, perhaps lines below.
    if (node.kind == Node::Kind::null) node.at = parent.pending.at;
    parent.pending.value = std::move(node);
    if (!parent.drops_value) parent.node.members.push_back(std::move(parent.pending));
    parent.awaits_key = true;
  }
}

// A refused key drops its value too: the first meaning stays, and nothing is reported twice.
void TreeBuilder::take_key(Open& map, Node key) {
  map.drops_value = true;
  map.pending = {.key = key.text, .at = key.at};
  if (key.kind == Node::Kind::refused) return;
  if (key.kind != Node::Kind::scalar) {
    faults_.add(key.at, "a key must be text; quote it, or check the indentation");
  } else if (key.text == "<<" && key.plain) {
    faults_.add(key.at, "merge keys (<<) are not allowed, write the keys out");
  } else if (const auto [first, is_new] = map.lines.try_emplace(key.text, key.at.line + 1); !is_new) {
    faults_.add(key.at, fmt::format("duplicate key '{}', first given in line {}", key.text, first->second));
  } else {
    map.drops_value = false;
  }
}

// The parser's tags: "?" of plain values and of collections, "!" of quoted ones and of an explicit "!".
void TreeBuilder::refuse_decoration(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
  const std::string_view source = from(mark);
  if (anchor != YAML::NullAnchor)
    faults_.add(position(mark), "anchors (&name) are not allowed, for aliases are not");
  const bool explicit_tag = (tag != "?" && tag != "!") || (tag == "!" && source.starts_with('!'));
  if (explicit_tag)
    faults_.add(position(mark),
                "tags (!type) are not allowed: the text of a value decides its type, quotes make it text");
}

// yaml-cpp takes the end of the file for the closing quotation mark.
void TreeBuilder::check_closing_quote(const YAML::Mark& mark) {
  const std::string_view source = from(mark);
  if (source.empty() || (source[0] != '"' && source[0] != '\'')) return;
  const char quote = source[0];
  for (std::size_t i = 1; i < source.size(); ++i) {
    if (source[i] == '\\' && quote == '"')
      ++i;
    else if (source[i] == quote && quote == '\'' && source.substr(i + 1).starts_with('\''))
      ++i;
    else if (source[i] == quote)
      return;
  }
  throw Stop{position(mark), "not valid YAML: this quotation mark is never closed"};
}

}  // namespace trawl::settings
