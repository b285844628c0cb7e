// A secret cannot be printed by accident, and does not stay behind.
#include "base/secret.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <concepts>
#include <ostream>
#include <type_traits>

namespace trawl {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

static_assert(!Streamable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(!std::convertible_to<Secret, std::string_view>);

TEST(Secret, ItsTextIsThereForWhoAsksForIt) {
  EXPECT_EQ(Secret(std::string("open sesame")).expose(), "open sesame");
  EXPECT_EQ(Secret(std::string()).expose(), "");
}

TEST(Secret, TheStringItCameInIsOverwritten) {
  std::string text = "open sesame";
  const char* const room = text.data();
  const std::size_t size = text.size();
  const Secret secret(std::move(text));
  EXPECT_EQ(std::string(room, size), std::string(size, '\0'));
}

TEST(Secret, MovingLeavesNothingBehind) {
  Secret first(std::string("open sesame"));
  const Secret second(std::move(first));
  EXPECT_EQ(first.expose(), "");
  EXPECT_EQ(second.expose(), "open sesame");
}

}  // namespace
}  // namespace trawl
