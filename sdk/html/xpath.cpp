// XPath by libxml2, the only user of that library here.
#include "xpath.hpp"

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <algorithm>
#include <new>

#include "page.hpp"

namespace trawl::html::detail {
namespace {

// libxml2 compiles and runs by recursion, and plugins run on small stacks.
constexpr std::size_t max_length = 4096;
constexpr int max_brackets = 32;
constexpr unsigned long max_operations = 100'000'000;

const xmlChar* xml(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);
}

struct FreeContext {
  void operator()(xmlXPathContext* context) const { xmlXPathFreeContext(context); }
};
struct FreeExpression {
  void operator()(xmlXPathCompExpr* expression) const { xmlXPathFreeCompExpr(expression); }
};
struct FreeObject {
  void operator()(xmlXPathObject* object) const { xmlXPathFreeObject(object); }
};
struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using Context = std::unique_ptr<xmlXPathContext, FreeContext>;
using Object = std::unique_ptr<xmlXPathObject, FreeObject>;

// Errors are read from the context afterwards instead of being printed.
void keep_silent(void*, xmlErrorPtr) {}

void print_nothing(void*, const char*, ...) {}

// Keeps libxml2 from printing to stderr, which it does for unknown functions whatever the context says.
class Silence {
 public:
  Silence() : function_(xmlGenericError), data_(xmlGenericErrorContext) {
    xmlSetGenericErrorFunc(nullptr, print_nothing);
  }
  ~Silence() { xmlSetGenericErrorFunc(data_, function_); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  xmlGenericErrorFunc function_;
  void* data_;
};

Context make_context(xmlDoc* document) {
  Context context(xmlXPathNewContext(document));
  if (!context) throw std::bad_alloc();
  context->error = keep_silent;
  context->opLimit = max_operations;
  return context;
}

// libxml2 leaves a number and no words.
const char* reason_of(int code) {
  switch (code) {
    case XML_XPATH_UNFINISHED_LITERAL_ERROR:
      return "the string has no end";
    case XML_XPATH_START_LITERAL_ERROR:
      return "a string is expected here";
    case XML_XPATH_VARIABLE_REF_ERROR:
    case XML_XPATH_UNDEF_VARIABLE_ERROR:
      return "there are no variables";
    case XML_XPATH_INVALID_PREDICATE_ERROR:
      return "the condition in brackets is not complete; ']' is expected";
    case XML_XPATH_UNCLOSED_ERROR:
      return "')' is expected here";
    case XML_XPATH_UNKNOWN_FUNC_ERROR:
      return "there is no such function";
    case XML_XPATH_INVALID_OPERAND:
    case XML_XPATH_INVALID_TYPE:
      return "a value of another type is expected here";
    case XML_XPATH_INVALID_ARITY:
      return "the function takes another number of arguments";
    case XML_XPATH_UNDEF_PREFIX_ERROR:
      return "there are no namespaces";
    default:
      return nullptr;
  }
}

// `bytes` before the place of the fault.
[[noreturn]] void fail_at(std::string_view text, std::size_t bytes, const std::string& reason) {
  std::size_t column = 1;
  for (const char c : text.substr(0, bytes)) column += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  throw selector_error(text.substr(0, max_length), column, reason);
}

[[noreturn]] void fail(const std::string& text, const xmlXPathContext& context, const char* otherwise) {
  const xmlError& error = context.lastError;
  const auto bytes = static_cast<std::size_t>(std::max(error.int1, 0));
  const char* known = reason_of(error.code);
  if (error.code == XML_XPATH_EXPR_ERROR)
    known = bytes >= text.size() ? "the expression ends too early" : "this is not expected here";
  const std::string reason = known ? known : error.message ? error.message : otherwise;
  fail_at(text, bytes, reason.substr(0, reason.find('\n')));
}

void check_size(std::string_view text) {
  if (text.size() > max_length)
    throw selector_error(text.substr(0, 80), 1, "the expression is longer than 4 KiB");
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '(' || text[at] == '[') ++depth;
    if (text[at] == ')' || text[at] == ']') --depth;
    if (depth > max_brackets) fail_at(text, at, "the brackets nest too deeply");
  }
}

// libxml2 tells nodes apart by pointer; ours is an index, kept off zero.
void* mark(Index i) {
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(i) + 1);
}
Index unmark(const void* marked) {
  return static_cast<Index>(reinterpret_cast<std::uintptr_t>(marked) - 1);
}

}  // namespace

