// The months' names, full and short, in small letters.
#include "../ascii.hpp"
#include "date_forms.hpp"

namespace trawl::detail {
namespace {

struct Month {
  int number;
  std::string_view names;  // separated by spaces, with one at both ends
};

// English, German, French, Spanish, Italian, Portuguese, Dutch, Danish, Norwegian and Swedish, Polish, Czech,
// Russian, Ukrainian. Of each language the forms that stand in dates; no name means two months.
constexpr Month months[] = {
    {1,
     " january jan januar jänner janvier janv enero ene gennaio gen janeiro januari januar stycznia styczeń "
     "sty "
     "ledna leden led января январь янв січня січень січ "},
    {2,
     " february feb februar feber février fevrier févr fevr fév febrero febbraio fevereiro fev februari febr "
     "lutego luty lut února únor února февраля февраль фев февр лютого лютий лют "},
    {3,
     " march mar märz maerz mär mrz mars marzo março marco maart mrt marts marca marzec března březen "
     "марта март мар березня березень бер "},
    {4,
     " april apr avril avr abril abr aprile kwietnia kwiecień kwi dubna duben апреля апрель апр квітня "
     "квітень квіт "},
    {5, " may mai mayo maggio mag maio mei maj maja května květen мая май травня травень трав "},
    {6,
     " june jun juni juin junio giugno giu junho czerwca czerwiec cze června červen июня июнь июн червня "
     "червень черв "},
    {7,
     " july jul juli juillet juil julio luglio lug julho lipca lipiec lip července červenec июля июль июл "
     "липня липень лип "},
    {8,
     " august aug août aout agosto ago augustus augusti sierpnia sierpień sie srpna srpen августа август авг "
     "серпня серпень серп "},
    {9,
     " september sept sep septembre septiembre setiembre settembre set setembro września wrzesień wrz září "
     "сентября сентябрь сен сент вересня вересень вер "},
    {10,
     " october oct oktober okt octobre octubre ottobre ott outubro out października październik paź října "
     "říjen октября октябрь окт жовтня жовтень жовт "},
    {11,
     " november nov novembre noviembre novembro listopada listopad lis listopadu ноября ноябрь ноя нояб "
     "листопада листопад лист "},
    {12,
     " december dec dez dezember décembre decembre déc diciembre dic dicembre dezembro desember des grudnia "
     "grudzień gru prosince prosinec декабря декабрь дек грудня грудень груд "}};

}  // namespace

int month_of(std::string_view word) {
  if (word.size() < 3 || word.find(' ') != std::string_view::npos) return 0;
  const std::string wanted = " " + std::string(word) + " ";
  for (const Month& month : months) {
    if (month.names.find(wanted) != std::string_view::npos) return month.number;
  }
  return 0;
}

}  // namespace trawl::detail
