// An item of RSS or an entry of Atom.
#include <charconv>

#include "../ascii.hpp"
#include "read_resource.hpp"

namespace trawl::feed::detail {
namespace {

std::optional<std::int64_t> parse_length(const std::string& text) {
  std::int64_t value = 0;
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (text.empty() || result.ec != std::errc() || result.ptr != end || value < 0) return std::nullopt;
  return value;
}

class EntryReader {
 public:
  EntryReader(Dialect dialect, std::string base) : scope_{dialect, std::move(base)} {}

  entry read(const Element& element) {
    out_.id = element.rdf_attr("about");
    for (const Element& each : element.children()) take(each);
    if (out_.link.empty()) out_.link = permanent_link_;
    settle_link(out_);
    for (const link& each : out_.links) {
      if (each.rel == "enclosure" && !from_enclosure_) add_enclosure(each.href, each.type, each.length);
    }
    return std::move(out_);
  }

 private:
  void take(const Element& element) {
    const std::string name = element.name();
    const Vocabulary vocabulary = element.vocabulary();
    if (vocabulary == Vocabulary::rss && name == "guid") take_guid(element);
    if (vocabulary == Vocabulary::media && name == "group") {
      for (const Element& each : element.children()) take(each);
      return;
    }
    if (read_common(element, scope_, out_)) return;
    const text_of read{element, scope_.dialect};
    switch (vocabulary) {
      case Vocabulary::rss:
      case Vocabulary::atom:
        return take_core(element, name);
      case Vocabulary::content:
        if (name == "encoded") out_.content = read();
        return;
      case Vocabulary::xhtml:
        if (name == "body" || name == "div") out_.content = {element.markup(), "application/xhtml+xml"};
        return;
      case Vocabulary::dc:
      case Vocabulary::itunes:
        if ((name == "description" || name == "summary") && out_.summary.empty()) out_.summary = read();
        return;
      case Vocabulary::media:
        if (name == "content")
          add_enclosure(absolute(scope_.base, element.attr("url")), element.attr("type"),
                        element.attr("filesize"));
        if (name == "description" && out_.summary.empty()) out_.summary = read();
        return;
      default:
        return;
    }
  }

  struct text_of {
    const Element& element;
    Dialect dialect;
    text operator()() const { return read_text(element, dialect); }
  };

  void take_core(const Element& element, const std::string& name) {
    const text_of read{element, scope_.dialect};
    if (name == "description")
      out_.summary = read();
    else if (name == "summary")
      (out_.summary.empty() ? out_.summary : out_.content) = read();
    else if (name == "content" || name == "fullitem" || name == "body")
      out_.content = read();
    else if (name == "enclosure")
      take_enclosure(element);
    else if (name == "comments")
      out_.comments = absolute(scope_.base, element.text());
    else if (name == "source")
      take_source(element);
  }

  // A guid is the link as well, unless it says that it is none.
  void take_guid(const Element& element) {
    if (ascii::equals_ignoring_case(element.attr("ispermalink"), "false")) return;
    if (ascii::equals_ignoring_case(element.attr("isPermaLink"), "false")) return;
    const std::string written = element.text();
    if (ascii::starts_ignoring_case(written, "http://") || ascii::starts_ignoring_case(written, "https://"))
      permanent_link_ = absolute(scope_.base, written);
  }

  void take_enclosure(const Element& element) {
    const std::string where = element.attr("url").empty() ? element.attr("href") : element.attr("url");
    const std::string target = absolute(element.base(scope_.base), where);
    out_.links.push_back({target, "enclosure", element.attr("type"), "", element.attr("length")});
    add_enclosure(target, element.attr("type"), element.attr("length"));
    from_enclosure_ = true;
  }

  void add_enclosure(const std::string& target, const std::string& type, const std::string& length) {
    if (target.empty()) return;
    for (const enclosure& each : out_.enclosures) {
      if (each.url == target) return;
    }
    out_.enclosures.push_back({target, type, parse_length(length)});
  }

  void take_source(const Element& element) {
    channel source;
    if (element.has_children()) {
      read_channel(element, scope_.dialect, scope_.base, source);
    } else {
      source.title = read_text(element, scope_.dialect);
      source.link = absolute(scope_.base, element.attr("url"));
    }
    out_.source = std::move(source);
  }

  Scope scope_;
  entry out_;
  std::string permanent_link_;
  bool from_enclosure_ = false;  // RSS wrote its enclosures itself
};

}  // namespace

entry read_entry(const Element& element, Dialect dialect, const std::string& outer_base) {
  return EntryReader(dialect, element.base(outer_base)).read(element);
}

}  // namespace trawl::feed::detail
