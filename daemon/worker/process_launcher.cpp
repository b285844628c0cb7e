#include "worker/process_launcher.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

#include "wire/check_limits.hpp"
#include "worker/check_answer.hpp"
#include "worker/child_process.hpp"
#include "worker/digest.hpp"
#include "worker/log_tail.hpp"
#include "worker/plugin_file.hpp"
#include "worker/probe_answer.hpp"
#include "worker/process_worker.hpp"

namespace trawl::worker {
namespace {

constexpr auto answer_time = std::chrono::seconds(10);
constexpr std::size_t max_probe_answer = 8u << 20;  // bytes

struct Pipe {
  UniqueFd read, write;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return refuse(Code::overloaded, fmt::format("no pipe for a worker: {}", std::strerror(errno)));
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Result<Pipe> make_socket_pair() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return refuse(Code::overloaded, fmt::format("no socket for a worker: {}", std::strerror(errno)));
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// A file without a name that holds the text, to be read from its beginning.
Result<UniqueFd> make_file(std::string_view text) {
  UniqueFd file(::memfd_create("trawl-config", MFD_CLOEXEC));
  for (std::size_t written = 0; file && written < text.size();) {
    const ssize_t part = ::write(file.get(), text.data() + written, text.size() - written);
    if (part < 0 && errno == EINTR) continue;
    if (part < 0)
      file.reset();
    else
      written += static_cast<std::size_t>(part);
  }
  if (!file || ::lseek(file.get(), 0, SEEK_SET) != 0)
    return refuse(Code::overloaded, fmt::format("no memory for a worker's input: {}", std::strerror(errno)));
  return file;
}

// Kills a child that takes too long, unless it has gone before.
class TimeLimit {
 public:
  TimeLimit(asio::any_io_executor executor, std::weak_ptr<ChildProcess> child)
      : timer_(executor, answer_time) {
    timer_.async_wait([child](boost::system::error_code cancelled) {
      if (const auto running = child.lock(); running && !cancelled) running->kill();
    });
  }

 private:
  asio::steady_timer timer_;
};

class ProcessLauncher final : public Launcher {
 public:
  ProcessLauncher(asio::any_io_executor executor, std::filesystem::path program)
      : executor_(std::move(executor)), program_(std::move(program)) {}

  Result<std::unique_ptr<Worker>> launch(const LaunchSpec&) override;
  Task<Result<std::vector<model::PluginDescriptor>>> probe(std::filesystem::path file) override;
  Task<Result<std::vector<ConfigFault>>> check(std::filesystem::path file, std::string plugin_id,
                                               std::string config_json) override;

 private:
  struct Answer {
    std::string out;
    ChildExit end;
    std::string last_words;
  };
  // Runs the worker program to its end, or until it has said `most` bytes or its time is over.
  Task<Result<Answer>> ask(std::vector<std::string> arguments, UniqueFd in, std::size_t most);

  asio::any_io_executor executor_;
  std::filesystem::path program_;
};

Result<std::unique_ptr<Worker>> ProcessLauncher::launch(const LaunchSpec& spec) {
  if (auto safe = check_plugin_file(spec.plugin); !safe) return std::unexpected(safe.error());
  auto channel = make_socket_pair();
  if (!channel) return std::unexpected(channel.error());
  auto log = make_pipe();
  if (!log) return std::unexpected(log.error());
  const auto cpu_seconds =
      std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(spec.cpu_limit).count());
  auto child = ChildProcess::spawn(executor_, program_,
                                   {"--run", spec.plugin.string(), std::to_string(spec.memory_limit),
                                    std::to_string(cpu_seconds), std::to_string(::getpid())},
                                   {.log = log->write.get(), .channel = channel->write.get()});
  if (!child) return std::unexpected(child.error());
  asio::local::stream_protocol::socket socket(executor_);
  socket.assign(asio::local::stream_protocol(), channel->read.release());
  return std::make_unique<ProcessWorker>(std::move(*child), std::move(socket),
                                         LogTail::follow(executor_, std::move(log->read)));
}

Task<Result<ProcessLauncher::Answer>> ProcessLauncher::ask(std::vector<std::string> arguments, UniqueFd in,
                                                           std::size_t most) {
  auto out = make_pipe();
  if (!out) co_return std::unexpected(out.error());
  auto log = make_pipe();
  if (!log) co_return std::unexpected(log.error());
  auto spawned =
      ChildProcess::spawn(executor_, program_, arguments,
                          {.in = in ? in.get() : -1, .out = out->write.get(), .log = log->write.get()});
  if (!spawned) co_return std::unexpected(spawned.error());
  out->write.reset();
  log->write.reset();
  const auto child = std::make_shared<ChildProcess>(std::move(*spawned));
  const auto tail = LogTail::follow(executor_, std::move(log->read));
  const TimeLimit limit(executor_, child);

  asio::posix::stream_descriptor pipe(executor_, out->read.release());
  std::string answer(most, '\0');
  std::size_t size = 0;
  boost::system::error_code fault;
  while (!fault && size < answer.size()) {
    size += co_await pipe.async_read_some(asio::buffer(answer.data() + size, answer.size() - size),
                                          asio::redirect_error(asio::use_awaitable, fault));
  }
  answer.resize(size);
  child->kill();  // closed its stdout or said too much: either way it has nothing more to say
  const ChildExit end = co_await child->wait();
  std::string words = tail->last_words();
  tail->stop();
  co_return Answer{std::move(answer), end, std::move(words)};
}

Task<Result<std::vector<model::PluginDescriptor>>> ProcessLauncher::probe(std::filesystem::path file) {
  if (auto safe = check_plugin_file(file); !safe) co_return std::unexpected(safe.error());
  std::vector<std::string> arguments{"--probe", file.string()};
  auto asked = ask(std::move(arguments), UniqueFd(), max_probe_answer);
  const auto answer = co_await std::move(asked);
  if (!answer) co_return std::unexpected(answer.error());
  co_return read_probe_answer(file, answer->out, answer->end, answer->last_words);
}

Task<Result<std::vector<ConfigFault>>> ProcessLauncher::check(std::filesystem::path file,
                                                              std::string plugin_id,
                                                              std::string config_json) {
  if (auto safe = check_plugin_file(file); !safe) co_return std::unexpected(safe.error());
  auto in = make_file(config_json);
  if (!in) co_return std::unexpected(in.error());
  std::vector<std::string> arguments{"--check", file.string(), plugin_id};
  auto asked = ask(std::move(arguments), std::move(*in), wire::max_check_answer);
  const auto answer = co_await std::move(asked);
  if (!answer) co_return std::unexpected(answer.error());
  co_return read_check_answer(file, plugin_id, answer->out, answer->end, answer->last_words);
}

}  // namespace

std::unique_ptr<Launcher> make_process_launcher(asio::any_io_executor executor,
                                                std::filesystem::path program) {
  return std::make_unique<ProcessLauncher>(std::move(executor), std::move(program));
}

}  // namespace trawl::worker
