#include "trawl-httpd/listeners.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "base/activation.hpp"

namespace trawl::httpd {
namespace {

constexpr std::string_view default_unix_path = "/run/trawl/http.sock";
constexpr int backlog = 512;

std::unexpected<Error> cannot_listen(std::string_view address) {
  return refuse(Code::config_invalid, fmt::format("cannot listen at {}: {}", address, std::strerror(errno)),
                "see http.listen in trawl.yaml");
}

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;
  std::uint16_t port = 0;
};

// "127.0.0.1:8484", "[::1]:8484"; the configuration's reader has checked the form.
Address parse_address(std::string_view text) {
  Address address;
  const auto colon = text.rfind(':');
  std::string host(text.substr(0, colon));
  std::from_chars(text.data() + colon + 1, text.data() + text.size(), address.port);
  if (host.starts_with('[')) {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(address.bytes);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(address.port);
    inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6.sin6_addr);
    address.size = sizeof v6;
  } else {
    auto& v4 = reinterpret_cast<sockaddr_in&>(address.bytes);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(address.port);
    inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host.c_str(), &v4.sin_addr);
    address.size = sizeof v4;
  }
  return address;
}

Result<Place> open_tcp(const settings::Http& http) {
  const Address address = parse_address(http.listen);
  UniqueFd socket(::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return cannot_listen(http.listen);
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address.bytes), address.size) != 0 ||
      ::listen(socket.get(), backlog) != 0)
    return cannot_listen(http.listen);
  return Place{std::move(socket), {.tcp = true, .hosts = host_names(address.port, http.allowed_hosts)}};
}

Result<Place> open_unix(const settings::Settings& settings, std::string path) {
  auto listener = listen_at_path({.path = std::move(path),
                                  .mode = settings.socket.mode,
                                  .gid = settings.socket.gid,
                                  .key = "http.unix"});
  if (!listener) return std::unexpected(listener.error());
  UniqueFd socket = std::move(listener->socket);
  return Place{std::move(socket), {.behind_proxy = settings.http.behind_proxy}, std::move(*listener)};
}

Result<Place> adopt(UniqueFd socket, const settings::Settings& settings) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    return cannot_listen(fmt::format("systemd's descriptor {}", socket.get()));
  Place place{std::move(socket), {}};
  if (address.ss_family == AF_UNIX) {
    place.door.behind_proxy = settings.http.behind_proxy;
    return place;
  }
  if (settings.http.tokens_file.empty())
    return refuse(Code::config_invalid, "a TCP socket comes from systemd, and http.tokens_file is not set",
                  "TCP always asks for a token: set http.tokens_file in trawl.yaml");
  const std::uint16_t port =
      ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                          : reinterpret_cast<sockaddr_in&>(address).sin_port);
  place.door = {.tcp = true, .hosts = host_names(port, settings.http.allowed_hosts)};
  return place;
}

}  // namespace

Result<std::vector<Place>> open_listeners(const settings::Settings& settings) {
  std::vector<Place> places;
  const auto add = [&places](Result<Place> place) -> Result<> {
    if (!place) return std::unexpected(place.error());
    places.push_back(std::move(*place));
    return {};
  };
  for (UniqueFd& socket : take_inherited_sockets())
    if (auto added = add(adopt(std::move(socket), settings)); !added) return std::unexpected(added.error());
  if (!places.empty()) return places;
  const bool only_tcp = settings.http.unix_path.empty() && !settings.http.listen.empty();
  const std::string path =
      settings.http.unix_path.empty() ? std::string(default_unix_path) : settings.http.unix_path;
  if (!only_tcp)
    if (auto added = add(open_unix(settings, path)); !added) return std::unexpected(added.error());
  if (!settings.http.listen.empty())
    if (auto added = add(open_tcp(settings.http)); !added) return std::unexpected(added.error());
  return places;
}

}  // namespace trawl::httpd
