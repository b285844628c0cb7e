// Rules of tree construction that are younger than myhtml, or that it gets wrong. myhtml shows every token to
// its owner before it builds from it; these rules put the stack of open elements into the state in which
// myhtml's own rules then do what the HTML standard says. Numbers name sections of the standard.
// Internal to tree_builder_myhtml.cpp, and used on the thread that parses.
#pragma once

#include <myhtml/myhtml.h>
#include <myhtml/tree.h>

namespace trawl::html::detail {

// Belongs to one tree. Throws nothing, owns no memory: parsing may be left by longjmp() at any time.
class YoungerRules {
 public:
  // Makes the tag names known that `tree` does not know, or knows by rules that are gone.
  explicit YoungerRules(myhtml_tree_t* tree);

  // To be called with every token of the tree, after it is read and before it is built from.
  void before_building(myhtml_token_node_t* token);

 private:
  void start_tag(myhtml_token_node_t* token);
  void end_tag(myhtml_token_node_t* token);
  void leave_foreign_content();
  void return_to_fragment_context();

  myhtml_tree_t* tree_;
  myhtml_tag_id_t search_, menuitem_;
  // What the context of a foreign fragment is, while one token is read as if it were an HTML element.
  myhtml_namespace_t context_space_ = MyHTML_NAMESPACE_UNDEF;
};

}  // namespace trawl::html::detail
