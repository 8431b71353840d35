// Input: a file of GE MUSE's XML.
#include "main.hpp"
#include "vendor_xml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    synchrony::fuzz::read_vendor_xml(data, size, "muse");
    return 0;
}
