// robots: what a robots.txt file says about paths, without a daemon and by the fetcher's own rules.
#include "robots/rules.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.hpp"
#include "base/unique_fd.hpp"
#include "cli/display.hpp"
#include "robots/line_reader.hpp"
#include "robots/location.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/handlers.hpp"

namespace trawl::ctl {
namespace {

// "-" is standard input. Reads no more than what counts and a little.
Result<std::string> read_robots(const std::string& name) {
  const UniqueFd file(name == "-" ? dup(STDIN_FILENO) : open(name.c_str(), O_RDONLY | O_CLOEXEC));
  std::string bytes;
  std::array<char, 65'536> block;
  ssize_t got = file ? 1 : -1;
  while (got > 0 && bytes.size() <= robots::max_file) {
    got = read(file.get(), block.data(), block.size());
    if (got > 0) bytes.append(block.data(), static_cast<std::size_t>(got));
  }
  if (got >= 0) return bytes;
  return refuse(Code::invalid_params, fmt::format("cannot read {}: {}", name, std::strerror(errno)),
                "FILE is a robots.txt; - is standard input");
}

std::string as_json_text(std::string_view text) {
  return is_valid_utf8(text) ? std::string(text) : cli::printable(text);
}

json::value verdict_on(const std::string& path, const robots::Rules& rules, const std::string& agent) {
  const robots::Verdict verdict = rules.decide(agent, path);
  json::object row{
      {"path", as_json_text(path)}, {"allowed", verdict.allowed}, {"line", nullptr}, {"rule", nullptr}};
  if (verdict.line) row["line"] = verdict.line, row["rule"] = as_json_text(verdict.rule);
  return row;
}

// "denied /private  line 3: Disallow: /private"; where no line speaks, "allowed /".
std::string draw_verdicts(const json::value& result) {
  std::string drawn;
  for (const json::value& verdict : list(result, "verdicts")) {
    drawn += fmt::format("{} {}", flag(verdict, "allowed") ? "allowed" : "denied",
                         cli::printable(text(verdict, "path")));
    if (integer(verdict, "line"))
      drawn += fmt::format("  line {}: {}", integer(verdict, "line"), cli::printable(text(verdict, "rule")));
    drawn += "\n";
  }
  return drawn;
}

}  // namespace

Result<int> judge_paths(Session& session) {
  if (!session.line().has("--agent"))
    return refuse(Code::invalid_params, "'robots' wants --agent TOKEN",
                  "the first word of fetch.user_agent, as --agent trawl");
  const std::string agent = session.line().value("--agent");
  const auto bytes = read_robots(session.argument(0));
  if (!bytes) return std::unexpected(bytes.error());
  if (agent != "*" && robots::product_token(agent) != agent)
    session.out().progress(fmt::format("note: no group can name '{}': tokens consist of letters, - and _\n",
                                       cli::printable(agent)));

  const robots::Rules rules = robots::Rules::parse(*bytes);
  json::array verdicts, sitemaps;
  for (std::size_t i = 1; i < session.line().arguments.size(); ++i)
    verdicts.push_back(verdict_on(session.argument(i), rules, agent));
  for (const std::string& sitemap : rules.sitemaps()) sitemaps.emplace_back(as_json_text(sitemap));
  const auto delay = rules.crawl_delay(agent);
  const json::value result =
      json::object{{"agent", as_json_text(agent)},
                   {"verdicts", std::move(verdicts)},
                   {"crawl_delay_ms", delay ? json::value(delay->count()) : json::value()},
                   {"sitemaps", std::move(sitemaps)}};
  session.out().result("robots", result, {.rows = "verdicts", .name = "path"},
                       [&] { return draw_verdicts(result); });
  return 0;
}

}  // namespace trawl::ctl
