// Files of certificate authorities. Used inside of this folder only; blocks for the file.
#pragma once

#include "settings/values.hpp"

namespace trawl::settings {

// The absolute path of a file with at least one certificate in PEM form, and nothing in it that is none.
Read<std::string> read_certificates(const Node&);

}  // namespace trawl::settings
