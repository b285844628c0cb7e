#include "trawl-worker/vault.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace trawl::worker {
namespace {

constexpr std::size_t room = 256u << 20;  // bytes of address space
constexpr std::size_t page = 4096;
constexpr std::uint32_t flag_of_later = 0x8000'0000;
constexpr std::size_t members_of_later = 64;  // bytes

// For the signal handler.
std::uintptr_t first_address = 0;

void name_the_fault(int signal, siginfo_t* where, void*) {
  const auto address = reinterpret_cast<std::uintptr_t>(where->si_addr);
  if (address - first_address < room) {
    constexpr std::string_view words =
        "trawl-worker: the plugin broke the contract: it read a response after its release or beyond its "
        "end\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, words.data(), words.size());
  }
  ::signal(signal, SIG_DFL);  // returning repeats the access, which now ends the process
}

std::size_t whole_pages(std::size_t bytes) {
  return (bytes + page - 1) / page * page;
}

// Copies one thing after the other, aligned for any of them.
class Packer {
 public:
  explicit Packer(char* at) : at_(at) {}
  char* put(const void* from, std::size_t size) {
    char* start = at_;
    if (size > 0) std::memcpy(start, from, size);
    at_ += (size + 7) / 8 * 8;
    return start;
  }
  void put(trawl_str& text) { text.ptr = put(text.ptr, text.len); }
  void skip(std::size_t size) { at_ += size; }

 private:
  char* at_;
};

std::size_t size_without_body(const trawl_response& response) {
  const auto rounded = [](std::size_t size) { return (size + 7) / 8 * 8; };
  std::size_t size = sizeof response + members_of_later + rounded(response.url.len) +
                     rounded(response.error.len) + rounded(response.encoding.len) +
                     response.header_count * sizeof(trawl_header);
  for (std::size_t i = 0; i < response.header_count; ++i)
    size += rounded(response.headers[i].name.len) + rounded(response.headers[i].value.len);
  return size;
}

}  // namespace

Vault::Vault() {
  void* const space = ::mmap(nullptr, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (space == MAP_FAILED) return;  // a small limit on memory: responses then lie where they always do
  begin_ = static_cast<char*>(space);
  first_address = reinterpret_cast<std::uintptr_t>(space);
  struct sigaction action{};
  action.sa_sigaction = name_the_fault;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGSEGV, &action, nullptr);
}

Vault::~Vault() {
  if (begin_) ::munmap(begin_, room);
}

const trawl_response* Vault::keep(const trawl_response& response, bool later) {
  const std::size_t size = whole_pages(size_without_body(response)) + whole_pages(response.body.len);
  if (!begin_ || size + page > room - used_) return nullptr;
  char* const block = begin_ + used_;
  if (::mprotect(block, size, PROT_READ | PROT_WRITE) != 0) return nullptr;
  used_ += size + page;  // the last one stays locked

  Packer pack(block);
  auto* const copy = reinterpret_cast<trawl_response*>(pack.put(&response, sizeof response));
  pack.skip(members_of_later);
  if (later) {
    copy->size = sizeof response + members_of_later;
    copy->flags = flag_of_later;
  }
  pack.put(copy->url);
  pack.put(copy->error);
  pack.put(copy->encoding);
  auto* const headers = reinterpret_cast<trawl_header*>(
      pack.put(response.headers, response.header_count * sizeof(trawl_header)));
  for (std::size_t i = 0; i < response.header_count; ++i) {
    pack.put(headers[i].name);
    pack.put(headers[i].value);
  }
  copy->headers = headers;
  if (response.body.len > 0) {
    char* const body = block + size - response.body.len;
    std::memcpy(body, response.body.ptr, response.body.len);
    copy->body.ptr = body;
  }
  sizes_.emplace(copy, size);
  return copy;
}

void Vault::lock(const trawl_response* response) {
  const auto found = sizes_.find(response);
  if (found == sizes_.end()) return;
  // Mapped anew rather than protected: that gives the memory back, too.
  ::mmap(const_cast<trawl_response*>(response), found->second, PROT_NONE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  sizes_.erase(found);
}

}  // namespace trawl::worker
