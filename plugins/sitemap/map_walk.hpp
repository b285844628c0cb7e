// Goes through a site's sitemaps: those that the configuration or robots.txt names, and those that indexes
// list. Belongs to one run, on the thread that runs it.
#pragma once

#include <cstddef>
#include <string>
#include <trawl/plugin.hpp>
#include <trawl/sitemap.hpp>
#include <unordered_set>
#include <vector>

#include "spec.hpp"
#include "wanted.hpp"

namespace trawl::sitemap_plugin {

class MapWalk {
 public:
  // Both outlive this object.
  MapWalk(trawl::context& ctx, const Spec& spec, Wanted& wanted) : ctx_(ctx), spec_(spec), wanted_(wanted) {}

  // Adds the pages of all sitemaps to `wanted`, in the order of the sitemaps. What cannot be read is on the
  // run's error list then. Ends whatever the sitemaps list: each is asked for once, indexes are followed
  // `max_depth` deep, and there are at most `max_sitemaps`.
  void run();

  // A sitemap could not be had that a later run may have: pages may be missing.
  bool missed() const { return missed_; }

 private:
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  struct Map {
    std::string url;               // as asked for
    std::size_t from = nowhere;    // the index that lists it, a place in maps_
    int depth = 1;                 // of indexes that led here, and one
    bool guessed = false;          // asked for without being named
    std::string url_in_the_end{};  // after redirects
  };

  void start();
  void add(Map map);
  void read(std::size_t begin, std::size_t end);
  sitemap::document load(Map& map);
  void take(const sitemap::document& document, std::size_t place);
  void take_index(const sitemap::document& index, std::size_t place);
  bool leads_back(std::size_t place, const std::string& url) const;
  void tell_what_is_left_out();
  void warn(const char* code, const std::string& url, const std::string& text);

  trawl::context& ctx_;
  const Spec& spec_;
  Wanted& wanted_;
  std::vector<Map> maps_;  // in the order they are gone through
  std::unordered_set<std::string> seen_;
  std::string first_left_out_, first_too_deep_;
  std::size_t left_out_ = 0, read_ = 0;
  bool missed_ = false, full_ = false;
};

}  // namespace trawl::sitemap_plugin
