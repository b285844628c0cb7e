#include "settings/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "model/redact.hpp"
#include "settings/canonical.hpp"
#include "settings/scalar.hpp"
#include "settings/schema_form.hpp"
#include "settings/schema_types.hpp"

namespace trawl::settings {
namespace {

namespace json = boost::json;

constexpr int deepest_schema = 100;          // $ref, anyOf and nesting together; a loop of $refs ends here
constexpr std::size_t most_steps = 500'000;  // subschemas tried on values

// The first sentence of the schema's description.
std::string description_of(const json::object& schema) {
  const json::value* description = schema.if_contains("description");
  if (description == nullptr || !description->is_string()) return {};
  const std::string_view text = description->get_string();
  const auto end = text.find(". ");
  return std::string(text.substr(0, end != text.npos ? end : text.size() - text.ends_with('.')));
}

class Check {
 public:
  explicit Check(const json::value& root) : root_(root) {}

  void value(const json::object& schema, const Node& node, const std::string& pointer) {
    if (node.kind == Node::Kind::refused || depth_ == deepest_schema || !has_budget(node, pointer)) return;
    ++depth_;
    const auto before = found_.size();
    if (type_and_choice(schema, node, pointer)) {
      if (node.kind == Node::Kind::map)
        map(schema, node, pointer);
      else if (node.kind == Node::Kind::sequence)
        list(schema, node, pointer);
      else
        scalar(schema, node, pointer);
    }
    forms(schema, node, pointer);
    describe_since(before, schema, pointer);
    --depth_;
  }

  std::vector<Violation> take() { return std::move(found_); }

 private:
  void add(Position at, const std::string& pointer, std::string message, bool wrong_kind = false) {
    found_.push_back({at, pointer, std::move(message), {}, wrong_kind});
  }

  // Forms in forms multiply; a schema must not hold the daemon up.
  bool has_budget(const Node& node, const std::string& pointer) {
    if (++steps_ == most_steps)
      add(node.at, pointer, "too much to check against this plugin's schema; make the configuration smaller");
    return steps_ < most_steps;
  }

  // The description nearest to the value is the one to show, so inner ones, which come first, stay.
  void describe_since(std::size_t before, const json::object& schema, const std::string& pointer) {
    const std::string description = description_of(schema);
    for (auto i = before; i < found_.size(); ++i)
      if (found_[i].pointer == pointer && found_[i].description.empty()) found_[i].description = description;
  }

  // False when looking further would only repeat the complaint.
  bool type_and_choice(const json::object& schema, const Node& node, const std::string& pointer) {
    if (const auto* type = schema.if_contains("type")) {
      const auto types = types_of(*type);
      if (std::ranges::none_of(types, [&](const std::string& name) { return has_type(node, name); })) {
        add(node.at, pointer, expected_types(types, node), true);
        return false;
      }
    }
    const auto* choices = schema.if_contains("enum");
    if (choices != nullptr && !is_one_of(node, choices->get_array())) {
      add(node.at, pointer, expected_choice(node, choices->get_array()), true);
      return false;
    }
    const auto* constant = schema.if_contains("const");
    if (constant != nullptr && !is_one_of(node, {*constant})) {
      add(node.at, pointer, fmt::format("expected {}, got {}", shown(*constant), describe(node)), true);
      return false;
    }
    return true;
  }

  static bool is_one_of(const Node& node, const json::array& values) {
    Faults ignored("", "");  // values that JSON cannot hold are reported where the configuration is read
    const std::string text = canonical(to_json(node, ignored));
    return std::ranges::any_of(values, [&](const json::value& value) { return canonical(value) == text; });
  }

  static std::string expected_choice(const Node& node, const json::array& values) {
    std::vector<std::string> words;
    for (const json::value& value : values) words.push_back(shown(value));
    return fmt::format("expected one of {}, got {}{}", join(words, ", "), describe(node),
                       did_you_mean(node.text, words));
  }

  void map(const json::object& schema, const Node& node, const std::string& pointer) {
    if (const auto* required = schema.if_contains("required"))
      for (const json::value& name : required->get_array())
        if (node.find(name.get_string()) == nullptr) missing(schema, name.get_string(), node.at, pointer);
    if (const auto* least = schema.if_contains("minProperties");
        least != nullptr && std::int64_t(node.members.size()) < least->get_int64())
      add(node.at, pointer,
          fmt::format("expected at least {} keys, got {}", least->get_int64(), node.members.size()));
    for (const Member& member : node.members) this->member(schema, member, pointer);
  }

