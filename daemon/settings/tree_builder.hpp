// Turns yaml-cpp's events into a Node, refusing on the way what tree.hpp promises to refuse. Limits are
// checked while the parser runs, so that a bomb ends before it grows. Used by tree.cpp only.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "settings/tree.hpp"

namespace trawl::settings {

class TreeBuilder final : public YAML::EventHandler {
 public:
  // Thrown through the parser when going on makes no sense.
  struct Stop {
    Position at;
    std::string message;
  };

  TreeBuilder(std::string_view text, Faults& faults) : text_(text), faults_(faults) {}

  Node root() && { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override;
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override;
  void OnScalar(const YAML::Mark&, const std::string& tag, YAML::anchor_t, const std::string& value) override;
  void OnSequenceStart(const YAML::Mark&, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark&, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override;
  void OnMapEnd() override;

 private:
  // A map or sequence whose end has not come yet.
  struct Open {
    Node node;
    bool awaits_key = true;                         // of a map: the next complete node is a key
    bool drops_value = false;                       // of a map: the pending key was refused
    Member pending;                                 // of a map: the key whose value comes next
    std::map<std::string, int, std::less<>> lines;  // of a map: where each key stood
  };

  void count(const YAML::Mark&);
  void open(const YAML::Mark&, Node::Kind, const std::string& tag, YAML::anchor_t);
  void close();
  void complete(Node);
  void take_key(Open&, Node);
  void refuse_decoration(const YAML::Mark&, const std::string& tag, YAML::anchor_t);
  void check_closing_quote(const YAML::Mark&);
  std::string_view from(const YAML::Mark&) const;

  std::string_view text_;
  Faults& faults_;
  Node root_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
};

}  // namespace trawl::settings
