// Which of a site's pages a run wants. Pure: no fetching, no plugin interface. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <trawl/sitemap.hpp>
#include <unordered_set>
#include <vector>

#include "spec.hpp"

namespace trawl::sitemap_plugin {

// Gathers the entries of all sitemaps of a run. All times are in seconds since 1970.
class Wanted {
 public:
  // `newest_before` is what newest_after() gave in the last run, for `only_new`. Dates ahead of `now_s` count
  // as now. The Spec outlives this object.
  Wanted(const Spec& spec, std::int64_t now_s, std::optional<std::int64_t> newest_before);

  // Whether the sitemap that an index lists may hold wanted pages: one without a date always may.
  bool may_hold(const sitemap::entry& listed) const;

  // Holds never more than some multiple of `max_pages`, however many are added.
  void add(const sitemap::entry& page);

  // What to read: in the order of the sitemaps, or with `only_new` the oldest first and those without a date
  // last, so that a run that is cut off misses none of them for ever. At most `max_pages`. Ends the
  // gathering.
  std::vector<sitemap::entry> take();

  std::size_t listed() const { return listed_; }       // entries of the sitemaps
  std::size_t found() const { return known_.size(); }  // different pages that fit, before max_pages

  // From which date on the next run is to take pages: the latest date of those that were taken now or by
  // earlier runs, but not beyond a page that was missed.
  std::optional<std::int64_t> newest_after(const std::vector<sitemap::entry>& taken,
                                           const std::unordered_set<std::string>& missed) const;

 private:
  bool fits(const sitemap::entry& page) const;
  std::int64_t when(const date& lastmod) const;
  void keep_the_oldest();

  const Spec& spec_;
  const std::int64_t now_s_;
  const std::optional<std::int64_t> newest_before_;
  std::optional<std::int64_t> oldest_;  // of wanted pages
  std::unordered_set<std::string> known_;
  std::vector<sitemap::entry> pages_;
  std::size_t listed_ = 0;
};

}  // namespace trawl::sitemap_plugin
