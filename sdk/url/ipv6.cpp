#include "../ascii.hpp"
#include "ip.hpp"

#include <array>
#include <cstdint>

namespace trawl::url::detail {
namespace {

constexpr std::size_t piece_count = 8;
using Pieces = std::array<std::uint16_t, piece_count>;

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<Pieces> read() {
    if (rest_.empty()) return std::nullopt;
    if (rest_[0] == ':') {
      if (!skip("::")) return std::nullopt;
      gap_ = 0;
    }
    while (!rest_.empty()) {
      if (room() == 0) return std::nullopt;
      if (rest_[0] == ':') {
        if (gap_) return std::nullopt;  // "::" twice
        skip(":");
        gap_ = count_;
      } else if (is_ipv4_next()) {
        if (!read_ipv4()) return std::nullopt;
        break;
      } else if (!read_piece()) {
        return std::nullopt;
      }
    }
    return finish();
  }

 private:
  // The "::" stands for one piece at least.
  std::size_t room() const { return piece_count - count_ - (gap_ ? 1 : 0); }

  bool skip(std::string_view what) {
    if (!ascii::starts_with(rest_, what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }

  std::size_t digits_ahead() const {
    std::size_t digits = 0;
    while (digits < 4 && digits < rest_.size() && ascii::hex_value(rest_[digits]) >= 0) ++digits;
    return digits;
  }

  bool is_ipv4_next() const {
    const std::size_t digits = digits_ahead();
    return digits > 0 && digits < rest_.size() && rest_[digits] == '.';
  }

  // Up to four hex digits, and the colon behind them, which must lead somewhere.
  bool read_piece() {
    const std::size_t digits = digits_ahead();
    unsigned value = 0;
    for (const char c : rest_.substr(0, digits))
      value = value * 16 + static_cast<unsigned>(ascii::hex_value(c));
    rest_.remove_prefix(digits);
    pieces_[count_++] = static_cast<std::uint16_t>(value);
    return rest_.empty() ? digits > 0 : skip(":") && !rest_.empty();
  }

  // Four decimal bytes without leading zeros, to the end of the text; they make two pieces.
  bool read_ipv4() {
    if (room() < 2) return false;
    for (int i = 0; i < 4; ++i) {
      if (i > 0 && !skip(".")) return false;
      std::size_t digits = 0;
      unsigned value = 0;
      for (; digits < rest_.size() && ascii::is_digit(rest_[digits]); ++digits) {
        if (digits > 0 && value == 0) return false;
        value = value * 10 + static_cast<unsigned>(rest_[digits] - '0');
        if (value > 255) return false;
      }
      if (digits == 0) return false;
      rest_.remove_prefix(digits);
      auto& piece = pieces_[count_ + static_cast<std::size_t>(i) / 2];
      piece = static_cast<std::uint16_t>(piece << 8 | value);
    }
    count_ += 2;
    return rest_.empty();
  }

  // Moves what stands behind the "::" to the end.
  std::optional<Pieces> finish() {
    if (!gap_) return count_ == piece_count ? std::optional(pieces_) : std::nullopt;
    Pieces out{};
    const std::size_t behind = count_ - *gap_;
    for (std::size_t i = 0; i < *gap_; ++i) out[i] = pieces_[i];
    for (std::size_t i = 0; i < behind; ++i) out[piece_count - behind + i] = pieces_[*gap_ + i];
    return out;
  }

  std::string_view rest_;
  Pieces pieces_{};
  std::size_t count_ = 0;
  std::optional<std::size_t> gap_;  // how many pieces stand before the "::"
};

struct Run {
  std::size_t begin = 0, length = 0;
};

// The first of the longest runs of zeros.
Run longest_zeros(const Pieces& pieces) {
  Run best;
  for (std::size_t i = 0; i < piece_count; ++i) {
    std::size_t end = i;
    while (end < piece_count && pieces[end] == 0) ++end;
    if (end - i > best.length) best = {i, end - i};
  }
  return best;
}

void append_hex(std::string& out, unsigned value) {
  bool started = false;
  for (int shift = 12; shift >= 0; shift -= 4) {
    const unsigned digit = value >> shift & 15;
    started = started || digit != 0 || shift == 0;
    if (started) out += "0123456789abcdef"[digit];
  }
}

}  // namespace

std::optional<std::string> normalise_ipv6(std::string_view text) {
  const auto pieces = Reader(text).read();
  if (!pieces) return std::nullopt;
  const Run zeros = longest_zeros(*pieces);
  std::string out;
  for (std::size_t i = 0; i < piece_count; ++i) {
    if (zeros.length > 1 && i == zeros.begin) {
      out += i == 0 ? "::" : ":";
      i += zeros.length - 1;
      continue;
    }
    append_hex(out, (*pieces)[i]);
    if (i + 1 < piece_count) out += ':';
  }
  return out;
}

}  // namespace trawl::url::detail
