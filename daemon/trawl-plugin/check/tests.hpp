// The tests' functions; test_table.cpp names them and says what each is for. Each is given a bench of which
// nothing is asked yet or much is known already: the answer is the same.
#pragma once

#include "trawl-plugin/check/bench.hpp"
#include "trawl-plugin/check/outcome.hpp"

namespace trawl::author::check {

// load_tests.cpp
Outcome library_opens(Bench&);
Outcome exports_only_the_entry(Bench&);
Outcome loads_quietly(Bench&);
Outcome loads_fast(Bench&);
Outcome knows_only_its_extensions(Bench&);
Outcome runs_on_debian_12(Bench&);

// describe_tests.cpp
Outcome version_is_a_version(Bench&);
Outcome schema_is_valid(Bench&);
Outcome item_schemas_are_valid(Bench&);
Outcome same_in_two_loads(Bench&);
Outcome defaults_fit(Bench&);
Outcome keys_are_described(Bench&);
Outcome says_what_it_is(Bench&);

// contract_tests.cpp
Outcome runs(Bench&);
Outcome releases_each_response_once(Bench&);
Outcome calls_from_one_thread(Bench&);
Outcome calls_only_while_it_runs(Bench&);
Outcome items_are_json_objects(Bench&);
Outcome keys_are_unique(Bench&);
Outcome items_fit_their_schema(Bench&);
Outcome state_is_valid(Bench&);
Outcome window_of_one(Bench&);
Outcome tolerates_unknown_codes(Bench&);
Outcome tolerates_later_minor(Bench&);
Outcome survives_any_configuration(Bench&);

// behaviour_tests.cpp
Outcome same_in_any_order(Bench&);
Outcome same_again(Bench&);
Outcome cancels(Bench&);
Outcome goes_on_from_its_state(Bench&);
Outcome goes_on_from_a_checkpoint(Bench&);

// fault_tests.cpp: one answer after the other is altered by the row of the fault matrix with this number.
Outcome survives_fault(Bench&, std::size_t row);

// resource_tests.cpp
Outcome tells_its_cost(Bench&);
Outcome leaks_nothing(Bench&);
Outcome leaks_no_descriptors(Bench&);

// fuzz_tests.cpp
Outcome survives_mutations(Bench&);

}  // namespace trawl::author::check
