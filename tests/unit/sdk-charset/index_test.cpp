// Every table whole: all sequences decoded and digested (FNV-1a, 64 bits). The digests come from another
// implementation of the Encoding standard.
#include <gtest/gtest.h>

#include <cstdint>
#include <trawl/charset.hpp>

namespace {

using trawl::charset::decode;

class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : text) value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325u;
};

std::uint64_t digest_of_pairs(const char* encoding, const std::string& before = {}) {
  Digest digest;
  for (int lead = 0x80; lead <= 0xFF; ++lead) {
    for (int trail = 0x20; trail <= 0xFF; ++trail) {
      // The letter keeps FF FE from being a byte order mark.
      digest.add(decode("a" + before + static_cast<char>(lead) + static_cast<char>(trail), encoding) + "\n");
    }
  }
  return digest.value();
}

TEST(Index, PairsOfBytesReadAsTheStandardSays) {
  EXPECT_EQ(digest_of_pairs("gb18030"), 0x74A825F2DA97EDFAu);
  EXPECT_EQ(digest_of_pairs("GBK"), 0x74A825F2DA97EDFAu);
  EXPECT_EQ(digest_of_pairs("Big5"), 0x3698D6D480FC3DB2u);
  EXPECT_EQ(digest_of_pairs("EUC-JP"), 0xCF43DB65E221C09Du);
  EXPECT_EQ(digest_of_pairs("EUC-JP", "\x8F"), 0x2BB29C7CF681ECF1u);
  EXPECT_EQ(digest_of_pairs("Shift_JIS"), 0x58DD9346540FAD71u);
  EXPECT_EQ(digest_of_pairs("EUC-KR"), 0x75E5385112375932u);
}

TEST(Index, SequencesOfFourBytesReadAsTheStandardSays) {
  Digest digest;
  for (int pointer = 0; pointer < 39420; ++pointer) {
    const char bytes[] = {
        static_cast<char>(0x81 + pointer / 12600), static_cast<char>(0x30 + pointer / 1260 % 10),
        static_cast<char>(0x81 + pointer / 10 % 126), static_cast<char>(0x30 + pointer % 10)};
    digest.add(decode({bytes, 4}, "gb18030"));
  }
  EXPECT_EQ(digest.value(), 0xB1765545402A2682u);
}

TEST(Index, SingleBytesReadAsTheStandardSays) {
  std::string all;
  for (int byte = 0; byte <= 0xFF; ++byte) all += static_cast<char>(byte);
  Digest digest;
  for (const char* encoding :
       {"IBM866",       "ISO-8859-2",   "ISO-8859-3",   "ISO-8859-4",     "ISO-8859-5",    "ISO-8859-6",
        "ISO-8859-7",   "ISO-8859-8",   "ISO-8859-8-I", "ISO-8859-10",    "ISO-8859-13",   "ISO-8859-14",
        "ISO-8859-15",  "ISO-8859-16",  "KOI8-R",       "KOI8-U",         "macintosh",     "windows-874",
        "windows-1250", "windows-1251", "windows-1252", "windows-1253",   "windows-1254",  "windows-1255",
        "windows-1256", "windows-1257", "windows-1258", "x-mac-cyrillic", "x-user-defined"}) {
    digest.add(decode(all, encoding));
  }
  EXPECT_EQ(digest.value(), 0x9D24A0FD722EF058u);
}

}  // namespace
