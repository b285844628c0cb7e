// Files as a whole: those that cannot be read, and faults of all kinds in one pass.
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "settings/tree.hpp"
#include "tests/unit/settings/loading.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::settings {
namespace {

using namespace testing;

class File : public ::testing::Test {
 protected:
  std::filesystem::path write(std::string_view text) const {
    std::ofstream(folder / "trawl.yaml", std::ios::binary) << text;
    return folder / "trawl.yaml";
  }
  static std::string message_of(const std::filesystem::path& file) {
    const LoadResult result = load(file, machine());
    EXPECT_FALSE(result.settings);
    EXPECT_EQ(result.faults.size(), 1U);
    return result.faults.empty() ? "" : result.faults[0].message;
  }

  test::TempDir own;
  std::filesystem::path folder = own.path();
};

TEST_F(File, IsReadFromDisk) {
  const auto file = write("state_dir: /srv/trawl\n");
  const LoadResult result = load(file, machine());
  ASSERT_TRUE(result.settings);
  EXPECT_EQ(result.settings->state_dir, "/srv/trawl");
  EXPECT_EQ(result.settings->file, file.string());
}

TEST_F(File, MayBeginWithAByteOrderMark) {
  EXPECT_TRUE(load(write("\xEF\xBB\xBFstate_dir: /srv\n"), machine()).settings);
}

TEST_F(File, ThatDoesNotExistIsNamedWithoutALine) {
  const LoadResult result = load(folder / "none.yaml", machine());
  EXPECT_THAT(lines(result.faults), ElementsAre((folder / "none.yaml").string() +
                                                ": there is no such file; name it with --config FILE"));
}

TEST_F(File, ThatIsADirectoryIsRefused) {
  EXPECT_EQ(message_of(folder), "is a directory; name the file in it");
}

TEST_F(File, ThatIsEmptyIsRefusedWithARemedy) {
  for (const char* empty : {"", "\n\n", "# all commented out\n", "---\n", "~\n"})
    EXPECT_EQ(message_of(write(empty)),
              "the file is empty; at least name platforms, as the commented trawl.yaml of the package shows");
}

TEST_F(File, OfMoreThanAMebibyteIsRefused) {
  EXPECT_EQ(message_of(write(std::string(max_file_bytes + 1, '#'))),
            "larger than 1MiB; a configuration this large is a mistake");
  EXPECT_EQ(message_of(write(std::string(max_file_bytes, '#'))),
            "the file is empty; at least name platforms, as the commented trawl.yaml of the package shows");
}

TEST_F(File, WhoseRootIsNoMapIsRefused) {
  EXPECT_EQ(message_of(write("- a\n")), "expected a map of keys and values, got a list");
}

TEST_F(File, IsCheckedInOnePass) {
  EXPECT_THAT(
      faults_of(R"(state_dir: 5
fetch: {timeout: {total: soon}, max_body: 16MB}
platforms:
  books:
    plugin: pagse
  quotes:
    plugin: pages
    config: {start: x, depth: many}
    plugin: pages
  news: &n
    plugin: pages
    config: {start: x}
schedules:
  daily:
    evry: 1d
    platforms: [boks]
  never:
    cron: "0 0 30 2 *"
    platforms: all
)"),
      ElementsAre(
          "1:12: state_dir: expected text, got the integer 5; put it in quotation marks",
          "2:26: fetch.timeout.total: 'soon' is no duration; write it like 250ms, 10s, 5m, 2h or 1d",
          "2:43: fetch.max_body: '16MB' is no size; write it like 64KiB, 16MiB or 1GiB",
          "5:13: platforms.books.plugin: no plugin 'pagse' is installed, did you mean 'pages'?",
          "8:31: platforms.quotes.config at /depth: expected an integer, got the text 'many'",
          "9:5: duplicate key 'plugin', first given in line 7",
          HasSubstr("10:9: anchors (&name) are not allowed"),
          "14:3: schedules.daily: missing key 'every': without it, or 'cron', the schedule never fires",
          "15:5: unknown key 'evry' in schedules.daily, did you mean 'every'?",
          "16:17: schedules.daily: no platform 'boks' under platforms:, did you mean 'books'?",
          HasSubstr("18:11: schedules.never: cron '0 0 30 2 *'")));
}

TEST_F(File, FaultsCannotDriveATerminal) {
  EXPECT_THAT(faults_of("\"a\\e[2J\": 1\n"), ElementsAre("1:1: unknown key 'a\\x1b[2J'"));
}

}  // namespace
}  // namespace trawl::settings
