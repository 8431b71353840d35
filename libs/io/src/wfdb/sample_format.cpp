#include "wfdb/sample_format.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace synchrony::io::wfdb {
namespace {

constexpr std::array<SampleFormat, 13> formats{{
    {8, 8, std::nullopt, false},
    {16, 16, -(1 << 15), false},
    {24, 24, -(1 << 23), false},
    {32, 32, std::numeric_limits<std::int32_t>::min(), false},
    {61, 16, -(1 << 15), false},
    {80, 8, -(1 << 7), false},
    {160, 16, -(1 << 15), false},
    {212, 12, -(1 << 11), false},
    {310, 10, -(1 << 9), false},
    {311, 10, -(1 << 9), false},
    {508, 8, -(1 << 7), true},
    {516, 16, -(1 << 15), true},
    {524, 24, -(1 << 23), true},
}};

/// Samples that share a run of bytes, and where in the run the last bit of each stands (bytes needed up to it).
struct Packing {
    std::uint64_t samples;
    std::uint64_t bytes;
    std::array<std::uint64_t, 3> bytes_up_to;  ///< for 1, 2, 3 samples of the run
};

constexpr Packing packing_of(int code) {
    switch (code) {
        case 16:
        case 61:
        case 160:
            return {1, 2, {2, 0, 0}};
        case 24:
            return {1, 3, {3, 0, 0}};
        case 32:
            return {1, 4, {4, 0, 0}};
        case 212:
            return {2, 3, {2, 3, 0}};
        case 310:
            return {3, 4, {2, 4, 4}};
        case 311:
            return {3, 4, {2, 3, 4}};
        default:
            return {1, 1, {1, 0, 0}};
    }
}

std::int32_t sign_extend(std::uint32_t value, int bits) {
    const int shift = 32 - bits;
    return static_cast<std::int32_t>(value << shift) >> shift;
}

std::uint32_t byte_at(const std::byte* p, std::size_t i) {
    return static_cast<std::uint32_t>(p[i]);
}
std::uint32_t word_at(const std::byte* p, std::size_t i) {
    return byte_at(p, i) | (byte_at(p, i + 1) << 8);
}

// Sample k (0, 1 or 2) of a run. Each reads only bytes_up_to[k] bytes, so that a file may end inside a run.
std::int32_t sample_212(const std::byte* run, std::uint64_t k) {
    if (k == 0) return sign_extend(word_at(run, 0) & 0xfff, 12);
    return sign_extend(byte_at(run, 2) | ((byte_at(run, 1) & 0xf0) << 4), 12);
}
std::int32_t sample_310(const std::byte* run, std::uint64_t k) {
    if (k < 2) return sign_extend((word_at(run, 2 * k) >> 1) & 0x3ff, 10);
    return sign_extend((word_at(run, 0) >> 11) | ((word_at(run, 2) >> 11) << 5), 10);
}
std::int32_t sample_311(const std::byte* run, std::uint64_t k) {
    if (k == 0) return sign_extend(word_at(run, 0) & 0x3ff, 10);
    if (k == 1) return sign_extend((byte_at(run, 1) >> 2) | ((byte_at(run, 2) & 0x0f) << 6), 10);
    return sign_extend((byte_at(run, 2) >> 4) | ((byte_at(run, 3) & 0x3f) << 4), 10);
}

template <typename Sample>
void decode_runs(const Packing& packing, const std::byte* data, std::uint64_t first, std::span<std::int32_t> out,
                 Sample sample) {
    const std::byte* run = data + first / packing.samples * packing.bytes;
    std::uint64_t k = first % packing.samples;
    std::size_t i = 0;
    for (; i < out.size() && k != 0; ++i, k = (k + 1) % packing.samples)
        if (out[i] = sample(run, k); k + 1 == packing.samples) run += packing.bytes;
    for (; i + packing.samples <= out.size(); i += packing.samples, run += packing.bytes)
        for (std::uint64_t j = 0; j < packing.samples; ++j) out[i + j] = sample(run, j);
    for (k = 0; i < out.size(); ++i, ++k) out[i] = sample(run, k);
}

/// Formats of whole bytes: `value` turns the unsigned little-endian number of Bytes bytes into the sample.
template <std::size_t Bytes, typename Value>
void decode_whole(const std::byte* data, std::uint64_t first, std::span<std::int32_t> out, Value value) {
    const std::byte* p = data + first * Bytes;
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::uint32_t word = 0;
        for (std::size_t b = 0; b < Bytes; ++b) word |= byte_at(p, Bytes * i + b) << (8 * b);
        out[i] = value(word);
    }
}

}  // namespace

const SampleFormat* find_format(int code) {
    const auto found = std::find_if(formats.begin(), formats.end(), [&](const auto& f) { return f.code == code; });
    return found == formats.end() ? nullptr : &*found;
}

std::string format_list() {
    std::string list;
    for (const auto& format : formats) list += (list.empty() ? "" : " ") + std::to_string(format.code);
    return list;
}

std::uint64_t bytes_for(int code, std::uint64_t samples) {
    const Packing packing = packing_of(code);
    const auto rest = samples % packing.samples;
    return samples / packing.samples * packing.bytes + (rest == 0 ? 0 : packing.bytes_up_to[rest - 1]);
}

std::uint64_t samples_in(int code, std::uint64_t bytes) {
    const Packing packing = packing_of(code);
    std::uint64_t samples = bytes / packing.bytes * packing.samples;
    while (bytes_for(code, samples + 1) <= bytes) ++samples;
    return samples;
}

void decode(int code, std::span<const std::byte> data, std::uint64_t first, std::span<std::int32_t> out) {
    const std::byte* p = data.data();
    switch (code) {
        case 8:
            return decode_whole<1>(p, first, out, [](std::uint32_t w) { return sign_extend(w, 8); });
        case 16:
            return decode_whole<2>(p, first, out, [](std::uint32_t w) { return sign_extend(w, 16); });
        case 24:
            return decode_whole<3>(p, first, out, [](std::uint32_t w) { return sign_extend(w, 24); });
        case 32:
            return decode_whole<4>(p, first, out, [](std::uint32_t w) { return static_cast<std::int32_t>(w); });
        case 61:
            return decode_whole<2>(p, first, out, [](std::uint32_t w) { return sign_extend((w >> 8) | (w << 8), 16); });
        case 80:
            return decode_whole<1>(p, first, out, [](std::uint32_t w) { return static_cast<std::int32_t>(w) - 128; });
        case 160:
            return decode_whole<2>(p, first, out, [](std::uint32_t w) { return static_cast<std::int32_t>(w) - 32768; });
        case 212:
            return decode_runs(packing_of(212), p, first, out, sample_212);
        case 310:
            return decode_runs(packing_of(310), p, first, out, sample_310);
        case 311:
            return decode_runs(packing_of(311), p, first, out, sample_311);
        default:
            return;
    }
}

}  // namespace synchrony::io::wfdb
