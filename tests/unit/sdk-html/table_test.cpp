// Tables by the table model of the HTML standard.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/html.hpp>

namespace {

namespace html = trawl::html;
using testing::ElementsAre;
using testing::IsEmpty;

html::table read(const std::string& rows) {
  return html::parse("<table>" + rows + "</table>").table();
}

TEST(Table, HeadAndRows) {
  const auto table = read("<thead><tr><th>Name<th>Price<tbody><tr><td> Tea  pot<td>3<tr><td>Cup<td>1");
  EXPECT_THAT(table.header, ElementsAre("Name", "Price"));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("Tea pot", "3"), ElementsAre("Cup", "1")));
}

TEST(Table, FirstRowOfTitlesIsTheHeadWithoutThead) {
  EXPECT_THAT(read("<tr><th>A<th>B<tr><td>1<td>2").header, ElementsAre("A", "B"));
  const auto titles_beside = read("<tr><th>A<td>1<tr><th>B<td>2");
  EXPECT_THAT(titles_beside.header, IsEmpty());
  EXPECT_THAT(titles_beside.rows, ElementsAre(ElementsAre("A", "1"), ElementsAre("B", "2")));
}

TEST(Table, SpannedSlotsRepeatTheText) {
  EXPECT_THAT(read("<tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d").rows,
              ElementsAre(ElementsAre("a", "b", "b"), ElementsAre("a", "c", "d")));
}

TEST(Table, CellsFlowAroundSpansFromAbove) {
  EXPECT_THAT(read("<tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e").rows,
              ElementsAre(ElementsAre("a", "b", "c"), ElementsAre("d", "b", "e")));
}

TEST(Table, ShortRowsAreFilledUp) {
  EXPECT_THAT(read("<tr><td>a<tr><td>b<td>c").rows, ElementsAre(ElementsAre("a", ""), ElementsAre("b", "c")));
}

TEST(Table, RowspanZeroGoesToTheEndOfItsGroupAndNoneGoesBeyond) {
  EXPECT_THAT(read("<tbody><tr><td rowspan=0>a<td>1<tr><td>2<tbody><tr><td>b<td>3").rows,
              ElementsAre(ElementsAre("a", "1"), ElementsAre("a", "2"), ElementsAre("b", "3")));
  EXPECT_THAT(read("<tbody><tr><td rowspan=9>a<td>1<tbody><tr><td>b<td>2").rows,
              ElementsAre(ElementsAre("a", "1"), ElementsAre("b", "2")));
}

TEST(Table, FootComesLast) {
  EXPECT_THAT(read("<tfoot><tr><td>sum<tbody><tr><td>1").rows,
              ElementsAre(ElementsAre("1"), ElementsAre("sum")));
}

TEST(Table, TitlesInSeveralRowsAreJoined) {
  EXPECT_THAT(read("<thead><tr><th rowspan=2>Team<th colspan=2>Goals<tr><th>for<th>against").header,
              ElementsAre("Team", "Goals for", "Goals against"));
}

TEST(Table, InnerTablesAreTextOfTheirCell) {
  EXPECT_THAT(read("<tr><td>a<table><tr><td>b</table><td>c").rows, ElementsAre(ElementsAre("a b", "c")));
}

TEST(Table, LinesOfACellAreSeparatedAndScriptsAreNoText) {
  EXPECT_THAT(read("<tr><td>a<br>b<p>c</p>d<i>e</i><script>f</script>").rows,
              ElementsAre(ElementsAre("a b c de")));
}

TEST(Table, BadSpansCountAsOne) {
  for (const char* span : {"0", "-3", "x", ""}) {
    EXPECT_THAT(read("<tr><td colspan='" + std::string(span) + "'>a<td>b").rows,
                ElementsAre(ElementsAre("a", "b")))
        << span;
  }
  EXPECT_THAT(read("<tr><td colspan=' +2x'>a").rows, ElementsAre(ElementsAre("a", "a")));
}

TEST(Table, NothingWithoutATable) {
  EXPECT_THAT(html::parse("<p>").table().rows, IsEmpty());
  EXPECT_THAT(html::node().table().rows, IsEmpty());
}

TEST(Table, HugeSpansAreClippedOrRefused) {
  EXPECT_EQ(read("<tr><td colspan=999999999999999999999>a").rows[0].size(), 1000u);
  std::string rows;
  for (int i = 0; i < 1100; ++i) rows += "<tr><td colspan=1000 rowspan=65534>x";
  EXPECT_THROW(read(rows), html::error);
  rows = "<tr><td colspan=1000>" + std::string(100'000, 'x');
  EXPECT_THROW(read(rows), html::error);
}

}  // namespace
