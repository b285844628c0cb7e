// The daemon's side of one worker, scripted: launches a plugin, answers its requests, and notes all that
// happens until the worker is gone or its time is over.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "worker/launcher.hpp"

namespace trawl::worker {

inline const std::string worker_program = TRAWL_BINARY_DIR "/bin/trawl-worker";
inline const std::filesystem::path fixture_folder = TRAWL_BINARY_DIR "/tests/plugins";
inline const std::filesystem::path plugin_folder = TRAWL_BINARY_DIR "/lib/trawl/plugins-1";

#ifdef TRAWL_SANITIZED
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

struct Conversation {
  LaunchSpec launch;
  wire::Start start;
  std::chrono::milliseconds deadline{20'000};                // then it is killed
  std::function<wire::Response(const wire::Fetch&)> answer;  // none: a small page
  // Called after each message; false kills the worker.
  std::function<bool(const wire::ToDaemon&)> go_on = [](const wire::ToDaemon&) { return true; };
  bool cancel_at_once = false;
};

struct Outcome {
  std::vector<wire::ToDaemon> messages;
  Code end = Code::internal_error;  // what the last receive() said: gone, protocol_error, cancelled
  std::string end_text;
  Exit exit;
  std::chrono::milliseconds took{0};

  template <class Message>
  std::vector<Message> all() const {
    std::vector<Message> found;
    for (const auto& message : messages)
      if (const auto* one = std::get_if<Message>(&message)) found.push_back(*one);
    return found;
  }
  bool succeeded() const;
  bool died() const { return exit.signal != 0 || exit.code != 0; }
  // The URL that was being handled when the conversation ended; empty when none was.
  std::string handled_url() const;
  // What the plugin `hostile` told about a call: its errno, usually. -1 when it told nothing.
  int told(const std::string& what) const;
};

// A worker of the given fixture, with `config` as the platform's configuration.
Conversation conversation_with(const std::string& plugin, const std::string& config = "{}");
Conversation hostile(const std::string& how);

Outcome hold(Conversation);

}  // namespace trawl::worker
