// Logging. A record has a level, a stable id ("run.finished": explained in the operator's guide for
// warnings and errors) and a message. Asynchronous and bounded: a slow disk drops the oldest records
// and counts them, it never stops the daemon. Any thread. spdlog stays behind this header.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace trawl::log {

enum class Level : std::uint8_t { debug, info, warning, error };

// target: "journal" (stderr with systemd's priority prefix), "stderr", or a file's path.
// Throws std::runtime_error when the file cannot be opened. Before open(), records go to stderr.
void open(Level level, std::string_view target);
void set_level(Level);
bool enabled(Level);
void flush();
std::uint64_t dropped();   // records lost to a full queue since the start

void write(Level, std::string_view id, std::string_view message);

template <class... Args>
void debug(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::debug)) write(Level::debug, id, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void info(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::info)) write(Level::info, id, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warning(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::warning, id, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::error, id, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace trawl::log
