#include "trawlctl/csv.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace trawl::ctl {
namespace {

TEST(CsvItems, QuotesWhatNeedsIt) {
  const auto item = boost::json::parse(
      R"({"platform":"p","kind":"k","key":"a,b","data":{"title":"say \"hi\"","lines":"1\n2","n":0.1,"tags":["x","y"],"none":null}})");
  CsvItems csv;
  EXPECT_EQ(csv.header(item), "platform,kind,key,title,lines,n,tags,none\r\n");
  EXPECT_EQ(csv.row(item), "p,k,\"a,b\",\"say \"\"hi\"\"\",\"1\n2\",0.1,x; y,\r\n");
}

TEST(CsvItems, KeepsItsColumnsForEveryItem) {
  CsvItems csv;
  csv.header(boost::json::parse(R"({"platform":"p","kind":"","key":"1","data":{"a":1,"b":2}})"));
  EXPECT_EQ(csv.row(boost::json::parse(R"({"platform":"p","kind":"","key":"2","data":{"b":3,"c":4}})")),
            "p,,2,,3\r\n");
}

}  // namespace
}  // namespace trawl::ctl
