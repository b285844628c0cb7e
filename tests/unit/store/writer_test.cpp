// Group commit: what commands that wait together do to each other, and what they do not.
#include "store/sqlite/writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <stdexcept>

#include "store/sqlite/database_file.hpp"
#include "tests/support/task_loop.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/store/failing_sync.hpp"

namespace trawl::store::sqlite {
namespace {

using testing::ElementsAre;

class GroupCommit : public testing::Test {
 protected:
  void make_writer(Writer::Options options = {}) {
    if (options.queued_commands == 0) options.queued_commands = 1000;
    if (options.queued_bytes == 0) options.queued_bytes = 1 << 20;
    options.now = [] { return Time{}; };
    writer.reset();
    auto database = open_for_writing({dir / "trawl.db", max_bytes});
    ASSERT_TRUE(database);
    database->execute("CREATE TABLE IF NOT EXISTS t (x)");
    writer.emplace(std::move(*database), options, notifier);
  }

  static std::function<Result<>(Session&)> insert(int x, Result<> answer = {}) {
    return [=](Session& session) {
      session.db.run("INSERT INTO t VALUES (?1)", x);
      return answer;
    };
  }

  // Runs the commands so that all of them wait while the first is under way.
  std::vector<Result<>> run_together(std::vector<Task<Result<>>> commands, std::size_t expected_to_wait) {
    std::promise<void> go;
    std::vector<Task<Result<>>> all;
    all.push_back(writer->submit<void>({}, [&](Session&) -> Result<> {
      go.get_future().wait();
      return {};
    }));
    for (auto& command : commands) all.push_back(std::move(command));
    std::thread opener([&] {
      while (writer->queued() + writer->refused() < expected_to_wait) std::this_thread::yield();
      go.set_value();
    });
    auto answers = loop.run_all(std::move(all));
    opener.join();
    answers.erase(answers.begin());
    return answers;
  }

  std::vector<int> rows() {
    Database reader = open_for_reading(dir / "trawl.db");
    std::vector<int> found;
    Query row = reader.query("SELECT x FROM t ORDER BY x");
    while (row.next()) found.push_back(row.get<int>(0));
    return found;
  }

  test::TempDir dir;
  std::uint64_t max_bytes = 0;
  CommitNotifier notifier;
  test::TaskLoop loop;
  std::optional<Writer> writer;
};

TEST_F(GroupCommit, CommandsThatWaitTogetherShareOneTransaction) {
  make_writer();
  std::vector<Task<Result<>>> commands;
  for (int i = 0; i < 100; ++i) commands.push_back(writer->submit<void>({}, insert(i)));
  for (const auto& answer : run_together(std::move(commands), 100)) EXPECT_TRUE(answer);
  EXPECT_LE(writer->commits(), 2u);  // the first may have been alone, if the machine was slow
  EXPECT_EQ(rows().size(), 100u);
}

TEST_F(GroupCommit, AGroupHasALimitOfRows) {
  make_writer();
  std::vector<Task<Result<>>> commands;
  for (int i = 0; i < 10; ++i) commands.push_back(writer->submit<void>({.rows = 200}, insert(i)));
  run_together(std::move(commands), 10);
  EXPECT_GE(writer->commits(), 5u);  // two of 200 rows reach the limit of 256
}

TEST_F(GroupCommit, ARefusedCommandUndoesItselfAlone) {
  make_writer();
  std::vector<Task<Result<>>> commands;
  commands.push_back(writer->submit<void>({}, insert(1)));
  commands.push_back(writer->submit<void>({}, insert(2, refuse(Code::run_active, "no"))));
  commands.push_back(writer->submit<void>({}, [](Session& session) -> Result<> {
    session.db.run("INSERT INTO t VALUES (3)");
    throw std::runtime_error("a bug");
  }));
  commands.push_back(writer->submit<void>({}, [](Session& session) -> Result<> {
    session.db.run("INSERT INTO t VALUES (4)");
    session.db.run("INSERT INTO no_such_table VALUES (4)");
    return {};
  }));
  commands.push_back(writer->submit<void>({}, insert(5)));
  const auto answers = run_together(std::move(commands), 5);
  EXPECT_TRUE(answers[0]);
  EXPECT_EQ(answers[1].error().code, Code::run_active);
  EXPECT_EQ(answers[2].error().code, Code::internal_error);
  EXPECT_EQ(answers[3].error().code, Code::storage_error);
  EXPECT_TRUE(answers[4]);
  EXPECT_LE(writer->commits(), 2u);
  EXPECT_THAT(rows(), ElementsAre(1, 5));
}

TEST_F(GroupCommit, ACommitThatFailsFailsItsWholeGroup) {
  make_writer();
  std::vector<Task<Result<>>> commands;
  commands.push_back(writer->submit<void>({}, insert(1)));
  commands.push_back(writer->submit<void>({}, [](Session& session) -> Result<> {
    // A reference that is checked only by the COMMIT.
    session.db.run(
        "INSERT INTO runs (epoch, status, trigger_kind, trigger_text, root_run_id, attempt, schedule,"
        " actor_name, note, config_digest, skipped, created_at)"
        " VALUES (1, 'queued', 'manual', '', 99, 1, '', '', '', '', '[]', 0)");
    return {};
  }));
  for (const auto& answer : run_together(std::move(commands), 2)) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::storage_error);
  }
  EXPECT_TRUE(rows().empty());
  EXPECT_TRUE(loop.run(writer->submit<void>({}, insert(7))));
  EXPECT_THAT(rows(), ElementsAre(7));
}

