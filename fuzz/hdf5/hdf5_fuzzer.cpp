// Input: an HDF5 file. Its recordings are listed and read, by number and by the names of the seeds' datasets.
#include "main.hpp"
#include "read_in_memory.hpp"
#include "synchrony/io/collection.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synchrony;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    io::ReadOptions options{
        .format = "hdf5", .max_values = 1 << 20, .sampling_frequency_hz = 500, .lead_names = {"I", "II"}};
    options.csv.unit = "uV";
    for (const char* part : {"", "1", "x", "packed/1", "single"}) fuzz::read_in_memory(bytes, "a", options, part);
    const auto source = io::memory_source({{"a", bytes}});
    if (const auto parts = io::parts_of(*source->open("a"), "a"); parts && !parts->empty())
        fuzz::read_in_memory(bytes, "a", options, parts->back());
    return 0;
}
