#include "synchrony/app/population_shift.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "synchrony/stats/circular.hpp"
#include "synchrony/stats/confidence_intervals.hpp"
#include "synchrony/stats/contingency.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/kolmogorov_smirnov.hpp"

namespace synchrony::app {
namespace {

/// The distribution function that straight lines between quantiles draw; at a tie it jumps, and `before` asks for the
/// value on the near side.
double reference_share(const std::vector<double>& quantiles, double x, bool before) {
    const auto steps = static_cast<double>(quantiles.size() - 1);
    const auto above = before ? std::ranges::lower_bound(quantiles, x) : std::ranges::upper_bound(quantiles, x);
    if (above == quantiles.begin()) return 0.0;
    if (above == quantiles.end()) return 1.0;
    const auto k = static_cast<double>(above - quantiles.begin() - 1);
    return (k + (x - *(above - 1)) / (*above - *(above - 1))) / steps;
}

bool zero_or_one(std::span<const double> values) {
    return std::ranges::all_of(values, [](double v) { return v == 0.0 || v == 1.0; });
}

std::uint64_t ones(double mean, std::size_t n) {
    return static_cast<std::uint64_t>(std::llround(mean * static_cast<double>(n)));
}

double share_of(std::size_t part, std::size_t rest) {
    const auto all = static_cast<double>(part + rest);
    return all > 0.0 ? static_cast<double>(part) / all : 0.0;
}

std::optional<double> standardised(const InputShift& input, bool circular) {
    if (!input.mean || !input.sd) return std::nullopt;
    const double apart = *input.mean - input.training_mean;
    return stats::standardised_difference({circular ? stats::within_half_turn(apart) : apart, *input.sd, input.known},
                                          {0.0, input.training_sd, input.training_known});
}

void describe_values(InputShift& input, const std::vector<double>& values, bool circular) {
    input.mean = stats::mean(values);
    input.sd = stats::standard_deviation(values);
    if (!circular) return;
    const auto circle = stats::circular_summary(values);
    input.mean = circle ? circle->mean_deg : std::nullopt;
    input.sd = circle ? circle->sd_deg : std::nullopt;
}

/// One column, p values not adjusted yet.
InputShift input_shift(const model::ReferenceColumn& reference, std::vector<double> values, std::size_t missing) {
    InputShift input{reference.table, reference.column,  values.size(),  missing,     {}, {},
                     reference.known, reference.missing, reference.mean, reference.sd};
    describe_values(input, values, reference.circular);
    input.difference = standardised(input, reference.circular);
    input.missing_p = stats::fisher_exact_p(missing, values.size(), reference.missing, reference.known);
    if (values.size() < fewest_for_shift || reference.known < fewest_for_shift) return input;
    if (reference.two_valued && zero_or_one(values)) {
        const auto here = ones(*input.mean, values.size()), there = ones(reference.mean, reference.known);
        input.distance = std::abs(*input.mean - reference.mean);
        input.p = stats::fisher_exact_p(here, values.size() - here, there, reference.known - there);
    } else {
        const std::size_t known = values.size();
        input.distance = distance_from(reference, std::move(values));
        input.p = stats::kolmogorov_smirnov_p(*input.distance, known, reference.known);
    }
    return input;
}

GroupShift unadjusted(const model::TrainingReference& reference, const std::vector<const ShiftRow*>& rows) {
    GroupShift group;
    group.patients = rows.size();
    for (std::size_t c = 0; c < reference.columns.size(); ++c) {
        std::vector<double> values;
        std::size_t missing = 0;
        for (const auto* row : rows) {
            if (row->values.empty()) continue;
            if (row->values[c])
                values.push_back(*row->values[c]);
            else
                ++missing;
        }
        group.inputs.push_back(input_shift(reference.columns[c], std::move(values), missing));
    }
    return group;
}

struct Taught {
    std::size_t known = 0, positives = 0;
};

/// Training people; rows, where the file does not know of people.
Taught people_taught(const model::Predictor& predictor) {
    if (predictor.reference && predictor.reference->people)
        return {*predictor.reference->people, predictor.reference->positive_people};
    return {predictor.patients, predictor.positives};
}

std::optional<PrevalenceShift> prevalence_shift(const model::Predictor& predictor,
                                                const std::vector<const ShiftRow*>& rows) {
    PrevalenceShift found;
    for (const auto* row : rows) {
        found.known += row->outcome ? 1 : 0;
        found.positives += row->outcome.value_or(0);
    }
    if (found.known == 0) return std::nullopt;
    found.share = share_of(found.positives, found.known - found.positives);
    const auto taught = people_taught(predictor);
    found.training_known = taught.known;
    found.training_positives = taught.positives;
    found.training_share = share_of(taught.positives, taught.known - taught.positives);
    found.p = stats::fisher_exact_p(found.positives, found.known - found.positives, taught.positives,
                                    taught.known - taught.positives);
    found.differs = found.p < shift_alpha && std::abs(found.share - found.training_share) >= least_shift;
    return found;
}

/// Holm over every test of these groups together, then what counts as a difference.
void adjust(std::span<GroupShift> groups) {
    std::vector<double> raw;
    for (const auto& group : groups)
        for (const auto& input : group.inputs) {
            if (input.p) raw.push_back(*input.p);
            raw.push_back(input.missing_p);
        }
    const auto adjusted = stats::holm_adjusted(raw);
    std::size_t next = 0;
    for (auto& group : groups) {
        group.tests = raw.size();
        for (auto& input : group.inputs) {
            if (input.p) input.p = adjusted[next++];
            input.missing_p = adjusted[next++];
            input.differs = input.p && *input.p < shift_alpha && *input.distance >= least_shift;
            const double missing_apart =
                std::abs(share_of(input.missing, input.known) - share_of(input.training_missing, input.training_known));
            input.missing_differs = input.missing_p < shift_alpha && missing_apart >= least_shift;
        }
    }
}

}  // namespace

double distance_from(const model::ReferenceColumn& reference, std::vector<double> values) {
    std::ranges::sort(values);
    const auto n = static_cast<double>(values.size());
    double widest = 0.0;
    const auto look = [&](double x) {
        const auto below = static_cast<double>(std::ranges::lower_bound(values, x) - values.begin());
        const auto upto = static_cast<double>(std::ranges::upper_bound(values, x) - values.begin());
        widest = std::max({widest, std::abs(below / n - reference_share(reference.quantiles, x, true)),
                           std::abs(upto / n - reference_share(reference.quantiles, x, false))});
    };
    for (const double x : values) look(x);
    for (const double x : reference.quantiles) look(x);
    return widest;
}

std::size_t GroupShift::differing() const {
    return static_cast<std::size_t>(std::ranges::count_if(inputs, [](const auto& input) { return input.any(); }));
}

bool GroupShift::tested() const {
    return std::ranges::any_of(inputs, [](const auto& input) { return input.p.has_value(); });
}

PopulationShift population_shift(const model::Predictor& predictor, std::span<const ShiftRow> rows,
                                 const std::string& by) {
    PopulationShift shift;
    shift.by = by;
    std::vector<const ShiftRow*> all;
    std::map<std::string, std::vector<const ShiftRow*>> groups;
    for (const auto& row : rows) {
        if (row.among_all) all.push_back(&row);
        if (!by.empty() && row.in_group) groups[row.group].push_back(&row);
    }
    const model::TrainingReference nothing;
    const auto& reference = predictor.reference ? *predictor.reference : nothing;
    if (!predictor.reference)
        shift.not_known =
            "the predictor's file holds no reference of its training patients; fit it anew with this "
            "program to have one";
    shift.all = unadjusted(reference, all);
    shift.all.prevalence = prevalence_shift(predictor, all);
    adjust({&shift.all, 1});
    for (const auto& [name, members] : groups) {
        auto group = unadjusted(reference, members);
        group.name = name;
        group.prevalence = prevalence_shift(predictor, members);
        shift.groups.push_back(std::move(group));
    }
    adjust(shift.groups);
    return shift;
}

}  // namespace synchrony::app
