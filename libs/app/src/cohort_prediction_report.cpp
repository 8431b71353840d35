// From the predictions of a cohort to the content of their page.
#include <algorithm>
#include <map>

#include "synchrony/app/predict.hpp"
#include "synchrony/core/clock.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/record/simulated.hpp"
#include "value_words.hpp"

namespace synchrony::app {
namespace {

constexpr int decimals_of_figures = 2;  // as the card says them
constexpr int digits_of_means = 3;

std::string decimals_or_dash(const std::optional<double>& value, int decimals) {
    return value ? draw::fixed_text(*value, decimals) : "-";
}

std::string mean_or_dash(const std::optional<double>& mean) {
    return mean ? draw::significant_text(*mean, digits_of_means) : "-";
}

std::string p_or_dash(const std::optional<double>& p) {
    return p ? core::p_value_text(*p) : "-";
}

std::string interval_or_dash(const std::optional<double>& low, const std::optional<double>& high) {
    return low && high
               ? draw::fixed_text(*low, decimals_of_figures) + " to " + draw::fixed_text(*high, decimals_of_figures)
               : "-";
}

std::string known_words(std::size_t known, std::size_t missing) {
    return std::to_string(known) + (missing > 0 ? " (" + std::to_string(missing) + " missing)" : "");
}

std::vector<report::FoundFigure> found_figures(const CohortOutcome& outcome) {
    std::vector<report::FoundFigure> figures;
    if (!outcome.metrics) return figures;
    for (const auto& [name, figure] : eval::named_figures()) {
        const auto expected = outcome.predictor.cross_validated.figures.find(name);
        if (expected == outcome.predictor.cross_validated.figures.end()) continue;
        const auto& found = (*outcome.metrics).*figure;
        const auto low = found.ci95 ? std::optional(found.ci95->low) : std::nullopt;
        const auto high = found.ci95 ? std::optional(found.ci95->high) : std::nullopt;
        figures.push_back({figure_title(name),
                           decimals_or_dash(found.pooled ? found.pooled : found.mean, decimals_of_figures),
                           interval_or_dash(low, high) + std::string(stats::method_mark(found.ci95)),
                           decimals_or_dash(expected->second.value, decimals_of_figures),
                           interval_or_dash(expected->second.low, expected->second.high)});
    }
    return figures;
}

std::vector<report::ComparedInput> compared_inputs(const GroupShift& group) {
    std::vector<report::ComparedInput> lines;
    for (const auto& input : group.inputs) {
        const bool by_missing = input.missing_differs && !input.differs;
        lines.push_back(
            {reference_words(input.table, input.column), mean_or_dash(input.mean),
             known_words(input.known, input.missing), mean_or_dash(input.training_mean),
             known_words(input.training_known, input.training_missing), decimals_or_dash(input.difference, 2),
             decimals_or_dash(input.distance, 2),
             p_or_dash(by_missing ? std::optional(input.missing_p) : input.p) + (by_missing ? " (missing)" : ""),
             input.any()});
    }
    return lines;
}

std::vector<std::string> count_sentences(const CohortOutcome& outcome) {
    std::map<std::string, std::size_t> excluded;
    for (const auto& patient : outcome.predictions)
        if (!patient.excluded.empty()) ++excluded[patient.excluded];
    std::vector<std::string> sentences{core::counted(outcome.predictions.size(), "patient") + ", " +
                                       core::counted(outcome.withheld, "prediction") + " withheld"};
    for (const auto& [reason, patients] : excluded)
        sentences.push_back("left out: " + core::counted(patients, "patient") + ", ECG: " + reason);
    if (outcome.metrics)
        sentences.push_back(core::counted(outcome.judged, "patient") + " with prediction and known outcome " +
                            outcome.predictor.outcome + ", " + std::to_string(outcome.positives) + " positive");
    return sentences;
}

std::vector<std::string> cohort_warnings(const CohortOutcome& outcome) {
    std::vector<std::string> said;
    if (outcome.simulated) said.push_back(std::string(record::simulated_words) + ".");
    if (outcome.predictor.simulated && !outcome.simulated)
        said.emplace_back("The model was fitted on simulated patients: it says nothing about persons.");
    if (outcome.same_table || outcome.trained_on > 0) {
        const std::string who = outcome.trained_on > 0
                                    ? "The model was fitted on " + std::to_string(outcome.trained_on) + " of these " +
                                          core::counted(outcome.predictions.size(), "recording")
                                    : "The model was fitted on this very table";
        said.push_back(who + ": what is found on them is no test and is too good.");
    }
    for (auto& doubt : doubts_of(outcome.predictor)) said.push_back(std::move(doubt));
    return said;
}

}  // namespace

report::CohortPredictionReport cohort_page_of(const CohortOutcome& outcome) {
    const auto& p = outcome.predictor;
    report::CohortPredictionReport page;
    if (p.outcome != "response") page.title = "Predictions of the outcome \u201c" + p.outcome + "\u201d in a cohort";
    page.date = core::utc_now().substr(0, 10);
    page.warnings = cohort_warnings(outcome);
    page.counts = count_sentences(outcome);
    page.notes = outcome.notes;
    if (outcome.part) return page;  // figures and likeness are the whole cohort's
    const auto words = shift_in_words(outcome.shift);
    for (const auto line : core::split(words, '\n')) page.verdict.emplace_back(line);
    if (auto prevalence = prevalence_in_words(p, outcome.shift); !prevalence.empty())
        page.verdict.push_back(std::move(prevalence));
    page.unlike = outcome.shift.all.unlike() || !outcome.shift.not_known.empty();
    page.figures = found_figures(outcome);
    if (outcome.metrics)
        page.curves = report::judged_curves(outcome.judged_predictions, *outcome.metrics, outcome.judged_people);
    const auto marked = [&](const auto& named) {
        return stats::by_other_method(((*outcome.metrics).*named.figure).ci95);
    };
    if (outcome.metrics && std::ranges::any_of(eval::named_figures(), marked)) page.figures_note = stats::method_note();
    page.inputs = compared_inputs(outcome.shift.all);
    page.inputs_note =
        "Means (of sex the share of men, of axes circular); distance: Kolmogorov-Smirnov; p: Holm, over " +
        std::to_string(outcome.shift.all.tests) + " tests of values and of missing ones.";
    page.model = p.label;
    page.model_card = card_in_words(p);
    page.versions = versions_in_words(p);
    return page;
}

}  // namespace synchrony::app
