#include "trawl-plugin/check/alteration.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace trawl::author::check {
namespace {

using model::ErrorKind;

constexpr std::size_t large_body = 16u << 20;
constexpr std::size_t deep_nesting = 10'000;

std::size_t below(std::size_t limit, Chance& chance) {
  return limit == 0 ? 0 : static_cast<std::size_t>(chance() % limit);
}

std::string& header(fetch::Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, &fetch::Header::first);
  if (found != response.headers.end()) return found->second;
  return response.headers.emplace_back(name, "").second;
}

template <ErrorKind kind>
Answer fail(Answer answer, Chance&) {
  const std::string url = answer ? answer->url : answer.error().url;
  return std::unexpected(
      fetch::Failure{kind, std::string(model::info(kind).name) + " (made up by the check)", url});
}

template <int status>
Answer refuse_with(Answer answer, Chance&) {
  if (!answer) return answer;
  answer->status = status;
  answer->body = "<html><body><h1>" + std::to_string(status) + "</h1></body></html>";
  header(*answer, "content-type") = "text/html";
  return answer;
}

// A change of the body; a failure has none.
template <void (*change)(fetch::Response&, Chance&)>
Answer with(Answer answer, Chance& chance) {
  if (answer) change(*answer, chance);
  return answer;
}

void empty(fetch::Response& response, Chance&) {
  response.body.clear();
}

void cut(fetch::Response& response, Chance& chance) {
  response.body.resize(below(response.body.size(), chance));
}

void fill_with_chance(fetch::Response& response, Chance& chance) {
  response.body.resize(std::max<std::size_t>(response.body.size(), 64));
  for (char& byte : response.body) byte = static_cast<char>(chance());
}

void claim_other_charset(fetch::Response& response, Chance& chance) {
  constexpr std::array names{"utf-16le", "shift_jis", "iso-2022-jp", "koi8-r", "no-such-charset"};
  std::string& type = header(response, "content-type");
  type = type.substr(0, type.find(';')) + "; charset=" + names[below(names.size(), chance)];
}

// White space at the end changes the meaning of neither HTML nor XML nor JSON.
void enlarge(fetch::Response& response, Chance&) {
  if (response.body.size() < large_body) response.body.append(large_body - response.body.size(), '\n');
}

void nest_deeply(fetch::Response& response, Chance&) {
  const bool json = header(response, "content-type").find("json") != std::string::npos;
  const bool xml = header(response, "content-type").find("xml") != std::string::npos;
  const std::string_view unit = json ? "[" : xml ? "<a>" : "<div>";
  response.body.clear();
  for (std::size_t depth = 0; depth < deep_nesting; ++depth) response.body += unit;
}

constexpr std::array table{
    Alteration{"faults.dns", "the host's name is not known", fail<ErrorKind::dns>},
    Alteration{"faults.timeout", "no answer comes in time", fail<ErrorKind::timeout>},
    Alteration{"faults.reset", "the connection is reset", fail<ErrorKind::reset>},
    Alteration{"faults.redirects", "redirects go in a circle", fail<ErrorKind::redirects>},
    Alteration{"faults.robots", "robots.txt forbids the page", fail<ErrorKind::robots>},
    Alteration{"faults.status_403", "the answer is 403", refuse_with<403>},
    Alteration{"faults.status_404", "the answer is 404", refuse_with<404>},
    Alteration{"faults.status_429", "the answer is 429", refuse_with<429>},
    Alteration{"faults.status_500", "the answer is 500", refuse_with<500>},
    Alteration{"faults.empty_body", "the body is empty", with<empty>},
    Alteration{"faults.random_bytes", "the body is random bytes", with<fill_with_chance>},
    Alteration{"faults.cut_body", "the body ends early", with<cut>, false},
    Alteration{"faults.wrong_charset", "the header names another charset", with<claim_other_charset>, false},
    Alteration{"faults.large_body", "the body has 16 MiB", with<enlarge>},
    Alteration{"faults.deep_nesting", "the body is nested 10,000 deep", with<nest_deeply>, false},
};

void mutate_text(std::string& text, Chance& chance) {
  const std::size_t changes = 1 + below(8, chance);
  for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = below(text.size(), chance);
    const std::size_t length = 1 + below(std::min<std::size_t>(64, text.size() - at), chance);
    switch (below(6, chance)) {
      case 0:
        text[at] = static_cast<char>(chance());
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(below(text.size(), chance), length));
        break;
      case 3:
        text.insert(at, length, text[at]);
        break;
      case 4:
        std::swap(text[at], text[below(text.size(), chance)]);
        break;
      default:
        text[at] = "<>\"'&{}[]\\/=\0\xff\xc0"[below(15, chance)];
    }
  }
}

}  // namespace

std::span<const Alteration, alteration_count> all_alterations() {
  return table;
}

Answer mutate(Answer answer, Chance& chance) {
  if (!answer) return answer;
  mutate_text(answer->body, chance);
  if (below(4, chance) == 0 && !answer->headers.empty())
    mutate_text(answer->headers[below(answer->headers.size(), chance)].second, chance);
  return answer;
}

}  // namespace trawl::author::check
