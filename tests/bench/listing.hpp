// The page that the benchmarks fetch and read: a shop's listing, about 1.5 KB of mark-up per card. Three
// cards make 5 KB, thirty-three 50 KB. Every page of a listing differs in its items' numbers alone.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace trawl::bench {

class Listing {
 public:
  explicit Listing(int cards);

  // The page with that number, from 1; its items are numbered on from those of the page before.
  std::string page(int number) const;
  std::size_t page_size() const { return blank_.size(); }

 private:
  struct Gap {
    std::size_t at;  // in blank_
    int card;        // whose number belongs there
  };

  int cards_;
  std::string blank_;  // zeros stand where the numbers go
  std::vector<Gap> gaps_;
};

}  // namespace trawl::bench
