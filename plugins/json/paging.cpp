// Cursors, page numbers, the header `Link`, and addresses in the document.
#include "paging.hpp"

#include <charconv>
#include <trawl/url.hpp>

#include "link_header.hpp"

namespace trawl::json_plugin {
namespace {

std::string with_param(const std::string& address, const std::string& name, const std::string& value) {
  const auto parsed = url::parse(address);
  if (!parsed) return {};
  url::params query(parsed->query().value_or(""));
  query.set(name, value);
  return url::resolve(*parsed, "?" + query.text());
}

// The text or number at the place; what stands for "no more" is "".
std::string text_at(const Locator& place, const json::value& document) {
  const json::value* found = place.first(document);
  if (!found) return {};
  if (found->as_string()) return *found->as_string();
  return found->is_number() ? found->text() : "";
}

std::string after(const std::monostate&, const PageSeen&) {
  return {};
}

std::string after(const Cursor& cursor, const PageSeen& page) {
  const std::string value = text_at(cursor.at, page.document);
  return value.empty() ? "" : with_param(page.asked, cursor.param, value);
}

std::string after(const PageNumber& number, const PageSeen& page) {
  if (page.found == 0) return {};
  const auto parsed = url::parse(page.asked);
  const std::string text =
      parsed ? url::params(parsed->query().value_or("")).get(number.param).value_or("") : "";
  std::int32_t now = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), now).ec != std::errc()) return {};
  return with_param(page.asked, number.param, std::to_string(now + number.step));
}

std::string after(const LinkHeader& link, const PageSeen& page) {
  for (const std::string_view header : page.links) {
    const std::string target = link_target(header, link.relation);
    if (!target.empty()) return url::resolve(page.url, target);
  }
  return {};
}

std::string after(const NextUrl& next, const PageSeen& page) {
  const std::string target = text_at(next.at, page.document);
  return target.empty() ? "" : url::resolve(page.url, target);
}

}  // namespace

std::string first_url(const Next& next, const std::string& start) {
  const auto* number = std::get_if<PageNumber>(&next);
  if (!number) return start;
  const auto parsed = url::parse(start);
  if (!parsed || url::params(parsed->query().value_or("")).get(number->param)) return start;
  return with_param(start, number->param, std::to_string(number->first));
}

std::string next_url(const Next& next, const PageSeen& page) {
  return std::visit([&page](const auto& each) { return after(each, page); }, next);
}

}  // namespace trawl::json_plugin
