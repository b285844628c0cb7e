#include "trawl-plugin/show.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "cli/display.hpp"

namespace trawl::author {
namespace {

std::string quoted(const std::string& text) {
  return boost::json::serialize(boost::json::value(text));
}

}  // namespace

std::string item_line(const model::Item& item) {
  return fmt::format(R"({{"kind":{},"key":{},"data":{}}})", quoted(item.kind), quoted(item.key), item.data);
}

std::string error_text(const model::ErrorRecord& error, const cassette::Cassette* cassette) {
  const bool is_named = error.url.empty() || error.message.find(error.url) != std::string::npos;
  std::string text =
      fmt::format("{}  {}  {}{}", name(error.severity), model::info(error.kind).name,
                  cli::printable(error.message), is_named ? "" : "  " + cli::printable(error.url));
  if (cassette && !error.url.empty())
    if (const auto page = page_of(error.url, *cassette); !page.empty())
      text += fmt::format("\n       the page: {}", page.string());
  return text;
}

std::filesystem::path page_of(const std::string& url, const cassette::Cassette& cassette) {
  std::filesystem::path page;
  for (const auto& exchange : cassette.exchanges()) {
    const auto* answer = std::get_if<cassette::Answer>(&exchange.outcome);
    if (answer && !answer->body.empty() && (exchange.question.url == url || answer->final_url == url))
      page = cassette.body_file(*answer);
  }
  return page;
}

int exit_code(model::PlatformStatus status) {
  switch (status) {
    case model::PlatformStatus::succeeded:
      return 0;
    case model::PlatformStatus::partial:
      return 10;
    default:
      return 11;
  }
}

}  // namespace trawl::author
