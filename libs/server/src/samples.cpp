#include "samples.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace synchrony::server {
namespace {

constexpr float missing_sample = std::numeric_limits<float>::quiet_NaN();

void append_float(float value, std::string& bytes) {
    auto bits = std::bit_cast<std::uint32_t>(value);
    for (int i = 0; i < 4; ++i, bits >>= 8U) bytes += static_cast<char>(bits & 0xffU);
}

/// Goes along a signal's invalid ranges with rising samples.
class Validity {
  public:
    Validity(const record::Lead& signal, std::int64_t from) : ranges_(signal.invalid) {
        while (next_ < ranges_.size() && ranges_[next_].end <= from) ++next_;
    }
    [[nodiscard]] bool holds(std::int64_t sample) {
        while (next_ < ranges_.size() && ranges_[next_].end <= sample) ++next_;
        return next_ == ranges_.size() || sample < ranges_[next_].begin;
    }

  private:
    const std::vector<record::SampleRange>& ranges_;
    std::size_t next_ = 0;
};

}  // namespace

record::SampleRange stretch_of(const record::Ecg& ecg, double from_s, std::optional<double> to_s) {
    const auto count = ecg.sample_count();
    const auto at = [&](double seconds) {
        const double sample = std::round(std::min(seconds * ecg.sampling_frequency_hz, static_cast<double>(count)));
        return std::clamp<std::int64_t>(static_cast<std::int64_t>(sample), 0, count);
    };
    const auto begin = at(from_s);
    return {begin, std::max(begin, to_s ? at(*to_s) : count)};
}

void append_samples(const record::Lead& signal, record::SampleRange stretch, std::string& bytes) {
    const auto first = static_cast<std::size_t>(stretch.begin), count = static_cast<std::size_t>(stretch.end) - first;
    bytes.reserve(bytes.size() + count * sizeof(float));
    Validity valid(signal, stretch.begin);
    for (auto i = stretch.begin; i < stretch.end; ++i)
        append_float(valid.holds(i) ? signal.samples[static_cast<std::size_t>(i)] : missing_sample, bytes);
}

void append_min_max(const record::Lead& signal, record::SampleRange stretch, std::size_t columns, std::string& bytes) {
    bytes.reserve(bytes.size() + 2 * columns * sizeof(float));
    Validity valid(signal, stretch.begin);
    const auto length = static_cast<std::uint64_t>(stretch.end - stretch.begin);
    const auto edge = [&](std::size_t column) {
        return stretch.begin + static_cast<std::int64_t>(length * column / columns);
    };
    for (std::size_t column = 0; column < columns; ++column) {
        float low = std::numeric_limits<float>::infinity(), high = -low;
        for (auto i = edge(column); i < edge(column + 1); ++i) {
            if (!valid.holds(i)) continue;
            const float sample = signal.samples[static_cast<std::size_t>(i)];
            low = std::min(low, sample);
            high = std::max(high, sample);
        }
        append_float(low <= high ? low : missing_sample, bytes);
        append_float(low <= high ? high : missing_sample, bytes);
    }
}

}  // namespace synchrony::server
