#include "written_age.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "parts.hpp"
#include "start_time.hpp"
#include "synchrony/core/digits.hpp"
#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

constexpr double months_a_year = 12.0, days_a_year = 365.25;
constexpr std::string_view figures = "0123456789";

/// How many of a unit a year has, and its names as core::folded() leaves them: English and UCUM's "a"; German, French,
/// Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Danish, Norwegian, Russian; Chinese and Japanese.
struct Unit {
    double in_a_year;
    std::string_view names;
};
constexpr std::array<Unit, 5> units{
    {{1.0,
      "years year yrs yr y yo y/o a jahre jahr jahren ans an annees annee anos ano anni anno jaar jaren lata lat rok l "
      "ar лет год года г л 岁 周岁 歲 歳 才"},
     {months_a_year,
      "months month mons mon mos mo m mths mth monate monat monaten mois meses mes mesi mese maanden maand mnd "
      "miesiace "
      "miesiac miesiecy mies manader manad maneder maned mnd месяцев месяца месяц мес 个月 個月 ヶ月 か月 カ月 ヵ月 "
      "箇月 月龄"},
     {days_a_year / 7.0,
      "weeks week wks wk w wochen woche semaines semaine semanas semana settimane settimana weken tygodni tygodnie "
      "tydzien tyg veckor vecka uger uge uker uke недель недели неделя нед 周 週 週間 星期"},
     {days_a_year,
      "days day dys dy d tage tag tagen jours jour dias dia giorni giorno dagen dag dni dzien dagar dage dager дней "
      "днеи дня день дн 天 日 日龄"},
     {days_a_year * 24.0,
      "hours hour hrs hr h stunden stunde std heures heure horas hora ore ora uren uur godzin godziny godzina godz "
      "timmar timme timer time часов часа час 小时 小時 時間"}}};

std::optional<double> units_in_a_year(std::string_view unit) {
    const auto small = core::trimmed(core::folded(unit), " .");
    if (small.empty()) return 1.0;
    for (const auto& [in_a_year, names] : units) {
        const auto list = core::split(names, ' ');
        if (std::ranges::find(list, std::string_view(small)) != list.end()) return in_a_year;
    }
    return std::nullopt;
}

/// "36" or "36.5" or "36,5" at the front of a text, which it leaves behind it.
std::optional<double> take_number(std::string_view& text) {
    auto end = std::min(text.find_first_not_of(figures), text.size());
    if (end + 1 < text.size() && (text[end] == '.' || text[end] == ',') && core::all_digits(text.substr(end + 1, 1)))
        end = std::min(text.find_first_not_of(figures, end + 1), text.size());
    std::string number(text.substr(0, end));
    std::ranges::replace(number, ',', '.');
    text.remove_prefix(end);
    return number_of(number);
}

/// The unit in front of the next number. "year and" is "year".
std::string_view take_unit(std::string_view& text) {
    auto word = text.substr(0, text.find_first_of(figures));
    text.remove_prefix(word.size());
    word = core::trimmed(word, " ,.");
    for (const std::string_view in_between :
         {" and", " und", " et", " y", " e", " en", " og", " och", " i", " и", " &"})
        if (word.ends_with(in_between)) return core::trimmed(word.substr(0, word.size() - in_between.size()), " ,.");
    return word;
}

/// "1;6": years and months.
std::optional<double> years_and_months(std::string_view text) {
    const auto parts = core::split(text, ';');
    if (parts.size() != 2 || !core::all_digits(parts[0]) || !core::all_digits(parts[1])) return std::nullopt;
    const auto years = number_of(parts[0]), months = number_of(parts[1]);
    if (!years || !months || *months >= months_a_year) return std::nullopt;
    return *years + *months / months_a_year;
}

/// Months and male, weeks and woman: alone behind a number the letter may be either; of hours and homme ("62h") where
/// no blank stands between.
bool may_be_a_sex(std::string_view word, bool behind_blank) {
    return word == "m" || word == "w" || (word == "h" && !behind_blank);
}

/// "1 year 6 months". The first unit has to be `unit`'s, where that is given; each further one is smaller, and less of
/// it than makes one of those before.
std::optional<double> sum_of_parts(std::string_view text, std::optional<double> unit) {
    double years = 0.0, before = 0.0;
    do {
        const auto number = take_number(text);
        const bool behind_blank = text.starts_with(' ');
        const auto word = take_unit(text);
        const bool alone = before == 0.0 && text.empty();
        const auto in_a_year = word.empty() && alone ? unit.value_or(1.0) : units_in_a_year(word);
        if (!number || !in_a_year || (word.empty() && !alone)) return std::nullopt;
        if (!unit && alone && may_be_a_sex(word, behind_blank)) return std::nullopt;
        if (before == 0.0 && unit && *unit != *in_a_year) return std::nullopt;
        if (before > 0.0 && (*in_a_year <= before || *number / *in_a_year >= 1.0 / before)) return std::nullopt;
        years += *number / *in_a_year;
        before = *in_a_year;
    } while (!text.empty());
    return years;
}

}  // namespace

std::optional<double> age_in_years(std::string_view number, std::string_view unit) {
    const auto value = number_of(number), in_a_year = units_in_a_year(unit);
    if (!value || !in_a_year || *value < 0 || *value / *in_a_year > most_age_years) return std::nullopt;
    return *value / *in_a_year;
}

std::optional<double> written_age(std::string_view text, std::string_view unit) {
    if (number_of(text)) return age_in_years(text, unit);
    constexpr std::size_t longest = 64;
    if (text.size() > longest) return std::nullopt;
    const auto words = core::folded(text);
    const auto said = says_nothing(unit) ? std::nullopt : units_in_a_year(unit);
    if (!said && !says_nothing(unit)) return std::nullopt;
    const bool of_years = said.value_or(1.0) == 1.0;
    const auto years = words.find(';') == std::string::npos ? sum_of_parts(words, said)
                       : of_years                           ? years_and_months(words)
                                                            : std::nullopt;
    return years && *years <= most_age_years ? years : std::nullopt;
}

}  // namespace synchrony::io
