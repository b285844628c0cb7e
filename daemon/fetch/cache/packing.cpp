#include "fetch/cache/packing.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <charconv>
#include <memory>
#include <new>

#include "fetch/header_block.hpp"

namespace trawl::fetch {
namespace {

constexpr int level = 1;  // the crawl thread packs, and its time is dearer than the disk
constexpr std::size_t largest_text = largest_stored_body + 2 * HeaderBlock::max_bytes;

template <auto release>
struct ZstdDeleter {
  void operator()(auto* context) const { release(context); }
};

std::string compressed(std::string_view text) {
  const std::unique_ptr<ZSTD_CCtx, ZstdDeleter<ZSTD_freeCCtx>> context(::ZSTD_createCCtx());
  if (!context) throw std::bad_alloc();
  ::ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ::ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string bytes(::ZSTD_compressBound(text.size()), '\0');
  const std::size_t size =
      ::ZSTD_compress2(context.get(), bytes.data(), bytes.size(), text.data(), text.size());
  if (::ZSTD_isError(size)) throw std::bad_alloc();  // the only way to fail with room enough
  bytes.resize(size);
  return bytes;
}

std::optional<std::string> decompressed(std::string_view bytes) {
  const unsigned long long announced = ::ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (announced > largest_text) return std::nullopt;  // the values for "unknown" and "no frame" as well
  std::string text(announced, '\0');
  const std::size_t size = ::ZSTD_decompress(text.data(), text.size(), bytes.data(), bytes.size());
  if (::ZSTD_isError(size) || size != text.size()) return std::nullopt;
  return text;
}

// Takes one line off the front of a text.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::optional<std::string_view> next() {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }

  // The line's value, if it is the one of that name.
  std::optional<std::string_view> value(std::string_view name) {
    const auto line = next();
    if (!line || !line->starts_with(name) || line->substr(name.size(), 1) != " ") return std::nullopt;
    return line->substr(name.size() + 1);
  }

  bool number(std::string_view name, auto& into) {
    const auto text = value(name);
    if (!text) return false;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), into);
    return error == std::errc{} && end == text->data() + text->size();
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

bool read_headers(Lines& lines, std::vector<Header>& into) {
  for (;;) {
    const auto line = lines.next();
    if (!line) return false;
    if (line->empty()) return true;
    const auto colon = line->find(": ");
    if (colon == std::string_view::npos) return false;
    into.emplace_back(line->substr(0, colon), line->substr(colon + 2));
  }
}

}  // namespace

std::string pack(const StoredResponse& stored, std::string_view key) {
  std::string text =
      fmt::format("trawl-cache/1 {}\nurl {}\nvariant {}\nstatus {}\nsets-cookies {}\nasked {}\nanswered {}\n",
                  key, stored.url, stored.variant, stored.status, stored.sets_cookies ? 1 : 0,
                  stored.asked.time_since_epoch().count(), stored.answered.time_since_epoch().count());
  for (const auto& [name, value] : stored.headers) text += fmt::format("{}: {}\n", name, value);
  text += '\n';
  text += stored.body;
  return compressed(text);
}

std::optional<StoredResponse> unpack(std::string_view bytes, std::string_view key) {
  const auto text = decompressed(bytes);
  if (!text) return std::nullopt;
  Lines lines(*text);
  StoredResponse stored;
  if (lines.value("trawl-cache/1") != key) return std::nullopt;
  const auto url = lines.value("url");
  const auto variant = lines.value("variant");
  int sets_cookies = 0;
  Millis::rep asked = 0, answered = 0;
  const bool whole = url && variant && lines.number("status", stored.status) &&
                     lines.number("sets-cookies", sets_cookies) && lines.number("asked", asked) &&
                     lines.number("answered", answered) && read_headers(lines, stored.headers);
  if (!whole) return std::nullopt;
  stored.url = *url;
  stored.variant = *variant;
  stored.sets_cookies = sets_cookies != 0;
  stored.asked = Time{Millis{asked}};
  stored.answered = Time{Millis{answered}};
  stored.body = lines.rest();
  return stored;
}

}  // namespace trawl::fetch
