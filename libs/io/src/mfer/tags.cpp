#include "mfer/tags.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace synchrony::io::mfer {
namespace {

constexpr unsigned open_length = 0x80;      // a definition that ends with two zero bytes
constexpr unsigned most_length_bytes = 4;   // behind 0x80 + their number
constexpr unsigned most_depth = 3;          // of definitions of open length within each other
constexpr unsigned most_channel_bytes = 4;  // seven bits each

/// Tags of the standard (Part 1, table of tags).
constexpr std::array<unsigned, 39> known_tags = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A,
                                                 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x11, 0x12, 0x15, 0x16, 0x17,
                                                 0x1E, 0x3F, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x67,
                                                 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x80};

/// Whether a definition of that tag may have such a value.
bool makes_sense(const Definition& definition) {
    const auto bytes = definition.value.size();
    switch (definition.tag) {
        case Tag::byte_order:
            return bytes == 1 && std::to_integer<unsigned>(definition.value[0]) <= 1;
        case Tag::version:
            return bytes == 3;
        case Tag::block_length:
        case Tag::channels:
        case Tag::sequences:
        case Tag::pointer:
            return bytes <= 4;
        case Tag::data_type:
            return bytes <= 1;
        case Tag::interval:
        case Tag::resolution:
            return bytes == 0 || (bytes >= 3 && bytes <= 6);
        case Tag::sex:
            return bytes <= 1;
        default:
            return std::find(known_tags.begin(), known_tags.end(), static_cast<unsigned>(definition.tag)) !=
                   known_tags.end();
    }
}

bool describes_samples(Tag tag) {
    return tag == Tag::block_length || tag == Tag::channels || tag == Tag::sequences || tag == Tag::interval ||
           tag == Tag::resolution || tag == Tag::channel;
}

}  // namespace

std::string Definitions::here() const {
    return where_ + ", byte " + std::to_string(at_);
}

core::Result<Definitions::Length> Definitions::take_length() {
    if (at_end()) return core::fail_input("MFER definition has no length", here(), "the end", "a length");
    const unsigned first = take_byte();
    if (first < open_length) return Length{false, first};
    if (first == open_length) return Length{true, 0};
    const unsigned count = first - open_length;
    if (count > most_length_bytes || count > bytes_.size() - at_)
        return core::fail_input("MFER definition has an impossible length", here(),
                                std::to_string(count) + " bytes of length",
                                "at most " + std::to_string(most_length_bytes) + ", within the file");
    std::uint64_t length = 0;
    for (unsigned i = 0; i < count; ++i)
        length = length << 8U | take_byte();  // highest first, whatever the file's order
    return Length{false, length};
}

core::Result<std::span<const std::byte>> Definitions::take_open(unsigned depth) {
    const std::size_t begin = at_;
    while (bytes_.size() - at_ >= 2) {
        if (bytes_[at_] == std::byte{0} && bytes_[at_ + 1] == std::byte{0}) {
            const auto value = bytes_.subspan(begin, at_ - begin);
            at_ += 2;
            return value;
        }
        Definition inner;
        inner.tag = static_cast<Tag>(take_byte());
        if (inner.tag == Tag::zero) continue;
        SYNCHRONY_TRY(take_channel(inner));
        SYNCHRONY_ASSIGN(const auto length, take_length());
        if (length.open && depth == 0)
            return core::fail_input("MFER definitions lie too deep within each other", here(),
                                    "more than " + std::to_string(most_depth), "channels and groups");
        if (length.open) {
            SYNCHRONY_TRY(take_open(depth - 1));
        } else if (length.bytes > bytes_.size() - at_) {
            break;
        } else {
            at_ += static_cast<std::size_t>(length.bytes);
        }
    }
    return core::fail_input("MFER definition of open length does not end", where_ + ", byte " + std::to_string(begin),
                            "the end of the file", "two zero bytes");
}

core::Result<void> Definitions::take_channel(Definition& definition) {
    if (definition.tag != Tag::channel) return {};
    for (unsigned i = 0; i < most_channel_bytes && !at_end(); ++i) {
        const unsigned byte = take_byte();
        definition.channel = definition.channel << 7U | (byte & 0x7FU);
        if ((byte & 0x80U) == 0) return {};
    }
    return core::fail_input("MFER channel number does not end", here(), "more than 4 bytes", "a channel number");
}

core::Result<std::optional<Definition>> Definitions::next() {
    while (!at_end() && bytes_[at_] == std::byte{0}) ++at_;
    if (at_end()) return std::nullopt;
    Definition definition;
    definition.tag = static_cast<Tag>(take_byte());
    if (definition.tag == Tag::end) {
        at_ = bytes_.size();
        return std::nullopt;
    }
    SYNCHRONY_TRY(take_channel(definition));
    SYNCHRONY_ASSIGN(const auto length, take_length());
    if (length.open) {
        SYNCHRONY_ASSIGN(definition.value, take_open(most_depth));
        return definition;
    }
    if (length.bytes > bytes_.size() - at_)
        return core::fail_input("MFER definition is longer than its file", here(),
                                std::to_string(bytes_.size() - at_) + " bytes left",
                                std::to_string(length.bytes) + " bytes");
    definition.value = bytes_.subspan(at_, static_cast<std::size_t>(length.bytes));
    at_ += static_cast<std::size_t>(length.bytes);
    return definition;
}

bool begins_like_mfer(std::span<const std::byte> head) {
    const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
    if (text.size() >= 6 && static_cast<Tag>(text[0]) == Tag::preamble && text.substr(2, 4) == "MFR ") return true;
    constexpr int fewest = 3;  // definitions, before a file without preamble is taken for one
    Definitions definitions(head, "");
    int count = 0;
    bool of_samples = false;
    while (count < 64) {
        const std::size_t at = definitions.position();
        const auto next = definitions.next();
        // The definition that the end of `head` cuts off may be the samples'.
        if (!next)
            return count >= fewest && of_samples && at < head.size() && static_cast<Tag>(head[at]) == Tag::samples;
        if (!*next || !makes_sense(**next)) break;
        if ((*next)->tag == Tag::samples) return count >= fewest && of_samples;
        of_samples |= describes_samples((*next)->tag);
        ++count;
    }
    return false;
}

}  // namespace synchrony::io::mfer
