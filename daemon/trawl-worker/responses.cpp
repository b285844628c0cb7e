#include "trawl-worker/responses.hpp"

#include <algorithm>
#include <utility>

#include "trawl/charset.hpp"
#include "trawl/page.hpp"

namespace trawl::worker {
namespace {

// Of released bodies that are still there; the newest stays whatever its size.
constexpr std::size_t most_remembered_bytes = 1 << 20;

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
  const std::uint64_t number = found->second->wire.request;
  if (taken_last_ == found->second.get()) taken_last_ = nullptr;
  if (!vault_) remember(std::move(found->second));
  held_.erase(found);
  return number;
}

void Responses::remember(std::unique_ptr<Held> released) {
  released_bytes_ += released->wire.body.size();
  released_.push_back(std::move(released));
  while (released_.size() > 1 && (released_bytes_ > most_remembered_bytes || released_.size() > window_)) {
    released_bytes_ -= released_.front()->wire.body.size();
    released_.pop_front();
  }
}

const wire::Response* Responses::about(std::string_view url) const {
  if (url.empty()) {
    if (taken_last_) return &taken_last_->wire;
    return released_.empty() ? nullptr : &released_.back()->wire;
  }
  const auto is_meant = [&](const std::unique_ptr<Held>& one) {
    return one->wire.url == url || one->asked_url == url;
  };
  for (const auto& [shown, held] : held_)
    if (is_meant(held)) return &held->wire;
  const auto newest = std::find_if(released_.rbegin(), released_.rend(), is_meant);
  return newest == released_.rend() ? nullptr : &(*newest)->wire;
}

}  // namespace trawl::worker
