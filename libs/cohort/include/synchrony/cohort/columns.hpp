// The columns that a cohort CSV may have: what each holds, its unit and the range beyond which it must be a mistake.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "synchrony/cohort/input_group.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::cohort {

enum class ColumnKind {
    number,   ///< decimal number in [min, max]
    integer,  ///< whole number in [min, max]
    flag,     ///< 0 or 1
    sex,      ///< F or M; kept as 1 for M, 0 for F
    text      ///< anything
};

struct ColumnRule {
    std::string_view name;
    ColumnKind kind = ColumnKind::number;
    double min = 0.0;  ///< in the column's unit, inclusive
    double max = 0.0;
    std::string_view unit;     ///< "" for none
    std::string_view meaning;  ///< for help and tables
    InputGroup group = InputGroup::other;
    /// Known only after the implant, or the outcome itself: never an input of a prediction.
    bool after_implant = false;
};

/// Every known column but patient_id and ecg.
[[nodiscard]] std::span<const ColumnRule> known_columns();
/// The rule of that exact name, or null.
[[nodiscard]] const ColumnRule* find_rule(std::string_view name);
/// The known name that differs from this one by case, blanks, dashes, underscores or brackets only, or by its unit
/// ("Age Y", "LVEF (%)", "age" -> "age_y", "lvef_pct", "age_y").
[[nodiscard]] std::optional<std::string_view> near_name(std::string_view name);

/// "marker" and "ms" of marker_ms; no unit where the name does not end in one. Of any name, with blanks for
/// underscores.
struct NameAndUnit {
    std::string words, unit;
};
[[nodiscard]] NameAndUnit name_and_unit(std::string_view name);

/// How readers are told of a column: a known one's meaning, the times that an import makes ("years since the implant"),
/// any other by its name with blanks, its unit in brackets: "QRS axis (deg)" of QRS_axis_deg.
[[nodiscard]] std::string column_words(std::string_view name);

/// A whole cell as a finite decimal number with a point; nothing for anything else ("12,5", "1e999", "nan", "").
[[nodiscard]] std::optional<double> parse_number(std::string_view cell);
/// The value of a non-empty cell under a rule; the error has got and expected, the caller adds where. Not for text.
[[nodiscard]] core::Result<double> parse_value(std::string_view cell, const ColumnRule& rule);

}  // namespace synchrony::cohort
