// Tells the formats apart and puts a document together.
#include <trawl/charset.hpp>
#include <trawl/feed.hpp>

#include "../ascii.hpp"
#include "clean_xml.hpp"
#include "element.hpp"
#include "read_resource.hpp"

namespace trawl::feed {
namespace {

using namespace detail;

constexpr std::size_t max_entries = 20'000, max_size = 64u * 1024 * 1024;

void add_entry(document& out, entry added) {
  if (out.entries.size() >= max_entries)
    throw error(error::reason::limits, "the feed has more than " + std::to_string(max_entries) + " entries");
  out.entries.push_back(std::move(added));
}

std::string rss_version(const Element& root, const CleanXml& clean) {
  const std::string written = root.attr("version");
  if (ascii::starts_with(written, "2.")) return "rss20";
  if (written == "0.91") return clean.doctype.find("etscape") != std::string::npos ? "rss091n" : "rss091u";
  if (written.size() == 4 && ascii::starts_with(written, "0.9")) return "rss09" + written.substr(3);
  return "rss";
}

std::string rdf_version(const Element& root) {
  for (const Element& each : root.children()) {
    if (each.namespace_uri().find("/0.9") != std::string::npos) return "rss090";
    if (each.namespace_uri().find("purl.org/rss/1.0") != std::string::npos) return "rss10";
  }
  return "";
}

void read_rss(const Element& root, document& out, const std::string& outer_base) {
  const std::string base = root.base(outer_base);
  const auto read_items = [&](const Element& holder, const std::string& holder_base) {
    for (const Element& each : holder.children()) {
      if (each.vocabulary() == Vocabulary::rss && each.name() == "item")
        add_entry(out, read_entry(each, Dialect::rss, holder_base));
    }
  };
  for (const Element& each : root.children()) {
    if (each.vocabulary() != Vocabulary::rss || each.name() != "channel") continue;
    read_channel(each, Dialect::rss, base, out);
    read_items(each, each.base(base));
  }
  read_items(root, base);
}

void read_atom(const Element& root, document& out, Dialect dialect, const std::string& base) {
  read_channel(root, dialect, base, out);
  for (const Element& each : root.children()) {
    if (each.name() == "entry") add_entry(out, read_entry(each, dialect, root.base(base)));
  }
}

[[noreturn]] void refuse_root(const Element& root) {
  const std::string name = root.name();
  for (const char* each : {"html", "head", "body", "div", "p"}) {
    if (name == each) throw error(error::reason::html, "the answer is an HTML page, not a feed");
  }
  throw error(error::reason::other, "the answer is no feed: its root element is <" + shortened(name, 60) +
                                        ">, where <rss>, <feed> or <rdf:RDF> is expected");
}

document read_xml(std::string_view utf8, const std::string& base) {
  const CleanXml clean = clean_xml(utf8);
  if (ascii::find_ignoring_case(clean.doctype.substr(0, 20), "<!doctype html") == 0)
    throw error(error::reason::html, "the answer is an HTML page, not a feed");
  const Tree tree(clean.text, base);
  if (tree.empty()) throw error(error::reason::other, "the answer is no feed: it is neither XML nor JSON");
  const Element root = tree.root();
  const std::string name = root.name();
  document out;
  if (name == "rss") {
    out.version = rss_version(root, clean);
    read_rss(root, out, base);
  } else if (name == "rdf") {
    const std::string address = root.vocabulary() == Vocabulary::rdf ? rdf_version(root) : "";
    out.version = !address.empty()                                    ? address
                  : utf8.find("simple/0.9") != std::string_view::npos ? "rss090"
                                                                      : "rss10";
    read_rss(root, out, base);
  } else if (name == "feed") {
    const bool old =
        root.vocabulary() == Vocabulary::atom && root.namespace_uri().find("2005") == std::string::npos;
    out.version = old ? "atom03" : root.vocabulary() == Vocabulary::atom ? "atom10" : "atom";
    read_atom(root, out, old ? Dialect::atom03 : Dialect::atom10, base);
  } else if (name == "channel") {
    out.version = "rss";
    read_channel(root, Dialect::rss, base, out);
    read_rss(root, out, base);
  } else {
    refuse_root(root);
  }
  return out;
}

}  // namespace

document parse(std::string_view bytes, const options& how) {
  if (bytes.size() > max_size) throw error(error::reason::limits, "the feed is larger than 64 MiB");
  std::string encoding = how.encoding;
  if (charset::encoding_for_label(encoding).empty() && encoding.find("UTF-32") != 0)
    encoding = std::string(charset::sniff(bytes, how.encoding, charset::kind::xml));
  std::string room;
  const std::string_view utf8 = charset::to_utf8(bytes, encoding, room);
  const auto start = utf8.find_first_not_of(" \t\r\n\f");
  if (start == std::string_view::npos) throw error(error::reason::empty, "the answer is empty, not a feed");
  if (utf8[start] == '{' || utf8[start] == '[') return read_json_feed(utf8.substr(start), how.base_url);
  return read_xml(utf8, how.base_url);
}

}  // namespace trawl::feed
