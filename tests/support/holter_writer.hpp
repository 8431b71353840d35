// Writes ISHNE Holter files (Badilini 1998) and MFER files (ISO 22077-1) for tests.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "byte_writer.hpp"

namespace synchrony::test {

/// An ISHNE recording; the defaults are those of a file that says the least.
struct IshneFile {
    std::string first_name, last_name, id, recorder, text;
    int sex = 0, pacemaker = -9, hz = 200;
    std::array<int, 3> birth = {-9, -9, -9}, recorded = {22, 11, 2026}, start = {14, 50, 7};
    struct Lead {
        int code = 0, quality = 0, nanovolts = 2500;
        std::vector<int> samples = {};
    };
    std::vector<Lead> leads;
    bool with_crc = true;
    std::int64_t samples = -1;  ///< as the head states; -1: those of a lead

    [[nodiscard]] std::string bytes() const {
        const std::size_t count = leads.empty() ? 0 : leads.front().samples.size();
        std::string head = u32(static_cast<std::int64_t>(text.size())) +
                           u32(samples < 0 ? static_cast<std::int64_t>(count) : samples) + u32(522) +
                           u32(522 + static_cast<std::int64_t>(text.size())) + u16(1);
        head += field(first_name, 40) + field(last_name, 40) + field(id, 20) + u16(sex) + u16(0);
        for (const auto& three : {birth, recorded, std::array<int, 3>{1, 1, 2027}, start})
            for (const int number : three) head += u16(number);
        head += u16(static_cast<std::int64_t>(leads.size()));
        for (int of : {0, 1, 2})
            for (std::size_t l = 0; l < 12; ++l)
                head += u16(l >= leads.size() ? -9
                            : of == 0         ? leads[l].code
                            : of == 1         ? leads[l].quality
                                              : leads[l].nanovolts);
        head += u16(pacemaker) + field(recorder, 40) + u16(hz) + field("", 80) + field("", 80) + field("", 88) + text;
        std::string data;
        for (std::size_t n = 0; n < count; ++n)
            for (const auto& lead : leads) data += u16(lead.samples[n]);
        return "ISHNE1.0" + u16(with_crc ? plain_crc(head) : 0) + head + data;
    }
};

/// A definition of MFER: tag, length, value. Lengths of 128 and more take further bytes.
inline std::string mfer_definition(int tag, const std::string& value) {
    const auto length = static_cast<std::int64_t>(value.size());
    std::string out = u8(tag);
    if (length < 128)
        out += u8(length);
    else
        out += u8(0x84) + bytes_of(length, 4, std::endian::big);
    return out + value;
}
/// What holds for one channel, from 0.
inline std::string mfer_channel(int channel, const std::string& definitions) {
    const std::string whole = mfer_definition(0x3F, definitions);
    return whole.substr(0, 1) + u8(channel) + whole.substr(1);
}

}  // namespace synchrony::test
