// What ids tell that they should not: dates, and the outcome by their letters or their order.
#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <map>
#include <numeric>
#include <set>
#include <span>

#include "id_dates.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/cohort/loose_id.hpp"
#include "synchrony/cohort/plausibility.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/stats/two_sample.hpp"

namespace synchrony::cohort {
namespace {

using Numbers = std::vector<std::optional<double>>;

constexpr double telling_p = 0.001;
/// Six digits are a date by chance in 4 of 100 numbers, so nearly all of several ids must hold one. This program's
/// choice.
constexpr std::size_t least_ids_of_dates = 5;
constexpr double least_share_of_dates = 0.9;
constexpr std::size_t least_different_parts = 3;  // months, days, years of births
constexpr int first_year_of_visits = 2000, last_year_of_visits = 2029;
/// All of one outcome before all of the other: by chance less than once in a hundred with so many of each (2 of 252).
constexpr std::size_t least_of_each_outcome = 5;

bool nearly_all(std::size_t dates, std::size_t ids) {
    return dates >= least_ids_of_dates && static_cast<double>(dates) >= least_share_of_dates * static_cast<double>(ids);
}

/// Rows whose six digits are dates in one order for the whole table, of several months and days: numbers that follow
/// one another (300101, 300102, ...) are not.
std::vector<std::size_t> rows_of_six_digit_dates(const Cohort& cohort) {
    for (const bool year_first : {true, false}) {
        std::vector<std::size_t> rows;
        std::set<unsigned> months, days;
        std::set<int> years;
        for (std::size_t row = 0; row < cohort.size(); ++row) {
            const auto day = six_digit_date(cohort.patients[row].value(), year_first);
            if (!day) continue;
            const std::chrono::year_month_day date(*day);
            rows.push_back(row);
            months.insert(static_cast<unsigned>(date.month()));
            days.insert(static_cast<unsigned>(date.day()));
            years.insert(static_cast<int>(date.year()));
        }
        // Births are of many years; visits may all be of one, which is one of ours.
        const bool of_visits =
            !years.empty() && *years.begin() >= first_year_of_visits && *years.rbegin() <= last_year_of_visits;
        const bool several = std::min(months.size(), days.size()) >= least_different_parts &&
                             (of_visits || years.size() >= least_different_parts);
        if (nearly_all(rows.size(), cohort.size()) && several) return rows;
    }
    return {};
}

void find_dates(const Cohort& cohort, const std::vector<std::optional<IdDate>>& dates, std::vector<Finding>& findings) {
    Finding whole{"id holds a date", "patient_id holds a date: of birth, or of the visit?", {}};
    Finding any{whole.kind, "the digits of patient_id read as dates: of birth, or of the visit?", {}};
    for (std::size_t row = 0; row < dates.size(); ++row) {
        if (dates[row]) any.rows.push_back(row);
        if (dates[row] && dates[row]->whole_year) whole.rows.push_back(row);
    }
    if (any.rows.empty()) any.rows = rows_of_six_digit_dates(cohort);
    if (any.rows.size() > whole.rows.size() && nearly_all(any.rows.size(), cohort.size()))
        findings.push_back(std::move(any));
    else if (!whole.rows.empty())
        findings.push_back(std::move(whole));
}

/// The last run of digits.
std::optional<double> last_number(const std::string& id) {
    const auto end = id.find_last_of("0123456789");
    if (end == std::string::npos) return std::nullopt;
    const auto before = id.find_last_not_of("0123456789", end);
    const auto begin = before == std::string::npos ? 0 : before + 1;
    return parse_number(std::string_view(id).substr(begin, end - begin + 1));
}

/// As people sort: runs of digits by their number, letters whatever their case.
bool sorts_before(std::string_view a, std::string_view b) {
    const auto digits = [](std::string_view text, std::size_t at) {
        const auto end = std::min(text.find_first_not_of("0123456789", at), text.size());
        return text.substr(at, end - at);
    };
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        auto x = digits(a, i), y = digits(b, j);
        if (x.empty() || y.empty()) {
            const int p = std::tolower(static_cast<unsigned char>(a[i++]));
            const int q = std::tolower(static_cast<unsigned char>(b[j++]));
            if (p != q) return p < q;
            continue;
        }
        i += x.size(), j += y.size();
        x.remove_prefix(std::min(x.find_first_not_of('0'), x.size()));
        y.remove_prefix(std::min(y.find_first_not_of('0'), y.size()));
        if (x.size() != y.size()) return x.size() < y.size();
        if (x != y) return x < y;
    }
    return a.size() - i < b.size() - j;
}

Numbers places_when_sorted(const Cohort& cohort) {
    std::vector<std::size_t> order(cohort.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return sorts_before(cohort.patients[a].value(), cohort.patients[b].value());
    });
    Numbers places(cohort.size());
    for (std::size_t place = 0; place < order.size(); ++place) places[order[place]] = static_cast<double>(place);
    return places;
}

/// Whether the numbers of the two outcomes differ beyond chance.
bool tells_outcome(const Cohort& cohort, const Numbers& numbers) {
    std::vector<double> positive, negative;
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (numbers[row] && cohort.outcome[row])
            (*cohort.outcome[row] == 1 ? positive : negative).push_back(*numbers[row]);
    if (positive.size() + negative.size() < least_patients_for_order || positive.empty() || negative.empty())
        return false;
    const auto [low, high] = std::ranges::minmax(positive);
    const auto [other_low, other_high] = std::ranges::minmax(negative);
    const bool apart = high < other_low || other_high < low;
    if (apart && std::min(positive.size(), negative.size()) >= least_of_each_outcome) return true;
    const auto test = stats::mann_whitney(positive, negative);
    return test && test->p < telling_p;
}

