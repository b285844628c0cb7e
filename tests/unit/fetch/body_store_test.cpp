#include "fetch/cache/body_store.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/support/temp_dir.hpp"

namespace trawl::fetch {
namespace {

std::string key(char c) {
  return std::string(64, c);
}

struct BodyStoreTest : testing::Test {
  test::TempDir home;
  std::filesystem::path folder = home / "shop";

  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
  }
  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / name) << text;
  }
};

TEST_F(BodyStoreTest, WhatIsPutIsThereAlsoAfterARestart) {
  BodyStore(folder, 1 << 20).put(key('a'), "bytes").value();
  BodyStore store(folder, 1 << 20);
  EXPECT_EQ(store.get(key('a')), "bytes");
  EXPECT_EQ(store.get(key('b')), std::nullopt);
  EXPECT_EQ(store.bytes(), 4096u) << "whole blocks, as the disk counts";
}

TEST_F(BodyStoreTest, WhoWasNotAskedForTheLongestGoesFirst) {
  BodyStore store(folder, 4 * 4096);
  for (const char c : {'a', 'b', 'c', 'd'}) store.put(key(c), "x").value();
  store.get(key('a'));
  store.put(key('e'), "x").value();
  EXPECT_FALSE(store.get(key('b')));
  EXPECT_TRUE(store.get(key('a')));
  EXPECT_EQ(store.bytes(), 4u * 4096);
  EXPECT_EQ(files(), 4u);
}

TEST_F(BodyStoreTest, ASmallerLimitEvictsAtOnce) {
  BodyStore store(folder, 1 << 20);
  for (const char c : {'a', 'b', 'c', 'd'}) store.put(key(c), "x").value();
  store.set_capacity(2 * 4096);
  EXPECT_EQ(store.count(), 2u);
  EXPECT_EQ(files(), 2u);
  EXPECT_EQ(BodyStore(folder, 4096).count(), 1u);
}

TEST_F(BodyStoreTest, OneBodyNeverPushesOutMostOthers) {
  BodyStore store(folder, 8 * 4096);
  store.put(key('a'), "x").value();
  store.put(key('b'), std::string(3 * 4096, 'x')).value();
  EXPECT_TRUE(store.get(key('a')));
  EXPECT_FALSE(store.get(key('b')));
}

TEST_F(BodyStoreTest, ForeignAndUnfinishedFilesAreRemoved) {
  write("notes.txt", "x");
  write(key('a') + ".tmp", "half");
  write("../outside", "stays");
  std::filesystem::create_symlink(home / "outside", folder / (key('b') + ".zst"));
  EXPECT_EQ(BodyStore(folder, 1 << 20).count(), 0u);
  EXPECT_EQ(files(), 0u);
  EXPECT_TRUE(std::filesystem::exists(home / "outside"));
}

TEST_F(BodyStoreTest, TheFolderMayVanishUnderIt) {
  BodyStore store(folder, 1 << 20);
  store.put(key('a'), "x").value();
  std::filesystem::remove_all(folder);
  EXPECT_FALSE(store.get(key('a')));
  store.put(key('a'), "y").value();
  EXPECT_EQ(store.get(key('a')), "y");
}

TEST_F(BodyStoreTest, AFileThatChangedItsSizeIsNotServed) {
  BodyStore store(folder, 1 << 20);
  store.put(key('a'), "x").value();
  write(key('a') + ".zst", std::string(10'000, 'x'));
  EXPECT_FALSE(store.get(key('a')));
  EXPECT_EQ(files(), 0u);
}

TEST_F(BodyStoreTest, OthersMayNotReadIt) {
  BodyStore store(folder, 1 << 20);
  store.put(key('a'), "x").value();
  struct stat status{};
  ASSERT_EQ(::stat(folder.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  ASSERT_EQ(::stat((folder / (key('a') + ".zst")).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(BodyStoreTest, ADiskThatTakesNothingIsAnError) {
  write("../file", "in the way");
  BodyStore store(home / "file" / "shop", 1 << 20);
  const auto put = store.put(key('a'), "x");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, Code::storage_error);
  EXPECT_EQ(store.bytes(), 0u);
}

}  // namespace
}  // namespace trawl::fetch
