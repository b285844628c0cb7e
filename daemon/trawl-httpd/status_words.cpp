#include "trawl-httpd/status_words.hpp"

#include <boost/beast/http/status.hpp>
#include <ostream>

namespace trawl::httpd {

std::string_view status_words(int status) {
  return boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(status)));
}

}  // namespace trawl::httpd
