// A disk whose fsync fails on demand: SQLite's own file layer with one function replaced. For tests that
// end their process; it stays SQLite's default until then. Files are opened by one thread at a time.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <map>

namespace trawl::store::sqlite {

class FailingSync {
 public:
  static void install() {
    base() = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs layer = *base();
    layer.zName = "failing-sync";
    layer.xOpen = open;
    sqlite3_vfs_register(&layer, 1);
  }
  static void begin() { failing() = true; }

 private:
  static sqlite3_vfs*& base() {
    static sqlite3_vfs* vfs = nullptr;
    return vfs;
  }
  static std::atomic<bool>& failing() {
    static std::atomic<bool> flag = false;
    return flag;
  }
  // By the methods they replace: databases and journals have different ones.
  static std::map<const sqlite3_io_methods*, sqlite3_io_methods>& replaced() {
    static std::map<const sqlite3_io_methods*, sqlite3_io_methods> tables;
    return tables;
  }
  static const sqlite3_io_methods* original(const sqlite3_file* file) {
    for (const auto& [original, replacement] : replaced())
      if (&replacement == file->pMethods) return original;
    std::abort();
  }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    const int result = base()->xOpen(base(), name, file, flags, out_flags);
    if (result != SQLITE_OK || !file->pMethods) return result;
    auto& replacement = replaced().try_emplace(file->pMethods, *file->pMethods).first->second;
    replacement.xSync = sync;
    file->pMethods = &replacement;
    return SQLITE_OK;
  }
  static int sync(sqlite3_file* file, int flags) {
    return failing() ? SQLITE_IOERR_FSYNC : original(file)->xSync(file, flags);
  }
};

}  // namespace trawl::store::sqlite
