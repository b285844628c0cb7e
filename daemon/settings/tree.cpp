#include "settings/tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "settings/printable.hpp"
#include "settings/tree_builder.hpp"

namespace trawl::settings {
namespace {

// What yaml-cpp says, in the words of somebody who edits a file.
struct Phrase {
  std::string_view parser, people;
};
constexpr Phrase phrases[] = {
    {"illegal map value", "a ':' where no key can be; check the indentation, or quote the text"},
    {"illegal block entry", "a '-' where no list can be; check the indentation, or quote the text"},
    {"end of map flow not found", "a '{' is not closed by '}' before this place, or a ',' is missing"},
    {"end of sequence flow not found", "a '[' is not closed by ']' before this place, or a ',' is missing"},
    {"end of map not found", "a key that is indented unlike the keys before it"},
    {"end of sequence not found", "a list entry that is indented unlike the ones before it"},
    {"unknown token", "a character that no YAML value begins with; quote the text"},
    {"illegal EOF in scalar", "the text ends inside quotation marks"},
    {"illegal tab when looking for indentation", "a tab in the indentation; use spaces"},
};

std::string explain(std::string_view message) {
  for (const Phrase& phrase : phrases)
    if (message == phrase.parser) return fmt::format("not valid YAML: {}", phrase.people);
  return fmt::format("not valid YAML: {}", message);
}

}  // namespace

const Member* Node::find(std::string_view key) const {
  for (const Member& member : members)
    if (member.key == key) return &member;
  return nullptr;
}

std::optional<Node> parse_tree(std::string_view text, Faults& faults) {
  if (auto fault = find_unprintable(text)) {
    faults.add(fault->at, std::move(fault->message));
    return std::nullopt;
  }
  TreeBuilder builder(text, faults);
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const TreeBuilder::Stop& stop) {
    faults.add(stop.at, stop.message);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    faults.add({std::max(error.mark.line, 0), std::max(error.mark.column, 0)}, explain(error.msg));
    return std::nullopt;
  }
  return std::move(builder).root();
}

}  // namespace trawl::settings
