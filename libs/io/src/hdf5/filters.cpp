// The filters that chunks go through: gzip, shuffle, checksum, and LZF as h5py has it.
// Source: HDF5 File Format Specification Version 3.0, IV.A.2.l; LZF: Marc Lehmann's liblzf, as lzf_filter.c of h5py
// uses it.
#include <algorithm>
#include <cstring>

#include "hdf5/chunks.hpp"
#include "synchrony/io/archive.hpp"

namespace synchrony::io::hdf5 {
namespace {

enum FilterId : unsigned { gzip = 1, shuffle = 2, fletcher = 3, lzf = 32000 };

Bytes own(std::string text) {
    auto kept = std::make_shared<const std::string>(std::move(text));
    return {std::as_bytes(std::span(*kept)), kept};
}

/// The bytes of all elements stood together, the first ones first; what does not fill an element stands behind.
Bytes unshuffled(std::span<const std::byte> bytes, std::size_t element) {
    std::string out(bytes.size(), '\0');
    const std::size_t count = bytes.size() / element;
    for (std::size_t b = 0; b < element; ++b)
        for (std::size_t i = 0; i < count; ++i) out[i * element + b] = static_cast<char>(bytes[b * count + i]);
    for (std::size_t i = count * element; i < bytes.size(); ++i) out[i] = static_cast<char>(bytes[i]);
    return own(std::move(out));
}

/// Fletcher's checksum over words of 16 bits, highest byte first.
std::uint32_t fletcher_32(std::span<const std::byte> bytes) {
    std::uint64_t one = 0, two = 0, any = 0;
    constexpr std::uint64_t modulus = 65535;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        auto word = std::to_integer<std::uint64_t>(bytes[i]) << 8U;
        if (i + 1 < bytes.size()) word |= std::to_integer<std::uint64_t>(bytes[i + 1]);
        any |= word;
        one = (one + word) % modulus;
        two = (two + one) % modulus;
    }
    // HDF5 adds what is carried over, which keeps 65535 where a remainder gives 0.
    const auto folded = [&](std::uint64_t sum) { return sum == 0 && any != 0 ? modulus : sum; };
    return static_cast<std::uint32_t>(folded(two) << 16U | folded(one));
}

/// Empty where the bytes are no LZF or would unpack to more than `most`.
std::optional<std::string> lzf_unpacked(std::span<const std::byte> bytes, std::size_t most) {
    std::string out;
    constexpr std::size_t most_growth = 88;  // three bytes stand for 264 at most
    out.reserve(std::min(most, bytes.size() * most_growth));
    for (std::size_t i = 0; i < bytes.size();) {
        const auto control = std::to_integer<std::size_t>(bytes[i++]);
        constexpr std::size_t first_reference = 32, long_reference = 7;
        if (control < first_reference) {  // so many letters and one
            const auto count = control + 1;
            if (count > bytes.size() - i || count > most - out.size()) return std::nullopt;
            out.append(reinterpret_cast<const char*>(bytes.data()) + i, count);
            i += count;
            continue;
        }
        auto count = control >> 5U;
        if (count == long_reference) {
            if (i == bytes.size()) return std::nullopt;
            count += std::to_integer<std::size_t>(bytes[i++]);
        }
        if (i == bytes.size()) return std::nullopt;
        const auto back = ((control & 31U) << 8U) + std::to_integer<std::size_t>(bytes[i++]) + 1;
        count += 2;
        if (back > out.size() || count > most - out.size()) return std::nullopt;
        for (std::size_t k = 0; k < count; ++k) out += out[out.size() - back];
    }
    return out;
}

core::Result<Bytes> unfiltered(const Bytes& bytes, const Filter& filter, std::size_t element, std::size_t most,
                               const std::string& where) {
    const auto damaged = [&](const char* what) { return core::fail_input(what, where, "other bytes", "whole chunks"); };
    constexpr std::size_t checksum = 4;
    switch (filter.id) {
        case gzip:
            return inflate_zlib(bytes.text(), where, {.max_bytes = most + checksum});
        case shuffle:
            return element > 1 ? unshuffled(bytes.view, element) : bytes;
        case fletcher: {
            if (bytes.view.size() < checksum) return damaged("checksum of an HDF5 chunk is missing");
            const auto body = bytes.view.first(bytes.view.size() - checksum);
            if (number_at<std::uint32_t>(bytes.view, body.size()) != fletcher_32(body))
                return damaged("checksum of an HDF5 chunk differs");
            return Bytes{body, bytes.keeper};
        }
        case lzf: {
            auto text = lzf_unpacked(bytes.view, most + checksum);
            if (!text) return damaged("LZF chunk is damaged");
            return own(std::move(*text));
        }
        default:
            return core::fail_input("filter of an HDF5 dataset is not read", where,
                                    "filter " + std::to_string(filter.id), "gzip, lzf, shuffle or fletcher32",
                                    "Rewrite the file: h5repack -f GZIP=4 IN OUT");
    }
}

}  // namespace

core::Result<Bytes> unpack_chunk(const FileBytes& file, const Dataset& dataset, const StoredChunk& chunk,
                                 std::size_t size) {
    const auto where = file.where + ", dataset " + dataset.path;
    Bytes bytes{file.part(chunk.address, chunk.bytes), file.bytes.keeper};
    if (bytes.view.empty())
        return file.broken("HDF5 chunk lies outside the file", std::to_string(chunk.bytes) + " bytes");
    const auto& filters = dataset.layout.filters;
    for (std::size_t f = filters.size(); f-- > 0;) {
        if ((chunk.left_out >> f & 1U) != 0) continue;
        SYNCHRONY_ASSIGN(bytes, unfiltered(bytes, filters[f], dataset.element.bytes, size, where));
    }
    if (bytes.view.size() == size) return bytes;
    return core::fail_input("HDF5 chunk is of another size", where, std::to_string(bytes.view.size()) + " bytes",
                            std::to_string(size));
}

}  // namespace synchrony::io::hdf5
