// Metadata in <meta> and <link> whose names belong to a vocabulary: Open Graph and Dublin Core.
#include <algorithm>
#include <map>
#include <trawl/text.hpp>

#include "ascii.hpp"
#include "page.hpp"

namespace trawl::html {

using namespace detail;

namespace {

// Prefix to namespace. Prefixes are compared as they are written.
using Namespaces = std::map<std::string, std::string, std::less<>>;

const Namespaces& open_graph_namespaces() {
  static const Namespaces known = {{"og", "http://ogp.me/ns#"},
                                   {"music", "http://ogp.me/ns/music#"},
                                   {"video", "http://ogp.me/ns/video#"},
                                   {"article", "http://ogp.me/ns/article#"},
                                   {"book", "http://ogp.me/ns/book#"},
                                   {"profile", "http://ogp.me/ns/profile#"},
                                   {"fb", "http://www.facebook.com/2008/fbml"}};
  return known;
}

// prefix="og: http://ogp.me/ns# fb: ..." as RDFa has it, or xmlns:og="..." of older pages.
void read_namespaces(const Tree& tree, Index element, Namespaces& out) {
  const Node& node = tree.at(element);
  for (Index a = node.attributes_begin; a < node.attributes_begin + node.attribute_count; ++a) {
    const std::string_view name = tree.view(tree.attributes[a].name);
    if (starts_with(name, "xmlns:")) {
      out.insert_or_assign(std::string(name.substr(6)),
                           std::string(trim(tree.view(tree.attributes[a].value))));
    }
  }
  std::string_view rest = trim(tree.attribute_value(element, "prefix"));
  while (!rest.empty()) {
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return;
    const std::string_view prefix = trim(rest.substr(0, colon));
    rest = trim_start(rest.substr(colon + 1));
    const std::size_t end = std::min(rest.find_first_of(" \t\r\n\f"), rest.size());
    out.insert_or_assign(std::string(prefix), std::string(rest.substr(0, end)));
    rest = trim_start(rest.substr(end));
  }
}

constexpr std::string_view elements_namespace = "http://purl.org/dc/elements/1.1/";
constexpr std::string_view terms_namespace = "http://purl.org/dc/terms/";

constexpr std::string_view dublin_elements[] = {
    "contributor", "coverage", "creator", "date",   "description", "format", "identifier", "language",
    "publisher",   "relation", "rights",  "source", "subject",     "title",  "type"};

// Those of the terms that are no elements, too.
constexpr std::string_view dublin_terms[] = {"abstract",
                                             "accessRights",
                                             "accrualMethod",
                                             "accrualPeriodicity",
                                             "accrualPolicy",
                                             "alternative",
                                             "audience",
                                             "available",
                                             "bibliographicCitation",
                                             "conformsTo",
                                             "created",
                                             "dateAccepted",
                                             "dateCopyrighted",
                                             "dateSubmitted",
                                             "educationLevel",
                                             "extent",
                                             "hasFormat",
                                             "hasPart",
                                             "hasVersion",
                                             "instructionalMethod",
                                             "isFormatOf",
                                             "isPartOf",
                                             "isReferencedBy",
                                             "isReplacedBy",
                                             "isRequiredBy",
                                             "issued",
                                             "isVersionOf",
                                             "license",
                                             "mediator",
                                             "medium",
                                             "modified",
                                             "provenance",
                                             "references",
                                             "replaces",
                                             "requires",
                                             "rightsHolder",
                                             "spatial",
                                             "tableOfContents",
                                             "temporal",
                                             "valid"};

// The URI of "DC.creator", "DCTERMS.issued" or plain "description"; "" when the last part is no term.
std::string dublin_uri(std::string_view name) {
  const auto dot = name.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? name : name.substr(dot + 1);
  for (const std::string_view each : dublin_elements) {
    if (equals_ignoring_case(last, each)) return std::string(elements_namespace).append(each);
  }
  for (const std::string_view each : dublin_terms) {
    if (equals_ignoring_case(last, each)) return std::string(terms_namespace).append(each);
  }
  return {};
}

}  // namespace

std::vector<property> document::opengraph() const {
  std::vector<property> out;
  if (!page_) return out;
  const Tree& tree = page_->tree;
  Namespaces namespaces = open_graph_namespaces();
  tree.each_below(0, [&](Index i) {
    if (tree.is_element(i, "html") || tree.is_element(i, "head")) read_namespaces(tree, i, namespaces);
    if (!tree.is_element(i, "meta")) return;
    const Attribute* content = tree.attribute(i, "content");
    std::string_view name = trim(tree.attribute_value(i, "property"));
    if (name.empty()) name = trim(tree.attribute_value(i, "name"));
    const auto colon = name.find(':');
    if (!content || colon == std::string_view::npos) return;
    const auto known = namespaces.find(name.substr(0, colon));
    if (known == namespaces.end()) return;
    out.push_back({std::string(name),
                   normalise(tree.view(content->value)),
                   known->second + std::string(name.substr(colon + 1)),
                   {},
                   {}});
  });
  return out;
}

std::vector<property> document::dublincore() const {
  std::vector<property> out;
  if (!page_) return out;
  const Tree& tree = page_->tree;
  tree.each_below(0, [&](Index i) {
    const bool is_link = tree.is_element(i, "link");
    if (!is_link && !tree.is_element(i, "meta")) return;
    const std::string_view name = trim(tree.attribute_value(i, is_link ? "rel" : "name"));
    const Attribute* content = tree.attribute(i, is_link ? "href" : "content");
    std::string uri = dublin_uri(name);
    if (!content || uri.empty()) return;
    const std::string_view written = tree.view(content->value);
    const std::string url = is_link ? page_->resolve(written) : std::string();
    out.push_back({std::string(name), url.empty() ? normalise(written) : url, std::move(uri),
                   std::string(trim(tree.attribute_value(i, "scheme"))),
                   std::string(trim(tree.attribute_value(i, is_link ? "hreflang" : "lang")))});
  });
  return out;
}

}  // namespace trawl::html
