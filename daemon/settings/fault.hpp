// What is wrong with a configuration file, and where: values that travel to whoever asked for the file.
// Any thread; a Faults is used by one thread at a time.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trawl::settings {

struct Fault {
  std::string file;
  int line = 0, column = 0;  // from 1; a column is a character, not a byte. 0:0 means the file as a whole
  std::string message;       // one sentence that names the key and, where there is one, the remedy
};

// "trawl.yaml:3:5: message", or "trawl.yaml: message" for a fault of the whole file.
std::string to_string(const Fault&);

// A place in a text as the parser counts: both from 0, the column in bytes.
struct Position {
  int line = 0, column = 0;
  friend auto operator<=>(const Position&, const Position&) = default;
};

// Collects the faults of one text. A hopeless file gives a page of them, not a book.
class Faults {
 public:
  static constexpr std::size_t most_shown = 100;

  // `text` must outlive the object: columns are counted in it.
  Faults(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}

  void add(Position, std::string message);
  // More are only counted: no need to think of a good message for them.
  bool is_full() const { return faults_.size() == most_shown; }
  std::size_t count() const { return faults_.size() + left_out_; }  // also of those not shown

  // Empties it. In the order of the text; the last one says how many more there are, if there are.
  std::vector<Fault> take();

 private:
  std::string file_;
  std::string_view text_;
  std::multimap<std::pair<int, int>, Fault> faults_;  // by line and column
  std::size_t left_out_ = 0;
};

}  // namespace trawl::settings
