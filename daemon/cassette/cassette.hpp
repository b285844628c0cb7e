// A recording of a site's answers as a folder that people can read, search and compare:
//
//   cassette.json   format version, and what the recording run started with
//   index.jsonl     one line per answer, in order of URL, its keys always in the same order
//   bodies/         bodies as plain files, decoded, named by their content's hash with a usual extension
//
// Opening checks everything but the bodies' contents; a fault names file and line. Blocks for the disk; one
// thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cassette/exchange.hpp"
#include "model/redact.hpp"

namespace trawl::cassette {

inline constexpr int format_version = 1;
inline constexpr std::size_t most_exchanges = 100'000;
inline constexpr std::size_t max_index_bytes = 64ULL << 20;
inline constexpr std::size_t max_line_bytes = 1ULL << 20;

struct Header {
  std::int64_t now_us = 0;  // wall clock of the recording, which a replay shows to the plugin; 0: not known
  std::uint64_t seed = 1;
  std::string plugin, platform;  // of the recording run; may be empty
  std::vector<std::string> redact_query =
      model::usual_secret_keys();  // query keys whose values are replaced, in lower case
  friend bool operator==(const Header&, const Header&) = default;
};

class Cassette {
 public:
  // An empty cassette that save() will put into `folder`.
  explicit Cassette(std::filesystem::path folder) : folder_(std::move(folder)) {}

  static bool exists(const std::filesystem::path& folder);  // holds a cassette, whole or broken
  // Refused with config_invalid and "FILE:LINE: what" when anything in it is not as it should be.
  static Result<Cassette> open(const std::filesystem::path& folder);

  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<Exchange>& exchanges() const { return exchanges_; }

  Header header;

  // Where a body is, for messages.
  std::filesystem::path body_file(const Answer&) const;
  Result<std::string> load_body(const Answer&) const;

  // Writes the body at once and returns the name for Answer::body. Equal bodies are one file.
  Result<std::string> store_body(std::string_view body, std::string_view content_type);

  // The exchange becomes the next asking of its question: its n is set.
  Result<> add(Exchange);

  void clear() { exchanges_.clear(); }

  // Writes cassette.json and index.jsonl, each at one stroke, and removes bodies that store_body() once
  // wrote and that no answer mentions any more.
  Result<> save() const;

 private:
  std::filesystem::path folder_;
  std::vector<Exchange> exchanges_;  // in the index's order
};

}  // namespace trawl::cassette
