#include "dicom/data_set_bytes.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "dicom/element_walk.hpp"
#include "parts.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/archive.hpp"

namespace synchrony::io::dicom {
namespace {

using Span = std::span<const std::byte>;

constexpr std::size_t preamble_bytes = 128;

struct Syntax {
    std::string_view uid;
    std::string_view name;
    bool explicit_vr;
    std::endian order;
    bool deflated;
};
// Source: PS3.5 annex A. The others carry compressed images.
constexpr std::array<Syntax, 4> syntaxes = {{
    {"1.2.840.10008.1.2", "implicit little endian", false, std::endian::little, false},
    {"1.2.840.10008.1.2.1", "explicit little endian", true, std::endian::little, false},
    {"1.2.840.10008.1.2.1.99", "deflated explicit little endian", true, std::endian::little, true},
    {"1.2.840.10008.1.2.2", "explicit big endian", true, std::endian::big, false},
}};

Span bytes_of_text(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

bool has_preamble(Span file) {
    constexpr std::string_view mark = "DICM";
    const auto text = bytes_of_text(mark);
    return file.size() >= preamble_bytes + mark.size() &&
           std::equal(text.begin(), text.end(), file.begin() + preamble_bytes);
}

/// Two elements of group 2 or 8 in a row, as a file without preamble begins.
bool begins_with_elements(Span file) {
    for (const auto order : {std::endian::little, std::endian::big}) {
        auto rest = file;
        int seen = 0;
        std::uint16_t last = 0;
        for (; seen < 2; ++seen) {
            const auto group = number_at<std::uint16_t>(rest, 0, order);
            if (!group || (*group != 2 && *group != 8)) break;
            const bool explicit_vr = has_vr(rest);
            if (!explicit_vr && order == std::endian::big) break;
            const auto head = element_head(rest, explicit_vr, order);
            constexpr std::uint32_t longest_of_these = 1024;
            if (!head || head->length > longest_of_these || head->length % 2 != 0) break;
            if (seen > 0 && head->tag.group == 8 && head->tag.element <= last && *group == last) break;
            last = head->tag.element;
            if (rest.size() < head->bytes + head->length) break;
            rest = rest.subspan(head->bytes + head->length);
        }
        if (seen == 2) return true;
    }
    return false;
}

/// The transfer syntax in the file meta information, which is behind `rest` afterwards.
core::Result<std::string> take_meta_information(Span& rest, const std::string& where) {
    std::string uid;
    while (number_at<std::uint16_t>(rest, 0) == std::uint16_t{2}) {
        const auto head = element_head(rest, true, std::endian::little);
        if (!head || head->length > rest.size() - head->bytes)
            return core::fail_input("file meta information is cut off", where,
                                    std::to_string(rest.size()) + " bytes left", "whole elements of group 0002");
        if (head->tag == tag::transfer_syntax) {
            const auto value = rest.subspan(head->bytes, head->length);
            uid.assign(reinterpret_cast<const char*>(value.data()), value.size());
        }
        rest = rest.subspan(head->bytes + head->length);
    }
    const auto end = uid.find('\0');
    return std::string(core::trimmed(uid.substr(0, end)));
}

/// How a data set without meta information is written, by its first element.
const Syntax& guessed_syntax(Span data) {
    const auto group = number_at<std::uint16_t>(data, 0);
    const bool big = group && (*group & 0xff) == 0 && *group > 0xff;
    if (has_vr(data)) return big ? syntaxes[3] : syntaxes[1];
    return syntaxes[0];
}

/// Raw deflate (RFC 1951), bounded: an ECG shrinks to a tenth at most, what grows beyond that is a bomb.
core::Result<Bytes> inflated(Span data, const std::string& where) {
    constexpr std::uint64_t always = std::uint64_t{64} << 20, most_growth = 20;
    UnpackLimits limits;
    limits.max_bytes = limits.free_bytes = always + most_growth * data.size();
    return inflate_raw({reinterpret_cast<const char*>(data.data()), data.size()}, where, limits);
}

}  // namespace

bool looks_like_dicom(std::string_view head) {
    const auto bytes = bytes_of_text(head);
    return has_preamble(bytes) || begins_with_elements(bytes);
}

core::Result<DataSetBytes> open_data_set(Span file, const std::string& where) {
    Span rest = has_preamble(file) ? file.subspan(preamble_bytes + 4) : file;
    SYNCHRONY_ASSIGN(const auto uid, take_meta_information(rest, where));
    const auto found =
        std::find_if(syntaxes.begin(), syntaxes.end(), [&](const auto& syntax) { return syntax.uid == uid; });
    if (!uid.empty() && found == syntaxes.end())
        return core::fail_input("transfer syntax is none of waveforms", where, core::in_quotes(uid),
                                "implicit or explicit, little or big endian, or deflated");
    const Syntax& syntax = uid.empty() ? guessed_syntax(rest) : *found;
    DataSetBytes data;
    data.bytes = rest;
    data.order = syntax.order;
    data.transfer_syntax = std::string(syntax.name);
    if (syntax.deflated) {
        SYNCHRONY_ASSIGN(const auto out, inflated(rest, where));
        data.bytes = out.view;
        data.inflated = out.keeper;
    }
    // Some programs write one and promise the other.
    data.explicit_vr = syntax.order == std::endian::big || has_vr(data.bytes);
    return data;
}

}  // namespace synchrony::io::dicom
