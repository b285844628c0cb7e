// Help from the table of verbs: examples first. Pure.
#pragma once

#include <string>
#include <string_view>

#include "trawlctl/verb.hpp"

namespace trawl::ctl {

std::string general_help();
std::string noun_help(std::string_view noun);  // "runs": its verbs
std::string verb_help(const Verb&);

}  // namespace trawl::ctl
