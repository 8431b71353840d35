#include "synchrony/cohort/chosen_inputs.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "synchrony/core/counted.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

bool known_of_nobody(const Cohort& cohort, const Column& column) {
    const auto labelled = cohort.labelled_rows();
    return !labelled.empty() && std::ranges::none_of(labelled, [&](std::size_t row) {
        return column.kind == ColumnKind::text ? !column.texts[row].empty() : column.numbers[row].has_value();
    });
}

core::Result<void> add_input(const Cohort& cohort, const std::string& name, std::vector<std::string>& inputs) {
    const auto wrong = [&](std::string what, std::string got, std::string expected) {
        return core::fail({core::ErrorKind::usage,
                           std::move(what),
                           "--inputs, column " + name,
                           std::move(got),
                           std::move(expected),
                           {}});
    };
    for (const std::string_view of_rows : {"patient_id", "ecg", "group"})
        if (name == of_rows) return wrong("the column says who a row is of, and cannot be an input", {}, {});
    const auto* column = cohort.find(name);
    if (column == nullptr)
        return core::fail({core::ErrorKind::usage,
                           "the cohort has no such column",
                           "--inputs, column " + name,
                           {},
                           {},
                           cohort.meant_column(name)});
    if (!cohort.may_be_input(name))
        return wrong("the outcome, or what was known only later, cannot be an input", {}, {});
    if (known_of_nobody(cohort, *column))
        return wrong("no patient whose outcome is known has a value", "0 values", "some to learn from");
    const auto add = [&](const std::string& input) {
        if (std::ranges::find(inputs, input) == inputs.end()) inputs.push_back(input);
    };
    if (column->kind != ColumnKind::text) {
        add(name);
        return {};
    }
    if (!is_category(*column))
        return wrong("the column cannot be an input",
                     column->read_as + ", " + std::to_string(words_in(*column).size()) + " different",
                     "numbers, or 2 to " + std::to_string(most_categories) + " categories");
    for (const auto& word : words_in(*column)) {
        if (core::one_line(word) != word)  // a model's file names its inputs
            return wrong("a word of the column cannot name an input", core::in_quotes(core::printable(word)),
                         "no line break or other control character, no blank at the ends");
        const auto input = name + "=" + word;
        if (const auto* meant = column_of_input(cohort, input); meant != column)
            return wrong("a word of the column and another column have one name",
                         "column " + meant->name + ", word " + word, "names that are told apart");
        add(input);
    }
    return {};
}

}  // namespace

core::Result<std::vector<std::string>> chosen_inputs(const Cohort& cohort, std::span<const std::string> asked) {
    auto inputs = cohort.input_columns();
    for (const auto& name : asked) {
        if (!name.starts_with('-') || cohort.find(name) != nullptr) {
            SYNCHRONY_TRY(add_input(cohort, name, inputs));
            continue;
        }
        const auto base = name.substr(1);
        const auto gone =
            std::erase_if(inputs, [&](const auto& input) { return input == base || input.starts_with(base + "="); });
        if (gone == 0)
            return core::fail({core::ErrorKind::usage,
                               "no such input to leave out",
                               "--inputs",
                               base,
                               {},
                               core::did_you_mean(base, inputs)});
    }
    // Who took everything away would get everything: no list means all columns.
    if (inputs.empty() && !asked.empty())
        return core::fail({core::ErrorKind::usage, "no input is left", "--inputs",
                           core::counted(asked.size(), "column") + " taken away", "one or more that stay",
                           "Models of the ECG alone read no such column: leave --inputs out"});
    return inputs;
}

std::set<std::string> words_in(const Column& column) {
    std::set<std::string> words(column.texts.begin(), column.texts.end());
    words.erase(std::string());
    return words;
}

bool is_category(const Column& column) {
    const auto words = words_in(column);
    return !column.read_as.starts_with("dates") && words.size() >= 2 && words.size() <= most_categories;
}

const Column* column_of_input(const Cohort& cohort, const std::string& input) {
    if (const auto* column = cohort.find(input)) return column;
    for (auto equals = input.find('='); equals != std::string::npos; equals = input.find('=', equals + 1))
        if (const auto* column = cohort.find(input.substr(0, equals))) return column;
    return nullptr;
}

std::optional<double> input_value(const Cohort& cohort, const std::string& input, std::size_t row) {
    const auto* column = column_of_input(cohort, input);
    if (column == nullptr) return std::nullopt;
    if (column->name == input) {
        const auto value = row < column->numbers.size() ? column->numbers[row] : std::nullopt;
        return value && std::abs(*value) <= largest_input ? value : std::nullopt;
    }
    if (row >= column->texts.size() || column->texts[row].empty()) return std::nullopt;
    return column->texts[row] == std::string_view(input).substr(column->name.size() + 1) ? 1.0 : 0.0;
}

std::vector<std::string> possible_inputs_left_out(const Cohort& cohort, std::span<const std::string> inputs) {
    std::vector<std::string> names;
    for (const auto& column : cohort.columns) {
        if (column.known || !cohort.may_be_input(column.name) || column.present() == 0) continue;
        if (column.kind == ColumnKind::text && !is_category(column)) continue;
        const bool used = std::ranges::any_of(
            inputs, [&](const auto& input) { return input == column.name || input.starts_with(column.name + "="); });
        if (!used) names.push_back(column.name);
    }
    return names;
}

}  // namespace synchrony::cohort
