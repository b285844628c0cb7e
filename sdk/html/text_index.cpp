// The text of a page, and where each node begins in it.
#include "text_index.hpp"

namespace trawl::html::detail {
namespace {

constexpr std::uint32_t hidden = 0xFFFFFFFF;  // begins inside a template
constexpr std::uint32_t never = 0xFFFFFFFF;   // a text that does not follow

}  // namespace

TextIndex::TextIndex(const Tree& tree) : tree_(tree), begins_(tree.nodes.size() + 1, hidden) {
  begins_[0] = 0;
  tree.each_below(0, [&](Index i) {
    begins_[i] = static_cast<std::uint32_t>(text_.size());
    if (tree.at(i).kind == Kind::text) text_ += tree.view(tree.at(i).text);
  });
  begins_.back() = static_cast<std::uint32_t>(text_.size());
}

std::optional<bool> TextIndex::contains(Index element, const std::string& wanted) {
  if (begins_[element] == hidden) return std::nullopt;
  if (tree_.is_template(element)) return wanted.empty();
  const auto [place, fresh] = places_.try_emplace(wanted);
  if (fresh) place->second = find_from_each(wanted);
  const std::uint32_t first = place->second[element];
  return first != never && first + wanted.size() <= begins_[tree_.at(element).end];
}

std::vector<std::uint32_t> TextIndex::find_from_each(const std::string& wanted) const {
  std::vector<std::uint32_t> out(tree_.nodes.size(), never);
  std::size_t found = text_.find(wanted);
  for (Index i = 0; i < out.size() && found != std::string::npos; ++i) {
    if (begins_[i] == hidden) continue;
    if (found < begins_[i]) found = text_.find(wanted, begins_[i]);
    if (found != std::string::npos) out[i] = static_cast<std::uint32_t>(found);
  }
  return out;
}

}  // namespace trawl::html::detail
