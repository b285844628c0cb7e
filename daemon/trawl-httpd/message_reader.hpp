// Bytes in, requests out: the gate's rules for the head, then Beast's parser. Home of Beast. Pure; one owner.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "trawl-httpd/request.hpp"
#include "trawl-httpd/server_options.hpp"

namespace trawl::httpd {

// A request, and what its own words mean for the connection.
struct Message {
  Request request;
  bool keep_alive = true;
  bool old_version = false;  // HTTP/1.0: no chunks in the answer
};

class MessageReader {
 public:
  explicit MessageReader(const ServerOptions&);
  ~MessageReader();

  void append(std::string_view bytes) { buffer_.append(bytes); }

  // The next request once all of it is there. After an error nothing more can be told from the bytes: the
  // connection ends with the answer. Errors: those of check_head(), head_too_large, body_too_large,
  // bad_request.
  Result<std::optional<Message>> take();

  bool empty() const { return buffer_.empty() && !parser_; }  // between requests
  bool in_body() const { return parser_ != nullptr; }
  // True once, when the peer waits for a sign before it sends the body (Expect: 100-continue).
  bool wants_sign();

 private:
  struct Parser;
  Result<bool> begin();
  Result<bool> read_on();
  void keep_head();
  Result<Message> finish();

  const ServerOptions& options_;
  std::string buffer_;
  std::size_t scanned_ = 0;  // of the head that is not complete
  std::unique_ptr<Parser> parser_;
  bool sign_wanted_ = false;
};

}  // namespace trawl::httpd
