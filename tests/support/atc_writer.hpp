// Writes files as AliveCor's KardiaMobile does, after "Alive File Format Specification 1.6" as AliveCor's own reader
// (ATCpy) has it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "byte_writer.hpp"

namespace synchrony::test {

struct AtcFile {
    std::string date = "2016-06-01T18:15:25.777-04:00", phone = "iPhone4,1", software = "AliveECG v1.6";
    int format = 1, rate_hz = 300, nanovolts = 500, flags = 0;
    std::vector<std::pair<std::string, std::vector<int>>> leads;  ///< "ecg ", "ecg2", ..., "avg "
    bool signed_sums = false;                                     ///< as some versions of AliveCor's apps do

    [[nodiscard]] std::string block(const std::string& name, const std::string& data) const {
        const std::string bytes = name + u32(static_cast<std::int64_t>(data.size())) + data;
        std::int64_t sum = 0;
        for (const char c : bytes) {
            const auto value = static_cast<unsigned char>(c);
            sum += signed_sums && value > 127 ? value - 256 : value;
        }
        return bytes + u32(sum);
    }

    [[nodiscard]] std::string bytes() const {
        std::string file = field("ALIVE", 8) + u32(4);
        file += block("info", field(date, 32) + std::string(40 + 44, 'x') + field(phone, 32) + field(software, 32) +
                                  std::string(32 + 52, '\0'));
        file += block("fmt ", u8(format) + u16(rate_hz) + u16(nanovolts) + u8(flags) + u16(0));
        for (const auto& [name, values] : leads) {
            std::string data;
            for (const int value : values) data += u16(value);
            file += block(name, data);
        }
        return file + block("ann ", u32(300) + u32(3) + u16(1));
    }
};

}  // namespace synchrony::test
