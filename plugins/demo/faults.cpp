#include "faults.hpp"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <thread>
#include <trawl/plugin.hpp>

namespace demo {
namespace {

void fail(trawl::context&) {
  throw trawl::failure("demo", "the platform fails, as fault asks");
}

void throw_exception(trawl::context&) {
  throw std::runtime_error("an exception, as fault asks");
}

void crash(trawl::context&) {
  std::raise(SIGSEGV);
}

void abort_process(trawl::context&) {
  std::abort();
}

void leave(trawl::context&) {
  std::exit(0);
}

// Ignores a cancelled run on purpose.
void hang(trawl::context&) {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

void spin(trawl::context&) {
  for (volatile unsigned int turn = 0;;) turn = turn + 1;
}

void leak(trawl::context&) {
  constexpr std::size_t step = std::size_t{1} << 20;
  for (;;) {
    char* volatile taken = new char[step];  // volatile: memory that nobody looks at may be optimised away
    std::memset(taken, 1, step);            // a page that is never touched costs nothing
  }
}

void flood(trawl::context& ctx) {
  const std::string text(64 * 1024, 'x');
  for (std::uint64_t number = 0;; ++number)
    trawl::emit(ctx, "flood", std::to_string(number), trawl::item()("text", text));
}

struct Fault {
  const char* name;
  void (*commit)(trawl::context&);
};

constexpr Fault faults[] = {
    {"fail", fail},   {"throw", throw_exception},
    {"crash", crash}, {"abort", abort_process},
    {"exit", leave},  {"hang", hang},
    {"spin", spin},   {"leak", leak},
    {"flood", flood},
};

}  // namespace

void misbehave(trawl::context& ctx, const std::string& fault) {
  for (const Fault& known : faults) {
    if (fault == known.name) return known.commit(ctx);
  }
  throw trawl::failure("config", "fault '" + fault + "' is unknown");
}

}  // namespace demo
