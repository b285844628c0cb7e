#include "cli/table.hpp"

#include <gtest/gtest.h>

namespace trawl::cli {
namespace {

TEST(Table, AlignsByWhatTheEyeSees) {
  Table table({{"NAME"}, {"N", Table::Align::right}});
  table.add({"für", "7"});
  table.add({"日本", "12"});
  EXPECT_EQ(table.text(0), "NAME   N\nfür    7\n日本  12\n");
}

TEST(Table, ClipsTheLastColumnToTheTerminal) {
  Table table({{"A"}, {"LONG"}});
  table.add({"x", std::string(100, 'y')});
  EXPECT_EQ(table.text(20), "A  LONG\nx  " + std::string(16, 'y') + "…\n");
}

TEST(Table, CellsAreMadePrintable) {
  Table table({{"A"}});
  table.add({"x\x1b[2J\ny"});
  EXPECT_EQ(table.text(0), "A\nx y\n");
}

}  // namespace
}  // namespace trawl::cli
