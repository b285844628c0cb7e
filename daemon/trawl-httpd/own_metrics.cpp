#include "trawl-httpd/own_metrics.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json/object.hpp>

#include "api/metric_families.hpp"
#include "base/process_usage.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;
using Sources = const OwnSources&;

template <class Value>
json::object sample(Value value, json::object labels = {}) {
  return {{"labels", std::move(labels)}, {"value", value}};
}

json::array answers(Sources from) {
  json::array samples;
  for (std::size_t i = 0; i < from.server.answers.size(); ++i)
    samples.push_back(sample(from.server.answers[i], {{"status_class", fmt::format("{}xx", i + 1)}}));
  return samples;
}

json::array let_in(Sources from) {
  return {sample(from.who.by_peer, {{"by", "peer"}}), sample(from.who.by_token, {{"by", "token"}}),
          sample(from.who.by_session, {{"by", "session"}})};
}

json::array kept_out(Sources from) {
  return {sample(from.who.missing, {{"reason", "missing"}}), sample(from.who.wrong, {{"reason", "wrong"}}),
          sample(from.who.throttled, {{"reason", "throttled"}})};
}

json::array closed(Sources from) {
  return {sample(from.server.connections_refused, {{"reason", "too_many"}}),
          sample(from.server.refused_by_gate, {{"reason", "gate"}}),
          sample(from.server.timed_out, {{"reason", "timed_out"}}),
          sample(from.server.stalled, {{"reason", "stalled"}})};
}

using OwnFamily = api::MetricFamily<OwnSources>;

constexpr std::array table{
    OwnFamily{"trawl_up", "gauge", "1 when the daemon answers this server", "is 0",
              [](Sources from) -> json::array { return {sample(from.daemon_is_up ? 1 : 0)}; }},
    OwnFamily{"trawl_http_answers", "counter", "Answers, by class of status", "rises for 5xx", answers},
    OwnFamily{"trawl_http_connections", "gauge", "Open connections", "nears 1024",
              [](Sources from) -> json::array { return {sample(from.server.connections_open)}; }},
    OwnFamily{"trawl_http_connections_accepted", "counter", "Connections since the start", "",
              [](Sources from) -> json::array { return {sample(from.server.connections_accepted)}; }},
    OwnFamily{
        "trawl_http_refusals", "counter",
        "Peers turned away: too_many connections, requests that the gate refused, those that did not come in "
        "time, and readers that stalled",
        "rises", closed},
    OwnFamily{"trawl_http_crashes", "counter", "Requests and streams that ended in an error of this program",
              "rises", [](Sources from) -> json::array { return {sample(from.server.answers_crashed)}; }},
    OwnFamily{"trawl_http_received_bytes", "counter", "Bytes from clients", "",
              [](Sources from) -> json::array { return {sample(from.server.bytes_in)}; }},
    OwnFamily{"trawl_http_sent_bytes", "counter", "Bytes to clients", "",
              [](Sources from) -> json::array { return {sample(from.server.bytes_out)}; }},
    OwnFamily{"trawl_http_streams", "gauge", "Open streams of events", "nears 768",
              [](Sources from) -> json::array { return {sample(from.server.streams_open)}; }},
    OwnFamily{"trawl_http_streams_opened", "counter", "Streams of events since the start", "",
              [](Sources from) -> json::array { return {sample(from.server.streams_opened)}; }},
    OwnFamily{"trawl_http_let_in", "counter", "Requests of known callers, by how they are known", "", let_in},
    OwnFamily{"trawl_http_kept_out", "counter", "Requests without a valid token or session",
              "rises for throttled", kept_out},
    OwnFamily{"trawl_http_sessions", "gauge", "Sessions of the page", "",
              [](Sources from) -> json::array { return {sample(from.who.sessions)}; }},
    OwnFamily{"trawl_http_tokens", "gauge", "Tokens in tokens_file", "is 0 while TCP is on",
              [](Sources from) -> json::array { return {sample(from.who.tokens)}; }},
    OwnFamily{"trawl_http_token_reloads_failed", "counter", "Times that a changed tokens_file was refused",
              "rises", [](Sources from) -> json::array { return {sample(from.who.token_reloads_failed)}; }},
    OwnFamily{"trawl_http_cpu_seconds", "counter", "CPU time of this server", "",
              [](Sources) -> json::array { return {sample(process_usage().cpu_seconds)}; }},
    OwnFamily{"trawl_http_resident_memory_bytes", "gauge", "Memory of this server", "grows without end",
              [](Sources) -> json::array { return {sample(process_usage().resident_bytes)}; }},
    OwnFamily{"trawl_http_open_fds", "gauge", "Open file descriptors of this server", "",
              [](Sources) -> json::array { return {sample(process_usage().open_fds)}; }},
};

template <class Sources>
std::string row(const api::MetricFamily<Sources>& family) {
  const std::string_view ending = family.type == "counter" ? "_total" : "";
  return fmt::format("| `{}{}` | {} | {} | {} |\n", family.name, ending, family.type, family.help,
                     family.alert);
}

constexpr std::string_view columns = "| name | type | what it says | look when it |\n|---|---|---|---|\n";

}  // namespace

std::span<const OwnFamily> own_families() {
  return table;
}

std::string metrics_document() {
  std::string document =
      "# Metrics\n\n"
      "`GET /metrics` of trawl-httpd, in Prometheus' text format or, when the scraper accepts it, "
      "OpenMetrics 1.0. The\n"
      "same figures as JSON: `daemon.metrics`. Counters begin with the process. While the daemon is away, "
      "`trawl_up` is\n"
      "0 and the daemon's families are absent. Made by `trawl-httpd --dump-metrics`.\n\n"
      "## Of the daemon\n\n";
  document += columns;
  for (const auto& family : api::metric_families()) document += row(family);
  document.append("\n## Of trawl-httpd\n\n").append(columns);
  for (const OwnFamily& family : table) document += row(family);
  return document;
}

}  // namespace trawl::httpd
