// The names in a table's header, and what is odd about them.
#pragma once

#include <string>
#include <vector>

namespace synchrony::cohort {

/// Without blanks of any kind at the ends and letters that nobody sees.
[[nodiscard]] std::vector<std::string> header_names(const std::vector<std::string>& header);

/// What to say of names that are nearly those of known columns, or nearly those of others: R and pandas give the second
/// column of one name another ("bnp", "bnp.1"), and "größe" may be spelt in two ways that look alike.
[[nodiscard]] std::vector<std::string> header_notes(const std::vector<std::string>& names);

/// The first names as one line, for messages.
[[nodiscard]] std::string header_text(const std::vector<std::string>& names);

}  // namespace synchrony::cohort
