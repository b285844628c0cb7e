#include "fetch/curl/open_sockets.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "base/ip_address.hpp"

namespace trawl::fetch {
namespace {

using Ask = int(int, sockaddr*, socklen_t*) noexcept;  // getsockname, getpeername

bool has_end(curl_socket_t socket, Ask ask, std::string_view address, int port) {
  sockaddr_storage end{};
  auto* generic = reinterpret_cast<sockaddr*>(&end);
  socklen_t size = sizeof end;
  if (ask(socket, generic, &size) != 0) return false;
  const bool v6 = end.ss_family == AF_INET6;
  const in_port_t its_port = v6 ? reinterpret_cast<sockaddr_in6*>(generic)->sin6_port
                                : reinterpret_cast<sockaddr_in*>(generic)->sin_port;
  return ::ntohs(its_port) == port && ip_of(*generic) == parse_ip(address);
}

}  // namespace

int OpenSockets::close(void* self, curl_socket_t socket) noexcept {
  static_cast<OpenSockets*>(self)->sockets_.erase(socket);
  return ::close(socket);
}

std::optional<curl_socket_t> OpenSockets::find(const SocketEnds& ends) const {
  const auto found = std::ranges::find_if(sockets_, [&](curl_socket_t socket) {
    return has_end(socket, ::getsockname, ends.local, ends.local_port) &&
           has_end(socket, ::getpeername, ends.peer, ends.peer_port);
  });
  return found == sockets_.end() ? std::nullopt : std::optional(*found);
}

}  // namespace trawl::fetch
