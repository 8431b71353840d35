#include "synchrony/cohort/cohort.hpp"

#include <algorithm>

#include "synchrony/core/counted.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

std::size_t count_outcome(const Cohort& cohort, std::uint8_t value) {
    return static_cast<std::size_t>(std::ranges::count(cohort.outcome, std::optional<std::uint8_t>(value)));
}

template <typename T>
void take_rows(std::vector<T>& values, std::span<const std::size_t> rows) {
    if (values.empty()) return;
    std::vector<T> taken;
    taken.reserve(rows.size());
    for (const auto row : rows) taken.push_back(values[row]);
    values = std::move(taken);
}

}  // namespace

std::size_t Column::present() const {
    const auto filled = kind == ColumnKind::text
                            ? std::ranges::count_if(texts, [](const auto& t) { return !t.empty(); })
                            : std::ranges::count_if(numbers, [](const auto& n) { return n.has_value(); });
    return static_cast<std::size_t>(filled);
}

std::size_t Column::absent() const {
    std::size_t all = 0;
    for (const auto& [spelling, count] : missing) all += count;
    return all;
}

Cohort Cohort::with_rows(std::span<const std::size_t> rows) const {
    Cohort part = *this;
    take_rows(part.patients, rows);
    take_rows(part.ecgs, rows);
    take_rows(part.groups, rows);
    take_rows(part.outcome, rows);
    take_rows(part.file_rows, rows);
    for (auto& column : part.columns) {
        take_rows(column.numbers, rows);
        take_rows(column.texts, rows);
    }
    return part;
}

bool Cohort::has_ecgs() const {
    return std::ranges::any_of(ecgs, [](const auto& ecg) { return !ecg.empty(); });
}

bool Cohort::has_ecgs(std::span<const std::size_t> rows) const {
    return std::ranges::any_of(rows, [&](std::size_t row) { return row < ecgs.size() && !ecgs[row].empty(); });
}

std::size_t Cohort::file_row(std::size_t patient) const {
    constexpr std::size_t first = 2;
    return patient < file_rows.size() ? file_rows[patient] : patient + first;
}

std::string rows_words(const Cohort& cohort, std::span<const std::size_t> rows) {
    constexpr std::size_t most_named = 8;
    std::string text;
    for (const auto row : rows.first(std::min(rows.size(), most_named)))
        core::append_word(text, std::to_string(cohort.file_row(row)));
    if (rows.size() > most_named) text += " and " + core::counted(rows.size() - most_named, "other");
    return (rows.size() == 1 ? "row " : "rows ") + text;
}

const Column* Cohort::find(const std::string& name) const {
    const auto found = std::ranges::find(columns, name, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

bool Cohort::is_of_outcome(const std::string& name) const {
    return name == outcome_name || std::ranges::find(outcome_columns, name) != outcome_columns.end();
}

bool Cohort::may_be_input(const std::string& name) const {
    return !is_of_outcome(name) && std::ranges::find(later_columns, name) == later_columns.end();
}

std::string Cohort::meant_column(std::string_view name) const {
    return core::did_you_mean(name, columns, &Column::name);
}

std::vector<std::string> Cohort::unknown_columns() const {
    std::vector<std::string> names;
    for (const auto& column : columns)
        if (!column.known) names.push_back(column.name);
    return names;
}

std::vector<std::size_t> Cohort::labelled_rows() const {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < outcome.size(); ++row)
        if (outcome[row]) rows.push_back(row);
    return rows;
}

std::size_t Cohort::positives() const {
    return count_outcome(*this, 1);
}
std::size_t Cohort::negatives() const {
    return count_outcome(*this, 0);
}

std::vector<std::string> Cohort::input_columns(bool unknown_too) const {
    std::vector<std::string> names;
    for (const auto& column : columns) {
        const auto* rule = find_rule(column.name);
        const bool allowed = rule != nullptr ? !rule->after_implant : unknown_too;
        if (allowed && column.kind != ColumnKind::text && may_be_input(column.name) && column.present() > 0)
            names.push_back(column.name);
    }
    return names;
}

}  // namespace synchrony::cohort
