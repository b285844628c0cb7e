#include "cassette/cassette.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <set>
#include <tuple>

#include "base/text.hpp"
#include "cassette/body_files.hpp"
#include "cassette/index_line.hpp"
#include "fetch/cache/variant.hpp"
#include "fetch/url.hpp"
#include "model/fetch_policy.hpp"

namespace trawl::cassette {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* header_file = "cassette.json";
constexpr const char* index_file = "index.jsonl";
constexpr const char* bodies_folder = "bodies";
constexpr std::size_t max_header_bytes = 64ULL << 10;

auto place(const Exchange& exchange) {
  const Question& question = exchange.question;
  return std::tie(question.url, question.method, question.request_sha256, question.follow_redirects,
                  exchange.n);
}

bool stands_before(const Exchange& a, const Exchange& b) {
  return place(a) < place(b);
}

std::unexpected<Error> fault_in(const fs::path& file, std::size_t line, std::string_view what) {
  return refuse(Code::config_invalid, fmt::format("{}:{}: {}", file.string(), line, what),
                "record it again with trawl-plugin run --record, or mend the line by hand");
}

json::object to_json(const Header& header) {
  json::object out{{"format", format_version}};
  if (!header.plugin.empty()) out["plugin"] = header.plugin;
  if (!header.platform.empty()) out["platform"] = header.platform;
  if (header.now_us != 0) out["now_us"] = header.now_us;
  out["seed"] = header.seed;
  if (header.redact_query != model::usual_secret_keys())
    out["redact_query"] = json::array(header.redact_query.begin(), header.redact_query.end());
  return out;
}

// One member a line, so that a difference shows as one line.
std::string to_text(const json::object& object) {
  std::string text = "{";
  for (const auto& member : object)
    text += fmt::format("{}\n  \"{}\": {}", text.size() > 1 ? "," : "",
                        std::string_view(member.key().data(), member.key().size()),
                        json::serialize(member.value()));
  return text + "\n}\n";
}

Result<Header> read_header(const fs::path& file) {
  const auto text = read_whole(file, max_header_bytes);
  if (!text) {
    Error error = text.error();
    error.hint =
        R"(a folder is a cassette when it holds cassette.json, at least {"format": 1}, and index.jsonl)";
    return std::unexpected(std::move(error));
  }
  json::error_code fault;
  const json::value value = json::parse(*text, fault);
  if (fault || !value.is_object()) return fault_in(file, 1, "a JSON object is expected");
  const json::object& object = value.get_object();
  const json::value* format = object.if_contains("format");
  if (!format || !format->is_int64()) return fault_in(file, 1, "format is missing");
  if (format->get_int64() != format_version)
    return refuse(Code::config_invalid,
                  fmt::format("{}:1: the cassette has format {}; this trawl-plugin knows {}", file.string(),
                              format->get_int64(), format_version),
                  "record it again, or use the trawl-plugin that made it");
  Header header;
  try {
    if (const auto* it = object.if_contains("plugin")) header.plugin = json::value_to<std::string>(*it);
    if (const auto* it = object.if_contains("platform")) header.platform = json::value_to<std::string>(*it);
    if (const auto* it = object.if_contains("now_us")) header.now_us = it->to_number<std::int64_t>();
    if (const auto* it = object.if_contains("seed")) header.seed = it->to_number<std::uint64_t>();
    if (const auto* it = object.if_contains("redact_query"))
      header.redact_query = json::value_to<std::vector<std::string>>(*it);
  } catch (const std::exception&) {
    return fault_in(
        file, 1,
        "plugin and platform must be texts, now_us and seed whole numbers, redact_query a list of texts");
  }
  return header;
}

// The n of one question are 1, 2, 3 ...: a gap is an answer that somebody lost.
Result<> check_counts(const fs::path& file, const std::vector<std::pair<Exchange, std::size_t>>& rows) {
  std::map<Question, std::set<unsigned>> seen;
  for (const auto& [exchange, line] : rows)
    if (!seen[exchange.question].insert(exchange.n).second)
      return fault_in(file, line, fmt::format("{} has n {} twice", to_string(exchange.question), exchange.n));
  for (const auto& [exchange, line] : rows)
    if (const auto& counts = seen[exchange.question]; exchange.n > counts.size())
      return fault_in(file, line,
                      fmt::format("{} has n {}, but only {} answer(s)", to_string(exchange.question),
                                  exchange.n, counts.size()));
  return {};
}

}  // namespace

