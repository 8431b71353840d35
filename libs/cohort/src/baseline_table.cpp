#include "synchrony/cohort/baseline_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/cohort/later_names.hpp"
#include "synchrony/cohort/rows_of_people.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/stats/circular.hpp"
#include "synchrony/stats/contingency.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::cohort {
namespace {

constexpr double normal_enough = 0.05;  ///< Shapiro-Wilk p of each group
constexpr double least_expected = 5.0;  ///< Cochran 1954
constexpr std::size_t most_levels = 5;  ///< of an ordered variable

/// A column's values in the groups, missing ones left out.
struct Split {
    std::vector<double> all, positives, negatives;
};

Split split(const Cohort& cohort, const Column& column) {
    Split values;
    for (const auto row : cohort.labelled_rows()) {
        const auto& value = column.numbers[row];
        if (!value) continue;
        values.all.push_back(*value);
        (*cohort.outcome[row] != 0 ? values.positives : values.negatives).push_back(*value);
    }
    return values;
}

/// Whether a column holds directions, by its name and its values. A bandwidth or a deviation of phases (pbw_deg,
/// psd_deg) and the angle between two axes are lengths: 0 is their least.
bool holds_angles(const Column& column, const std::set<double>& distinct) {
    if (column.known || column.kind != ColumnKind::number || distinct.size() <= most_levels) return false;
    if (*distinct.begin() < -360.0 || *distinct.rbegin() > 360.0) return false;
    const auto name = core::lower(column.name);
    return name.find("axis") != std::string::npos || name.find("azimuth") != std::string::npos ||
           name.find("phase_angle") != std::string::npos || name.find("phase angle") != std::string::npos;
}

VariableKind kind_of(const Column& column, const std::set<double>& distinct) {
    if (column.kind == ColumnKind::flag || column.kind == ColumnKind::sex) return VariableKind::binary;
    if (distinct.empty()) return VariableKind::continuous;  // an ordered variable has a level at least
    if (column.kind == ColumnKind::integer && distinct.size() <= most_levels) return VariableKind::ordered;
    if (holds_angles(column, distinct)) return VariableKind::angle;
    // An unknown column of zeros and ones is a flag; a known one is what its rule says.
    const bool flags = std::ranges::all_of(distinct, [](double v) { return v == 0.0 || v == 1.0; });
    return !column.known && flags ? VariableKind::binary : VariableKind::continuous;
}

BaselineCell describe(const std::vector<double>& values, std::size_t patients, const BaselineRow& row) {
    BaselineCell cell;
    cell.present = values.size();
    cell.missing = patients - values.size();
    if (row.kind == VariableKind::angle) {
        if (const auto circular = stats::circular_summary(values)) {
            cell.mean = circular->mean_deg;
            if (values.size() > 1) cell.sd = circular->sd_deg;
        }
    } else if (row.kind != VariableKind::binary) {
        cell.mean = stats::mean(values);
        cell.sd = stats::standard_deviation(values);
        cell.median = stats::median(values);
        cell.lower = stats::quantile(values, 0.25);
        cell.upper = stats::quantile(values, 0.75);
    }
    const auto how_many = [&](double level) { return static_cast<std::size_t>(std::ranges::count(values, level)); };
    if (row.kind == VariableKind::binary) cell.count.push_back(how_many(1.0));
    for (const double level : row.levels) cell.count.push_back(how_many(level));
    return cell;
}

bool looks_normal(const std::vector<double>& values) {
    const auto test = stats::shapiro_wilk(values);
    if (test) return test->p >= normal_enough;
    return values.size() > 5000;  // beyond the test's range the mean is normal enough by itself
}

void test_counts(BaselineRow& row) {
    const auto yes = [](const BaselineCell& c) { return static_cast<std::uint64_t>(c.count.front()); };
    const auto no = [&](const BaselineCell& c) { return static_cast<std::uint64_t>(c.present) - yes(c); };
    const std::array<std::uint64_t, 4> counts{yes(row.positives), no(row.positives), yes(row.negatives),
                                              no(row.negatives)};
    if (const auto test = stats::chi_squared(counts, 2)) {
        const bool enough = test->least_expected >= least_expected;
        row.test = enough ? BaselineTest::chi_squared : BaselineTest::fisher;
        row.p = enough ? test->p : stats::fisher_exact_p(counts[0], counts[1], counts[2], counts[3]);
    }
    if (row.positives.present == 0 || row.negatives.present == 0) return;
    const auto share = [&](const BaselineCell& c) {
        return static_cast<double>(yes(c)) / static_cast<double>(c.present);
    };
    row.difference = stats::standardised_difference(share(row.positives), share(row.negatives));
}

void test_numbers(BaselineRow& row, const Split& values) {
    const auto first = stats::summary(values.positives);
    const auto second = stats::summary(values.negatives);
    if (first && second) row.difference = stats::standardised_difference(*first, *second);
    const bool normal =
        row.kind == VariableKind::continuous && looks_normal(values.positives) && looks_normal(values.negatives);
    if (normal && first && second) {
        if (const auto test = stats::welch_t(*first, *second)) {
            row.test = BaselineTest::welch;
            row.p = test->p;
        }
    } else if (const auto test = stats::mann_whitney(values.positives, values.negatives)) {
        row.test = BaselineTest::mann_whitney;
        row.p = test->p;
    }
}

void test_angles(BaselineRow& row, const Split& values) {
    const auto &first = row.positives, &second = row.negatives;
    if (first.mean && second.mean && first.sd && second.sd) {
        const double turn = stats::within_half_turn(*first.mean - *second.mean);
        row.difference =
            stats::standardised_difference({turn, *first.sd, first.present}, {0.0, *second.sd, second.present});
    }
    if (const auto test = stats::uniform_scores_test(values.positives, values.negatives)) {
        row.test = BaselineTest::uniform_scores;
        row.p = test->p;
    }
}

BaselineRow make_row(const Cohort& cohort, const Column& column, const BaselineTable& table) {
    BaselineRow row;
    row.name = column.name;
    const auto* rule = find_rule(column.name);
    row.meaning = column_words(column.name);
    if (column.kind == ColumnKind::sex) row.meaning = "male";
    if (rule != nullptr)
        row.unit = std::string(rule->unit);
    else if (auto [words, unit] = name_and_unit(column.name); !unit.empty())
        row.meaning = std::move(words), row.unit = std::move(unit);
    const auto values = split(cohort, column);
    const std::set<double> distinct(values.all.begin(), values.all.end());
    row.kind = kind_of(column, distinct);
    if (row.kind == VariableKind::angle) row.unit = "deg";
    if (row.kind == VariableKind::ordered) row.levels.assign(distinct.begin(), distinct.end());
    row.all = describe(values.all, table.patients, row);
    row.positives = describe(values.positives, table.positives, row);
    row.negatives = describe(values.negatives, table.negatives, row);
    if (row.kind == VariableKind::binary)
        test_counts(row);
    else if (row.kind == VariableKind::angle)
        test_angles(row, values);
    else
        test_numbers(row, values);
    return row;
}

// Few words, and no names of patients: each stands in two rows on average.
bool is_baseline_category(const Column& column) {
    return is_category(column) && column.present() >= 2 * words_in(column).size();
}

/// Two words by chi-squared or Fisher's test, more by chi-squared where the counts allow.
void test_words(BaselineRow& row) {
    std::vector<std::uint64_t> counts;
    for (const auto* cell : {&row.positives, &row.negatives})
        counts.insert(counts.end(), cell->count.begin(), cell->count.end());
    const auto test = stats::chi_squared(counts, row.words.size());
    if (!test) return;
    const bool enough = test->least_expected >= least_expected;
    if (!enough && row.words.size() > 2) return;
    row.test = enough ? BaselineTest::chi_squared : BaselineTest::fisher;
    row.p = enough ? test->p : stats::fisher_exact_p(counts[0], counts[1], counts[2], counts[3]);
}

BaselineRow make_category_row(const Cohort& cohort, const Column& column, const BaselineTable& table) {
    BaselineRow row;
    row.name = column.name;
    row.meaning = column_words(column.name);
    row.kind = VariableKind::category;
    const auto words = words_in(column);
    row.words.assign(words.begin(), words.end());
    for (auto* cell : {&row.all, &row.positives, &row.negatives}) cell->count.assign(row.words.size(), 0);
    for (const auto at : cohort.labelled_rows()) {
        const auto found = std::ranges::lower_bound(row.words, column.texts[at]);
        if (column.texts[at].empty()) continue;
        for (auto* cell : {&row.all, *cohort.outcome[at] != 0 ? &row.positives : &row.negatives}) {
            ++cell->present;
            ++cell->count[static_cast<std::size_t>(found - row.words.begin())];
        }
    }
    row.all.missing = table.patients - row.all.present;
    row.positives.missing = table.positives - row.positives.present;
    row.negatives.missing = table.negatives - row.negatives.present;
    test_words(row);
    return row;
}

bool known_later(const Cohort& cohort, const std::string& name) {
    const auto* rule = find_rule(name);
    return (rule != nullptr && rule->after_implant) || !cohort.may_be_input(name) || is_follow_up(name);
}

void note_later_names(BaselineTable& table) {
    std::string names;
    for (const auto& row : table.rows)
        if (find_rule(row.name) == nullptr && sounds_later(row.name)) core::append_word(names, row.name);
    if (!names.empty())
        table.notes.push_back("names that speak of the time after the implant: " + names +
                              "; what was known only then is no baseline");
}

/// Rows of one person are no independent patients, which every test takes them for.
void note_people(const Cohort& cohort, BaselineTable& table) {
    std::set<std::string> people;
    for (const auto row : cohort.labelled_rows())
        if (row < cohort.groups.size()) people.insert(cohort.groups[row]);
    if (people.empty() || people.size() == table.patients) return;
    table.notes.push_back(rows_of_people(table.patients, people.size()) +
                          ": rows are counted, and p values, which take each for another person, are too small");
}

}  // namespace

