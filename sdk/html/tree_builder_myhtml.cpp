// The tree builder over myhtml (Debian's libmodest), the only user of that library.
#include <myhtml/myhtml.h>
#include <myhtml/tree.h>

#include <algorithm>
#include <memory>
#include <new>
#include <trawl/html.hpp>

#include "tree_builder.hpp"
#include "tree_sink.hpp"

namespace trawl::html::detail {
namespace {

// The page is fed in pieces, and the limits are checked between two of them: a page that would
// take the parser quadratic time is given up early.
constexpr std::size_t piece_bytes = 16 * 1024;
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
    myhtml_encoding_set(tree_.get(), MyENCODING_UTF_8);
    myhtml_callback_tree_node_insert_set(tree_.get(), &Parser::count, &node_count_);
  }

  void parse(std::string_view utf8) {
    feed(utf8, [this](const char* data, std::size_t size) {
      return myhtml_parse_chunk_single(tree_.get(), data, size);
    });
  }

  void parse_fragment(std::string_view utf8, myhtml_tag_id_t context, myhtml_namespace_t space) {
    feed(utf8, [this, context, space](const char* data, std::size_t size) {
      return myhtml_parse_chunk_fragment_single(tree_.get(), data, size, context, space);
    });
  }

  myhtml_tree_t* tree() const { return tree_.get(); }

 private:
  static void count(myhtml_tree_t*, myhtml_tree_node_t*, void* counter) {
    ++*static_cast<std::size_t*>(counter);
  }

  template <class FeedPiece>
  void feed(std::string_view utf8, FeedPiece feed_piece) {
    if (utf8.size() > max_bytes) throw error("the page is larger than 1 GiB");
    do {
      const auto piece = utf8.substr(0, piece_bytes);
      if (feed_piece(piece.data() ? piece.data() : "", piece.size()) != MyHTML_STATUS_OK) {
        throw error("the HTML parser gave up on the page");
      }
      if (tree_->open_elements->length > max_depth) {
        throw error("the page nests elements deeper than " + std::to_string(max_depth));
      }
      if (node_count_ > max_nodes) {
        throw error("the page has more than " + std::to_string(max_nodes) + " nodes");
      }
      utf8.remove_prefix(piece.size());
    } while (!utf8.empty());
    require(myhtml_parse_chunk_end(tree_.get()) == MyHTML_STATUS_OK);
  }

  std::unique_ptr<myhtml_t, DestroyParser> parser_;
  std::unique_ptr<myhtml_tree_t, DestroyTree> tree_;
  std::size_t node_count_ = 0;
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
