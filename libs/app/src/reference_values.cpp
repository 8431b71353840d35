#include "reference_values.hpp"

#include <algorithm>
#include <cmath>

#include "likeness.hpp"
#include "out_of_fold.hpp"
#include "synchrony/stats/circular.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::app {
namespace {

using Values = std::vector<std::optional<double>>;

/// Sum of squares that becomes a root mean square.
struct SquareSum {
    double sum = 0.0;
    std::size_t count = 0;
    void add(double x) {
        sum += x * x;
        ++count;
    }
    [[nodiscard]] std::optional<double> root_mean() const {
        return count == 0 ? std::nullopt : std::optional(std::sqrt(sum / static_cast<double>(count)));
    }
};

Values column_values(const model::FeatureTable& table, std::size_t column, std::size_t rows) {
    Values values;
    for (std::size_t row = 0; row < rows; ++row) values.push_back(table.at(row, column));
    return values;
}

/// How many deviations `z` of n values (mean 0, deviation 1, divisor n - 1) lies from the mean of the others, in the
/// deviation of the others. Where those do not vary there is no such number, and z itself stands for it.
double left_out_z(double z, double n) {
    const double spread = ((n - 1.0) - n / (n - 1.0) * z * z) / (n - 2.0);
    constexpr double no_spread = 1e-9;
    return n > 2.0 && spread > no_spread ? n / (n - 1.0) * z / std::sqrt(spread) : z;
}

void add_column(const Values& values, double scale, std::vector<SquareSum>& sums) {
    const auto known = known_of(values);
    const auto mean = stats::mean(known);
    const auto sd = stats::standard_deviation(known);
    if (!mean || !sd || !(*sd > 0.0)) return;
    for (std::size_t row = 0; row < values.size(); ++row)
        if (values[row])
            sums[row].add(scale * *sd * left_out_z((*values[row] - *mean) / *sd, static_cast<double>(known.size())));
}

Values root_means(const std::vector<SquareSum>& sums) {
    Values values;
    for (const auto& sum : sums) values.push_back(sum.root_mean());
    return values;
}

/// The first row of each person.
std::vector<std::size_t> first_rows(const model::PatientSet& set) {
    const auto people = set.people();
    std::vector<std::size_t> rows;  // people are numbered in the order in which they are met
    for (std::size_t row = 0; row < people.size(); ++row)
        if (people[row] == rows.size()) rows.push_back(row);
    return rows;
}

/// Of those rows. Nothing known: no column.
void add_description(const std::string& table, const std::string& column, const Values& values,
                     std::span<const std::size_t> rows, model::TrainingReference& reference) {
    Values described_values;
    for (const auto row : rows) described_values.push_back(values[row]);
    const auto known = known_of(described_values);
    if (known.empty()) return;
    model::ReferenceColumn described{table, column, known.size(), described_values.size() - known.size()};
    described.mean = *stats::mean(known);
    described.sd = stats::standard_deviation(known).value_or(0.0);
    if (const auto circle = column.ends_with("axis_deg") ? stats::circular_summary(known) : std::nullopt;
        circle && circle->mean_deg && circle->sd_deg) {
        described.circular = true;
        described.mean = *circle->mean_deg;
        described.sd = *circle->sd_deg;
    }
    described.two_valued = std::ranges::all_of(known, [](double v) { return v == 0.0 || v == 1.0; });
    for (std::size_t k = 0; k < model::reference_quantiles; ++k)
        described.quantiles.push_back(
            *stats::quantile(known, static_cast<double>(k) / static_cast<double>(model::reference_quantiles - 1)));
    std::ranges::sort(described.quantiles);  // interpolation may round equal neighbours apart
    reference.columns.push_back(std::move(described));
}

/// Columns that the model reads; of a model that reads the ECG's images all measurements, which describe the ECG.
bool described(const model::Predictor& predictor, const std::string& table, const std::string& column) {
    if (table == "ecg" && predictor.bundle) return true;
    return predictor.linear && std::ranges::any_of(predictor.linear->inputs, [&](const auto& input) {
               return input.table == table && input.column == column;
           });
}

void add_tables(const model::Predictor& predictor, const model::PatientSet& set,
                std::span<const std::size_t> described_rows, model::TrainingReference& reference) {
    for (const char* name : {"clinical", "ecg"}) {
        const auto table = set.tables.find(name);
        if (table == set.tables.end()) continue;
        for (std::size_t c = 0; c < table->second.columns.size(); ++c)
            if (described(predictor, name, table->second.columns[c]))
                add_description(name, table->second.columns[c], column_values(table->second, c, set.size()),
                                described_rows, reference);
    }
}

/// The distances of the deep features, for who asks for more of them.
Values add_distances(const model::Predictor& predictor, const model::PatientSet& set,
                     std::span<const std::size_t> described_rows, model::TrainingReference& reference) {
    const auto& linear = *predictor.linear;
    std::vector<SquareSum> inputs(set.size()), deep(set.size());
    for (std::size_t i = 0; i < linear.size(); ++i) {
        if (!(linear.scale[i] > 0.0)) continue;
        const auto& table = set.tables.at(linear.inputs[i].table);
        const auto column = *table.column(linear.inputs[i].column);
        add_column(column_values(table, column, set.size()), linear.scale[i],
                   predictor.is_deep(linear.inputs[i].table) ? deep : inputs);
    }
    add_description(model::model_table, model::distance_column, root_means(inputs), described_rows, reference);
    auto deep_distances = root_means(deep);
    add_description(model::model_table, model::deep_distance_column, deep_distances, described_rows, reference);
    return deep_distances;
}

Values unseen_log_odds(std::size_t patients, std::span<const eval::PatientPrediction> unseen) {
    std::vector<double> sum(patients, 0.0), count(patients, 0.0);
    for (const auto& prediction : unseen) {
        sum[prediction.patient] += log_odds_of(prediction.score);
        count[prediction.patient] += 1.0;
    }
    Values values;
    for (std::size_t i = 0; i < patients; ++i)
        values.push_back(count[i] > 0.0 ? std::optional(sum[i] / count[i]) : std::nullopt);
    return values;
}

}  // namespace

