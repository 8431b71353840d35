#include "synchrony/cohort/plausibility.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <span>
#include <tuple>

#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/cohort/patient_folds.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/stats/two_sample.hpp"

namespace synchrony::cohort {
namespace {

constexpr double least_lbbb_qrs_ms = 120.0;  // every definition of LBBB asks for it (AHA/ACCF/HRS 2009)
/// Body mass indices of living adults lie between these (kg/m2); beyond them height or weight is likely mistaken.
constexpr double least_bmi = 10.0;
constexpr double most_bmi = 80.0;
constexpr double telling_p = 0.001;

/// The rows for which the test holds, as one finding.
template <typename Test>
void find_rows(const Cohort& cohort, std::vector<Finding>& findings, std::string kind, std::string what, Test test) {
    Finding finding{std::move(kind), std::move(what), {}};
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (test(row)) finding.rows.push_back(row);
    if (!finding.rows.empty()) findings.push_back(std::move(finding));
}

bool holds_a_date(std::string_view id) {
    const std::string one(id);
    if (dates_in(std::span(&one, 1))) return true;
    const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
    for (std::size_t at = 0; at + 8 <= id.size(); ++at) {
        const auto digits = id.substr(at, 8);
        const bool parted = (at > 0 && is_digit(static_cast<unsigned char>(id[at - 1]))) ||
                            (at + 8 < id.size() && is_digit(static_cast<unsigned char>(id[at + 8])));
        if (parted || !std::all_of(digits.begin(), digits.end(), is_digit)) continue;
        for (const auto& [year, month, day] : {std::tuple{0, 4, 6}, std::tuple{4, 2, 0}}) {
            const std::string text = std::string(digits.substr(static_cast<std::size_t>(year), 4)) + "-" +
                                     std::string(digits.substr(static_cast<std::size_t>(month), 2)) + "-" +
                                     std::string(digits.substr(static_cast<std::size_t>(day), 2));
            const bool in_our_time = text >= "1900" && text < "2100";
            if (in_our_time && dates_in(std::span(&text, 1))) return true;
        }
    }
    return false;
}

/// The last run of digits.
std::optional<double> number_of_id(const std::string& id) {
    const auto end = id.find_last_of("0123456789");
    if (end == std::string::npos) return std::nullopt;
    const auto before = id.find_last_not_of("0123456789", end);
    const auto begin = before == std::string::npos ? 0 : before + 1;
    return parse_number(std::string_view(id).substr(begin, end - begin + 1));
}

/// Whether the numbers of the two outcomes differ beyond chance.
bool tells_outcome(const Cohort& cohort, const std::vector<std::optional<double>>& numbers) {
    std::vector<double> positive, negative;
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (numbers[row] && cohort.outcome[row])
            (*cohort.outcome[row] == 1 ? positive : negative).push_back(*numbers[row]);
    if (positive.size() + negative.size() < least_patients_for_order) return false;
    const auto test = stats::mann_whitney(positive, negative);
    return test && test->p < telling_p;
}

bool letters_tell_outcome(const Cohort& cohort) {
    std::map<std::string, std::array<std::size_t, 2>> by_letters;
    std::size_t labelled = 0;
    for (const auto row : cohort.labelled_rows()) {
        const auto& id = cohort.patients[row].value();
        ++by_letters[id.substr(0, id.find_first_of("0123456789"))][*cohort.outcome[row]];
        ++labelled;
    }
    if (labelled < least_patients_for_order || by_letters.size() < 2 || 3 * by_letters.size() > labelled) return false;
    return std::ranges::all_of(by_letters,
                               [](const auto& group) { return group.second[0] == 0 || group.second[1] == 0; });
}

}  // namespace

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
                  const auto height = at("height_cm", row), weight = at("weight_kg", row);
                  if (!height || !weight) return false;
                  const double bmi = *weight / std::pow(*height / 100.0, 2);
                  return bmi < least_bmi || bmi > most_bmi;
              });
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

std::vector<Finding> id_findings(const Cohort& cohort) {
    std::vector<Finding> findings;
    find_rows(cohort, findings, "id holds a date", "patient_id holds a date: of birth, or of the visit?",
              [&](std::size_t row) { return holds_a_date(cohort.patients[row].value()); });
    if (letters_tell_outcome(cohort))
        findings.push_back(
            {"id tells the outcome", "the letters of patient_id tell the outcome: each stands with one alone", {}});
    std::vector<std::optional<double>> rows, ids;
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        rows.emplace_back(static_cast<double>(row));
        ids.push_back(number_of_id(cohort.patients[row].value()));
    }
    if (tells_outcome(cohort, rows))
        findings.push_back(
            {"order tells the outcome", "the rows' order tells the outcome: were they sorted by it, or by date?", {}});
    if (tells_outcome(cohort, ids))
        findings.push_back({"id tells the outcome",
                            "the numbers of patient_id tell the outcome: were they given by it, or by date?",
                            {}});
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
