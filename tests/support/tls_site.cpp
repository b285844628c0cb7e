#include "tests/support/tls_site.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include <list>
#include <stdexcept>

namespace trawl::test {
namespace {

// False when the site is to stop; it looks every few milliseconds.
bool wait_readable(int fd, const std::atomic<bool>& stopping) {
  while (!stopping) {
    pollfd waiting{fd, POLLIN, 0};
    if (::poll(&waiting, 1, 5) > 0) return true;
  }
  return false;
}

}  // namespace

TlsSite::TlsSite(const Certificate& certificate, int newest_protocol)
    : context_(SSL_CTX_new(TLS_server_method())),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  SSL_CTX_use_certificate(context_.get(), certificate.x509.get());
  SSL_CTX_use_PrivateKey(context_.get(), certificate.key.get());
  SSL_CTX_set_cipher_list(context_.get(), "DEFAULT@SECLEVEL=0");  // or OpenSSL itself refuses old protocols
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context_.get(), newest_protocol);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_.get(), generic, size) != 0 || ::listen(listener_.get(), 16) != 0 ||
      ::getsockname(listener_.get(), generic, &size) != 0)
    throw std::runtime_error("TLS site");
  port_ = ::ntohs(address.sin_port);
  thread_ = std::thread([this] { accept_all(); });
}

TlsSite::~TlsSite() {
  stopping_ = true;
  thread_.join();
}

void TlsSite::accept_all() {
  sigset_t broken_pipe;  // OpenSSL writes without MSG_NOSIGNAL; the connections' threads inherit the mask
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
  std::list<std::thread> connections;
  while (wait_readable(listener_.get(), stopping_)) {
    connections.emplace_back([this, fd = UniqueFd(::accept4(listener_.get(), nullptr, nullptr,
                                                            SOCK_CLOEXEC))] { serve(fd.get()); });
  }
  for (std::thread& connection : connections) connection.join();
}

void TlsSite::serve(int fd) {
  const std::unique_ptr<SSL, OpensslDeleter<SSL_free>> tls(SSL_new(context_.get()));
  SSL_set_fd(tls.get(), fd);
  if (SSL_accept(tls.get()) != 1) return;
  const std::string answer =
      fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", std::string_view(body).size(), body);
  std::string asked;
  while (SSL_pending(tls.get()) > 0 || wait_readable(fd, stopping_)) {
    char part[4096];
    const int got = SSL_read(tls.get(), part, sizeof part);
    if (got <= 0) return;
    asked.append(part, static_cast<std::size_t>(got));
    if (!asked.ends_with("\r\n\r\n")) continue;
    asked.clear();
    ++requests_;
    SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size()));
  }
}

}  // namespace trawl::test
