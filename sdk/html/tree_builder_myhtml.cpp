// The tree builder over myhtml (Debian's libmodest), the only user of that library.
#include <myhtml/myhtml.h>
#include <myhtml/tree.h>

#include <csetjmp>
#include <memory>
#include <new>
#include <optional>
#include <trawl/html.hpp>

#include "tree_builder.hpp"
#include "tree_rules_myhtml.hpp"
#include "tree_sink.hpp"

namespace trawl::html::detail {
namespace {

constexpr std::size_t max_bytes = std::size_t{1} << 30;

void require(bool good) {
  if (!good) throw std::bad_alloc();
}

struct DestroyParser {
  void operator()(myhtml_t* parser) const { myhtml_destroy(parser); }
};
struct DestroyTree {
  void operator()(myhtml_tree_t* tree) const { myhtml_tree_destroy(tree); }
};

// myhtml's parser with one tree in it.
class Parser {
 public:
  Parser() : parser_(myhtml_create()) {
    require(parser_ &&
            myhtml_init(parser_.get(), MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) == MyHTML_STATUS_OK);
    tree_.reset(myhtml_tree_create());
    require(tree_ && myhtml_tree_init(tree_.get(), parser_.get()) == MyHTML_STATUS_OK);
    myhtml_callback_tree_node_insert_set(tree_.get(), &Parser::check_limits, this);
    rules_.emplace(tree_.get());
    myhtml_callback_after_token_done_set(tree_.get(), &Parser::before_building, this);
  }

  void parse(std::string_view utf8) {
    run(utf8, [](myhtml_tree_t* tree, const char* data, std::size_t size) {
      return myhtml_parse_single(tree, MyENCODING_UTF_8, data, size);
    });
  }

  void parse_fragment(std::string_view utf8, myhtml_tag_id_t context, myhtml_namespace_t space) {
    run(utf8, [context, space](myhtml_tree_t* tree, const char* data, std::size_t size) {
      return myhtml_parse_fragment_single(tree, MyENCODING_UTF_8, data, size, context, space);
    });
  }

  myhtml_tree_t* tree() const { return tree_.get(); }

 private:
  // myhtml cannot be told to stop, and it misreads pages that are fed in pieces. Jumping out of its
  // callback is safe: all its memory belongs to the tree, which is destroyed next.
  static void check_limits(myhtml_tree_t* tree, myhtml_tree_node_t*, void* self) {
    auto* parser = static_cast<Parser*>(self);
    parser->too_deep_ = tree->open_elements->length > max_depth;
    if (parser->too_deep_ || ++parser->node_count_ > max_nodes) std::longjmp(parser->stop_, 1);
  }

  static void* before_building(myhtml_tree_t*, myhtml_token_node_t* token, void* self) {
    static_cast<Parser*>(self)->rules_->before_building(token);
    return self;
  }

  template <class Parse>
  void run(std::string_view utf8, Parse parse) {
    if (utf8.size() > max_bytes) throw error("the page is larger than 1 GiB");
    const char* data = utf8.empty() ? "" : utf8.data();
    if (setjmp(stop_) != 0) {
      throw error(too_deep_ ? "the page nests elements deeper than " + std::to_string(max_depth)
                            : "the page has more than " + std::to_string(max_nodes) + " nodes");
    }
    if (parse(tree_.get(), data, utf8.size()) != MyHTML_STATUS_OK) {
      throw error("the HTML parser gave up on the page");
    }
  }

