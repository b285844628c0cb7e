// A small HTTPS server on 127.0.0.1 for tests of certificates and protocols: every request gets the same
// page. A thread per connection. Members may be called from any thread.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "base/unique_fd.hpp"
#include "tests/support/certificates.hpp"

namespace trawl::test {

class TlsSite {
 public:
  // `newest_protocol`: of OpenSSL's version numbers, such as TLS1_VERSION.
  explicit TlsSite(const Certificate&, int newest_protocol = TLS1_3_VERSION);
  ~TlsSite();
  TlsSite(const TlsSite&) = delete;
  TlsSite& operator=(const TlsSite&) = delete;

  static constexpr const char* body = "over TLS";

  std::uint16_t port() const { return port_; }
  int requests() const { return requests_; }

 private:
  void accept_all();
  void serve(int fd);

  std::unique_ptr<SSL_CTX, OpensslDeleter<SSL_CTX_free>> context_;
  UniqueFd listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> requests_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace trawl::test
