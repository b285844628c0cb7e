// The parts of the configuration that concern the daemon itself.
#include "tests/unit/settings/loading.hpp"

namespace trawl::settings {
namespace {

using namespace testing;

TEST(Daemon, EverythingHasADefault) {
  const Settings settings = settings_of("{}");
  EXPECT_EQ(settings.state_dir, "/var/lib/trawl");
  EXPECT_EQ(settings.socket.path, "/run/trawl/trawl.sock");
  EXPECT_EQ(settings.socket.mode, 0660U);
  EXPECT_EQ(settings.socket.gid, std::nullopt);
  EXPECT_EQ(settings.max_connections, 256);
  EXPECT_EQ(settings.retention.runs, 10'000);
  EXPECT_THAT(settings.plugin_path, ElementsAre("/usr/local/lib/trawl/plugins-1"));
}

TEST(Daemon, GroupTrawlOperatesUnlessAccessIsGiven) {
  const Settings by_default = settings_of("{}");
  ASSERT_EQ(by_default.access.size(), 1U);
  EXPECT_EQ(by_default.access[0].gid, 970U);
  EXPECT_EQ(by_default.access[0].role, Role::operator_);
  EXPECT_TRUE(settings_of("access: []").access.empty());
}

TEST(Daemon, WithoutTheDefaultGroupNobodyIsGrantedAnything) {
  LoadOptions options = machine();
  options.find_group = [](const std::string&) { return std::nullopt; };
  EXPECT_TRUE(settings_of("{}", options).access.empty());
}

TEST(Daemon, AccessNamesAGroupAUserOrTheOthers) {
  const Settings settings = settings_of(
      "access:\n"
      "  - {group: trawl-admin, role: admin}\n"
      "  - {uid: 1000, role: operator}\n"
      "  - {others: true, role: viewer}\n");
  ASSERT_EQ(settings.access.size(), 3U);
  EXPECT_EQ(settings.access[0].gid, 971U);
  EXPECT_EQ(settings.access[0].role, Role::admin);
  EXPECT_EQ(settings.access[1].uid, 1000U);
  EXPECT_TRUE(settings.access[2].others);
  EXPECT_EQ(settings.access[2].role, Role::viewer);
}

TEST(Daemon, FaultsOfAccess) {
  EXPECT_THAT(faults_of("access: {group: trawl}"),
              ElementsAre("1:9: access: expected a list such as [{group: trawl, role: operator}]"));
  EXPECT_THAT(
      faults_of("access:\n  - {group: trawl, uid: 5, role: boss}\n  - {role: admin}\n  - {group: trawl}\n"),
      ElementsAre("2:5: access[0]: expected exactly one of group, uid and others, to say who has the role",
                  "2:34: access[0].role: expected one of viewer, operator, admin, got the text 'boss'",
                  "3:5: access[1]: expected exactly one of group, uid and others, to say who has the role",
                  "4:5: access[2]: missing key 'role': viewer, operator or admin"));
}

TEST(Daemon, AnUnknownGroupIsAFaultUnlessTolerated) {
  constexpr std::string_view text = "socket: {group: wheel}\naccess: [{group: wheel, role: admin}]\n";
  EXPECT_THAT(
      faults_of(text),
      ElementsAre(
          "1:17: socket.group: no group 'wheel' on this machine; create it with: addgroup --system wheel",
          "2:18: access[0].group: no group 'wheel' on this machine; create it with: addgroup --system "
          "wheel"));
  LoadOptions options = machine();
  options.tolerate_unknown_groups = true;
  const Settings settings = settings_of(text, options);
  EXPECT_EQ(settings.socket.gid, std::nullopt);
  EXPECT_TRUE(settings.access.empty());
}

TEST(Daemon, TheModeOfTheSocketIsOctal) {
  EXPECT_EQ(settings_of("socket: {mode: \"0600\"}").socket.mode, 0600U);
  EXPECT_EQ(settings_of("socket: {mode: 0666}").socket.mode, 0666U);
  for (const char* bad : {"660", "0999", "00660", "rw", "[0660]"})
    EXPECT_THAT(faults_of(std::string("socket: {mode: ") + bad + "}"),
                ElementsAre(HasSubstr("1:16: socket.mode: expected file permissions as four octal digits")))
        << bad;
}

TEST(Daemon, TcpNeedsTokens) {
  EXPECT_THAT(faults_of("http:\n  listen: 127.0.0.1:8484\n"),
              ElementsAre("2:11: http.listen: needs http.tokens_file: TCP always asks for a token"));
  const Settings settings = settings_of(
      "http: {unix: /run/h.sock, listen: \"[::1]:8484\", tokens_file: /etc/t, allowed_hosts: [a.example], "
      "behind_proxy: true}");
  EXPECT_EQ(settings.http.listen, "[::1]:8484");
  EXPECT_THAT(settings.http.allowed_hosts, ElementsAre("a.example"));
  EXPECT_TRUE(settings.http.behind_proxy);
  EXPECT_FALSE(settings_of("http: {unix: /run/h.sock}").http.behind_proxy);
}

TEST(Daemon, FaultsOfTheLog) {
  EXPECT_THAT(faults_of("log: {level: warn, target: jurnal}"),
              ElementsAre("1:14: log.level: expected one of debug, info, warning, error, got the text 'warn'",
                          "1:28: log.target: expected one of journal, stderr, FILE (a path with a '/'), got "
                          "the text 'jurnal', did you mean 'journal'?"));
  EXPECT_EQ(settings_of("log: {target: /var/log/trawl.log}").log.target, "/var/log/trawl.log");
}

TEST(Daemon, NumbersHaveBounds) {
  EXPECT_THAT(
      faults_of("retention: {runs: 0, days: \"90\"}\ndrain_timeout: 2h\n"),
      ElementsAre("1:19: retention.runs: expected an integer from 1 to 10000000, got 0",
                  "1:28: retention.days: expected an integer, got the text '90'; remove the quotation marks",
                  "2:16: drain_timeout: expected a duration from 0ms to 1h, got 2h"));
}

TEST(Daemon, UnknownKeysAreNamedWithASuggestion) {
  EXPECT_THAT(
      faults_of("scheduels: {}\nsocket: {pth: /run/x}\nxyzzy: 1\n"),
      ElementsAre("1:1: unknown key 'scheduels', did you mean 'schedules'?",
                  "2:10: unknown key 'pth' in socket, did you mean 'path'?", "3:1: unknown key 'xyzzy'"));
}

TEST(Daemon, WrongTypesSayWhatIsThere) {
  EXPECT_THAT(faults_of("state_dir: 5\nsocket: [a]\nplugins: {path: /usr/lib}\nlog: info\n"),
              ElementsAre("1:12: state_dir: expected text, got the integer 5; put it in quotation marks",
                          "2:9: socket: expected a map of keys and values, got a list",
                          "3:17: plugins.path: expected a list such as [a, b], got the text '/usr/lib'",
                          "4:6: log: expected a map of keys and values, got the text 'info'"));
}

TEST(Daemon, ASectionWithEverythingCommentedOutIsEmpty) {
  EXPECT_TRUE(settings_of("platforms:\n#  a: {}\nschedules:\n").platforms.empty());
}

TEST(Daemon, AliasesCauseNoFurtherFaults) {
  EXPECT_THAT(faults_of("state_dir: &d /srv\nsocket: *d\nplatforms: {a: *d}\n"),
              ElementsAre(HasSubstr("1:12: anchors"), HasSubstr("2:9: the alias '*d'"),
                          HasSubstr("3:16: the alias '*d'")));
}

}  // namespace
}  // namespace trawl::settings