  void missing(const json::object& schema, std::string_view key, Position at, const std::string& pointer) {
    const auto* properties = schema.if_contains("properties");
    const auto* property = properties != nullptr ? properties->get_object().if_contains(key) : nullptr;
    const std::string purpose = property != nullptr ? description_of(property->get_object()) : "";
    add(at, pointer, fmt::format("missing key '{}'{}{}", key, purpose.empty() ? "" : ": ", purpose));
  }

  void member(const json::object& schema, const Member& member, const std::string& parent) {
    const std::string pointer = pointer_to(parent, member.key);
    bool known = false;
    if (const auto* properties = schema.if_contains("properties"))
      if (const auto* property = properties->get_object().if_contains(member.key)) {
        value(property->get_object(), member.value, pointer);
        known = true;
      }
    if (const auto* patterns = schema.if_contains("patternProperties"))
      for (const auto& [pattern, property] : patterns->get_object())
        if (match_pattern(pattern, member.key) == Match::yes) {
          value(property.get_object(), member.value, pointer);
          known = true;
        }
    const auto* others = schema.if_contains("additionalProperties");
    if (known || others == nullptr) return;
    if (const auto* other = others->if_object())
      value(*other, member.value, pointer);
    else if (!others->get_bool())
      add(member.at, parent,
          fmt::format("unknown key '{}'{}", member.key, did_you_mean(member.key, known_keys(schema))));
  }

  static std::vector<std::string> known_keys(const json::object& schema) {
    std::vector<std::string> keys;
    if (const auto* properties = schema.if_contains("properties"))
      for (const auto& property : properties->get_object()) keys.emplace_back(property.key());
    return keys;
  }

  void list(const json::object& schema, const Node& node, const std::string& pointer) {
    const auto size = static_cast<std::int64_t>(node.items.size());
    if (const auto* least = schema.if_contains("minItems"); least != nullptr && size < least->get_int64())
      add(node.at, pointer, fmt::format("expected at least {} entries, got {}", least->get_int64(), size));
    if (const auto* most = schema.if_contains("maxItems"); most != nullptr && size > most->get_int64())
      add(node.at, pointer, fmt::format("expected at most {} entries, got {}", most->get_int64(), size));
    if (const auto* items = schema.if_contains("items"))
      for (std::size_t i = 0; i < node.items.size(); ++i)
        value(items->get_object(), node.items[i], fmt::format("{}/{}", pointer, i));
  }

  void scalar(const json::object& schema, const Node& node, const std::string& pointer) {
    const auto scalar = resolve(node);
    if (!scalar) return;
    if (const auto* text = std::get_if<std::string_view>(&*scalar)) string(schema, *text, node.at, pointer);
    if (const auto* integer = std::get_if<std::int64_t>(&*scalar))
      number(schema, static_cast<double>(*integer), node, pointer);
    if (const auto* floating = std::get_if<double>(&*scalar)) number(schema, *floating, node, pointer);
  }

  void string(const json::object& schema, std::string_view text, Position at, const std::string& pointer) {
    const auto length = static_cast<std::int64_t>(count_characters(text));
    if (const auto* least = schema.if_contains("minLength"); least != nullptr && length < least->get_int64())
      add(at, pointer,
          length == 0 ? "expected text, got none"
                      : fmt::format("expected at least {} characters, got {}", least->get_int64(), length));
    if (const auto* most = schema.if_contains("maxLength"); most != nullptr && length > most->get_int64())
      add(at, pointer, fmt::format("expected at most {} characters, got {}", most->get_int64(), length));
    const auto* pattern = schema.if_contains("pattern");
    if (pattern == nullptr) return;
    const Match match = match_pattern(std::string(pattern->get_string()), std::string(text));
    if (match == Match::no)
      add(at, pointer,
          fmt::format("'{}' does not match {}", model::redact_url(text, model::usual_secret_keys()),
                      std::string_view(pattern->get_string())));
    if (match == Match::undecided) add(at, pointer, "the text is too long to be checked");
  }

