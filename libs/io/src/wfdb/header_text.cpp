// Headers as files: reading one by record name, and writing the text of one.
#include <charconv>

#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/source.hpp"
#include "synchrony/io/wfdb_header.hpp"
#include "wfdb/paths.hpp"

namespace synchrony::io::wfdb {
namespace {

std::string record_line(const Header& header) {
    std::string line = header.record_name;
    if (header.multi_segment) line += "/" + std::to_string(header.segments.size());
    line += " " + std::to_string(header.multi_segment ? static_cast<std::size_t>(header.signal_count)
                                                      : header.signals.size());
    line += " " + core::shortest(header.frame_frequency_hz);
    if (header.counter_frequency_hz) {
        line += "/" + core::shortest(*header.counter_frequency_hz);
        if (header.base_counter) line += "(" + core::shortest(*header.base_counter) + ")";
    }
    if (header.frames || !header.base_time.empty()) line += " " + std::to_string(header.frames.value_or(0));
    if (!header.base_time.empty()) line += " " + header.base_time;
    if (!header.base_time.empty() && !header.base_date.empty()) line += " " + header.base_date;
    return line + "\n";
}

std::string signal_line(const SignalSpec& s) {
    std::string line = s.file_name + " " + std::to_string(s.format);
    if (s.samples_per_frame != 1) line += "x" + std::to_string(s.samples_per_frame);
    if (s.skew) line += ":" + std::to_string(*s.skew);
    if (s.byte_offset) line += "+" + std::to_string(*s.byte_offset);
    // Later fields mean nothing without the earlier ones, so all are written.
    line += " " + core::shortest(s.gain.value_or(0.0)) + "(" + std::to_string(s.effective_baseline()) + ")/" +
            s.effective_units();
    line += " " + std::to_string(s.adc_resolution.value_or(0)) + " " + std::to_string(s.adc_zero.value_or(0));
    line += " " + std::to_string(s.effective_initial_value());
    if (!s.checksum) return line + "\n";
    line +=
        " " + std::to_string(static_cast<std::int16_t>(*s.checksum)) + " " + std::to_string(s.block_size.value_or(0));
    if (!s.description.empty()) line += " " + s.description;
    return line + "\n";
}

}  // namespace

core::Result<Header> read_header(const std::filesystem::path& record) {
    const auto path = header_path(record);
    SYNCHRONY_ASSIGN(const auto text, core::read_file(path, largest_header_bytes));
    return parse_header(text, path.string());
}

std::string format_header(const Header& header) {
    std::string text = record_line(header);
    for (const auto& segment : header.segments) text += segment.name + " " + std::to_string(segment.frames) + "\n";
    if (!header.multi_segment)
        for (const auto& signal : header.signals) text += signal_line(signal);
    for (const auto& comment : header.comments) text += "# " + comment + "\n";
    return text;
}

}  // namespace synchrony::io::wfdb
