#include "trawl-plugin/new/first_page.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "fetch/url.hpp"
#include "trawl-plugin/scrape.hpp"
#include "trawl-plugin/show.hpp"
#include "trawl-plugin/this_machine.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::author {
namespace {

namespace json = boost::json;

// With the names of the new plugin, under which the recording will be played.
std::string config_for(const std::string& url, const std::string& kind, const std::string& name,
                       bool reach_this_machine) {
  json::object platform{{"plugin", "guess"}, {"config", json::object{{"url", url}, {"kind", kind}}}};
  json::object fetch;
  if (reach_this_machine) fetch["allow_private"] = this_machine();
  return json::serialize(
      json::object{{"fetch", std::move(fetch)}, {"platforms", json::object{{name, std::move(platform)}}}});
}

Result<FirstPage> read_guess(const Scraped& scraped, const std::string& url) {
  FirstPage page;
  for (const auto& item : scraped.items) {
    if (item.kind != "guess") {
      page.items.push_back(item);
      continue;
    }
    const json::value guess = json::parse(item.data);
    page.kind = std::string(std::string_view(guess.at("kind").as_string()));
    auto values = values_in(guess.at("values").as_object());
    if (!values) return std::unexpected(std::move(values.error()));
    page.values = std::move(*values);
  }
  if (scraped.status == model::PlatformStatus::succeeded && !page.kind.empty()) return page;
  std::vector<std::string> lines;
  for (const auto& error : scraped.errors) lines.push_back(error_text(error, nullptr));
  return refuse(Code::invalid_params,
                fmt::format("{} gives no guess; nothing was written\n{}", url, join(lines, "\n")),
                "without --url the folder has a made-up page to begin with");
}

}  // namespace

Result<FirstPage> fetch_first_page(const Installation& installed, const std::string& url,
                                   const std::string& kind, const std::string& name,
                                   const std::filesystem::path& test) {
  const auto parsed = fetch::parse_url(url);
  if (!parsed)
    return refuse(Code::invalid_params, fmt::format("{} is no address", url),
                  "addresses begin with http:// or https://");
  if (url.substr(0, url.find('/', url.find("//") + 2)).find('@') != url.npos)
    return refuse(Code::invalid_params, "the address carries a password, which would end up in the new files",
                  "leave it out; in trawl.yaml, fetch.credentials names a file with it");
  asio::io_context io;
  const auto launcher = worker::make_process_launcher(io.get_executor(), installed.worker);
  const bool here = is_on_this_machine(*parsed);
  const auto subject = find_subject_in(io, *launcher, installed, {.library = installed.guesser}, "--url",
                                       config_for(url, kind, name, here));
  if (!subject) return std::unexpected(subject.error());
  Scrape wish;
  wish.cassette = test;
  auto scraped = scrape(io, *launcher, *subject, std::move(wish));
  if (!scraped) return std::unexpected(std::move(scraped.error()));
  auto page = read_guess(*scraped, url);
  if (!page) return page;
  if (here)
    page->values["FETCH"] = fmt::format("fetch:\n  allow_private: {}\n", json::serialize(this_machine()));
  scraped->cassette->header.plugin = page->kind == "python" ? page->kind : name;
  if (auto saved = scraped->cassette->save(); !saved) return std::unexpected(std::move(saved.error()));
  return page;
}

}  // namespace trawl::author
