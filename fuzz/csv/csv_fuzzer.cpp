// Input: a byte that chooses the dialect, then the table.
#include <cmath>
#include <cstdlib>

#include "main.hpp"
#include "synchrony/io/csv_recording.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synchrony;
    if (size == 0) return 0;
    io::CsvOptions options;
    const unsigned choice = data[0];
    if (choice & 1U) options.sampling_frequency_hz = 500;
    if (choice & 2U) options.header = (choice & 4U) != 0;
    if (choice & 8U) options.separator = ";,\t|"[choice >> 6U];
    if (choice & 16U) options.unit = "uV";
    if (choice & 32U) options.decimal_point = ',';
    const auto ecg = io::parse_csv({reinterpret_cast<const char*>(data) + 1, size - 1}, "fuzz.csv", options);
    if (!ecg) {
        if (ecg.error().what.empty() || ecg.error().where.empty()) std::abort();
        return 0;
    }
    if (!(ecg->sampling_frequency_hz > 0) || ecg->leads.empty()) std::abort();
    for (const auto& lead : ecg->leads) {
        if (lead.samples.size() != ecg->leads[0].samples.size()) std::abort();
        for (const float v : lead.samples)
            if (!std::isfinite(v)) std::abort();
    }
    return 0;
}
