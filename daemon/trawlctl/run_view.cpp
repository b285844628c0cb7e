#include "trawlctl/run_view.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/display.hpp"
#include "cli/table.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/json_text.hpp"

namespace trawl::ctl {
namespace {

using enum cli::Table::Align;

std::string count(const json::value& value, std::string_view name) {
  return std::to_string(integer(value, name));
}

// "✘ failed", and what its retries made of it.
std::string verdict(const json::value& run, const Style& style) {
  const std::string status = text(run, "status"), effective = text(run, "effective_status");
  std::string words = style.status(status);
  if (!effective.empty() && effective != status)
    words += fmt::format(" {} {}", style.arrow(), style.status(effective));
  return words;
}

std::string duration_of(const json::value& value) {
  return member(value, "duration_ms").is_null() ? "" : took(integer(value, "duration_ms"));
}

// The message, and the URL where the message does not name it already.
std::string error_line(const json::value& error) {
  const std::string message = text(error, "message"), url = text(error, "url");
  return url.empty() || message.find(url) != std::string::npos ? message : message + "  " + url;
}

std::string draw_error_rows(const json::array& errors, std::size_t columns) {
  cli::Table table({{"PLATFORM"}, {"KIND"}, {"SEVERITY"}, {"WHAT"}});
  for (const json::value& error : errors)
    table.add({text(error, "platform"), text(error, "kind"), text(error, "severity"), error_line(error)});
  return table.text(columns);
}

std::string draw_platforms(const json::array& platforms, const Printer& out) {
  cli::Table table({{"PLATFORM"},
                    {"STATUS"},
                    {"ITEMS", right},
                    {"ERRORS", right},
                    {"FETCHES", right},
                    {"TOOK", right},
                    {"PLUGIN"}});
  for (const json::value& platform : platforms) {
    const json::value& plugin = member(platform, "plugin");
    table.add({text(platform, "name"), out.style().status(text(platform, "status")), count(platform, "items"),
               count(platform, "errors"), count(platform, "fetches"), duration_of(platform),
               fmt::format("{} {}", text(plugin, "id"), text(plugin, "version"))});
  }
  return table.text(out.columns());
}

}  // namespace

std::string draw_runs(const json::value& result, const Printer& out) {
  if (list(result, "runs").empty()) return "no runs\n";
  cli::Table table({{"ID", right},
                    {"STATUS"},
                    {"TRIGGER"},
                    {"ITEMS", right},
                    {"ERRORS", right},
                    {"CREATED"},
                    {"TOOK", right}});
  for (const json::value& run : list(result, "runs"))
    table.add({text(run, "id"), verdict(run, out.style()), text(run, "trigger"),
               count(member(run, "items"), "total"), count(run, "error_count"), moment(run, "created_at"),
               duration_of(run)});
  std::string drawn = table.text(out.columns());
  if (!member(result, "next_cursor").is_null()) drawn += "(older runs exist: --limit shows more)\n";
  return drawn;
}

std::string draw_run(const json::value& run, const Printer& out) {
  const json::value& items = member(run, "items");
  std::string drawn = fmt::format("run {}  {}\n", text(run, "id"), verdict(run, out.style()));
  const auto row = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) drawn += fmt::format("  {:<12}{}\n", name, cli::printable(value));
  };
  row("trigger", text(run, "trigger"));
  if (integer(run, "attempt") > 1)
    row("attempt", fmt::format("{} of run {}", count(run, "attempt"), text(run, "root_run_id")));
  row("asked by", text(member(run, "requested_by"), "name"));
  row("created", moment(run, "created_at"));
  row("finished", moment(run, "finished_at"));
  row("took", duration_of(run));
  row("items", fmt::format("{}: {} added, {} changed, {} removed, {} unchanged", count(items, "total"),
                           count(items, "added"), count(items, "changed"), count(items, "removed"),
                           count(items, "unchanged")));
  drawn += "\n" + draw_platforms(list(run, "platforms"), out);
  if (!list(run, "errors").empty()) drawn += "\n" + draw_error_rows(list(run, "errors"), out.columns());
  return drawn;
}

std::string draw_errors(const json::value& result, const Printer& out) {
  return list(result, "errors").empty() ? "no errors\n"
                                        : draw_error_rows(list(result, "errors"), out.columns());
}

std::string draw_retry_plan(const json::value& plan, const Printer& out) {
  std::string drawn;
  if (!list(plan, "platforms").empty()) {
    cli::Table table({{"RETRY"}, {"PLATFORM"}, {"STATUS"}, {"NOW"}, {"ERRORS", right}, {"NOTE"}});
    for (const json::value& row : list(plan, "platforms")) {
      const std::string succeeded = text(row, "succeeded_in");
      table.add({flag(row, "preselected") ? "yes" : "no", text(row, "name"),
                 out.style().status(text(row, "status")), out.style().status(text(row, "effective_status")),
                 count(row, "errors"),
                 succeeded.empty() ? text(row, "reason") : "succeeded in run " + succeeded});
    }
    drawn += table.text(out.columns());
  }
  if (const auto retried = texts(plan, "platforms_retried"); !retried.empty())
    drawn += fmt::format("a retry would run: {}\n", cli::printable(join(retried, ", ")));
  drawn += draw_skipped(plan);
  if (const json::value& refusal = member(plan, "refusal"); refusal.is_object())
    drawn += fmt::format("a retry would be refused: {}\n", cli::printable(text(refusal, "message")));
  return drawn;
}

std::string draw_skipped(const json::value& answer) {
  std::string drawn;
  for (const json::value& skipped : list(answer, "platforms_skipped"))
    drawn += fmt::format("  not {}: {}\n", cli::printable(text(skipped, "name")),
                         cli::printable(text(skipped, "reason")));
  return drawn;
}

std::string draw_diff(const json::value& diff, const Printer& out) {
  const auto& changes = list(diff, "changes");
  if (changes.empty())
    return fmt::format("run {} changed no items against run {}\n", text(diff, "b"), text(diff, "a"));
  cli::Table table({{"CHANGE"}, {"PLATFORM"}, {"KEY"}, {"DATA"}});
  for (const json::value& change : changes) {
    const std::string after = text(change, "after");
    table.add({text(change, "op"), text(change, "platform"), text(change, "key"),
               after.empty() ? text(change, "before") : after});
  }
  const json::value& counts = member(diff, "counts");
  return table.text(out.columns()) + fmt::format("{} added, {} changed, {} removed, {} returned{}\n",
                                                 count(counts, "added"), count(counts, "changed"),
                                                 count(counts, "removed"), count(counts, "returned"),
                                                 flag(diff, "truncated") ? " (not all are shown)" : "");
}

}  // namespace trawl::ctl
