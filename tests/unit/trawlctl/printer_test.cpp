#include "trawlctl/printer.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace trawl::ctl {
namespace {

const boost::json::value two_runs = boost::json::parse(R"({"runs":[{"id":2},{"id":1}],"next_cursor":null})");

std::string printed(Format format, const boost::json::value& value, const Shape& shape) {
  std::string text;
  const Printer out(format, {}, [&](std::string_view part) { text += part; });
  out.result("runs.list", value, shape, [] { return std::string("a table\n"); });
  return text;
}

TEST(Printer, JsonIsOneDocumentWithTheSchemaOfTheMethod) {
  EXPECT_EQ(printed(Format::json, two_runs, {"runs", "id"}),
            "{\"schema\":\"trawl.runs.list/1\",\"runs\":[{\"id\":2},{\"id\":1}],\"next_cursor\":null}\n");
}

TEST(Printer, NdjsonIsALineARow) {
  EXPECT_EQ(printed(Format::ndjson, two_runs, {"runs", "id"}), "{\"id\":2}\n{\"id\":1}\n");
}

TEST(Printer, NameIsWhatOtherCommandsTake) {
  EXPECT_EQ(printed(Format::name, two_runs, {"runs", "id"}), "2\n1\n");
}

TEST(Printer, TableIsDrawnForPeople) {
  EXPECT_EQ(printed(Format::table, two_runs, {"runs", "id"}), "a table\n");
}

TEST(Printer, ErrorIsASentenceAndWithJsonAlsoADocument) {
  std::string text;
  const Printer out(Format::json, {}, [&](std::string_view part) { text += part; });
  out.error({.code = Code::run_not_found,
             .message = "no run 9",
             .hint = "trawlctl runs lists them",
             .data = {{"run_id", 9}}});
  EXPECT_EQ(text,
            "{\"schema\":\"trawl.error/1\",\"error\":{\"kind\":\"run_not_found\",\"message\":\"no run 9\","
            "\"hint\":\"trawlctl runs lists them\",\"run_id\":9}}\n"
            "trawlctl: no run 9\n  trawlctl runs lists them\n");
}

TEST(ParseFormat, SuggestsTheNearest) {
  EXPECT_NE(parse_format("jsn").error().message.find("'json'"), std::string::npos);
}

}  // namespace
}  // namespace trawl::ctl
