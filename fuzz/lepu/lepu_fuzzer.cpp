// Input: a lead as text of Lepu.
#include "main.hpp"
#include "recording_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    synchrony::fuzz::sniff_bytes(bytes);
    synchrony::fuzz::read_bytes("lepu", bytes);
    return 0;
}
