#include "trawlctl/demo/demo_site.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <system_error>

namespace trawl::ctl {
namespace {

constexpr std::size_t longest_head = 16'384;
constexpr timeval patience{.tv_sec = 2, .tv_usec = 0};  // with a client that sends nothing

constexpr std::string_view shop_page_1 = R"(<!doctype html><title>Demo shop</title>
<article class="product"><h2>Walnut desk</h2><span class="price">420.00</span></article>
<article class="product"><h2>Desk lamp</h2><span class="price">39.90</span></article>
<ul><li class="next"><a href="/page/2">next</a></li></ul>
)";
constexpr std::string_view shop_page_2 = R"(<!doctype html><title>Demo shop, page 2</title>
<article class="product"><h2>Chair</h2><span class="price">129.50</span></article>
)";
constexpr std::string_view news_page = R"(<!doctype html><title>Demo news</title>
<article class="story"><h2>Retry turns red platforms green</h2></article>
<article class="story"><h2>Daemon survives a crashing plugin</h2></article>
)";

// The request up to its empty line, or what came of it.
std::string read_head(int connection) {
  std::string head;
  std::array<char, 2048> bytes;
  while (head.find("\r\n\r\n") == std::string::npos && head.size() < longest_head) {
    const ssize_t count = recv(connection, bytes.data(), bytes.size(), 0);
    if (count <= 0) break;
    head.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return head;
}

std::string path_of(const std::string& head) {
  const auto begin = head.find(' ') + 1;
  return head.substr(begin, head.find(' ', begin) - begin);
}

std::string host_of(const std::string& head) {
  std::string lower = head;
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto begin = lower.find("\r\nhost: ");
  return begin == std::string::npos
             ? ""
             : lower.substr(begin + 8, lower.find_first_of(":\r", begin + 8) - begin - 8);
}

std::string response(std::string_view status, std::string_view body) {
  return fmt::format(
      "HTTP/1.1 {}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: "
      "close\r\n\r\n{}",
      status, body.size(), body);
}

void send_all(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void check(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

DemoSite::DemoSite() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  check(bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), size),
        "the demo's site cannot bind");
  check(listen(listener_.get(), 16), "the demo's site cannot listen");
  check(getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size),
        "the demo's site has no port");
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this] { serve(); });
}

DemoSite::~DemoSite() {
  shutdown(listener_.get(), SHUT_RDWR);  // wakes accept()
}

void DemoSite::serve() {
  while (true) {
    const UniqueFd connection(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!connection && errno != EINTR && errno != ECONNABORTED) return;
    if (!connection) continue;
    setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    answer(connection.get());
  }
}

void DemoSite::answer(int connection) {
  const std::string head = read_head(connection);
  const std::string host = host_of(head), path = path_of(head);
  if (path == "/robots.txt") return send_all(connection, response("404 Not Found", ""));
  if (host == "shop.example") {
    ++shop_requests_;
    if (path == "/") return send_all(connection, response("200 OK", shop_page_1));
    if (path == "/page/2") return send_all(connection, response("200 OK", shop_page_2));
  }
  if (host == "news.example") {
    ++news_requests_;
    if (!healed_) return send_all(connection, response("503 Service Unavailable", "<h1>Back soon</h1>"));
    if (path == "/") return send_all(connection, response("200 OK", news_page));
  }
  send_all(connection, response("404 Not Found", "<h1>404</h1>"));
}

}  // namespace trawl::ctl
