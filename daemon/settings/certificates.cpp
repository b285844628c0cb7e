#include "settings/certificates.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <system_error>

#include "settings/address.hpp"

namespace trawl::settings {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

}  // namespace

Read<std::string> read_certificates(const Node& node) {
  auto path = read_absolute_path(node);
  if (!path) return path;
  errno = 0;
  const Bio file(BIO_new_file(path->c_str(), "r"), &BIO_free);
  if (!file) {
    const int reason = errno;
    ERR_clear_error();
    return std::unexpected(
        fmt::format("{} cannot be read: {}", *path, std::system_category().message(reason)));
  }
  int count = 0;
  while (Certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr), &X509_free)) ++count;
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (count == 0 || !at_end)
    return std::unexpected(
        fmt::format("{} is no list of certificates in PEM form (-----BEGIN CERTIFICATE-----)", *path));
  return path;
}

}  // namespace trawl::settings
