#include "scp/sections.hpp"

#include <algorithm>
#include <cstdio>

#include "byte_cursor.hpp"
#include "crc_ccitt.hpp"

namespace synchrony::io::scp {
namespace {

constexpr std::size_t preamble_bytes = 6;  // check sum and length of the record
constexpr std::size_t header_bytes = 16;   // of each section
constexpr std::size_t pointer_bytes = 10;  // number, length and place of a section
constexpr std::uint32_t own_index = 7;     // section 0 begins at the seventh byte

struct Pointer {
    std::uint16_t id = 0;
    std::uint32_t length = 0;
    std::uint32_t index = 0;  ///< from 1
};

std::string hexadecimal(unsigned value) {
    char text[16];
    std::snprintf(text, sizeof text, "0x%04X", value);
    return text;
}

/// The signal cannot be read without these, nor trusted where they are damaged. 0 holds the pointers.
bool describes_signal(std::size_t id) {
    return id == 0 || (id >= 2 && id <= 6);
}

core::Result<std::span<const std::byte>> whole_record(std::span<const std::byte> bytes, const std::string& where) {
    const auto length = number_at<std::uint32_t>(bytes, 2);
    if (!length || *length > bytes.size())
        return core::fail_input("file is shorter than its SCP-ECG record", where,
                                std::to_string(bytes.size()) + " bytes",
                                length ? std::to_string(*length) + " bytes by the record's own length"
                                       : "at least " + std::to_string(preamble_bytes + header_bytes));
    if (*length < preamble_bytes + header_bytes)
        return core::fail_input("SCP-ECG record is too short", where, std::to_string(*length) + " bytes",
                                "a section 0 with pointers");
    return bytes.first(*length);
}

core::Result<std::vector<Pointer>> read_pointers(std::span<const std::byte> record, const std::string& where) {
    if (record.size() < preamble_bytes + header_bytes + pointer_bytes)
        return core::fail_input("SCP-ECG record is too short", where, std::to_string(record.size()) + " bytes",
                                "a section 0 with pointers");
    ByteCursor cursor(record.subspan(preamble_bytes));
    cursor.skip(4);  // check sum, number
    const auto length = cursor.take<std::uint32_t>();
    if (length < header_bytes + pointer_bytes || length > record.size() - preamble_bytes)
        return core::fail_input("SCP-ECG section 0 has an impossible length", where, std::to_string(length) + " bytes",
                                "between 26 and the record's length");
    ByteCursor pointers(record.subspan(preamble_bytes + header_bytes, length - header_bytes));
    std::vector<Pointer> all;
    while (pointers.left() >= pointer_bytes) {
        Pointer p;
        p.id = pointers.take<std::uint16_t>();
        p.length = pointers.take<std::uint32_t>();
        p.index = pointers.take<std::uint32_t>();
        all.push_back(p);
    }
    // Some writers' do; sections would be read one byte late, and nothing says that theirs alone is meant so.
    const bool from_zero = all.front().id == 0 && all.front().index + 1 == own_index && all.front().length == length;
    if (all.front().id != 0 || all.front().index != own_index || all.front().length != length)
        return core::fail_input(
            "does not follow the SCP-ECG standard: section 0 does not list itself", where,
            "section " + std::to_string(all.front().id) + " of " + std::to_string(all.front().length) +
                " bytes at byte " + std::to_string(all.front().index),
            "section 0 of " + std::to_string(length) + " bytes at byte " + std::to_string(own_index),
            from_zero ? "Its pointers count the record's bytes from 0, the standard counts them from 1" : "");
    return all;
}

bool same_crc(std::span<const std::byte> summed, unsigned stored) {
    return crc_ccitt(summed) == stored;
}

class Opener {
  public:
    Opener(std::span<const std::byte> record, std::string where) : record_(record) {
        sections_.where = std::move(where);
        record_crc_ = *number_at<std::uint16_t>(record, 0);
    }

