#include "edf/timeline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "edf/ends_text.hpp"
#include "parts.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::edf {
namespace {

using core::fail_input;

/// Where each data record begins on the axis, in samples.
core::Result<std::vector<std::int64_t>> record_begins(const FileHeader& header, std::int64_t samples, double fs_hz,
                                                      const Annotations& annotations, const std::string& where) {
    std::vector<std::int64_t> begins(static_cast<std::size_t>(header.records));
    const auto& onsets = annotations.record_onsets_s;
    if (header.discontinuous && onsets.size() != begins.size())
        return fail_input("data records do not say when they begin", where, "no annotation signal",
                          "time-keeping annotations (EDF+D)");
    for (std::size_t r = 0; r < begins.size(); ++r) {
        if (!header.discontinuous) {
            begins[r] = static_cast<std::int64_t>(r) * samples;
            continue;
        }
        begins[r] = std::llround((onsets[r] - onsets[0]) * fs_hz);
        if (r == 0 || begins[r] >= begins[r - 1] + samples) continue;
        // Onsets are written with few decimals; half a sample of it is rounding.
        if (begins[r] == begins[r - 1] + samples - 1)
            ++begins[r];
        else
            return fail_input("data records overlap", where + ", data record " + std::to_string(r),
                              core::shortest(onsets[r]) + " s", "a time behind the record before it");
    }
    return begins;
}

/// Where the axis ends: with the last data record, or within it where an annotation says so.
std::int64_t end_of(const std::vector<std::int64_t>& begins, std::int64_t samples, double fs_hz,
                    const Annotations& annotations) {
    const auto whole = begins.back() + samples;
    const double begin_s = annotations.record_onsets_s.empty() ? 0.0 : annotations.record_onsets_s.front();
    for (const auto& note : annotations.notes) {
        if (note.text != recording_ends) continue;
        const auto end = std::llround((note.time_s - begin_s) * fs_hz);
        if (end > begins.back() && end < whole) return end;
    }
    return whole;
}

std::int32_t sample_at(std::span<const std::byte> bytes, std::size_t at, bool bdf) {
    const auto low = std::to_integer<std::uint32_t>(bytes[at]) | std::to_integer<std::uint32_t>(bytes[at + 1]) << 8U;
    if (!bdf) return static_cast<std::int16_t>(low);
    return static_cast<std::int32_t>((low | std::to_integer<std::uint32_t>(bytes[at + 2]) << 16U) << 8U) >> 8;
}

/// Stored numbers of one signal as values.
struct Scale {
    double unit = 0.0, offset = 0.0;
    std::int32_t low = 0, high = 0, missing = 0;
    Scale(const SignalHeader& signal, double scale, bool bdf)
        : unit((signal.physical_max - signal.physical_min) /
               (static_cast<double>(signal.digital_max) - signal.digital_min) * scale),
          offset(signal.physical_min * scale - signal.digital_min * unit),
          low(std::min(signal.digital_min, signal.digital_max)),
          high(std::max(signal.digital_min, signal.digital_max)),
          missing(bdf ? -(1 << 23) : std::numeric_limits<std::int16_t>::min()) {
        constexpr double rounding = 1e-9;  // of the arithmetic: a symmetric range means that 0 is 0
        if (std::abs(offset) < rounding * std::abs(unit)) offset = 0.0;
    }
    [[nodiscard]] bool is_missing(std::int32_t value) const { return value == missing && missing < low; }
};

/// Samples of a lead that has one at each place, as values; whether all lie within the digital range. No branch in the
/// loop, so that the compiler takes several at a time.
template <std::size_t Bytes>
bool scaled(std::span<const std::byte> stored, std::size_t count, const Scale& to, float* out) {
    const double unit = to.unit, offset = to.offset;
    std::int32_t low = to.low, high = to.high;
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = sample_at(stored, Bytes * i, Bytes == 3);
        out[i] = static_cast<float>(value * unit + offset);
        low = std::min(low, value);
        high = std::max(high, value);
    }
    return low == to.low && high == to.high;
}

