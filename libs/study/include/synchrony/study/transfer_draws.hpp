// Many small cohorts from one labelled set: which patients a draw holds, how they are dealt to folds, and the two
// halves that keep choosing apart from reporting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/patient_folds.hpp"
#include "synchrony/core/key.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::study {

/// Settings that are used for the patients of one half are chosen with the labels of the other half alone.
enum class Half : std::uint8_t { a, b };
[[nodiscard]] constexpr Half other(Half half) {
    return half == Half::a ? Half::b : Half::a;
}
[[nodiscard]] constexpr std::string_view name_of(Half half) {
    return half == Half::a ? "A" : "B";
}
/// By the last number in the id ("ludb-17"): half A where number / 2 (whole) is even. LUDB's records are in no order of
/// diagnosis, and the rule can be stated before anybody looks. Errors (input): an id without a number.
[[nodiscard]] core::Result<Half> half_of(const record::PatientId& patient);

/// What a draw should look like; a CRT cohort of the literature by default (He 2023: 46 responders of 71).
struct DrawOptions {
    std::size_t patients = 71;
    std::size_t positives = 46;
    int folds = 5;
    std::uint64_t seed = 1;
    [[nodiscard]] core::Result<void> check() const;
};

/// What a draw can look like with these labels.
struct DrawSize {
    std::size_t positives = 0;
    std::size_t negatives = 0;
    std::string note;  ///< how it differs from what was asked for; empty: it does not
    [[nodiscard]] std::size_t patients() const { return positives + negatives; }
};
/// As asked where the labels allow; else with the classes swapped; else the same proportion, the larger class first or
/// swapped, whichever gives more patients. Errors (input): a class without patients, or with fewer than folds.
[[nodiscard]] core::Result<DrawSize> draw_size(std::span<const std::uint8_t> labels, const DrawOptions& options);

/// One small cohort. Every method is given these rows and these folds.
struct Draw {
    std::vector<std::size_t> rows;  ///< into the larger set, rising
    cohort::Folds folds;            ///< of those rows, one repeat
    /// Who is in it, and in which fold.
    [[nodiscard]] core::Key key() const;
};
/// Draw `number` of a task: patients without replacement, `size.positives` of the positives and so on. Fixed by seed,
/// task and number alone. Errors: those of make_folds.
[[nodiscard]] core::Result<Draw> make_draw(std::span<const record::PatientId> patients,
                                           std::span<const std::uint8_t> labels, const DrawSize& size,
                                           std::string_view task, std::size_t number, const DrawOptions& options);

}  // namespace synchrony::study
