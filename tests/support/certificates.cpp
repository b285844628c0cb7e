#include "tests/support/certificates.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

namespace trawl::test {
namespace {

using File = std::unique_ptr<std::FILE, OpensslDeleter<std::fclose>>;

void require(bool worked) {
  if (!worked) throw std::runtime_error("OpenSSL cannot make a certificate");
}

void extend(X509* certificate, int what, const std::string& value) {
  using Extension = std::unique_ptr<X509_EXTENSION, OpensslDeleter<X509_EXTENSION_free>>;
  const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str()));
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

Certificate make_certificate(const CertificateWish& wish, const Certificate* issuer) {
  static long serial = 0;
  Certificate made{X509Ptr(X509_new()), Key(EVP_EC_gen("P-256"))};
  X509* const x509 = made.x509.get();
  require(x509 && made.key);
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(x509), wish.valid_from.count());
  X509_gmtime_adj(X509_getm_notAfter(x509), wish.valid_until.count());
  X509_set_pubkey(x509, made.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wish.host.c_str()), -1, -1, 0);
  X509_set_issuer_name(x509, X509_get_subject_name(issuer ? issuer->x509.get() : x509));
  extend(x509, NID_basic_constraints, wish.authority ? "critical,CA:TRUE" : "CA:FALSE");
  if (!wish.only_common_name) extend(x509, NID_subject_alt_name, "DNS:" + wish.host);
  require(X509_sign(x509, issuer ? issuer->key.get() : made.key.get(), EVP_sha256()) > 0);
  return made;
}

void write_pem(const std::filesystem::path& path, const Certificate& certificate) {
  const File file(std::fopen(path.c_str(), "w"));
  require(file && PEM_write_X509(file.get(), certificate.x509.get()) == 1);
}

void write_key_pem(const std::filesystem::path& path, const Certificate& certificate) {
  const File file(std::fopen(path.c_str(), "w"));
  require(file && PEM_write_PrivateKey(file.get(), certificate.key.get(), nullptr, nullptr, 0, nullptr,
                                       nullptr) == 1);
}

}  // namespace trawl::test
