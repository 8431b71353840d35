#include "dicom/element_walk.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "dicom/data_set_bytes.hpp"
#include "parts.hpp"

namespace synchrony::io::dicom {
namespace {

using WalkedSpan = std::span<const std::byte>;

// PS3.5 table 6.2-1; those of the second list have a length of four bytes.
constexpr std::array<std::string_view, 20> short_vrs = {"AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS",
                                                        "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL"};
constexpr std::array<std::string_view, 13> long_vrs = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                       "SV", "UC", "UN", "UR", "UT", "UV"};

bool is_one_of(std::string_view vr, std::span<const std::string_view> list) {
    return std::find(list.begin(), list.end(), vr) != list.end();
}

std::string_view vr_at(WalkedSpan at) {
    if (at.size() < 6) return {};
    return {reinterpret_cast<const char*>(at.data()) + 4, 2};
}

bool is_short(std::string_view vr) {
    return vr == "US" || is_one_of(vr, short_vrs);
}

/// Deepest seen in waveforms: annotation, its concept, a modifier of it, its code: 8 levels with their items.
constexpr int deepest = 32;
/// Half a million elements are an annotation at every beat of a day; more would only cost memory.
constexpr std::size_t most_elements = 500'000;

class ElementWalk {
  public:
    ElementWalk(const DataSetBytes& data, IsSequence is_sequence, const std::string& where)
        : bytes_(data.bytes), order_(data.order), is_sequence_(is_sequence), where_(where) {}

    /// Elements up to `end`, or up to the delimiter of an item where that is to come.
    core::Result<void> elements(std::size_t end, bool explicit_vr, int depth, bool to_delimiter) {
        while (at_ < end) {
            SYNCHRONY_ASSIGN(const auto head, take_head(end, explicit_vr));
            if (head.tag == tag::item_end && to_delimiter) return {};
            SYNCHRONY_TRY(value(head, end, explicit_vr, depth));
        }
        return to_delimiter ? cut_off("an item without its end") : core::Result<void>();
    }

  private:
    core::Result<void> cut_off(const std::string& got) const {
        return core::fail_input("DICOM data are broken", where_ + ", byte " + std::to_string(at_) + " of the data set",
                                got, "whole elements inside what holds them");
    }

    core::Result<ElementHead> take_head(std::size_t end, bool explicit_vr) {
        const auto head = element_head(bytes_.first(end).subspan(at_), explicit_vr, order_);
        if (!head) return core::fail(cut_off("no whole element").error());
        if (++elements_ > most_elements)
            return core::fail_input("DICOM file has too many elements", where_,
                                    "more than " + std::to_string(most_elements), "at most that");
        at_ += head->bytes;
        return *head;
    }

    core::Result<void> value(const ElementHead& head, std::size_t end, bool explicit_vr, int depth) {
        if (head.length != undefined_length && head.length > end - at_)
            return cut_off("an element of " + std::to_string(head.length) + " bytes where " +
                           std::to_string(end - at_) + " are left");
        const bool undefined = head.length == undefined_length;
        const bool sequence = head.vr == "SQ" || (head.vr.empty() && is_sequence_(head.tag));
        if (sequence || undefined) {
            const auto stop = undefined ? end : at_ + head.length;
            // An unknown element of undefined length is a sequence in implicit VR; one of bytes holds fragments.
            if (undefined && (head.vr == "OB" || head.vr == "OW")) return cut_off("fragments of a compressed image");
            return items(stop, explicit_vr && head.vr != "UN", depth + 1, undefined);
        }
        at_ += head.length;
        return {};
    }

    core::Result<void> items(std::size_t end, bool explicit_vr, int depth, bool to_delimiter) {
        if (depth > deepest)
            return core::fail_input("DICOM sequences are nested too deeply", where_,
                                    "more than " + std::to_string(deepest) + " levels", "at most that");
        while (at_ < end) {
            SYNCHRONY_ASSIGN(const auto head, take_head(end, explicit_vr));
            if (head.tag == tag::sequence_end && to_delimiter) return {};
            if (!(head.tag == tag::item)) return cut_off("an element between the items of a sequence");
            const bool undefined = head.length == undefined_length;
            if (!undefined && head.length > end - at_) return cut_off("an item longer than its sequence");
            SYNCHRONY_TRY(elements(undefined ? end : at_ + head.length, explicit_vr, depth, undefined));
        }
        return to_delimiter ? cut_off("a sequence without its end") : core::Result<void>();
    }

    WalkedSpan bytes_;
    std::endian order_;
    IsSequence is_sequence_;
    const std::string& where_;
    std::size_t at_ = 0;
    std::size_t elements_ = 0;
};

}  // namespace

bool has_vr(WalkedSpan at) {
    const auto vr = vr_at(at);
    return is_short(vr) || is_one_of(vr, long_vrs);
}

std::optional<ElementHead> element_head(WalkedSpan at, bool explicit_vr, std::endian order) {
    const auto group = number_at<std::uint16_t>(at, 0, order), element = number_at<std::uint16_t>(at, 2, order);
    if (!group || !element) return std::nullopt;
    ElementHead head{{*group, *element}, {}, 0, 8};
    if (!explicit_vr || *group == tag::item.group) {
        const auto length = number_at<std::uint32_t>(at, 4, order);
        if (!length) return std::nullopt;
        head.length = *length;
        return head;
    }
    if (!has_vr(at)) return std::nullopt;
    head.vr = vr_at(at);
    if (is_short(head.vr)) {
        const auto length = number_at<std::uint16_t>(at, 6, order);
        if (!length) return std::nullopt;
        head.length = *length;
        return head;
    }
    const auto length = number_at<std::uint32_t>(at, 8, order);
    if (!length) return std::nullopt;
    head.length = *length;
    head.bytes = 12;
    return head;
}

core::Result<void> check_elements(const DataSetBytes& data, IsSequence is_sequence, const std::string& where) {
    return ElementWalk(data, is_sequence, where).elements(data.bytes.size(), data.explicit_vr, 0, false);
}

}  // namespace synchrony::io::dicom
