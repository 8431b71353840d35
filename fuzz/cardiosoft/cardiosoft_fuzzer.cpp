// Input: a byte that chooses the format, then a file of GE CardioSoft, Mortara ELI or Schiller XML.
#include <array>

#include "main.hpp"
#include "vendor_xml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<const char*, 3> formats = {"cardiosoft", "eli", "schiller"};
    if (size > 0) synchrony::fuzz::read_vendor_xml(data + 1, size - 1, formats[data[0] % formats.size()]);
    return 0;
}
