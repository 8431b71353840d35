#include "edf/annotations.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::edf {
namespace {

constexpr std::size_t most_notes = 1'000'000;
constexpr double most_seconds = 1e9;  ///< thirty years; bounds the arithmetic with times
constexpr char ends_text = '\x14', before_duration = '\x15';

/// "+12.5" or "-0.5".
std::optional<double> seconds(std::string_view text, bool sign_needed) {
    if (text.starts_with('+'))
        text.remove_prefix(1);
    else if (sign_needed && !text.starts_with('-'))
        return std::nullopt;
    const auto value = core::number_from<double>(text);
    return value && std::abs(*value) < most_seconds ? value : std::nullopt;
}

/// One list, without the NUL at its end: onset [15 duration] 14 text 14 text 14 ... False where it is none.
bool take_list(std::string_view list, bool first_of_record, Annotations& out) {
    const auto head_end = list.find(ends_text);
    if (head_end == std::string_view::npos) return false;
    const auto head = list.substr(0, head_end);
    const auto mark = head.find(before_duration);
    const auto onset = seconds(head.substr(0, mark), true);
    if (!onset) return false;
    std::optional<double> duration;
    if (mark != std::string_view::npos) {
        duration = seconds(head.substr(mark + 1), false);
        if (!duration || *duration < 0) return false;
    }
    if (first_of_record) out.record_onsets_s.push_back(*onset);
    for (const auto text : core::split(list.substr(head_end + 1), ends_text)) {
        if (text.empty()) continue;
        const auto decoded = core::decode_text(text);
        out.notes.push_back({*onset, duration, decoded ? decoded->text : std::string("(no text)")});
    }
    return true;
}

/// All lists of one annotation signal in one data record.
bool take_lists(std::string_view bytes, bool keeps_time, Annotations& out) {
    bool good = true;
    bool first = keeps_time;
    while (!bytes.empty() && bytes.front() != '\0') {
        const auto end = std::min(bytes.find('\0'), bytes.size());
        good = take_list(bytes.substr(0, end), first, out) && good;
        first = false;
        bytes.remove_prefix(std::min(bytes.size(), end + 1));
    }
    return good && !first;
}

}  // namespace

core::Result<Annotations> read_annotations(std::span<const std::byte> bytes, FileHeader& header, bool all,
                                           const std::string& where) {
    const std::int64_t step = all || header.discontinuous ? 1 : std::max<std::int64_t>(1, header.records - 1);
    Annotations found;
    std::int64_t broken = 0;
    bool keeps_time = true;  // the first annotation signal does
    for (const auto& signal : header.signals) {
        if (!header.plus || !signal.is_annotations()) continue;
        const auto length = static_cast<std::size_t>(signal.samples) * header.sample_bytes();
        for (std::int64_t r = 0; r < header.records; r += step) {
            const auto at = header.data_begin + static_cast<std::size_t>(r) * header.record_bytes + signal.offset;
            const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + at, length);
            const bool good = take_lists(text, keeps_time, found);
            if (!good && header.discontinuous && keeps_time)
                return core::fail_input("a data record does not say when it begins",
                                        where + ", data record " + std::to_string(r), "no time in its annotations",
                                        "a time-keeping annotation (EDF+D)");
            broken += !good;
            if (found.notes.size() > most_notes)
                return core::fail_input("file holds too many annotations", where, "over a million",
                                        "at most a million");
        }
        keeps_time = false;
    }
    if (broken > 0)
        header.warnings.push_back("the annotations of " + std::to_string(broken) +
                                  " data records are not as EDF+ has them; what is not is left out");
    if (step == 1 && found.record_onsets_s.size() != static_cast<std::size_t>(header.records))
        found.record_onsets_s.clear();
    std::stable_sort(found.notes.begin(), found.notes.end(),
                     [](const auto& a, const auto& b) { return a.time_s < b.time_s; });
    return found;
}

}  // namespace synchrony::io::edf
