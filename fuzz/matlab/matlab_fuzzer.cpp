// Input: a byte that chooses the options, then a .mat file of level 4 or 5.
#include "main.hpp"
#include "read_in_memory.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synchrony;
    if (size == 0) return 0;
    io::ReadOptions options{.format = "matlab", .max_values = 1 << 20, .sampling_frequency_hz = 500};
    options.csv.unit = "uV";
    options.lead_names = (data[0] & 1U) ? std::vector<std::string>{"I", "II"} : std::vector<std::string>{"standard"};
    fuzz::read_in_memory({reinterpret_cast<const char*>(data) + 1, size - 1}, "a", options, (data[0] & 2U) ? "b" : "");
    return 0;
}
