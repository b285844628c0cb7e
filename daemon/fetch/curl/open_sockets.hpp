// The sockets of curl's connections, found by their two ends: curl tells a transfer which addresses and ports
// it is about to use, but not which socket. Crawl thread.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_set>

namespace trawl::fetch {

struct SocketEnds {
  std::string_view peer, local;  // addresses as text
  int peer_port = 0, local_port = 0;
};

class OpenSockets {
 public:
  void opened(curl_socket_t socket) { sockets_.insert(socket); }

  // For CURLOPT_CLOSESOCKETFUNCTION; `self` is the OpenSockets. Closes the socket as well.
  static int close(void* self, curl_socket_t socket) noexcept;

  // One system call for each open socket: there are no more than connections.
  std::optional<curl_socket_t> find(const SocketEnds&) const;

 private:
  std::unordered_set<curl_socket_t> sockets_;
};

}  // namespace trawl::fetch
