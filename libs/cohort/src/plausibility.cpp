#include "synchrony/cohort/plausibility.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <map>

#include "id_dates.hpp"
#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/cohort/patient_folds.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/identity.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::cohort {
namespace {

constexpr double least_lbbb_qrs_ms = 120.0;  // every definition of LBBB asks for it (AHA/ACCF/HRS 2009)
/// Body mass indices of living adults lie between these (kg/m2); beyond them height or weight is likely mistaken.
constexpr double least_bmi = 10.0;
constexpr double most_bmi = 80.0;
/// The median of a clinic's patients lies well between these; pounds make it 2.2 times, inches 6.5 times as large. This
/// program's choice.
constexpr double least_median_bmi = 17.0;
constexpr double most_median_bmi = 42.0;
constexpr std::size_t least_for_median_bmi = 5;

/// The rows for which the test holds, as one finding.
template <typename Test>
void find_rows(const Cohort& cohort, std::vector<Finding>& findings, std::string kind, std::string what, Test test) {
    Finding finding{std::move(kind), std::move(what), {}};
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (test(row)) finding.rows.push_back(row);
    if (!finding.rows.empty()) findings.push_back(std::move(finding));
}

/// The first column of dates with one of those words in its name; null: none.
const Column* date_column(const Cohort& cohort, std::initializer_list<std::string_view> words) {
    for (const auto& column : cohort.columns) {
        if (!column.read_as.starts_with("dates")) continue;
        const auto name = core::lower(column.name);
        if (std::ranges::any_of(words, [&](auto word) { return name.find(word) != std::string::npos; })) return &column;
    }
    return nullptr;
}

/// Day and month that could be either move an age by less than a year.
void find_ages_against_dates(const Cohort& cohort, std::vector<Finding>& findings) {
    const auto* birth = date_column(cohort, {"birth", "dob", "geb", "naiss", "nacim", "nasc"});
    const auto* later = date_column(cohort, {"ecg", "ekg", "record", "implant"});
    if (birth == nullptr || later == nullptr || birth == later) return;
    find_rows(cohort, findings, "age against dates",
              "age_y lies " + core::shortest(far_age_y) + " years or more from the age that columns " + birth->name +
                  " and " + later->name + " make",
              [&](std::size_t row) {
                  constexpr double days_per_year = 365.25;
                  const auto said = input_value(cohort, "age_y", row);
                  const auto born = date_in_id(birth->texts[row]), then = date_in_id(later->texts[row]);
                  if (!said || !born || !then) return false;
                  const double years = static_cast<double>((then->day - born->day).count()) / days_per_year;
                  return *said - years >= far_age_y || years - *said >= far_age_y + 1.0;  // completed years are fewer
              });
}

/// kg/m2, where height and weight are known.
std::optional<double> body_mass_index(const Cohort& cohort, std::size_t row) {
    const auto height = input_value(cohort, "height_cm", row), weight = input_value(cohort, "weight_kg", row);
    if (!height || !weight) return std::nullopt;
    return *weight / std::pow(*height / 100.0, 2);
}

/// A whole column in another unit, whose values one by one some person may have.
void find_unit_of_bodies(const Cohort& cohort, std::vector<Finding>& findings) {
    std::vector<double> indices;
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (const auto index = body_mass_index(cohort, row)) indices.push_back(*index);
    if (indices.size() < least_for_median_bmi) return;
    const auto middle = stats::median(indices);
    if (*middle >= least_median_bmi && *middle <= most_median_bmi) return;
    findings.push_back({"unit of height or weight",
                        "the median body mass index is " + core::shortest(std::round(*middle)) +
                            " kg/m2: are heights in inches, or weights in pounds?",
                        {}});
}

/// Rows of one group whose values lie further apart than `apart`.
template <typename Value>
void find_differing_groups(const Cohort& cohort, std::vector<Finding>& findings, const std::string& what, double apart,
                           Value value) {
    struct Range {
        double least, most;
    };
    std::map<std::string, Range> ranges;
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (const std::optional<double> here = value(row)) {
            auto& range = ranges.try_emplace(cohort.groups[row], Range{*here, *here}).first->second;
            range = {std::min(range.least, *here), std::max(range.most, *here)};
        }
    find_rows(cohort, findings, what + " within a group",
              "rows of one group differ in " + what + ": are they one person?", [&](std::size_t row) {
                  const auto range = ranges.find(cohort.groups[row]);
                  return range != ranges.end() && range->second.most - range->second.least > apart;
              });
}

}  // namespace

std::vector<Finding> group_findings(const Cohort& cohort) {
    std::vector<Finding> findings;
    const auto of_column = [&](const char* name) {
        return [&cohort, name](std::size_t row) { return input_value(cohort, name, row); };
    };
    find_differing_groups(cohort, findings, "sex", 0.0, of_column("sex"));
    find_differing_groups(cohort, findings, "age", far_ages_of_person_y, of_column("age_y"));
    find_differing_groups(cohort, findings, "outcome", 0.0, [&](std::size_t row) {
        const auto& outcome = cohort.outcome[row];
        return outcome ? std::optional<double>(*outcome) : std::nullopt;
    });
    return findings;
}

