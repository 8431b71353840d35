// Whose recording it is, for pictures and pages of those who asked for it.
#pragma once

#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

/// How they are shown: drawn with this machine's font, or as text, for which others have theirs.
enum class Letters { drawn, as_text };

/// Name and number, birth date, sex and age, date and time of the recording: a line each, of what the file says. Where
/// they are `drawn`, a name whose letters this machine's font has not is followed by a word that says so.
[[nodiscard]] std::vector<std::string> identity_lines(const record::Ecg& ecg, Letters letters);
/// A line of the log where name or number cannot be drawn.
void log_if_not_drawn(const record::Ecg& ecg, const core::RunContext& context);

}  // namespace synchrony::app