  std::unique_ptr<myhtml_t, DestroyParser> parser_;
  std::unique_ptr<myhtml_tree_t, DestroyTree> tree_;
  std::optional<YoungerRules> rules_;
  std::jmp_buf stop_;
  std::size_t node_count_ = 0;
  bool too_deep_ = false;
};

std::string_view view(const char* text, std::size_t length) {
  return text ? std::string_view(text, length) : std::string_view();
}

std::string_view text_of(myhtml_tree_node_t* node) {
  std::size_t length = 0;
  const char* text = myhtml_node_text(node, &length);
  return view(text, length);
}

Space space_of(myhtml_namespace_t space) {
  return space == MyHTML_NAMESPACE_SVG      ? Space::svg
         : space == MyHTML_NAMESPACE_MATHML ? Space::math
                                            : Space::html;
}

// myhtml cuts the prefix off "xlink:href" and its kin inside <svg> and <math>.
std::string prefix_of(myhtml_namespace_t space) {
  switch (space) {
    case MyHTML_NAMESPACE_XLINK:
      return "xlink:";
    case MyHTML_NAMESPACE_XML:
      return "xml:";
    case MyHTML_NAMESPACE_XMLNS:
      return "xmlns:";
    default:
      return {};
  }
}

void open_element(myhtml_tree_t* tree, myhtml_tree_node_t* node, TreeSink& sink) {
  std::size_t length = 0;
  const char* name = myhtml_tag_name_by_id(tree, myhtml_node_tag_id(node), &length);
  sink.open(view(name, length), space_of(myhtml_node_namespace(node)));
  for (auto* each = myhtml_node_attribute_first(node); each; each = myhtml_attribute_next(each)) {
    std::size_t key_length = 0, value_length = 0;
    const char* key = myhtml_attribute_key(each, &key_length);
    const char* value = myhtml_attribute_value(each, &value_length);
    sink.attribute(prefix_of(myhtml_attribute_namespace(each)) + std::string(view(key, key_length)),
                   view(value, value_length));
  }
}

// Visits `node`; true when the sink now waits for its children.
bool visit(myhtml_tree_t* tree, myhtml_tree_node_t* node, TreeSink& sink) {
  switch (myhtml_node_tag_id(node)) {
    case MyHTML_TAG__TEXT:
      sink.text(text_of(node));
      return false;
    case MyHTML_TAG__COMMENT:
      sink.comment(text_of(node));
      return false;
    case MyHTML_TAG__DOCTYPE: {
      const auto& doctype = tree->doctype;
      const auto part = [](const char* text) { return text ? std::string_view(text) : std::string_view(); };
      sink.doctype(part(doctype.attr_name), part(doctype.attr_public), part(doctype.attr_system));
      return false;
    }
    default:
      open_element(tree, node, sink);
      return true;
  }
}

// Hands everything below `top` to the sink, in document order and without recursion.
void copy_below(myhtml_tree_t* tree, myhtml_tree_node_t* top, TreeSink& sink) {
  myhtml_tree_node_t* node = top ? myhtml_node_child(top) : nullptr;
  while (node) {
    const bool opened = visit(tree, node, sink);
    if (opened && myhtml_node_child(node)) {
      node = myhtml_node_child(node);
      continue;
    }
    if (opened) sink.close();
    while (!myhtml_node_next(node)) {
      node = myhtml_node_parent(node);
      if (!node || node == top) return;
      sink.close();
    }
    node = myhtml_node_next(node);
  }
}

}  // namespace

Tree build_tree(std::string_view utf8) {
  Parser parser;
  parser.parse(utf8);
  TreeSink sink(utf8.size());
  copy_below(parser.tree(), myhtml_tree_get_document(parser.tree()), sink);
  return std::move(sink).finish();
}

Tree build_fragment(std::string_view utf8, FragmentContext context) {
  Parser parser;
  const auto tag = myhtml_tag_id_by_name(parser.tree(), context.name.data(), context.name.size());
  const auto space = context.space == Space::svg    ? MyHTML_NAMESPACE_SVG
                     : context.space == Space::math ? MyHTML_NAMESPACE_MATHML
                                                    : MyHTML_NAMESPACE_HTML;
  parser.parse_fragment(utf8, tag, space);
  TreeSink sink(utf8.size());
  copy_below(parser.tree(), myhtml_tree_get_node_html(parser.tree()), sink);
  return std::move(sink).finish();
}

}  // namespace trawl::html::detail
