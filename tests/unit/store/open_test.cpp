#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "store/sqlite/migrations.hpp"
#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Open : public StoreTest {
 protected:
  Error refusal() {
    auto opened = sqlite::open(options());
    EXPECT_FALSE(opened);
    return opened ? Error{} : opened.error();
  }
  fs::path file() { return dir / "trawl.db"; }

  std::string content() {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& bytes) { std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes; }

  // What a daemon that was killed leaves behind: its files as they are, the WAL among them.
  void crash() {
    const fs::path copy = dir / "copy";
    fs::create_directory(copy);
    for (const char* name : {"trawl.db", "trawl.db-wal"}) fs::copy(dir / name, copy / name);
    store.reset();
    for (const char* name : {"trawl.db", "trawl.db-wal"})
      fs::copy(copy / name, dir / name, fs::copy_options::overwrite_existing);
  }
};

TEST_F(Open, ASecondDaemonIsToldThePidOfTheFirst) {
  const Error error = refusal();
  EXPECT_EQ(error.code, Code::state_locked);
  EXPECT_THAT(error.message, HasSubstr(std::to_string(getpid())));
  EXPECT_THAT(error.message, HasSubstr(dir.path().string()));
  EXPECT_FALSE(error.hint.empty());
}

TEST_F(Open, FilesHaveTheirModeWhateverTheUmask) {
  store.reset();
  for (const auto& entry : fs::directory_iterator(dir.path())) fs::remove(entry);
  const mode_t before = umask(0077);
  reopen();
  umask(before);
  create({"a"});
  for (const char* name : {"trawl.db", "trawl.db-wal", "lock"}) {
    struct stat about{};
    ASSERT_EQ(stat((dir / name).c_str(), &about), 0) << name;
    EXPECT_EQ(about.st_mode & 0777, 0640u) << name;
  }
}

TEST_F(Open, StopsWithoutLeavingAWalBehind) {
  create({"a"});
  store.reset();
  EXPECT_FALSE(fs::exists(file().string() + "-wal"));
}

TEST_F(Open, SettingsAreThoseOfADurableDatabase) {
  EXPECT_EQ(number("PRAGMA application_id"), sqlite::application_id);
  EXPECT_EQ(number("PRAGMA auto_vacuum"), 2);
  sqlite::Database database(file(), sqlite::Database::Mode::read_only);
  EXPECT_EQ(database.find<std::string>("PRAGMA journal_mode"), "wal");
}

TEST_F(Open, TheInstanceStays) {
  const std::string instance = store->instance_id();
  EXPECT_EQ(instance.size(), 36u);
  reopen();
  EXPECT_EQ(store->instance_id(), instance);
}

TEST_F(Open, AMissingStateDirectoryIsMadeButNotItsParents) {
  auto wanted = options();
  wanted.state_dir = dir / "state";
  EXPECT_TRUE(sqlite::open(wanted));
  wanted.state_dir = dir.path() / "no" / "state";
  const auto refused = sqlite::open(wanted);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("no/state"));
}

TEST_F(Open, ANewerDatabaseIsRefused) {
  store.reset();
  {
    sqlite::Database database(file(), sqlite::Database::Mode::read_write);
    database.execute("PRAGMA user_version = 999");
  }
  const std::string before = content();
  const Error error = refusal();
  EXPECT_EQ(error.code, Code::storage_error);
  EXPECT_THAT(error.message, HasSubstr("schema 999"));
  EXPECT_THAT(error.message, HasSubstr(file().string()));
  EXPECT_THAT(error.hint, HasSubstr("newer trawl"));
  EXPECT_EQ(content(), before);
}

TEST_F(Open, AFileThatIsNoDatabaseIsRefusedAndKept) {
  store.reset();
  for (const std::string& bytes :
       {std::string("this is a letter, not a database; it is long enough to be one\n") +
            std::string(8192, 'x'),
        std::string()}) {
    write(bytes);
    const Error error = refusal();
    EXPECT_EQ(error.code, Code::storage_error);
    EXPECT_THAT(error.message, HasSubstr(file().string()));
    EXPECT_FALSE(error.hint.empty());
    EXPECT_EQ(content(), bytes);
  }
}

TEST_F(Open, AnotherProgramsDatabaseIsRefused) {
  store.reset();
  write("");
  {
    sqlite::Database database(file(), sqlite::Database::Mode::read_write);
    database.execute("CREATE TABLE t (x)");
  }
  EXPECT_THAT(refusal().message, HasSubstr("not a database of trawl"));
}

