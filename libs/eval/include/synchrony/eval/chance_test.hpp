// Would these models have done as well had the outcome been chance? The whole comparison again on exchanged outcomes.
#pragma once

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/eval/cross_validate.hpp"

namespace synchrony::eval {

/// A model's AUC (pairs tested in one fold) beside those that it reached on exchanged outcomes.
struct ChanceRow {
    RowName row;
    double auc = 0.5;
    double p = 1.0;       ///< share of the exchanges in which this model reached as much, the true outcome counted in
    double p_best = 1.0;  ///< ... in which any of the models did: corrected for having looked at several
};

struct ChanceTest {
    int permutations = 0;  ///< done; fewer than asked for where the user stopped it
    bool stopped = false;
    std::vector<ChanceRow> rows;                                ///< every model of the run, in its order
    double distinct = std::numeric_limits<double>::infinity();  ///< how many different exchanges there are
    /// The smallest p that so many exchanges, of so many different ones, can give.
    [[nodiscard]] double smallest_p() const { return std::max(1.0 / (permutations + 1.0), 1.0 / distinct); }
    /// Whether any model is beyond chance at that level.
    [[nodiscard]] bool any_below(double level) const;
};

/// Keeps finished parts of one exchange, by its number, so that a run that was stopped goes on; may give null.
using StoreOfExchange = std::function<std::unique_ptr<PartStore>(int exchange, const cohort::Folds&)>;

struct ChanceOptions {
    int permutations = 0;
    StoreOfExchange store{};
    double worth_keeping_s = 1.0;
};

/// The outcomes, exchanged at random between people. A person whose rows all have one outcome gives it to all rows of
/// another such person, however many; of others all outcomes go, in their order, to one with as many rows.
[[nodiscard]] std::vector<std::uint8_t> exchanged_outcomes(const model::PatientSet& set, core::RandomStream random);
/// In how many different ways they can be.
[[nodiscard]] double distinct_exchanges(const model::PatientSet& set);

/// Unlike an interval by resampling patients, this test fits every model anew and knows of all that were looked at
/// (Ojala and Garriga, J Mach Learn Res 2010;11:1833; the largest AUC: Westfall and Young 1993): folds are dealt anew
/// and each row of `rows` that is a model of `run` is fitted and tested as it was there. A model that refuses
/// an exchange counts as having reached as much. An exchange that leaves a part without a class is drawn again. Two
/// exchanges differ by `context.seed` and their number alone. p is one-sided. No row where no model was run.
/// Errors: those of cross_validate; no exchange that can be dealt in a hundred draws.
[[nodiscard]] core::Result<ChanceTest> chance_test(const model::PatientSet& set, std::span<const ModelRow> rows,
                                                   const CrossValidation& run, const ChanceOptions& options,
                                                   const core::RunContext& context = {});

}  // namespace synchrony::eval
