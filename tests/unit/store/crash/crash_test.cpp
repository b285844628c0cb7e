// kill -9 at random moments, again and again on the same database: what was acknowledged is there, what
// was not is there as a whole or not at all, and nothing is left active.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/unique_fd.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/open.hpp"
#include "tests/support/task_loop.hpp"
#include "tests/support/temp_dir.hpp"

extern char** environ;

namespace trawl::store {
namespace {

constexpr unsigned rounds = 30;

class Victim {
 public:
  Victim(const std::filesystem::path& state_dir, unsigned seed) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    output_.reset(ends[0]);
    const UniqueFd input(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.get(), STDOUT_FILENO);
    std::string program = TRAWL_BINARY_DIR "/tests/store-crash-victim", dir = state_dir.string(),
                number = std::to_string(seed);
    std::array<char*, 4> arguments{program.data(), dir.data(), number.data(), nullptr};
    if (posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ) != 0)
      throw std::runtime_error("cannot start " + program);
    posix_spawn_file_actions_destroy(&actions);
  }

  // Reads that many acknowledgements, kills, and reads what was still in the pipe.
  std::vector<std::string> kill_after(int lines, int spins) {
    std::string text;
    std::array<char, 4096> buffer;
    for (int seen = 0; seen < lines;) {
      const ssize_t length = read(output_.get(), buffer.data(), buffer.size());
      if (length <= 0) break;
      text.append(buffer.data(), static_cast<std::size_t>(length));
      seen = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    }
    for (volatile int i = 0; i < spins; i = i + 1) {
    }
    kill(pid_, SIGKILL);
    int status = 0;
    waitpid(pid_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the victim ended by itself: its own message is above";
    for (ssize_t length; (length = read(output_.get(), buffer.data(), buffer.size())) > 0;)
      text.append(buffer.data(), static_cast<std::size_t>(length));
    std::vector<std::string> acknowledged;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) acknowledged.push_back(line);
    return acknowledged;
  }

 private:
  pid_t pid_ = -1;
  UniqueFd output_;
};

struct EndedRun {
  std::string platform, platform_status, run_status;
  int generation = 0;
};

class Crash : public testing::Test {
 protected:
  void remember(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      std::istringstream words(line);
      std::string what;
      RunId run = 0;
      words >> what >> run;
      created_.push_back(run);
      EndedRun ended;
      if (what == "ended" &&
          words >> ended.platform >> ended.platform_status >> ended.run_status >> ended.generation)
        ended_[run] = ended;
    }
  }

  void check() {
    {
      sqlite::Database database(dir_ / "trawl.db", sqlite::Database::Mode::read_write);
      ASSERT_EQ(database.find<std::string>("PRAGMA quick_check"), "ok");
    }
    auto store = sqlite::open({.state_dir = dir_.path(), .now = [] { return Time{}; }});
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_TRUE(loop_.run((*store)->list_runs({.active_only = true}))->empty());
    for (const RunId run : created_) EXPECT_TRUE(loop_.run((*store)->load_run(run))) << "lost run " << run;
    for (const auto& [run, ended] : ended_) check_ended(**store, run, ended);
  }

  void check_ended(Store& store, RunId id, const EndedRun& expected) {
    const auto run = loop_.run(store.load_run(id));
    ASSERT_TRUE(run) << "lost run " << id;
    EXPECT_EQ(name(run->status), expected.run_status);
    EXPECT_EQ(name(run->platforms.at(0).status), expected.platform_status);
    const auto items = loop_.run(store.list_items({.platform = {}, .run = id}));
    ASSERT_TRUE(items);
    if (expected.platform_status != "succeeded") return;
    EXPECT_EQ(items->size(), 60u) << "items of run " << id;
    for (const auto& item : *items)
      EXPECT_EQ(item.data, fmt::format(R"({{"generation":{}}})", expected.generation));
  }

  test::TempDir dir_;
  test::TaskLoop loop_;
  std::vector<RunId> created_;
  std::map<RunId, EndedRun> ended_;
};

TEST_F(Crash, LosesNothingThatWasAcknowledgedAndLeavesNothingActive) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  log::set_level(log::Level::error);  // what recovery warns of is the point here
  std::mt19937 random(seed);
  for (unsigned round = 0; round < rounds && !HasFailure(); ++round) {
    Victim victim(dir_.path(), seed + round);
    remember(victim.kill_after(static_cast<int>(1 + random() % 40), static_cast<int>(random() % 3'000'000)));
    check();
  }
  EXPECT_GT(ended_.size(), rounds);
}

}  // namespace
}  // namespace trawl::store
