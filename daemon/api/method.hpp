// How a method is described, and what its handler gets. The description is the only place where a
// method exists: dispatch, roles, parameter checks, rpc.describe and the OpenRPC document come from it.
// Descriptions are values, any thread; handlers run on the main thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/caller.hpp"
#include "api/engine_port.hpp"
#include "api/journal_news.hpp"
#include "api/tally.hpp"
#include "api/params.hpp"
#include "api/web_codes.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/task.hpp"
#include "model/role.hpp"
#include "store/store.hpp"

namespace trawl::api {

class Table;
class Watch;
struct Method;

// What operations work with. Everything outlives every call.
struct Services {
  Engine& engine;
  store::Store& store;
  JournalNews& news;
  Clock& clock;
  WebCodes& web_codes;
  const Tally& tally;
};

// The connection a call came on, as operations see it. Implemented by the transport.
class Connection {
 public:
  virtual ~Connection() = default;

  // Names a stream that begins once the reply to the present call has been sent. too_many_streams.
  virtual Result<std::string> subscribe(std::unique_ptr<Watch>) = 0;
  virtual Result<> unsubscribe(std::string_view subscription) = 0;  // subscription_not_found
  // Cancels a call of this connection that only looks; true when there was one.
  virtual bool cancel(const json::value& request_id) = 0;
  virtual json::object limits() const = 0;
  virtual json::object metrics() const = 0;
};

struct Call {
  const Method& method;
  const Table& table;
  Params params;
  const Caller& caller;
  Services& services;
  Connection& connection;
};

using Answer = Result<json::value>;
// A handler that answers at once never waits behind others, and costs no coroutine.
using Handler = std::variant<Answer (*)(Call&), Task<Answer> (*)(Call&)>;

// A member of the result, for the documentation.
struct Field {
  std::string_view name, type, about;
};

// Where a method is found over HTTP. A segment "{run_id}" is that parameter.
struct HttpRoute {
  std::string_view verb, path;
  int status = 200;         // of success; 202: something has begun, and Location says where
  json::object fixed = {};  // parameters that the path stands for
};

struct Method {
  std::string_view name;
  Role role = Role::viewer;
  std::string_view summary;
  std::vector<Param> params = {};
  std::vector<Field> result = {};
  Handler handler;
  bool changes = false;       // is audited, and takes an idempotency_key
  bool dry_run = false;       // takes dry_run: says what would happen and changes nothing
  bool streams = false;       // begins a stream of notifications
  Millis time_limit{30'000};  // for calls that only look; changes always run to their end
  std::string_view since = "0.1";
  std::vector<HttpRoute> http = {};  // the first is the one to prefer
};

}  // namespace trawl::api
