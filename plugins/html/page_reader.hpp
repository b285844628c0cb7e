// Fetches pages and emits what they hold. Belongs to one run, on the thread that runs it; used by every
// plugin that reads pages by `fields`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <trawl/html.hpp>
#include <trawl/plugin.hpp>
#include <unordered_set>
#include <utility>
#include <vector>

#include "content.hpp"
#include "extract.hpp"

namespace trawl::html_plugin {

// Whether a page that is not ok() may well be had by a later run: the site did not say that it is gone, and
// nothing but time stands against it.
inline bool may_come_back(const trawl::page& page) {
  switch (page.net()) {
    case TRAWL_NET_OK:
      return page.status() != 404 && page.status() != 410;
    case TRAWL_NET_ROBOTS:
    case TRAWL_NET_DENIED:
    case TRAWL_NET_TOO_LARGE:
    case TRAWL_NET_REDIRECTS:
      return false;
    default:
      return true;
  }
}

class PageReader {
 public:
  // Items are stored under `kind`.
  PageReader(trawl::context& ctx, std::string kind) : ctx_(ctx), kind_(std::move(kind)) {}

  // Nothing when the page could not be had; the reason is on the run's error list then.
  std::optional<html::document> load(const std::string& url) {
    const auto page = ctx_.get(url);
    if (!page.ok()) {
      if (may_come_back(page)) missed_.insert(url);
      return std::nullopt;
    }
    if (const auto why = why_not_html(page.body(), page.header("content-type"))) {
      ctx_.report(trawl::severity::error, "parse", page.url(), *why);
      return std::nullopt;
    }
    try {
      return html::parse(page);
    } catch (const html::error& error) {
      ctx_.report(trawl::severity::error, "parse", page.url(), error.what());
      return std::nullopt;
    }
  }

  // The pages that could not be had, as asked for, and that a later run may have.
  const std::unordered_set<std::string>& missed() const { return missed_; }

  // Pages arrive in any order; what `extract(page)` finds is emitted in the order of their URLs, each as soon
  // as those before it are.
  template <class Extract>
  void read_all(const std::vector<std::string>& urls, Extract extract) {
    std::vector<std::size_t> places(urls.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    std::map<std::size_t, std::pair<Extracted, std::string>> waiting;
    std::size_t next = 0;
    ctx_.each(places, [&](std::size_t place) {
      std::pair<Extracted, std::string> found;
      if (const auto page = load(urls[place])) found = {extract(*page), page->url()};
      waiting.emplace(place, std::move(found));
      for (auto ready = waiting.find(next); ready != waiting.end(); ready = waiting.find(++next)) {
        emit(ready->second.first, ready->second.second);
        waiting.erase(ready);
      }
    });
  }

  // An item that the host does not take, such as one beyond 1 MiB, is an error of its own.
  void emit(const Item& item, const std::string& url) {
    try {
      trawl::emit(ctx_, kind_, item.key, item.json);
    } catch (const trawl::failure& error) {
      ctx_.report(trawl::severity::error, "item", url, error.what());
    }
  }

  void emit(const Extracted& found, const std::string& url) {
    for (const Item& item : found.items) emit(item, url);
    for (const Problem& problem : found.problems) report(problem, url);
  }

  void report(const Problem& problem, const std::string& url) {
    const auto severity = problem.is_warning ? trawl::severity::warning : trawl::severity::error;
    ctx_.report(severity, problem.code, url, problem.text);
  }

 private:
  trawl::context& ctx_;
  const std::string kind_;
  std::unordered_set<std::string> missed_;
};

}  // namespace trawl::html_plugin
