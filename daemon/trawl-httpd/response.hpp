// An answer: whole, or a stream that is asked for its next piece when the last one has been written. Nothing
// is ever queued for a slow reader. The adapter's one thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "trawl-httpd/request.hpp"

namespace trawl::httpd {

class Stream {
 public:
  virtual ~Stream() = default;  // the reader has gone, or has everything

  // The next piece, of at most 64 KiB; waits until there is one. Nothing: the stream is complete.
  virtual Task<std::optional<std::string>> next() = 0;
  // Makes a waiting next() return nothing. Called when the reader has gone.
  virtual void stop() = 0;
};

struct Response {
  int status = 200;
  std::vector<Field> fields = {};  // without content-length, date, connection: the connection adds them
  std::string body = {};
  std::string_view fixed_body = {};  // bytes that live as long as the program, instead of `body`
  std::unique_ptr<Stream> stream = {};
};

using Handler = std::function<Task<Response>(const Request&)>;

}  // namespace trawl::httpd
