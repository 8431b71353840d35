// How measurements are worded on pictures.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/measure/measure.hpp"

namespace synchrony::sheet {

/// "187.8 ms"; an en dash where there is no value. Degrees and rates stand without a space: "-48°", "59/min".
[[nodiscard]] std::string quantity(const std::optional<double>& value, int decimals, const std::string& unit);

/// "LBBB, Strauss 2011" for "lbbb_strauss_2011"; a name that is not known as it is.
[[nodiscard]] std::string finding_title(const measure::Finding& finding);

/// One criterion of a finding in words.
struct CriterionWords {
    std::string criterion;  ///< with its lead, where it is of one: "QS or rS, V1"
    std::string measured;   ///< "164.0 ms"; empty: nothing that is a number
    std::string limit;
    std::string seen;  ///< what was seen; of several leads with their names
};
[[nodiscard]] CriterionWords criterion_words(const measure::Reason& reason);

/// Which definitions call it LBBB and which do not: "by ESC 2013; not by Strauss 2011, AHA/ACCF/HRS 2009"; a definition
/// whose criteria could not be seen is said too.
[[nodiscard]] std::string lbbb_words(const measure::Conduction& conduction);

/// "   JT 320 ms" where the QRS complex is wide, to stand behind QTc; else nothing. `before`: what parts the two.
[[nodiscard]] std::string jt_if_wide(const measure::Intervals& intervals, std::string_view before = "   ");

/// "LBBB by ESC 2013; not by ..." where any definition says so, else empty.
[[nodiscard]] std::string lbbb_if_any(const measure::Conduction& conduction);

/// A finding that is not about LBBB, and is answered yes or open for being close to its limit.
struct OtherFinding {
    std::string name;  ///< of measure::Finding
    std::string title;
    bool borderline = false;
};
[[nodiscard]] std::vector<OtherFinding> found_beside_lbbb(const measure::Measurements& measured);
/// "yes", "borderline", "no", "unknown".
[[nodiscard]] std::string answer_words(const measure::Finding& finding);
/// The same in words: "RBBB", "First degree AV block: borderline".
[[nodiscard]] std::vector<std::string> other_findings(const measure::Measurements& measured);

/// Why not to trust the recording, one flag a line: "Caution: likely atrial fibrillation (irregular, no P waves)".
[[nodiscard]] std::vector<std::string> cautions(const measure::Measurements& measured);

}  // namespace synchrony::sheet
