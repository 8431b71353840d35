// Plain rules on measured or given values ("lbbb == 1", "qrs_duration_ms >= 150"): what any model must beat.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/model/classifier.hpp"

namespace synchrony::ml {

enum class Comparison { less, at_most, equal, at_least, greater };

/// One column against one value; missing values are dealt with before.
struct Condition {
    std::string column;
    Comparison comparison = Comparison::at_least;
    double value = 0.0;
    [[nodiscard]] bool met(double x) const;
    friend bool operator==(const Condition&, const Condition&) = default;
};

struct RuleOptions {
    std::string name;                                    ///< for messages
    std::vector<Condition> conditions;                   ///< all must be met; at least one
    std::vector<std::string> tables{"clinical", "ecg"};  ///< searched in this order for each column
    /// Share of the set's patients who may lack a value of a condition. They get no answer: a rule is read off values,
    /// and a value that was put in would be nobody's. 0: nobody may, and one who does makes the rule refuse.
    double most_missing = 0.0;
    /// Turned around where the training rows say the opposite of it: for outcomes that the rule was not made for, whose
    /// good side may be the other one.
    bool as_taught = false;
    bool ranks = true;  ///< false: the score is the decision even where one ordered condition could rank
};

/// A rule learns nothing but its direction, where that is asked for; `fit` finds out whether it can be applied to the
/// set, and refuses (ErrorKind::refused, with the columns and the number of patients that lack one) where too many lack
/// a value. The few who do are not answered for (Prediction::answered), whichever way the other conditions point: else
/// those that are missing would be missing on one side only. The score of a rule that ranks and has one ordered
/// condition is the column's value, turned so that larger = more likely, so that its AUC is that of the measurement;
/// the score of any other rule is its decision, 1 or 0.
class ThresholdRule final : public model::Classifier {
  public:
    explicit ThresholdRule(RuleOptions options) : options_(std::move(options)) {}
    core::Result<void> fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                           const core::RunContext& context) override;
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet& set,
                                                         std::span<const std::size_t> rows) override;

  private:
    [[nodiscard]] core::Result<void> check(const model::PatientSet& set) const;
    [[nodiscard]] model::Prediction answer(const model::PatientSet& set, std::size_t row) const;
    RuleOptions options_;
    bool fitted_ = false;
    bool turned_ = false;
};

/// A rule worth a row in every comparison.
struct NamedRule {
    std::string name;
    std::vector<Condition> conditions;
    bool ranks = false;         ///< its measurement ranks patients; else it answers yes or no
    std::string of = {};        ///< the rule that ranks by the measurement of which this is a cut-off; empty: none
    std::string expected = {};  ///< readers expect models to be compared with it, by this name; empty: they do not
};
/// Two that rank: QRS duration and QRS area, each with a cut-off of its own (150 ms, 109 uVs). The others answer yes or
/// no: LBBB; QRS >= 120, 130, 150 ms; QRS area >= 102 uVs (Okafor et al., J Am Heart Assoc 2019: cardiac
/// mortality, n = 380) and >= 109 uVs (van Stipdonk's, as Ghossein et al., J Cardiovasc Electrophysiol 2021, take it
/// over: n = 1299; both of vectorcardiograms synthesised from 12 leads); LBBB and QRS >= 150 ms; LVEF <= 35 %, QRS >=
/// 150 ms and LBBB (the guideline row of He 2023). Cut-offs are those of the guidelines, none is learnt.
[[nodiscard]] std::span<const NamedRule> standard_rules();

}  // namespace synchrony::ml
