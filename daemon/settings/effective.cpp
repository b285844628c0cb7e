#include "settings/effective.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_from.hpp>

#include "model/redact.hpp"
#include "settings/address.hpp"
#include "settings/canonical.hpp"

namespace trawl::settings {
namespace {

namespace json = boost::json;

json::array texts(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

template <class T>
json::value optional(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::object to_json(const model::AccessRule& access) {
  json::object object;
  if (access.gid) object["group"] = *access.gid;
  if (access.uid) object["uid"] = *access.uid;
  if (access.others) object["others"] = true;
  object["role"] = model::name(access.role);
  return object;
}

json::value to_json(const std::optional<model::FetchThrottle>& throttle) {
  if (!throttle) return nullptr;
  return {{"target_concurrency", throttle->target_concurrency},
          {"max_delay", format_duration(throttle->max_delay)}};
}

json::object to_json(const model::SecretSource& source) {
  const bool file = source.keeper == model::SecretSource::Keeper::file;
  return {{file ? "file" : "credential", source.name}};
}

// As the file has it: where the secret is, never what it is.
json::object to_json(const model::Credential& credential) {
  using Way = model::Credential::Way;
  const bool v6 = credential.host.contains(':'),
             usual = credential.port == (credential.scheme == "https" ? 443 : 80);
  const std::string host = v6 ? fmt::format("[{}]", credential.host) : credential.host;
  json::object object{{"origin", fmt::format("{}://{}{}", credential.scheme, host,
                                             usual ? "" : fmt::format(":{}", credential.port))}};
  json::object source = to_json(credential.source);
  switch (credential.way) {
    case Way::bearer:
      object["bearer"] = std::move(source);
      break;
    case Way::basic:
      object["basic"] = {{"user", credential.name}, {"password", std::move(source)}};
      break;
    case Way::header:
      object["header"] = {{"name", credential.name}, {"value", std::move(source)}};
      break;
    case Way::query:
      object["query"] = {{"name", credential.name}, {"value", std::move(source)}};
      break;
  }
  return object;
}

json::array to_json(const std::vector<model::Credential>& credentials) {
  json::array list;
  for (const model::Credential& credential : credentials) list.push_back(to_json(credential));
  return list;
}

// A plugin's configuration is its own, but URLs in it are shown as everywhere.
void redact_urls(json::value& value, const std::vector<std::string>& keys) {
  if (auto* text = value.if_string()) {
    const std::string redacted = model::redact_text(std::string_view(*text), keys);
    if (redacted != std::string_view(*text)) *text = redacted;
  } else if (auto* list = value.if_array()) {
    for (json::value& item : *list) redact_urls(item, keys);
  } else if (auto* object = value.if_object()) {
    for (auto& member : *object) redact_urls(member.value(), keys);
  }
}

json::object to_json(const model::FetchPolicy& policy, Secrets secrets) {
  const std::string proxy = secrets == Secrets::redacted ? redact_proxy(policy.proxy) : policy.proxy;
  return {
      {"user_agent", policy.user_agent},
      {"robots", policy.obey_robots ? "obey" : "ignore"},
      {"max_crawl_delay", format_duration(policy.max_crawl_delay)},
      {"per_host",
       {{"connections", policy.connections_per_host}, {"delay", format_duration(policy.delay_per_host)}}},
      {"throttle", to_json(policy.throttle)},
      {"timeout",
       {{"connect", format_duration(policy.timeout.connect)},
        {"first_byte", format_duration(policy.timeout.first_byte)},
        {"total", format_duration(policy.timeout.total)}}},
      {"max_body", format_size(policy.max_body)},
      {"max_bytes", format_size(policy.max_bytes)},
      {"max_ratio", policy.max_ratio},
      {"min_rate", format_size(policy.min_rate)},
      {"retry",
       {{"attempts", policy.retry.attempts},
        {"backoff", format_duration(policy.retry.backoff)},
        {"max_backoff", format_duration(policy.retry.max_backoff)},
        {"max_retry_after", format_duration(policy.retry.max_retry_after)}}},
      {"cookies", policy.cookies},
      {"cache", {{"size", format_size(policy.cache_size)}, {"fresh", policy.cache_fresh}}},
      {"allow_downgrade", policy.allow_downgrade},
      {"allow_private", texts(policy.allow_private)},
      {"proxy", text_or_null(proxy)},
      {"connect_to", texts(policy.connect_to)},
      {"ca", json::value_from(policy.ca_files)},
      {"credentials", to_json(policy.credentials)},
      {"redact_query", texts(policy.redact_query)},
  };
}

void put_cadence(json::object& object, const model::Cadence& cadence) {
  if (const auto* every = std::get_if<model::Every>(&cadence)) {
    object["every"] = format_duration(every->interval);
    object["phase"] = format_duration(every->phase);
    return;
  }
  const auto& cron = std::get<model::Cron>(cadence);
  json::array expressions;
  for (const model::CronExpression& expression : cron.expressions)
    expressions.emplace_back(expression.text());
  object["cron"] = std::move(expressions);
  object["timezone"] = cron.zone.name();
}

// Where the value at `pointer` comes from. A platform's fetch values may come from the daemon's.
std::string origin_of(const Settings& settings, const std::string& pointer) {
  if (const auto found = settings.origins.find(pointer); found != settings.origins.end())
    return fmt::format("{}:{}", settings.file, found->second);
  const auto platform_end =
      pointer.starts_with("/platforms/") ? pointer.find('/', sizeof "/platforms") : pointer.npos;
  if (platform_end != pointer.npos && pointer.substr(platform_end).starts_with("/fetch/"))
    return origin_of(settings, pointer.substr(platform_end));
  return "default";
}

void put_origins(json::object& origins, const Settings& settings, const json::object& values,
                 const std::string& parent) {
  for (const auto& member : values) {
    const std::string pointer = pointer_to(parent, member.key());
    const auto* object = member.value().if_object();
    if (object != nullptr && !object->empty())
      put_origins(origins, settings, *object, pointer);
    else
      origins[pointer] = origin_of(settings, pointer);
  }
}

}  // namespace

json::object to_json(const Platform& platform, Secrets secrets) {
  json::value config = json::parse(platform.config);
  if (secrets == Secrets::redacted) redact_urls(config, platform.fetch->redact_query);
  return {
      {"plugin", platform.plugin},
      {"enabled", platform.enabled},
      {"config", std::move(config)},
      {"fetch", to_json(*platform.fetch, secrets)},
      {"limits",
       {{"time", format_duration(platform.limits.time)},
        {"memory", format_size(platform.limits.memory)},
        {"tries", platform.limits.tries}}},
      {"expect",
       {{"min_items", platform.expect.min_items},
        {"max_drop", fmt::format("{:g}%", platform.expect.max_drop * 100)}}},
  };
}

json::object to_json(const Schedule& schedule) {
  json::object object;
  put_cadence(object, schedule.cadence);
  object["platforms"] = texts(schedule.platforms);
  object["overlap"] = model::name(schedule.overlap);
  object["misfire"] = model::name(schedule.misfire);
  object["misfire_grace"] = format_duration(schedule.misfire_grace);
  object["catchup_window"] =
      schedule.catchup_window ? json::value(format_duration(*schedule.catchup_window)) : json::value(nullptr);
  object["splay"] = format_duration(schedule.splay);
  object["auto_retry"] = {{"max", schedule.auto_retry.max},
                          {"delay", format_duration(schedule.auto_retry.delay)},
                          {"backoff", schedule.auto_retry.backoff},
                          {"max_delay", format_duration(schedule.auto_retry.max_delay)}};
  return object;
}

json::object to_json(const Settings& settings, Secrets secrets) {
  json::array access;
  for (const model::AccessRule& entry : settings.access) access.push_back(to_json(entry));
  json::object fetch = to_json(settings.fetch, secrets), platforms, schedules;
  fetch["max_connections"] = settings.max_connections;
  for (const Platform& platform : settings.platforms) platforms[platform.name] = to_json(platform, secrets);
  for (const Schedule& schedule : settings.schedules) schedules[schedule.name] = to_json(schedule);
  return {
      {"state_dir", settings.state_dir},
      {"socket",
       {{"path", settings.socket.path},
        {"mode", fmt::format("{:04o}", settings.socket.mode)},
        {"group", optional(settings.socket.gid)}}},
      {"access", std::move(access)},
      {"http",
       {{"unix", text_or_null(settings.http.unix_path)},
        {"listen", text_or_null(settings.http.listen)},
        {"tokens_file", text_or_null(settings.http.tokens_file)},
        {"allowed_hosts", texts(settings.http.allowed_hosts)},
        {"behind_proxy", settings.http.behind_proxy}}},
      {"log", {{"level", settings.log.level}, {"target", settings.log.target}}},
      {"fetch", std::move(fetch)},
      {"plugins", {{"path", texts(settings.plugin_path)}}},
      {"platforms", std::move(platforms)},
      {"schedules", std::move(schedules)},
      {"retention",
       {{"runs", settings.retention.runs},
        {"days", settings.retention.days},
        {"pages", settings.retention.pages}}},
      {"drain_timeout", format_duration(settings.drain_timeout)},
  };
}

json::object effective(const Settings& settings) {
  json::object values = to_json(settings, Secrets::redacted), origins;
  put_origins(origins, settings, values, "");
  return {{"file", settings.file}, {"values", std::move(values)}, {"origins", std::move(origins)}};
}

std::string digest_of(const Platform& platform) {
  json::object object = to_json(platform, Secrets::shown);
  object["name"] = platform.name;
  return sha256(canonical(object));
}

std::string digest_of(const Settings& settings) {
  json::object object = to_json(settings, Secrets::shown);
  json::array order;
  for (const Platform& platform : settings.platforms) order.emplace_back(platform.name);
  object["order"] = std::move(order);
  return sha256(canonical(object));
}

}  // namespace trawl::settings
