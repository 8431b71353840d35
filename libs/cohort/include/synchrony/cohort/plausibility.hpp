// What a table says that a heart does not do, and what its ids tell that they should not.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/record/file_facts.hpp"

namespace synchrony::cohort {

/// Something to look at; it is no fault of the file's form.
struct Finding {
    std::string kind;               ///< "response against LVESV", "id tells the outcome", ...
    std::string what;               ///< a sentence, no identifiers
    std::vector<std::size_t> rows;  ///< of the cohort; empty: the whole table
};

/// A QRS duration in the table further than this from the measured one is named: three times the mean absolute error of
/// automatic QRS durations on mixed sets with LBBB (14 ms, Computing in Cardiology 2022-230).
inline constexpr double far_qrs_ms = 42.0;
/// An ejection fraction further than this from (EDV - ESV) / EDV is named. This program's choice: beyond rounding and
/// beyond what two methods differ by in one patient.
inline constexpr double far_lvef_points = 15.0;
/// An age in the table further than this from the recording's own is named: the table's may be of another day.
inline constexpr double far_age_y = record::far_age_years;
/// From so many patients on, ids and order are tried against the outcome.
inline constexpr std::size_t least_patients_for_order = 10;

/// Response against LVESV, LVEF against volumes, LBBB with a narrow QRS, body mass index beyond all adults, or in the
/// median of the whole table (five patients or more) what pounds or inches make of it, and age_y
/// against columns of birth and of the ECG's or implant's day, where the table has them.
[[nodiscard]] std::vector<Finding> physiology_findings(const Cohort& cohort);
/// Rows of one group whose sex or outcome differ, or whose ages lie further apart than far_ages_of_person_y: of one
/// person they cannot, or hardly.
[[nodiscard]] std::vector<Finding> group_findings(const Cohort& cohort);
/// Years between two ECGs of one person before an implant; this program's choice.
inline constexpr double far_ages_of_person_y = 10.0;
/// From so many patients on, a column of one value is named: in fewer it is likely chance.
inline constexpr std::size_t least_of_constant = 10;
/// Of these inputs (none given: the columns that would be inputs) those that have one value wherever they have any;
/// where cells are empty, whether these mean the other one. No rows: the whole column.
[[nodiscard]] std::vector<Finding> constant_columns(const Cohort& cohort, const std::vector<std::string>& inputs = {});
/// Table against measurement; one entry a row, nothing where not measured.
[[nodiscard]] std::vector<Finding> qrs_findings(const Cohort& cohort,
                                                const std::vector<std::optional<double>>& measured_qrs_ms);
/// age_y against the age that each recording tells (all ages from 90 on are one); one entry a row, nothing where it
/// tells none.
[[nodiscard]] std::vector<Finding> age_findings(const Cohort& cohort,
                                                const std::vector<std::optional<double>>& recorded_age_y);
/// Ids that are alike but for case, blanks, dashes and zeros in front, or are words ("Total", "NA"), long texts,
/// numbers that a spreadsheet shortened ("1.23457E+11"), or hold letters that nobody sees; ids that hold dates (also
/// beside letters), have letters that tell the outcome, or stand, like the rows, in an order that does: two-sided
/// Mann-Whitney p below 0.001, or all of one outcome before all of the other.
[[nodiscard]] std::vector<Finding> id_findings(const Cohort& cohort);

/// Why no comparison can be made of this cohort with so many folds (2: with any number); nothing where one can.
[[nodiscard]] std::optional<core::Error> not_evaluable(const Cohort& cohort, int folds = 2);

}  // namespace synchrony::cohort
