#include "dicom/multiplex_group.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "dicom/codes.hpp"
#include "full_scale.hpp"
#include "parts.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::dicom {
namespace {

/// PS3.3 C.10.9.1.4.6; "MB" and "AB" are sound, compressed by mu-law and A-law.
struct Interpretation {
    std::string_view name;
    int bits;
    bool is_signed;
};
constexpr std::array<Interpretation, 6> interpretations = {
    {{"SB", 8, true}, {"UB", 8, false}, {"SS", 16, true}, {"US", 16, false}, {"SL", 32, true}, {"UL", 32, false}}};

/// Devices stop at some tens; more would only cost time.
constexpr std::int64_t most_channels = 256;

/// A whole number of an element, from `low` to `high`.
core::Result<std::int64_t> whole_number(const Item& item, Tag tag, const char* what, std::int64_t low,
                                        std::int64_t high, const std::string& where) {
    const auto number = item.number(tag);
    if (number && *number == std::floor(*number) && *number >= static_cast<double>(low) &&
        *number <= static_cast<double>(high))
        return static_cast<std::int64_t>(*number);
    return core::fail_input(std::string("waveform's ") + what + " is missing or out of range", where,
                            number ? core::shortest(*number) : core::in_quotes(item.text(tag)),
                            std::to_string(low) + " to " + std::to_string(high));
}

/// By code, else by the words beside it, else by the channel's label.
void name_channel(const Item& item, Channel& channel, std::vector<record::Warning>& warnings) {
    const auto code = code_in(item, tag::channel_source);
    const auto by_code = lead_of_code(code);
    const auto label = item.text(tag::channel_label);
    channel.derived = by_code.derived;
    // Computed from other electrodes (EASI): not taken for the lead itself.
    channel.name = by_code.derived ? "derived " + std::string(by_code.name) : std::string(by_code.name);
    if (channel.name.empty()) channel.name = record::standard_lead_name(code.meaning);
    if (!record::is_lead_name(channel.name) && record::is_lead_name(label))
        channel.name = record::standard_lead_name(label);
    const bool unspecified = code.scheme == "MDC" && code.value == "2:0";
    if (channel.name.empty() || (unspecified && !label.empty())) channel.name = label;
    if (!by_code.name.empty() && !by_code.derived && record::is_standard_lead(code.meaning) &&
        record::standard_lead_name(code.meaning) != by_code.name)
        warnings.emplace_back("a channel's code says " + channel.name + ", its words " + core::in_quotes(code.meaning) +
                                  "; the code was followed",
                              "lead_name_doubtful");
}

core::Result<void> scale_channel(const Item& item, Channel& channel, const ReadOptions& options,
                                 const std::string& where) {
    const auto sensitivity = item.number(tag::sensitivity);
    if (!sensitivity || *sensitivity == 0)
        return core::fail_input("channel's sensitivity is not known", where,
                                core::in_quotes(item.text(tag::sensitivity)), "units a step of the samples");
    const auto units = code_in(item, tag::sensitivity_units);
    channel.unit = units.value.empty() ? units.meaning : units.value;
    if (channel.unit.empty()) channel.unit = options.csv.unit.value_or("");
    if (channel.unit.empty())
        return core::fail_input("channel's unit is not known", where, "a sensitivity without a unit", "uV, mV, ...",
                                "Give it with --unit");
    const auto correction = item.number(tag::sensitivity_correction).value_or(1.0);
    channel.scale = *sensitivity * (correction == 0 ? 1.0 : correction);
    channel.at_zero = item.number(tag::channel_baseline).value_or(0.0);
    auto voltage = record::millivolts_per(channel.unit);
    if (!voltage) voltage = record::millivolts_per(units.meaning);
    channel.is_ecg = voltage.has_value();
    if (voltage) {
        channel.unit = "mV";
        channel.scale *= *voltage;
        channel.at_zero *= *voltage;
    }
    // Beyond a million mV a step floats end, and no amplifier begins.
    constexpr double most = 1e6;
    if (std::abs(channel.scale) > most || std::abs(channel.at_zero) > most * 1e3)
        return core::fail_input("channel's sensitivity or baseline is out of range", where,
                                core::shortest(channel.scale) + " and " + core::shortest(channel.at_zero), "of an ECG");
    return {};
}

/// A channel sampled after the others is put where it belongs, to the nearest sample.
core::Result<void> take_skew(const Item& item, const MultiplexGroup& group, const std::string& where, Channel& channel,
                             std::vector<record::Warning>& warnings) {
    const double samples = item.has(tag::sample_skew)
                               ? item.number(tag::sample_skew).value_or(0.0)
                               : item.number(tag::time_skew).value_or(0.0) * group.sampling_frequency_hz;
    if (!(std::abs(samples) < static_cast<double>(group.samples)))
        return core::fail_input("channel's skew lies beyond the waveform", where, core::shortest(samples) + " samples",
                                "less than its " + std::to_string(group.samples) + " samples");
    channel.late_samples = std::llround(samples);
    if (channel.late_samples != 0)
        warnings.emplace_back(channel.name + " was sampled " +
                              core::counted(static_cast<std::size_t>(std::abs(channel.late_samples)), "sample") +
                              (channel.late_samples > 0 ? " after" : " before") +
                              " the others, by the file; it is put where it belongs");
    return {};
}

core::Result<Channel> read_channel(const Item& item, const MultiplexGroup& group, bool hemodynamic,
                                   const ReadOptions& options, const std::string& where,
                                   std::vector<record::Warning>& warnings) {
    Channel channel;
    name_channel(item, channel, warnings);
    const auto place = where + (channel.name.empty() ? std::string() : " (" + channel.name + ")");
    SYNCHRONY_TRY(scale_channel(item, channel, options, place));
    if (hemodynamic && !record::is_lead_name(channel.name)) channel.is_ecg = false;
    channel.bits_stored = 8 * group.bytes_a_sample;
    if (item.has(tag::bits_stored)) {
        SYNCHRONY_ASSIGN(const auto bits,
                         whole_number(item, tag::bits_stored, "bits stored", 1, channel.bits_stored, place));
        channel.bits_stored = static_cast<int>(bits);
    }
    const auto above_zero = [&](Tag tag) {
        const auto number = item.number(tag);
        return number && *number > 0 ? number : std::nullopt;
    };
    channel.filters.high_pass_hz = above_zero(tag::filter_low_frequency);
    channel.filters.low_pass_hz = above_zero(tag::filter_high_frequency);
    channel.filters.notch_hz = above_zero(tag::notch_frequency);
    SYNCHRONY_TRY(take_skew(item, group, place, channel, warnings));
    return channel;
}

core::Result<void> read_sample_kind(const Item& item, MultiplexGroup& group, const std::string& where) {
    SYNCHRONY_ASSIGN(const auto bits, whole_number(item, tag::bits_allocated, "bits allocated", 8, 64, where));
    auto name = item.text(tag::sample_interpretation);
    const auto found = std::find_if(interpretations.begin(), interpretations.end(),
                                    [&](const auto& kind) { return kind.name == name && kind.bits == bits; });
    if (found == interpretations.end())
        return core::fail_input("waveform's kind of samples is not read", where,
                                core::in_quotes(name) + " in " + std::to_string(bits) + " bits",
                                "SB or UB in 8 bits, SS or US in 16, SL or UL in 32");
    group.bytes_a_sample = static_cast<int>(bits) / 8;
    group.is_signed = found->is_signed;
    return {};
}

/// Sample `at` of the interleaved channels, its stored bits.
std::uint32_t stored_bits(const MultiplexGroup& group, const StoredWords& data, std::size_t at) {
    if (!data.words.empty()) {
        if (group.bytes_a_sample == 2) return data.words[at];
        if (group.bytes_a_sample == 1) return static_cast<std::uint32_t>(data.words[at / 2] >> (8 * (at % 2))) & 0xffU;
        const std::uint32_t first = data.words[2 * at], second = data.words[2 * at + 1];
        return group.big_endian ? first << 16U | second : second << 16U | first;
    }
    std::uint32_t bits = 0;
    const auto size = static_cast<std::size_t>(group.bytes_a_sample);
    for (std::size_t i = 0; i < size; ++i) {
        const auto shift = 8 * (group.big_endian ? size - 1 - i : i);
        bits |= static_cast<std::uint32_t>(data.bytes[at * size + i]) << shift;
    }
    return bits;
}

/// The value of the lowest `bits`.
double value_of_bits(std::uint32_t stored, int bits, bool is_signed) {
    const std::uint32_t kept = bits == 32 ? stored : stored & ((1U << static_cast<unsigned>(bits)) - 1U);
    if (!is_signed) return kept;
    const std::uint32_t sign = 1U << static_cast<unsigned>(bits - 1);
    return static_cast<double>(static_cast<std::int64_t>(kept) - ((kept & sign) != 0 ? std::int64_t{2} * sign : 0));
}

/// Signed 16-bit words all of whose bits are stored, as nearly all files hold them; says whether some stood at an end
/// of the scale.
bool convert_signed_words(const MultiplexGroup& group, const Channel& channel, std::size_t index, std::int64_t first,
                          std::vector<float>& values) {
    const auto words = group.data.words;
    const auto step = group.channels.size();
    const std::int32_t padding = group.padding ? static_cast<std::int32_t>(*group.padding) : -1;
    bool full_scale = false;
    auto at = static_cast<std::size_t>(first) * step + index;
    for (auto& value : values) {
        const auto word = words[at];
        at += step;
        const double number = static_cast<std::int16_t>(word);
        const double physical = number * channel.scale + channel.at_zero;
        const bool marked = channel.is_ecg && is_full_scale(number, physical);
        full_scale = full_scale || (marked && word != padding);
        value = marked || word == padding ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(physical);
    }
    return full_scale;
}

}  // namespace

