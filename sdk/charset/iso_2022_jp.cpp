// ISO-2022-JP: escape sequences switch between sets of characters. Bytes below 0x80 do not always stand for
// themselves in it.
#include "decoders.hpp"
#include "index.hpp"
#include "utf8.hpp"

namespace trawl::charset {
namespace {

constexpr Byte escape = 0x1B;

class Iso2022JpReader {
 public:
  Iso2022JpReader(std::string_view bytes, std::string& out) : bytes_(bytes), out_(out) {}

  void read() {
    while (at_ < bytes_.size()) {
      if (byte(0) == escape) {
        read_escape();
        continue;
      }
      just_switched_ = false;
      if (set_ == Set::jis0208) {
        read_pair();
      } else {
        append_utf8(out_, meaning(byte(0)));
        ++at_;
      }
    }
  }

 private:
  enum class Set { ascii, roman, katakana, jis0208 };

  Byte byte(std::size_t ahead) const {
    return at_ + ahead < bytes_.size() ? static_cast<Byte>(bytes_[at_ + ahead]) : Byte{0};
  }

  // Two switches with nothing between them are what smuggles markup past filters: one U+FFFD for that.
  void read_escape() {
    if (!switch_set()) {
      append_utf8(out_, unreadable);
      just_switched_ = false;
      ++at_;
      return;
    }
    if (just_switched_) append_utf8(out_, unreadable);
    just_switched_ = true;
    at_ += 3;
  }

  bool switch_set() {
    const Byte kind = byte(1), name = byte(2);
    if (kind == '(' && name == 'B') {
      set_ = Set::ascii;
    } else if (kind == '(' && name == 'J') {
      set_ = Set::roman;
    } else if (kind == '(' && name == 'I') {
      set_ = Set::katakana;
    } else if (kind == '$' && (name == '@' || name == 'B')) {
      set_ = Set::jis0208;
    } else {
      return false;
    }
    return true;
  }

  char32_t meaning(Byte c) const {
    if (set_ == Set::katakana) return c >= 0x21 && c <= 0x5F ? 0xFF61u + (c - 0x21u) : unreadable;
    if (c >= 0x80 || c == 0x0E || c == 0x0F) return unreadable;
    if (set_ == Set::roman && c == 0x5C) return 0xA5;
    if (set_ == Set::roman && c == 0x7E) return 0x203E;
    return c;
  }

  void read_pair() {
    const auto is_good = [](Byte c) { return c >= 0x21 && c <= 0x7E; };
    const Byte lead = byte(0), trail = byte(1);
    const bool alone = !is_good(lead) || at_ + 1 == bytes_.size() || trail == escape;
    const char32_t found = !alone && is_good(trail) ? index_jis0208(lead | 0x80, trail | 0x80) : 0;
    append_utf8(out_, found != 0 ? found : unreadable);
    at_ += alone ? 1 : 2;
  }

  std::string_view bytes_;
  std::string& out_;
  std::size_t at_ = 0;
  Set set_ = Set::ascii;
  bool just_switched_ = false;
};

}  // namespace

void decode_iso_2022_jp(std::string_view bytes, std::string& out) {
  Iso2022JpReader(bytes, out).read();
}

}  // namespace trawl::charset
