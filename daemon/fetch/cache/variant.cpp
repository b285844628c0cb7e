#include "fetch/cache/variant.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <set>
#include <stdexcept>

#include "fetch/field.hpp"

namespace trawl::fetch {
namespace {

// All lines of one request header as one value, with the white space that carries no meaning left out.
std::string value_of(const std::vector<Header>& request, const std::string& name, const SentByFetcher& own) {
  std::string value;
  for (const auto& [field, line] : request)
    if (same_header(field, name)) value += fmt::format("{}{}", value.empty() ? "" : ", ", trimmed(line));
  if (name == "user-agent" && value.empty()) return own.user_agent;
  return value;
}

}  // namespace

std::optional<std::string> variant_of(const std::vector<Header>& response, const std::vector<Header>& request,
                                      const SentByFetcher& own) {
  std::set<std::string> names;
  for (const std::string_view name : list_of(response, "vary")) names.insert(lower_ascii(name));
  if (names.contains("*") || (own.cookies && names.contains("cookie"))) return std::nullopt;
  std::string selecting;
  for (const std::string& name : names)
    selecting += fmt::format("{}: {}\n", name, value_of(request, name, own));
  return sha256_hex(selecting);
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (::EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, ::EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
  std::string text;
  text.reserve(2 * size);
  for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

}  // namespace trawl::fetch
