#include "fault_groups.hpp"

#include <algorithm>
#include <functional>

#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::cohort {
namespace {

/// Letters of a cell or of a list of columns that are shown; a cell may hold a letter of a doctor's.
constexpr std::size_t most_shown_letters = 400;
/// The spellings that are shown of a group; the others are counted.
constexpr std::size_t most_shown_spellings = 6;

std::string spellings_of(const std::map<std::string, std::size_t>& got) {
    std::vector<std::pair<std::string, std::size_t>> sorted(got.begin(), got.end());
    std::ranges::stable_sort(sorted, std::greater(), &std::pair<std::string, std::size_t>::second);
    std::string text;
    for (std::size_t i = 0; i < std::min(sorted.size(), most_shown_spellings); ++i)
        core::append_word(
            text, sorted[i].first + (sorted[i].second > 1 ? " (" + std::to_string(sorted[i].second) + ")" : ""));
    if (sorted.size() > most_shown_spellings)
        text += " and " + std::to_string(sorted.size() - most_shown_spellings) + " others";
    return text;
}

}  // namespace

void FaultGroups::add(const PlacedFault& fault) {
    const auto [at, is_new] = index_.emplace(fault.column + "\n" + fault.what, groups_.size());
    if (is_new) groups_.push_back({fault, 0, true, {}});
    auto& group = groups_[at->second];
    const auto got = core::shortened(fault.got, most_shown_letters);
    if (is_new) group.first.got = got;
    ++group.count;
    group.same_expected = group.same_expected && group.first.expected == fault.expected;
    ++group.got[got];
}

core::Error FaultGroups::error_of(const Group& group) const {
    const auto& first = group.first;
    core::Error error{core::ErrorKind::input, first.what, source_, first.got, first.expected, first.hint};
    const std::string row = "row " + std::to_string(first.row);
    const std::string column = first.column.empty() ? "" : ", column " + first.column;
    if (group.count == 1) {
        error.where += ", " + row + column;
        return error;
    }
    error.where += column + ", first in " + row;
    error.what = std::to_string(group.count) + (first.column.empty() ? " rows: " : " cells: ") + first.what;
    error.got = spellings_of(group.got);
    if (!group.same_expected) error.expected += " in " + row;
    return error;
}

void FaultGroups::write(std::vector<core::Error>& errors, std::vector<std::size_t>& cells) const {
    for (const auto& group : groups_) {
        errors.push_back(error_of(group));
        cells.push_back(group.count);
    }
}

}  // namespace synchrony::cohort