    core::Result<Sections> all(const std::vector<Pointer>& pointers) {
        bool section_differs = false;
        for (const auto& pointer : pointers) {
            if (pointer.length == 0 || pointer.id >= known_sections) continue;
            SYNCHRONY_ASSIGN(const bool same, add(pointer));
            section_differs |= !same;
        }
        if (!section_differs && !same_crc(record_.subspan(2), record_crc_))
            sections_.warnings.emplace_back("check sum of the record differs (" +
                                            hexadecimal(crc_ccitt(record_.subspan(2))) + ", stored " +
                                            hexadecimal(record_crc_) + "), those of its sections do not");
        return std::move(sections_);
    }

  private:
    /// Whether its check sum is right.
    core::Result<bool> add(const Pointer& pointer) {
        const std::size_t id = pointer.id;
        const std::string where = sections_.where_of(id);
        const std::uint64_t begin = std::uint64_t{pointer.index} - 1;
        if (pointer.index < own_index || pointer.length < header_bytes || begin + pointer.length > record_.size())
            return core::fail_input("an SCP-ECG section lies outside of the record", where,
                                    std::to_string(pointer.length) + " bytes at byte " + std::to_string(pointer.index),
                                    "at least 16 bytes within the record's " + std::to_string(record_.size()));
        if (sections_.all[id])
            return core::fail_input("an SCP-ECG section is listed twice", where, "two pointers", "one");
        const auto bytes = record_.subspan(static_cast<std::size_t>(begin), pointer.length);
        ByteCursor header(bytes);
        const unsigned crc = header.take<std::uint16_t>();
        const unsigned stored_id = header.take<std::uint16_t>();
        const auto length = header.take<std::uint32_t>();
        header.skip(1);  // the section's own version
        const auto protocol = header.take<std::uint8_t>();
        if (stored_id != id || length != pointer.length)
            return core::fail_input(
                "does not follow the SCP-ECG standard: a section is not what its pointer says", where,
                "section " + std::to_string(stored_id) + " of " + std::to_string(length) + " bytes",
                "section " + std::to_string(id) + " of " + std::to_string(pointer.length) + " bytes");
        const Section section{bytes.subspan(header_bytes), protocol};
        if (same_crc(bytes.subspan(2), crc)) {
            sections_.all[id] = section;
            return true;
        }
        SYNCHRONY_TRY(differs(id, crc, bytes, where));
        return false;
    }

    core::Result<void> differs(std::size_t id, unsigned crc, std::span<const std::byte> bytes,
                               const std::string& where) {
        const std::string computed = hexadecimal(crc_ccitt(bytes.subspan(2)));
        if (describes_signal(id))
            return core::fail_input("check sum of an SCP-ECG section differs", where, computed,
                                    hexadecimal(crc) + " as stored", "The file is damaged; export it again");
        sections_.warnings.emplace_back("check sum of section " + std::to_string(id) + " differs (" + computed +
                                        ", stored " + hexadecimal(crc) + "): its texts and numbers were left out");
        return {};
    }

    std::span<const std::byte> record_;
    unsigned record_crc_ = 0;
    Sections sections_;
};

}  // namespace

bool begins_like_scp(std::string_view head) {
    const std::span bytes = std::as_bytes(std::span(head));
    const auto id = number_at<std::uint16_t>(bytes, 8);
    const auto length = number_at<std::uint32_t>(bytes, 10);
    const auto first_id = number_at<std::uint16_t>(bytes, 22);
    const auto first_length = number_at<std::uint32_t>(bytes, 24);
    if (!id || !length || !first_id || !first_length || *id != 0 || *first_id != 0) return false;
    constexpr std::uint32_t most_bytes = header_bytes + pointer_bytes * 1024;  // the standard has 12 sections and more
    const bool whole_pointers = *length >= header_bytes + pointer_bytes && *length <= most_bytes &&
                                (*length - header_bytes) % pointer_bytes == 0;
    return whole_pointers && *first_length == *length;
}

core::Result<Sections> open_sections(std::span<const std::byte> bytes, const std::string& where) {
    // The pointers first: what names itself SCP-ECG without following the standard is then told so.
    SYNCHRONY_ASSIGN(const auto pointers, read_pointers(bytes, where));
    SYNCHRONY_ASSIGN(const auto record, whole_record(bytes, where));
    return Opener(record, where).all(pointers);
}

}  // namespace synchrony::io::scp
