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
    }
    return sentences;
}

}  // namespace synchrony::eval
