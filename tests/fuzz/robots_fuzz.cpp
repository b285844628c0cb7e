// Any bytes as a robots.txt, an agent and a path: the verdict is stable, its line is one of the file's, and
// nothing throws. The path is the last line of the input.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "robots/location.hpp"
#include "robots/rules.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trawl::robots;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view path = text.substr(text.find_last_of('\n') + 1);
  const Rules rules = Rules::parse(text);
  const Rules same = Rules::parse(text);
  for (const std::string_view agent :
       {std::string_view("trawl"), std::string_view("*"), product_token(path)}) {
    const Verdict verdict = rules.decide(agent, path);
    const Verdict again = same.decide(agent, path);
    require(verdict.allowed == again.allowed && verdict.line == again.line && verdict.rule == again.rule);
    require(verdict.line >= 0 && static_cast<std::size_t>(verdict.line) <= size + 1);
    require(verdict.allowed || verdict.line > 0);
    require(text.find(verdict.rule) != std::string_view::npos);
    if (const auto delay = rules.crawl_delay(agent)) require(delay->count() >= 0);
  }
  require(plain_path(plain_path(path)).size() <= 3 * size);
  require(path_of(path).starts_with('/'));
  require(rules.memory() > 0);
  return 0;
}
