#include "synchrony/cohort/patient_folds.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "synchrony/core/counted.hpp"
#include "synchrony/core/ties.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/stratified_folds.hpp"

namespace synchrony::cohort {
namespace {

/// Far above any use; keeps a mistyped number from filling the memory.
constexpr int most_folds = 1000;
constexpr int most_repeats = 10'000;

/// Rows that share a patient or a group, directly or through others, are one person's; of each row the person's number.
std::vector<std::size_t> people_of(std::span<const record::PatientId> patients, std::span<const std::string> groups) {
    core::Ties people(patients.size());
    std::map<std::string, std::size_t> by_patient;
    std::map<std::string, std::size_t> by_group;
    for (std::size_t row = 0; row < patients.size(); ++row) {
        people.tie(row, by_patient.emplace(patients[row].value(), row).first->second);
        if (!groups.empty()) people.tie(row, by_group.emplace(groups[row], row).first->second);
    }
    std::vector<std::size_t> numbers(people.size());
    for (std::size_t row = 0; row < numbers.size(); ++row) numbers[row] = people.group(row);
    return numbers;
}

core::Result<void> check_options(std::size_t patients, std::size_t outcomes, std::size_t groups,
                                 const FoldOptions& options) {
    const auto usage = [](std::string what, std::string got, std::string expected) {
        return core::fail({core::ErrorKind::usage, std::move(what), "folds", std::move(got), std::move(expected), {}});
    };
    if (options.folds < 2 || options.folds > most_folds)
        return usage("the number of folds is out of range", std::to_string(options.folds), "2 to 1000");
    if (options.repeats < 1 || options.repeats > most_repeats)
        return usage("the number of repeats is out of range", std::to_string(options.repeats), "1 to 10000");
    if (outcomes != patients || (groups != 0 && groups != patients))
        return usage("patients, outcomes and groups differ in number",
                     std::to_string(patients) + ", " + std::to_string(outcomes) + ", " + std::to_string(groups),
                     "equal numbers");
    return {};
}

/// Patients of one group are kept in one fold, so groups are what is counted where there are any.
tl::unexpected<core::Error> too_few(std::size_t label, std::size_t people, std::size_t patients, int folds) {
    const bool grouped = people < patients;
    std::string hint = people < 2 ? "No number of folds helps" : "Ask for fewer folds";
    if (grouped) hint += ": patients of one group, or with one ECG, stay in one fold";
    return core::fail_input(
        std::string("a class has fewer ") + (grouped ? "groups" : "patients") + " than there are folds",
        "outcome " + std::to_string(label),
        grouped ? core::counted(people, "group") + " of " + core::counted(patients, "patient")
                : core::counted(patients, "patient"),
        std::to_string(folds) + " or more", std::move(hint));
}

core::Result<void> check_classes(std::span<const std::uint8_t> outcome, std::span<const std::size_t> person,
                                 int folds) {
    std::array<std::size_t, 2> patients{};
    for (std::size_t row = 0; row < outcome.size(); ++row) {
        if (outcome[row] > 1)
            return core::fail_input("an outcome is neither 0 nor 1", "row " + std::to_string(row),
                                    std::to_string(outcome[row]), "0 or 1");
        ++patients[outcome[row]];
    }
    for (std::size_t label = 0; label < 2; ++label)
        if (patients[label] == 0)
            return core::fail_input(
                "all patients have the same outcome", "outcome " + std::to_string(1 - label),
                std::to_string(patients[1 - label]) + " patients, 0 with outcome " + std::to_string(label),
                "patients of both outcomes", "No number of folds helps");
    for (std::size_t label = 0; label < 2; ++label)
        if (const auto people = stats::units_with(label == 1, outcome, person);
            people < static_cast<std::size_t>(folds))
            return too_few(label, people, patients[label], folds);
    return {};
}

core::Result<void> check_parts(std::span<const std::uint8_t> outcome, std::span<const int> fold_of, int folds) {
    std::vector<std::array<std::size_t, 2>> counts(static_cast<std::size_t>(folds), {0, 0});
    for (std::size_t row = 0; row < outcome.size(); ++row)
        ++counts[static_cast<std::size_t>(fold_of[row])][outcome[row]];
    for (const auto& part : counts)
        if (part[0] == 0 || part[1] == 0)
            return core::fail_input(
                "groups are so large that a part would lack a class", "folds",
                std::to_string(part[1]) + " positives and " + std::to_string(part[0]) + " negatives",
                "both in every part", "Ask for fewer folds");
    return {};
}

std::vector<std::size_t> rows_where(const std::vector<int>& fold_of, int fold, bool equal) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < fold_of.size(); ++row)
        if ((fold_of[row] == fold) == equal) rows.push_back(row);
    return rows;
}

}  // namespace

core::Key Folds::key() const {
    core::Key key("folds");
    key.add("folds", folds).add("repeats", repeats).add("seed", seed);
    for (const auto& deal : fold_of) key.add_all("deal", deal);
    return key;
}

std::vector<std::size_t> Folds::test_rows(int repeat, int fold) const {
    return rows_where(fold_of.at(static_cast<std::size_t>(repeat)), fold, true);
}

std::vector<std::size_t> Folds::training_rows(int repeat, int fold) const {
    return rows_where(fold_of.at(static_cast<std::size_t>(repeat)), fold, false);
}

core::Result<Folds> make_folds(std::span<const record::PatientId> patients, std::span<const std::uint8_t> outcome,
                               std::span<const std::string> groups, const FoldOptions& options) {
    SYNCHRONY_TRY(check_options(patients.size(), outcome.size(), groups.size(), options));
    const auto person = people_of(patients, groups);
    SYNCHRONY_TRY(check_classes(outcome, person, options.folds));
    Folds result{options.folds, options.repeats, options.seed, {}};
    for (int repeat = 0; repeat < options.repeats; ++repeat) {
        auto random = core::RandomStream(options.seed).child("folds", static_cast<std::uint64_t>(repeat));
        result.fold_of.push_back(stats::stratified_folds(outcome, person, options.folds, random));
        SYNCHRONY_TRY(check_parts(outcome, result.fold_of.back(), options.folds));
    }
    return result;
}

}  // namespace synchrony::cohort
