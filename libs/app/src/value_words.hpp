// How inputs and figures of a predictor are worded.
#pragma once

#include <string>

#include "synchrony/model/predictor.hpp"

namespace synchrony::app {

/// What cross-validated estimates promise, and what not.
inline constexpr const char* holds_for =
    "patients drawn as the training's: same hospital, recorder and choice of patients";

/// "Average precision" for "average_precision", "AUC" for "auc": a figure of eval::named_figures().
[[nodiscard]] std::string figure_title(const std::string& name);
/// "28 %", "M", "1"; the unit is the column's where it is known.
[[nodiscard]] std::string value_text(const std::string& column, double value);
/// "28 %", "57°", "70/min", "1".
[[nodiscard]] std::string with_unit(std::string number, const std::string& unit);
/// As value_text; of what was measured on the ECG three digits, and the unit of its column: "177°".
[[nodiscard]] std::string input_text(const std::string& table, const std::string& column, double value);
/// "left-ventricular ejection fraction", "QRS area"; the column itself where nothing is known of it. Deep features have
/// no name that would tell anybody anything.
[[nodiscard]] std::string input_label(const std::string& table, const std::string& column);
/// "ms"; empty: none.
[[nodiscard]] std::string input_unit(const std::string& table, const std::string& column);
/// "0.71 (0.63 to 0.78)"
[[nodiscard]] std::string estimate_words(const model::EstimatedFigure& figure);

}  // namespace synchrony::app
