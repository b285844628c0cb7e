#include "model/trigger_kind.hpp"

#include <gtest/gtest.h>

namespace trawl::model {
namespace {

TEST(TriggerKinds, HaveOneNameEach) {
  for (const char* word : {"schedule", "catchup", "manual", "retry", "auto_retry", "resume", "api"})
    EXPECT_EQ(name(find_trigger_kind(word).value()), word);
  EXPECT_FALSE(find_trigger_kind("other"));
}

}  // namespace
}  // namespace trawl::model