/// Wherever they stand: "R-017", "017r", "17/R".
std::string letters_of(std::string_view id) {
    std::string letters;
    for (const char c : id)
        if (std::isdigit(static_cast<unsigned char>(c)) == 0) letters += c;
    return core::lower(letters);
}

bool letters_tell_outcome(const Cohort& cohort) {
    std::map<std::string, std::array<std::size_t, 2>> by_letters;
    std::size_t labelled = 0;
    for (const auto row : cohort.labelled_rows()) {
        ++by_letters[letters_of(cohort.patients[row].value())][*cohort.outcome[row]];
        ++labelled;
    }
    if (labelled < least_patients_for_order || by_letters.size() < 2 || 3 * by_letters.size() > labelled) return false;
    return std::ranges::all_of(by_letters,
                               [](const auto& group) { return group.second[0] == 0 || group.second[1] == 0; });
}

void find_ids_alike(const Cohort& cohort, std::vector<Finding>& findings) {
    std::map<std::string, std::vector<std::size_t>> by_id;
    for (std::size_t row = 0; row < cohort.size(); ++row) by_id[loose_id(cohort.patients[row].value())].push_back(row);
    Finding finding{"ids alike",
                    "patient_id differs by case, blanks, dashes or zeros in front alone: one person under two ids?",
                    {}};
    for (const auto& [id, rows] : by_id)
        if (rows.size() > 1) finding.rows.insert(finding.rows.end(), rows.begin(), rows.end());
    std::ranges::sort(finding.rows);
    if (!finding.rows.empty()) findings.push_back(std::move(finding));
}

/// Rows that programs of statistics and spreadsheets put below the patients, and words for what is missing.
void find_words_for_ids(const Cohort& cohort, std::vector<Finding>& findings) {
    constexpr std::array<std::string_view, 22> words{"total",      "totals", "sum",      "mean",   "average", "median",
                                                     "sd",         "std",    "min",      "max",    "count",   "missing",
                                                     "mittelwert", "summe",  "gesamt",   "anzahl", "somme",   "moyenne",
                                                     "media",      "suma",   "promedio", "n"};
    Finding finding{"id is no id", "patient_id is a word for what is missing, or for a row of totals: no patient?", {}};
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        const auto id = core::folded(cohort.patients[row].value());
        if (std::ranges::find(words, std::string_view(id)) != words.end() || is_not_available(id))
            finding.rows.push_back(row);
    }
    if (!finding.rows.empty()) findings.push_back(std::move(finding));
}

/// "1.23457E+11": what a spreadsheet makes of a long number, whose last digits are gone.
bool is_shortened_number(std::string_view id) {
    const auto e = id.find_first_of("eE");
    if (e == std::string_view::npos || e == 0 || e + 2 >= id.size() || id[e + 1] != '+') return false;
    return parse_number(id).has_value();
}

void find_spoilt_ids(const Cohort& cohort, std::vector<Finding>& findings) {
    constexpr std::size_t most_letters = 100;
    Finding unseen{"id unseen",
                   "patient_id has letters that nobody sees (zero-width, of direction): typed anew it is another",
                   {}};
    Finding shortened{
        "id shortened", "patient_id is a number that a spreadsheet shortened: its last digits are gone", {}};
    Finding long_text{
        "id is no id", "patient_id has more than " + std::to_string(most_letters) + " letters: a text, not an id?", {}};
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        const auto& id = cohort.patients[row].value();
        if (core::without_unseen(id) != id) unseen.rows.push_back(row);
        if (is_shortened_number(id)) shortened.rows.push_back(row);
        if (core::utf8_length(id) > most_letters) long_text.rows.push_back(row);
    }
    for (auto* finding : {&unseen, &shortened, &long_text})
        if (!finding->rows.empty()) findings.push_back(std::move(*finding));
}

}  // namespace

std::vector<Finding> id_findings(const Cohort& cohort) {
    std::vector<Finding> findings;
    Numbers rows, numbers, days;
    std::vector<std::optional<IdDate>> dates;
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        const auto& id = cohort.patients[row].value();
        dates.push_back(date_in_id(id));
        rows.emplace_back(static_cast<double>(row));
        numbers.push_back(last_number(id));
        days.push_back(dates.back() ? std::optional<double>(dates.back()->day.time_since_epoch().count())
                                    : std::nullopt);
    }
    find_dates(cohort, dates, findings);
    find_ids_alike(cohort, findings);
    find_words_for_ids(cohort, findings);
    find_spoilt_ids(cohort, findings);
    const bool letters = letters_tell_outcome(cohort);
    if (letters)
        findings.push_back(
            {"id tells the outcome", "the letters of patient_id tell the outcome: each stands with one alone", {}});
    if (tells_outcome(cohort, rows))
        findings.push_back(
            {"order tells the outcome", "the rows' order tells the outcome: were they sorted by it, or by date?", {}});
    if (tells_outcome(cohort, numbers))
        findings.push_back({"id tells the outcome",
                            "the numbers of patient_id tell the outcome: were they given by it, or by date?",
                            {}});
    else if (!letters && (tells_outcome(cohort, places_when_sorted(cohort)) || tells_outcome(cohort, days)))
        findings.push_back({"id tells the outcome",
                            "the order of patient_id tells the outcome: were they given by it, or by date?",
                            {}});
    return findings;
}

}  // namespace synchrony::cohort
