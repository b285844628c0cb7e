// `fetch.credentials`: what the fetcher adds to the requests of one origin.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/text.hpp"
#include "model/reserved_headers.hpp"
#include "settings/address.hpp"
#include "settings/read_secret.hpp"
#include "settings/readers.hpp"
#include "settings/scalar.hpp"

namespace trawl::settings {
namespace {

using model::Credential;
using Way = Credential::Way;

constexpr std::size_t most_credentials = 100;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// The characters of a token (RFC 9110, 5.6.2).
Read<std::string> read_header_name(const Node& node) {
  auto name = read_text(node);
  if (!name) return name;
  const bool token = std::ranges::all_of(*name, [](unsigned char c) {
    return std::isalnum(c) || std::string_view("!#$%&'*+-.^_`|~").contains(static_cast<char>(c));
  });
  if (!token) return std::unexpected(fmt::format("'{}' is no name for a header", escape_controls(*name)));
  if (model::is_reserved_header(lower(*name)))
    return std::unexpected(fmt::format("the header {} is set by trawl; it cannot be configured", *name));
  return name;
}

Read<std::string> read_user(const Node& node) {
  auto user = read_text(node);
  const auto unfit = [](unsigned char c) { return c < 0x20 || c == 0x7F || c == ':'; };
  if (user && std::ranges::any_of(*user, unfit))
    return std::unexpected("a user's name has no colon and no control characters");
  return user;
}

// "bearer: {credential: NAME}" and its like: where the secret is.
void read_source(const Member* member, std::string path, const Reading& reading, Credential& credential) {
  if (member == nullptr) return;
  if (auto secret = read_secret(*member, std::move(path), reading)) {
    credential.source = std::move(secret->source);
    credential.secret = std::move(secret->text);
  }
}

void read_named(Section section, Way way, const Reading& reading, Credential& credential) {
  const bool basic = way == Way::basic;
  const std::string_view name = basic ? "user" : "name", value = basic ? "password" : "value";
  if (section.require(name, basic ? "who logs in" : "the name of what holds the secret") != nullptr) {
    if (way == Way::basic) section.read(name, credential.name, read_user);
    if (way == Way::header) section.read(name, credential.name, read_header_name);
    if (way == Way::query) section.read(name, credential.name, read_text);
  }
  read_source(section.require(value, "{credential: NAME} or {file: PATH}"), section.path_of(value), reading,
              credential);
  section.done();
}

void read_way(Section& section, const Reading& reading, Credential& credential) {
  constexpr std::pair<std::string_view, Way> ways[] = {
      {"bearer", Way::bearer}, {"basic", Way::basic}, {"header", Way::header}, {"query", Way::query}};
  std::vector<std::string_view> given;
  for (const auto& [key, way] : ways) {
    const Member* member = section.find(key);
    if (member == nullptr) continue;
    given.push_back(key);
    credential.way = way;
    if (way == Way::bearer)
      read_source(member, section.path_of(key), reading, credential);
    else
      read_named(Section(*member, section.path_of(key), reading.faults), way, reading, credential);
  }
  if (given.size() != 1)
    section.fault(section.at(),
                  fmt::format("expected exactly one of bearer, basic, header, query, got {}",
                              given.empty() ? "none" : fmt::format("{}", fmt::join(given, " and "))));
}

// Two of a kind for one origin: only one of them could be sent.
bool collide(const Credential& a, const Credential& b) {
  const auto place = [](const Credential& credential) {
    if (credential.way == Way::query) return "?" + credential.name;
    return credential.way == Way::header ? lower(credential.name) : std::string("authorization");
  };
  return a.scheme == b.scheme && a.host == b.host && a.port == b.port && place(a) == place(b);
}

Credential read_credential(Section section, const Reading& reading) {
  Credential credential;
  if (section.require("origin", "the site's scheme and host, such as https://api.example") != nullptr) {
    WebOrigin origin;
    section.read("origin", origin, read_origin);
    credential.scheme = std::move(origin.scheme);
    credential.host = std::move(origin.host);
    credential.port = origin.port;
  }
  read_way(section, reading, credential);
  section.done();
  return credential;
}

}  // namespace

void read_credentials(Section& fetch, const Reading& reading, std::vector<Credential>& credentials) {
  const Member* member = fetch.find("credentials");
  if (member == nullptr || member->value.kind == Node::Kind::refused) return;
  credentials.clear();
  const bool is_list = member->value.kind == Node::Kind::sequence;
  if (!is_list && Section(*member, "", reading.warnings).is_empty()) return;  // every entry is commented out
  if (!is_list)
    return fetch.fault(*member, fmt::format("expected a list such as [{{origin: https://api.example, bearer: "
                                            "{{credential: NAME}}}}], got {}",
                                            describe(member->value)));
  const std::vector<Node>& items = member->value.items;
  if (items.size() > most_credentials)
    return fetch.fault(*member,
                       fmt::format("expected at most {} entries, got {}", most_credentials, items.size()));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string path = fmt::format("{}[{}]", fetch.path_of("credentials"), i);
    Credential credential = read_credential(Section(items[i], path, reading.faults), reading);
    const bool second = std::ranges::any_of(credentials, [&](const Credential& other) {
      return !credential.host.empty() && collide(other, credential);
    });
    if (second)
      reading.faults.add(
          items[i].at, fmt::format("{}: another entry sets the same for {}://{}; only one can be sent", path,
                                   credential.scheme, credential.host));
    credentials.push_back(std::move(credential));
  }
}

}  // namespace trawl::settings
