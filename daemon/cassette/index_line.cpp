#include "cassette/index_line.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <limits>
#include <set>

#include "base/text.hpp"
#include "cassette/body_files.hpp"

namespace trawl::cassette {
namespace {

namespace json = boost::json;

std::string as_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | byte >> 6);
      out += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return out;
}

// What a line may say, in the order in which it is written.
const std::vector<std::string>& known_keys() {
  static const std::vector<std::string> keys{
      "method", "url",        "request_sha256", "follow_redirects",    "n",
      "status", "failure",    "message",        "url_after_redirects", "headers",
      "body",   "elapsed_ms", "attempts"};
  return keys;
}

// The members of one line, each asked for by name and type; the first thing that is wrong is kept.
class Members {
 public:
  explicit Members(const json::object& object) : object_(object) {
    for (const auto& member : object) {
      const std::string_view key(member.key().data(), member.key().size());
      if (std::ranges::find(known_keys(), key) == known_keys().end())
        blame(fmt::format("unknown key '{}'{}", key, did_you_mean(key, known_keys())));
    }
  }

  bool has(std::string_view key) const { return object_.contains(key); }

  std::string text(std::string_view key, std::string otherwise = {}) {
    const json::value* value = find(key);
    if (!value) return otherwise;
    if (const auto* text = value->if_string()) return {text->data(), text->size()};
    blame(fmt::format("{} must be a text", key));
    return otherwise;
  }

  std::int64_t number(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    const json::value* value = find(key);
    if (!value) return otherwise;
    const auto* number = value->if_int64();
    if (number && *number >= least && *number <= most) return *number;
    blame(fmt::format("{} must be a whole number from {} to {}", key, least, most));
    return otherwise;
  }

  bool flag(std::string_view key, bool otherwise) {
    const json::value* value = find(key);
    if (!value) return otherwise;
    if (const auto* flag = value->if_bool()) return *flag;
    blame(fmt::format("{} must be true or false", key));
    return otherwise;
  }

  std::vector<fetch::Header> headers() {
    std::vector<fetch::Header> headers;
    const json::value* value = find("headers");
    if (!value) return headers;
    constexpr const char* shape = R"(headers must be a list of ["name", "value"])";
    const auto* list = value->if_array();
    if (!list) blame(shape);
    for (const json::value& each : list ? *list : json::array()) {
      const auto* pair = each.if_array();
      if (!pair || pair->size() != 2 || !(*pair)[0].is_string() || !(*pair)[1].is_string())
        blame(shape);
      else
        headers.emplace_back((*pair)[0].get_string(), (*pair)[1].get_string());
    }
    return headers;
  }

  void blame(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }
  const std::string& fault() const { return fault_; }

 private:
  const json::value* find(std::string_view key) const { return object_.if_contains(key); }

  const json::object& object_;
  std::string fault_;
};

Question question_in(Members& members) {
  Question question;
  question.method = members.text("method", "GET");
  question.url = members.text("url");
  question.request_sha256 = members.text("request_sha256");
  question.follow_redirects = members.flag("follow_redirects", true);
  if (question.url.empty()) members.blame("url is missing");
  return question;
}

std::variant<Answer, Failure> outcome_in(Members& members) {
  if (members.has("status") == members.has("failure"))
    members.blame("either status or failure must be there");
  if (members.has("failure")) {
    const std::string word = members.text("failure");
    const auto kind = model::find_error_kind(word);
    if (!kind) members.blame(fmt::format("'{}' is no kind of failure", word));
    return Failure{kind.value_or(model::ErrorKind::connect), members.text("message")};
  }
  Answer answer;
  answer.status = static_cast<int>(members.number("status", 200, 100, 999));
  answer.final_url = members.text("url_after_redirects");
  answer.headers = members.headers();
  answer.body = members.text("body");
  if (!answer.body.empty() && !is_body_name(answer.body))
    members.blame(
        fmt::format("body '{}' must be the plain name of a file in bodies/: letters, digits, "
                    "'.', '-' and '_'",
                    escape_controls(answer.body)));
  return answer;
}

void write(const Answer& answer, json::object& line) {
  line["status"] = answer.status;
  if (!answer.final_url.empty()) line["url_after_redirects"] = as_utf8(answer.final_url);
  json::array headers;
  for (const auto& [name, value] : answer.headers)
    headers.push_back(json::array{as_utf8(name), as_utf8(value)});
  line["headers"] = std::move(headers);
  if (!answer.body.empty()) line["body"] = answer.body;
}

void write(const Failure& failure, json::object& line) {
  line["failure"] = model::info(failure.kind).name;
  line["message"] = as_utf8(failure.message);
}

}  // namespace

std::string to_line(const Exchange& exchange) {
  json::object line;
  line["method"] = exchange.question.method;
  line["url"] = as_utf8(exchange.question.url);
  if (!exchange.question.request_sha256.empty()) line["request_sha256"] = exchange.question.request_sha256;
  if (!exchange.question.follow_redirects) line["follow_redirects"] = false;
  line["n"] = exchange.n;
  std::visit([&](const auto& outcome) { write(outcome, line); }, exchange.outcome);
  line["elapsed_ms"] = exchange.elapsed.count();
  line["attempts"] = exchange.attempts;
  return json::serialize(line);
}

Result<Exchange> parse_line(std::string_view line) {
  json::error_code fault;
  const json::value value = json::parse(line, fault);
  if (fault) return refuse(Code::config_invalid, fmt::format("not JSON: {}", fault.message()));
  const auto* object = value.if_object();
  if (!object) return refuse(Code::config_invalid, "a JSON object is expected");
  constexpr auto most = std::numeric_limits<std::int32_t>::max();
  Members members(*object);
  Exchange exchange;
  exchange.question = question_in(members);
  exchange.n = static_cast<unsigned>(members.number("n", 1, 1, most));
  exchange.outcome = outcome_in(members);
  exchange.elapsed = Millis(members.number("elapsed_ms", 0, 0, most));
  exchange.attempts = static_cast<unsigned>(members.number("attempts", 1, 1, most));
  if (!members.fault().empty()) return refuse(Code::config_invalid, members.fault());
  return exchange;
}

}  // namespace trawl::cassette
