// Whether a cohort is like a predictor's training, in words and as JSON.
#include <algorithm>
#include <cmath>

#include "json_values.hpp"
#include "synchrony/app/population_shift.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "value_words.hpp"

namespace synchrony::app {
namespace {

/// Names of differing inputs that a sentence takes; the table has them all.
constexpr std::size_t most_named = 5;

std::string percent_of(double share) {
    return draw::fixed_text(100.0 * share, 0) + " %";
}

std::string p_words(double p) {
    const auto text = core::p_value_text(p);
    return (text.starts_with('<') ? "p " : "p = ") + text;
}

std::string differing_names(const GroupShift& group) {
    std::vector<const InputShift*> differing;
    for (const auto& input : group.inputs)
        if (input.any()) differing.push_back(&input);
    std::ranges::stable_sort(differing, std::greater<>{}, [](const auto* i) { return i->distance.value_or(0.0); });
    std::string names;
    for (std::size_t i = 0; i < std::min(differing.size(), most_named); ++i)
        core::append_word(names, reference_words(differing[i]->table, differing[i]->column));
    return names + (differing.size() > most_named ? ", ..." : "");
}

std::string group_verdict(const GroupShift& group) {
    if (!group.tested()) return "too few patients to compare with the training's";
    if (!group.unlike()) return "no difference of the inputs from the training patients' was found";
    return "unlike the training patients in " + std::to_string(group.differing()) + " of " +
           std::to_string(group.inputs.size()) + " numbers (" + differing_names(group) + ")";
}

Json input_json(const InputShift& input) {
    return {{"table", input.table},
            {"name", input.column},
            {"known", input.known},
            {"missing", input.missing},
            {"mean", or_null(input.mean)},
            {"sd", or_null(input.sd)},
            {"training",
             {{"known", input.training_known},
              {"missing", input.training_missing},
              {"mean", input.training_mean},
              {"sd", input.training_sd}}},
            {"standardised_difference", or_null(input.difference)},
            {"distance", or_null(input.distance)},
            {"p_holm", or_null(input.p)},
            {"missing_p_holm", input.missing_p},
            {"differs", input.differs},
            {"missing_differs", input.missing_differs}};
}

Json group_json(const GroupShift& group) {
    Json json{{"patients", group.patients},
              {"tests", group.tests},
              {"unlike_training", group.tested() ? Json(group.unlike()) : Json(nullptr)},
              {"differing", group.differing()}};
    json["prevalence"] = nullptr;
    if (const auto& p = group.prevalence)
        json["prevalence"] = {{"known", p->known}, {"positives", p->positives},
                              {"share", p->share}, {"training_share", p->training_share},
                              {"p", p->p},         {"differs", p->differs}};
    json["inputs"] = Json::array();
    for (const auto& input : group.inputs) json["inputs"].push_back(input_json(input));
    return json;
}

}  // namespace

std::string reference_words(const std::string& table, const std::string& column) {
    if (table != model::model_table) {
        auto words = input_label(table, column);
        // A table may hold what the program measures too.
        if (table != "clinical" && cohort::find_rule(column) != nullptr) words += ", measured";
        const auto unit = input_unit(table, column);
        return unit.empty() ? words : words + " (" + unit + ")";
    }
    if (column == model::log_odds_column) return "the model's log-odds";
    return column == model::distance_column ? "distance of the inputs" : "distance of the deep features";
}

std::string shift_in_words(const PopulationShift& shift) {
    if (!shift.not_known.empty())
        return "Whether these patients are like the training's is not known: " + shift.not_known;
    auto verdict = group_verdict(shift.all);
    verdict.front() = static_cast<char>(verdict.front() - 'a' + 'A');
    std::string text = verdict + ".";
    for (const auto& group : shift.groups)
        text += "\n" + shift.by + " " + (group.name.empty() ? "not given" : group.name) + ", " +
                std::to_string(group.patients) + " patients: " + group_verdict(group) + ".";
    if (shift.all.unlike())
        text += "\nThe expected figures are for patients drawn as the training's; do not rely on them here.";
    return text;
}

std::string prevalence_in_words(const model::Predictor& predictor, const PopulationShift& shift) {
    const auto& found = shift.all.prevalence;
    std::string text;
    if (found)
        text = predictor.outcome + ": " + std::to_string(found->positives) + " of " + std::to_string(found->known) +
               " (" + percent_of(found->share) + ") here, " + std::to_string(found->training_positives) + " of " +
               std::to_string(found->training_known) + " (" + percent_of(found->training_share) + ") in training, " +
               p_words(found->p) + ".";
    if (predictor.assumed_prevalence)
        text += (text.empty() ? "" : " ") + std::string("Probabilities are for a prevalence of ") +
                draw::fixed_text(*predictor.assumed_prevalence, 3) + " (--prevalence); the training's was " +
                draw::fixed_text(predictor.prevalence(), 3) + ".";
    else if (found && found->differs)
        text += " Probabilities are for the training's share; --prevalence P moves them to another.";
    return text;
}

Json to_json(const PopulationShift& shift) {
    Json json{{"known", shift.not_known.empty()},
              {"why_not", shift.not_known.empty() ? Json(nullptr) : Json(shift.not_known)}};
    json["alpha"] = shift_alpha;
    json["least_distance"] = least_shift;
    json["all"] = group_json(shift.all);
    json["by"] = shift.by.empty() ? Json(nullptr) : Json(shift.by);
    json["groups"] = Json::object();
    for (const auto& group : shift.groups) json["groups"][group.name] = group_json(group);
    return json;
}

}  // namespace synchrony::app
