// Whatever bytes a peer sends, up to the point where a handler would run: lines, JSON, envelope, method,
// parameters. Nothing may crash, and what was read must be JSON again when it is written.
#include <cstdlib>

#include "api/table.hpp"
#include "rpc/envelope.hpp"
#include "base/json_reader.hpp"
#include "rpc/json_writer.hpp"
#include "rpc/line_buffer.hpp"

namespace {

using namespace trawl;

void take_request(const api::Table& table, boost::json::value message) {
  const auto request = rpc::parse_request(std::move(message), 128);
  if (!request) return;
  const auto method = table.admit(request->method, {.role = model::Role::admin});
  if (method)
    (void)api::check_params(request->method, (*method)->params,
                            request->params ? &*request->params : nullptr);
}

void take_line(const api::Table& table, std::string_view line) {
  const auto message = read_json(line, 32);
  if (!message) return;
  // The text may differ by a last digit: Boost.JSON 1.81 reads some decimals of 17 digits one unit off.
  std::string written;
  rpc::append_json(written, *message);
  if (!read_json(written, 32)) std::abort();
  take_request(table, *message);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const api::Table table = api::daemon_methods();
  rpc::LineBuffer lines(4096);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (std::size_t at = 0; at < size && !lines.too_large(); at += 61) {
    lines.append(bytes.substr(at, 61));
    while (const auto line = lines.next()) take_line(table, *line);
  }
  return 0;
}
