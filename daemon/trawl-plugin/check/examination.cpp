#include "trawl-plugin/check/examination.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <string.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <memory>
#include <optional>

#include "base/task.hpp"
#include "worker/child_process.hpp"
#include "worker/log_tail.hpp"

namespace trawl::author::check {
namespace {

namespace json = boost::json;

constexpr auto time_limit = std::chrono::seconds(10);
constexpr std::size_t max_answer = 16u << 20;

struct Answer {
  std::string out, words;
  worker::ChildExit end;
  bool late = false;
};

Result<std::pair<UniqueFd, UniqueFd>> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return refuse(Code::overloaded, "no pipe for a worker");
  return std::pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Task<Result<Answer>> ask(asio::io_context& io, const std::filesystem::path& program,
                         const std::filesystem::path& file) {
  auto out = make_pipe();
  auto log = make_pipe();
  if (!out || !log) co_return refuse(Code::overloaded, "no pipe for a worker");
  auto spawned = worker::ChildProcess::spawn(io.get_executor(), program, {"--examine", file.string()},
                                             {.out = out->second.get(), .log = log->second.get()});
  if (!spawned) co_return std::unexpected(spawned.error());
  const auto child = std::make_shared<worker::ChildProcess>(std::move(*spawned));
  const auto late = std::make_shared<bool>(false);
  out->second.reset();
  log->second.reset();
  const auto tail = worker::LogTail::follow(io.get_executor(), std::move(log->first));
  Answer answer;
  asio::steady_timer timer(io, time_limit);
  timer.async_wait([late, child](boost::system::error_code cancelled) {
    if (cancelled) return;
    *late = true;
    child->kill();
  });
  asio::posix::stream_descriptor pipe(io, out->first.release());
  char part[65536];
  boost::system::error_code fault;
  while (!fault && answer.out.size() < max_answer) {
    const std::size_t size =
        co_await pipe.async_read_some(asio::buffer(part), asio::redirect_error(asio::use_awaitable, fault));
    answer.out.append(part, size);
  }
  answer.late = *late;
  if (!answer.late) answer.end = co_await child->wait();
  timer.cancel();
  answer.words = tail->last_words();
  tail->stop();
  co_return answer;
}

std::string text_of(const json::object& object, json::string_view member) {
  const json::value* value = object.if_contains(member);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::uint64_t number_of(const json::object& object, json::string_view member) {
  const json::value* value = object.if_contains(member);
  return value && value->is_number() ? value->to_number<std::uint64_t>() : 0;
}

Described read_plugin(const json::object& plugin) {
  return {text_of(plugin, "id"),      text_of(plugin, "version"),       text_of(plugin, "summary"),
          text_of(plugin, "license"), text_of(plugin, "config_schema"), text_of(plugin, "item_schemas")};
}

Examination read(const json::object& found, std::string printed) {
  Examination read;
  const json::value& plugins = found.at("plugins");
  for (const json::value& plugin : plugins.as_array())
    read.plugins.push_back(read_plugin(plugin.as_object()));
  read.descriptors = json::serialize(plugins);
  read.load_us = number_of(found, "load_us");
  read.threads = static_cast<unsigned>(number_of(found, "threads"));
  for (const json::value& id : found.at("invented_extensions").as_array())
    read.invented_extensions.emplace_back(id.as_string());
  read.printed = std::move(printed);
  return read;
}

// The worker's last line without its beginning.
std::string reason(std::string_view words, const std::filesystem::path& file) {
  while (words.ends_with('\n')) words.remove_suffix(1);
  if (const auto line = words.rfind('\n'); line != words.npos) words.remove_prefix(line + 1);
  const std::string prefix = fmt::format("trawl-worker: {} ", file.string());
  if (words.starts_with(prefix)) words.remove_prefix(prefix.size());
  return std::string(words);
}

}  // namespace

Result<Examination> examine(const std::filesystem::path& worker, const std::filesystem::path& file) {
  asio::io_context io;
  std::optional<Result<Answer>> answer;
  auto drive = [&]() -> Task<> { answer = co_await ask(io, worker, file); };
  spawn(io.get_executor(), "examine", drive());
  io.run();
  if (!*answer) return std::unexpected(answer->error());
  Answer& said = **answer;
  const auto unavailable = [&](std::string why) { return refuse(Code::plugin_unavailable, std::move(why)); };
  if (said.late) return unavailable("did not say in time what it is: see what its constructors wait for");
  if (said.end.signal != 0)
    return unavailable(fmt::format("ended its process with signal {} ({}) while it was loaded",
                                   said.end.signal, ::strsignal(said.end.signal)));
  boost::system::error_code fault;
  const json::value found = json::parse(said.out, fault);
  if (!fault && found.is_object()) return read(found.get_object(), said.words);
  if (said.end.code == 0) return unavailable("left the process while it was loaded");
  return unavailable(reason(said.words, file));
}

}  // namespace trawl::author::check
