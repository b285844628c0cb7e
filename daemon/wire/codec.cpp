#include "wire/codec.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstring>
#include <utility>

#include "wire/fields.hpp"

namespace trawl::wire {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers travel as they lie in memory");

class Writer {
 public:
  explicit Writer(std::size_t number) : out_(frame_prefix, '\0') { out_ += static_cast<char>(number); }

  template <std::integral T>
  void put(T value, std::size_t = 0) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put(const std::string& text, std::size_t limit) {
    const std::size_t size = std::min(text.size(), limit);
    put(static_cast<std::uint32_t>(size));
    out_.append(text, 0, size);
  }
  void put(const std::vector<Header>& list, std::size_t limit) {
    const std::size_t size = std::min(list.size(), limit);
    put(static_cast<std::uint32_t>(size));
    for (std::size_t i = 0; i < size; ++i) {
      put(list[i].first, max_text);
      put(list[i].second, max_value);
    }
  }

  std::string finish() && {
    const auto length = static_cast<std::uint32_t>(out_.size() - frame_prefix);
    std::memcpy(out_.data(), &length, frame_prefix);
    return std::move(out_);
  }

 private:
  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}

  template <std::integral T>
  bool get(T& value, std::size_t = 0) {
    if (in_.size() < sizeof value) return false;
    std::memcpy(&value, in_.data(), sizeof value);
    in_.remove_prefix(sizeof value);
    return true;
  }
  bool get(std::string& text, std::size_t limit) {
    std::uint32_t size = 0;
    if (!get(size) || size > limit || size > in_.size()) return false;
    text = in_.substr(0, size);
    in_.remove_prefix(size);
    return true;
  }
  bool get(std::vector<Header>& list, std::size_t limit) {
    std::uint32_t size = 0;
    if (!get(size) || size > limit) return false;
    for (std::uint32_t i = 0; i < size; ++i) {
      Header& entry = list.emplace_back();
      if (!get(entry.first, max_text) || !get(entry.second, max_value)) return false;
    }
    return true;
  }

  bool at_end() const { return in_.empty(); }

 private:
  std::string_view in_;
};

template <class Variant>
std::string encode_any(const Variant& message) {
  Writer out(message.index());
  std::visit(
      [&]<class Message>(const Message& body) {
        std::apply([&](const auto&... field) { (out.put(body.*field.member, field.limit), ...); },
                   fields<Message>);
      },
      message);
  return std::move(out).finish();
}

template <class Variant, class Message>
std::expected<Variant, std::string> decode_body(Reader in) {
  Message body;
  const bool complete =
      std::apply([&](const auto&... field) { return (in.get(body.*field.member, field.limit) && ...); },
                 fields<Message>);
  if (!complete) return std::unexpected("a field is cut off or exceeds its limit");
  if (!in.at_end()) return std::unexpected("bytes are left over after the last field");
  return Variant(std::move(body));
}

// One decoder per alternative, in the variant's order.
template <class Variant>
struct Decoders;
template <class... Messages>
struct Decoders<std::variant<Messages...>> {
  using Variant = std::variant<Messages...>;
  static constexpr std::array table{&decode_body<Variant, Messages>...};
};

template <class Variant>
std::expected<Variant, std::string> decode_any(std::string_view frame) {
  constexpr const auto& table = Decoders<Variant>::table;
  if (frame.empty()) return std::unexpected("an empty frame");
  const auto number = static_cast<unsigned char>(frame.front());
  if (number >= table.size())
    return std::unexpected("message number " + std::to_string(number) + " is unknown");
  auto decoded = table[number](Reader(frame.substr(1)));
  if (!decoded) return std::unexpected("message number " + std::to_string(number) + ": " + decoded.error());
  return decoded;
}

}  // namespace

std::string encode(const ToWorker& message) {
  return encode_any(message);
}
std::string encode(const ToDaemon& message) {
  return encode_any(message);
}

std::expected<ToWorker, std::string> decode_to_worker(std::string_view frame) {
  return decode_any<ToWorker>(frame);
}
std::expected<ToDaemon, std::string> decode_to_daemon(std::string_view frame) {
  return decode_any<ToDaemon>(frame);
}

}  // namespace trawl::wire
