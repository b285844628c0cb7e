// trawl-plugin try: what one selector finds on one page. The page is read where every page is: by a plugin
// of the first party in its sandboxed worker, with a configuration made up for it.
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>

#include "cassette/body_files.hpp"
#include "cli/display.hpp"
#include "fetch/url.hpp"
#include "model/fetch_policy.hpp"
#include "trawl-plugin/handlers.hpp"
#include "trawl-plugin/scrape.hpp"
#include "trawl-plugin/show.hpp"
#include "trawl-plugin/this_machine.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::author {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// What is asked of which plugin.
struct Question {
  std::string plugin;
  std::string content_type;  // of a file, which has none
  json::object fields;       // as the plugin's `fields:`
};

// All matches, and a required first one: without it the plugin's error tells what nearly matches.
json::object fields_for(const std::string& source, const std::string& expression) {
  return {{"first", json::object{{source, expression}, {"required", true}}},
          {"match", json::object{{source, expression}, {"many", true}}}};
}

Result<Question> question_in(const cli::CommandLine& line) {
  for (const std::string source : {"css", "xpath"}) {
    if (!line.has("--" + source)) continue;
    auto fields = fields_for(source, line.value("--" + source));
    fields["page"] = json::object{{"xpath", "'there'"}};  // a page without any field is no item, and no error
    return Question{"html", "text/html", std::move(fields)};
  }
  if (!line.has("--json"))
    return refuse(Code::invalid_params, "nothing to look for",
                  "add --css SELECTOR, --xpath EXPRESSION or --json PATH");
  const std::string path = line.value("--json");
  if (path.starts_with("$")) return Question{"json", "application/json", fields_for("path", path)};
  return Question{
      "json", "application/json", {{"match", json::object{{"pointer", path}, {"required", true}}}}};
}

// The page of a file, under whatever URL it is asked for.
class FileSite final : public fetch::Fetcher {
 public:
  FileSite(std::string content, std::string content_type)
      : content_(std::move(content)), content_type_(std::move(content_type)) {}

  Task<std::expected<fetch::Response, fetch::Failure>> fetch(fetch::Request request,
                                                             std::shared_ptr<fetch::Session>,
                                                             std::stop_token) override {
    fetch::Response response;
    response.url = request.url;
    response.status = 200;
    response.headers = {{"content-type", content_type_}};
    response.body = content_;
    co_return response;
  }

 private:
  std::string content_, content_type_;
};

// JSON is YAML, too.
std::string made_up_config(const Question& question, const std::string& url, bool reach_this_machine) {
  json::object config{{"start", url}, {"fields", question.fields}};
  json::object platform{
      {"plugin", question.plugin}, {"config", std::move(config)}, {"expect", json::object{{"min_items", 0}}}};
  json::object fetch;
  if (reach_this_machine) fetch["allow_private"] = this_machine();
  return json::serialize(
      json::object{{"fetch", std::move(fetch)}, {"platforms", json::object{{"try", std::move(platform)}}}});
}

std::vector<std::string> matches_in(const std::vector<model::Item>& items) {
  std::vector<std::string> matches;
  const auto add = [&](const json::value& value) {
    const auto* text = value.if_string();
    matches.push_back(text ? std::string(text->data(), text->size()) : json::serialize(value));
  };
  for (const auto& item : items) {
    const json::value data = json::parse(item.data);
    const json::value* match = data.get_object().if_contains("match");
    if (match && match->is_array())
      for (const json::value& each : match->get_array()) add(each);
    else if (match)
      add(*match);
  }
  return matches;
}

int print_matches(const Scraped& scraped) {
  const auto matches = matches_in(scraped.items);
  for (const std::string& match : matches) fmt::print("{}\n", cli::printable(match));
  for (const auto& error : scraped.errors)
    fmt::print(stderr, "{}\n", error_text(error, scraped.cassette ? &*scraped.cassette : nullptr));
  fmt::print(stderr, "{} match{}\n", matches.size(), matches.size() == 1 ? "" : "es");
  return exit_code(scraped.status);
}

}  // namespace

Result<int> try_selector(const cli::CommandLine& line) {
  const auto question = question_in(line);
  if (!question) return std::unexpected(question.error());
  std::string page = line.arguments[0];
  Scrape wish;
  std::optional<FileSite> file;
  const auto url = fetch::parse_url(page);
  if (!url) {
    auto content = cassette::read_whole(page, model::largest_max_body);
    if (!content)
      return refuse(Code::invalid_params,
                    fmt::format("{} is neither an address nor a file: {}", page, content.error().message),
                    "addresses begin with http:// or https://");
    file.emplace(std::move(*content), question->content_type);
    wish.site = &*file;
    page = "http://file.invalid/";
  } else if (line.has("--cassette")) {
    wish.cassette = line.value("--cassette");
    const bool is_recorded = cassette::Cassette::exists(wish.cassette);
    const bool may_record = cassette::default_mode() != cassette::Mode::none;
    wish.source = cassette::source_for(may_record ? cassette::Mode::add : cassette::Mode::none, is_recorded);
  }
  const auto installed = find_installation();
  if (!installed) return std::unexpected(installed.error());
  asio::io_context io;
  const auto launcher = worker::make_process_launcher(io.get_executor(), installed->worker);
  const auto subject = find_subject_in(io, *launcher, *installed, {}, "try",
                                       made_up_config(*question, page, url && is_on_this_machine(*url)));
  if (!subject) return std::unexpected(subject.error());
  const auto scraped = scrape(io, *launcher, *subject, std::move(wish));
  if (!scraped) return std::unexpected(scraped.error());
  return print_matches(*scraped);
}

}  // namespace trawl::author
