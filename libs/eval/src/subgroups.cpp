#include "synchrony/eval/subgroups.hpp"

#include <algorithm>
#include <functional>

#include "synchrony/stats/bootstrap.hpp"

namespace synchrony::eval {
namespace {

constexpr double wide_qrs_ms = 150.0;  ///< the guidelines' line

void add_halves(std::vector<Subgroup>& subgroups, const model::PatientSet& set, const std::string& column,
                const std::string& yes_name, const std::string& no_name, const std::function<bool(double)>& yes) {
    for (const char* name : {"clinical", "ecg"}) {
        const auto table = set.tables.find(name);
        if (table == set.tables.end()) continue;
        const auto at = table->second.column(column);
        if (!at) continue;
        Subgroup first{yes_name, {}};
        Subgroup second{no_name, {}};
        for (std::size_t row = 0; row < set.size(); ++row) {
            const auto& value = table->second.at(row, *at);
            first.member.push_back(value && yes(*value) ? 1 : 0);
            second.member.push_back(value && !yes(*value) ? 1 : 0);
        }
        for (auto& half : {first, second})
            if (std::ranges::count(half.member, std::uint8_t{1}) > 0) subgroups.push_back(half);
        return;
    }
}

}  // namespace

std::vector<Subgroup> standard_subgroups(const model::PatientSet& set) {
    std::vector<Subgroup> subgroups;
    const auto is_one = [](double v) { return v == 1.0; };
    add_halves(subgroups, set, "sex", "men", "women", is_one);
    add_halves(subgroups, set, "lbbb", "LBBB", "no LBBB", is_one);
    add_halves(subgroups, set, "ischemic", "ischaemic", "not ischaemic", is_one);
    add_halves(subgroups, set, "qrs_duration_ms", "QRS >= 150 ms", "QRS < 150 ms",
               [](double ms) { return ms >= wide_qrs_ms; });
    return subgroups;
}

std::vector<SubgroupFigures> measure_subgroups(std::span<const PatientPrediction> predictions,
                                               std::span<const Subgroup> subgroups, const MetricOptions& options) {
    std::vector<SubgroupFigures> all;
    for (const auto& subgroup : subgroups) {
        SubgroupFigures figures;
        figures.name = subgroup.name;
        std::vector<std::size_t> place(subgroup.member.size(), 0);  // of a member among the members
        std::vector<std::size_t> rows;
        std::vector<bool> answered(place.size());
        for (const auto& p : predictions) answered[p.patient] = true;
        for (std::size_t i = 0; i < place.size(); ++i) {
            if (subgroup.member[i] == 0 || !answered[i]) continue;
            place[i] = figures.patients++;
            rows.push_back(i);
        }
        std::vector<PatientPrediction> inside;
        std::vector<std::uint8_t> outcome(figures.patients, 0);
        for (auto p : predictions) {
            if (subgroup.member[p.patient] == 0) continue;
            p.patient = place[p.patient];
            outcome[p.patient] = p.outcome;
            inside.push_back(p);
        }
        figures.positives = static_cast<std::size_t>(std::ranges::count(outcome, std::uint8_t{1}));
        if (std::min(figures.positives, figures.patients - figures.positives) >= least_of_a_class) {
            auto brief = options;
            brief.brief = true;
            brief.people = stats::units_among(stats::units_of_rows(options.people, place.size()), rows);
            figures.metrics = score_predictions(inside, figures.patients, brief);
        }
        all.push_back(std::move(figures));
    }
    return all;
}

}  // namespace synchrony::eval
