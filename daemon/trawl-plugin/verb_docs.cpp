// trawl-plugin docs: the configuration of each plugin of a library, to be pasted into its README or manual
// page.
#include <fmt/format.h>

#include "trawl-plugin/descriptors.hpp"
#include "trawl-plugin/handlers.hpp"
#include "trawl-plugin/plugin_docs.hpp"

namespace trawl::author {

Result<int> print_docs(const cli::CommandLine& line) {
  const auto plugins = load_descriptors(line.arguments[0]);
  if (!plugins) return std::unexpected(plugins.error());
  std::string text;
  for (const auto& plugin : *plugins) {
    const auto section = line.has("--man") ? as_scdoc(plugin) : as_markdown(plugin);
    if (!section) return std::unexpected(section.error());
    text += (text.empty() || line.has("--man") ? "" : "\n") + *section;
  }
  fmt::print("{}", text);
  return 0;
}

}  // namespace trawl::author
