// The table of verbs.
#include "trawlctl/verb.hpp"

#include <algorithm>
#include <array>

#include "trawlctl/handlers.hpp"

namespace trawl::ctl {
namespace {

constexpr std::array table{
    Verb{"status", "", "daemon.status", "what the daemon is doing", "trawlctl status", show_status},
    Verb{"doctor", "", "", "check that everything trawl needs is in place", "trawlctl doctor", examine},
    Verb{"demo", "[--script]", "", "a private daemon shows a failing run, its retry, and the difference",
         "trawlctl demo\ntrawlctl demo --script", show_demo},
    Verb{"run", "[PLATFORM...] [--schedule NAME] [--wait | --watch]", "runs.start",
         "start a run of all platforms, of some, or of a schedule's",
         "trawlctl run\ntrawlctl run shop news --watch\ntrawlctl run --wait -o json", start_run},
    Verb{"retry", "RUN [PLATFORM...] [--dry-run] [--wait | --watch]", "runs.retry",
         "a new run of exactly the platforms of RUN that did not succeed",
         "trawlctl retry last\ntrawlctl retry 42 --dry-run\ntrawlctl retry 42 news --watch", retry_run},
    Verb{"runs", "[--status S] [--platform P] [--schedule NAME] [--limit N]", "runs.list",
         "the runs, newest first", "trawlctl runs\ntrawlctl runs --status failed --limit 5", list_runs},
    Verb{"runs show", "RUN", "runs.get", "a run with its platforms and errors", "trawlctl runs show last",
         show_run},
    Verb{"runs cancel", "RUN", "runs.cancel", "end a run", "trawlctl runs cancel 42", cancel_run},
    Verb{"runs watch", "RUN", "runs.watch", "follow a run until it ends; Ctrl-C leaves it running",
         "trawlctl runs watch last\ntrawlctl runs watch 42 -o ndjson", watch_named_run},
    Verb{"runs diff", "A B", "runs.diff", "what run B changed against run A", "trawlctl runs diff 41 42",
         diff_runs},
    Verb{"errors", "RUN [PLATFORM]", "errors.list", "what went wrong in a run",
         "trawlctl errors last\ntrawlctl errors 42 news", list_errors},
    Verb{"items", "[--platform P] [--run RUN]", "items.query",
         "what the platforms brought home, now or as a run left it",
         "trawlctl items --platform shop\ntrawlctl items -o ndjson > items.ndjson\ntrawlctl items --run 42 "
         "-o csv",
         list_items},
    Verb{"schedules", "", "schedules.list", "the schedules and when they fire next", "trawlctl schedules",
         list_schedules},
    Verb{"schedules next", "NAME [--count N]", "schedules.next", "the next instants of a schedule",
         "trawlctl schedules next nightly --count 10", next_firings},
    Verb{"schedules pause", "NAME [--reason TEXT]", "schedules.pause",
         "stop a schedule from firing, also across restarts",
         "trawlctl schedules pause nightly --reason 'site is being rebuilt'", change_schedule},
    Verb{"schedules resume", "NAME", "schedules.resume", "let a paused schedule fire again",
         "trawlctl schedules resume nightly", change_schedule},
    Verb{"schedules trigger", "NAME [--wait | --watch]", "schedules.trigger",
         "run a schedule's platforms now", "trawlctl schedules trigger nightly --watch", trigger_schedule},
    Verb{"platforms", "", "platforms.list", "the platforms and whether they can run", "trawlctl platforms",
         list_platforms},
    Verb{"platforms enable", "NAME", "platforms.enable", "let a platform take part in runs",
         "trawlctl platforms enable shop", change_platform},
    Verb{"platforms disable", "NAME", "platforms.disable",
         "keep a platform out of runs, also across restarts", "trawlctl platforms disable shop",
         change_platform},
    Verb{"plugins", "", "plugins.list", "the plugins that were found", "trawlctl plugins", list_plugins},
    Verb{"plugins show", "ID", "plugins.get", "a plugin with its configuration's schema",
         "trawlctl plugins show html", show_plugin},
    Verb{"config check", "FILE", "config.check",
         "every fault of a configuration file, as FILE:LINE:COLUMN: message",
         "trawlctl config check /etc/trawl/trawl.yaml", check_config},
    Verb{"config reload", "[--dry-run]", "config.reload",
         "put the configuration file in force, or change nothing", "trawlctl config reload", reload_config},
    Verb{"config show", "", "config.get", "the configuration in force", "trawlctl config show", show_config},
    Verb{"web", "[--url URL]", "web.code", "an address that lets a browser in as you, once, within a minute",
         "trawlctl web\ntrawlctl web --url https://trawl.example/", show_page_address},
    Verb{"logs", "[-f] [--run RUN]", "events.list", "what happened, of one run or of all",
         "trawlctl logs --run last\ntrawlctl logs -f", list_logs},
    Verb{"events", "[-f] [--since SEQ]", "events.list", "the journal: every change of state, numbered",
         "trawlctl events\ntrawlctl events -f -o ndjson --since 1200", list_events},
    Verb{"cron", "EXPR [--timezone Z] [--from T] [--count N]", "",
         "the next instants of a cron expression, in UTC",
         "trawlctl cron '0 6 * * 1-5' --timezone Europe/Berlin\ntrawlctl cron '@daily' --from "
         "2026-11-23T14:00:00Z --count 3",
         print_cron},
    Verb{"robots", "FILE --agent TOKEN PATH...", "",
         "which paths a robots.txt allows to an agent, with the deciding line",
         "trawlctl robots robots.txt --agent trawl / /private/page\ntrawlctl robots - --agent trawl "
         "https://shop.example/basket",
         judge_paths},
    Verb{"api call", "METHOD [JSON]", "", "call a method of the daemon",
         R"(trawlctl api call runs.get '{"run_id": 42}')", call_method},
    Verb{"api describe", "[METHOD]", "", "the daemon's methods, or one in detail",
         "trawlctl api describe runs.retry", describe_method},
};

constexpr std::array meanings{
    cli::FlagMeaning{"--wait", "return when the run has ended; the exit code tells how"},
    cli::FlagMeaning{"--watch", "show every change until the run has ended; the exit code tells how"},
    cli::FlagMeaning{"--dry-run", "say what would happen and change nothing"},
    cli::FlagMeaning{"--schedule", "of this schedule"},
    cli::FlagMeaning{"--platform", "of this platform"},
    cli::FlagMeaning{"--status",
                     "queued, running, completed, partial, failed, cancelled, interrupted or expired"},
    cli::FlagMeaning{"--run", "of this run; a number or `last`"},
    cli::FlagMeaning{"--limit", "at most so many, 1 to 500 (50)"},
    cli::FlagMeaning{"--count", "how many instants (5)"},
    cli::FlagMeaning{"--reason", "a note that the schedule shows while it is paused"},
    cli::FlagMeaning{"--timezone", "of the wall clock that the expression reads, as Europe/Berlin (UTC)"},
    cli::FlagMeaning{"--from", "only instants after this one, in RFC 3339 (now)"},
    cli::FlagMeaning{"--agent",
                     "the product token of the user agent, as trawl; * for agents without a group"},
    cli::FlagMeaning{"--since", "only events after this number"},
    cli::FlagMeaning{"-f", "go on with what happens from now; Ctrl-C ends it"},
    cli::FlagMeaning{"--script", "unattended; exit code 1 when a step differs from the story"},
    cli::FlagMeaning{"--url", "where the page is, when http.listen of the configuration does not tell"},
    cli::FlagMeaning{"--socket", "the daemon's socket (TRAWL_SOCKET, else /run/trawl/trawl.sock)"},
    cli::FlagMeaning{"-o", "table, json (one document), ndjson (a line a row), name; csv for items"},
    cli::FlagMeaning{"--idempotency-key", "equal keys make a change only once (random)"},
    cli::FlagMeaning{"--timeout", "how long to wait, as 10s or 5m (10s; with --wait and --watch for ever)"},
    cli::FlagMeaning{"--help", "this text"},
};

}  // namespace

std::span<const Verb> verbs() {
  return table;
}
const Verb* find_verb(std::string_view words) {
  const auto verb = std::ranges::find(table, words, &Verb::words);
  return verb == table.end() ? nullptr : &*verb;
}
const cli::Grammar& grammar() {
  static const cli::Grammar made = [] {
    cli::Grammar grammar{"trawlctl", global_usage, {}, {meanings.begin(), meanings.end()}};
    for (const Verb& verb : table)
      grammar.verbs.push_back({verb.words, verb.usage, verb.summary, verb.examples});
    return grammar;
  }();
  return made;
}

}  // namespace trawl::ctl
