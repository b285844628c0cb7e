#include "trawl-worker/responses.hpp"

#include <utility>

#include "trawl/charset.hpp"
#include "trawl/page.hpp"

namespace trawl::worker {
namespace {

trawl_str to_str(std::string_view text) {
  return {text.data(), text.size()};
}

std::string_view content_type(const wire::Response& response) {
  for (const auto& [name, value] : response.headers)
    if (detail::same_ignoring_case(name, "content-type")) return value;
  return {};
}

}  // namespace

std::uint64_t Responses::ask(std::uint64_t tag) {
  tags_.emplace(++last_number_, tag);
  return last_number_;
}

void Responses::arrive(wire::Response response) {
  const auto asked = tags_.find(response.request);
  if (asked == tags_.end()) return;
  auto held = std::make_unique<Held>();
  held->wire = std::move(response);
  const wire::Response& from = held->wire;
  for (const auto& [name, value] : from.headers) held->headers.push_back({to_str(name), to_str(value)});
  trawl_response& raw = held->raw;
  raw.size = sizeof raw;
  raw.tag = asked->second;
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
  tags_.erase(held->wire.request);
  if (vault_) {
    if (const trawl_response* copy = vault_->keep(held->raw, later_)) {
      held->shown = copy;
      held->wire.body = {};
    }
  }
  const trawl_response* shown = held->shown;
  held_.emplace(shown, std::move(held));
  return shown;
}

std::uint64_t Responses::number_of(const trawl_response* response) const {
  const auto found = held_.find(response);
  return found == held_.end() ? 0 : found->second->wire.request;
}

std::uint64_t Responses::release(const trawl_response* response) {
  const std::uint64_t number = number_of(response);
  if (vault_ && number != 0) vault_->lock(response);
  held_.erase(response);
  return number;
}

}  // namespace trawl::worker
