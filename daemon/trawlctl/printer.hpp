// Everything that trawlctl says. Results go to standard output in the format that was asked for; what
// only helps a person (next steps, progress, errors) goes to standard error.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "trawlctl/style.hpp"

namespace trawl::ctl {

enum class Format : std::uint8_t { table, json, ndjson, name, csv };
Result<Format> parse_format(std::string_view);

// What a method's result consists of, for the formats that print rows.
struct Shape {
  std::string_view rows;  // the member with the list; empty: the result is one row
  std::string_view name;  // the member of a row that -o name prints
};

class Printer {
 public:
  // Looks at the terminal and the locale. The descriptors are 1 and 2 of the process.
  explicit Printer(Format);
  // For tests and the demo: no terminal; text is handed to `sink`.
  Printer(Format, Style, std::function<void(std::string_view)> sink);

  Format format() const { return format_; }
  const Style& style() const { return style_; }
  bool people() const { return format_ == Format::table; }
  // Progress may be redrawn in place: a person's terminal on standard error.
  bool live() const { return live_; }
  std::size_t columns() const;  // of the terminal; 0: not a terminal

  // A method's result in the format asked for; `as_table` draws it for people.
  void result(std::string_view method, const boost::json::value&, const Shape&,
              const std::function<std::string()>& as_table) const;
  // One row of a stream: a line of JSON, or `as_line` for people.
  void row(const boost::json::value&, const std::function<std::string()>& as_line) const;

  void text(std::string_view) const;           // to standard output, as it is
  void line(std::string_view text) const;      // for people, to standard output
  void hint(std::string_view text) const;      // "next: ..." to standard error, only beside tables
  void progress(std::string_view text) const;  // to standard error, as it is
  void error(const Error&) const;              // with -o json also a document on standard output

 private:
  void write(std::string_view) const;

  Format format_;
  Style style_;
  bool terminal_ = false;  // standard output
  bool live_ = false;
  std::function<void(std::string_view)> sink_;
};

}  // namespace trawl::ctl
