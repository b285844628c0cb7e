// Explains an XPath location path that finds nothing: the longest beginning of it that selects nodes, and
// whether the step after that fails by its name or by its predicates.
#include <trawl/html.hpp>
#include <trawl/text.hpp>

#include "ascii.hpp"
#include "page.hpp"
#include "seen.hpp"
#include "why_none.hpp"
#include "xpath.hpp"

namespace trawl::html::detail {
namespace {

constexpr std::size_t max_tries = 10;  // evaluations for one report

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

// Calls fn(character, position) outside of strings and brackets.
template <class Function>
void each_outside(std::string_view text, Function fn) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (is_quote(c)) {
      at = std::min(text.find(c, at + 1), text.size());
      continue;
    }
    if (depth == 0) fn(c, at);
    depth += (c == '(' || c == '[') - (c == ')' || c == ']');
  }
}

// "normalize-space(string(//h1))" reads the path //h1.
std::string_view path_inside(std::string_view text) {
  while (true) {
    text = trim(text);
    std::size_t open = std::string_view::npos;
    for (const std::string_view name : {"string(", "normalize-space(", "number("}) {
      if (starts_with(text, name) && text.back() == ')') open = name.size();
    }
    if (open == std::string_view::npos) return text;
    text = text.substr(open, text.size() - open - 1);
  }
}

// The beginnings that end before a step, from the longest to the shortest; none for what is no single path.
std::vector<std::string_view> beginnings(std::string_view path) {
  std::vector<std::size_t> ends;
  bool is_path = true;
  each_outside(path, [&](char c, std::size_t at) {
    if (c == '|' || c == ',' || c == '=' || c == '<' || c == '+') is_path = false;
    const bool steps = c == '/' && at > 0 && path[at - 1] != '/';
    if (steps) ends.push_back(at);
  });
  std::vector<std::string_view> out;
  for (auto end = ends.rbegin(); is_path && end != ends.rend(); ++end) out.push_back(path.substr(0, *end));
  return out;
}

// The path without the predicates of its last step.
std::string_view without_predicates(std::string_view path) {
  std::size_t end = path.size(), step = 0;
  each_outside(path, [&](char c, std::size_t at) {
    if (c == '/') step = at, end = path.size();
    if (c == '[' && end == path.size() && at > step) end = at;
  });
  return path.substr(0, end);
}

class Search {
 public:
  Search(const Page& page, Index start) : page_(page), start_(start) {}

  // The nodes that a part of the expression selects.
  std::size_t count(std::string_view expression) { return run(expression).nodes.size(); }

  // What stands below the nodes of the expression.
  std::string children(std::string_view expression, std::string_view wanted) {
    Seen names;
    for (const auto& [node, attribute] : run(std::string(expression) + "/*").nodes) {
      names.add(page_.tree.name(node));
    }
    return names.list("elements", wanted);
  }

 private:
  // A part that makes no sense on its own, or takes too long, ends the search.
  XPathResult run(std::string_view expression) {
    if (tries_++ >= max_tries) return {};
    try {
      return XPathProgram(expression).run(page_, start_);
    } catch (const selector_error&) {
      tries_ = max_tries;
      return {};
    }
  }

  const Page& page_;
  const Index start_;
  std::size_t tries_ = 0;
};

std::string selects(std::string_view expression, std::size_t count) {
  return quoted(expression) + " selects " + std::to_string(count) + (count == 1 ? " node" : " nodes");
}

}  // namespace

std::string nearest_xpath(const Page& page, std::string_view text, Index start) {
  if (page.tree.nodes.size() > 300'000) return {};
  const std::string_view path = path_inside(text);
  Search search(page, start);
  std::string_view next = path;
  std::vector<std::string_view> shorter = beginnings(path);
  shorter.push_back({});
  for (const std::string_view each : shorter) {
    const std::string_view bare = without_predicates(next);
    if (bare.size() < next.size()) {
      if (const std::size_t found = search.count(bare)) {
        const std::string predicates(next.substr(bare.size()));
        return shortened(selects(bare, found) + ", but none fits " + quoted(predicates), max_report);
      }
    }
    if (each.empty() || each == ".") return {};
    if (const std::size_t found = search.count(each)) {
      const std::size_t slash = next.rfind('/');
      return shortened(selects(each, found) + ", but nothing at " + quoted(next.substr(each.size())) +
                           search.children(each, next.substr(slash + 1)),
                       max_report);
    }
    next = each;
  }
  return {};
}

}  // namespace trawl::html::detail
