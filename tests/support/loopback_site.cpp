#include "tests/support/loopback_site.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <system_error>

namespace trawl::test {
namespace {

std::system_error last_error(const char* call) {
  return {errno, std::generic_category(), call};
}

std::string lower(std::string_view text) {
  std::string copy(text);
  std::ranges::transform(copy, copy.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return copy;
}

// Reads requests off one connection; what belongs to the next request stays in the buffer.
class RequestReader {
 public:
  explicit RequestReader(int fd) : fd_(fd) {}

  std::optional<SiteRequest> next() {
    std::size_t head_end;
    while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos)
      if (!receive()) return std::nullopt;
    SiteRequest request = parse_head(std::string_view(buffer_).substr(0, head_end + 2));
    buffer_.erase(0, head_end + 4);
    std::size_t length = 0;
    if (const auto header = request.headers.find("content-length"); header != request.headers.end())
      std::from_chars(header->second.data(), header->second.data() + header->second.size(), length);
    while (buffer_.size() < length)
      if (!receive()) return std::nullopt;
    request.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    request.at = std::chrono::steady_clock::now();
    return request;
  }

 private:
  bool receive() {
    char part[16 << 10];
    const ssize_t got = ::recv(fd_, part, sizeof part, 0);
    if (got > 0) buffer_.append(part, static_cast<std::size_t>(got));
    return got > 0;
  }

  static SiteRequest parse_head(std::string_view head) {
    SiteRequest request;
    const std::string_view first = head.substr(0, head.find("\r\n"));
    const auto method_end = first.find(' '), target_end = first.rfind(' ');
    request.method = first.substr(0, method_end);
    request.target = first.substr(method_end + 1, target_end - method_end - 1);
    for (head.remove_prefix(first.size() + 2); !head.empty();) {
      const std::string_view line = head.substr(0, head.find("\r\n"));
      head.remove_prefix(line.size() + 2);
      const auto colon = line.find(':');
      std::string_view value = line.substr(std::min(colon + 1, line.size()));
      value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
      request.headers[lower(line.substr(0, colon))] = value;
    }
    return request;
  }

  int fd_;
  std::string buffer_;
};

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void wait_until_client_leaves(int fd) {
  char ignored[4096];
  while (::recv(fd, ignored, sizeof ignored, 0) > 0) {
  }
}

}  // namespace

Answer page(int status, std::string_view body, const SiteHeaders& headers) {
  std::string bytes = fmt::format("HTTP/1.1 {} Scripted\r\nContent-Length: {}\r\n", status, body.size());
  for (const auto& [name, value] : headers) bytes += fmt::format("{}: {}\r\n", name, value);
  return {.bytes = bytes.append("\r\n").append(body)};
}

Answer redirect(int status, std::string_view location) {
  return page(status, "moved", {{"Location", std::string(location)}});
}

Answer truncated(std::string_view part, std::size_t announced) {
  return raw(fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", announced, part));
}

Answer raw(std::string bytes, Answer::Then then) {
  return {.bytes = std::move(bytes), .then = then};
}

Answer after(std::chrono::milliseconds delay, Answer answer) {
  answer.delay = delay;
  return answer;
}

LoopbackSite::LoopbackSite() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (!listener_ || ::bind(listener_.get(), generic, size) != 0 || ::listen(listener_.get(), 512) != 0 ||
      ::getsockname(listener_.get(), generic, &size) != 0)
    throw last_error("loopback site");
  port_ = ::ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

LoopbackSite::~LoopbackSite() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Connection& connection : connections_)
      if (connection.fd) ::shutdown(connection.fd.get(), SHUT_RDWR);
  }
  stopped_.notify_all();
  ::shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  for (Connection& connection : connections_) connection.thread.join();
}

void LoopbackSite::script(std::string target, std::vector<Answer> answers) {
  const std::lock_guard lock(mutex_);
  scripts_[std::move(target)] = {std::move(answers)};
}

void LoopbackSite::greet(std::string bytes) {
  const std::lock_guard lock(mutex_);
  greeting_ = std::move(bytes);
}

void LoopbackSite::interject(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  for (const Connection& connection : connections_)
    if (connection.fd) send_all(connection.fd.get(), bytes);
}

void LoopbackSite::handle(Handler handler) {
  const std::lock_guard lock(mutex_);
  handler_ = std::move(handler);
}

std::string LoopbackSite::url(std::string_view target) const {
  return fmt::format("http://127.0.0.1:{}{}", port_, target);
}

std::vector<SiteRequest> LoopbackSite::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

int LoopbackSite::requests_to(std::string_view target) const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::ranges::count(requests_, target, &SiteRequest::target));
}

int LoopbackSite::connections() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(connections_.size());
}

int LoopbackSite::most_at_once() const {
  const std::lock_guard lock(mutex_);
  return most_at_once_;
}

void LoopbackSite::remember_requests(bool yes) {
  const std::lock_guard lock(mutex_);
  remember_ = yes;
}

void LoopbackSite::accept_all() {
  for (;;) {
    UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    const std::lock_guard lock(mutex_);
    if (!fd || stopping_) return;
    const int immediately = 1;
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &immediately, sizeof immediately);
    Connection& connection = connections_.emplace_back(std::move(fd));
    const int number = static_cast<int>(connections_.size());
    connection.thread = std::thread([this, &connection, number] {
      serve(connection.fd.get(), number);
      const std::lock_guard lock(mutex_);  // the destructor may be about to shut it down
      connection.fd.reset();
    });
  }
}

void LoopbackSite::serve(int fd, int number) {
  std::string greeting;
  {
    const std::lock_guard lock(mutex_);
    greeting = greeting_;
  }
  if (!send_all(fd, greeting)) return;
  RequestReader reader(fd);
  while (auto request = reader.next()) {
    request->connection = number;
    if (!send(fd, choose(*request))) return;
  }
}

Answer LoopbackSite::choose(const SiteRequest& request) {
  Handler handler;
  {
    const std::lock_guard lock(mutex_);
    most_at_once_ = std::max(most_at_once_, ++at_once_);
    if (remember_) requests_.push_back(request);
    if (const auto scripted = scripts_.find(request.target); scripted != scripts_.end()) {
      Script& script = scripted->second;
      return script.answers[std::min(script.next++, script.answers.size() - 1)];
    }
    handler = handler_;
  }
  return handler ? handler(request) : page(404, "no such page");
}

// Whether the connection goes on.
bool LoopbackSite::send(int fd, const Answer& answer) {
  {
    std::unique_lock lock(mutex_);
    const bool stopped = stopped_.wait_for(lock, answer.delay, [this] { return stopping_; });
    --at_once_;  // before the client can know that it is answered, and ask again
    if (stopped) return false;
  }
  if (!send_all(fd, answer.bytes)) return false;
  switch (answer.then) {
    case Answer::Then::keep_alive:
      return true;
    case Answer::Then::close:
      return false;
    case Answer::Then::hold:
      wait_until_client_leaves(fd);
      return false;
    case Answer::Then::repeat:
      while (send_all(fd, answer.bytes)) {
      }
      return false;
    case Answer::Then::reset: {
      const linger discard{.l_onoff = 1, .l_linger = 0};  // close() then sends RST
      ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &discard, sizeof discard);
      return false;
    }
  }
  return false;
}

}  // namespace trawl::test
