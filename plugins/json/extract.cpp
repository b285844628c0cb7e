// Items, fields and keys of one document.
#include "extract.hpp"

#include <trawl/url.hpp>
#include <unordered_map>

#include "plugins/fields/value.hpp"

namespace trawl::json_plugin {
namespace {

// Null stands for what is not there.
std::string text_of(const json::value& value) {
  if (value.is_null()) return {};
  return value.as_string() ? *value.as_string() : value.text();
}

// A pointer to a list gives its items when several are wanted: nobody wants a list of one list.
std::vector<const json::value*> candidates(const Field& field, const json::value& scope) {
  auto found = field.source.all(scope);
  const auto* list = found.size() == 1 && field.source.is_pointer() ? found[0]->as_array() : nullptr;
  if (!field.shape.many || !list) return found;
  found.clear();
  for (const json::value& each : *list) found.push_back(&each);
  return found;
}

fields::Value read_field(const Field& field, const json::value& scope, const std::string& base) {
  std::vector<fields::Match> matches;
  for (const json::value* each : candidates(field, scope)) {
    if (each->is_null()) continue;
    std::string text = text_of(*each);
    std::string link = field.shape.type == fields::Type::url ? url::resolve(base, text) : "";
    matches.push_back({std::move(text), std::move(link), each});
  }
  return fields::make_value(field.shape, std::move(matches), base);
}

class ItemReader {
 public:
  ItemReader(const Spec& spec, const std::string& url, Extracted& out) : spec_(spec), url_(url), out_(out) {}

  void read(const json::value& scope) {
    ++out_.found;
    sound_ = true;
    texts_.clear();
    std::string json = spec_.fields.empty() ? whole(scope) : with_fields(scope);
    if (!sound_) return;
    std::string key = make_key(scope, json);
    if (sound_) out_.items.push_back({fields::shorten(std::move(key)), std::move(json)});
  }

  // Tells what went wrong: once for all items that miss the same.
  void finish() {
    for (const Fault& fault : faults_) {
      const std::string more =
          fault.times > 1 ? " (and of " + std::to_string(fault.times - 1) + " more on this page)" : "";
      out_.problems.push_back({"missing_field", fault.subject + " of item " + std::to_string(fault.first) +
                                                    more + ": " + fault.text + " in " + url_});
    }
  }

 private:
  struct Fault {
    std::string subject, text;
    std::size_t first, times = 1;
  };

  void fault(const std::string& subject, std::string text) {
    sound_ = false;
    for (Fault& each : faults_) {
      if (each.subject == subject) return void(++each.times);
    }
    faults_.push_back({subject, std::move(text), out_.found});
  }

  std::string whole(const json::value& scope) {
    if (!scope.as_object())
      fault("the value", "it is " + describe(scope) + " and no object; `fields` make one");
    return scope.text();
  }

  std::string with_fields(const json::value& scope) {
    json::writer json;
    json.begin_object();
    for (const Field& field : spec_.fields) {
      const fields::Value value = read_field(field, scope, url_);
      if (field.shape.required && !value.found && !field.shape.otherwise) {
        fault("required field '" + field.name + "'", why_missing(field, value, scope));
      }
      json.key(field.name).raw(value.json);
      texts_[field.name] = value.text;
    }
    return std::move(json.end_object()).text();
  }

  static std::string why_missing(const Field& field, const fields::Value& value, const json::value& scope) {
    if (!value.fault.empty()) return "'" + field.source.text() + "' has no value: " + value.fault;
    const json::value* there = field.source.first(scope);
    return there
               ? "'" + field.source.text() + "' is " + (text_of(*there).empty() ? "empty" : describe(*there))
               : field.source.explain_absence(scope);
  }

  std::string make_key(const json::value& scope, const std::string& json) {
    if (spec_.key.empty()) return fields::fingerprint(json);
    const fields::FilledKey key =
        fields::fill_key(spec_.key, [&](const std::string& name) { return key_value(name, scope); });
    for (const std::string& name : key.missing) {
      const auto pointer = spec_.key_pointers.find(name);
      const bool absent = pointer != spec_.key_pointers.end() && !pointer->second.find(scope);
      fault("the key", absent ? Locator(name).explain_absence(scope) : "'{" + name + "}' is empty");
    }
    return key.text;
  }

  // Lists and objects identify nothing.
  std::string key_value(const std::string& name, const json::value& scope) {
    if (const auto pointer = spec_.key_pointers.find(name); pointer != spec_.key_pointers.end()) {
      const json::value* found = pointer->second.find(scope);
      return found && !found->as_array() && !found->as_object() ? text_of(*found) : "";
    }
    const auto field = texts_.find(name);
    return field != texts_.end() ? field->second : name == "url" ? url_ : "";
  }

  const Spec& spec_;
  const std::string& url_;
  Extracted& out_;
  std::unordered_map<std::string, std::string> texts_;  // of the item's fields
  std::vector<Fault> faults_;
  bool sound_ = true;
};

}  // namespace

Extracted extract_items(const Spec& spec, const json::value& document, const std::string& url) {
  Extracted out;
  const auto found = spec.items.all(document);
  if (found.empty() && spec.items.misses_a_name(document)) {
    out.problems.push_back(
        {"missing_items", "items: " + spec.items.explain_absence(document) + " in " + url});
    return out;
  }
  ItemReader reader(spec, url, out);
  const bool pointer = spec.items.is_pointer();
  for (const json::value* each : found) {
    if (pointer && each->is_null()) continue;
    if (const auto* list = pointer ? each->as_array() : nullptr) {
      for (const json::value& item : *list) reader.read(item);
    } else {
      reader.read(*each);
    }
  }
  reader.finish();
  return out;
}

}  // namespace trawl::json_plugin
