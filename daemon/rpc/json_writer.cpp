#include "rpc/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "api/table.hpp"

namespace trawl::rpc {
namespace {

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      out += "\\u00";
      out += hex[static_cast<unsigned char>(c) >> 4];
      out += hex[static_cast<unsigned char>(c) & 15];
  }
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // start of the stretch that needs no escape
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    append_escape(out, c);
    plain = i + 1;
  }
  out.append(text, plain);
  out += '"';
}

void append_array(std::string& out, const json::array& array) {
  out += '[';
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out += ',';
    append_json(out, array[i]);
  }
  out += ']';
}

void append_object(std::string& out, const json::object& object) {
  out += '{';
  bool first = true;
  for (const auto& member : object) {
    if (!first) out += ',';
    first = false;
    append_string(out, member.key());
    out += ':';
    append_json(out, member.value());
  }
  out += '}';
}

}  // namespace

void append_json(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      return;
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case json::kind::int64:
      append_number(out, value.get_int64());
      return;
    case json::kind::uint64:
      append_number(out, value.get_uint64());
      return;
    case json::kind::double_:
      if (std::isfinite(value.get_double()))
        append_number(out, value.get_double() + 0.0);  // -0 becomes 0
      else
        out += "null";
      return;
    case json::kind::string:
      append_string(out, value.get_string());
      return;
    case json::kind::array:
      append_array(out, value.get_array());
      return;
    case json::kind::object:
      append_object(out, value.get_object());
      return;
  }
}

void append_reply_body(std::string& out, const json::value& id, const Result<json::value>& answer) {
  out += R"({"jsonrpc":"2.0","id":)";
  append_json(out, id);
  if (answer) {
    out += R"(,"result":)";
    append_json(out, *answer);
  } else {
    out += R"(,"error":)";
    append_object(out, api::error_object(answer.error()));
  }
  out += '}';
}

void append_reply(std::string& out, const json::value& id, const Result<json::value>& answer) {
  append_reply_body(out, id, answer);
  out += '\n';
}

void append_notification(std::string& out, std::string_view method, const json::object& params) {
  out += R"({"jsonrpc":"2.0","method":)";
  append_string(out, method);
  out += R"(,"params":)";
  append_object(out, params);
  out += "}\n";
}

}  // namespace trawl::rpc