Question question_of(const fetch::Request& request, const std::vector<std::string>& secret_keys) {
  Question question;
  question.method = request.method;
  const auto url = fetch::parse_url(request.url);
  question.url = model::redact_url(url ? url->safe : request.url, secret_keys);
  if (!request.body.empty()) question.request_sha256 = fetch::sha256_hex(request.body);
  question.follow_redirects = request.follow_redirects;
  return question;
}

std::string to_string(const Question& question) {
  return fmt::format("{} {}", question.method, question.url);
}

bool Cassette::exists(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / header_file, ignored) || fs::exists(folder / index_file, ignored);
}

Result<Cassette> Cassette::open(const fs::path& folder) {
  Cassette cassette(folder);
  auto header = read_header(folder / header_file);
  if (!header) return std::unexpected(std::move(header.error()));
  cassette.header = std::move(*header);

  const fs::path file = folder / index_file;
  const auto text = read_whole(file, max_index_bytes);
  if (!text) return std::unexpected(text.error());
  std::vector<std::pair<Exchange, std::size_t>> rows;
  std::string_view rest = *text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    if (line.size() > max_line_bytes) return fault_in(file, number, "the line is longer than 1 MiB");
    if (rows.size() >= most_exchanges)
      return fault_in(file, number, "a cassette holds at most 100000 answers");
    auto exchange = parse_line(line);
    if (!exchange) return fault_in(file, number, exchange.error().message);
    std::error_code ignored;
    const auto* answer = std::get_if<Answer>(&exchange->outcome);
    if (answer && !answer->body.empty() && !fs::is_regular_file(cassette.body_file(*answer), ignored))
      return fault_in(file, number,
                      fmt::format("the body {} is missing", cassette.body_file(*answer).string()));
    rows.emplace_back(std::move(*exchange), number);
  }
  if (auto counted = check_counts(file, rows); !counted) return std::unexpected(counted.error());
  for (auto& [exchange, line] : rows) cassette.exchanges_.push_back(std::move(exchange));
  std::ranges::sort(cassette.exchanges_, stands_before);
  return cassette;
}

fs::path Cassette::body_file(const Answer& answer) const {
  return folder_ / bodies_folder / answer.body;
}

Result<std::string> Cassette::load_body(const Answer& answer) const {
  if (answer.body.empty()) return std::string();
  return read_whole(body_file(answer), model::largest_max_body);
}

Result<std::string> Cassette::store_body(std::string_view body, std::string_view content_type) {
  if (body.empty()) return std::string();
  std::error_code fault;
  fs::create_directories(folder_ / bodies_folder, fault);
  if (fault)
    return refuse(Code::config_invalid,
                  fmt::format("{}: {}", (folder_ / bodies_folder).string(), fault.message()));
  std::string name = body_name(body, content_type);
  const fs::path file = folder_ / bodies_folder / name;
  // A file of this name may have been edited by hand since: then it no longer is this body.
  if (const auto there = read_whole(file, model::largest_max_body); there && *there == body) return name;
  if (auto written = write_whole(file, body); !written) return std::unexpected(written.error());
  return name;
}

Result<> Cassette::add(Exchange exchange) {
  if (exchanges_.size() >= most_exchanges)
    return refuse(Code::overloaded, fmt::format("a cassette holds at most {} answers", most_exchanges));
  const auto same = [&](const Exchange& other) { return other.question == exchange.question; };
  exchange.n = 1 + static_cast<unsigned>(std::ranges::count_if(exchanges_, same));
  exchanges_.insert(std::ranges::upper_bound(exchanges_, exchange, stands_before), std::move(exchange));
  return {};
}

Result<> Cassette::save() const {
  std::error_code fault;
  fs::create_directories(folder_ / bodies_folder, fault);
  if (fault) return refuse(Code::config_invalid, fmt::format("{}: {}", folder_.string(), fault.message()));
  std::string index;
  std::set<std::string> mentioned;
  for (const Exchange& exchange : exchanges_) {
    index += to_line(exchange) + "\n";
    if (const auto* answer = std::get_if<Answer>(&exchange.outcome)) mentioned.insert(answer->body);
  }
  if (auto written = write_whole(folder_ / header_file, to_text(to_json(header))); !written) return written;
  if (auto written = write_whole(folder_ / index_file, index); !written) return written;
  for (const auto& entry : fs::directory_iterator(folder_ / bodies_folder, fault))
    if (const std::string name = entry.path().filename(); is_hashed_name(name) && !mentioned.contains(name))
      fs::remove(entry.path(), fault);
  return {};
}

}  // namespace trawl::cassette
