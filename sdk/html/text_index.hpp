// Which elements contain a text, for pages where reading the text of every element would take too long: the
// whole text of the page is read once for each wanted text. Internal to trawl-sdk::html; must not outlive the
// tree.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tree.hpp"

namespace trawl::html::detail {

class TextIndex {
 public:
  explicit TextIndex(const Tree& tree);

  // Nothing for an element inside a template, whose text is no part of the page's.
  std::optional<bool> contains(Index element, const std::string& wanted);

 private:
  std::vector<std::uint32_t> find_from_each(const std::string& wanted) const;

  const Tree& tree_;
  std::string text_;
  std::vector<std::uint32_t> begins_;  // where in text_ each node begins; one more for the end
  // By wanted text: where it first stands from each node on.
  std::unordered_map<std::string, std::vector<std::uint32_t>> places_;
};

}  // namespace trawl::html::detail
