// What a verb works with: the command line, the printer, and the daemon (connected when first asked).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/command_line.hpp"
#include "client/connection.hpp"
#include "client/watch.hpp"
#include "trawlctl/printer.hpp"
#include "trawlctl/verb.hpp"

namespace trawl::ctl {

namespace json = boost::json;

class Session {
 public:
  // `interrupt`: a descriptor that becomes readable when the operator presses Ctrl-C; -1: none.
  Session(cli::CommandLine line, const Printer& printer, int interrupt)
      : line_(std::move(line)), printer_(printer), interrupt_(interrupt) {}

  const cli::CommandLine& line() const { return line_; }
  std::string_view method() const { return find_verb(line_.verb)->method; }  // of the verb that was named
  const Printer& out() const { return printer_; }
  const std::string& argument(std::size_t i) const { return line_.arguments.at(i); }
  int interrupt() const { return interrupt_; }
  std::string socket() const;  // --socket, TRAWL_SOCKET, or /run/trawl/trawl.sock

  // One call. Connects first, or again when an earlier call broke the connection. Waits a little when the
  // daemon has too many clients; a change with an idempotency key is sent once more when the connection
  // breaks meanwhile.
  Result<json::value> call(std::string_view method, const json::object& params,
                           Millis timeout = client::default_timeout);

  // The verb's method with these parameters, its result printed. Exit code 0.
  Result<int> show(const json::object& params, const Shape&,
                   std::string (*draw)(const json::value&, const Printer&));

  // Parameters of a mutating method: with an idempotency key, so that a repetition after a broken
  // connection cannot do it twice. --idempotency-key, else random.
  json::object once(json::object params);

  // The number of a run that may be given as a word, see parse_run(). Asks the daemon only for a word.
  Result<std::int64_t> resolve_run(std::string_view text);

  Result<client::Watch> watch(std::string method, json::object params);

 private:
  Result<> connect();
  Result<json::value> call_once(std::string_view method, const json::object& params, Millis timeout);

  cli::CommandLine line_;
  const Printer& printer_;
  int interrupt_;
  std::optional<client::Connection> connection_;
  std::string key_;
};

}  // namespace trawl::ctl
