#include "tests/unit/sdk-plugin/fake_host.hpp"

#include <algorithm>
#include <string_view>

namespace {

std::string text(trawl_str view) {
  return view.len > 0 ? std::string(view.ptr, view.len) : std::string();
}
trawl_str str(const std::string& text) {
  return {text.data(), text.size()};
}

}  // namespace

FakeHost::FakeHost(std::uint32_t window) : trawl_ctx{&table} {
  info_.size = sizeof info_;
  info_.max_in_flight = window;
}

const trawl_api FakeHost::table = {
    .size = sizeof(trawl_api),
    .abi_major = TRAWL_ABI_MAJOR,
    .abi_minor = TRAWL_ABI_MINOR,
    .info = [](trawl_ctx* ctx) -> const trawl_run_info* { return &of(ctx).info_; },
    .fetch = [](trawl_ctx* ctx, const trawl_request* request) -> trawl_status {
      FakeHost& host = of(ctx);
      if (request->url.len == 0) return TRAWL_INVALID;
      if (host.under_way_.size() >= host.info_.max_in_flight) return TRAWL_AGAIN;
      host.last_request = *request;
      Asked& asked =
          host.asked.emplace_back(Asked{text(request->method), text(request->url), text(request->body), {}});
      for (std::size_t i = 0; i < request->header_count; ++i)
        asked.headers[text(request->headers[i].name)] = text(request->headers[i].value);
      host.fetched.push_back(text(request->url));
      host.under_way_.emplace_back(request->tag, text(request->url));
      host.most_under_way = std::max(host.most_under_way, host.under_way_.size());
      return TRAWL_OK;
    },
    .wait = [](trawl_ctx* ctx, std::int64_t, const trawl_response** out) -> trawl_status {
      FakeHost& host = of(ctx);
      if (host.answered_++ == host.cancel_after) return TRAWL_CANCELLED;
      if (host.under_way_.empty()) return TRAWL_IDLE;
      const auto next = host.last_first ? host.under_way_.back() : host.under_way_.front();
      host.last_first ? host.under_way_.pop_back() : host.under_way_.pop_front();
      auto held = std::make_unique<Held>();
      held->url = next.second;
      held->answer = host.answer(held->url);
      for (const auto& [name, value] : held->answer.headers) held->headers.push_back({str(name), str(value)});
      trawl_response& raw = held->raw;
      raw.size = sizeof raw;
      raw.tag = next.first;
      raw.net = held->answer.net;
      raw.http_status = held->answer.status;
      raw.url = str(held->answer.redirected_to.empty() ? held->url : held->answer.redirected_to);
      raw.body = str(held->answer.body);
      raw.error = str(held->answer.error);
      raw.headers = held->headers.data();
      raw.header_count = held->headers.size();
      *out = &raw;
      host.held_.emplace(&raw, std::move(held));
      host.held = host.held_.size();
      return TRAWL_OK;
    },
    .release =
        [](trawl_ctx* ctx, const trawl_response* response) {
          of(ctx).held_.erase(response);
          of(ctx).held = of(ctx).held_.size();
        },
    .emit = [](trawl_ctx* ctx, trawl_str kind, trawl_str key, trawl_str json) -> trawl_status {
      if (json.len == 0) return TRAWL_INVALID;
      if (!of(ctx).keys.insert(text(key)).second) return TRAWL_DUPLICATE;
      of(ctx).items.push_back(text(kind) + "/" + text(key) + "/" + text(json));
      return TRAWL_OK;
    },
    .report = [](trawl_ctx* ctx, std::int32_t severity, trawl_str code, trawl_str url,
                 trawl_str what) -> trawl_status {
      of(ctx).reports.push_back(std::to_string(severity) + "/" + text(code) + "/" + text(url) + "/" +
                                text(what));
      return TRAWL_OK;
    },
    .log = [](trawl_ctx* ctx, std::int32_t level,
              trawl_str what) { of(ctx).logs.push_back(std::to_string(level) + "/" + text(what)); },
    .progress =
        [](trawl_ctx* ctx, std::uint64_t done, std::uint64_t total, trawl_str what) {
          of(ctx).progress.push_back(std::to_string(done) + "/" + std::to_string(total) + "/" + text(what));
        },
    .config_str = [](trawl_ctx* ctx, trawl_str pointer, trawl_str* out) -> trawl_status {
      const auto found = of(ctx).config.find(text(pointer));
      if (found == of(ctx).config.end()) return TRAWL_ABSENT;
      *out = str(found->second);
      return TRAWL_OK;
    },
    .config_i64 = [](trawl_ctx* ctx, trawl_str pointer, std::int64_t* out) -> trawl_status {
      const auto found = of(ctx).config.find(text(pointer));
      if (found == of(ctx).config.end()) return TRAWL_ABSENT;
      if (found->second.find_first_not_of("0123456789") != std::string::npos) return TRAWL_INVALID;
      *out = std::stoll(found->second);
      return TRAWL_OK;
    },
    .config_f64 = [](trawl_ctx* ctx, trawl_str pointer, double* out) -> trawl_status {
      const auto found = of(ctx).config.find(text(pointer));
      if (found == of(ctx).config.end()) return TRAWL_ABSENT;
      *out = std::stod(found->second);
      return TRAWL_OK;
    },
    .config_bool = [](trawl_ctx* ctx, trawl_str pointer, std::int32_t* out) -> trawl_status {
      const auto found = of(ctx).config.find(text(pointer));
      if (found == of(ctx).config.end()) return TRAWL_ABSENT;
      *out = found->second == "true";
      return TRAWL_OK;
    },
    .config_json = [](trawl_ctx* ctx, trawl_str pointer, trawl_str* out) -> trawl_status {
      return table.config_str(ctx, pointer, out);
    },
    .state_get = [](trawl_ctx* ctx, trawl_str key, trawl_str* out) -> trawl_status {
      const auto found = of(ctx).state.find(text(key));
      if (found == of(ctx).state.end()) return TRAWL_ABSENT;
      *out = str(found->second);
      return TRAWL_OK;
    },
    .state_set = [](trawl_ctx* ctx, trawl_str key, trawl_str value) -> trawl_status {
      if (key.len == 0) return TRAWL_INVALID;
      of(ctx).state[text(key)] = text(value);
      return TRAWL_OK;
    },
    .checkpoint = [](trawl_ctx* ctx) -> trawl_status {
      ++of(ctx).checkpoints;
      return TRAWL_OK;
    },
    .stopping = [](trawl_ctx* ctx) -> std::int32_t { return of(ctx).stopping; },
    .now_us = [](trawl_ctx* ctx) -> std::int64_t { return of(ctx).now_us; },
    .extension = [](trawl_ctx*, const char*) -> const void* { return nullptr; },
};
