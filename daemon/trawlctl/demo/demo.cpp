#include "trawlctl/handlers.hpp"
namespace trawl::ctl {
Result<int> show_demo(Session&) { return 0; }
}
