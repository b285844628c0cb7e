// Name servers that do not answer, or answer with what a site should not lead to. The C library's resolver is
// replaced in this program: "slow.example" waits for the test, "two-faced.example" has a public and a private
// address, "public.example" only the public one.
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
  const bool two_faced = name && std::strcmp(name, "two-faced.example") == 0;
  if (!two_faced && (!name || std::strcmp(name, "public.example") != 0))
    return real(name, service, hints, result);
  const int code = real("93.184.216.34", service, hints, result);
  if (code != 0 || !two_faced) return code;
  addrinfo* last = *result;
  while (last->ai_next) last = last->ai_next;
  return real("10.0.0.1", service, hints, &last->ai_next);
}

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;

struct Resolver : NetworkTest {
  Resolver() {
    const std::lock_guard lock(mutex);
    may_answer = false;
  }
  ~Resolver() override {  // curl's resolver thread goes its own way; see it off
    std::unique_lock lock(mutex);
    may_answer = true;
    changed.notify_all();
    changed.wait(lock, [] { return answered == asked; });
  }
};

TEST_F(Resolver, AStopRequestAndATimeoutDoNotWaitForTheNameServer) {
  std::stop_source stop;
  std::thread operator_thread([&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [] { return asked > answered; });
    stop.request_stop();
  });
  EXPECT_EQ(fetch({.url = "http://slow.example/"}, stop.get_token()).error().kind,
            model::ErrorKind::cancelled);
  operator_thread.join();
  policy.timeout.connect = 50ms;
  EXPECT_EQ(failure({.url = "http://slow.example/"}).kind, model::ErrorKind::timeout);
}

TEST_F(Resolver, AProxysTargetIsDeniedByAnyOfItsAddresses) {
  policy.proxy = site.url("");
  policy.allow_private.clear();
  const Failure failed = failure({.url = "http://two-faced.example/"});
  EXPECT_EQ(failed.kind, model::ErrorKind::denied);
  EXPECT_THAT(failed.message, testing::HasSubstr("10.0.0.1 is not a public address"));
  EXPECT_EQ(site.connections(), 0);
}

TEST_F(Resolver, AProxysTargetWithPublicAddressesIsAskedThroughTheProxy) {
  site.script("http://public.example/", {test::page(200, "by proxy")});
  policy.proxy = site.url("");
  policy.allow_private.clear();
  const auto response = fetch({.url = "http://public.example/"});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "by proxy");
}

TEST_F(Resolver, AProxysTargetThatIsSlowToResolveHoldsUpNobodyForLong) {
  policy.proxy = site.url("");
  policy.allow_private.clear();
  policy.timeout.connect = 50ms;
  EXPECT_EQ(failure({.url = "http://slow.example/"}).kind, model::ErrorKind::timeout);
}

}  // namespace
}  // namespace trawl::fetch
