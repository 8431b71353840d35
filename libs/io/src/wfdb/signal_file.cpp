#include "wfdb/signal_file.hpp"

#include <algorithm>
#include <numeric>

#include "wfdb/fields.hpp"
#include "wfdb/matlab_5.hpp"
#include "wfdb/sample_format.hpp"

namespace synchrony::io::wfdb {
namespace {

using core::fail_input;
using core::Result;

/// Samples decoded at a time: 64 ki samples of scratch (256 KiB) stay in the L2 cache.
constexpr std::int64_t scratch_samples = 1 << 16;

std::uint32_t sum_of(std::span<const std::int32_t> values) {
    std::uint32_t sum = 0;
    for (const auto value : values) sum += static_cast<std::uint32_t>(value);
    return sum;
}

/// Adds the ranges of values[begin..] that equal `missing`.
void mark_missing(Samples& samples, std::size_t begin, std::int32_t missing) {
    const auto& v = samples.values;
    // Most blocks miss nothing; this loop is vectorised, the one below is not.
    std::size_t count = 0;
    for (std::size_t i = begin; i < v.size(); ++i) count += v[i] == missing;
    for (std::size_t i = begin; count > 0 && i < v.size(); ++i) {
        if (v[i] != missing) continue;
        add_range(samples.invalid, static_cast<std::int64_t>(i), static_cast<std::int64_t>(i) + 1);
        --count;
    }
}

Result<void> check_alike(const SignalSpec& first, const SignalSpec& other, const std::string& where) {
    if (other.format != first.format)
        return fail_input("signals of one file differ in format", where, std::to_string(other.format),
                          std::to_string(first.format));
    if (other.byte_offset && *other.byte_offset != first.byte_offset.value_or(0))
        return fail_input("signals of one file differ in byte offset", where, std::to_string(*other.byte_offset),
                          std::to_string(first.byte_offset.value_or(0)));
    return {};
}

/// The file as the header names it; where that names a folder that is not there (PTB-XL+: "ge/00001_medians.dat"), the
/// file of that name beside the header.
Result<Bytes> open_beside(const FileSource& source, const std::string& name, std::vector<record::Warning>& found) {
    auto bytes = source.open(name);
    const auto slash = name.find_last_of('/');
    if (bytes || slash == std::string::npos) return bytes;
    auto beside = source.open(name.substr(slash + 1));
    if (!beside) return bytes;
    found.emplace_back("the header names the signal file " + quote(name) + "; the one beside the header was read");
    return beside;
}

}  // namespace

void add_range(std::vector<record::SampleRange>& ranges, std::int64_t begin, std::int64_t end) {
    if (begin >= end) return;
    if (!ranges.empty() && ranges.back().end == begin)
        ranges.back().end = end;
    else
        ranges.push_back({begin, end});
}

Result<SignalFile> SignalFile::open(const FileSource& source, std::span<const SignalSpec> signals) {
    SignalFile file;
    file.layout_.where = source.describe(signals[0].file_name);
    file.layout_.format = signals[0].format;
    file.layout_.offset = signals[0].byte_offset.value_or(0);
    std::int64_t offset = 0;
    for (const auto& spec : signals) {
        SYNCHRONY_TRY(check_alike(signals[0], spec, file.layout_.where));
        file.signals_.push_back({spec, offset, 0});
        file.layout_.samples_per_frame.push_back(spec.samples_per_frame);
        file.layout_.initial_values.push_back(spec.effective_initial_value());
        offset += spec.samples_per_frame;
    }
    SYNCHRONY_ASSIGN(file.bytes_, open_beside(source, signals[0].file_name, file.found_));
    SYNCHRONY_TRY(file.step_over_matlab_5());
    for (const auto& spec : signals) {
        auto& decoder = file.decoders_[spec.skew_frames()];
        if (decoder) continue;
        SYNCHRONY_ASSIGN(decoder, make_frame_decoder(file.layout_, file.bytes_));
    }
    return file;
}

/// Headers of PhysioNet's Challenges step over the 24 bytes of a MATLAB 4 file. A MATLAB 5 file of the same name, as
/// some programs write, has its samples elsewhere.
Result<void> SignalFile::step_over_matlab_5() {
    if (!is_matlab_5(bytes_.view)) return {};
    SYNCHRONY_ASSIGN(const auto begin, matlab_5_samples(bytes_.view, layout_.where));
    if (begin == layout_.offset) return {};
    found_.emplace_back(layout_.where + " is a MATLAB 5 file: its samples begin at byte " + std::to_string(begin) +
                        ", the header says " + std::to_string(layout_.offset));
    layout_.offset = begin;
    return {};
}

Result<void> SignalFile::set_frames(std::int64_t frames, bool verify) {
    frames_ = frames;
    verify_ = verify;
    const std::int64_t there = frames_in_file();
    if (there < 0 || there >= frames) return {};
    return fail_input("signal file is shorter than the header promises",
                      layout_.where + ", byte " + std::to_string(bytes_.view.size()),
                      std::to_string(there) + " samples per signal", std::to_string(frames) + " samples per signal");
}

Result<void> SignalFile::append(std::int64_t first, std::int64_t n, std::span<Samples> out,
                                std::vector<record::Warning>& warnings) {
    std::vector<std::size_t> begin;
    for (std::size_t s = 0; s < signals_.size(); ++s) {
        auto& values = out[s].values;
        begin.push_back(values.size());
        values.resize(values.size() + static_cast<std::size_t>(n * signals_[s].spec.samples_per_frame));
    }
    for (const auto& entry : decoders_) SYNCHRONY_TRY(append_skewed(entry.first, first, n, out));

    const bool in_order = first == summed_;
    for (std::size_t s = 0; s < signals_.size(); ++s) {
        auto& signal = signals_[s];
        const auto present = std::clamp<std::int64_t>(frames_ - signal.spec.skew_frames() - first, 0, n);
        const auto count = static_cast<std::size_t>(present * signal.spec.samples_per_frame);
        if (in_order) signal.sum += sum_of(std::span(out[s].values).subspan(begin[s], count));
        if (const auto missing = find_format(layout_.format)->missing) mark_missing(out[s], begin[s], *missing);
        // What lies behind the end of a skewed signal was filled with zeros.
        add_range(out[s].invalid, static_cast<std::int64_t>(begin[s] + count),
                  static_cast<std::int64_t>(out[s].values.size()));
    }
    for (auto& found : found_) warnings.push_back(std::move(found));
    found_.clear();
    follow_checksums(first, n, warnings);
    return {};
}

Result<void> SignalFile::append_skewed(std::int64_t skew, std::int64_t first, std::int64_t n, std::span<Samples> out) {
    if (first == 0 && summed_ == 0) SYNCHRONY_TRY(sum_skipped(skew));
    auto& decoder = *decoders_[skew];
    const auto per_frame = layout_.samples_per_whole_frame();
    const std::int64_t block = std::max<std::int64_t>(1, scratch_samples / per_frame);
    const std::int64_t present = std::clamp<std::int64_t>(frames_ - skew - first, 0, n);
    for (std::int64_t done = 0; done < present;) {
        const std::int64_t now = std::min(block, present - done);
        scratch_.resize(static_cast<std::size_t>(now * per_frame));
        SYNCHRONY_TRY(decoder.decode(first + skew + done, now, scratch_.data()));
        for (std::size_t s = 0; s < signals_.size(); ++s) {
            if (signals_[s].spec.skew_frames() != skew) continue;
            const auto at =
                static_cast<std::int64_t>(out[s].values.size()) - (n - done) * signals_[s].spec.samples_per_frame;
            copy_signal(signals_[s], now, out[s].values.data() + at);
        }
        done += now;
    }
    return {};
}

/// The checksum counts the samples that a skewed signal never hands on: those before its first frame.
Result<void> SignalFile::sum_skipped(std::int64_t skew) {
    const auto per_frame = layout_.samples_per_whole_frame();
    const std::int64_t skipped = std::min(skew, frames_);
    const std::int64_t block = std::max<std::int64_t>(1, scratch_samples / per_frame);
    std::vector<std::int32_t> one;
    for (std::int64_t done = 0; done < skipped; done += block) {
        const std::int64_t now = std::min(block, skipped - done);
        scratch_.resize(static_cast<std::size_t>(now * per_frame));
        SYNCHRONY_TRY(decoders_[skew]->decode(done, now, scratch_.data()));
        for (auto& signal : signals_) {
            if (signal.spec.skew_frames() != skew) continue;
            one.resize(static_cast<std::size_t>(now * signal.spec.samples_per_frame));
            copy_signal(signal, now, one.data());
            signal.sum += sum_of(one);
        }
    }
    return {};
}

/// Picks one signal's samples out of the frames in scratch_.
void SignalFile::copy_signal(const Signal& signal, std::int64_t frames, std::int32_t* out) const {
    const auto stride = static_cast<std::size_t>(layout_.samples_per_whole_frame());
    const std::int32_t* from = scratch_.data() + signal.offset_in_frame;
    const auto n = static_cast<std::size_t>(frames);
    const auto k = static_cast<std::size_t>(signal.spec.samples_per_frame);
    if (k == 1 && stride == 2) {
        for (std::size_t f = 0; f < n; ++f) out[f] = from[2 * f];
    } else if (k == 1) {
        for (std::size_t f = 0; f < n; ++f) out[f] = from[stride * f];
    } else {
        for (std::size_t f = 0; f < n; ++f) std::copy_n(from + stride * f, k, out + k * f);
    }
}

void SignalFile::follow_checksums(std::int64_t first, std::int64_t n, std::vector<record::Warning>& warnings) {
    if (first != summed_) {
        summed_ = -1;
        return;
    }
    summed_ += n;
    if (!verify_ || summed_ != frames_ || n == 0) return;
    for (const auto& signal : signals_) {
        const auto found = static_cast<std::uint16_t>(signal.sum & 0xffff);
        if (!signal.spec.checksum || *signal.spec.checksum == found) continue;
        warnings.emplace_back("checksum of signal " + signal.spec.description + " differs (got " +
                                  std::to_string(static_cast<std::int16_t>(found)) + ", the header says " +
                                  std::to_string(static_cast<std::int16_t>(*signal.spec.checksum)) + ")",
                              "checksum_differs");
    }
}

}  // namespace synchrony::io::wfdb
