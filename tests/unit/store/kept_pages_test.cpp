// The pages that errors are about: files for people, bounded, gone with their runs.
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;

constexpr std::uint64_t plenty = 1 << 20;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class KeptPages : public StoreTest {
 protected:
  std::string keep(RunId run, std::string body, std::uint64_t budget = plenty) {
    return must(store->keep_page(run, "shop", {"text/html; charset=utf-8", std::move(body)}, budget));
  }
};

TEST_F(KeptPages, AreFilesBesideTheDatabaseWithTheirBytesAndAnExtension) {
  const std::string file = keep(7, "<p>\xff</p>");
  EXPECT_THAT(file, EndsWith("/pages/7/shop-1.html"));
  EXPECT_EQ(content_of(file), "<p>\xff</p>");
}

TEST_F(KeptPages, AreReadableByTheDaemonsUserAlone) {
  const fs::path file = keep(7, "x");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0600));
  EXPECT_EQ(fs::status(file.parent_path()).permissions(), fs::perms(0700));
}

TEST_F(KeptPages, OfOneRunAreNumberedAcrossItsAttempts) {
  keep(7, "a");
  EXPECT_THAT(keep(7, "b"), EndsWith("/shop-2.html"));
}

TEST_F(KeptPages, OfTheOldestRunsMakeRoom) {
  const std::string oldest = keep(1, std::string(60, 'a'), 100);
  const std::string middle = keep(2, std::string(40, 'b'), 100);
  const std::string newest = keep(3, std::string(50, 'c'), 100);
  EXPECT_FALSE(fs::exists(oldest));
  EXPECT_TRUE(fs::exists(middle));
  EXPECT_TRUE(fs::exists(newest));
}

TEST_F(KeptPages, OfOneRunThatFillTheBudgetAreRefusedByName) {
  keep(1, std::string(60, 'a'), 100);
  const auto refusal = await(store->keep_page(1, "shop", {"text/html", std::string(60, 'b')}, 100));
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.error().code, Code::storage_full);
  EXPECT_THAT(refusal.error().hint, HasSubstr("retention"));
}

TEST_F(KeptPages, ThatDoNotFitCostNoOtherItsPlace) {
  const std::string small = keep(1, "a", 100);
  EXPECT_FALSE(await(store->keep_page(2, "shop", {"text/html", std::string(200, 'b')}, 100)));
  EXPECT_TRUE(fs::exists(small));
}

TEST_F(KeptPages, CountAgainstTheBudgetAfterARestart) {
  const std::string before = keep(1, std::string(60, 'a'), 100);
  reopen();
  keep(2, std::string(60, 'b'), 100);
  EXPECT_FALSE(fs::exists(before));
}

TEST_F(KeptPages, GoWithTheirRun) {
  const std::string first = keep(scrape("a", {{"x", "1"}}), "page");
  const std::string second = keep(scrape("a", {{"x", "2"}}), "page");
  must(store->prune(1, Time{}));
  EXPECT_FALSE(fs::exists(first));
  EXPECT_TRUE(fs::exists(second));
}

TEST_F(KeptPages, ThatCannotBeWrittenNameTheFile) {
  std::ofstream(dir.path() / "pages") << "not a folder";
  const auto refusal = await(store->keep_page(1, "shop", {"text/html", "x"}, plenty));
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.error().code, Code::storage_error);
  EXPECT_THAT(refusal.error().message, HasSubstr("/pages"));
}

}  // namespace
}  // namespace trawl::store
