// /problems/{code}: what the `type` of a problem leads to. Pure; any thread.
#pragma once

#include "trawl-httpd/response.hpp"

namespace trawl::httpd {

bool is_problem_path(std::string_view path);
Response problem_page(const Request&);

}  // namespace trawl::httpd
