#include <limits>

#include "npy/npy_file.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/archive.hpp"
#include "synchrony/io/npz.hpp"
#include "synchrony/io/written.hpp"

namespace synchrony::io::npz {
namespace {

/// Signals one behind the other, NaN where invalid.
std::string samples_of(const std::vector<record::Lead>& signals, std::int64_t samples) {
    std::vector<float> values;
    values.reserve(signals.size() * static_cast<std::size_t>(samples));
    for (const auto& signal : signals) {
        const auto begin = static_cast<std::ptrdiff_t>(values.size());
        values.insert(values.end(), signal.samples.begin(), signal.samples.end());
        for (const auto& range : signal.invalid)
            std::fill(values.begin() + begin + range.begin, values.begin() + begin + range.end,
                      std::numeric_limits<float>::quiet_NaN());
    }
    return npy::npy_of(values, {signals.size(), static_cast<std::uint64_t>(samples)});
}

std::vector<std::string> words(const std::vector<record::Lead>& signals, std::string record::Lead::*field) {
    std::vector<std::string> list;
    for (const auto& signal : signals) list.push_back(signal.*field);
    return list;
}

}  // namespace

core::Result<std::string> encode(const record::Ecg& ecg) {
    const auto text = [](const std::string& value) { return npy::npy_of(std::vector<std::string>{value}, true); };
    std::vector<NamedBytes> files{
        {"samples_mv.npy", samples_of(ecg.leads, ecg.sample_count())},
        {"lead_names.npy", npy::npy_of(words(ecg.leads, &record::Lead::name))},
        {"sampling_frequency_hz.npy", npy::npy_of(ecg.sampling_frequency_hz)},
        {"record_name.npy", text(ecg.record_name)},
        {"start_time.npy", text(ecg.start_time.value_or(""))},
        {"sex.npy", text(ecg.facts.patient.sex)},
        {"age_years.npy", npy::npy_of(ecg.facts.patient.age_years.value_or(std::numeric_limits<double>::quiet_NaN()))},
        {"patient_id.npy", text(ecg.facts.patient.id)},
    };
    if (!ecg.other_signals.empty()) {
        files.push_back({"other_samples.npy", samples_of(ecg.other_signals, ecg.sample_count())});
        files.push_back({"other_names.npy", npy::npy_of(words(ecg.other_signals, &record::Lead::name))});
        files.push_back({"other_units.npy", npy::npy_of(words(ecg.other_signals, &record::Lead::unit))});
    }
    return zip_of(files);
}

core::Result<std::vector<std::string>> write(const std::filesystem::path& path, const record::Ecg& ecg) {
    SYNCHRONY_ASSIGN(const auto bytes, encode(ecg));
    SYNCHRONY_TRY(core::write_file(path, bytes, core::Durability::left_to_system));
    using enum Fact;
    return not_held("npz", start_time | patient_id | sex | age, ecg);
}

}  // namespace synchrony::io::npz