bool MultiplexGroup::is_beat() const {
    const auto words = core::lower(label);
    for (const char* word : {"median", "representative", "average", "template", "reference", "beat"})
        if (words.find(word) != std::string::npos) return true;
    if (words.find("rhythm") != std::string::npos || original) return false;
    constexpr double longest_beat_s = 2.5;  // a beat at 24 a minute
    return static_cast<double>(samples) < longest_beat_s * sampling_frequency_hz;
}

bool MultiplexGroup::has_ecg() const {
    return std::any_of(channels.begin(), channels.end(), [](const auto& channel) { return channel.is_ecg; });
}

core::Result<MultiplexGroup> read_group(const Item& item, bool hemodynamic, bool big_endian, const ReadOptions& options,
                                        const std::string& where, std::vector<record::Warning>& warnings) {
    MultiplexGroup group;
    group.big_endian = big_endian;
    group.label = item.text(tag::group_label);
    group.original = item.text(tag::originality) != "DERIVED";
    group.offset_s = item.number(tag::group_time_offset).value_or(0.0) / 1000.0;
    const auto rate = item.number(tag::sampling_frequency);
    group.sampling_frequency_hz = rate && *rate > 0 ? *rate : options.sampling_frequency_hz.value_or(0.0);
    constexpr double highest_hz = 1e6;
    if (!(group.sampling_frequency_hz > 0) || group.sampling_frequency_hz > highest_hz)
        return core::fail_input("sampling frequency is not known", where,
                                core::in_quotes(item.text(tag::sampling_frequency)), "Hz above 0",
                                "Give it with --fs HZ");
    SYNCHRONY_TRY(read_sample_kind(item, group, where));
    SYNCHRONY_ASSIGN(const auto channels,
                     whole_number(item, tag::channel_count, "number of channels", 1, most_channels, where));
    SYNCHRONY_ASSIGN(group.samples,
                     whole_number(item, tag::sample_count, "number of samples", 1, std::int64_t{1} << 40, where));
    group.data = item.words(tag::waveform_data);
    const auto wanted =
        static_cast<std::uint64_t>(group.samples * channels) * static_cast<std::uint64_t>(group.bytes_a_sample);
    if (group.data.size_in_bytes() < wanted)
        return core::fail_input("waveform is shorter than promised", where,
                                std::to_string(group.data.size_in_bytes()) + " bytes",
                                std::to_string(channels) + " channels x " + std::to_string(group.samples) +
                                    " samples x " + std::to_string(group.bytes_a_sample) + " bytes");
    const auto padding = item.words(tag::padding_value);
    if (padding.size_in_bytes() >= static_cast<std::size_t>(group.bytes_a_sample))
        group.padding = stored_bits(group, padding, 0);
    if (group.padding == 0U && group.is_signed) {
        // ecgtoolkit promises 0 and writes it for 0 mV: a lead that is flat for long is found later all the same.
        group.padding.reset();
        warn_once(warnings, "the padding value is 0, which the signal passes through; it was not taken for a mark");
    }
    const auto definitions = item.items(tag::channel_definitions);
    if (static_cast<std::int64_t>(definitions.size()) != channels)
        return core::fail_input("waveform's channels are not all defined", where,
                                std::to_string(definitions.size()) + " definitions", std::to_string(channels));
    for (std::size_t c = 0; c < definitions.size(); ++c) {
        SYNCHRONY_ASSIGN(auto channel, read_channel(definitions[c], group, hemodynamic, options,
                                                    where + ", channel " + std::to_string(c + 1), warnings));
        group.channels.push_back(std::move(channel));
    }
    return group;
}

