// Dates, patterns and counts.
#include "wanted.hpp"

#include <algorithm>

namespace trawl::sitemap_plugin {
namespace {

bool matches_any(const std::vector<fields::Pattern>& patterns, const std::string& url) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const fields::Pattern& pattern) { return pattern.find(url).has_value(); });
}

constexpr std::int64_t day_s = 86'400;

// A date without a time may be any moment of its day.
std::int64_t last_moment(const date& lastmod) {
  return lastmod.has_time ? lastmod.seconds : lastmod.seconds + day_s - 1;
}

}  // namespace

Wanted::Wanted(const Spec& spec, std::int64_t now_s, std::optional<std::int64_t> newest_before)
    : spec_(spec), now_s_(now_s) {
  if (spec.since) oldest_ = now_s - spec.since->count();
  if (!spec.only_new) return;
  newest_ = newest_before;
  if (newest_before) oldest_ = std::max(*newest_before, oldest_.value_or(*newest_before));
}

std::int64_t Wanted::when(const date& lastmod) const {
  return std::min(lastmod.seconds, now_s_);
}

bool Wanted::may_hold(const sitemap::entry& listed) const {
  return !oldest_ || !listed.lastmod || last_moment(*listed.lastmod) >= *oldest_;
}

bool Wanted::fits(const sitemap::entry& page) const {
  if (!spec_.include.empty() && !matches_any(spec_.include, page.loc)) return false;
  if (matches_any(spec_.exclude, page.loc)) return false;
  if (!page.lastmod) return spec_.keeps_undated || (!spec_.since && !spec_.only_new);
  return !oldest_ || last_moment(*page.lastmod) >= *oldest_;
}

void Wanted::add(const sitemap::entry& page) {
  if (!known_.insert(page.loc).second || !fits(page)) return;
  ++found_;
  if (spec_.only_new || pages_.size() < spec_.max_pages) pages_.push_back(page);
}

std::vector<sitemap::entry> Wanted::take() {
  if (spec_.only_new) {
    std::stable_sort(pages_.begin(), pages_.end(), [](const sitemap::entry& a, const sitemap::entry& b) {
      return (a.lastmod ? a.lastmod->seconds : INT64_MIN) < (b.lastmod ? b.lastmod->seconds : INT64_MIN);
    });
  }
  if (pages_.size() > spec_.max_pages) pages_.resize(spec_.max_pages);
  for (const sitemap::entry& page : pages_) {
    if (page.lastmod) newest_ = std::max(when(*page.lastmod), newest_.value_or(INT64_MIN));
  }
  return std::move(pages_);
}

}  // namespace trawl::sitemap_plugin
