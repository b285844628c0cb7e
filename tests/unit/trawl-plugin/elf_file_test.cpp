#include "trawl-plugin/check/elf_file.hpp"

#include <elf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

namespace trawl::author::check {
namespace {

using testing::Contains;

// Something that is surely there and a position-independent file: this test.
std::string this_program() {
  std::ifstream in("/proc/self/exe", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ElfFile, TellsLibrariesAndVersions) {
  const auto file = read_elf(this_program());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_THAT(file->libraries, Contains("libc.so.6"));
  EXPECT_THAT(file->versions, Contains("GLIBC_2.34"));
}

TEST(ElfFile, VersionsCompareAsNumbers) {
  EXPECT_GT(version_numbers("2.34"), version_numbers("2.4"));
  EXPECT_GT(version_numbers("3.4.30"), version_numbers("3.4.9"));
  EXPECT_EQ(version_numbers("2"), version_numbers("2.0.0"));
}

TEST(ElfFile, AFileThatEndsEarlyIsReadWithinItsBounds) {
  const std::string whole = this_program();
  for (const std::size_t length : {0u, 1u, 63u, 64u, 100u, 4096u})
    EXPECT_FALSE(read_elf(std::string_view(whole).substr(0, length)));
}

// Changes numbers in the header and in the table of sections; every answer is fine, reading beyond the end is
// not.
TEST(ElfFile, WrongOffsetsAreReadWithinTheBounds) {
  const std::string whole = this_program();
  const auto& header = *reinterpret_cast<const Elf64_Ehdr*>(whole.data());
  const std::size_t sections = header.e_shoff;
  const std::size_t table = std::size_t{header.e_shnum} * sizeof(Elf64_Shdr);
  std::mt19937_64 chance(1);
  for (int i = 0; i < 30; ++i) {
    std::string changed = whole;
    for (int bytes = 0; bytes < 4; ++bytes)
      changed[sections + chance() % table] = static_cast<char>(chance());
    if (const auto file = read_elf(changed); file)
      for (const auto& name : file->libraries) EXPECT_LE(name.size(), 65536u);
  }
}

}  // namespace
}  // namespace trawl::author::check
