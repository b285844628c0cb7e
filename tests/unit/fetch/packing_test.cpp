#include "fetch/cache/packing.hpp"

#include <gtest/gtest.h>

namespace trawl::fetch {
namespace {

const std::string key(64, 'a');

StoredResponse example() {
  return {.url = "https://books.example/",
          .variant = std::string(64, 'b'),
          .status = 200,
          .sets_cookies = true,
          .asked = Time{Millis{1'000}},
          .answered = Time{Millis{1'234}},
          .headers = {{"etag", "\"1\""}, {"x-latin", "caf\xe9"}, {"x-empty", ""}},
          .body = std::string("line\n\nline\0end", 14)};
}

TEST(Packing, WhatComesOutWentIn) {
  const auto back = unpack(pack(example(), key), key);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->url, example().url);
  EXPECT_EQ(back->variant, example().variant);
  EXPECT_EQ(back->status, 200);
  EXPECT_TRUE(back->sets_cookies);
  EXPECT_EQ(back->asked, example().asked);
  EXPECT_EQ(back->answered, example().answered);
  EXPECT_EQ(back->headers, example().headers);
  EXPECT_EQ(back->body, example().body);
}

TEST(Packing, AnotherKeysFileIsNotTaken) {
  EXPECT_FALSE(unpack(pack(example(), key), std::string(64, 'c')));
}

TEST(Packing, NoDamageGoesUnnoticed) {
  const std::string whole = pack(example(), key);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
    const auto read = unpack(damaged, key);  // a frame has bits that mean nothing
    if (read) EXPECT_EQ(read->body, example().body) << i;
    EXPECT_FALSE(unpack(whole.substr(0, i), key)) << i;
  }
  EXPECT_FALSE(unpack("<html>", key));
}

}  // namespace
}  // namespace trawl::fetch
