// What programs write before a table of samples: lines of text with the rate, the units and the names of the signals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::io::csv {

/// What lines of text before the numbers say.
struct TextHead {
    std::size_t length = 0;          ///< bytes of the text before its rows of numbers; 0: it begins with its table
    std::int64_t lines = 0;          ///< in them
    std::vector<std::string> text;   ///< what is neither names nor units, without blank lines
    std::vector<std::string> names;  ///< of the columns, their units behind them ("ECG [mV]"); empty: not told
    std::optional<double> rate_hz;
    std::optional<std::string> unit;  ///< of voltage, of all signals, where one is told
    bool raw = false;                 ///< a converter's steps: its bits are told, and no unit
};

/// The head of a text, and what its comments say in the same words. Sources: BioSPPy's Simple Text Format, text of
/// LabChart and AcqKnowledge, CSV of PhysioNet (names, then units), as files and public readers of them show.
[[nodiscard]] TextHead text_head_of(std::string_view text, const std::vector<std::string>& comments);

/// How many numbers the text's first row of numbers holds that others follow: one at least, eight where it is a single
/// number. 0 where there is none in the first hundred lines.
[[nodiscard]] std::size_t columns_of_numbers(std::string_view text);

/// Seconds of a clock's time: "0:00.003", "1:02:03.5", in quotes or not.
[[nodiscard]] std::optional<double> clock_seconds(std::string_view cell);

}  // namespace synchrony::io::csv
