#include "synchrony/app/explanation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "json_values.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "synchrony/nn/deep_features.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "value_words.hpp"

namespace synchrony::app {
namespace {

constexpr const char* linear_note =
    "Log-odds of the delivered probability against those of a patient with the training patients' median of every "
    "input; exact, the sum is the answer. Says what the model rests on, not what causes the outcome; of inputs that "
    "go together one may stand for the other.";

cohort::InputGroup input_group_of(const model::Predictor& predictor, const model::LinearInput& input) {
    if (predictor.is_deep(input.table)) return cohort::InputGroup::picture;
    if (input.table == "clinical") return cohort::group_of_column(input.column);
    const auto* words = inputs::find_ecg_column(input.column);
    return words == nullptr ? cohort::InputGroup::other : words->group;
}

/// Which contribution each input of the model is counted in: features of a network are one a lead.
struct Places {
    std::vector<GroupContribution> groups;
    std::vector<std::size_t> group;   ///< of each input of the model
    std::vector<std::size_t> within;  ///< and its contribution there
};

/// "V5" of "V5:layer2:0:17".
std::string lead_of(const std::string& column) {
    return column.substr(0, column.find(':'));
}

InputContribution described_input(const model::Predictor& predictor, const model::LinearInput& input) {
    if (!predictor.is_deep(input.table))
        return {input.table,
                input.column,
                input_label(input.table, input.column),
                input_unit(input.table, input.column),
                std::nullopt,
                std::nullopt,
                0.0};
    const auto lead = lead_of(input.column);
    const auto words = lead == nn::all_leads ? "features of all leads together" : "features of lead " + lead;
    return {input.table, lead, words, "", std::nullopt, std::nullopt, 0.0};
}

Places places_of(const model::Predictor& predictor) {
    Places places;
    std::map<cohort::InputGroup, std::size_t> group_places;
    std::map<std::string, std::size_t> leads;
    for (const auto& input : predictor.linear->inputs) {
        const auto group = input_group_of(predictor, input);
        const auto at = group_places.emplace(group, places.groups.size()).first->second;
        if (at == places.groups.size()) places.groups.push_back({group, 0.0, std::nullopt, {}});
        auto& list = places.groups[at].inputs;
        std::size_t within = list.size();
        if (predictor.is_deep(input.table)) within = leads.emplace(lead_of(input.column), within).first->second;
        if (within == list.size()) list.push_back(described_input(predictor, input));
        places.group.push_back(at);
        places.within.push_back(within);
    }
    return places;
}

/// Each scaled value less the scaled median.
std::vector<double> away_from_median(const model::LinearModel& linear, std::span<const std::optional<double>> values) {
    std::vector<double> away;
    for (std::size_t i = 0; i < linear.size(); ++i)
        away.push_back(values[i] ? (*values[i] - linear.impute[i]) * linear.scale[i] : 0.0);
    return away;
}

/// The groups' contributions in each member, [group][member].
std::vector<std::vector<double>> of_members(const model::Predictor& predictor, const Places& places,
                                            std::span<const double> away) {
    const auto& ensemble = predictor.ensemble;
    std::vector<std::vector<double>> sums(places.groups.size(), std::vector<double>(ensemble.members(), 0.0));
    for (std::size_t m = 0; m < ensemble.members(); ++m) {
        const float* weights = ensemble.weights.data() + m * away.size();
        for (std::size_t i = 0; i < away.size(); ++i)
            sums[places.group[i]][m] += static_cast<double>(weights[i]) * away[i];
        for (auto& group : sums) group[m] *= ensemble.calibrations[m].slope;
    }
    return sums;
}

void add_intervals(const model::Predictor& predictor, Places& places, std::span<const double> away) {
    const auto members = of_members(predictor, places, away);
    for (std::size_t g = 0; g < places.groups.size(); ++g) {
        auto& group = places.groups[g];
        if (const auto interval = stats::percentile_interval(members[g], interval_level))
            group.interval = model::InputRange{std::min(interval->low, group.contribution),
                                               std::max(interval->high, group.contribution)};
    }
}

template <typename Contribution>
void largest_first(std::vector<Contribution>& list) {
    std::ranges::stable_sort(list, std::greater<>{}, [](const auto& c) { return std::abs(c.contribution); });
}

}  // namespace

Explanation no_explanation(std::string why) {
    Explanation explanation;
    explanation.note = std::move(why);
    return explanation;
}

Explanation explain_linear(const model::Predictor& predictor, std::span<const std::optional<double>> values) {
    const auto& linear = *predictor.linear;
    auto places = places_of(predictor);
    const auto away = away_from_median(linear, values);
    for (std::size_t i = 0; i < linear.size(); ++i) {
        auto& input = places.groups[places.group[i]].inputs[places.within[i]];
        input.contribution += predictor.calibration.slope * linear.weight[i] * away[i];
        if (predictor.is_deep(linear.inputs[i].table)) continue;
        input.value = values[i];
        input.reference = linear.impute[i];
    }
    for (auto& group : places.groups) {
        for (const auto& input : group.inputs) group.contribution += input.contribution;
        largest_first(group.inputs);
    }
    add_intervals(predictor, places, away);
    largest_first(places.groups);
    Explanation explanation;
    explanation.method = "linear";
    const std::vector<std::optional<double>> middle(linear.impute.begin(), linear.impute.end());
    explanation.base_log_odds = model::calibrated(predictor.calibration, linear.log_odds(linear.scaled(middle)));
    explanation.log_odds = model::calibrated(predictor.calibration, linear.log_odds(linear.scaled(values)));
    explanation.groups = std::move(places.groups);
    explanation.note = linear_note;
    if (!predictor.feature_table.empty()) explanation.note += std::string(" ") + no_map_words;
    return explanation;
}

nlohmann::ordered_json to_json(const Explanation& explanation) {
    Json groups = Json::array();
    for (const auto& group : explanation.groups) {
        Json inputs = Json::array();
        for (const auto& input : group.inputs)
            inputs.push_back({{"table", input.table},
                              {"name", input.name},
                              {"label", input.label},
                              {"value", or_null(input.value)},
                              {"unit", input.unit},
                              {"reference", or_null(input.reference)},
                              {"contribution", input.contribution}});
        Json interval = nullptr;
        if (group.interval)
            interval = {{"low", group.interval->low}, {"high", group.interval->high}, {"level", interval_level}};
        groups.push_back({{"name", cohort::name_of(group.group)},
                          {"label", cohort::label_of(group.group)},
                          {"contribution", group.contribution},
                          {"interval", interval},
                          {"inputs", inputs}});
    }
    return {{"method", explanation.method},
            {"base_log_odds", or_null(explanation.base_log_odds)},
            {"log_odds", or_null(explanation.log_odds)},
            {"groups", groups},
            {"note", explanation.note}};
}

}  // namespace synchrony::app
