// A C++ plugin that breaks rule 3 of the ABI: its run(), made by hand, lets an exception out.
#include <trawl/plugin.h>

#include <stdexcept>

namespace {

trawl_status run(trawl_ctx*) {
  throw std::runtime_error("thrown through the C border");
}

const trawl_plugin plugin = {
    sizeof(trawl_plugin), 0, "thrower", "1.0.0", nullptr, nullptr, nullptr, nullptr, nullptr, run, nullptr};
const trawl_plugin* const plugins[] = {&plugin};
const trawl_module module_ = {sizeof(trawl_module), TRAWL_ABI_MAJOR, TRAWL_ABI_MINOR, "by hand", 1, plugins};

}  // namespace

TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
  return &module_;
}
