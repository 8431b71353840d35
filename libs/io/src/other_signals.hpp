// Formats whose fields cannot say that a signal in mV is no ECG (WFDB, tables) say it in a comment of ours.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::io {

inline constexpr std::string_view other_signal_mark = "other signal: ";

/// The comment that keeps the signal from being taken for a lead.
[[nodiscard]] inline std::string other_signal_comment(std::string_view name) {
    return std::string(other_signal_mark).append(name);
}

/// Takes those comments out and gives the names in them.
[[nodiscard]] inline std::vector<std::string> take_other_signals(std::vector<std::string>& comments) {
    const auto ours = std::stable_partition(comments.begin(), comments.end(), [](const std::string& comment) {
        return !comment.starts_with(other_signal_mark);
    });
    std::vector<std::string> names;
    std::transform(ours, comments.end(), std::back_inserter(names),
                   [](const std::string& comment) { return comment.substr(other_signal_mark.size()); });
    comments.erase(ours, comments.end());
    return names;
}

}  // namespace synchrony::io
