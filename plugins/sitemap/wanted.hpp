// Which of a site's pages a run wants. Pure: no fetching, no plugin interface. One thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <trawl/sitemap.hpp>
#include <unordered_set>
#include <vector>

#include "spec.hpp"

namespace trawl::sitemap_plugin {

// Gathers the entries of all sitemaps of a run.
class Wanted {
 public:
  // `newest_before` is what newest() gave in the last run, for `only_new`. Dates ahead of `now_s` count as
  // now. The Spec outlives this object. All in seconds since 1970.
  Wanted(const Spec& spec, std::int64_t now_s, std::optional<std::int64_t> newest_before);

  // Whether the sitemap that an index lists may hold wanted pages: one without a date always may.
  bool may_hold(const sitemap::entry& listed) const;

  void add(const sitemap::entry& page);

  // What to read: in the order of the sitemaps, or with `only_new` the oldest first, so that a run that is
  // cut off misses none of them for ever. At most `max_pages`. Ends the gathering.
  std::vector<sitemap::entry> take();

  std::size_t found() const { return found_; }      // pages that fit, before max_pages
  std::size_t listed() const { return known_.size(); }  // different pages in the sitemaps

  // The latest date of the pages that take() gave, or of earlier runs.
  std::optional<std::int64_t> newest() const { return newest_; }

 private:
  bool fits(const sitemap::entry& page) const;
  std::int64_t when(const date& lastmod) const;

  const Spec& spec_;
  const std::int64_t now_s_;
  std::optional<std::int64_t> oldest_, newest_;  // of wanted pages; of pages taken
  std::unordered_set<std::string> known_;
  std::vector<sitemap::entry> pages_;
  std::size_t found_ = 0;
};

}  // namespace trawl::sitemap_plugin
