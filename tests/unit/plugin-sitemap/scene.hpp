// A run of the whole plugin through its C interface, against a host in memory, at noon of 2026-11-20.
#pragma once

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <trawl/plugin.h>

#include <map>
#include <stdexcept>
#include <string>

#include "tests/unit/sdk-plugin/fake_host.hpp"

struct Scene {
  FakeHost host;
  std::map<std::string, std::string> bodies;     // what is not among them is answered with 404
  std::map<std::string, std::string> redirects;  // URL -> URL
  std::map<std::string, int> statuses;           // instead of 200

  explicit Scene(const std::string& config) {
    host.now_us = 1'795'176'000'000'000;
    host.config[""] = config;
    host.answer = [this](const std::string& asked) {
      FakeHost::Answer out;
      const auto redirect = redirects.find(asked);
      if (redirect != redirects.end()) out.redirected_to = redirect->second;
      const std::string& url = redirect == redirects.end() ? asked : redirect->second;
      const auto body = bodies.find(url);
      if (body == bodies.end()) {
        out.status = 404;
        out.error = "HTTP 404";
      } else {
        out.body = body->second;
      }
      const auto status = statuses.find(url);
      if (status != statuses.end()) out.status = status->second;
      return out;
    };
  }

  trawl_status run() {
    void* library = dlopen(SITEMAP_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    if (!library) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<const trawl_module* (*)()>(dlsym(library, "trawl_module_v1"));
    const trawl_status status = entry()->plugins[0]->run(&host);
    EXPECT_EQ(host.held, 0u) << "every response is released";
    return status;
  }
};

inline std::string page(const std::string& loc, const std::string& more = "") {
  return "<url><loc>" + loc + "</loc>" + more + "</url>";
}

inline std::string urlset(const std::string& pages) {
  return "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
         "xmlns:xhtml='http://www.w3.org/1999/xhtml'>" +
         pages + "</urlset>";
}

inline std::string index_of(std::initializer_list<const char*> maps) {
  std::string out = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>";
  for (const char* each : maps) out.append("<sitemap><loc>").append(each).append("</loc></sitemap>");
  return out + "</sitemapindex>";
}
