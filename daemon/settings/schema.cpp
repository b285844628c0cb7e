#include "settings/schema.hpp"

#include <boost/json/parse.hpp>
#include <set>

#include "settings/schema_check.hpp"
#include "settings/schema_form.hpp"

namespace trawl::settings {

Result<Schema> Schema::parse(std::string_view text) {
  boost::system::error_code fault;
  boost::json::value root = boost::json::parse(text, fault);
  if (fault) return refuse(Code::invalid_params, "it is not JSON: " + fault.message());
  std::set<std::string> unsupported;
  if (auto done = check_form(root, unsupported); !done) return std::unexpected(done.error());
  Schema schema(std::move(root));
  schema.unsupported_.assign(unsupported.begin(), unsupported.end());
  return schema;
}

void Schema::check(const Node& node, std::string_view subject, Faults& faults) const {
  report(check_against(root_, node), subject, faults);
}

}  // namespace trawl::settings
