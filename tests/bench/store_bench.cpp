// Usage: store-bench [FOLDER]
// The store against what it stands on, in one run and on one disk: items per second against raw SQLite
// with 1000 rows per transaction, and a durable state change against fdatasync alone. The folder's disk
// is what is measured; a temporary folder is the default.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"
#include "figures.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/open.hpp"
#include "tests/support/task_loop.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int item_count = 200'000;
constexpr int commit_count = 1'000;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Microseconds; the median and the 99th of a hundred.
struct Latency {
  double p50 = 0, p99 = 0;
};

// Takes turns, so that whatever else uses the disk meanwhile delays all of them alike.
std::vector<Latency> measure(const std::vector<std::function<void()>>& works) {
  std::vector<std::vector<double>> times(works.size());
  for (int i = 0; i < commit_count; ++i)
    for (std::size_t work = 0; work < works.size(); ++work) {
      const auto start = Clock::now();
      works[work]();
      times[work].push_back(seconds_since(start) * 1e6);
    }
  std::vector<Latency> latencies;
  for (auto& of_one : times) {
    std::ranges::sort(of_one);
    latencies.push_back({of_one[of_one.size() / 2], of_one[of_one.size() * 99 / 100]});
  }
  return latencies;
}

// About 230 bytes with its key, as an item of a catalogue has.
model::Item item(int number, int generation) {
  return {"book", fmt::format("https://books.example/catalogue/{:08}", number),
          fmt::format(R"({{"price":{}.99,"stock":{},"title":"{}"}})", number % 100, generation,
                      std::string(120, static_cast<char>('a' + number % 26)))};
}

void configure(sqlite::Database& database) {
  database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
}

