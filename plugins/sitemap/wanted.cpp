// Dates, patterns and counts.
#include "wanted.hpp"

#include <algorithm>
#include <limits>

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

// By date, those without one last; of one date by URL.
bool is_older(const sitemap::entry& a, const sitemap::entry& b) {
  const auto place = [](const sitemap::entry& page) {
    return page.lastmod ? page.lastmod->seconds : std::numeric_limits<std::int64_t>::max();
  };
  return place(a) != place(b) ? place(a) < place(b) : a.loc < b.loc;
}

}  // namespace

Wanted::Wanted(const Spec& spec, std::int64_t now_s, std::optional<std::int64_t> newest_before)
    : spec_(spec), now_s_(now_s), newest_before_(spec.only_new ? newest_before : std::nullopt) {
  if (spec.since) oldest_ = now_s - spec.since->count();
  if (newest_before_) oldest_ = std::max(*newest_before_, oldest_.value_or(*newest_before_));
}

std::int64_t Wanted::when(const date& lastmod) const {
  return std::min(lastmod.seconds, now_s_);
}

bool Wanted::may_hold(const sitemap::entry& listed) const {
  return !oldest_ || !listed.lastmod || last_moment(*listed.lastmod) >= *oldest_;
}

bool Wanted::fits(const sitemap::entry& page) const {
  if (!page.lastmod) {
    if (!spec_.keeps_undated && (spec_.since || spec_.only_new)) return false;
  } else if (oldest_ && last_moment(*page.lastmod) < *oldest_) {
    return false;
  }
  if (!spec_.include.empty() && !matches_any(spec_.include, page.loc)) return false;
  return !matches_any(spec_.exclude, page.loc);
}

void Wanted::add(const sitemap::entry& page) {
  ++listed_;
  if (!fits(page) || !known_.insert(page.loc).second) return;
  if (!spec_.only_new && pages_.size() >= spec_.max_pages) return;
  pages_.push_back(page);
  if (pages_.size() >= 2 * spec_.max_pages) keep_the_oldest();
}

void Wanted::keep_the_oldest() {
  std::sort(pages_.begin(), pages_.end(), is_older);
  if (pages_.size() > spec_.max_pages) pages_.resize(spec_.max_pages);
}

std::vector<sitemap::entry> Wanted::take() {
  if (spec_.only_new) keep_the_oldest();
  return std::move(pages_);
}

std::optional<std::int64_t> Wanted::newest_after(const std::vector<sitemap::entry>& taken,
                                                 const std::unordered_set<std::string>& missed) const {
  std::optional<std::int64_t> newest = newest_before_, bound;
  for (const sitemap::entry& page : taken) {
    if (!page.lastmod) continue;
    const std::int64_t moment = when(*page.lastmod);
    newest = std::max(moment, newest.value_or(moment));
    if (missed.count(page.loc) > 0) bound = std::min(moment, bound.value_or(moment));
  }
  if (bound) newest = std::max(*bound, newest_before_.value_or(*bound));
  return newest;
}

}  // namespace trawl::sitemap_plugin
