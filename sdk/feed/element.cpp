// libxml2 in recover mode, without network, DTDs or entities.
#include "element.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <climits>
#include <mutex>
#include <trawl/feed.hpp>
#include <trawl/url.hpp>

#include "../ascii.hpp"

namespace trawl::feed::detail {
namespace {

constexpr int max_depth = 256;  // libxml2 stops there, too

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

struct Known {
  std::string_view address, prefix;
  Vocabulary vocabulary;
};
constexpr Known known[] = {{"", "rss", Vocabulary::rss},
                           {"http://purl.org/rss/1.0", "rss", Vocabulary::rss},
                           {"http://my.netscape.com/rdf/simple/0.9", "rss", Vocabulary::rss},
                           {"http://channel.netscape.com/rdf/simple/0.9", "rss", Vocabulary::rss},
                           {"http://my.netscape.com/publish/formats/rss-0.91.dtd", "rss", Vocabulary::rss},
                           {"http://backend.userland.com/rss2", "rss", Vocabulary::rss},
                           {"http://backend.userland.com/rss", "rss", Vocabulary::rss},
                           {"http://blogs.law.harvard.edu/tech/rss", "rss", Vocabulary::rss},
                           {"http://www.w3.org/1999/02/22-rdf-syntax-ns", "rdf", Vocabulary::rdf},
                           {"http://www.w3.org/2005/atom", "atom", Vocabulary::atom},
                           {"http://purl.org/atom/ns", "atom", Vocabulary::atom},
                           {"http://purl.org/echo", "atom", Vocabulary::atom},
                           {"http://purl.org/dc/elements/1.1", "dc", Vocabulary::dc},
                           {"http://purl.org/dc/elements/1.0", "dc", Vocabulary::dc},
                           {"http://purl.org/dc/terms", "dcterms", Vocabulary::dcterms},
                           {"http://purl.org/rss/1.0/modules/content", "content", Vocabulary::content},
                           {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes", Vocabulary::itunes},
                           {"http://example.com/dtds/podcast-1.0.dtd", "itunes", Vocabulary::itunes},
                           {"http://search.yahoo.com/mrss", "media", Vocabulary::media},
                           {"http://www.w3.org/1999/xhtml", "xhtml", Vocabulary::xhtml}};

std::string bare_address(std::string_view address) {
  std::string out = ascii::to_lower(ascii::trim(address));
  if (ascii::starts_with(out, "https:")) out.erase(4, 1);
  while (!out.empty() && (out.back() == '/' || out.back() == '#')) out.pop_back();
  return out;
}

bool is_element(const xmlNode* node) {
  return node->type == XML_ELEMENT_NODE;
}
bool is_text(const xmlNode* node) {
  return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

// The next node in document order that is not below `root`'s end; `depth` follows it.
xmlNode* next_node(xmlNode* node, const xmlNode* root, int& depth) {
  if (node->children && is_element(node)) {
    ++depth;
    return node->children;
  }
  while (node && node != root && !node->next) {
    node = node->parent;
    --depth;
  }
  return !node || node == root ? nullptr : node->next;
}

void check_depth(xmlNode* root) {
  int depth = 1;
  for (xmlNode* node = root; node; node = next_node(node, root, depth)) {
    if (depth >= max_depth)
      throw error(error::reason::limits, "the feed nests elements deeper than " + std::to_string(max_depth));
  }
}

void append_escaped(std::string& out, std::string_view text, bool in_attribute) {
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"' && in_attribute)
      out += "&quot;";
    else
      out += c;
  }
}

bool is_void(std::string_view name) {
  for (const char* each : {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                           "param", "source", "track", "wbr"}) {
    if (name == each) return true;
  }
  return false;
}

bool holds_link(std::string_view attribute) {
  for (const char* each : {"href", "src", "cite", "poster", "action", "longdesc"}) {
    if (attribute == each) return true;
  }
  return false;
}

std::string base_of(xmlNode* node) {
  xmlChar* found = xmlNodeGetBase(node->doc, node);
  std::string out(view(found));
  xmlFree(found);
  return out;
}

void append_attributes(std::string& out, xmlNode* node) {
  for (const xmlAttr* each = node->properties; each; each = each->next) {
    xmlChar* content = xmlNodeListGetString(node->doc, each->children, 1);
    std::string value(view(content));
    xmlFree(content);
    if (each->ns && view(each->ns->prefix) == "xml") continue;
    if (!each->ns && holds_link(view(each->name))) {
      const std::string resolved = url::resolve(base_of(node), value);
      if (!resolved.empty()) value = resolved;
    }
    out += " ";
    if (each->ns && each->ns->prefix) out.append(view(each->ns->prefix)).append(":");
    out.append(view(each->name)).append("=\"");
    append_escaped(out, value, true);
    out += "\"";
  }
}

void append_markup(std::string& out, xmlNode* parent) {
  for (xmlNode* node = parent->children; node; node = node->next) {
    if (is_text(node)) append_escaped(out, view(node->content), false);
    if (!is_element(node)) continue;
    const std::string_view name = view(node->name);
    out.append("<").append(name);
    append_attributes(out, node);
    const bool alone = node->children == nullptr && is_void(name);
    out += alone ? " />" : ">";
    if (alone) continue;
    append_markup(out, node);
    out.append("</").append(name).append(">");
  }
}

}  // namespace

Vocabulary Element::vocabulary() const {
  const std::string_view name = view(node_->name);
  const auto colon = name.find(':');
  const bool undeclared = !node_->ns && colon != std::string_view::npos;
  const std::string address = bare_address(namespace_uri());
  for (const Known& each : known) {
    if (undeclared ? ascii::equals_ignoring_case(name.substr(0, colon), each.prefix)
                   : address == each.address)
      return each.vocabulary;
  }
  return Vocabulary::other;
}

std::string Element::namespace_uri() const {
  return std::string(node_->ns ? view(node_->ns->href) : std::string_view());
}

std::string Element::name() const {
  std::string_view name = view(node_->name);
  const auto colon = name.rfind(':');
  return ascii::to_lower(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

std::string Element::attr(std::string_view wanted) const {
  xmlChar* found = xmlGetNoNsProp(node_, reinterpret_cast<const xmlChar*>(std::string(wanted).c_str()));
  std::string out(ascii::trim(view(found)));
  xmlFree(found);
  return out;
}

bool Element::has_attr(std::string_view wanted) const {
  return xmlHasProp(node_, reinterpret_cast<const xmlChar*>(std::string(wanted).c_str())) != nullptr;
}

std::string Element::rdf_attr(std::string_view wanted) const {
  xmlChar* found = xmlGetProp(node_, reinterpret_cast<const xmlChar*>(std::string(wanted).c_str()));
  std::string out(ascii::trim(view(found)));
  xmlFree(found);
  return out;
}

std::vector<Element> Element::children() const {
  std::vector<Element> out;
  for (xmlNode* each = node_->children; each; each = each->next) {
    if (is_element(each)) out.emplace_back(each);
  }
  return out;
}

bool Element::has_children() const {
  for (const xmlNode* each = node_->children; each; each = each->next) {
    if (is_element(each)) return true;
  }
  return false;
}

std::string Element::text() const {
  xmlChar* content = xmlNodeGetContent(node_);
  std::string out(ascii::trim(view(content)));
  xmlFree(content);
  return out;
}

std::string Element::markup() const {
  std::string out;
  append_markup(out, node_);
  return std::string(ascii::trim(out));
}

std::string Element::base(const std::string& outer) const {
  xmlChar* found = xmlGetNsProp(node_, reinterpret_cast<const xmlChar*>("base"), XML_XML_NAMESPACE);
  if (!found) return outer;
  const std::string written(view(found));
  xmlFree(found);
  const std::string resolved = url::resolve(outer, written);
  return resolved.empty() ? outer : resolved;
}

Tree::Tree(std::string_view utf8, std::string base) {
  static std::once_flag initialised;
  std::call_once(initialised, xmlInitParser);
  if (utf8.size() > INT_MAX) throw error(error::reason::limits, "the feed is larger than 2 GiB");
  constexpr int how = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  document_ = xmlReadMemory(utf8.data(), static_cast<int>(utf8.size()), base.empty() ? nullptr : base.c_str(),
                            "UTF-8", how);
  if (empty()) return;
  try {
    check_depth(xmlDocGetRootElement(document_));
  } catch (...) {
    xmlFreeDoc(document_);
    throw;
  }
}

Tree::~Tree() {
  if (document_) xmlFreeDoc(document_);
}

bool Tree::empty() const {
  return !document_ || !xmlDocGetRootElement(document_);
}

Element Tree::root() const {
  return Element(xmlDocGetRootElement(document_));
}

}  // namespace trawl::feed::detail