  void number(const json::object& schema, double value, const Node& node, const std::string& pointer) {
    const auto bound = [&](std::string_view keyword, std::string_view words, auto fits) {
      const auto* limit = schema.if_contains(keyword);
      if (limit != nullptr && !fits(value, limit->to_number<double>()))
        add(node.at, pointer,
            fmt::format("expected {} {}, got {}", words, json::serialize(*limit), node.text));
    };
    bound("minimum", "at least", std::greater_equal<>());
    bound("maximum", "at most", std::less_equal<>());
    bound("exclusiveMinimum", "more than", std::greater<>());
    bound("exclusiveMaximum", "less than", std::less<>());
  }

  void forms(const json::object& schema, const Node& node, const std::string& pointer) {
    if (const auto* reference = schema.if_contains("$ref"))
      value(find_definition(root_, reference->get_string())->get_object(), node, pointer);
    if (const auto* all = schema.if_contains("allOf"))
      for (const json::value& form : all->get_array()) value(form.get_object(), node, pointer);
    if (const auto* any = schema.if_contains("anyOf")) alternatives(any->get_array(), false, node, pointer);
    if (const auto* one = schema.if_contains("oneOf")) alternatives(one->get_array(), true, node, pointer);
  }

  // What is wrong with the form that was meant is said; when that is not clear, what each form wants.
  void alternatives(const json::array& branches, bool exactly_one, const Node& node,
                    const std::string& pointer) {
    std::vector<std::vector<Violation>> tries;
    for (const json::value& branch : branches) tries.push_back(attempt(branch.get_object(), node, pointer));
    const auto fitting =
        std::ranges::count_if(tries, [](const auto& violations) { return violations.empty(); });
    if (fitting == 1 || (fitting > 1 && !exactly_one)) return;
    if (fitting > 1) return add(node.at, pointer, "fits more than one of the forms that exclude each other");
    const auto cost = [&](const std::vector<Violation>& violations) {
      const bool other = std::ranges::any_of(
          violations, [&](const Violation& v) { return v.wrong_kind && v.pointer == pointer; });
      return std::pair(other, violations.size());
    };
    const auto least = cost(std::ranges::min(tries, {}, cost));
    std::vector<std::string> wants;
    for (const auto& violations : tries) {
      if (cost(violations) != least) continue;
      const Violation& first = violations.front();
      const std::string_view below = std::string_view(first.pointer).substr(pointer.size());
      std::string want = below.empty() ? first.message : fmt::format("{} {}", below, first.message);
      if (std::ranges::find(wants, want) == wants.end()) wants.push_back(std::move(want));
    }
    const auto types = least.first ? types_of_all(branches) : std::vector<std::string>();
    if (wants.size() == 1)
      std::ranges::copy(*std::ranges::find(tries, least, cost), std::back_inserter(found_));
    else if (!types.empty())
      add(node.at, pointer, expected_types(types, node), true);
    else
      add(node.at, pointer, fmt::format("fits none of the allowed forms: {}", join(wants, "; or ")),
          least.first);
  }

  // What the forms are when they differ in their types and no value was refused for another reason.
  static std::vector<std::string> types_of_all(const json::array& branches) {
    std::vector<std::string> all;
    for (const json::value& branch : branches) {
      const auto& schema = branch.get_object();
      if (!schema.contains("type") || schema.contains("enum") || schema.contains("const")) return {};
      std::ranges::copy(types_of(schema.at("type")), std::back_inserter(all));
    }
    return all;
  }

  std::vector<Violation> attempt(const json::object& schema, const Node& node, const std::string& pointer) {
    auto kept = std::exchange(found_, {});
    value(schema, node, pointer);
    return std::exchange(found_, std::move(kept));
  }

  const json::value& root_;
  std::vector<Violation> found_;
  int depth_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace

std::vector<Violation> check_against(const json::value& schema, const Node& node) {
  Check check(schema);
  check.value(schema.get_object(), node, "");
  return check.take();
}

void report(const std::vector<Violation>& violations, std::string_view subject, Faults& faults) {
  for (const Violation& violation : violations) {
    const std::string description =
        violation.description.empty() ? "" : fmt::format(" ({})", violation.description);
    faults.add(violation.at, fmt::format("{}{}{}: {}{}", subject, violation.pointer.empty() ? "" : " at ",
                                         violation.pointer, violation.message, description));
  }
}

}  // namespace trawl::settings
