#include "fetch/curl/multi.hpp"

#include <boost/asio/post.hpp>
#include <stdexcept>
#include <utility>

namespace trawl::fetch {

// curl owns the descriptor; Asio only watches it, and must let go of it before curl closes it.
struct CurlMulti::Socket {
  Socket(const asio::any_io_executor& executor, curl_socket_t fd) : descriptor(executor, fd) {}
  ~Socket() { let_go(); }

  void let_go() {
    wanted = 0;
    if (descriptor.is_open()) descriptor.release();
  }

  asio::posix::stream_descriptor descriptor;
  int wanted = 0;   // of CURL_POLL_IN | CURL_POLL_OUT: what curl waits for
  int waiting = 0;  // for what Asio has a wait pending; may lag behind what is wanted
};

CurlMulti::CurlMulti(asio::any_io_executor executor, long max_idle_connections)
    : executor_(std::move(executor)), timer_(executor_), multi_(curl_multi_init()) {
  if (!multi_) throw std::bad_alloc();
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, max_idle_connections);
}

CurlMulti::~CurlMulti() {
  multi_.reset();
}  // still calls on_socket(), so before the sockets go

void CurlMulti::add(CURL* easy, CurlListener& listener) {
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &listener);
  if (const CURLMcode code = curl_multi_add_handle(multi_.get(), easy); code != CURLM_OK)
    throw std::runtime_error(curl_multi_strerror(code));
}

void CurlMulti::remove(CURL* easy) {
  curl_multi_remove_handle(multi_.get(), easy);
}

int CurlMulti::on_socket(CURL*, curl_socket_t fd, int wanted, void* self, void*) noexcept {
  auto& multi = *static_cast<CurlMulti*>(self);
  wanted == CURL_POLL_REMOVE ? multi.forget(fd) : multi.watch(fd, wanted);
  return 0;
}

int CurlMulti::on_timer(CURLM*, long timeout_ms, void* self) noexcept {
  static_cast<CurlMulti*>(self)->set_timer(timeout_ms);
  return 0;
}

void CurlMulti::watch(curl_socket_t fd, int wanted) {
  auto& socket = sockets_[fd];
  if (!socket) socket = std::make_shared<Socket>(executor_, fd);
  socket->wanted = wanted;
  arm(socket);
}

void CurlMulti::forget(curl_socket_t fd) {
  const auto known = sockets_.find(fd);
  if (known == sockets_.end()) return;
  known->second->let_go();
  sockets_.erase(known);
}

void CurlMulti::arm(const std::shared_ptr<Socket>& socket) {
  for (const int direction : {CURL_POLL_IN, CURL_POLL_OUT})
    if ((socket->wanted & direction) && !(socket->waiting & direction)) wait(socket, direction);
}

void CurlMulti::wait(const std::shared_ptr<Socket>& socket, int direction) {
  using Descriptor = asio::posix::stream_descriptor;
  socket->waiting |= direction;
  auto on_ready = [weak = weak_from_this(), socket, direction](boost::system::error_code error) {
    socket->waiting &= ~direction;
    const auto self = weak.lock();
    // Nobody may want it any more: curl asked for the other direction or gave the socket up.
    if (self && (socket->wanted & direction)) self->ready(socket, direction, error.failed());
  };
  socket->descriptor.async_wait(direction == CURL_POLL_IN ? Descriptor::wait_read : Descriptor::wait_write,
                                std::move(on_ready));
}

void CurlMulti::ready(const std::shared_ptr<Socket>& socket, int direction, bool failed) {
  const int event = direction == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT;
  act(socket->descriptor.native_handle(), failed ? event | CURL_CSELECT_ERR : event);
  arm(socket);
}

// curl forbids calling it back from here, so that even "at once" goes through the loop. It moves its timer
// several times a request, mostly further away; a timer that is set stays, and when it is early looks again,
// which spares the system calls.
void CurlMulti::set_timer(long timeout_ms) {
  if (timeout_ms < 0) {  // nothing is under way: the loop may become idle
    due_ = timer_at_ = Steady::max();
    timer_.cancel();
  } else if (timeout_ms == 0) {
    due_ = Steady::max();
    act_soon();
  } else {
    due_ = std::chrono::steady_clock::now() + std::chrono::milliseconds{timeout_ms};
    if (due_ < timer_at_) wait_for_timer();
  }
}

void CurlMulti::act_soon() {
  if (std::exchange(acts_soon_, true)) return;
  asio::post(executor_, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->acts_soon_ = false;
    self->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void CurlMulti::wait_for_timer() {
  timer_at_ = due_;
  timer_.expires_at(due_);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (!self || error) return;
    self->timer_at_ = Steady::max();
    if (self->due_ <= std::chrono::steady_clock::now()) {
      self->due_ = Steady::max();
      self->act(CURL_SOCKET_TIMEOUT, 0);
    } else if (self->due_ != Steady::max()) {
      self->wait_for_timer();
    }
  });
}

void CurlMulti::act(curl_socket_t fd, int events) {
  int running = 0;
  curl_multi_socket_action(multi_.get(), fd, events, &running);
  report_finished();
}

void CurlMulti::report_finished() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* const easy = message->easy_handle;
    const CURLcode code = message->data.result;  // copied, because removing the handle frees the message
    CurlListener* listener = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &listener);
    curl_multi_remove_handle(multi_.get(), easy);
    listener->finished(code);
  }
}

}  // namespace trawl::fetch
