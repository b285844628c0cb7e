#include "trawl-plugin/check/test_table.hpp"

#include <array>
#include <utility>
#include <vector>

#include "trawl-plugin/check/tests.hpp"

namespace trawl::author::check {
namespace {

constexpr std::array written{
    Test{"load.opens", 1, "the library can be loaded and is a module of this ABI", library_opens},
    Test{"load.exports", 1, "only trawl_module_v* is exported", exports_only_the_entry},
    Test{"load.quiet", 1, "loading prints nothing and starts no thread", loads_quietly},
    Test{"load.fast", 2, "loading takes less than 100 ms", loads_fast},
    Test{"load.extensions", 2, "an extension that nobody has defined is not there",
         knows_only_its_extensions},
    Test{"load.floor", 4, "Debian 12 has all versions of libraries that it needs", runs_on_debian_12},

    Test{"describe.version", 2, "the version is a version", version_is_a_version},
    Test{"describe.schema", 2, "config_schema is a JSON Schema", schema_is_valid},
    Test{"describe.item_schemas", 2, "item_schemas are JSON Schemas by type of item", item_schemas_are_valid},
    Test{"describe.stable", 2, "the descriptor is the same in two loads", same_in_two_loads},
    Test{"describe.defaults", 3, "defaults in config_schema fit it", defaults_fit},
    Test{"describe.descriptions", 4, "every key of config_schema has a description", keys_are_described},
    Test{"describe.summary", 5, "the plugin has a summary and a license", says_what_it_is},

    Test{"contract.runs", 2, "run() comes to its end, and well", runs},
    Test{"contract.release", 3, "each response is released exactly once, and not read afterwards",
         releases_each_response_once},
    Test{"contract.thread", 3, "trawl_api is called from the thread of run() only", calls_from_one_thread},
    Test{"contract.after_run", 3, "nothing is called and no thread runs after run()",
         calls_only_while_it_runs},
    Test{"contract.items", 3, "items have types and keys of legal length and are JSON objects in UTF-8",
         items_are_json_objects},
    Test{"contract.unique_keys", 3, "no two items of a type have the same key", keys_are_unique},
    Test{"contract.item_schemas", 3, "items fit the schema of their type", items_fit_their_schema},
    Test{"contract.state", 3, "keys and values of the state are UTF-8 and of legal length", state_is_valid},
    Test{"contract.window_1", 4, "one request at a time is enough", window_of_one},
    Test{"contract.unknown_codes", 4, "a `net` that the plugin does not know is a failure like others",
         tolerates_unknown_codes},
    Test{"contract.later_minor", 4, "larger structs and unknown flags change nothing", tolerates_later_minor},
    Test{"contract.config", 5, "no configuration that fits the schema crashes or hangs it",
         survives_any_configuration},

    Test{"behaviour.again", 4, "the same answers give the same items", same_again},
    Test{"behaviour.order", 5, "the order of the answers does not change the items", same_in_any_order},
    Test{"behaviour.cancel", 5, "a cancelled run returns TRAWL_CANCELLED within 2 s", cancels},
    Test{"behaviour.state", 5, "a run goes on from the state of the last one", goes_on_from_its_state},
    Test{"behaviour.checkpoint", 5, "a run that died after a checkpoint and its successor give all items",
         goes_on_from_a_checkpoint},

    Test{"resources.cost", 5, "what a run takes, for a look", tells_its_cost},
    Test{"resources.leak", 5, "memory of pages is given back", leaks_nothing},
    Test{"resources.descriptors", 5, "file descriptors are closed", leaks_no_descriptors},

    Test{"fuzz.pages", 10, "no page crashes or hangs it", survives_mutations},
};

// One test for each row of the fault matrix.
template <std::size_t... row>
std::vector<Test> fault_tests(std::index_sequence<row...>) {
  const auto faults = all_alterations();
  return {Test{faults[row].name, 5, "no crash, no hang, and what is lost is reported",
               [](Bench& bench) { return survives_fault(bench, row); }}...};
}

}  // namespace

std::span<const Test> all_tests() {
  static const std::vector<Test> all = [] {
    std::vector<Test> tests(written.begin(), written.end());
    const auto faults = fault_tests(std::make_index_sequence<alteration_count>());
    const auto before = std::ranges::find(tests, "resources.cost", &Test::name);
    tests.insert(before, faults.begin(), faults.end());
    return tests;
  }();
  return all;
}

}  // namespace trawl::author::check
