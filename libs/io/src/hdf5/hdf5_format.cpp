#include "hdf5/hdf5_format.hpp"

#include <algorithm>

#include "hdf5/chunks.hpp"
#include "hdf5/recordings.hpp"
#include "parts.hpp"

namespace synchrony::io::hdf5 {
namespace {

bool sniff_hdf5(std::string_view head, const std::filesystem::path&) {
    return superblock_at(head).has_value();
}

/// Samples at the ends where every lead is exactly 0 filled the recording up: nothing was recorded there.
void mask_filling(record::Ecg& ecg) {
    const auto samples = ecg.sample_count();
    const auto empty = [&](std::int64_t i) {
        return std::all_of(ecg.leads.begin(), ecg.leads.end(),
                           [&](const auto& lead) { return lead.samples[static_cast<std::size_t>(i)] == 0.0F; });
    };
    std::int64_t begin = 0, end = samples;
    while (begin < samples && empty(begin)) ++begin;
    while (end > begin && empty(end - 1)) --end;
    if (begin == 0 && end == samples) return;
    for (auto& lead : ecg.leads) {
        if (begin > 0) lead.invalid.insert(lead.invalid.begin(), {0, begin});
        if (end < samples && end > begin) lead.invalid.push_back({end, samples});
        record::hold_over_invalid(lead);
    }
    ecg.warnings.emplace_back(std::to_string(begin + samples - end) +
                              " samples that fill the recording up with zeros were taken as not recorded");
}

core::Error with_hint_of_code(core::Error error, const Choice& choice) {
    if (choice.code_layout && error.hint.find("--unit") != std::string::npos)
        error.hint += ". The authors of CODE-15 name 1e-4 V in one place: --unit 0.1mV";
    return error;
}

core::Result<record::Ecg> read_hdf5(const RecordingFile& file, const ReadOptions& given) {
    const auto where = file.where();
    SYNCHRONY_ASSIGN(const auto opened, open_file(file.bytes, where));
    SYNCHRONY_ASSIGN(const auto datasets, read_datasets(opened));
    SYNCHRONY_ASSIGN(const auto choice, choose_dataset(datasets, file.part, where));
    SYNCHRONY_ASSIGN(const auto row, row_of(opened, choice));
    SYNCHRONY_ASSIGN(const auto options, with_facts_of(choice, given, where));
    const auto facts = arrays::facts_from(options, where);
    if (!facts) return core::fail(with_hint_of_code(facts.error(), choice));
    const auto& shape = choice.dataset->shape;
    const bool many = shape.size() == 3;
    if (shape.empty()) return core::fail_input("array is none of samples and leads", where, "a number", "an array");
    SYNCHRONY_TRY(check_size(many ? shape[1] : shape[0],
                             many               ? shape[2]
                             : shape.size() > 1 ? shape[1]
                                                : 1,
                             options, where));
    SYNCHRONY_ASSIGN(auto array, read_rows(opened, *choice.dataset, row, many ? 1 : shape[0]));
    if (many) array.shape.erase(array.shape.begin());
    // The range is taken after the mask, which looks at both ends.
    auto whole = options;
    whole.first_sample = 0;
    whole.samples = -1;
    SYNCHRONY_ASSIGN(auto ecg, arrays::to_ecg(array, *facts, {}, whole, where));
    ecg.format = "hdf5";
    if (options.csv.unit != given.csv.unit || choice.dataset->attributes.contains("unit") ||
        choice.dataset->attributes.contains("units"))
        ecg.facts.gain_source = "attribute unit";
    if (many) ecg.record_name = choice.recording;
    if (choice.code_layout) {
        mask_filling(ecg);
        if (given.lead_names.empty() && !given.sampling_frequency_hz)
            ecg.warnings.emplace_back(
                "rate and leads are those of CODE-15, whose layout the file has: it names neither");
    }
    return cut(std::move(ecg), options, where);
}

core::Result<std::vector<std::string>> hdf5_parts(const RecordingFile& file) {
    const auto where = file.where();
    SYNCHRONY_ASSIGN(const auto opened, open_file(file.bytes, where));
    SYNCHRONY_ASSIGN(const auto datasets, read_datasets(opened));
    SYNCHRONY_ASSIGN(const auto choice, choose_dataset(datasets, file.part, where));
    return recording_names(opened, choice);
}

}  // namespace

Format format() {
    return {.name = "hdf5",
            .description = "HDF5 arrays (CODE-15, MATLAB 7.3; --fs, --unit, --leads)",
            .versions = "superblocks 0 to 3; contiguous, compact, chunked",
            .extensions = {".hdf5", ".h5", ".mat"},
            .sniff = sniff_hdf5,
            .read = read_hdf5,
            .checked = "arrays that h5py wrote",
            .checked_files = 8,
            .figure = "every sample equal",
            .parts = hdf5_parts};
}

}  // namespace synchrony::io::hdf5
