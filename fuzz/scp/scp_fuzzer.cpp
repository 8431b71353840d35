// Input: an SCP-ECG record. Its check sums are made right first, else every changed byte would end at them; the first
// byte's lowest bit leaves them as they are.
#include <bit>

#include "../tests/support/byte_writer.hpp"
#include "main.hpp"
#include "recording_checks.hpp"

namespace {

std::uint64_t number_at(const std::string& bytes, std::size_t at, std::size_t count) {
    std::uint64_t number = 0;
    for (std::size_t i = count; i-- > 0;)
        number = number << 8U | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    return number;
}

void mend_sum(std::string& bytes, std::size_t begin, std::size_t length) {
    if (length < 2 || begin > bytes.size() || length > bytes.size() - begin) return;
    const auto sum = synchrony::test::plain_crc(std::string_view(bytes).substr(begin + 2, length - 2));
    bytes[begin] = static_cast<char>(sum & 0xFFU);
    bytes[begin + 1] = static_cast<char>(sum >> 8U);
}

void mend_sums(std::string& bytes) {
    const std::size_t pointers_end = std::min<std::size_t>(bytes.size(), 6 + number_at(bytes, 10, 4));
    for (std::size_t at = 22; at + 10 <= pointers_end && at < 22 + 10 * 16; at += 10)
        if (const auto index = number_at(bytes, at + 6, 4); index > 7)
            mend_sum(bytes, index - 1, number_at(bytes, at + 2, 4));
    mend_sum(bytes, 6, number_at(bytes, 10, 4));
    mend_sum(bytes, 0, number_at(bytes, 2, 4));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (size > 22 && (data[0] & 1U) == 0) mend_sums(bytes);
    synchrony::fuzz::sniff_bytes(bytes);
    synchrony::fuzz::read_bytes("scp", bytes);
    return 0;
}