record::Lead channel_samples(const MultiplexGroup& group, std::size_t index, std::int64_t first, std::int64_t count,
                             std::vector<record::Warning>& warnings) {
    const auto& channel = group.channels[index];
    const int allocated = 8 * group.bytes_a_sample;
    const auto spare = [&](std::uint32_t stored, int bits) { return value_of_bits(stored, bits, group.is_signed); };
    // Those of the channel's own that lie in the range, by its skew.
    const auto begin = std::clamp<std::int64_t>(first - channel.late_samples, 0, group.samples);
    const auto end = std::clamp<std::int64_t>(first + count - channel.late_samples, begin, group.samples);
    std::vector<float> values(static_cast<std::size_t>(end - begin));
    // Bits above those stored repeat the sign or are zero. Where they are neither, the number of bits is wrong.
    bool fits = true, full_scale = false;
    const auto convert = [&](int bits) {
        for (std::int64_t i = 0; i < end - begin; ++i) {
            const auto at = static_cast<std::size_t>(begin + i) * group.channels.size() + index;
            const auto stored = stored_bits(group, group.data, at);
            auto& value = values[static_cast<std::size_t>(i)];
            if (stored == group.padding) {
                value = std::numeric_limits<float>::quiet_NaN();
                continue;
            }
            const double number = spare(stored, bits);
            if (bits < allocated && spare(stored, allocated) != number && stored >> static_cast<unsigned>(bits) != 0)
                fits = false;
            const double physical = number * channel.scale + channel.at_zero;
            const bool marked = allocated == 16 && channel.is_ecg && is_full_scale(number, physical);
            value = marked ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(physical);
            full_scale = full_scale || marked;
        }
    };
    const bool plain = !group.data.words.empty() && group.bytes_a_sample == 2 && group.is_signed;
    if (plain && channel.bits_stored == 16)
        full_scale = convert_signed_words(group, channel, index, begin, values);
    else
        convert(channel.bits_stored);
    if (!fits) {
        warnings.emplace_back("samples of " + channel.name + " need more than the " +
                              std::to_string(channel.bits_stored) + " bits that the file names; all bits were used");
        convert(allocated);
    }
    if (full_scale) warn_once(warnings, full_scale_warning);
    constexpr float absent = std::numeric_limits<float>::quiet_NaN();
    const auto before =
        static_cast<std::size_t>(std::clamp<std::int64_t>(begin + channel.late_samples - first, 0, count));
    values.insert(values.begin(), before, absent);
    values.resize(static_cast<std::size_t>(count), absent);
    auto lead = to_lead(channel.name, std::move(values));
    if (!channel.is_ecg) lead.name = channel.name;
    lead.unit = channel.unit;
    lead.derived = channel.derived;
    return lead;
}

}  // namespace synchrony::io::dicom
