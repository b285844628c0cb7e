// Prometheus' text format 0.0.4 and OpenMetrics 1.0.
#include "trawl-httpd/exposition.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <limits>

namespace trawl::httpd {
namespace {

std::string exposed(std::string_view families, Exposition format = Exposition::prometheus) {
  return expose(boost::json::parse(families).as_array(), format);
}

TEST(Exposition, NamesACounterWithItsEnding) {
  EXPECT_EQ(exposed(R"([{"name":"a","type":"counter","help":"h","samples":[{"labels":{},"value":3}]}])"),
            "# HELP a_total h\n# TYPE a_total counter\na_total 3\n");
}

TEST(Exposition, OpenMetricsNamesTheFamilyWithoutItAndSaysWhereItEnds) {
  EXPECT_EQ(exposed(R"([{"name":"a","type":"counter","help":"h","samples":[{"labels":{},"value":3}]}])",
                    Exposition::openmetrics),
            "# HELP a h\n# TYPE a counter\na_total 3\n# EOF\n");
}

TEST(Exposition, EscapesLabelValues) {
  const std::string text = exposed(
      R"([{"name":"a","type":"gauge","help":"h","samples":[{"labels":{"x":"1\"2\\3\n4","y":"z"},"value":1}]}])");
  EXPECT_NE(text.find("a{x=\"1\\\"2\\\\3\\n4\",y=\"z\"} 1\n"), std::string::npos) << text;
}

TEST(Exposition, EscapesHelp) {
  EXPECT_NE(
      exposed(R"([{"name":"a","type":"gauge","help":"a\\b\nc","samples":[]}])").find("# HELP a a\\\\b\\nc\n"),
      std::string::npos);
}

TEST(Exposition, WritesTheNumbersThatJsonHasNoWordFor) {
  boost::json::array samples;
  for (const double value :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity(), 0.25})
    samples.push_back({{"labels", boost::json::object{}}, {"value", value}});
  const boost::json::array families{{{"name", "a"}, {"type", "gauge"}, {"help", "h"}, {"samples", samples}}};
  EXPECT_EQ(expose(families, Exposition::prometheus),
            "# HELP a h\n# TYPE a gauge\na NaN\na +Inf\na -Inf\na 0.25\n");
}

TEST(Exposition, AHistogramsSamplesCarryTheirEndings) {
  EXPECT_EQ(exposed(R"([{"name":"a","type":"histogram","help":"h","samples":[
                {"labels":{"le":"1.0"},"value":2,"suffix":"_bucket"},{"labels":{},"value":2,"suffix":"_count"}]}])"),
            "# HELP a h\n# TYPE a histogram\na_bucket{le=\"1.0\"} 2\na_count 2\n");
}

TEST(Exposition, WhatIsNoFamilyIsLeftOut) {
  EXPECT_EQ(
      exposed(
          R"([7,{"name":"a"},{"name":"b","type":"gauge","help":"","samples":[{"value":"x"},{"value":1}]}])"),
      "# HELP b \n# TYPE b gauge\nb 1\n");
}

TEST(Exposition, IsOpenMetricsOnlyForThoseWhoNameIt) {
  EXPECT_EQ(wanted_exposition(""), Exposition::prometheus);
  EXPECT_EQ(wanted_exposition("*/*"), Exposition::prometheus);
  EXPECT_EQ(wanted_exposition("application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1"),
            Exposition::openmetrics);
}

}  // namespace
}  // namespace trawl::httpd