std::vector<double> known_of(std::span<const std::optional<double>> values) {
    std::vector<double> known;
    for (const auto& value : values)
        if (value) known.push_back(*value);
    return known;
}

InputDistances distances_of(const model::Predictor& predictor, std::span<const std::optional<double>> values,
                            std::span<const double> scaled) {
    SquareSum inputs, deep;
    const auto& linear = *predictor.linear;
    for (std::size_t i = 0; i < linear.size(); ++i)
        if (values[i] && linear.scale[i] > 0.0)
            (predictor.is_deep(linear.inputs[i].table) ? deep : inputs).add(scaled[i]);
    return {inputs.root_mean(), deep.root_mean()};
}

model::TrainingReference training_reference(const model::Predictor& predictor, const model::PatientSet& set,
                                            std::span<const eval::PatientPrediction> unseen,
                                            const std::vector<bool>& refused) {
    model::TrainingReference reference;
    const auto first = first_rows(set);
    add_tables(predictor, set, first, reference);
    Values deep_distances;
    if (predictor.linear) deep_distances = add_distances(predictor, set, first, reference);
    reference.likeness = training_likeness(predictor, set, deep_distances, refused);
    add_unseen_log_odds(reference, set, unseen);
    reference.people = first.size();
    reference.positive_people =
        static_cast<std::size_t>(std::ranges::count_if(first, [&](std::size_t row) { return set.response[row] != 0; }));
    return reference;
}

void add_unseen_log_odds(model::TrainingReference& reference, const model::PatientSet& set,
                         std::span<const eval::PatientPrediction> unseen) {
    add_description(model::model_table, model::log_odds_column, unseen_log_odds(set.size(), unseen), first_rows(set),
                    reference);
}

std::vector<std::optional<double>> reference_values(const model::TrainingReference& reference,
                                                    const model::PatientSet& set, const NewPatient& patient) {
    Values values;
    for (const auto& column : reference.columns) {
        if (column.table == model::model_table) {
            values.push_back(column.column == model::log_odds_column   ? std::optional(patient.log_odds)
                             : column.column == model::distance_column ? patient.distances.inputs
                                                                       : patient.distances.deep);
            continue;
        }
        const auto table = set.tables.find(column.table);
        const auto place = table == set.tables.end() ? std::nullopt : table->second.column(column.column);
        values.push_back(place ? table->second.at(patient.row, *place) : std::nullopt);
    }
    return values;
}

}  // namespace synchrony::app