std::string_view name_of(BaselineTest test) {
    switch (test) {
        case BaselineTest::none:
            return "none";
        case BaselineTest::welch:
            return "Welch t";
        case BaselineTest::mann_whitney:
            return "Mann-Whitney";
        case BaselineTest::chi_squared:
            return "chi-squared";
        case BaselineTest::fisher:
            return "Fisher exact";
        case BaselineTest::uniform_scores:
            return "Mardia-Watson-Wheeler";
    }
    return "";
}

std::string_view baseline_rule() {
    return "mean ± SD or n (%). p: Welch's t test where Shapiro-Wilk finds both groups compatible with normal (p at "
           "least 0.05), else "
           "Mann-Whitney; chi-squared without continuity correction where every expected count is 5 or more, else "
           "Fisher's "
           "exact test (of more than two words none); two-sided, not corrected for the number of rows.";
}

std::string_view baseline_difference_rule() {
    return "SMD: standardised mean difference, positives less negatives.";
}

BaselineTable baseline_table(const Cohort& cohort) {
    BaselineTable table;
    table.outcome_name = cohort.outcome_name;
    table.positives = cohort.positives();
    table.negatives = cohort.negatives();
    table.patients = table.positives + table.negatives;
    if (table.patients < cohort.size())
        table.notes.push_back(core::counted(cohort.size() - table.patients, "patient") +
                              " without an outcome left out");
    note_people(cohort, table);
    for (const auto& column : cohort.columns) {
        if (cohort.is_of_outcome(column.name)) continue;
        if (known_later(cohort, column.name)) {
            table.notes.push_back("column " + column.name + " is known only after the implant: left out");
        } else if (column.present() == 0) {
            table.notes.push_back("column " + column.name + " is empty: left out");
        } else if (column.numbers.empty() && is_baseline_category(column)) {
            table.rows.push_back(make_category_row(cohort, column, table));
        } else if (column.numbers.empty()) {
            table.notes.push_back("column " + column.name + " holds " +
                                  (column.read_as.empty() ? "text" : column.read_as) + ": left out");
        } else {
            table.rows.push_back(make_row(cohort, column, table));
        }
    }
    note_later_names(table);
    std::string angles;
    for (const auto& row : table.rows)
        if (row.kind == VariableKind::angle) core::append_word(angles, row.meaning);
    if (!angles.empty())
        table.notes.push_back("angles (" + angles +
                              "): circular mean and circular SD, degrees, so that 350 and 10 have the mean 0 (Fisher "
                              "1993); p by Mardia, Watson and Wheeler's test, in groups of 10 or more");
    return table;
}

}  // namespace synchrony::cohort
