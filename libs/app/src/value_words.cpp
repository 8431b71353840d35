#include "value_words.hpp"

#include <cstdio>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/inputs/cohort_images.hpp"

namespace synchrony::app {

std::string words_of(const std::string& table, const std::string& column) {
    return table == "clinical" ? column : "ECG " + column;
}

std::string value_text(const std::string& column, double value) {
    const auto* rule = cohort::find_rule(column);
    if (rule != nullptr && rule->kind == cohort::ColumnKind::sex) return value > 0.5 ? "M" : "F";
    if (rule != nullptr && rule->kind == cohort::ColumnKind::flag) {
        if (value == 0.0 || value == 1.0) return value == 1.0 ? "yes" : "no";
    }
    char text[48];
    std::snprintf(text, sizeof text, "%.4g", value);
    return std::string(text) + (rule == nullptr || rule->unit.empty() ? "" : " " + std::string(rule->unit));
}

std::string input_label(const std::string& table, const std::string& column) {
    if (table == "clinical") {
        constexpr std::string_view plain = " before the implant";  // true of every input
        const auto* rule = cohort::find_rule(column);
        std::string name = rule == nullptr ? column : std::string(rule->meaning);
        if (name.ends_with(plain)) name.resize(name.size() - plain.size());
        return name;
    }
    const auto* words = inputs::find_ecg_column(column);
    return words == nullptr ? column : std::string(words->meaning);
}

std::string input_unit(const std::string& table, const std::string& column) {
    if (table == "clinical") {
        const auto* rule = cohort::find_rule(column);
        return rule == nullptr ? std::string() : std::string(rule->unit);
    }
    const auto* words = inputs::find_ecg_column(column);
    return words == nullptr ? std::string() : std::string(words->unit);
}

std::string estimate_words(const model::EstimatedFigure& figure) {
    if (!figure.value) return "not defined";
    std::string text = draw::fixed_text(*figure.value, 2);
    if (figure.low && figure.high)
        text += " (" + draw::fixed_text(*figure.low, 2) + " to " + draw::fixed_text(*figure.high, 2) + ")";
    return text;
}

}  // namespace synchrony::app
