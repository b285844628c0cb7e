// Comparisons of RFC 9535, section 2.3.5.2.2.
#include "compare.hpp"

#include <algorithm>

namespace trawl::json::detail {
namespace {

bool numbers_equal(const value& a, const value& b) {
  if (a.as_int64() && b.as_int64()) return *a.as_int64() == *b.as_int64();
  return *a.as_double() == *b.as_double();
}

// Large objects look members up in an order of their own instead of one by one.
std::vector<const member*> by_name(const object& members) {
  std::vector<const member*> out;
  out.reserve(members.size());
  for (const member& each : members) out.push_back(&each);
  std::sort(out.begin(), out.end(), [](const member* a, const member* b) { return a->name < b->name; });
  return out;
}

}  // namespace

bool equal(const value& a, const value& b, const std::function<void()>& look) {
  look();
  if (a.is_number() && b.is_number()) return numbers_equal(a, b);
  if (a.as_string() && b.as_string()) return *a.as_string() == *b.as_string();
  if (a.as_bool() && b.as_bool()) return *a.as_bool() == *b.as_bool();
  if (const auto *x = a.as_array(), *y = b.as_array(); x && y) {
    return std::equal(x->begin(), x->end(), y->begin(), y->end(),
                      [&look](const value& left, const value& right) { return equal(left, right, look); });
  }
  if (const auto *x = a.as_object(), *y = b.as_object(); x && y) {
    if (x->size() != y->size()) return false;
    const auto left = by_name(*x), right = by_name(*y);
    return std::equal(left.begin(), left.end(), right.begin(),
                      [&look](const member* one, const member* other) {
                        return one->name == other->name && equal(one->value, other->value, look);
                      });
  }
  return a.is_null() && b.is_null();
}

bool less(const value& a, const value& b) {
  if (a.as_string() && b.as_string()) return *a.as_string() < *b.as_string();  // UTF-8 keeps the order
  if (!a.is_number() || !b.is_number()) return false;
  if (a.as_int64() && b.as_int64()) return *a.as_int64() < *b.as_int64();
  return *a.as_double() < *b.as_double();
}

}  // namespace trawl::json::detail
