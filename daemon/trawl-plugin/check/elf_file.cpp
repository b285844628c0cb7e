#include "trawl-plugin/check/elf_file.hpp"

#include <elf.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <span>

namespace trawl::author::check {
namespace {

constexpr std::size_t most_entries = 1'000'000;
constexpr std::size_t longest_name = 64 << 10;

// Structures by offset; nothing when they would lie beyond the end.
class Image {
 public:
  explicit Image(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
  std::optional<T> at(std::uint64_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }

  std::string_view text(std::uint64_t offset) const {
    if (offset >= bytes_.size()) return {};
    const std::string_view rest = bytes_.substr(offset, longest_name);
    return rest.substr(0, rest.find('\0'));
  }

 private:
  std::string_view bytes_;
};

std::vector<Elf64_Shdr> read_sections(const Image& image, const Elf64_Ehdr& header) {
  std::vector<Elf64_Shdr> sections;
  for (unsigned i = 0; i < header.e_shnum; ++i) {
    const auto section = image.at<Elf64_Shdr>(header.e_shoff + std::uint64_t{i} * sizeof(Elf64_Shdr));
    if (!section) break;
    sections.push_back(*section);
  }
  return sections;
}

const Elf64_Shdr* find(std::span<const Elf64_Shdr> sections, std::uint32_t type) {
  for (const Elf64_Shdr& section : sections)
    if (section.sh_type == type) return &section;
  return nullptr;
}

bool is_exported(const Elf64_Sym& symbol) {
  const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  const bool visible = visibility == STV_DEFAULT || visibility == STV_PROTECTED;
  return ELF64_ST_BIND(symbol.st_info) != STB_LOCAL && symbol.st_shndx != SHN_UNDEF &&
         symbol.st_shndx != SHN_ABS && visible;
}

std::vector<std::string> read_exports(const Image& image, const Elf64_Shdr& table, std::uint64_t names) {
  std::vector<std::string> exports;
  const std::size_t count = std::min<std::size_t>(table.sh_size / sizeof(Elf64_Sym), most_entries);
  for (std::size_t i = 0; i < count; ++i) {
    const auto symbol = image.at<Elf64_Sym>(table.sh_offset + i * sizeof(Elf64_Sym));
    if (!symbol) break;
    if (is_exported(*symbol)) exports.emplace_back(image.text(names + symbol->st_name));
  }
  return exports;
}

std::vector<std::string> read_versions(const Image& image, const Elf64_Shdr& needs, std::uint64_t names) {
  std::vector<std::string> versions;
  std::uint64_t library_at = needs.sh_offset;
  for (std::size_t left = most_entries; left > 0; --left) {
    const auto library = image.at<Elf64_Verneed>(library_at);
    if (!library) break;
    std::uint64_t version_at = library_at + library->vn_aux;
    for (unsigned i = 0; i < library->vn_cnt && left > 0; ++i, --left) {
      const auto version = image.at<Elf64_Vernaux>(version_at);
      if (!version) break;
      versions.emplace_back(image.text(names + version->vna_name));
      version_at += version->vna_next;
    }
    if (library->vn_next == 0) break;
    library_at += library->vn_next;
  }
  return versions;
}

std::vector<std::string> read_libraries(const Image& image, const Elf64_Shdr& dynamic, std::uint64_t names) {
  std::vector<std::string> libraries;
  const std::size_t count = std::min<std::size_t>(dynamic.sh_size / sizeof(Elf64_Dyn), most_entries);
  for (std::size_t i = 0; i < count; ++i) {
    const auto entry = image.at<Elf64_Dyn>(dynamic.sh_offset + i * sizeof(Elf64_Dyn));
    if (!entry || entry->d_tag == DT_NULL) break;
    if (entry->d_tag == DT_NEEDED) libraries.emplace_back(image.text(names + entry->d_un.d_val));
  }
  return libraries;
}

}  // namespace

std::array<int, 3> version_numbers(std::string_view text) {
  std::array<int, 3> numbers{};
  for (int& number : numbers) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc()) break;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with('.')) text.remove_prefix(1);
  }
  return numbers;
}

Result<ElfFile> read_elf(std::string_view bytes) {
  const Image image(bytes);
  const auto header = image.at<Elf64_Ehdr>(0);
  const bool known = header && std::memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
                     header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_ident[EI_DATA] == ELFDATA2LSB &&
                     header->e_type == ET_DYN && header->e_shentsize == sizeof(Elf64_Shdr);
  if (!known) return refuse(Code::plugin_unavailable, "it is no 64-bit shared library");
  const auto sections = read_sections(image, *header);
  const Elf64_Shdr* symbols = find(sections, SHT_DYNSYM);
  if (!symbols || symbols->sh_link >= sections.size())
    return refuse(Code::plugin_unavailable, "it has no table of dynamic symbols");
  ElfFile file;
  file.exports = read_exports(image, *symbols, sections[symbols->sh_link].sh_offset);
  const Elf64_Shdr* needs = find(sections, SHT_GNU_verneed);
  if (needs && needs->sh_link < sections.size())
    file.versions = read_versions(image, *needs, sections[needs->sh_link].sh_offset);
  const Elf64_Shdr* dynamic = find(sections, SHT_DYNAMIC);
  if (dynamic && dynamic->sh_link < sections.size())
    file.libraries = read_libraries(image, *dynamic, sections[dynamic->sh_link].sh_offset);
  return file;
}

}  // namespace trawl::author::check
