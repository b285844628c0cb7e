// The table of signs, and the search for them.
#include "currency.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "../ascii.hpp"

namespace trawl::detail {
namespace {

// ISO 4217, with the codes that the euro replaced.
constexpr std::string_view iso_codes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHF CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF "
    "GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK "
    "LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
    "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW "
    "ZWL ATS BEF CYP DEM EEK ESP FIM FRF GRD IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK";

// Codes that are taken in small letters as well, because they are no word of any language trawl knows.
constexpr std::string_view small_codes =
    "EUR USD GBP PLN CZK CHF SEK NOK DKK HUF RON BGN RUB UAH JPY CNY INR BRL AUD NZD CAD MXN SGD HKD";

struct Sign {
  std::string_view text, codes;
};

constexpr std::string_view dollars =
    "USD CAD AUD NZD MXN SGD HKD TWD ARS CLP COP BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD";

// Of the marks that fit at a place the longest counts; the order is of no matter.
constexpr Sign signs[] = {{"€", "EUR"},
                          {"£", "GBP"},
                          {"$", dollars},
                          {"¥", "JPY CNY"},
                          {"円", "JPY"},
                          {"元", "CNY"},
                          {"원", "KRW"},
                          {"US$", "USD"},
                          {"A$", "AUD"},
                          {"AU$", "AUD"},
                          {"CA$", "CAD"},
                          {"C$", "CAD NIO"},
                          {"NZ$", "NZD"},
                          {"HK$", "HKD"},
                          {"S$", "SGD"},
                          {"NT$", "TWD"},
                          {"MX$", "MXN"},
                          {"R$", "BRL"},
                          {"RD$", "DOP"},
                          {"BZ$", "BZD"},
                          {"J$", "JMD"},
                          {"TT$", "TTD"},
                          {"CUC$", "CUC"},
                          {"Z$", "ZWL"},
                          {"$U", "UYU"},
                          {"₹", "INR"},
                          {"र", "INR NPR"},
                          {"₽", "RUB"},
                          {"₴", "UAH"},
                          {"₺", "TRY"},
                          {"₪", "ILS"},
                          {"₫", "VND"},
                          {"đ", "VND"},
                          {"₩", "KRW"},
                          {"₱", "PHP"},
                          {"₦", "NGN"},
                          {"₡", "CRC"},
                          {"₲", "PYG"},
                          {"₸", "KZT"},
                          {"₾", "GEL"},
                          {"₮", "MNT"},
                          {"₭", "LAK"},
                          {"₼", "AZN"},
                          {"₨", "INR PKR LKR NPR MUR"},
                          {"₿", ""},
                          {"₶", ""},
                          {"₣", ""},
                          {"ƒ", "ANG AWG"},
                          {"฿", "THB"},
                          {"৳", "BDT"},
                          {"؋", "AFN"},
                          {"֏", "AMD"},
                          {"﷼", "IRR SAR QAR OMR YER"},
                          {"ریال", "IRR"},
                          {"ريال", "SAR QAR OMR YER"},
                          {"تومان", ""},
                          {"درهم", "AED MAD"},
                          {"GH₵", "GHS"},
                          {"₵", "GHS"},
                          {"Kč", "CZK"},
                          {"kč", "CZK"},
                          {"zł", "PLN"},
                          {"Zł", "PLN"},
                          {"руб.", "RUB BYN"},
                          {"руб", "RUB BYN"},
                          {"рублей", "RUB BYN"},
                          {"р.", "RUB BYN"},
                          {"Р", "RUB BYN"},
                          {"грн.", "UAH"},
                          {"грн", "UAH"},
                          {"лв.", "BGN"},
                          {"лв", "BGN"},
                          {"ден", "MKD"},
                          {"kr", "SEK NOK DKK ISK"},
                          {"kr.", "DKK SEK NOK ISK"},
                          {"Rs", "INR PKR LKR NPR MUR"},
                          {"Rs.", "INR PKR LKR NPR MUR"},
                          {"Rp", "IDR"},
                          {"RM", "MYR"},
                          {"Ft", "HUF"},
                          {"TL", "TRY"},
                          {"lei", "RON MDL"},
                          {"Lei", "RON MDL"},
                          {"LEI", "RON MDL"},
                          {"Fr.", "CHF"},
                          {"SFr.", "CHF"},
                          {"Dinara", "RSD"},
                          {"din.", "RSD"},
                          {"euro", "EUR"},
                          {"Euro", "EUR"},
                          {"euros", "EUR"},
                          {"Lek", "ALL"},
                          {"Br", "BYN ETB"},
                          {"Nu.", "BTN"},
                          {"KM", "BAM"},
                          {"FBu", "BIF"},
                          {"CFA", "XOF XAF"},
                          {"FCFA", "XOF XAF"},
                          {"kn", "HRK"},
                          {"Fdj", "DJF"},
                          {"KD", "KWD"},
                          {"LD", "LYD"},
                          {"DT", "TND"},
                          {"MK", "MWK"},
                          {"Rf", "MVR"},
                          {"B/.", "PAB"},
                          {"S/.", "PEN"},
                          {"S/", "PEN"},
                          {"TSh", "TZS"},
                          {"VT", "VUV"},
                          {"Bs", "BOB VES"},
                          {"ZK", "ZMW"},
                          {"FG", "GNF"}};

struct Region {
  std::string_view name, code;
};
constexpr Region regions[] = {
    {"US", "USD"}, {"CA", "CAD"}, {"AU", "AUD"}, {"NZ", "NZD"}, {"MX", "MXN"}, {"SG", "SGD"}, {"HK", "HKD"},
    {"TW", "TWD"}, {"AR", "ARS"}, {"CL", "CLP"}, {"CO", "COP"}, {"SE", "SEK"}, {"NO", "NOK"}, {"DK", "DKK"},
    {"IS", "ISK"}, {"JP", "JPY"}, {"CN", "CNY"}, {"IN", "INR"}, {"PK", "PKR"}, {"LK", "LKR"}, {"NP", "NPR"},
    {"RU", "RUB"}, {"BY", "BYN"}, {"ET", "ETB"}, {"RO", "RON"}, {"MD", "MDL"}, {"NI", "NIO"}, {"BO", "BOB"},
    {"VE", "VES"}, {"AE", "AED"}, {"MA", "MAD"}, {"SA", "SAR"}, {"QA", "QAR"}, {"OM", "OMR"}, {"IR", "IRR"},
    {"SN", "XOF"}, {"CI", "XOF"}, {"CM", "XAF"}, {"GB", "GBP"}, {"CH", "CHF"}, {"JM", "JMD"}, {"TT", "TTD"}};

// Letters of any script for the boundaries of words. Beyond ASCII that is everything from U+00C0 but spaces,
// punctuation and currency signs (U+2000-U+2BFF) and what comes from U+2E80 on, which knows no words.
bool is_letter(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return ascii::is_alpha(text[at]);
  return lead >= 0xC3 && lead <= 0xE1;
}

std::size_t start_of_character(std::string_view text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

bool is_whole_word(std::string_view text, std::size_t begin, std::size_t end) {
  if (is_letter(text, begin) && begin > 0 && is_letter(text, start_of_character(text, begin - 1)))
    return false;
  const std::size_t last = start_of_character(text, end - 1);
  return !(is_letter(text, last) && end < text.size() && is_letter(text, end));
}

// The code in the table, so that the view lasts.
std::string_view known_code(std::string_view upper, std::string_view table) {
  for (std::size_t at = 0; at < table.size(); at += 4) {
    if (table.substr(at, 3) == upper) return table.substr(at, 3);
  }
  return {};
}

std::string_view code_at(std::string_view text, std::size_t at) {
  std::string word(text.substr(at, 3));
  if (word.size() < 3 || !std::all_of(word.begin(), word.end(), ascii::is_alpha)) return {};
  if (const auto code = known_code(word, iso_codes); !code.empty()) return code;
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return known_code(word, small_codes);
}

std::optional<CurrencyMark> mark_at(std::string_view text, std::size_t at) {
  const auto code = code_at(text, at);
  std::optional<CurrencyMark> best;
  if (!code.empty() && is_whole_word(text, at, at + 3)) best = CurrencyMark{at, at + 3, code};
  for (const Sign& sign : signs) {
    const std::size_t end = at + sign.text.size();
    if (!ascii::starts_with(text.substr(at), sign.text) || !is_whole_word(text, at, end)) continue;
    if (!best || end > best->end) best = CurrencyMark{at, end, sign.codes};
  }
  return best;
}

}  // namespace

std::optional<CurrencyMark> find_currency(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    if (auto mark = mark_at(text, at)) return mark;
  }
  return std::nullopt;
}

std::string_view currency_of_region(std::string_view locale) {
  const auto end = locale.find_last_of("-_");
  if (end == std::string_view::npos) return {};
  for (const Region& region : regions) {
    if (ascii::equals_ignoring_case(region.name, locale.substr(end + 1))) return region.code;
  }
  return {};
}

bool has_code(std::string_view codes, std::string_view code) {
  return code.size() == 3 && codes.find(code) != std::string_view::npos;
}

bool has_three_decimals(std::string_view code) {
  return !code.empty() && has_code("BHD IQD JOD KWD LYD OMR TND", code);
}

}  // namespace trawl::detail
