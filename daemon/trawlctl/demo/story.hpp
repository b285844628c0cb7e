// The demo's story, chapter by chapter, with every promise it makes checked.
#pragma once

#include <string>

#include "trawlctl/demo/demo_site.hpp"
#include "trawlctl/demo/narrator.hpp"
#include "trawlctl/demo/private_daemon.hpp"

namespace trawl::ctl {

struct Stage {
  PrivateDaemon& daemon;
  DemoSite& site;
  Narrator& narrator;
  const std::string& configuration;  // as it was written
  int interrupt;                     // see Session
};

// Errors: the daemon went away, or Ctrl-C. Promises that are not kept are the narrator's to count.
Result<> tell_story(const Stage&);

}  // namespace trawl::ctl
