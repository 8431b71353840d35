#include "preprocess.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "synchrony/stats/contingency.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::ml {
namespace {

/// Spread below this share of the column's size is rounding, not information.
constexpr double least_relative_spread = 1e-12;

struct Source {
    const std::string* table_name;
    const model::FeatureTable* table;
    std::size_t column;
};

tl::unexpected<core::Error> refuse(std::string what, std::string got, std::string expected) {
    return core::fail({core::ErrorKind::refused, std::move(what), "features", std::move(got), std::move(expected), {}});
}

core::Result<void> add_columns(const std::pair<const std::string, model::FeatureTable>& table,
                               const std::vector<std::string>& names, std::vector<Source>& found) {
    for (const auto& name : names) {
        const auto column = table.second.column(name);
        if (!column) return refuse("the table has no such column", "no such column", name);
        found.push_back({&table.first, &table.second, *column});
    }
    return {};
}

core::Result<std::vector<Source>> sources(const model::PatientSet& set, const TabularOptions& options) {
    std::vector<Source> found;
    std::vector<bool> seen(options.columns.size(), false);
    for (const auto& name : options.tables) {
        const auto table = set.tables.find(name);
        if (table == set.tables.end()) return refuse("the set has no such table", "no table", name);
        if (const auto only = options.only.find(name); only != options.only.end()) {
            SYNCHRONY_TRY(add_columns(*table, only->second, found));
            continue;
        }
        if (options.columns.empty())
            for (std::size_t c = 0; c < table->second.columns.size(); ++c)
                found.push_back({&table->first, &table->second, c});
        for (std::size_t i = 0; i < options.columns.size(); ++i)
            if (const auto c = table->second.column(options.columns[i]); c && !seen[i]) {
                found.push_back({&table->first, &table->second, *c});
                seen[i] = true;
            }
    }
    for (std::size_t i = 0; i < seen.size(); ++i)
        if (!seen[i]) return refuse("no table has the column", "no such column", options.columns[i]);
    if (found.empty()) return refuse("there are no columns to learn from", "none", "one or more");
    return found;
}

}  // namespace

core::Result<Eigen::MatrixXd> gather(const model::PatientSet& set, std::span<const std::size_t> rows,
                                     const TabularOptions& options) {
    SYNCHRONY_ASSIGN(const auto columns, sources(set, options));
    Eigen::MatrixXd raw(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(columns.size()));
    for (Eigen::Index c = 0; c < raw.cols(); ++c)
        for (Eigen::Index r = 0; r < raw.rows(); ++r) {
            const auto& source = columns[static_cast<std::size_t>(c)];
            raw(r, c) = source.table->at(rows[static_cast<std::size_t>(r)], source.column)
                            .value_or(std::numeric_limits<double>::quiet_NaN());
        }
    return raw;
}

core::Result<std::vector<model::LinearInput>> gathered_columns(const model::PatientSet& set,
                                                               const TabularOptions& options) {
    SYNCHRONY_ASSIGN(const auto columns, sources(set, options));
    std::vector<model::LinearInput> inputs;
    for (const auto& source : columns) inputs.push_back({*source.table_name, source.table->columns[source.column]});
    return inputs;
}

void Preprocessor::fit(const Eigen::MatrixXd& raw, std::span<const std::uint8_t> labels, std::size_t keep,
                       std::span<const model::LinearInput> columns) {
    median_ = mean_ = factor_ = Eigen::VectorXd::Zero(raw.cols());
    std::vector<double> values;
    for (Eigen::Index c = 0; c < raw.cols(); ++c) {
        values.clear();
        for (Eigen::Index r = 0; r < raw.rows(); ++r)
            if (!std::isnan(raw(r, c))) values.push_back(raw(r, c));
        if (values.empty()) continue;
        // Also where nothing is missing here: it may be in the patient to be predicted.
        median_(c) = *stats::median(values);
        values.insert(values.end(), static_cast<std::size_t>(raw.rows()) - values.size(), median_(c));
        mean_(c) = *stats::mean(values);
        const double spread = stats::standard_deviation(values).value_or(0.0);
        if (spread > least_relative_spread * std::abs(mean_(c))) factor_(c) = 1.0 / spread;
    }
    choose(raw, labels, keep);
    weigh(columns);
}

void Preprocessor::weigh(std::span<const model::LinearInput> columns) {
    const auto table_of = [&](Eigen::Index c) {
        return columns.empty() ? std::string() : columns[static_cast<std::size_t>(c)].table;
    };
    std::map<std::string, double> kept_of;
    for (const auto c : kept_) kept_of[table_of(c)] += 1.0;
    shrink_.resize(static_cast<Eigen::Index>(kept_.size()));
    for (std::size_t k = 0; k < kept_.size(); ++k)
        shrink_(static_cast<Eigen::Index>(k)) =
            std::sqrt(std::min(1.0, most_columns_that_count / kept_of[table_of(kept_[k])]));
    shrink_ /= shrink_.norm();
    for (std::size_t k = 0; k < kept_.size(); ++k) factor_(kept_[k]) *= shrink_(static_cast<Eigen::Index>(k));
}

void Preprocessor::choose(const Eigen::MatrixXd& raw, std::span<const std::uint8_t> labels, std::size_t keep) {
    kept_.resize(static_cast<std::size_t>(raw.cols()));
    std::iota(kept_.begin(), kept_.end(), Eigen::Index{0});
    if (keep == 0 || keep >= kept_.size() || labels.empty()) return;
    std::vector<double> apart(kept_.size(), 0.0);
    for (const auto c : kept_) {
        std::array<std::vector<double>, 2> values;
        for (Eigen::Index r = 0; r < raw.rows(); ++r)
            if (!std::isnan(raw(r, c))) values[labels[static_cast<std::size_t>(r)] != 0 ? 1 : 0].push_back(raw(r, c));
        const auto first = stats::summary(values[0]);
        const auto second = stats::summary(values[1]);
        if (first && second && factor_(c) > 0.0)
            apart[static_cast<std::size_t>(c)] =
                std::abs(stats::standardised_difference(*first, *second).value_or(0.0));
    }
    std::ranges::stable_sort(kept_, std::greater{}, [&](Eigen::Index c) { return apart[static_cast<std::size_t>(c)]; });
    kept_.resize(keep);
    std::ranges::sort(kept_);
}

Eigen::MatrixXd Preprocessor::apply(const Eigen::MatrixXd& raw) const {
    Eigen::MatrixXd scaled(raw.rows(), static_cast<Eigen::Index>(kept_.size()));
    for (std::size_t k = 0; k < kept_.size(); ++k) {
        const Eigen::Index c = kept_[k];
        for (Eigen::Index r = 0; r < raw.rows(); ++r) {
            const double value = std::isnan(raw(r, c)) ? median_(c) : raw(r, c);
            scaled(r, static_cast<Eigen::Index>(k)) = (value - mean_(c)) * factor_(c);
        }
    }
    return scaled;
}

}  // namespace synchrony::ml
