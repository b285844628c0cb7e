#include "tests/unit/client/scripted_daemon.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <cstring>

namespace trawl::client {

std::string Peer::read_line() {
  while (true) {
    if (auto line = lines_.take()) return *line;
    std::array<char, 4096> bytes;
    const ssize_t count = recv(fd_.get(), bytes.data(), bytes.size(), 0);
    if (count <= 0) return {};
    (void)lines_.append({bytes.data(), static_cast<std::size_t>(count)});
  }
}

void Peer::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Peer::answer(std::string_view result) {
  const std::string request = read_line();
  if (request.empty()) return;
  const auto id = boost::json::parse(request).at("id");
  write(R"({"jsonrpc":"2.0","id":)" + boost::json::serialize(id) + R"(,"result":)" + std::string(result) +
        "}\n");
}

ScriptedDaemon::ScriptedDaemon(std::vector<Script> scripts) {
  std::string name = (std::filesystem::temp_directory_path() / "trawl-client-XXXXXX").string();
  folder_ = mkdtemp(name.data());
  listener_ = UniqueFd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{.sun_family = AF_UNIX};
  std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
  bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  listen(listener_.get(), 8);
  thread_ = std::jthread([this, scripts = std::move(scripts)] {
    for (const Script& script : scripts) {
      UniqueFd connection(accept(listener_.get(), nullptr, nullptr));
      if (!connection) return;
      Peer peer(std::move(connection));
      script(peer);
    }
  });
}

ScriptedDaemon::~ScriptedDaemon() {
  shutdown(listener_.get(), SHUT_RDWR);  // wakes an accept() for a connection that the test never made
  thread_.join();
  std::filesystem::remove_all(folder_);
}

}  // namespace trawl::client
