#include "fetch/address_guard.hpp"

#include <gtest/gtest.h>

namespace trawl::fetch {
namespace {

bool allows(const AddressGuard& guard, const char* text) {
  return guard.allows(*parse_ip(text));
}

TEST(AddressGuard, PublicAddressesMayBeReached) {
  for (const char* text :
       {"8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.0.1.1",
        "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1", "2a00:1450::1"})
    EXPECT_TRUE(allows(AddressGuard(), text)) << text;
}

TEST(AddressGuard, SpecialPurposeNetworksMayNot) {
  for (const char* text : {"0.0.0.0",
                           "0.1.2.3",
                           "10.0.0.1",
                           "100.64.0.1",
                           "100.127.255.255",
                           "127.0.0.1",
                           "127.255.255.254",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.8",
                           "192.168.1.1",
                           "198.18.0.1",
                           "198.19.255.255",
                           "224.0.0.1",
                           "239.255.255.255",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "100::1",
                           "fc00::1",
                           "fdff::1",
                           "fe80::1",
                           "febf::1",
                           "fec0::1",
                           "ff02::1",
                           "64:ff9b:1::808:808"})
    EXPECT_FALSE(allows(AddressGuard(), text)) << text;
}

TEST(AddressGuard, AV4AddressInsideAV6AddressCounts) {
  for (const char* text :
       {"::ffff:127.0.0.1", "::127.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b::169.254.169.254",
        "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::1", "2001:0:808:808:0:0:80ff:fffe",
        "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:192.168.0.1"})
    EXPECT_FALSE(allows(AddressGuard(), text)) << text;
  for (const char* text :
       {"::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "2001:0:808:808:0:0:f7f7:f7f7"})
    EXPECT_TRUE(allows(AddressGuard(), text)) << text;
}

TEST(AddressGuard, AllowedBlocksOpenExactlyThemselves) {
  const std::vector<std::string> blocks{"127.0.0.0/8", "fd00:1::/32"};
  const AddressGuard guard = AddressGuard::from_text(blocks).value();
  EXPECT_TRUE(allows(guard, "127.0.0.1"));
  EXPECT_TRUE(allows(guard, "::ffff:127.0.0.1"));
  EXPECT_TRUE(allows(guard, "fd00:1::5"));
  EXPECT_TRUE(allows(guard, "8.8.8.8"));
  EXPECT_FALSE(allows(guard, "10.0.0.1"));
  EXPECT_FALSE(allows(guard, "::1"));
  EXPECT_FALSE(allows(guard, "fd00:2::5"));
}

TEST(AddressGuard, ABadBlockIsRefused) {
  const std::vector<std::string> blocks{"127.0.0.0/8", "localhost"};
  EXPECT_FALSE(AddressGuard::from_text(blocks));
}

}  // namespace
}  // namespace trawl::fetch
