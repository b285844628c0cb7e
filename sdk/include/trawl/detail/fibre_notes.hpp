// What AddressSanitizer and ThreadSanitizer must be told about switches of stacks. In an ordinary build this
// is nothing at all. One thread.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define TRAWL_FIBRE_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#define TRAWL_FIBRE_TSAN 1
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TRAWL_FIBRE_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define TRAWL_FIBRE_TSAN 1
#endif
#endif

#ifdef TRAWL_FIBRE_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef TRAWL_FIBRE_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace trawl::detail {

// What is known of one fibre's stack. That of the thread itself, the root's, is learnt at the first switch
// away from it.
class fibre_notes {
 public:
  fibre_notes() = default;
  fibre_notes(const fibre_notes&) = delete;
  fibre_notes& operator=(const fibre_notes&) = delete;

  ~fibre_notes() {
#ifdef TRAWL_FIBRE_TSAN
    if (own_) __tsan_destroy_fiber(tsan_);
#endif
  }

  // A stack was made for it.
  void made([[maybe_unused]] const void* bottom, [[maybe_unused]] std::size_t size) {
#ifdef TRAWL_FIBRE_ASAN
    bottom_ = bottom;
    size_ = size;
#endif
#ifdef TRAWL_FIBRE_TSAN
    tsan_ = __tsan_create_fiber(0);
    own_ = true;
#endif
  }

  // The last thing on this stack before the switch to the next one.
  void leave_for([[maybe_unused]] fibre_notes& next) {
#ifdef TRAWL_FIBRE_ASAN
    __sanitizer_start_switch_fiber(&fake_stack_, next.bottom_, next.size_);
#endif
#ifdef TRAWL_FIBRE_TSAN
    if (!tsan_) tsan_ = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(next.tsan_, 0);
#endif
  }

  // The first thing on this stack after the switch to it.
  void arrive_from([[maybe_unused]] fibre_notes& previous) {
#ifdef TRAWL_FIBRE_ASAN
    __sanitizer_finish_switch_fiber(fake_stack_, &previous.bottom_, &previous.size_);
#endif
  }

 private:
#ifdef TRAWL_FIBRE_ASAN
  const void* bottom_ = nullptr;
  std::size_t size_ = 0;
  void* fake_stack_ = nullptr;
#endif
#ifdef TRAWL_FIBRE_TSAN
  void* tsan_ = nullptr;
  bool own_ = false;
#endif
};

}  // namespace trawl::detail
