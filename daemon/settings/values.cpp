#include "settings/values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/text.hpp"
#include "settings/scalar.hpp"

namespace trawl::settings {
namespace {

constexpr std::size_t longest_text = 4096;

std::unexpected<std::string> expected_but(std::string_view expected, const Node& node,
                                          Wanted wanted = Wanted::other) {
  return std::unexpected(mismatch(expected, node, wanted));
}

// A quantity with a unit, written plain or quoted.
template <class T>
Read<T> read_quantity(const Node& node, std::string_view what, Result<T> (*parse)(std::string_view),
                      std::string (*format)(T), T least, T most) {
  if (node.kind != Node::Kind::scalar) return expected_but(what, node);
  const auto value = parse(node.text);
  if (!value) return std::unexpected(fmt::format("{}; {}", value.error().message, value.error().hint));
  if (*value < least || *value > most)
    return std::unexpected(
        fmt::format("expected {} from {} to {}, got {}", what, format(least), format(most), node.text));
  return *value;
}

}  // namespace

Read<bool> read_boolean(const Node& node) {
  const auto scalar = resolve(node);
  if (scalar && std::holds_alternative<bool>(*scalar)) return std::get<bool>(*scalar);
  return expected_but("true or false", node, Wanted::boolean);
}

Read<std::string> read_text(const Node& node) {
  const auto scalar = resolve(node);
  if (!scalar) return std::unexpected(scalar.error());
  if (!std::holds_alternative<std::string_view>(*scalar)) return expected_but("text", node, Wanted::text);
  if (node.text.empty()) return std::unexpected("expected text, got none");
  if (node.text.size() > longest_text)
    return std::unexpected(
        fmt::format("expected text of at most {} bytes, got {}", longest_text, node.text.size()));
  return node.text;
}

Read<std::string> read_word(const Node& node) {
  if (node.kind != Node::Kind::scalar || node.text.empty() || node.text.size() > longest_text)
    return expected_but("a name", node);
  return node.text;
}

Read<std::int64_t> read_integer(const Node& node, std::int64_t least, std::int64_t most) {
  const auto scalar = resolve(node);
  if (!scalar) return std::unexpected(scalar.error());
  const auto* value = std::get_if<std::int64_t>(&*scalar);
  if (value == nullptr) return expected_but("an integer", node);
  if (*value < least || *value > most)
    return std::unexpected(fmt::format("expected an integer from {} to {}, got {}", least, most, *value));
  return *value;
}

Read<double> read_number(const Node& node, double least, double most) {
  const auto scalar = resolve(node);
  if (!scalar) return std::unexpected(scalar.error());
  double value = 0;
  if (const auto* integer = std::get_if<std::int64_t>(&*scalar))
    value = static_cast<double>(*integer);
  else if (const auto* fraction = std::get_if<double>(&*scalar))
    value = *fraction;
  else
    return expected_but("a number", node);
  if (value < least || value > most)
    return std::unexpected(fmt::format("expected a number from {:g} to {:g}, got {:g}", least, most, value));
  return value;
}

Read<Millis> read_duration(const Node& node, Millis least, Millis most) {
  return read_quantity<Millis>(node, "a duration", parse_duration, format_duration, least, most);
}

Read<std::uint64_t> read_size(const Node& node, std::uint64_t least, std::uint64_t most) {
  return read_quantity<std::uint64_t>(node, "a size", parse_size, format_size, least, most);
}

Read<double> read_percentage(const Node& node) {
  double value = 0;
  const std::string_view text = node.text;
  const bool percent = node.kind == Node::Kind::scalar && text.size() > 1 && text.ends_with('%') &&
                       std::isdigit(static_cast<unsigned char>(text[0]));
  if (!percent) return expected_but("a percentage such as 50%", node);
  const auto [end, fault] =
      std::from_chars(text.data(), text.data() + text.size() - 1, value, std::chars_format::fixed);
  if (fault != std::errc{} || end != text.data() + text.size() - 1 || value > 100)
    return std::unexpected(fmt::format("expected a percentage from 0% to 100%, got {}", text));
  return value / 100;
}

Read<std::uint32_t> read_file_mode(const Node& node) {
  std::uint32_t mode = 0;
  const std::string_view text = node.text;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  const bool octal =
      node.kind == Node::Kind::scalar && fault == std::errc{} && end == text.data() + text.size();
  if (!octal || text.size() != 4 || text[0] != '0')
    return std::unexpected(
        fmt::format("expected file permissions as four octal digits such as \"0660\", got {}",
                    node.kind == Node::Kind::scalar ? text : describe(node)));
  return mode;
}

Read<std::size_t> read_choice(const Node& node, const std::vector<std::string_view>& words) {
  const std::vector<std::string> candidates(words.begin(), words.end());
  const auto found = std::ranges::find(words, std::string_view(node.text));
  if (node.kind == Node::Kind::scalar && found != words.end())
    return static_cast<std::size_t>(found - words.begin());
  const std::string near = node.kind == Node::Kind::scalar ? did_you_mean(node.text, candidates) : "";
  return std::unexpected(
      fmt::format("expected one of {}, got {}{}", fmt::join(words, ", "), describe(node), near));
}

}  // namespace trawl::settings
