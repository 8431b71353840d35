// Pages of what speaks for and against a finding: each criterion, what was measured, and its limit, in print that can
// be read.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/report/paper.hpp"

namespace synchrony::report {

struct CriterionLine {
    std::string met;        ///< "yes", "no", "not assessable"
    std::string criterion;  ///< "QRS duration"
    std::string measured;   ///< "164.0 ms"; empty: nothing that is a number
    std::string limit;
    std::string seen;  ///< "rS, notch begins 48 ms"
};

struct CriteriaOfFinding {
    std::string title;   ///< "LBBB, Strauss 2011"
    std::string answer;  ///< "yes"
    std::vector<CriterionLine> lines;
};

/// One table, a heading for each finding; as many pages as it takes.
[[nodiscard]] core::Result<std::vector<draw::Picture>> criteria_pages(const std::string& title,
                                                                      std::span<const CriteriaOfFinding> findings,
                                                                      Paper paper);

}  // namespace synchrony::report
