#include "trawl-worker/responses.hpp"

#include <utility>

#include "trawl/charset.hpp"
#include "trawl/page.hpp"

namespace trawl::worker {
namespace {

trawl_str to_str(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

std::string_view content_type(const wire::Response& response) {
  for (const auto& [name, value] : response.headers)
    if (detail::same_ignoring_case(name, "content-type")) return value;
  return {};
}

std::uint64_t Responses::ask(std::uint64_t tag, std::string_view url) {
  asked_.emplace(++last_number_, Asked{tag, std::string(url)});
  return last_number_;
}

void Responses::arrive(wire::Response response) {
  const auto asked = asked_.find(response.request);
  if (asked == asked_.end()) return;
  auto held = std::make_unique<Held>();
  held->asked_url = asked->second.url;
  held->wire = std::move(response);
  const wire::Response& from = held->wire;
  for (const auto& [name, value] : from.headers) held->headers.push_back({to_str(name), to_str(value)});
  trawl_response& raw = held->raw;
  raw.size = sizeof raw;
  raw.tag = asked->second.tag;
  raw.net = from.net;
  raw.http_status = from.http_status;
  raw.url = to_str(from.url);
  raw.body = to_str(from.body);
  raw.error = to_str(from.error);
  raw.headers = held->headers.data();
  raw.header_count = held->headers.size();
  raw.elapsed_us = from.elapsed_us;
  raw.attempts = from.attempts;
  raw.from_cache = from.from_cache;
  if (!from.body.empty()) raw.encoding = to_str(charset::sniff(from.body, content_type(from)));
  arrived_.push_back(std::move(held));
}

const trawl_response* Responses::take() {
  if (arrived_.empty()) return nullptr;
  std::unique_ptr<Held> held = std::move(arrived_.front());
  arrived_.pop_front();
  asked_.erase(held->wire.request);
  if (vault_) {
    if (const trawl_response* copy = vault_->keep(held->raw, later_)) {
      held->shown = copy;
      held->wire.body = {};
    }
  }
  taken_last_ = held.get();
  const trawl_response* shown = held->shown;
  held_.emplace(shown, std::move(held));
  return shown;
}

std::uint64_t Responses::number_of(const trawl_response* response) const {
  const auto found = held_.find(response);
  return found == held_.end() ? 0 : found->second->wire.request;
}

std::uint64_t Responses::release(const trawl_response* response) {
  const auto found = held_.find(response);
  if (found == held_.end()) return 0;
  if (vault_) vault_->lock(response);
  released_last_ = std::move(found->second);
  held_.erase(found);
  if (taken_last_ == released_last_.get()) taken_last_ = nullptr;
  return released_last_->wire.request;
}

const wire::Response* Responses::about(std::string_view url) const {
  const Held* last = taken_last_ ? taken_last_ : released_last_.get();
  if (url.empty()) return last ? &last->wire : nullptr;
  const auto is_meant = [&](const Held& held) { return held.wire.url == url || held.asked_url == url; };
  for (const auto& [shown, held] : held_)
    if (is_meant(*held)) return &held->wire;
  return released_last_ && is_meant(*released_last_) ? &released_last_->wire : nullptr;
}

}  // namespace trawl::worker