std::vector<Finding> physiology_findings(const Cohort& cohort) {
    std::vector<Finding> findings;
    const auto at = [&](const char* name, std::size_t row) { return input_value(cohort, name, row); };
    if (cohort.outcome_name == "response")
        find_rows(cohort, findings, "response against LVESV", "response is 1 though LVESV did not fall",
                  [&](std::size_t row) {
                      const auto before = at("lvesv_ml", row), later = at("lvesv_6m_ml", row);
                      return before && later && *later >= *before && cohort.outcome[row] == 1;
                  });
    find_rows(cohort, findings, "LVEF against volumes",
              "lvef_pct lies more than " + core::shortest(far_lvef_points) + " points from (LVEDV - LVESV) / LVEDV",
              [&](std::size_t row) {
                  const auto ef = at("lvef_pct", row), esv = at("lvesv_ml", row), edv = at("lvedv_ml", row);
                  return ef && esv && edv && std::abs(*ef - 100.0 * (*edv - *esv) / *edv) > far_lvef_points;
              });
    find_rows(cohort, findings, "LBBB with a narrow QRS", "lbbb is 1 though qrs_duration_ms is below 120",
              [&](std::size_t row) {
                  const auto lbbb = at("lbbb", row), qrs = at("qrs_duration_ms", row);
                  return lbbb && qrs && *lbbb > 0.5 && *qrs < least_lbbb_qrs_ms;
              });
    find_rows(cohort, findings, "height against weight", "height and weight give a body mass index no adult has",
              [&](std::size_t row) {
                  const auto index = body_mass_index(cohort, row);
                  return index && (*index < least_bmi || *index > most_bmi);
              });
    find_unit_of_bodies(cohort, findings);
    find_ages_against_dates(cohort, findings);
    return findings;
}

std::vector<Finding> constant_columns(const Cohort& cohort, const std::vector<std::string>& inputs) {
    std::vector<Finding> findings;
    if (cohort.size() < least_of_constant) return findings;
    for (const auto& name : inputs.empty() ? cohort.input_columns() : inputs) {
        if (cohort.find(name) == nullptr) continue;  // one category of a column of several
        const auto& column = *cohort.find(name);
        const auto first = std::ranges::find_if(column.numbers, [](const auto& value) { return value.has_value(); });
        if (first == column.numbers.end()) continue;
        if (std::ranges::any_of(column.numbers, [&](const auto& value) { return value && *value != **first; }))
            continue;
        const auto gaps = cohort.size() - column.present();
        const bool man = **first > 0.5;
        const auto value = column.kind == ColumnKind::sex ? std::string(man ? "M" : "F") : core::shortest(**first);
        auto what = name + " is " + value + (gaps == 0 ? " in all " : " in all that have a value, ") +
                    core::counted(column.present(), "patient") + ": a column of one value predicts nothing";
        if (gaps > 0)
            what += "; do the " + core::counted(gaps, "empty cell") +
                    (column.kind == ColumnKind::flag ? (man ? " mean 0?" : " mean 1?") : " mean another value?");
        findings.push_back({"column of one value", std::move(what), {}});
    }
    return findings;
}

std::vector<Finding> qrs_findings(const Cohort& cohort, const std::vector<std::optional<double>>& measured_qrs_ms) {
    std::vector<Finding> findings;
    find_rows(cohort, findings, "QRS duration against the ECG",
              "qrs_duration_ms lies more than " + core::shortest(far_qrs_ms) + " ms from what is measured on the ECG",
              [&](std::size_t row) {
                  const auto said = input_value(cohort, "qrs_duration_ms", row);
                  return said && measured_qrs_ms[row] && std::abs(*said - *measured_qrs_ms[row]) > far_qrs_ms;
              });
    return findings;
}

std::vector<Finding> age_findings(const Cohort& cohort, const std::vector<std::optional<double>>& recorded_age_y) {
    std::vector<Finding> findings;
    find_rows(cohort, findings, "age against the ECG",
              "age_y lies more than " + core::shortest(far_age_y) + " years from the age that the recording tells",
              [&](std::size_t row) {
                  const auto said = input_value(cohort, "age_y", row);
                  return said && recorded_age_y[row] && record::ages_lie_apart(*said, *recorded_age_y[row]);
              });
    return findings;
}

std::optional<core::Error> not_evaluable(const Cohort& cohort, int folds) {
    const auto rows = cohort.labelled_rows();
    if (rows.empty())
        return core::Error{core::ErrorKind::input,
                           "no patient has an outcome",
                           cohort.path.filename().string(),
                           "none",
                           "0 or 1 in column " + cohort.outcome_name,
                           {}};
    const auto part = cohort.with_rows(rows);
    std::vector<std::uint8_t> outcome;
    for (const auto& value : part.outcome) outcome.push_back(*value);
    const auto dealt = make_folds(part.patients, outcome, part.groups, {folds, 1, 1});
    if (dealt) return std::nullopt;
    return dealt.error();
}

}  // namespace synchrony::cohort
