#include "trawlctl/printer.hpp"

#include <fmt/format.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "base/text.hpp"
#include "cli/display.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/json_text.hpp"

namespace trawl::ctl {
namespace {

bool locale_is_utf8() {
  std::setlocale(LC_CTYPE, "");
  return std::string_view(nl_langinfo(CODESET)) == "UTF-8";
}

bool plain_terminal() {
  const char* term = std::getenv("TERM");
  return !term || std::string_view(term) == "dumb";
}

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names{"table", "json", "ndjson", "name", "csv"};
  return names;
}

}  // namespace

Result<Format> parse_format(std::string_view word) {
  for (std::size_t i = 0; i < format_names().size(); ++i)
    if (format_names()[i] == word) return static_cast<Format>(i);
  return refuse(Code::invalid_params,
                fmt::format("there is no output format '{}'{}", word, did_you_mean(word, format_names())),
                fmt::format("one of: {}", join(format_names(), ", ")));
}

Printer::Printer(Format format)
    : format_(format),
      style_{.unicode = locale_is_utf8()},
      terminal_(isatty(STDOUT_FILENO)),
      live_(isatty(STDERR_FILENO) && !plain_terminal() && format == Format::table) {}

Printer::Printer(Format format, Style style, std::function<void(std::string_view)> sink)
    : format_(format), style_(style), sink_(std::move(sink)) {}

std::size_t Printer::columns() const {
  if (!terminal_) return 0;
  if (const char* columns = std::getenv("COLUMNS"); columns && std::atoi(columns) > 0)
    return static_cast<std::size_t>(std::atoi(columns));
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void Printer::result(std::string_view method, const json::value& value, const Shape& shape,
                     const std::function<std::string()>& as_table) const {
  if (format_ == Format::table || format_ == Format::csv) return write(as_table());
  if (format_ == Format::json) {
    json::object document{{"schema", fmt::format("trawl.{}/1", method)}};
    if (value.is_object())
      document.insert(value.get_object().begin(), value.get_object().end());
    else
      document["result"] = value;
    return write((terminal_ ? indented_json(document) : compact_json(document)) + "\n");
  }
  const json::array one{value};
  for (const json::value& row : shape.rows.empty() ? one : list(value, shape.rows)) {
    if (format_ == Format::ndjson)
      write(compact_json(row) + "\n");
    else if (row.is_object())
      write(cli::printable(ctl::text(row, shape.name)) + "\n");
    else
      write(cli::printable(row.is_string() ? std::string(row.get_string()) : compact_json(row)) + "\n");
  }
}

void Printer::row(const json::value& value, const std::function<std::string()>& as_line) const {
  write((people() ? as_line() : compact_json(value)) + "\n");
}

void Printer::text(std::string_view text) const {
  write(text);
}

void Printer::line(std::string_view text) const {
  write(fmt::format("{}\n", text));
}

void Printer::hint(std::string_view text) const {
  if (people()) progress(fmt::format("next: {}\n", text));
}

void Printer::progress(std::string_view text) const {
  if (sink_) return sink_(text);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Printer::error(const Error& error) const {
  if (format_ == Format::json) {
    json::object body{{"kind", info(error.code).name}, {"message", error.message}, {"hint", error.hint}};
    for (const auto& [key, value] : error.data) body.insert_or_assign(key, value);
    write(compact_json(json::object{{"schema", "trawl.error/1"}, {"error", std::move(body)}}) + "\n");
  }
  progress(fmt::format("trawlctl: {}\n", cli::printable(error.message)));
  if (!error.hint.empty()) progress(fmt::format("  {}\n", cli::printable(error.hint)));
}

void Printer::write(std::string_view text) const {
  if (sink_) return sink_(text);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace trawl::ctl
