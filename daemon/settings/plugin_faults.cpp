#include "settings/plugin_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>
#include <tuple>

namespace trawl::settings {
namespace {

// A place on the way down a tree: a node, and where a fault of it is told.
struct Place {
  const Node* node = nullptr;
  Position at;
};

// The first step of a pointer, unescaped; the pointer loses it.
std::string take_step(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const std::string_view raw = pointer.substr(0, pointer.find('/'));
  pointer.remove_prefix(raw.size());
  std::string step;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool escaped = raw[i] == '~' && i + 1 < raw.size() && (raw[i + 1] == '0' || raw[i + 1] == '1');
    step += escaped ? (raw[++i] == '0' ? '~' : '/') : raw[i];
  }
  return step;
}

const Node* child(const Node& node, const std::string& step) {
  if (const Member* member = node.find(step)) return &member->value;
  std::size_t index = 0;
  const char* end = step.data() + step.size();
  const bool is_index = std::from_chars(step.data(), end, index).ptr == end && !step.empty();
  return is_index && index < node.items.size() ? &node.items[index] : nullptr;
}

// As deep as the pointer leads.
Place descend(Place place, std::string_view pointer) {
  while (pointer.starts_with('/')) {
    const Node* next = child(*place.node, take_step(pointer));
    if (!next) break;
    place = {next, next->at};
  }
  return place;
}

const Member* find_platform(const Document& document, const std::string& name) {
  const Member* platforms = document.tree.find("platforms");
  return platforms ? platforms->value.find(name) : nullptr;
}

// A value on a line of its own is looked for at its key, as by the readers.
Place config_of(const Member& platform) {
  const Member* config = platform.value.find("config");
  return config ? Place{&config->value, config->value.at} : Place{&platform.value, platform.at};
}

auto order(const Fault& fault) {
  return std::tuple(fault.line == 0, fault.line, fault.column);
}

}  // namespace

std::vector<Fault> place(const Document& document, const std::vector<PluginFault>& found) {
  Faults faults(document.file, document.text);
  for (const PluginFault& fault : found) {
    const Member* platform = find_platform(document, fault.platform);
    if (!platform) continue;
    const Place at = descend(config_of(*platform), fault.pointer);
    faults.add(at.at, fmt::format("platforms.{}.config{}{}: {}", fault.platform,
                                  fault.pointer.empty() ? "" : " at ", fault.pointer, fault.message));
  }
  return faults.take();
}

Fault place_at_plugin(const Document& document, const std::string& platform, const std::string& message) {
  Faults faults(document.file, document.text);
  const Member* found = find_platform(document, platform);
  const Member* plugin = found ? found->value.find("plugin") : nullptr;
  faults.add(plugin ? plugin->value.at : Position{},
             fmt::format("platforms.{}.plugin: {}", platform, message));
  return faults.take().front();
}

std::vector<Fault> merge(std::vector<Fault> first, std::vector<Fault> second) {
  std::vector<Fault> all;
  std::ranges::merge(first, second, std::back_inserter(all), {}, order, order);
  return all;
}

}  // namespace trawl::settings
