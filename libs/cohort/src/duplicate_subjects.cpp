#include "synchrony/cohort/duplicate_subjects.hpp"

#include <algorithm>
#include <map>

#include "synchrony/cohort/ecg_stretch.hpp"
#include "synchrony/core/sha256.hpp"

namespace synchrony::cohort {
namespace {

namespace fs = std::filesystem;

std::string digest(const fs::path& ecg) {
    if (ecg.empty()) return {};
    std::error_code ignored;
    auto signal = ecg;
    if (signal.extension() == ".hea" || !fs::is_regular_file(signal, ignored)) {
        if (signal.extension() == ".hea") signal.replace_extension();
        signal += ".dat";
    }
    const auto sum = core::sha256_file(signal);
    return sum ? *sum : std::string();
}

/// All known values of a row as one text; empty where too little is known to tell people apart.
std::string values_of(const Cohort& cohort, std::size_t row) {
    std::string text;
    std::size_t present = 0;
    std::size_t measured = 0;
    for (const auto& column : cohort.columns) {
        if (!column.known || column.numbers.empty() || cohort.is_of_outcome(column.name)) continue;
        const auto& value = column.numbers[row];
        text += value ? std::to_string(*value) + "," : ",";
        if (!value) continue;
        ++present;
        if (column.kind == ColumnKind::number) ++measured;
    }
    return present >= least_equal_values && measured >= 2 ? text : std::string();
}

/// Row of the first with this text; empty texts equal nothing.
std::vector<std::size_t> first_equal(const std::vector<std::string>& texts) {
    std::map<std::string, std::size_t> seen;
    std::vector<std::size_t> first;
    for (std::size_t row = 0; row < texts.size(); ++row)
        first.push_back(texts[row].empty() ? row : seen.emplace(texts[row], row).first->second);
    return first;
}

}  // namespace

std::string DuplicateSubjects::message(const Cohort& cohort) const {
    const std::string who =
        "rows " + std::to_string(cohort.file_row(first)) + " and " + std::to_string(cohort.file_row(second));
    if (same_ecg)
        return who + " have the same ECG" + (same_values ? " and the same values" : "") + ": one person under two ids?";
    return who + " have the same values in every known column: one person under two ids?";
}

std::vector<DuplicateSubjects> find_duplicate_subjects(const Cohort& cohort, bool compare_files,
                                                       const std::vector<std::string>& samples) {
    std::vector<std::string> files(cohort.size());
    std::vector<std::string> values(cohort.size());
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        if (row < samples.size()) files[row] = samples[row];
        // a stretch that was not read: the file may be of a day, and rows of one file share a group already
        if (compare_files && files[row].empty() && ecg_stretch(cohort, row).whole())
            files[row] = digest(cohort.ecgs[row]);
        values[row] = values_of(cohort, row);
    }
    const auto same_file = first_equal(files);
    const auto same_values = first_equal(values);
    std::vector<DuplicateSubjects> found;
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        const std::size_t first = same_file[row] != row ? same_file[row] : same_values[row];
        if (first == row || cohort.groups[first] == cohort.groups[row]) continue;
        found.push_back({first, row, same_file[row] == first, same_values[row] == same_values[first]});
    }
    return found;
}

std::size_t join_duplicate_subjects(Cohort& cohort, const std::vector<std::string>& samples) {
    const auto found = find_duplicate_subjects(cohort, true, samples);
    for (const auto& duplicates : found) {
        cohort.notes.push_back(duplicates.message(cohort) +
                               (duplicates.same_ecg ? " They are kept in one fold" : " If so, give them one `group`"));
        if (!duplicates.same_ecg) continue;
        const std::string joined = cohort.groups[duplicates.second];
        std::ranges::replace(cohort.groups, joined, cohort.groups[duplicates.first]);
    }
    return found.size();
}

}  // namespace synchrony::cohort
