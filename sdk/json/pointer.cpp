// JSON Pointers: compiled ones, which are refused when they are wrong, and value::at(), which forgives.
#include <trawl/json.hpp>

#include "column.hpp"

namespace trawl::json {
namespace {

constexpr std::size_t longest_pointer = 10'000;

// "~1" is "/" and "~0" is "~". Where anything else follows a "~", its place is given in `wrong`.
std::string unescape(std::string_view token, std::optional<std::size_t>& wrong) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      out += token[i];
    } else if (i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1')) {
      out += token[++i] == '0' ? '~' : '/';
    } else {
      wrong = i;
      break;
    }
  }
  return out;
}

// An array index: digits without a leading zero.
std::optional<std::size_t> index_of(std::string_view token) {
  if (token.empty() || token.size() > 9 || (token.size() > 1 && token[0] == '0')) return std::nullopt;
  std::size_t index = 0;
  for (const char c : token) {
    if (c < '0' || c > '9') return std::nullopt;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  return index;
}

const value* step(const value& from, std::string_view name) {
  if (const auto* items = from.as_array()) {
    const auto index = index_of(name);
    return index && *index < items->size() ? &(*items)[*index] : nullptr;
  }
  return from.find(name);
}

// The token that begins behind the slash at `slash`, and where the next slash is.
std::string_view token_at(std::string_view pointer, std::size_t slash, std::size_t& end) {
  end = std::min(pointer.find('/', slash + 1), pointer.size());
  return pointer.substr(slash + 1, end - slash - 1);
}

}  // namespace

pointer::pointer(std::string_view text) : text_(text) {
  const auto refuse = [text](std::size_t at, const std::string& why) {
    throw syntax_error("JSON Pointer", text, detail::column_at(text, at), why);
  };
  if (text.size() > longest_pointer) refuse(0, "it is longer than 10000 bytes");
  if (!text.empty() && text[0] != '/') refuse(0, "it begins with '/', or is empty for the whole document");
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = 0;
    std::optional<std::size_t> wrong;
    tokens_.push_back(unescape(token_at(text, at, end), wrong));
    if (wrong) refuse(at + 1 + *wrong, "'~' stands only in '~0' for '~' and in '~1' for '/'");
    at = end;
  }
}

const value* pointer::find(const value& document) const {
  const value* here = &document;
  for (const std::string& token : tokens_) {
    here = step(*here, token);
    if (!here) return nullptr;
  }
  return here;
}

pointer::reach pointer::nearest(const value& document) const {
  const value* here = &document;
  std::size_t length = 0;
  for (const std::string& token : tokens_) {
    const value* next = step(*here, token);
    if (!next) break;
    here = next;
    length = std::min(text_.find('/', length + 1), text_.size());
  }
  return {here, text_.substr(0, length)};
}

const value* value::at(std::string_view pointer) const {
  const value* here = this;
  for (std::size_t at = 0; here && at < pointer.size();) {
    if (pointer[at] != '/') return nullptr;
    std::size_t end = 0;
    std::optional<std::size_t> wrong;
    here = step(*here, unescape(token_at(pointer, at, end), wrong));
    if (wrong) return nullptr;
    at = end;
  }
  return here;
}

}  // namespace trawl::json
