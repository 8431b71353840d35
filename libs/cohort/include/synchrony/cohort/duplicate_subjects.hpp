// One person under two ids: the leak that splitting by patient cannot see by itself.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "synchrony/cohort/cohort.hpp"

namespace synchrony::cohort {

/// Two rows that look like one person and do not share a `group`.
struct DuplicateSubjects {
    std::size_t first = 0;  ///< row of the cohort
    std::size_t second = 0;
    bool same_ecg = false;     ///< the signal files hold the same bytes or samples
    bool same_values = false;  ///< every known value is equal
    /// "rows 3 and 7 have the same ECG file ..."; rows as a spreadsheet shows them, no identifiers.
    [[nodiscard]] std::string message(const Cohort& cohort) const;
};

/// Values are compared where at least this many are known and at least two of them are measurements, not classes: two
/// strangers of one sex, class and medication are common, two of one age, weight and volume are not.
inline constexpr std::size_t least_equal_values = 6;

/// Each row against the first that it equals. Signals are compared by `samples`, where a row has such a text (equal for
/// the same samples in any format), else by SHA-256 of the file (of the .dat beside a WFDB header); a file that cannot
/// be read is no duplicate here, reading it fails elsewhere.
[[nodiscard]] std::vector<DuplicateSubjects> find_duplicate_subjects(const Cohort& cohort, bool compare_files = true,
                                                                     const std::vector<std::string>& samples = {});

/// Gives duplicate subjects with the same ECG one group, so that no fold parts them, and says so in the cohort's notes;
/// those with the same values only are noted. Gives their number.
std::size_t join_duplicate_subjects(Cohort& cohort, const std::vector<std::string>& samples = {});

}  // namespace synchrony::cohort
