// Transactions and savepoints that end with their scope: what is not committed is undone.
#pragma once

#include "store/sqlite/database.hpp"

namespace trawl::store::sqlite {

// Takes the write lock at once, so that no statement inside can find the database busy.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.run("BEGIN IMMEDIATE"); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  // SQLite may have rolled back by itself (a full disk); then there is nothing left to undo.
  ~Transaction() {
    if (database_.in_transaction()) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }

  void commit() { database_.run("COMMIT"); }

 private:
  Database& database_;
};

// One command within a group's transaction.
class Savepoint {
 public:
  explicit Savepoint(Database& database) : database_(database) { database_.run("SAVEPOINT command"); }
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  ~Savepoint() {
    if (!kept_ && database_.in_transaction())
      sqlite3_exec(database_.handle(), "ROLLBACK TO command; RELEASE command", nullptr, nullptr, nullptr);
  }

  void keep() {
    database_.run("RELEASE command");
    kept_ = true;
  }

 private:
  Database& database_;
  bool kept_ = false;
};

// A reader's view: every query inside sees the same instant.
class Snapshot {
 public:
  explicit Snapshot(Database& database) : database_(database) { database_.run("BEGIN"); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() { sqlite3_exec(database_.handle(), "COMMIT", nullptr, nullptr, nullptr); }

 private:
  Database& database_;
};

}  // namespace trawl::store::sqlite
