// Input: a byte that chooses the options, then a .npy or .npz file.
#include "main.hpp"
#include "read_in_memory.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synchrony;
    if (size == 0) return 0;
    io::ReadOptions options{.format = (data[0] & 1U) ? "npz" : "npy", .max_values = 1 << 20};
    if (data[0] & 2U) options.sampling_frequency_hz = 500;
    if (data[0] & 4U) options.csv.unit = "uV";
    if (data[0] & 8U) options.lead_names = {"I", "II"};
    if (data[0] & 16U) options.lead_names = {"standard"};
    fuzz::read_in_memory({reinterpret_cast<const char*>(data) + 1, size - 1}, "a", options, (data[0] & 32U) ? "1" : "");
    return 0;
}