// The peer: one table with one index, prepared statement, 1000 rows per transaction.
double raw_rows_per_second(const std::filesystem::path& folder) {
  const auto path = folder / "raw.db";
  UniqueFd(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  sqlite::Database database(path, sqlite::Database::Mode::read_write);
  configure(database);
  database.execute(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, platform TEXT, kind TEXT, key TEXT, data TEXT,"
      " UNIQUE (platform, kind, key))");
  sqlite::Statement& insert =
      database.statement("INSERT INTO t (platform, kind, key, data) VALUES (?1, ?2, ?3, ?4)");
  const auto start = Clock::now();
  for (int i = 0; i < item_count; ++i) {
    if (i % 1000 == 0) database.run("BEGIN");
    const model::Item row = item(i, 0);
    insert.run("books", row.kind, row.key, row.data);
    if (i % 1000 == 999) database.run("COMMIT");
  }
  return item_count / seconds_since(start);
}

// The least a durable change costs: four kilobytes written over blocks that exist, and synced.
class SyncedFile {
 public:
  explicit SyncedFile(const std::filesystem::path& path)
      : file_(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
    const std::string zeros(size, '\0');
    if (pwrite(file_.get(), zeros.data(), zeros.size(), 0) < 0 || fsync(file_.get()) != 0) std::abort();
  }
  void write() {
    if (pwrite(file_.get(), page_.data(), page_.size(), offset_) < 0 || fdatasync(file_.get()) != 0)
      std::abort();
    offset_ = (offset_ + 4096) % size;
  }

 private:
  static constexpr std::size_t size = 4 << 20;
  UniqueFd file_;
  const std::string page_ = std::string(4096, 'x');
  off_t offset_ = 0;
};

// SQLite alone: one row, one transaction.
class RawTable {
 public:
  explicit RawTable(const std::filesystem::path& folder)
      : database_(folder / "raw.db", sqlite::Database::Mode::read_write) {
    configure(database_);
  }
  void insert() {
    const model::Item row = item(++number_, 0);
    database_.run("INSERT INTO t (platform, kind, key, data) VALUES ('one', ?1, ?2, ?3)", row.kind, row.key,
                  row.data);
  }

 private:
  sqlite::Database database_;
  int number_ = item_count;
};

class Bench {
 public:
  explicit Bench(const std::filesystem::path& folder) {
    auto opened = sqlite::open({.state_dir = folder / "state", .now = [] { return Time{}; }});
    if (!opened) throw std::runtime_error(opened.error().message);
    store_ = std::move(*opened);
  }

  // A whole crawl of one platform, from the run's creation to its end: `at_once` batches under way.
  double crawl(int batch, int at_once, const std::function<int(int)>& generation) {
    const auto start = Clock::now();
    const RunId run = begin();
    for (int first = 0; first < item_count; first += batch * at_once) {
      std::vector<Task<Result<>>> batches;
      for (int i = 0; i < at_once; ++i) {
        std::vector<model::Item> items;
        for (int j = 0; j < batch; ++j)
          items.push_back(item(first + i * batch + j, generation(first + i * batch + j)));
        batches.push_back(store_->add_items(run, "books", std::move(items)));
      }
      loop_.run_all(std::move(batches));
    }
    PlatformEnd end;
    end.run = run;
    end.platform = "books";
    end.status = model::PlatformStatus::succeeded;
    must(store_->end_platform(end));
    return item_count / seconds_since(start);
  }

  void change_state() { must(store_->append({.type = "config.reloaded"}, {})); }
  void load() { must(store_->load_run(1)); }

  double commits_per_second(int at_once) {
    const auto start = Clock::now();
    for (int i = 0; i < commit_count; i += at_once) {
      std::vector<Task<Result<>>> tasks;
      for (int j = 0; j < at_once; ++j) tasks.push_back(store_->append({.type = "config.reloaded"}, {}));
      loop_.run_all(std::move(tasks));
    }
    return commit_count / seconds_since(start);
  }

 private:
  template <class T>
  Result<T> must(Task<Result<T>> task) {
    auto result = loop_.run(std::move(task));
    if (!result) throw std::runtime_error(result.error().message);
    return result;
  }

  RunId begin() {
    const auto decide = [](const model::Lineage*) -> Result<NewRun> {
      NewRun run;
      run.platforms = {"books"};
      return run;
    };
    const RunId run = must(store_->create_run({}, {}, decide, {}))->run.id;
    must(store_->start_run(run, Time{}));
    must(store_->start_platform({.run = run, .platform = "books"}));
    return run;
  }

  std::unique_ptr<Store> store_;
  test::TaskLoop loop_;
};

void print(const char* what, Latency latency, double base) {
  std::printf("%-44s p50 %8.0f us   p99 %8.0f us   x %.2f\n", what, latency.p50, latency.p99,
              latency.p50 / base);
}

void print(const char* what, double rate, double base) {
  std::printf("%-44s %10.0f /s   x %.2f\n", what, rate, rate / base);
}

void run(const std::filesystem::path& folder) {
  const double raw = raw_rows_per_second(folder);
  print("raw SQLite, WAL FULL, 1000 rows/tx", raw, raw);
  Bench bench(folder);
  const auto same = [](int) { return 0; };
  const double first = bench.crawl(1000, 1, same);
  print("store: first crawl, batches of 1000", first, raw);
  print("store: the same crawl again", bench.crawl(1000, 1, same), raw);
  print("store: 3 % changed", bench.crawl(1000, 1, [](int i) { return i % 33 == 0; }), raw);
  print("store: all changed", bench.crawl(1000, 1, [](int) { return 2; }), raw);
  print("store: all changed, 8 batches of 125 at once", bench.crawl(125, 8, [](int) { return 3; }), raw);
  SyncedFile file(folder / "synced");
  RawTable table(folder);
  const auto latencies = measure(
      {[&] { file.write(); }, [&] { table.insert(); }, [&] { bench.change_state(); }, [&] { bench.load(); }});
  const double sync = latencies[0].p50;
  print("pwrite 4 KiB + fdatasync", latencies[0], sync);
  print("raw SQLite, WAL FULL, one row", latencies[1], sync);
  print("store: one durable state change", latencies[2], sync);
  print("store: load one run", latencies[3], sync);
  const double single = bench.commits_per_second(1);
  print("store: state changes, one at a time", single, single);
  const double grouped = bench.commits_per_second(50);
  print("store: state changes, 50 at once", grouped, single);

  using trawl::bench::Wanted;
  trawl::bench::print_goal("P11", "items/s of a first crawl / raw SQLite rows/s", first / raw,
                           Wanted::at_least, 0.4);
  trawl::bench::print_goal("P11", "durable state change p50 / fdatasync", latencies[2].p50 / sync,
                           Wanted::at_most, 2);
  trawl::bench::print_figure("-", "state changes/s, 50 at once / one at a time", grouped / single);
}

}  // namespace
}  // namespace trawl::store

int main(int argc, char** argv) {
  const trawl::test::TempDir temporary;
  trawl::store::run(argc > 1 ? std::filesystem::path(argv[1]) : temporary.path());
}
