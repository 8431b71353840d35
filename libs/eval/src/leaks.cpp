#include "synchrony/eval/leaks.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

#include "synchrony/core/text.hpp"
#include "synchrony/stats/auc.hpp"

namespace synchrony::eval {
namespace {

/// In English, and as columns are called in German, French and Spanish.
constexpr std::array<std::string_view, 38> telling_words{
    "tod",       "verstorben", "gestorben", "monate",   "monaten",  "verlauf",     "nach",       "deces",
    "mois",      "suivi",      "apres",     "muerte",   "meses",    "despues",     "after",      "change",
    "delta",     "death",      "dead",      "died",     "event",    "follow",      "fu",         "followup",
    "month",     "months",     "outcome",   "post",     "postop",   "postimplant", "remodeling", "remodelling",
    "responder", "responders", "response",  "survival", "survived", "transplant"};

/// "6m", "12mo", "6months", "1y", "2yr": a number and a time.
bool is_time_later(const std::string& word) {
    const auto letters = word.find_first_not_of("0123456789");
    if (letters == 0 || letters == std::string::npos) return false;
    constexpr std::array<std::string_view, 8> units{"m", "mo", "mon", "month", "months", "y", "yr", "years"};
    return std::ranges::find(units, std::string_view(word).substr(letters)) != units.end();
}

/// A column's AUC of 0 tells the outcome as well as one of 1: the other way round.
std::string area_words(double area) {
    const bool reversed = area < 0.5;
    char text[16];
    std::snprintf(text, sizeof text, "%.3f", reversed ? 1.0 - area : area);
    return std::string("AUC ") + text + (reversed ? " turned round: lower values with the outcome" : "");
}

}  // namespace

bool sounds_like_outcome(std::string_view column) {
    std::string word;
    const auto tells = [&] {
        return std::ranges::find(telling_words, word) != telling_words.end() || is_time_later(word);
    };
    for (const char c : core::lower(column)) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            word += c;
            continue;
        }
        if (tells()) return true;
        word.clear();
    }
    return tells();
}

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
