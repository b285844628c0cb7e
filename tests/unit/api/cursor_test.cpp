#include "api/cursor.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace trawl::api {
namespace {

TEST(Cursor, ComesBackAsItWent) {
  for (const std::int64_t position :
       {std::int64_t{0}, std::int64_t{1}, std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(decode_cursor(Listing::runs, encode_cursor(Listing::runs, position)).value(), position);
}

TEST(Cursor, OfAnotherListOrVersionOrMadeUpIsRefused) {
  const std::vector<std::string> words{
      encode_cursor(Listing::items, 7), "2r7", "1r", "", "1r7x", "1r-7", "1rffffffffffffffffff"};
  for (const std::string& word : words)
    EXPECT_EQ(decode_cursor(Listing::runs, word).error().code, Code::invalid_params) << word;
}

}  // namespace
}  // namespace trawl::api
