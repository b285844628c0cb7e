// Finding the texts of a field.
#include "value.hpp"

#include <trawl/url.hpp>

namespace trawl::html_plugin {
namespace {

using fields::Match;
using fields::Type;

Match read_node(const html::node& node, bool wants_url) {
  if (!wants_url) return {node.text(), {}};
  for (const char* attribute : {"href", "src"}) {
    if (node.has_attr(attribute)) return {node.text(), node.url(attribute)};
  }
  return {node.text(), node.url()};
}

std::vector<Match> with_urls(const std::vector<std::string>& texts, const html::document& page,
                             bool wants_url) {
  std::vector<Match> out;
  for (const std::string& text : texts)
    out.push_back({text, wants_url ? url::resolve(page.base_url(), text) : ""});
  return out;
}

std::vector<Match> find(const Field& field, const html::node& scope, const html::document& page) {
  const bool wants_url = field.shape.type == Type::url;
  if (const auto* css = std::get_if<html::selector>(&field.source)) {
    std::vector<Match> out;
    if (field.shape.many) {
      for (const html::node& node : scope.css(*css)) out.push_back(read_node(node, wants_url));
    } else if (const html::node node = scope.css1(*css)) {
      out.push_back(read_node(node, wants_url));
    }
    return out;
  }
  if (const auto* xpath = std::get_if<html::xpath>(&field.source)) {
    return with_urls(scope.xpath_texts(*xpath), page, wants_url);
  }
  if (const auto* jsonld = std::get_if<FromJsonLd>(&field.source)) {
    return with_urls(page.jsonld(jsonld->path), page, wants_url);
  }
  if (const auto* microdata = std::get_if<FromMicrodata>(&field.source)) {
    return with_urls(page.microdata(microdata->path), page, wants_url);
  }
  return with_urls(page.metas(std::get<FromMeta>(field.source).name), page, wants_url);
}

}  // namespace

Value read_field(const Field& field, const html::node& scope, const html::document& page) {
  return fields::make_value(field.shape, find(field, scope, page), page.base_url());
}

std::string why_nothing(const Field& field, const html::node& scope, const html::document& page) {
  struct Explain {
    const html::node& scope;
    const html::document& page;
    std::string operator()(const html::selector& css) const { return "css " + scope.why_none(css); }
    std::string operator()(const html::xpath& xpath) const { return "xpath " + scope.why_no_xpath(xpath); }
    std::string operator()(const FromJsonLd& from) const { return "jsonld " + page.why_no_jsonld(from.path); }
    std::string operator()(const FromMicrodata& from) const {
      return "microdata " + page.why_no_microdata(from.path);
    }
    std::string operator()(const FromMeta& from) const { return "meta " + page.why_no_meta(from.name); }
  };
  const std::string why = std::visit(Explain{scope, page}, field.source);
  return why.back() == ' ' ? field.written + " finds an empty text" : why;
}

}  // namespace trawl::html_plugin