TEST_F(Open, ADatabaseDamagedByAnUncleanStopIsRefusedAndKept) {
  for (int i = 0; i < 50; ++i) scrape("a", {{"x", std::string(2000, static_cast<char>('a' + i % 26))}});
  store.reset();
  reopen();
  create({"a"});
  crash();
  // The head of a page that only holds an old version of an item: nobody reads it in passing.
  std::string bytes = content();
  const std::size_t page = bytes.find(std::string(1000, 'b')) / 4096;
  bytes.replace(page * 4096, 64, std::string(64, '\x5a'));
  write(bytes);
  const Error error = refusal();
  EXPECT_EQ(error.code, Code::storage_error);
  EXPECT_THAT(error.message, HasSubstr("damaged"));
  EXPECT_THAT(error.hint, HasSubstr("backup"));
}

TEST_F(Open, AnUnfinishedFirstStartIsBegunAgain) {
  store.reset();
  fs::rename(file(), file().string() + ".new");
  reopen();
  EXPECT_EQ(create({"a"}), 1);
  EXPECT_FALSE(fs::exists(file().string() + ".new"));
}

TEST_F(Open, AfterACrashNoRunIsActive) {
  const RunId done = scrape("a", {{"x", "1"}});
  const RunId running = begin({"a", "b"});
  const RunId queued = create({"a"});
  emit(running, "a", {{"x", "2"}, {"y", "1"}});
  end(running, "b", PlatformStatus::succeeded);
  crash();
  now += Millis(60'000);
  reopen();
  EXPECT_THAT(must(store->list_runs({.active_only = true})), IsEmpty());
  EXPECT_EQ(status_of(done), RunStatus::completed);
  EXPECT_EQ(status_of(running), RunStatus::interrupted);
  EXPECT_EQ(status_of(queued), RunStatus::interrupted);
  EXPECT_EQ(outcome_of(running, "a").status, PlatformStatus::interrupted);
  EXPECT_EQ(outcome_of(running, "b").status, PlatformStatus::succeeded);
  EXPECT_EQ(outcome_of(running, "a").finished_at, now);
  const auto errors = must(store->list_errors({.run = running}));
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].record.kind, ErrorKind::interrupted);
  EXPECT_EQ(errors[0].record.platform, "a");
  EXPECT_THAT(items(), ElementsAre("x=1"));
  EXPECT_EQ(number("SELECT count(*) FROM item_versions"), 1);
  EXPECT_EQ(model::unsucceeded(must(store->load_lineage(running)), running), std::vector<std::string>{"a"});
  EXPECT_EQ(event_types().back(), "run.finished");
}

class Migrations : public testing::Test {
 protected:
  Migrations() {
    std::ofstream(dir / "db");
    database.emplace(dir / "db", sqlite::Database::Mode::read_write);
  }
  test::TempDir dir;
  std::optional<sqlite::Database> database;
  const std::vector<sqlite::Migration> first{{"CREATE TABLE t (x)"}};
  const std::vector<sqlite::Migration> both{{"CREATE TABLE t (x)"}, {"ALTER TABLE t ADD COLUMN y DEFAULT 7"}};
};

TEST_F(Migrations, AreAppliedOnceInOrderAfterACopyOfTheOldState) {
  ASSERT_TRUE(sqlite::migrate(*database, first, dir / "backup"));
  EXPECT_FALSE(fs::exists(dir / "backup"));
  database->execute("INSERT INTO t VALUES (1)");
  ASSERT_TRUE(sqlite::migrate(*database, both, dir / "backup"));
  ASSERT_TRUE(sqlite::migrate(*database, both, dir / "backup"));
  EXPECT_EQ(database->find<int>("SELECT y FROM t"), 7);
  EXPECT_EQ(database->find<int>("PRAGMA user_version"), 2);
  sqlite::Database backup(dir / "backup", sqlite::Database::Mode::read_only);
  EXPECT_EQ(backup.find<int>("PRAGMA user_version"), 1);
}

TEST_F(Migrations, ThatFailLeaveTheDatabaseAsItWas) {
  ASSERT_TRUE(sqlite::migrate(*database, first, dir / "backup"));
  const std::vector<sqlite::Migration> broken{{"CREATE TABLE t (x)"},
                                              {"CREATE TABLE u (x); CREATE TABLE u (x)"}};
  EXPECT_THROW((void)sqlite::migrate(*database, broken, dir / "backup"), sqlite::SqliteError);
  EXPECT_EQ(database->find<int>("PRAGMA user_version"), 1);
  EXPECT_EQ(database->find<int>("SELECT count(*) FROM sqlite_schema"), 1);
}

TEST_F(Migrations, OnlyGoForwards) {
  ASSERT_TRUE(sqlite::migrate(*database, both, dir / "backup"));
  EXPECT_FALSE(sqlite::migrate(*database, first, dir / "backup"));
}

}  // namespace
}  // namespace trawl::store
