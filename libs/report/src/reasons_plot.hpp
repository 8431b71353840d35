// What speaks for an answer and what against it, as bars.
#pragma once

#include <vector>

#include "synchrony/draw/figure.hpp"
#include "synchrony/report/prediction_page.hpp"

namespace synchrony::report {

/// A row a reason, from above: name, bar from 0 to its contribution with its interval, the log-odds and the odds.
/// Bars for the outcome are blue and reach right, bars against it vermilion and reach left.
[[nodiscard]] draw::Figure reasons_plot(const std::vector<Reason>& reasons);

}  // namespace synchrony::report
