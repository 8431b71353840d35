// Writing records: an Ecg as ADC units, and ADC units as signal file and header.
#include <algorithm>
#include <cmath>
#include <limits>

#include "other_signals.hpp"
#include "sample_step.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/wfdb_record.hpp"
#include "wfdb/fields.hpp"
#include "wfdb/paths.hpp"
#include "wfdb/sample_format.hpp"
#include "wfdb/signal_file.hpp"

namespace synchrony::io::wfdb {
namespace {

using core::fail_input;
using core::Result;

/// 1 uV steps, of which those of most devices are multiples; +-32 mV fit 16 bits.
constexpr double default_gain_per_mv = 1000.0;
/// Leaves the lowest value free, which marks missing samples.
constexpr double largest_16_bit = 32767.0;

/// The samples of one signal as the file is to hold them.
Result<std::vector<std::int32_t>> file_values(const Samples& samples, const SampleFormat& format,
                                              const std::string& where) {
    std::vector<std::int32_t> values = samples.values;
    for (const auto& range : samples.invalid)
        std::fill(values.begin() + range.begin, values.begin() + range.end, *format.missing);
    const std::int32_t low = *format.missing + 1, high = -low;
    std::size_t next = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (next < samples.invalid.size() && static_cast<std::int64_t>(i) == samples.invalid[next].begin) {
            i = static_cast<std::size_t>(samples.invalid[next++].end) - 1;
            continue;
        }
        if (values[i] < low || values[i] > high)
            return fail_input(
                "sample does not fit the format", where + ", sample " + std::to_string(i), std::to_string(values[i]),
                std::to_string(low) + " to " + std::to_string(high) + " in format " + std::to_string(format.code));
    }
    return values;
}

void pack_16(const std::vector<std::int32_t>& frame_order, std::string& bytes) {
    bytes.resize(2 * frame_order.size());
    for (std::size_t i = 0; i < frame_order.size(); ++i) {
        bytes[2 * i] = static_cast<char>(frame_order[i] & 0xff);
        bytes[2 * i + 1] = static_cast<char>((frame_order[i] >> 8) & 0xff);
    }
}

void pack_212(std::vector<std::int32_t> frame_order, std::string& bytes) {
    const auto size = bytes_for(212, frame_order.size());
    if (frame_order.size() % 2 != 0) frame_order.push_back(0);
    bytes.resize(frame_order.size() / 2 * 3);
    for (std::size_t i = 0; i < frame_order.size(); i += 2) {
        const auto a = static_cast<std::uint32_t>(frame_order[i]), b = static_cast<std::uint32_t>(frame_order[i + 1]);
        bytes[i / 2 * 3] = static_cast<char>(a & 0xff);
        bytes[i / 2 * 3 + 1] = static_cast<char>(((a >> 8) & 0x0f) | ((b >> 4) & 0xf0));
        bytes[i / 2 * 3 + 2] = static_cast<char>(b & 0xff);
    }
    bytes.resize(size);
}

Result<void> check_shape(const Record& record) {
    const auto& specs = record.header.signals;
    if (specs.empty() || specs.size() != record.signals.size())
        return fail_input(
            "record cannot be written", record.header.record_name,
            std::to_string(record.signals.size()) + " signals for " + std::to_string(specs.size()) + " signal lines",
            "at least one signal, one line each");
    for (std::size_t s = 0; s < specs.size(); ++s) {
        const auto wanted = static_cast<std::size_t>(record.frames * specs[s].samples_per_frame);
        if (record.signals[s].values.size() != wanted)
            return fail_input("signals differ in length",
                              record.header.record_name + ", signal " + specs[s].description,
                              std::to_string(record.signals[s].values.size()) + " samples", std::to_string(wanted));
    }
    return {};
}

/// The header of the file to be written, without initial values and checksums.
Header header_to_write(const Record& record, const std::string& name, int format) {
    Header header = record.header;
    header.record_name = name;
    header.multi_segment = false;
    header.segments.clear();
    header.frames = record.frames;
    header.signal_count = static_cast<int>(header.signals.size());
    for (auto& signal : header.signals) {
        signal.file_name = name + ".dat";
        signal.format = format;
        signal.skew.reset();
        signal.byte_offset.reset();
        signal.block_size = 0;
        if (!signal.adc_resolution) signal.adc_resolution = find_format(format)->bits;
    }
    return header;
}

double gain_for(const record::Lead& lead, double asked) {
    if (asked > 0) return asked;
    double largest = 0;
    for (const float v : lead.samples) largest = std::max(largest, static_cast<double>(std::abs(v)));
    constexpr double finest_mv = 1e-5;
    // The converter's own gain, where a thousand a mV would round what it gave.
    if (const auto step = sample_step(lead.samples); step && *step >= 1e-3 * finest_mv) {
        const double steps = *step * default_gain_per_mv;
        const bool whole = std::abs(steps - std::round(steps)) < 1e-6 && steps > 0.5;
        if (whole && largest * default_gain_per_mv <= largest_16_bit) return default_gain_per_mv;
        if (largest / *step <= largest_16_bit) return 1.0 / *step;
    }
    return 1.0 / round_step(largest, finest_mv);
}

/// A field ends at the first blank, and an empty one means mV: "NU" is what PhysioNet writes of a number without a
/// unit.
std::string unit_field(std::string unit) {
    if (core::trimmed(unit).empty()) return std::string(no_unit);
    std::replace(unit.begin(), unit.end(), ' ', '_');
    return unit;
}

}  // namespace

