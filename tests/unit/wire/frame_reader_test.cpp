#include "wire/frame_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "wire/codec.hpp"

namespace trawl::wire {
namespace {

void feed(FrameReader& reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto room = reader.room();
    const std::size_t part = std::min(room.size(), bytes.size());
    std::memcpy(room.data(), bytes.data(), part);
    reader.filled(part);
    bytes.remove_prefix(part);
  }
}

std::string frame_of(std::string_view payload) {
  const auto length = static_cast<std::uint32_t>(payload.size());
  std::string frame(reinterpret_cast<const char*>(&length), sizeof length);
  return frame.append(payload);
}

TEST(FrameReader, ReturnsFramesInOrder) {
  FrameReader reader;
  feed(reader, frame_of("one") + frame_of("") + frame_of("three"));
  EXPECT_EQ(reader.next().value(), "one");
  EXPECT_EQ(reader.next().value(), "");
  EXPECT_EQ(reader.next().value(), "three");
  EXPECT_EQ(reader.next().value(), std::nullopt);
  EXPECT_TRUE(reader.at_boundary());
}

TEST(FrameReader, AFrameMayComeByteByByte) {
  FrameReader reader;
  const std::string bytes = frame_of("slow");
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    feed(reader, bytes.substr(i, 1));
    EXPECT_EQ(reader.next().value(), std::nullopt);
    EXPECT_FALSE(reader.at_boundary());
  }
  feed(reader, bytes.substr(bytes.size() - 1));
  EXPECT_EQ(reader.next().value(), "slow");
}

TEST(FrameReader, ALargeFrameComesThroughWhole) {
  FrameReader reader;
  const std::string payload(5u << 20, 'p');
  feed(reader, frame_of("before") + frame_of(payload) + frame_of("after"));
  EXPECT_EQ(reader.next().value(), "before");
  EXPECT_EQ(reader.next().value(), payload);
  EXPECT_EQ(reader.next().value(), "after");
}

TEST(FrameReader, APromiseCostsNoMemory) {
  FrameReader reader;
  const std::uint32_t promise = max_frame;
  feed(reader, {reinterpret_cast<const char*>(&promise), sizeof promise});
  EXPECT_EQ(reader.next().value(), std::nullopt);
  EXPECT_LT(reader.room().size(), 1u << 20);
}

TEST(FrameReader, AFrameBeyondTheLimitIsRefusedAtItsFirstBytes) {
  FrameReader reader(100);
  feed(reader, frame_of(std::string(101, 'x')).substr(0, 4));
  EXPECT_THAT(reader.next().error(), testing::HasSubstr("101 bytes exceeds the limit of 100"));
}

}  // namespace
}  // namespace trawl::wire
