// Fields and keys of entries.
#include "items.hpp"

#include <trawl/json_writer.hpp>
#include <trawl/text.hpp>

namespace trawl::feed_plugin {
namespace {

std::string date_text(const feed::moment& moment) {
  return moment.when ? moment.when->text() : "";
}

const std::optional<date>& age_of(const feed::entry& entry) {
  if (entry.published.when) return entry.published.when;
  return entry.updated.when ? entry.updated.when : entry.created.when;
}

void write_text(json::writer& out, const std::string& text) {
  if (text.empty())
    out.value(nullptr);
  else
    out.value(text);
}

void write_authors(json::writer& out, const std::vector<feed::person>& authors) {
  out.begin_array();
  for (const feed::person& each : authors)
    out.value(!each.name.empty() ? each.name : !each.email.empty() ? each.email : each.url);
  out.end_array();
}

void write_enclosures(json::writer& out, const std::vector<feed::enclosure>& enclosures) {
  out.begin_array();
  for (const feed::enclosure& each : enclosures) {
    out.begin_object().key("url").value(each.url).key("type");
    write_text(out, each.type);
    out.key("length").value(each.length).end_object();
  }
  out.end_array();
}

// The entry under the names of the configuration.
class EntryView {
 public:
  EntryView(const Spec& spec, const feed::document& from, const std::string& url, const feed::entry& entry)
      : spec_(spec), from_(from), url_(url), entry_(entry) {}

  std::string text(const std::string& name) const {
    if (name == "id") return entry_.id;
    if (name == "title") return entry_.title.plain();
    if (name == "link") return entry_.link;
    if (name == "published") return date_text(entry_.published);
    if (name == "updated") return date_text(entry_.updated);
    if (name == "summary") return styled(entry_.summary);
    if (name == "content") return styled(entry_.content);
    if (name == "image") return entry_.image;
    if (name == "comments") return entry_.comments;
    if (name == "feed") return url_;
    return from_.title.plain();
  }

  void write(json::writer& out, const std::string& name) const {
    if (name == "authors")
      write_authors(out, entry_.authors.empty() ? from_.authors : entry_.authors);
    else if (name == "categories")
      out.values(entry_.categories);
    else if (name == "enclosures")
      write_enclosures(out, entry_.enclosures);
    else
      write_text(out, text(name));
  }

  fields::FilledKey key() const {
    if (!spec_.key.empty())
      return fields::fill_key(spec_.key, [this](const std::string& name) { return text(name); });
    for (const char* name : {"id", "link"}) {
      if (auto found = text(name); !found.empty()) return {std::move(found), {}};
    }
    return {
        fields::fingerprint(text("title") + "\n" + date_text(entry_.published) + "\n" + entry_.summary.value),
        {}};
  }

 private:
  std::string styled(const feed::text& what) const { return spec_.plain_texts ? what.plain() : what.value; }

  const Spec& spec_;
  const feed::document& from_;
  const std::string& url_;
  const feed::entry& entry_;
};

}  // namespace

Items items_of(const Spec& spec, const feed::document& from, const std::string& url, std::int64_t now_s) {
  Items out;
  for (const feed::entry& entry : from.entries) {
    const auto& when = age_of(entry);
    if (spec.max_age && when && when->seconds < now_s - spec.max_age->count()) continue;
    const EntryView view(spec, from, url, entry);
    fields::FilledKey key = view.key();
    if (!key.missing.empty()) {
      out.problems.push_back("the key needs '" + key.missing.front() + "', which the entry '" +
                             shortened(entry.title.plain(), 80) + "' does not have");
      continue;
    }
    json::writer json;
    json.begin_object();
    for (const std::string& name : spec.fields) view.write(json.key(name), name);
    json.end_object();
    out.items.push_back({fields::shorten(std::move(key.text)), std::move(json).text()});
  }
  return out;
}

}  // namespace trawl::feed_plugin
