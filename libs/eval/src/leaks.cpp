#include "synchrony/eval/leaks.hpp"

#include <algorithm>
#include <cstdio>

#include "synchrony/stats/auc.hpp"

namespace synchrony::eval {
namespace {

/// A column's AUC of 0 tells the outcome as well as one of 1: the other way round.
std::string area_words(double area) {
    const bool reversed = area < 0.5;
    char text[16];
    std::snprintf(text, sizeof text, "%.3f", reversed ? 1.0 - area : area);
    return std::string("AUC ") + text + (reversed ? " turned round: lower values with the outcome" : "");
}

std::string base_of(const std::string& input) {
    return input.substr(0, input.find('='));
}

/// Of the inputs [first, last) of one column of words.
std::optional<double> area_of_words(const model::PatientSet& set, const model::FeatureTable& table, std::size_t first,
                                    std::size_t last) {
    std::vector<std::size_t> word;  // of each row that has one
    std::vector<std::uint8_t> labels;
    for (std::size_t row = 0; row < set.size(); ++row)
        for (std::size_t column = first; column < last; ++column)
            if (table.at(row, column) == 1.0) {
                word.push_back(column - first);
                labels.push_back(set.response[row]);
                break;
            }
    if (word.size() < least_patients_for_suspicion) return std::nullopt;
    std::vector<double> rows(last - first, 0.0), outcomes(last - first, 0.0);
    for (std::size_t i = 0; i < word.size(); ++i) {
        rows[word[i]] += 1.0;
        outcomes[word[i]] += labels[i];
    }
    const double share =
        static_cast<double>(std::count(labels.begin(), labels.end(), 1)) / static_cast<double>(labels.size());
    std::vector<double> values;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const double others = rows[word[i]] - 1.0;
        values.push_back(others > 0.0 ? (outcomes[word[i]] - labels[i]) / others : share);
    }
    return stats::auc(values, labels);
}

/// A word by itself may leave a doubt that all of them together do not.
void judge_words(const model::PatientSet& set, const model::FeatureTable& table, std::vector<std::string>& sentences) {
    for (std::size_t first = 0, last = 0; first < table.columns.size(); first = last) {
        const auto base = base_of(table.columns[first]);
        for (last = first + 1; last < table.columns.size() && base_of(table.columns[last]) == base;) ++last;
        if (table.columns[first] == base || last - first < 2) continue;
        const auto area = area_of_words(set, table, first, last);
        if (area && *area >= suspicious_auc)
            sentences.push_back("column " + base + ", its words together, tells the outcome (" + area_words(*area) +
                                "): was it known before the implant?");
    }
}

}  // namespace

std::vector<std::string> suspicious_columns(const model::PatientSet& set) {
    std::vector<std::string> sentences;
    for (const char* name : {"clinical", "ecg"}) {
        const auto table = set.tables.find(name);
        if (table == set.tables.end()) continue;
        for (std::size_t column = 0; column < table->second.columns.size(); ++column) {
            std::vector<double> values;
            std::vector<std::uint8_t> labels;
            for (std::size_t row = 0; row < set.size(); ++row)
                if (const auto& value = table->second.at(row, column)) {
                    values.push_back(*value);
                    labels.push_back(set.response[row]);
                }
            const auto area = stats::auc(values, labels);
            if (!area || values.size() < least_patients_for_suspicion) continue;
            if (std::max(*area, 1.0 - *area) < suspicious_auc) continue;
            sentences.push_back("column " + table->second.columns[column] + " alone tells the outcome (" +
                                area_words(*area) + "): was it known before the implant?");
        }
        judge_words(set, table->second, sentences);
    }
    return sentences;
}

}  // namespace synchrony::eval
