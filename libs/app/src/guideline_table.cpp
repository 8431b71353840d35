#include "guideline_table.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "synchrony/inputs/clinical.hpp"
#include "synchrony/measure/guideline.hpp"

namespace synchrony::app {
namespace {

using measure::LbbbDefinition;

constexpr double class_2a = 2.0;  // see the header
constexpr std::array definitions{LbbbDefinition::strauss, LbbbDefinition::aha_2009, LbbbDefinition::esc_2013};
constexpr const char* given = "given";

// How people call a definition.
std::string definition_words(const std::string& definition) {
    if (definition == given) return "as given";
    for (const auto by : definitions)
        if (definition == name_of(by)) return "by " + std::string(title_of(by));
    return "by " + definition;
}

std::optional<double> cell(const cohort::Cohort& cohort, const char* column, std::size_t row) {
    const auto* found = cohort.find(column);
    return found && row < found->numbers.size() ? found->numbers[row] : std::nullopt;
}

double as_number(measure::Recommendation recommendation) {
    switch (recommendation) {
        case measure::Recommendation::class_1:
            return 3.0;
        case measure::Recommendation::class_2a:
            return class_2a;
        case measure::Recommendation::class_2b:
            return 1.0;
        case measure::Recommendation::class_3:
            return 0.0;
    }
    return 0.0;
}

measure::GuidelineInput patient(const cohort::Cohort& cohort, const inputs::PatientRecording& recording) {
    auto input = inputs::guideline_input(cohort, recording.row);
    input.qrs_ms = cell(cohort, "qrs_duration_ms", recording.row);
    input.rhythm = measure::Rhythm::sinus;
    if (!input.age_y) input.age_y = recording.age_years;
    if (const auto& m = recording.measurements) {
        if (!input.qrs_ms) input.qrs_ms = m->intervals.qrs_ms;
        if (m->likely_atrial_fibrillation) input.rhythm = measure::Rhythm::atrial_fibrillation;
        if (m->atrial_waves.faster_than_qrs()) input.rhythm = measure::Rhythm::other;
    }
    return input;
}

std::optional<double> class_by(const measure::Guideline& guideline, const measure::GuidelineInput& input) {
    const auto answer = measure::ask(guideline, input);
    if (answer.recommendation) return as_number(*answer.recommendation);
    const bool said = answer.missing.empty() && answer.withheld.empty();
    return said ? std::optional(0.0) : std::nullopt;
}

/// The variant that readers expect: ESC's classes with LBBB as the hospital reads it, else as ESC defines it.
std::string expected_column(const model::FeatureTable& table) {
    const auto& esc = measure::guidelines().front();
    const std::string as_given = std::string(esc.name) + "/" + given;
    return table.column(as_given) ? as_given : std::string(esc.name) + "/" + std::string(name_of(esc.usual_lbbb));
}

}  // namespace

model::FeatureTable guideline_table(const cohort::Cohort& cohort,
                                    const std::vector<inputs::PatientRecording>& recordings) {
    const bool has_given = cohort.find("lbbb") != nullptr;
    const bool measured = std::ranges::any_of(recordings, [](const auto& r) { return r.measurements.has_value(); });
    const std::span<const LbbbDefinition> by_ecg(definitions.data(), measured ? definitions.size() : 0);
    model::FeatureTable table;
    for (const auto& guideline : measure::guidelines()) {
        for (const auto by : by_ecg)
            table.columns.push_back(std::string(guideline.name) + "/" + std::string(name_of(by)));
        if (has_given) table.columns.push_back(std::string(guideline.name) + "/" + given);
    }
    for (const auto& recording : recordings) {
        if (!recording.excluded.empty()) continue;
        auto input = patient(cohort, recording);
        for (const auto& guideline : measure::guidelines()) {
            for (const auto by : by_ecg) {
                input.lbbb = recording.measurements ? recording.measurements->conduction.lbbb(by) : std::nullopt;
                table.values.push_back(class_by(guideline, input));
            }
            if (!has_given) continue;
            const auto lbbb = cell(cohort, "lbbb", recording.row);
            input.lbbb = lbbb                     ? std::optional(*lbbb > 0.5)
                         : recording.measurements ? recording.measurements->lbbb
                                                  : std::nullopt;
            table.values.push_back(class_by(guideline, input));
        }
    }
    return table;
}

std::vector<ml::NamedRule> guideline_rules(const model::FeatureTable& table) {
    std::vector<ml::NamedRule> rules;
    for (const auto& guideline : measure::guidelines())
        for (const auto& column : table.columns) {
            const std::string prefix = std::string(guideline.name) + "/";
            if (column.compare(0, prefix.size(), prefix) != 0) continue;
            rules.push_back({std::string(guideline.title) + " class I or IIa, LBBB " +
                                 definition_words(column.substr(prefix.size())),
                             {{column, ml::Comparison::at_least, class_2a}},
                             false,
                             {},
                             column == expected_column(table) ? "the guideline (ESC class I or IIa)" : ""});
        }
    return rules;
}

}  // namespace synchrony::app