// The name tells GoogleTest to run it first, before there are threads.
using GroupCommitDeathTest = GroupCommit;

TEST_F(GroupCommitDeathTest, ADiskThatCannotSyncEndsTheProcess) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto write_to_a_failing_disk = [&] {
    FailingSync::install();
    make_writer();
    FailingSync::begin();
    (void)loop.run(writer->submit<void>({}, insert(1)));
  };
  EXPECT_EXIT(write_to_a_failing_disk(), testing::KilledBySignal(SIGABRT), "store.sync_failed");
}

TEST_F(GroupCommit, AFullQueueAnswersOverloadedAndCounts) {
  make_writer({.queued_commands = 3});
  std::vector<Task<Result<>>> commands;
  for (int i = 0; i < 5; ++i) commands.push_back(writer->submit<void>({}, insert(i)));
  int overloaded = 0;
  for (const auto& answer : run_together(std::move(commands), 5))
    overloaded += !answer && answer.error().code == Code::overloaded;
  EXPECT_GE(overloaded, 2);
  EXPECT_EQ(writer->refused(), static_cast<std::uint64_t>(overloaded));
}

TEST_F(GroupCommit, TooManyBytesInTheQueueAreOverloadedButNeverASingleCommand) {
  make_writer({.queued_bytes = 100});
  EXPECT_TRUE(loop.run(writer->submit<void>({.bytes = 1000}, insert(1))));
  std::vector<Task<Result<>>> commands;
  for (int i = 0; i < 5; ++i) commands.push_back(writer->submit<void>({.bytes = 60}, insert(i)));
  int overloaded = 0;
  for (const auto& answer : run_together(std::move(commands), 5))
    overloaded += !answer && answer.error().code == Code::overloaded;
  EXPECT_GE(overloaded, 3);
}

TEST_F(GroupCommit, ADatabaseThatCannotGrowIsFullAndWorksAgainWithSpace) {
  max_bytes = 400'000;
  make_writer();
  const auto fill = [](Session& session) -> Result<> {
    session.db.run("INSERT INTO t VALUES (zeroblob(1000000))");
    return {};
  };
  const auto full = loop.run(writer->submit<void>({}, fill));
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Code::storage_full);
  EXPECT_TRUE(loop.run(writer->submit<void>({}, insert(1))));
  EXPECT_THAT(rows(), ElementsAre(1));
}

TEST_F(GroupCommit, WhatIsQueuedIsCarriedOutBeforeTheWriterEnds) {
  make_writer();
  std::promise<void> begun, go;
  std::vector<Task<Result<>>> commands;
  commands.push_back(writer->submit<void>({}, [&](Session&) -> Result<> {
    begun.set_value();
    go.get_future().wait();
    return {};
  }));
  for (int i = 0; i < 10; ++i) commands.push_back(writer->submit<void>({}, insert(i)));
  std::thread closer([&] {
    begun.get_future().wait();  // from here on the queue holds the others alone
    while (writer->queued() < 10) std::this_thread::yield();
    go.set_value();
    writer.reset();
  });
  for (const auto& answer : loop.run_all(std::move(commands))) EXPECT_TRUE(answer);
  closer.join();
  EXPECT_EQ(rows().size(), 10u);
}

TEST_F(GroupCommit, TheWalIsFoldedIntoTheDatabaseAndStaysSmall) {
  make_writer();
  for (int i = 0; i < 40; ++i) {
    std::vector<Task<Result<>>> commands;
    commands.push_back(writer->submit<void>({}, [](Session& session) -> Result<> {
      session.db.run("INSERT INTO t VALUES (zeroblob(1000000))");
      return {};
    }));
    loop.run_all(std::move(commands));
  }
  // Forty megabytes went through it; without checkpoints it would hold them all.
  EXPECT_LT(std::filesystem::file_size(dir / "trawl.db-wal"), 20u << 20);
  EXPECT_GT(std::filesystem::file_size(dir / "trawl.db"), 20u << 20);
}

}  // namespace
}  // namespace trawl::store::sqlite
