#include "synchrony/model/linear.hpp"

#include <set>
#include <utility>

#include "number_bounds.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::model {
namespace {

core::Result<void> check_vector(const std::vector<double>& values, std::size_t inputs, const std::string& name) {
    if (values.size() != inputs)
        return core::fail_input("a vector of another length than the inputs", name, std::to_string(values.size()),
                                std::to_string(inputs));
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!in_bounds(values[i]))
            return core::fail_input(fault_of_number, name + " " + std::to_string(i), core::shortest(values[i]));
    return {};
}

}  // namespace

std::vector<double> LinearModel::scaled(std::span<const std::optional<double>> values) const {
    std::vector<double> result(inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) result[i] = (values[i].value_or(impute[i]) - centre[i]) * scale[i];
    return result;
}

double LinearModel::log_odds(std::span<const double> scaled_values) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < inputs.size(); ++i) sum += weight[i] * scaled_values[i];
    return sum + intercept;
}

core::Result<void> LinearModel::check() const {
    if (inputs.empty()) return core::fail_input("a linear model without inputs", "inputs", "0", "1 or more");
    SYNCHRONY_TRY(check_vector(impute, size(), "impute"));
    SYNCHRONY_TRY(check_vector(centre, size(), "centre"));
    SYNCHRONY_TRY(check_vector(scale, size(), "scale"));
    SYNCHRONY_TRY(check_vector(weight, size(), "weight"));
    if (!in_bounds(intercept)) return core::fail_input(fault_of_number, "intercept", core::shortest(intercept));
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t i = 0; i < size(); ++i) {
        if (scale[i] < 0.0)
            return core::fail_input("a scale is negative", "scale " + std::to_string(i), std::to_string(scale[i]),
                                    "0 or more");
        if (!seen.emplace(inputs[i].table, inputs[i].column).second)
            return core::fail_input("an input stands twice", "inputs", inputs[i].table + " " + inputs[i].column);
    }
    return {};
}

}  // namespace synchrony::model
