// Input: a byte that chooses the options, then the file.
#include "main.hpp"
#include "read_in_memory.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synchrony;
    if (size == 0) return 0;
    io::ReadOptions options{.format = "edf", .max_values = 1 << 20};
    if (data[0] & 1U) options.sampling_frequency_hz = 500;
    if (data[0] & 2U) options.csv.unit = "uV";
    if (data[0] & 4U) options.first_sample = 3, options.samples = 5;
    fuzz::read_in_memory({reinterpret_cast<const char*>(data) + 1, size - 1}, "r.edf", options);
    return 0;
}
