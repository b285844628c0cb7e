// Elements that feeds and entries have in common, and a channel's own.
#include "read_resource.hpp"

#include <trawl/charset.hpp>
#include <trawl/url.hpp>

#include "../ascii.hpp"
#include "base64.hpp"
#include "person.hpp"

namespace trawl::feed::detail {
namespace {

bool is_one_of(const std::string& name, std::initializer_list<const char*> names) {
  for (const char* each : names) {
    if (name == each) return true;
  }
  return false;
}

person read_atom_person(const Element& element, const Scope& scope) {
  if (!element.has_children()) return parse_person(element.text());
  person out;
  for (const Element& each : element.children()) {
    const std::string name = each.name();
    if (name == "name") out.name = each.text();
    if (name == "email") out.email = each.text();
    if (is_one_of(name, {"uri", "url", "homepage"})) out.url = absolute(each.base(scope.base), each.text());
  }
  return out;
}

void add_person(std::vector<person>& people, person added) {
  if (!added.name.empty() || !added.email.empty() || !added.url.empty()) people.push_back(std::move(added));
}

void add_category(std::vector<std::string>& categories, std::string_view written) {
  const auto text = ascii::trim(written);
  if (!text.empty()) categories.emplace_back(text);
}

void add_keywords(std::vector<std::string>& categories, std::string_view list) {
  for (std::size_t at = 0; at <= list.size();) {
    const auto end = std::min(list.find(',', at), list.size());
    add_category(categories, list.substr(at, end - at));
    at = end + 1;
  }
}

void read_link(const Element& element, const Scope& scope, resource& out) {
  link read;
  if (element.has_attr("href")) read.href = url::resolve(element.base(scope.base), element.attr("href"));
  read.rel = element.attr("rel").empty() ? "alternate" : element.attr("rel");
  read.type = element.attr("type");
  read.title = element.attr("title");
  read.length = element.attr("length");
  out.links.push_back(std::move(read));
}

void read_itunes_category(const Element& element, resource& out) {
  add_category(out.categories, element.attr("text"));
  for (const Element& each : element.children()) read_itunes_category(each, out);
}

std::string image_of(const Element& element, const Scope& scope) {
  for (const char* attribute : {"href", "url"}) {
    if (!element.attr(attribute).empty()) return absolute(scope.base, element.attr(attribute));
  }
  for (const Element& each : element.children()) {
    if (each.name() == "url") return absolute(scope.base, each.text());
  }
  return absolute(scope.base, element.text());
}

bool read_itunes(const Element& element, const Scope& scope, resource& out) {
  const std::string name = element.name();
  if (name == "author") {
    if (out.authors.empty()) add_person(out.authors, parse_person(element.text()));
  } else if (name == "category") {
    read_itunes_category(element, out);
  } else if (name == "keywords") {
    add_keywords(out.categories, element.text());
  } else if (name == "image" || (name == "link" && element.attr("rel") == "image")) {
    out.image = image_of(element, scope);
  } else {
    return false;
  }
  return true;
}

bool read_dublin_core(const Element& element, const Scope& scope, resource& out) {
  const std::string name = element.name();
  if (name == "title") {
    if (out.title.empty()) out.title = read_text(element, scope.dialect);
  } else if (is_one_of(name, {"creator", "author"})) {
    add_person(out.authors, parse_person(element.text()));
  } else if (is_one_of(name, {"date", "modified"})) {
    out.updated = read_moment(element);
  } else if (name == "issued") {
    out.published = read_moment(element);
  } else if (name == "created") {
    out.created = read_moment(element);
  } else if (name == "subject") {
    add_category(out.categories, element.text());
  } else if (name == "rights") {
    out.rights = read_text(element, scope.dialect);
  } else if (name == "publisher") {
    out.publisher = element.text();
  } else if (name == "language") {
    out.language = element.text();
  } else {
    return false;
  }
  return true;
}

bool read_media(const Element& element, const Scope& scope, resource& out) {
  const std::string name = element.name();
  if (name == "title") {
    if (out.title.empty()) out.title = read_text(element, scope.dialect);
  } else if (name == "category") {
    add_category(out.categories, element.text());
  } else if (name == "keywords") {
    add_keywords(out.categories, element.text());
  } else if (name == "thumbnail") {
    if (out.image.empty()) out.image = absolute(scope.base, element.attr("url"));
  } else {
    return false;
  }
  return true;
}

// Core elements, by the names of RSS and of Atom: no name means two things.
bool read_core(const Element& element, const Scope& scope, resource& out) {
  const std::string name = element.name();
  const bool is_atom = element.vocabulary() == Vocabulary::atom;
  if (name == "title") {
    out.title = read_text(element, scope.dialect);
  } else if (is_one_of(name, {"id", "guid"})) {
    out.id = element.text();
  } else if (name == "link") {
    if (is_atom || !element.attr("href").empty())
      read_link(element, scope, out);
    else
      out.link = absolute(element.base(scope.base), element.text());
  } else if (is_one_of(name, {"pubdate", "published", "issued"})) {
    out.published = read_moment(element);
  } else if (is_one_of(name, {"updated", "modified", "lastbuilddate"})) {
    out.updated = read_moment(element);
  } else if (name == "created") {
    out.created = read_moment(element);
  } else if (is_one_of(name, {"author", "managingeditor"})) {
    add_person(out.authors, read_atom_person(element, scope));
  } else if (name == "webmaster") {
    out.publisher = element.text();
  } else if (name == "category") {
    const std::string term = element.attr("term");
    add_category(out.categories, term.empty() ? element.text() : term);
  } else if (name == "tags") {
    add_keywords(out.categories, element.text());
  } else if (is_one_of(name, {"rights", "copyright"})) {
    out.rights = read_text(element, scope.dialect);
  } else if (name == "language") {
    out.language = element.text();
  } else if (is_one_of(name, {"image", "logo"})) {
    out.image = image_of(element, scope);
  } else {
    return false;
  }
  return true;
}

void read_channel_element(const Element& element, const Scope& scope, channel& out) {
  if (read_common(element, scope, out)) return;
  const std::string name = element.name();
  const Vocabulary vocabulary = element.vocabulary();
  if (vocabulary == Vocabulary::dc || vocabulary == Vocabulary::itunes) {
    if (!is_one_of(name, {"description", "subtitle", "summary"})) return;
    if (out.subtitle.empty() || name == "subtitle") out.subtitle = read_text(element, scope.dialect);
  } else if (vocabulary != Vocabulary::rss && vocabulary != Vocabulary::atom) {
    return;
  } else if (is_one_of(name, {"description", "subtitle", "tagline"})) {
    out.subtitle = read_text(element, scope.dialect);
  } else if (name == "info") {
    out.info = read_text(element, scope.dialect);
  } else if (name == "generator") {
    out.generator = element.text();
  } else if (name == "ttl") {
    out.ttl = element.text();
  }
}

bool is_text_type(std::string_view type) {
  return ascii::starts_with(type, "text/") || type.find("xml") != std::string_view::npos;
}

}  // namespace

std::string absolute(const std::string& base, const std::string& written) {
  return written.empty() ? written : url::resolve(base, written);
}

moment read_moment(const Element& element) {
  const std::string written = element.text();
  return {written, parse_date(written)};
}

text read_text(const Element& element, Dialect dialect) {
  std::string type = ascii::to_lower(element.attr("type")), mode = element.attr("mode");
  if (dialect == Dialect::rss) type = "text/html";
  if (type.empty() || type == "text") type = "text/plain";
  if (type == "html") type = "text/html";
  const bool divided = type == "xhtml";
  if (divided) type = "application/xhtml+xml";
  const bool encoded = mode == "base64" || (dialect == Dialect::atom10 && !is_text_type(type));
  if (encoded) {
    if (const auto decoded = decode_base64(element.text())) {
      std::string room;
      return {charset::decode(*decoded, "UTF-8"),
              mode == "base64" && type == "text/plain" ? "text/html" : type};
    }
  }
  if (!element.has_children()) {
    const bool is_markup = type == "application/xhtml+xml";
    return {is_markup ? element.markup() : element.text(), type};
  }
  const auto children = element.children();
  const bool strips_div = dialect == Dialect::atom10 && children.size() == 1 && children[0].name() == "div";
  const Element& holder = strips_div ? children[0] : element;
  if (type == "text/html" && !holder.has_children()) return {holder.text(), type};
  return {holder.markup(), type == "text/plain" ? "text/html" : type};
}

bool read_common(const Element& element, const Scope& scope, resource& out) {
  switch (element.vocabulary()) {
    case Vocabulary::rss:
    case Vocabulary::atom:
      return read_core(element, scope, out);
    case Vocabulary::dc:
    case Vocabulary::dcterms:
      return read_dublin_core(element, scope, out);
    case Vocabulary::itunes:
      return read_itunes(element, scope, out);
    case Vocabulary::media:
      return read_media(element, scope, out);
    default:
      return false;
  }
}

void read_channel(const Element& element, Dialect dialect, const std::string& outer_base, channel& out) {
  const Scope scope{dialect, element.base(outer_base)};
  for (const Element& each : element.children()) read_channel_element(each, scope, out);
  settle_link(out);
}

void settle_link(resource& out) {
  for (const link& each : out.links) {
    if (!out.link.empty()) return;
    if (each.rel == "alternate") out.link = each.href;
  }
}

}  // namespace trawl::feed::detail
