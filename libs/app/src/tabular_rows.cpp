#include "tabular_rows.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

#include "synchrony/ml/classifiers.hpp"
#include "synchrony/ml/trees.hpp"

namespace synchrony::app {
namespace {

// Trees look at every column at every split: of thousands of deep features the most telling are enough.
constexpr std::size_t most_columns_of_trees = 200;

template <typename Model, typename Options>
std::unique_ptr<model::Classifier> on_tables(const TableColumns& from) {
    Options options;
    options.tables = from.tables;
    if constexpr (requires { options.only; }) options.only = from.only;  // no row of trees reads a part of a table
    if constexpr (std::is_base_of_v<ml::TreeOptions, Options>) options.keep = most_columns_of_trees;
    return std::make_unique<Model>(options);
}

constexpr std::array tabular_methods{
    TabularMethod{"svm-", "Support vector machine", on_tables<ml::SupportVectorMachine, ml::TabularOptions>},
    TabularMethod{"forest-", "Random forest", on_tables<ml::RandomForest, ml::ForestOptions>},
    TabularMethod{"boosting-", "Boosted trees", on_tables<ml::Boosting, ml::BoostingOptions>},
    TabularMethod{"", "Logistic regression", on_tables<ml::LogisticRegression, ml::TabularOptions>},
};

}  // namespace

const TabularMethod& tabular_method(std::string_view word) {
    return *std::ranges::find_if(tabular_methods, [&](const auto& method) { return word.starts_with(method.prefix); });
}

eval::ModelRow tabular_row(eval::RowName name, const TableColumns& from, const TabularMethod& method) {
    eval::ModelRow row;
    row.row = std::move(name);
    row.thread_safe = true;
    row.make = [from, make = method.make] { return make(from); };
    return row;
}

eval::ModelRow logistic_row(eval::RowName name, const std::string& table) {
    return tabular_row(std::move(name), {{table}}, tabular_methods.back());
}

}  // namespace synchrony::app
