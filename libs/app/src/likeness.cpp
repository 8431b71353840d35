#include "likeness.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "reference_values.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/stats/spread.hpp"
#include "value_words.hpp"

namespace synchrony::app {
namespace {

constexpr const char* ecg_table_name = "ecg";
constexpr std::size_t most_told_apart = 3;  // measurements that a sentence names

bool reads_ecg(const model::Predictor& predictor) {
    return predictor.bundle || (predictor.linear && std::ranges::any_of(predictor.linear->inputs, [](const auto& i) {
                                    return i.table == ecg_table_name;
                                }));
}

/// Measurements that have a middle. Axes have none: one of 179 degrees and one of -179 are neighbours, and in bundle
/// branch block T axes lie there.
std::vector<std::size_t> columns_with_a_middle(const model::FeatureTable& table) {
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < table.columns.size(); ++c)
        if (!table.columns[c].ends_with("axis_deg")) columns.push_back(c);
    return columns;
}

stats::Spread spread_of(const model::EcgLikeness& likeness) {
    return {likeness.mean, likeness.sd, likeness.correlation};
}

/// Measurements by how many deviations they lie from the training's mean, furthest first.
std::vector<std::size_t> furthest_first(const model::EcgLikeness& likeness,
                                        std::span<const std::optional<double>> values) {
    std::vector<std::size_t> order;
    const auto away = [&](std::size_t c) { return std::abs(*values[c] - likeness.mean[c]) / likeness.sd[c]; };
    for (std::size_t c = 0; c < likeness.columns.size(); ++c)
        if (values[c] && likeness.sd[c] > 0.0) order.push_back(c);
    std::ranges::stable_sort(order, std::greater<>{}, away);
    return order;
}

/// Root mean square distance of two of them: twice the variance, summed over the inputs.
double usual_distance(const model::Neighbours& kept, std::size_t inputs) {
    const auto n = static_cast<double>(kept.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < inputs; ++i) {
        double mean = 0.0, squares = 0.0;
        for (std::size_t p = 0; p < kept.size(); ++p) mean += static_cast<double>(kept.inputs[p * inputs + i]) / n;
        for (std::size_t p = 0; p < kept.size(); ++p)
            squares += std::pow(static_cast<double>(kept.inputs[p * inputs + i]) - mean, 2.0);
        if (n > 1.0) sum += 2.0 * squares / (n - 1.0);
    }
    return std::sqrt(sum);
}

}  // namespace

std::optional<model::EcgLikeness> training_likeness(const model::Predictor& predictor, const model::PatientSet& set,
                                                    std::span<const std::optional<double>> deep_distances,
                                                    const std::vector<bool>& refused) {
    const auto table = set.tables.find(ecg_table_name);
    if (!reads_ecg(predictor) || table == set.tables.end()) return std::nullopt;
    const auto columns = columns_with_a_middle(table->second);
    std::vector<std::optional<double>> rows, deep;
    for (std::size_t row = 0; row < set.size(); ++row) {
        if (row < refused.size() && refused[row]) continue;
        for (const auto c : columns) rows.push_back(table->second.at(row, c));
        if (row < deep_distances.size()) deep.push_back(deep_distances[row]);
    }
    model::EcgLikeness likeness;
    for (const auto c : columns) likeness.columns.push_back(table->second.columns[c]);
    const auto spread = stats::fit_spread(rows, columns.size());
    likeness.mean = spread.mean;
    likeness.sd = spread.sd;
    likeness.correlation = spread.correlation;
    likeness.limit =
        stats::outer_limit(known_of(stats::left_out_distances(rows, columns.size())), unlike_share, most_unlike_share);
    likeness.deep_limit = stats::outer_limit(known_of(deep), unlike_share, most_unlike_share);
    return likeness;
}

std::vector<std::optional<double>> likeness_values(const model::Predictor& predictor, const model::PatientSet& set,
                                                   std::size_t row) {
    std::vector<std::optional<double>> values;
    const auto table = set.tables.find(ecg_table_name);
    if (!predictor.reference || !predictor.reference->likeness || table == set.tables.end()) return values;
    for (const auto& name : predictor.reference->likeness->columns) {
        const auto column = table->second.column(name);
        values.push_back(column ? table->second.at(row, *column) : std::nullopt);
    }
    return values;
}

std::optional<EcgDistance> ecg_distance(const model::Predictor& predictor,
                                        std::span<const std::optional<double>> measurements,
                                        const std::optional<double>& deep_distance) {
    if (!predictor.reference || !predictor.reference->likeness) return std::nullopt;
    const auto& likeness = *predictor.reference->likeness;
    EcgDistance distance;
    if (measurements.size() == likeness.columns.size())
        distance.measurements = stats::distance_from(spread_of(likeness), measurements);
    distance.measurements_limit = likeness.limit;
    distance.features = deep_distance;
    distance.features_limit = likeness.deep_limit;
    return distance;
}

std::string unlike_words(const model::Predictor& predictor, const EcgDistance& distance,
                         std::span<const std::optional<double>> measurements) {
    if (!distance.unlike()) return {};
    std::string text = "This ECG is unlike those of the training";
    // As a ratio: measurements and features have each their own scale.
    const auto add = [&](const char* what, double value, double limit) {
        text += std::string(what) + draw::fixed_text(value / limit, 2) +
                " times as far from their middle as 99 of 100 of those would";
    };
    if (EcgDistance::beyond(distance.measurements, distance.measurements_limit)) {
        const auto& likeness = *predictor.reference->likeness;
        add(": its measurements lie ", *distance.measurements, *distance.measurements_limit);
        std::string told;
        const auto order = furthest_first(likeness, measurements);
        for (std::size_t i = 0; i < std::min(order.size(), most_told_apart); ++i) {
            const auto c = order[i];
            core::append_word(told, input_label(ecg_table_name, likeness.columns[c]) + " " +
                                        input_text(ecg_table_name, likeness.columns[c], *measurements[c]) + " (mean " +
                                        input_text(ecg_table_name, likeness.columns[c], likeness.mean[c]) + ")");
        }
        text += ". Furthest: " + told;
    } else {
        add(": the network's features of it lie ", *distance.features, *distance.features_limit);
    }
    return text + ". The model knows no such patients, so it declines.";
}

std::vector<AlikePatient> alike_patients(const model::Predictor& predictor, std::span<const double> scaled,
                                         std::size_t most) {
    std::vector<AlikePatient> alike;
    if (!predictor.neighbours) return alike;
    const auto& kept = *predictor.neighbours;
    const std::size_t inputs = scaled.size();
    for (std::size_t p = 0; p < kept.size(); ++p) {
        double sum = 0.0;
        for (std::size_t i = 0; i < inputs; ++i) {
            const double away = scaled[i] - static_cast<double>(kept.inputs[p * inputs + i]);
            sum += away * away;
        }
        alike.push_back({std::sqrt(sum), kept.outcome[p] != 0});
    }
    std::ranges::stable_sort(alike, std::less<>{}, &AlikePatient::distance);
    if (alike.size() > most) alike.resize(most);
    const double usual = usual_distance(kept, inputs);
    for (auto& patient : alike)
        if (usual > 0.0) patient.distance /= usual;
    return alike;
}

}  // namespace synchrony::app
