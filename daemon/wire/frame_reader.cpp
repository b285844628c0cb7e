#include "wire/frame_reader.hpp"

#include <algorithm>
#include <cstring>

#include "wire/codec.hpp"

namespace trawl::wire {
namespace {

constexpr std::size_t smallest_room = 64u << 10;

}  // namespace

std::span<char> FrameReader::room() {
  if (begin_ > 0) {  // what next() returned is not needed any more
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  // Twice what has arrived: a frame that promises 64 MiB and sends ten bytes costs 64 KiB.
  if (buffer_.size() - end_ < smallest_room) buffer_.resize(std::max(2 * end_, end_ + smallest_room));
  return std::span(buffer_).subspan(end_);
}

void FrameReader::filled(std::size_t bytes) {
  end_ += bytes;
}

std::expected<std::optional<std::string_view>, std::string> FrameReader::next() {
  if (end_ - begin_ < frame_prefix) return std::nullopt;
  std::uint32_t length = 0;
  std::memcpy(&length, buffer_.data() + begin_, frame_prefix);
  if (length > max_frame_)
    return std::unexpected("a frame of " + std::to_string(length) + " bytes exceeds the limit of " +
                           std::to_string(max_frame_));
  if (end_ - begin_ - frame_prefix < length) return std::nullopt;
  const std::string_view frame(buffer_.data() + begin_ + frame_prefix, length);
  begin_ += frame_prefix + length;
  return frame;
}

}  // namespace trawl::wire
