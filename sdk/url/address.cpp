// Addresses: written, compared by origin, and resolved.
#include "parts.hpp"

namespace trawl::url {
namespace detail {

address Builder::build(Parts parts) {
  address made;
  made.scheme_ = std::move(parts.scheme);
  made.username_ = std::move(parts.username);
  made.password_ = std::move(parts.password);
  made.host_ = std::move(parts.host);
  made.path_ = std::move(parts.path);
  made.query_ = std::move(parts.query);
  made.fragment_ = std::move(parts.fragment);
  made.port_ = parts.port;
  made.has_host_ = parts.has_host;
  made.opaque_ = parts.opaque;
  return made;
}

Parts Builder::parts_of(const address& from) {
  return {from.scheme_, from.username_, from.password_, from.host_,     from.path_,
          from.query_,  from.fragment_, from.port_,     from.has_host_, from.opaque_};
}

}  // namespace detail

std::string address::href_without_fragment() const {
  std::string out = scheme_ + ":";
  if (has_host_) {
    out += "//";
    out += username_;
    if (!password_.empty()) out.append(":").append(password_);
    if (!username_.empty() || !password_.empty()) out += '@';
    out += host_;
    if (port_) out.append(":").append(std::to_string(*port_));
  } else if (!opaque_ && path_.compare(0, 2, "//") == 0) {
    out += "/.";  // else the path would be read as a host
  }
  out += path_;
  if (query_) out.append("?").append(*query_);
  return out;
}

std::string address::href() const {
  std::string out = href_without_fragment();
  if (fragment_) out.append("#").append(*fragment_);
  return out;
}

bool address::is_special() const {
  return detail::find_special(scheme_) != nullptr;
}

std::optional<std::uint16_t> address::effective_port() const {
  if (port_) return port_;
  const detail::Scheme* scheme = detail::find_special(scheme_);
  return scheme && scheme->port != 0 ? std::optional(scheme->port) : std::nullopt;
}

std::string address::origin() const {
  if (scheme_ == "blob") {
    const result inner = parse(path_);
    return inner && inner->is_http() ? inner->origin() : "null";
  }
  if (!is_special() || scheme_ == "file") return "null";
  std::string out = scheme_ + "://" + host_;
  if (port_) out.append(":").append(std::to_string(*port_));
  return out;
}

std::string resolve(std::string_view base, std::string_view reference) {
  const result found = base.empty() ? parse(reference) : parse(reference, base);
  return found ? found->href() : std::string();
}

std::string resolve(const address& base, std::string_view reference) {
  const result found = parse(reference, base);
  return found ? found->href() : std::string();
}

}  // namespace trawl::url
