#include "options_not_used.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

// Their readers follow the options, and say where they do not.
constexpr std::array<std::string_view, 6> numbers_alone = {"csv", "npy", "matlab", "hdf5", "lepu", "apple"};

bool same_leads(const record::Ecg& a, const record::Ecg& b) {
    return std::ranges::equal(a.leads, b.leads, [](const record::Lead& x, const record::Lead& y) {
        return x.name == y.name && x.samples == y.samples;
    });
}

/// A file that names its units is read as before with any other.
bool unit_is_used(const record::Ecg& ecg, const Format& format, const RecordingFile& file, ReadOptions options) {
    options.csv.unit = options.csv.unit == "V" ? "mV" : "V";
    const auto other = format.read(file, options);
    return !other || !same_leads(ecg, *other);
}

}  // namespace

void say_what_is_not_used(record::Ecg& ecg, const Format& format, const RecordingFile& file,
                          const ReadOptions& options) {
    constexpr double alike_hz = 1e-6;
    const auto say = [&](const std::string& given, const std::string& instead) {
        ecg.warnings.emplace_back(given + " is not used: " + instead);
    };
    if (const auto& rate = options.sampling_frequency_hz;
        rate && std::abs(*rate - ecg.sampling_frequency_hz) > alike_hz)
        say("--fs " + core::shortest(*rate), "the file says " + core::shortest(ecg.sampling_frequency_hz) + " Hz");
    if (std::ranges::find(numbers_alone, format.name) != numbers_alone.end()) return;
    if (!options.lead_names.empty()) say("--leads", "the file names its leads");
    if (options.csv.unit && !unit_is_used(ecg, format, file, options))
        say("--unit " + *options.csv.unit, "the file says what its numbers are in");
}

}  // namespace synchrony::io
