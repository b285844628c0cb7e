// Messages to bytes and back. A frame is its length (32 bits, little-endian, of all that follows), the
// message's number in its variant (8 bits), then its fields (fields.hpp): numbers little-endian in their
// own width, texts and lists after a 32-bit count.
//
// Decoding is meant for hostile bytes: it trusts no count, allocates no more than it was given, and
// says what is wrong. Pure; any thread.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "wire/messages.hpp"

namespace trawl::wire {

inline constexpr std::size_t frame_prefix = 4;  // bytes of the length

// A whole frame. What exceeds a field's limit is cut, so that the other side always understands it:
// check before you encode where that matters.
std::string encode(const ToWorker&);
std::string encode(const ToDaemon&);

// From a frame without its length (see FrameReader). The error is a sentence: what is wrong.
std::expected<ToWorker, std::string> decode_to_worker(std::string_view frame);
std::expected<ToDaemon, std::string> decode_to_daemon(std::string_view frame);

}  // namespace trawl::wire
