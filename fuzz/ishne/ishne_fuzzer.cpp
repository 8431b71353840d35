// Input: a file, read as ISHNE whatever it begins like.
#include "main.hpp"
#include "recording_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    synchrony::fuzz::sniff_bytes(bytes);
    synchrony::fuzz::read_bytes("ishne", bytes);
    return 0;
}
