#include "fetch/decoding/decode_body.hpp"

#include <gmock/gmock.h>

#include "tests/unit/fetch/packing.hpp"

namespace trawl::fetch {
namespace {

using model::ErrorKind;
using testing::HasSubstr;
using Codings = std::vector<ContentCoding>;

constexpr DecodingLimits usual{.max_body = 16 << 20, .max_ratio = 200};
constexpr std::size_t one_mib = 1 << 20;

struct Packing {
  const char* name;
  ContentCoding coding;
  std::string (*pack)(std::string_view);
};
const Packing packings[] = {
    {"gzip", ContentCoding::gzip, [](std::string_view text) { return gzip(text); }},
    {"zlib", ContentCoding::deflate, [](std::string_view text) { return deflated(text, Wrapping::zlib); }},
    {"raw deflate", ContentCoding::deflate,
     [](std::string_view text) { return deflated(text, Wrapping::none); }},
    {"brotli", ContentCoding::brotli, [](std::string_view text) { return brotli(text); }},
    {"zstd", ContentCoding::zstd, [](std::string_view text) { return zstd(text); }},
};

std::expected<std::string, DecodingFault> decode(std::string packed, Codings codings,
                                                 const DecodingLimits& limits = usual) {
  return decode_body(std::move(packed), codings, limits);
}

TEST(DecodeBody, UnpacksEveryFormatWhateverTheLength) {
  for (const auto& [name, coding, pack] : packings)
    for (const std::size_t size : {1uz, 2uz, 1'000uz, 65'536uz, 3'000'000uz}) {
      const std::string text = prose(size);
      EXPECT_TRUE(decode(pack(text), {coding}) == text) << name << ' ' << size;
    }
}

TEST(DecodeBody, LeavesWhatIsNotPackedAlone) {
  EXPECT_EQ(decode("as it is", {}), "as it is");
}

TEST(DecodeBody, NothingIsNothingHoweverItIsPacked) {
  for (const auto& [name, coding, pack] : packings) {
    EXPECT_EQ(decode("", {coding}), "") << name;
    EXPECT_EQ(decode(pack(""), {coding}), "") << name;
  }
}

TEST(DecodeBody, TheLastLayerComesOffFirst) {
  EXPECT_EQ(decode(brotli(gzip("twice")), {ContentCoding::gzip, ContentCoding::brotli}), "twice");
}

TEST(DecodeBody, AllMembersOfAGzipAndAllFramesOfAZstdBelongToTheBody) {
  EXPECT_EQ(decode(gzip("one ") + gzip("") + gzip("two"), {ContentCoding::gzip}), "one two");
  EXPECT_EQ(decode(zstd("one ") + zstd("") + zstd("two"), {ContentCoding::zstd}), "one two");
}

TEST(DecodeBody, WhatFollowsAGzipIsIgnored) {
  EXPECT_EQ(decode(gzip("body") + std::string(100, '\0'), {ContentCoding::gzip}), "body");
}

// Deflate's last bits and the checksums are what tells a cut body from a whole one.
TEST(DecodeBody, ACutBodyIsTruncatedWhereverItIsCut) {
  for (const auto& [name, coding, pack] : packings) {
    const std::string packed = pack(prose(2'000));
    for (std::size_t kept = 1; kept < packed.size(); ++kept) {
      const auto body = decode(packed.substr(0, kept), {coding});
      ASSERT_FALSE(body) << name << " cut to " << kept << " of " << packed.size();
      EXPECT_EQ(body.error().kind, ErrorKind::truncated) << name;
    }
  }
}

TEST(DecodeBody, GarbageIsTruncated) {
  for (const auto& [name, coding, pack] : packings) {
    const auto body = decode("<html>not packed at all, whatever the header says</html>", {coding});
    ASSERT_FALSE(body) << name;
    EXPECT_EQ(body.error().kind, ErrorKind::truncated) << name;
    EXPECT_EQ(body.error().message, "the body cannot be decompressed");
  }
}

TEST(DecodeBody, ABodyOfExactlyMaxBodyPassesAndOneByteMoreDoesNot) {
  for (const auto& [name, coding, pack] : packings) {
    const std::string packed = pack(prose(100'000));
    EXPECT_TRUE(decode(packed, {coding}, {.max_body = 100'000, .max_ratio = 200})) << name;
    const auto body = decode(packed, {coding}, {.max_body = 99'999, .max_ratio = 200});
    ASSERT_FALSE(body) << name;
    EXPECT_EQ(body.error().kind, ErrorKind::too_large) << name;
    EXPECT_THAT(body.error().message, HasSubstr("max_body"));
  }
}

TEST(DecodeBody, TheFirstMebibyteMayHaveAnyRatio) {
  for (const auto& [name, coding, pack] : packings)
    EXPECT_TRUE(decode(pack(std::string(one_mib, '\0')), {coding})) << name;
}

TEST(DecodeBody, ABombIsTooLargeByItsRatio) {
  for (const auto& [name, coding, pack] : packings) {
    const auto body =
        decode(pack(std::string(12 * one_mib, '\0')), {coding}, {.max_body = 16 << 20, .max_ratio = 20});
    ASSERT_FALSE(body) << name;
    EXPECT_EQ(body.error().kind, ErrorKind::too_large) << name;
    EXPECT_THAT(body.error().message, HasSubstr("max_ratio (20 times"));
  }
}

TEST(DecodeBody, ABombInABombIsCountedFromWhatWasReceived) {
  const std::string inner = gzip(std::string(16 * one_mib, '\0'));
  const auto body = decode(gzip(inner), {ContentCoding::gzip, ContentCoding::gzip});
  ASSERT_FALSE(body);
  EXPECT_EQ(body.error().kind, ErrorKind::too_large);
}

// A gzip ends with the length of what was packed; a lie may cost time, but nothing else.
TEST(DecodeBody, ALyingLengthAtTheEndOfAGzipIsBroken) {
  for (const char lie : {'\1', '\x7f', '\xff'}) {
    std::string packed = gzip(prose(50'000));
    packed[packed.size() - 2] = lie;
    EXPECT_EQ(decode(packed, {ContentCoding::gzip}).error().kind, ErrorKind::truncated);
  }
}

TEST(DecodeBody, AZstdWindowBeyondEightMebibytesIsRefused) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 24);
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  const std::string text(100, 'x');
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  ZSTD_outBuffer out{packed.data(), packed.size(), 0};
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue);
  ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  packed.resize(out.pos);
  EXPECT_EQ(decode(packed, {ContentCoding::zstd}).error().kind, ErrorKind::truncated);
}

}  // namespace
}  // namespace trawl::fetch
