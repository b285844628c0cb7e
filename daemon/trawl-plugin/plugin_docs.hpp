// The configuration of a plugin as a document: a table for each object, out of its schemas. Pure; any thread.
#pragma once

#include <string>

#include "base/error.hpp"
#include "model/plugin.hpp"

namespace trawl::author {

// For a README: one section, with tables as GitHub, GitLab and pandoc read them.
Result<std::string> as_markdown(const model::PluginDescriptor&);

// For a manual page, in the notation of scdoc: one section, a list for each object.
Result<std::string> as_scdoc(const model::PluginDescriptor&);

}  // namespace trawl::author
