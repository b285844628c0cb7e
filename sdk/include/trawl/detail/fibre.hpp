// Fibres: several functions in turn on one thread, each on a stack of its own, so that a plugin may
// block in the middle of ordinary code. They switch only inside fibre_set::suspend(). One thread.
#pragma once

#include <cxxabi.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "fibre_notes.hpp"

namespace trawl::detail {

// What the C++ runtime keeps per thread of the exceptions being handled (Itanium C++ ABI 2.2.2). Each
// fibre needs its own, or a switch inside a catch block would mix them up.
struct exception_globals {
  void* caught = nullptr;
  unsigned int uncaught = 0;

  static exception_globals load() {
    exception_globals now;
    std::memcpy(&now.caught, abi::__cxa_get_globals(), sizeof(void*));
    std::memcpy(&now.uncaught, uncaught_place(), sizeof(unsigned int));
    return now;
  }
  void store() const {
    std::memcpy(static_cast<void*>(abi::__cxa_get_globals()), &caught, sizeof(void*));
    std::memcpy(uncaught_place(), &uncaught, sizeof(unsigned int));
  }

 private:
  static char* uncaught_place() { return reinterpret_cast<char*>(abi::__cxa_get_globals()) + sizeof(void*); }
};

// A stack whose pages cost memory only once they are touched, with pages below it that must not be touched:
// an overflow is a clean SIGSEGV. There are several, so that a function with large arrays does not step over
// them; they cost address space only. Throws std::bad_alloc.
class fibre_stack {
 public:
  static constexpr std::size_t size = std::size_t{1} << 20, guard = std::size_t{64} << 10;

  fibre_stack()
      : place_(::mmap(nullptr, guard + size, PROT_NONE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0)) {
    if (place_ == MAP_FAILED) throw std::bad_alloc();
    if (::mprotect(bottom(), size, PROT_READ | PROT_WRITE) == 0) return;
    ::munmap(place_, guard + size);
    throw std::bad_alloc();
  }
  fibre_stack(const fibre_stack&) = delete;
  fibre_stack& operator=(const fibre_stack&) = delete;
  ~fibre_stack() { ::munmap(place_, guard + size); }

  void* bottom() const { return static_cast<char*>(place_) + guard; }

 private:
  void* place_;
};

// One function at a time and the stack it runs on.
struct fibre {
  std::string url;                     // the one being handled, for the error list
  std::unique_ptr<fibre_stack> stack;  // none for the root
  std::function<void()> function;
  ucontext_t context{};
  exception_globals exceptions;
  fibre_notes notes;
};

// The fibres of one run. The code that creates this object is the root fibre, on the thread's own stack;
// every started function has ended before the object goes.
class fibre_set {
 public:
  // More functions than this are never alive at once: with their stacks they would crowd the worker's
  // address space.
  static constexpr std::size_t max_alive = 128;

  // `when_idle` is called while no fibre is ready; it makes at least one ready and does not throw. It runs
  // on whatever stack is at hand.
  explicit fibre_set(std::function<void()> when_idle);
  fibre_set(const fibre_set&) = delete;
  fibre_set& operator=(const fibre_set&) = delete;
  ~fibre_set();

  fibre& current() { return *current_; }
  bool full() const { return all_.size() - idle_.size() >= max_alive; }

  // Queues a function to run on a fibre of its own. It must not throw.
  void start(std::function<void()> function);

  // Lets a suspended fibre continue once the current one suspends.
  void make_ready(fibre& suspended) { ready_.push_back(&suspended); }

  // Stops here until somebody makes the current fibre ready.
  void suspend() {
    while (ready_.empty()) when_idle_();
    switch_to_next();
  }

 private:
  static void trampoline(unsigned int high, unsigned int low);
  void work(fibre& self);
  void switch_to_next();
  void switch_to(fibre& next);
  void arrived();

  std::function<void()> when_idle_;
  std::vector<std::unique_ptr<fibre>> all_;  // the root is not among them
  std::vector<fibre*> idle_;                 // ended; their stacks are used again
  std::deque<fibre*> ready_;
  std::unique_ptr<fibre> root_;
  fibre* current_;
  fibre* previous_ = nullptr;
};

inline fibre_set::fibre_set(std::function<void()> when_idle)
    : when_idle_(std::move(when_idle)), root_(std::make_unique<fibre>()), current_(root_.get()) {}

inline fibre_set::~fibre_set() = default;

inline void fibre_set::start(std::function<void()> function) {
  if (idle_.empty()) {
    auto made = std::make_unique<fibre>();
    made->stack = std::make_unique<fibre_stack>();
    made->notes.made(made->stack->bottom(), fibre_stack::size);
    ::getcontext(&made->context);
    made->context.uc_stack.ss_sp = made->stack->bottom();
    made->context.uc_stack.ss_size = fibre_stack::size;
    made->context.uc_link = nullptr;
    const auto self = reinterpret_cast<std::uintptr_t>(this);
    ::makecontext(&made->context, reinterpret_cast<void (*)()>(&fibre_set::trampoline), 2,
                  static_cast<unsigned int>(self >> 32), static_cast<unsigned int>(self));
    idle_.reserve(all_.size() + 1);
    all_.push_back(std::move(made));
    idle_.push_back(all_.back().get());
  }
  fibre& chosen = *idle_.back();
  ready_.push_back(&chosen);
  idle_.pop_back();
  chosen.function = std::move(function);
  chosen.url.clear();
}

// makecontext passes only ints, so the pointer comes in two halves.
inline void fibre_set::trampoline(unsigned int high, unsigned int low) {
  auto* self = reinterpret_cast<fibre_set*>((static_cast<std::uintptr_t>(high) << 32) | low);
  self->arrived();
  for (;;) self->work(*self->current_);
}

inline void fibre_set::work(fibre& self) {
  self.function();
  self.function = nullptr;
  while (ready_.empty()) when_idle_();
  idle_.push_back(&self);  // the stack is safe until the switch: nothing is started in between
  switch_to_next();
}

inline void fibre_set::switch_to_next() {
  fibre& next = *ready_.front();
  ready_.pop_front();
  if (&next != current_) switch_to(next);
}

inline void fibre_set::switch_to(fibre& next) {
  fibre& self = *current_;
  self.exceptions = exception_globals::load();
  next.exceptions.store();
  previous_ = &self;
  current_ = &next;
  self.notes.leave_for(next.notes);
  ::swapcontext(&self.context, &next.context);
  arrived();
}

inline void fibre_set::arrived() {
  current_->notes.arrive_from(previous_->notes);
}

}  // namespace trawl::detail
