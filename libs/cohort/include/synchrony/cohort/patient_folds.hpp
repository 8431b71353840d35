// Which patients are tested together: repeated, stratified k-fold parts that never share a person.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/key.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::cohort {

struct FoldOptions {
    int folds = 5;           ///< parts, >= 2
    int repeats = 1;         ///< fresh deals of all patients, >= 1
    std::uint64_t seed = 1;  ///< fixes every deal
};

/// The deals. Rows are indices into the patients they were made from.
struct Folds {
    int folds = 0;
    int repeats = 0;
    std::uint64_t seed = 0;
    std::vector<std::vector<int>> fold_of;  ///< [repeat][row], in [0, folds)

    [[nodiscard]] std::size_t patients() const { return fold_of.empty() ? 0 : fold_of.front().size(); }
    [[nodiscard]] std::vector<std::size_t> test_rows(int repeat, int fold) const;
    [[nodiscard]] std::vector<std::size_t> training_rows(int repeat, int fold) const;
    /// Every deal.
    [[nodiscard]] core::Key key() const;
};

/// Deals the patients. Rows of one group (`groups[row]`; empty: no groups) or of one PatientId never part; classes and
/// sizes are even to within one patient where there are no groups. Repeat r depends on the seed and r alone.
/// Errors: lengths that disagree (usage), folds or repeats out of range (usage), an outcome other than 0 and 1, a
/// class with fewer people than folds, groups so large that a part would lack a class.
[[nodiscard]] core::Result<Folds> make_folds(std::span<const record::PatientId> patients,
                                             std::span<const std::uint8_t> outcome, std::span<const std::string> groups,
                                             const FoldOptions& options = {});

}  // namespace synchrony::cohort
