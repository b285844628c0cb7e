// XPath over a page. Internal to trawl-sdk::html; libxml2 stays behind this header.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tree.hpp"

namespace trawl::html::detail {

struct Page;

// A copy of the page's tree as libxml2 wants it.
class XPathTree {
 public:
  explicit XPathTree(const Tree& tree);
  ~XPathTree();

  struct Parts;
  const Parts& parts() const { return *parts_; }

 private:
  std::unique_ptr<Parts> parts_;
};

struct XPathResult {
  bool is_nodes = false;
  std::vector<std::pair<Index, Index>> nodes;  // node and attribute (nowhere: the node itself)
  std::string value;                           // of an expression that gives a string, number or boolean
};

class XPathProgram {
 public:
  explicit XPathProgram(std::string_view text);  // throws selector_error
  ~XPathProgram();

  // Runs the expression from the node at `start`.
  XPathResult run(const Page& page, Index start) const;

 private:
  struct Compiled;
  std::string text_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace trawl::html::detail
