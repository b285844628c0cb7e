// Whom the fetcher believes: certificates, authorities and protocols.
#include "tests/support/temp_dir.hpp"
#include "tests/support/tls_site.hpp"
#include "tests/unit/fetch/network_test.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using namespace test;
using model::ErrorKind;
using testing::HasSubstr;

struct CurlTls : NetworkTest {
  const TempDir folder;
  const Certificate authority = make_certificate({.host = "authority.example", .authority = true});
  const std::string authority_file = (folder / "authority.pem").string();

  CurlTls() {
    write_pem(authority_file, authority);
    policy.ca_files = {{"books.example", authority_file}};
  }

  Certificate signed_for(CertificateWish wish) const { return make_certificate(wish, &authority); }

  Outcome fetch_from(const TlsSite& tls_site) {
    policy.connect_to = {"::127.0.0.1:" + std::to_string(tls_site.port())};
    return fetch({.url = "https://books.example/"});
  }

  Failure failure_at(const Certificate& certificate) {
    const TlsSite tls_site(certificate);
    const Outcome outcome = fetch_from(tls_site);
    EXPECT_EQ(tls_site.requests(), 0);
    return outcome ? Failure{.message = "believed"} : outcome.error();
  }
};

TEST_F(CurlTls, ACertificateOfTheHostsOwnAuthorityIsBelieved) {
  const TlsSite tls_site(signed_for({.host = "books.example"}));
  const auto response = fetch_from(tls_site);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, TlsSite::body);
}

TEST_F(CurlTls, FlawsOfACertificateAreToldByName) {
  const Failure expired =
      failure_at(signed_for({.host = "books.example", .valid_from = -2h, .valid_until = -1h}));
  EXPECT_EQ(expired.kind, ErrorKind::tls);
  EXPECT_THAT(expired.message, HasSubstr("https://books.example: the certificate has expired"));

  const Failure early =
      failure_at(signed_for({.host = "books.example", .valid_from = 1h, .valid_until = 2h}));
  EXPECT_EQ(early.kind, ErrorKind::tls);
  EXPECT_THAT(early.message, HasSubstr("the certificate is not valid yet"));

  const Failure wrong_host = failure_at(signed_for({.host = "toys.example"}));
  EXPECT_EQ(wrong_host.kind, ErrorKind::tls);
  EXPECT_THAT(wrong_host.message, HasSubstr("the certificate is for another host"));

  const Failure self_signed = failure_at(make_certificate({.host = "books.example"}));
  EXPECT_EQ(self_signed.kind, ErrorKind::tls);
  EXPECT_THAT(self_signed.message, HasSubstr("the certificate is self-signed; fetch.ca"));

  const Certificate stranger = make_certificate({.host = "stranger.example", .authority = true});
  const Failure unknown = failure_at(make_certificate({.host = "books.example"}, &stranger));
  EXPECT_EQ(unknown.kind, ErrorKind::tls);
  EXPECT_THAT(unknown.message, HasSubstr("authority is unknown; fetch.ca"));
}

TEST_F(CurlTls, ACommonNameIsNoNameOfAHost) {
  const Failure failed = failure_at(signed_for({.host = "books.example", .only_common_name = true}));
  EXPECT_EQ(failed.kind, ErrorKind::tls);
  EXPECT_THAT(failed.message, HasSubstr("the certificate is for another host"));
}

TEST_F(CurlTls, AnAuthorityOfOneHostVouchesForNoOther) {
  policy.ca_files = {{"toys.example", authority_file}};
  EXPECT_EQ(failure_at(signed_for({.host = "books.example"})).kind, ErrorKind::tls);
}

TEST_F(CurlTls, ASelfSignedCertificateMayBeItsOwnAuthority) {
  const Certificate own = make_certificate({.host = "books.example"});
  write_pem(folder / "own.pem", own);
  policy.ca_files = {{"books.example", (folder / "own.pem").string()}};
  const TlsSite tls_site(own);
  const auto response = fetch_from(tls_site);
  EXPECT_TRUE(response) << response.error().message;
}

// The connection is kept, and the second platform would only have to write to it.
TEST_F(CurlTls, AKeptConnectionIsNotUsedByAPlatformThatDoesNotBelieveIt) {
  const TlsSite tls_site(signed_for({.host = "books.example"}));
  ASSERT_TRUE(fetch_from(tls_site));
  policy.ca_files.clear();
  const auto outcome = fetch_from(tls_site);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::tls);
  EXPECT_EQ(tls_site.requests(), 1);
}

TEST_F(CurlTls, AnAuthorityThatCannotBeReadIsToldAsSuch) {
  policy.ca_files = {{"books.example", (folder / "missing.pem").string()}};
  const Failure failed = failure_at(signed_for({.host = "books.example"}));
  EXPECT_EQ(failed.kind, ErrorKind::tls);
  EXPECT_THAT(failed.message, HasSubstr("missing.pem"));
}

TEST_F(CurlTls, OldProtocolsAreRefused) {
  for (const int protocol : {TLS1_VERSION, TLS1_1_VERSION}) {
    const TlsSite tls_site(signed_for({.host = "books.example"}), protocol);
    const auto outcome = fetch_from(tls_site);
    ASSERT_FALSE(outcome) << protocol;
    EXPECT_EQ(outcome.error().kind, ErrorKind::tls) << outcome.error().message;
  }
}

}  // namespace
}  // namespace trawl::fetch
