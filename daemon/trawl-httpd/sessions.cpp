#include "trawl-httpd/sessions.hpp"

#include <algorithm>

#include "base/random.hpp"

namespace trawl::httpd {
namespace {

bool same_caller(const Caller& a, const Caller& b) {
  return a.name == b.name && a.uid == b.uid;
}

}  // namespace

std::string Sessions::open(Session session) {
  make_room(session.caller, session.opened_at);
  std::string id = random_hex(32);
  sessions_.emplace(sha256(id), std::move(session));
  return id;
}

const Session* Sessions::find(std::string_view id, Time now) const {
  const auto found = sessions_.find(sha256(id));
  return found != sessions_.end() && now < found->second.expires_at ? &found->second : nullptr;
}

void Sessions::end(std::string_view id) {
  sessions_.erase(sha256(id));
}

void Sessions::end_if(const std::function<bool(const Session&)>& is_over) {
  std::erase_if(sessions_, [&](const auto& entry) { return is_over(entry.second); });
}

void Sessions::make_room(const Caller& caller, Time now) {
  end_if([&](const Session& session) { return session.expires_at <= now; });
  const auto own = [&](const Session& session) { return same_caller(session.caller, caller); };
  const auto count = std::ranges::count_if(sessions_, [&](const auto& entry) { return own(entry.second); });
  if (static_cast<std::size_t>(count) >= max_per_caller) return end_oldest(own);
  if (sessions_.size() >= max_sessions) end_oldest([](const Session&) { return true; });
}

void Sessions::end_oldest(const std::function<bool(const Session&)>& of) {
  auto oldest = sessions_.end();
  for (auto entry = sessions_.begin(); entry != sessions_.end(); ++entry)
    if (of(entry->second) &&
        (oldest == sessions_.end() || entry->second.opened_at < oldest->second.opened_at))
      oldest = entry;
  if (oldest != sessions_.end()) sessions_.erase(oldest);
}

}  // namespace trawl::httpd