Result<Record> from_ecg(const record::Ecg& ecg, const std::string& record_name, double gain) {
    Record record;
    record.header.record_name = record_name;
    record.header.frame_frequency_hz = ecg.sampling_frequency_hz;
    record.header.frequency_given = true;
    record.header.comments = ecg.comments;
    record.frames = ecg.sample_count();
    const auto add = [&](const record::Lead& lead) -> Result<void> {
        SignalSpec spec;
        spec.gain = gain_for(lead, gain);
        spec.baseline = 0;
        spec.units = unit_field(lead.unit);
        spec.adc_resolution = 16;
        spec.description = lead.name;
        Samples samples;
        samples.invalid = lead.invalid;
        samples.values.reserve(lead.samples.size());
        for (const float v : lead.samples) {
            const double scaled = std::round(v * *spec.gain);
            if (!(std::abs(scaled) <= largest_16_bit))
                return fail_input("sample does not fit 16 bits", record_name + ", lead " + lead.name, std::to_string(v),
                                  "finite, at most " + std::to_string(largest_16_bit / *spec.gain) + " " + lead.unit);
            samples.values.push_back(static_cast<std::int32_t>(scaled));
        }
        record.header.signals.push_back(std::move(spec));
        record.signals.push_back(std::move(samples));
        return {};
    };
    for (const auto& lead : ecg.leads) SYNCHRONY_TRY(add(lead));
    for (const auto& signal : ecg.other_signals) {
        SYNCHRONY_TRY(add(signal));
        auto& spec = record.header.signals.back();
        if (is_ecg(spec)) record.header.comments.push_back(other_signal_comment(spec.description));
        spec.other = true;
    }
    record.header.signal_count = static_cast<int>(record.signals.size());
    return record;
}

Result<void> write_record(const std::filesystem::path& record_path, const Record& record, int format) {
    if (format != 16 && format != 212)
        return core::fail({core::ErrorKind::usage,
                           "cannot write this format",
                           record_path.string(),
                           std::to_string(format),
                           "16 or 212",
                           {}});
    const auto name = record_name_of(record_path);
    if (name.empty() || std::ranges::any_of(name, [](unsigned char c) { return c <= ' ' || c == 0x7f; }))
        return core::fail({core::ErrorKind::usage,
                           "the name of a WFDB record ends at the first blank",
                           record_path.string(),
                           core::in_quotes(name),
                           "a name without blanks",
                           {}});
    SYNCHRONY_TRY(check_shape(record));
    Header header = header_to_write(record, record_name_of(record_path), format);
    std::vector<std::vector<std::int32_t>> values;
    std::size_t per_frame = 0;
    for (std::size_t s = 0; s < record.signals.size(); ++s) {
        auto& spec = header.signals[s];
        SYNCHRONY_ASSIGN(auto signal, file_values(record.signals[s], *find_format(format),
                                                  header.record_name + ", signal " + spec.description));
        spec.initial_value = signal.empty() ? 0 : signal.front();
        std::uint32_t sum = 0;
        for (const auto value : signal) sum += static_cast<std::uint32_t>(value);
        spec.checksum = static_cast<std::uint16_t>(sum & 0xffff);
        per_frame += static_cast<std::size_t>(spec.samples_per_frame);
        values.push_back(std::move(signal));
    }
    std::vector<std::int32_t> frame_order(per_frame * static_cast<std::size_t>(record.frames));
    std::size_t offset = 0;
    for (std::size_t s = 0; s < values.size(); ++s) {
        const auto k = static_cast<std::size_t>(header.signals[s].samples_per_frame);
        for (std::size_t i = 0; i < values[s].size(); ++i)
            frame_order[i / k * per_frame + offset + i % k] = values[s][i];
        offset += k;
    }
    std::string bytes;
    if (format == 16)
        pack_16(frame_order, bytes);
    else
        pack_212(std::move(frame_order), bytes);
    auto path = header_path(record_path);
    SYNCHRONY_TRY(core::write_file(std::filesystem::path(path).replace_extension(".dat"), bytes,
                                   core::Durability::left_to_system));
    return core::write_file(path, format_header(header), core::Durability::left_to_system);
}

}  // namespace synchrony::io::wfdb
