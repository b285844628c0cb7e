// Corrections of the stack of open elements, token by token.
#include "tree_rules_myhtml.hpp"

#include <myhtml/rules.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "quirks.hpp"

namespace trawl::html::detail {
namespace {

myhtml_tag_id_t add_tag(myhtml_tree_t* tree, std::string_view name, myhtml_tag_categories category) {
  const auto id = myhtml_tag_add(tree->tags, name.data(), name.size(), MyHTML_TOKENIZER_STATE_DATA, false);
  myhtml_tag_set_category(tree->tags, id, MyHTML_NAMESPACE_HTML, category);
  return id;
}

bool is_end_tag(const myhtml_token_node_t* token) {
  return (token->type & MyHTML_TOKEN_TYPE_CLOSE) != 0;
}

bool is_current(myhtml_tree_t* tree, myhtml_tag_id_t tag) {
  const auto* node = myhtml_tree_current_node(tree);
  return node->tag_id == tag && node->ns == MyHTML_NAMESPACE_HTML;
}

bool in_scope(myhtml_tree_t* tree, myhtml_tag_id_t tag, myhtml_tag_categories scope) {
  return myhtml_tree_element_in_scope(tree, tag, MyHTML_NAMESPACE_HTML, scope) != nullptr;
}

bool in_select(const myhtml_tree_t* tree) {
  return tree->insert_mode == MyHTML_INSERTION_MODE_IN_SELECT ||
         tree->insert_mode == MyHTML_INSERTION_MODE_IN_SELECT_IN_TABLE;
}

bool is_integration_point(myhtml_tree_t* tree, myhtml_tree_node_t* node) {
  return myhtml_tree_is_html_integration_point(tree, node) ||
         myhtml_tree_is_mathml_integration_point(tree, node);
}

// 13.2.6, the tree construction dispatcher, for the tags that have rules here.
bool in_foreign_content(myhtml_tree_t* tree, const myhtml_token_node_t* token) {
  if (tree->open_elements->length == 0) return false;
  auto* node = myhtml_tree_adjusted_current_node(tree);
  return node->ns != MyHTML_NAMESPACE_HTML && (is_end_tag(token) || !is_integration_point(tree, node));
}

// 13.2.6.5: the start tags that no foreign element can hold.
constexpr myhtml_tag_id_t breakout_tags[] = {
    MyHTML_TAG_B,      MyHTML_TAG_BIG,    MyHTML_TAG_BLOCKQUOTE, MyHTML_TAG_BODY,  MyHTML_TAG_BR,
    MyHTML_TAG_CENTER, MyHTML_TAG_CODE,   MyHTML_TAG_DD,         MyHTML_TAG_DIV,   MyHTML_TAG_DL,
    MyHTML_TAG_DT,     MyHTML_TAG_EM,     MyHTML_TAG_EMBED,      MyHTML_TAG_H1,    MyHTML_TAG_H2,
    MyHTML_TAG_H3,     MyHTML_TAG_H4,     MyHTML_TAG_H5,         MyHTML_TAG_H6,    MyHTML_TAG_HEAD,
    MyHTML_TAG_HR,     MyHTML_TAG_I,      MyHTML_TAG_IMG,        MyHTML_TAG_LI,    MyHTML_TAG_LISTING,
    MyHTML_TAG_MENU,   MyHTML_TAG_META,   MyHTML_TAG_NOBR,       MyHTML_TAG_OL,    MyHTML_TAG_P,
    MyHTML_TAG_PRE,    MyHTML_TAG_RUBY,   MyHTML_TAG_S,          MyHTML_TAG_SMALL, MyHTML_TAG_SPAN,
    MyHTML_TAG_STRONG, MyHTML_TAG_STRIKE, MyHTML_TAG_SUB,        MyHTML_TAG_SUP,   MyHTML_TAG_TABLE,
    MyHTML_TAG_TT,     MyHTML_TAG_U,      MyHTML_TAG_UL,         MyHTML_TAG_VAR};

bool breaks_out_of_foreign_content(const myhtml_token_node_t* token) {
  if (token->tag_id != MyHTML_TAG_FONT) {
    return std::find(std::begin(breakout_tags), std::end(breakout_tags), token->tag_id) !=
           std::end(breakout_tags);
  }
  for (const auto* each = token->attr_first; each; each = each->next) {
    const std::string_view key(each->key.data ? each->key.data : "", each->key.length);
    if (key == "color" || key == "face" || key == "size") return true;
  }
  return false;
}

// 13.2.6.4.1, a doctype: nothing but the start tag of a table looks at the mode.
void set_quirks(myhtml_tree_t* tree) {
  const auto part = [](const char* text) { return text ? std::string_view(text) : std::string_view(); };
  const auto& doctype = tree->doctype;
  if (is_quirky(part(doctype.attr_public), part(doctype.attr_system)))
    tree->compat_mode = MyHTML_TREE_COMPAT_MODE_QUIRKS;
}

// 13.2.6.4.16, a start tag whose tag name is "hr": it ends the open option and group, and stands in the
// select. myhtml then ignores the token.
void put_rule_into_select(myhtml_tree_t* tree, myhtml_token_node_t* token) {
  if (is_current(tree, MyHTML_TAG_OPTION)) myhtml_tree_open_elements_pop(tree);
  if (is_current(tree, MyHTML_TAG_OPTGROUP)) myhtml_tree_open_elements_pop(tree);
  myhtml_tree_node_insert_html_element(tree, token);
  myhtml_tree_open_elements_pop(tree);
}

// 13.2.6.4.7, a start tag whose tag name is "nobr": one that is open behind a marker has no entry among the
// active formatting elements, so it ends as any other element does.
void end_nobr_behind_marker(myhtml_tree_t* tree, myhtml_token_node_t* token) {
  if (!in_scope(tree, MyHTML_TAG_NOBR, MyHTML_TAG_CATEGORIES_SCOPE)) return;
  if (myhtml_tree_active_formatting_between_last_marker(tree, MyHTML_TAG_NOBR, nullptr)) return;
  myhtml_tree_active_formatting_reconstruction(tree);
  myhtml_insertion_mode_in_body_other_end_tag(tree, token);
}

// 13.2.6.4.7, an end tag of a block: what is open inside ends with it.
void end_block(myhtml_tree_t* tree, myhtml_tag_id_t tag) {
  if (!in_scope(tree, tag, MyHTML_TAG_CATEGORIES_SCOPE)) return;
  while (!is_current(tree, tag)) myhtml_tree_open_elements_pop(tree);
}

}  // namespace

YoungerRules::YoungerRules(myhtml_tree_t* tree)
    : tree_(tree),
      search_(add_tag(tree, "search", MyHTML_TAG_CATEGORIES_SPECIAL)),
      menuitem_(add_tag(tree, "menuitem", MyHTML_TAG_CATEGORIES_ORDINARY)) {}

void YoungerRules::before_building(myhtml_token_node_t* token) {
  return_to_fragment_context();
  // It had rules of its own until 2017.
  if (token->tag_id == MyHTML_TAG_MENUITEM) token->tag_id = menuitem_;
  is_end_tag(token) ? end_tag(token) : start_tag(token);
}

void YoungerRules::start_tag(myhtml_token_node_t* token) {
  if (in_foreign_content(tree_, token)) {
    if (breaks_out_of_foreign_content(token)) leave_foreign_content();
  } else if (token->tag_id == MyHTML_TAG_HR) {
    if (in_select(tree_)) put_rule_into_select(tree_, token);
  } else if (token->tag_id == MyHTML_TAG_NOBR) {
    if (!in_select(tree_)) end_nobr_behind_marker(tree_, token);
  } else if (token->tag_id == MyHTML_TAG_TABLE) {
    set_quirks(tree_);
  } else if (token->tag_id == search_) {
    const bool in_paragraph = in_scope(tree_, MyHTML_TAG_P, MyHTML_TAG_CATEGORIES_SCOPE_BUTTON);
    if (in_paragraph && !in_select(tree_)) myhtml_tree_tags_close_p(tree_, token);
  }
}

void YoungerRules::end_tag(myhtml_token_node_t* token) {
  if (in_foreign_content(tree_, token)) {
    if (token->tag_id == MyHTML_TAG_P || token->tag_id == MyHTML_TAG_BR) leave_foreign_content();
  } else if (token->tag_id == search_ && !in_select(tree_)) {
    end_block(tree_, search_);
  }
}

// 13.2.6.5: ends the open foreign elements, and has this token read by the rules for HTML, also where the
// context of a fragment is foreign.
void YoungerRules::leave_foreign_content() {
  for (auto* node = myhtml_tree_current_node(tree_);
       node->ns != MyHTML_NAMESPACE_HTML && !is_integration_point(tree_, node);
       node = myhtml_tree_current_node(tree_)) {
    myhtml_tree_open_elements_pop(tree_);
  }
  if (tree_->fragment && tree_->open_elements->length == 1) {
    context_space_ = tree_->fragment->ns;
    tree_->fragment->ns = MyHTML_NAMESPACE_HTML;
  }
}

void YoungerRules::return_to_fragment_context() {
  if (context_space_ == MyHTML_NAMESPACE_UNDEF) return;
  tree_->fragment->ns = context_space_;
  context_space_ = MyHTML_NAMESPACE_UNDEF;
}

}  // namespace trawl::html::detail
