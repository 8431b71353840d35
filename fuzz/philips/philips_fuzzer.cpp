// Input: a byte, then a file of Philips SierraECG, or where the byte is odd the compressed samples of one: a fuzzer
// finds no way through base64 by itself.
#include <string_view>

#include "main.hpp"
#include "vendor_xml.hpp"

namespace {

std::string base64(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i + 3 <= size; i += 3) {
        const std::uint32_t group =
            static_cast<std::uint32_t>(data[i]) << 16U | static_cast<std::uint32_t>(data[i + 1]) << 8U | data[i + 2];
        for (const unsigned shift : {18U, 12U, 6U, 0U}) text += letters[group >> shift & 63U];
    }
    return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    if (data[0] % 2 == 0) {
        synchrony::fuzz::read_vendor_xml(data + 1, size - 1, "philips");
        return 0;
    }
    const std::string xml =
        "<restingecgdata><dataacquisition><signalcharacteristics><samplingrate>500</samplingrate><resolution>5</"
        "resolution>"
        "</signalcharacteristics></dataacquisition><waveforms><parsedwaveforms dataencoding=\"Base64\" "
        "compression=\"XLI\" "
        "leadlabels=\"I II III aVF\" durationperchannel=\"400\">" +
        base64(data + 1, size - 1) + "</parsedwaveforms></waveforms></restingecgdata>";
    synchrony::fuzz::read_vendor_xml(reinterpret_cast<const std::uint8_t*>(xml.data()), xml.size(), "philips");
    return 0;
}
