#include "value_words.hpp"

#include <algorithm>
#include <utility>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "synchrony/record/age_words.hpp"

namespace synchrony::app {

namespace {

/// "sex (F or M)": how it is written is of use to who fills in a table, not to who reads.
bool rule_of_codes(const std::string& column) {
    const auto* rule = cohort::find_rule(column);
    return rule != nullptr && rule->kind == cohort::ColumnKind::sex;
}

constexpr const char* degrees = "\u00b0";

/// Tables write "deg"; who reads knows the sign.
std::string shown_unit(std::string_view unit) {
    return unit == "deg" ? degrees : std::string(unit);
}

}  // namespace

std::string figure_title(const std::string& name) {
    for (const auto& [abbreviation, title] : {std::pair{"auc", "AUC"}, std::pair{"ppv", "PPV"}, std::pair{"npv", "NPV"},
                                              std::pair{"f1", "F1"}, std::pair{"brier", "Brier score"}})
        if (name == abbreviation) return title;
    std::string title = name;
    std::ranges::replace(title, '_', ' ');
    if (!title.empty() && title.front() >= 'a' && title.front() <= 'z')
        title.front() = static_cast<char>(title.front() - 'a' + 'A');
    return title;
}

std::string value_text(const std::string& column, double value) {
    const auto* rule = cohort::find_rule(column);
    if (rule != nullptr && rule->kind == cohort::ColumnKind::sex) return value > 0.5 ? "M" : "F";
    if (rule != nullptr && rule->kind == cohort::ColumnKind::flag) {
        if (value == 0.0 || value == 1.0) return value == 1.0 ? "yes" : "no";
    }
    // "0.6667 y" says nobody how old a child is.
    if (column == "age_y" && value >= 0.0 && value < record::told_in_months_years) return record::age_words(value);
    return with_unit(draw::significant_text(value, 4), rule == nullptr ? std::string() : shown_unit(rule->unit));
}

std::string with_unit(std::string number, const std::string& unit) {
    const bool joined = unit.empty() || unit == degrees || unit.front() == '/';
    return std::move(number) + (joined ? "" : " ") + unit;
}

std::string input_label(const std::string& table, const std::string& column) {
    if (table == "clinical") {
        constexpr std::string_view plain = " before the implant";  // true of every input
        auto name = cohort::column_words(column);
        if (name.ends_with(plain)) name.resize(name.size() - plain.size());
        if (const auto codes = name.find(" ("); rule_of_codes(column) && codes != std::string::npos) name.resize(codes);
        return name;
    }
    const auto* words = inputs::find_ecg_column(column);
    return words == nullptr ? cohort::column_words(column) : std::string(words->meaning);
}

std::string input_unit(const std::string& table, const std::string& column) {
    if (table == "clinical") {
        const auto* rule = cohort::find_rule(column);
        return rule == nullptr ? std::string() : shown_unit(rule->unit);
    }
    const auto* words = inputs::find_ecg_column(column);
    return words == nullptr ? std::string() : std::string(words->unit);
}

std::string input_text(const std::string& table, const std::string& column, double value) {
    if (table == "clinical") return value_text(column, value);
    return with_unit(draw::significant_text(value, 3), input_unit(table, column));
}

std::string estimate_words(const model::EstimatedFigure& figure) {
    if (!figure.value) return "not defined";
    std::string text = draw::fixed_text(*figure.value, 2);
    if (figure.low && figure.high)
        text += " (" + draw::fixed_text(*figure.low, 2) + " to " + draw::fixed_text(*figure.high, 2) + ")";
    return text;
}

}  // namespace synchrony::app
