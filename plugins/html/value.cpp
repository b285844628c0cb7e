// Finding the texts of a field and giving them their type.
#include "value.hpp"

#include <trawl/json_writer.hpp>
#include <trawl/text.hpp>
#include <trawl/url.hpp>

namespace trawl::html_plugin {
namespace {

// What a field's source finds: the text, and the URL it leads to for fields of that type.
struct Match {
  std::string text, url;
};

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
  const bool wants_url = field.type == Type::url;
  if (const auto* css = std::get_if<html::selector>(&field.source)) {
    std::vector<Match> out;
    if (field.many) {
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
  return with_urls(page.metas(std::get<FromMeta>(field.source).name), page, wants_url);
}

bool is_no(std::string_view text) {
  for (const std::string_view each : {"", "0", "false", "False", "FALSE", "no", "No", "NO", "off"}) {
    if (text == each) return true;
  }
  return false;
}

// Appends the typed value; false when the text has none.
bool write(const Field& field, const Match& match, json::writer& out) {
  switch (field.type) {
    case Type::text:
      out.value(match.text);
      return true;
    case Type::boolean:
      out.value(!is_no(match.text));
      return true;
    case Type::url:
      if (match.url.empty()) return false;
      out.value(match.url);
      return true;
    case Type::number:
      if (const auto number = parse_number(match.text, field.locale)) return out.value(*number), true;
      return false;
    case Type::integer:
      if (const auto number = parse_integer(match.text, field.locale)) return out.value(*number), true;
      return false;
  }
  return false;
}

std::string fault_of(const Field& field, const Match& match) {
  const char* wanted = field.type == Type::url       ? "no URL"
                       : field.type == Type::integer ? "no integer"
                                                     : "no number";
  return "'" + match.text.substr(0, 80) + "' is " + wanted;
}

void apply_pattern(const Field& field, std::vector<Match>& matches, const html::document& page,
                   Value& value) {
  if (!field.match) return;
  std::vector<Match> kept;
  for (const Match& match : matches) {
    // A pattern on a URL cuts it out of the text or attribute before it is resolved.
    if (auto text = field.match->find(match.text)) {
      const bool wants_url = field.type == Type::url;
      kept.push_back({normalise(*text), wants_url ? url::resolve(page.base_url(), *text) : ""});
    } else {
      value.fault = "'" + match.text.substr(0, 80) + "' does not match";
    }
  }
  matches = std::move(kept);
}

void write_absent(const Field& field, json::writer& out) {
  if (field.otherwise) {
    field.otherwise->write(out);
  } else if (field.type == Type::boolean && !field.many) {
    out.value(false);  // What marks it is not there.
  } else {
    out.value(nullptr);
  }
}

}  // namespace

Value read_field(const Field& field, const html::node& scope, const html::document& page) {
  Value value;
  json::writer out;
  std::vector<Match> matches = find(field, scope, page);
  apply_pattern(field, matches, page, value);
  if (field.many) out.begin_array();
  for (const Match& match : matches) {
    if (!write(field, match, out)) {
      value.fault = fault_of(field, match);
      continue;
    }
    if (value.text.empty()) value.text = field.type == Type::url ? match.url : match.text;
    value.found = value.found || field.many || !match.text.empty() || !match.url.empty();
    if (!field.many) break;
  }
  if (field.many) {
    out.end_array();
    if (!value.found && field.otherwise) out = json::writer(), field.otherwise->write(out);
  } else if (out.text().empty()) {
    write_absent(field, out);
  }
  value.json = std::move(out).text();
  return value;
}

}  // namespace trawl::html_plugin