struct XPathTree::Parts {
  std::unique_ptr<xmlDoc, FreeDocument> document;
  std::vector<xmlNode*> nodes;  // by our index; null for a doctype
};

namespace {

xmlNode* make_node(xmlDoc* document, const Tree& tree, Index i) {
  const Node& node = tree.at(i);
  const std::string text(tree.view(node.text));
  switch (node.kind) {
    case Kind::text:
      return xmlNewDocTextLen(document, xml(text.data()), static_cast<int>(text.size()));
    case Kind::comment:
      return xmlNewDocComment(document, xml(text.c_str()));
    case Kind::element:
      break;
    default:
      return nullptr;
  }
  xmlNode* element = xmlNewDocNode(document, nullptr, xml(text.c_str()), nullptr);
  if (!element) return nullptr;
  for (Index a = node.attributes_begin; a < node.attributes_begin + node.attribute_count; ++a) {
    const std::string name(tree.view(tree.attributes[a].name)), value(tree.view(tree.attributes[a].value));
    xmlAttr* attribute = xmlNewProp(element, xml(name.c_str()), xml(value.c_str()));
    if (attribute) attribute->_private = mark(a);
  }
  return element;
}

// Linked by hand: xmlAddChild() would merge neighbouring texts and free one of them.
void append(xmlNode* parent, xmlNode* child) {
  child->parent = parent;
  child->prev = parent->last;
  (parent->last ? parent->last->next : parent->children) = child;
  parent->last = child;
}

}  // namespace

XPathTree::XPathTree(const Tree& tree) : parts_(std::make_unique<Parts>()) {
  parts_->document.reset(xmlNewDoc(xml("1.0")));
  xmlDoc* document = parts_->document.get();
  if (!document) throw std::bad_alloc();
  parts_->nodes.resize(tree.nodes.size());
  parts_->nodes[0] = reinterpret_cast<xmlNode*>(document);
  document->_private = mark(0);
  for (Index i = 1; i < tree.nodes.size(); ++i) {
    if (tree.at(i).kind == Kind::doctype) continue;
    xmlNode* made = make_node(document, tree, i);
    if (!made) throw std::bad_alloc();
    made->_private = mark(i);
    append(parts_->nodes[tree.at(i).parent], made);
    parts_->nodes[i] = made;
  }
  // Makes sorting into document order cheap.
  xmlXPathOrderDocElems(document);
}

XPathTree::~XPathTree() = default;

struct XPathProgram::Compiled {
  std::unique_ptr<xmlXPathCompExpr, FreeExpression> expression;
};

XPathProgram::XPathProgram(std::string_view text) : text_(text), compiled_(std::make_unique<Compiled>()) {
  check_size(text);
  const Context context = make_context(nullptr);
  compiled_->expression.reset(xmlXPathCtxtCompile(context.get(), xml(text_.c_str())));
  if (!compiled_->expression) fail(text_, *context, "this is no XPath expression");
}

XPathProgram::~XPathProgram() = default;

XPathResult XPathProgram::run(const Page& page, Index start) const {
  if (!page.xpath_tree) page.xpath_tree = std::make_unique<XPathTree>(page.tree);
  const auto& parts = page.xpath_tree->parts();
  const Silence silence;
  const Context context = make_context(parts.document.get());
  context->node = parts.nodes[start];
  const Object object(xmlXPathCompiledEval(compiled_->expression.get(), context.get()));
  if (!object) fail(text_, *context, "the expression cannot be evaluated");

  XPathResult out;
  out.is_nodes = object->type == XPATH_NODESET;
  if (!out.is_nodes) {
    xmlChar* text = xmlXPathCastToString(object.get());
    out.value = reinterpret_cast<const char*>(text);
    xmlFree(text);
    return out;
  }
  xmlXPathNodeSetSort(object->nodesetval);
  const int count = xmlXPathNodeSetGetLength(object->nodesetval);
  for (int i = 0; i < count; ++i) {
    const xmlNode* node = object->nodesetval->nodeTab[i];
    if (!node->_private || node->type == XML_NAMESPACE_DECL) continue;
    if (node->type == XML_ATTRIBUTE_NODE) {
      out.nodes.emplace_back(unmark(node->parent->_private), unmark(node->_private));
    } else {
      out.nodes.emplace_back(unmark(node->_private), nowhere);
    }
  }
  return out;
}

}  // namespace trawl::html::detail

namespace trawl::html {

xpath::xpath(std::string_view text)
    : text_(text), program_(std::make_shared<const detail::XPathProgram>(text)) {}

}  // namespace trawl::html