/// Samples of a lead that has one at each place, the common case, from sample `at` of the lead on.
void take_run(std::span<const std::byte> stored, std::size_t count, std::int64_t at, bool bdf, const Scale& to,
              record::Lead& lead, std::int64_t& beyond) {
    float* const out = lead.samples.data() + at;
    const bool inside = bdf ? scaled<3>(stored, count, to, out) : scaled<2>(stored, count, to, out);
    for (std::size_t i = 0; !inside && i < count; ++i) {
        const auto value = sample_at(stored, (bdf ? 3 : 2) * i, bdf);
        if (value >= to.low && value <= to.high) continue;
        if (!to.is_missing(value)) {
            ++beyond;
            continue;
        }
        const auto missing = at + static_cast<std::int64_t>(i);
        if (!lead.invalid.empty() && lead.invalid.back().end == missing)
            ++lead.invalid.back().end;
        else
            lead.invalid.push_back({missing, missing + 1});
    }
}

}  // namespace

core::Result<Timeline> Timeline::make(std::span<const std::byte> bytes, const FileHeader& header, std::int64_t samples,
                                      double fs_hz, const Annotations& annotations, const ReadOptions& options,
                                      const std::string& where) {
    Timeline line;
    line.bytes_ = bytes;
    line.header_ = &header;
    line.samples_ = samples;
    SYNCHRONY_ASSIGN(line.begins_, record_begins(header, samples, fs_hz, annotations, where));
    const auto end = end_of(line.begins_, samples, fs_hz, annotations);
    SYNCHRONY_ASSIGN(const auto wanted, samples_asked(options.first_sample, options.samples, end, fs_hz, where));
    SYNCHRONY_TRY(check_size(header.signals.size(), static_cast<std::uint64_t>(wanted), options, where));
    line.first_ = options.first_sample;
    line.end_ = options.first_sample + wanted;
    return line;
}

record::Lead Timeline::signal(const SignalHeader& signal, double scale, std::int64_t& beyond) const {
    const bool bdf = header_->bdf;
    const Scale to(signal, scale, bdf);
    const bool averaged = signal.samples > samples_ && signal.samples % samples_ == 0;
    record::Lead lead;
    lead.samples.resize(static_cast<std::size_t>(end_ - first_));
    const auto invalid = [&](std::int64_t begin, std::int64_t end) {
        if (!lead.invalid.empty() && lead.invalid.back().end == begin)
            lead.invalid.back().end = end;
        else if (begin < end)
            lead.invalid.push_back({begin, end});
    };
    auto next = first_;  // on the axis, not yet written
    for (std::size_t r = 0; r < begins_.size(); ++r) {
        const auto begin = std::max(begins_[r], first_), end = std::min(begins_[r] + samples_, end_);
        if (begin >= end) continue;
        if (begin > next) invalid(next - first_, begin - first_);
        const auto data = header_->data_begin + r * header_->record_bytes + signal.offset;
        if (signal.samples == samples_) {
            const auto stored =
                bytes_.subspan(data + static_cast<std::size_t>(begin - begins_[r]) * header_->sample_bytes());
            take_run(stored, static_cast<std::size_t>(end - begin), begin - first_, bdf, to, lead, beyond);
            next = end;
            continue;
        }
        for (auto i = begin; i < end; ++i) {
            const auto in_record = i - begins_[r];
            const auto from =
                averaged ? in_record * (signal.samples / samples_) : in_record * signal.samples / samples_;
            const auto count = averaged ? signal.samples / samples_ : 1;
            std::int64_t sum = 0;
            bool missing = false;
            for (auto k = from; k < from + count; ++k) {
                const auto value = sample_at(bytes_, data + static_cast<std::size_t>(k) * header_->sample_bytes(), bdf);
                missing = missing || to.is_missing(value);
                beyond += (value < to.low || value > to.high) && !to.is_missing(value);
                sum += value;
            }
            const double mean = static_cast<double>(sum) / static_cast<double>(count);
            lead.samples[static_cast<std::size_t>(i - first_)] = static_cast<float>(mean * to.unit + to.offset);
            if (missing) invalid(i - first_, i - first_ + 1);
        }
        next = end;
    }
    if (next < end_) invalid(next - first_, end_ - first_);
    record::hold_over_invalid(lead);
    return lead;
}

}  // namespace synchrony::io::edf
