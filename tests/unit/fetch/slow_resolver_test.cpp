// A name server that does not answer must hold up nobody else. The C library's resolver is replaced in this
// program: it waits for the test where the name is "slow.example".
#include <dlfcn.h>
#include <netdb.h>

#include <condition_variable>
#include <cstring>
#include <mutex>

#include "tests/unit/fetch/network_test.hpp"

namespace {

std::mutex mutex;
std::condition_variable changed;
int asked = 0, answered = 0;
bool may_answer = false;

void ask_slow_server() {
  std::unique_lock lock(mutex);
  ++asked;
  changed.notify_all();
  changed.wait(lock, [] { return may_answer; });
  ++answered;
  changed.notify_all();
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int getaddrinfo(const char* name, const char* service,
                                                                  const addrinfo* hints, addrinfo** result) {
  if (name && std::strcmp(name, "slow.example") == 0) {
    ask_slow_server();
    return EAI_AGAIN;
  }
  static const auto real = reinterpret_cast<decltype(&getaddrinfo)>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(name, service, hints, result);
}

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;

struct SlowResolver : NetworkTest {
  ~SlowResolver() override {  // curl's resolver thread goes its own way; see it off
    std::unique_lock lock(mutex);
    may_answer = true;
    changed.notify_all();
    changed.wait(lock, [] { return answered == asked; });
  }
};

TEST_F(SlowResolver, AStopRequestAndATimeoutDoNotWaitForTheNameServer) {
  std::stop_source stop;
  std::thread operator_thread([&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [] { return asked > 0; });
    stop.request_stop();
  });
  EXPECT_EQ(fetch({.url = "http://slow.example/"}, stop.get_token()).error().kind,
            model::ErrorKind::cancelled);
  operator_thread.join();
  policy.timeout.connect = 50ms;
  EXPECT_EQ(failure({.url = "http://slow.example/"}).kind, model::ErrorKind::timeout);
}

}  // namespace
}  // namespace trawl::fetch
