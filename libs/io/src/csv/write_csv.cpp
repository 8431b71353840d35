// Writing ECGs as tables.
#include <charconv>

#include "other_signals.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/csv_recording.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io {
namespace {

/// Whether the reader would take the signal for a lead.
bool looks_like_lead(const record::Lead& signal) {
    return !record::names_other_signal(signal.name) &&
           (record::is_lead_name(signal.name) || record::millivolts_per(signal.unit));
}

std::string quoted_name(const record::Lead& lead) {
    // Without a unit the reader would not know a lead of a name of its own.
    const bool plain = lead.unit == "mV" && record::is_lead_name(lead.name);
    auto name = core::guarded_cell(plain || lead.unit.empty() ? lead.name : lead.name + " [" + lead.unit + "]");
    if (name.find_first_of(",\"\n\r") == std::string::npos) return name;
    std::string out(1, '"');
    for (const char c : name) out.append(c == '"' ? 2 : 1, c);
    return out + "\"";
}

template <typename Number>
void put_number(std::string& text, Number value) {
    char digits[32];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

core::Result<void> write_csv(const std::filesystem::path& path, const record::Ecg& ecg) {
    SYNCHRONY_ASSIGN(auto file, core::AtomicFile::create(path));
    std::vector<const record::Lead*> columns;
    for (const auto& lead : ecg.leads) columns.push_back(&lead);
    for (const auto& signal : ecg.other_signals) columns.push_back(&signal);
    std::string row;
    for (const auto& signal : ecg.other_signals)
        if (looks_like_lead(signal)) row += "# " + other_signal_comment(signal.name) + "\n";
    row += "time_s";
    for (const auto* column : columns) row += "," + quoted_name(*column);
    std::vector<std::size_t> next(columns.size(), 0);
    for (std::int64_t i = 0; i < ecg.sample_count(); ++i) {
        row += "\n";
        put_number(row, static_cast<double>(i) / ecg.sampling_frequency_hz);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const auto& invalid = columns[c]->invalid;
            while (next[c] < invalid.size() && invalid[next[c]].end <= i) ++next[c];
            row += ',';
            if (next[c] == invalid.size() || invalid[next[c]].begin > i)
                put_number(row, columns[c]->samples[static_cast<std::size_t>(i)]);
        }
        if (row.size() > 1 << 16) {
            file.stream() << row;
            row.clear();
        }
    }
    file.stream() << row << "\n";
    return file.commit();
}

}  // namespace synchrony::io
