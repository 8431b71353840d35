// What an answer rests on: how far each input moves the log-odds of the delivered probability from those of a patient
// who has the training patients' median of every input.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/cohort/input_group.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::app {

/// One input; of a network's features all those of one lead, which have no value that would tell anybody anything.
struct InputContribution {
    std::string table;            ///< "clinical", "ecg", "deep-features"
    std::string name;             ///< "qrs_duration_ms", "V5"
    std::string label;            ///< "QRS duration"
    std::string unit;             ///< "ms"; empty: none
    std::optional<double> value;  ///< empty: not known, then it moves nothing
    std::optional<double> reference;
    double contribution = 0.0;  ///< log-odds
};

struct GroupContribution {
    cohort::InputGroup group = cohort::InputGroup::other;
    double contribution = 0.0;  ///< sum of its inputs'
    /// 2.5th to 97.5th percentile of the same sum in the bootstrap members, made to hold `contribution`; empty without
    /// members.
    std::optional<model::InputRange> interval;
    std::vector<InputContribution> inputs;  ///< largest first, whichever the sign
};

struct Explanation {
    std::string method = "none";            ///< "linear": exact; "none": `note` says why
    std::optional<double> base_log_odds;    ///< of a patient with the median of every input
    std::optional<double> log_odds;         ///< of the delivered probability: base plus all contributions
    std::vector<GroupContribution> groups;  ///< largest first, whichever the sign
    std::string note;                       ///< what it is and is not
    [[nodiscard]] bool available() const { return method != "none"; }
};

/// Why no answer comes with a map of the ECG (ecg_map.hpp), for models that read its pictures.
inline constexpr const char* no_map_words =
    "What the network reads off the ECG, by lead and part of the beat, is not shown: on virtual patients the maps that "
    "were tried lay in the wrong leads and halves of the QRS complex.";

/// Of a linear predictor, exact: the calibrated log-odds, at the prevalence asked for, are
///   slope (intercept + sum of weight * scaled value) + calibration's intercept,
/// so that an input contributes slope * weight * (scaled value - scaled median). The median is what the predictor puts
/// in for missing values; every file of a linear predictor has it. `values` has one entry an input.
[[nodiscard]] Explanation explain_linear(const model::Predictor& predictor,
                                         std::span<const std::optional<double>> values);

/// Where there is none, and why.
[[nodiscard]] Explanation no_explanation(std::string why);

/// {"method", "base_log_odds", "log_odds", "groups": [{"name", "label", "contribution", "interval", "inputs":
/// [{"table", "name", "label", "value", "unit", "reference", "contribution"}]}], "note"}
[[nodiscard]] nlohmann::ordered_json to_json(const Explanation& explanation);

}  // namespace synchrony::app
