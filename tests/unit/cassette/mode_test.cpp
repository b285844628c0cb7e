#include "cassette/mode.hpp"

#include <gtest/gtest.h>

namespace trawl::cassette {
namespace {

TEST(Mode, OncePlaysWhatIsThereAndElseRecords) {
  EXPECT_EQ(source_for(Mode::once, true), Source::cassette);
  EXPECT_EQ(source_for(Mode::once, false), Source::network);
}

TEST(Mode, NoneNeverUsesTheNetwork) {
  EXPECT_EQ(source_for(Mode::none, true), Source::cassette);
  EXPECT_EQ(source_for(Mode::none, false), Source::cassette);
}

TEST(Mode, AddUsesBoth) {
  EXPECT_EQ(source_for(Mode::add, true), Source::both);
  EXPECT_EQ(source_for(Mode::add, false), Source::network);
}

TEST(Mode, AllForgetsWhatIsThere) {
  EXPECT_EQ(source_for(Mode::all, true), Source::network);
}

TEST(Mode, IsNoneByDefaultWhereCiIsSet) {
  ::unsetenv("CI");
  EXPECT_EQ(default_mode(), Mode::once);
  ::setenv("CI", "true", 1);
  EXPECT_EQ(default_mode(), Mode::none);
  ::setenv("CI", "false", 1);
  EXPECT_EQ(default_mode(), Mode::once);
  ::unsetenv("CI");
}

TEST(Mode, SuggestsTheWordThatWasMeant) {
  EXPECT_EQ(parse_mode("add"), Mode::add);
  EXPECT_EQ(parse_mode("ad").error().message, "'ad' is no mode, did you mean 'add'?");
}

}  // namespace
}  // namespace trawl::cassette
