#include "ishne/ishne_format.hpp"

#include "ishne/header.hpp"
#include "parts.hpp"
#include "start_time.hpp"

namespace synchrony::io::ishne {
namespace {

constexpr double millivolts_per_nanovolt = 1e-6;
constexpr std::int32_t missing_sample = -32768;
constexpr std::size_t sample_bytes = 2;

/// Samples of each lead, from what the head states and what the file holds.
core::Result<std::int64_t> frames_of(const Header& header, std::size_t bytes, const std::string& where,
                                     record::Ecg& ecg) {
    const auto leads = static_cast<std::int64_t>(header.leads.size());
    const auto values = static_cast<std::int64_t>(bytes / sample_bytes);
    const std::int64_t there = values / leads;
    if (header.samples <= 0) {
        ecg.warnings.emplace_back("the head gives no number of samples; the file's length was taken");
        return there;
    }
    if (values >= header.samples * leads) return header.samples;
    // Nothing may stand behind samples that are counted together: a file cut off would look like that.
    const bool together = header.samples % leads == 0 && values >= header.samples && values - header.samples < leads;
    if (together) return header.samples / leads;
    return core::fail_input("file is shorter than its head says", where, std::to_string(there) + " samples a lead",
                            std::to_string(header.samples));
}

core::Result<void> check_scale(const Header& header, const std::string& where) {
    for (std::size_t l = 0; l < header.leads.size(); ++l)
        if (header.leads[l].nanovolts_per_unit <= 0)
            return core::fail_input("amplitude resolution of a lead is not known",
                                    where + ", lead " + lead_name(header.leads[l].code, l),
                                    std::to_string(header.leads[l].nanovolts_per_unit) + " nV", "more than 0 nV");
    return {};
}

/// The rate that the head gives, else the caller's.
core::Result<double> rate_of(const Header& header, const ReadOptions& options, const std::string& where) {
    if (header.sampling_frequency_hz > 0) return header.sampling_frequency_hz;
    if (options.sampling_frequency_hz) return *options.sampling_frequency_hz;
    return core::fail_input("sampling frequency is not known", where,
                            std::to_string(static_cast<int>(header.sampling_frequency_hz)) + " Hz", "more than 0 Hz",
                            "Give it with --fs HZ");
}

record::Lead read_lead(std::span<const std::byte> data, const Header& header, std::size_t l, std::int64_t first,
                       std::int64_t count) {
    const std::size_t leads = header.leads.size();
    StoredLead stored;
    stored.name = lead_name(header.leads[l].code, l);
    stored.millivolts_per_unit = header.leads[l].nanovolts_per_unit * millivolts_per_nanovolt;
    stored.missing = missing_sample;
    stored.values.resize(static_cast<std::size_t>(count));
    std::size_t at = (static_cast<std::size_t>(first) * leads + l) * sample_bytes;
    for (auto& value : stored.values) {
        value = *number_at<std::int16_t>(data, at);
        at += leads * sample_bytes;
    }
    return to_lead(stored);
}

core::Result<record::Ecg> read_ishne(const RecordingFile& file, const ReadOptions& options) {
    const std::string where = file.where();
    if (file.bytes.text().starts_with(annotation_magic))
        return core::fail_input("is a file of ISHNE annotations", where, "beats without samples",
                                "the recording beside it (.ecg)");
    SYNCHRONY_ASSIGN(const auto header, read_header(file.bytes.view, where));
    SYNCHRONY_TRY(check_scale(header, where));
    record::Ecg ecg;
    SYNCHRONY_ASSIGN(ecg.sampling_frequency_hz, rate_of(header, options, where));
    const auto data = file.bytes.view.subspan(header.data_offset);
    SYNCHRONY_ASSIGN(const auto frames, frames_of(header, data.size(), where, ecg));
    if (frames < 1) return core::fail_input("recording has no samples", where, "0 samples", "at least 1");
    SYNCHRONY_ASSIGN(const auto count,
                     samples_asked(options.first_sample, options.samples, frames, ecg.sampling_frequency_hz, where));
    SYNCHRONY_TRY(check_size(header.leads.size(), static_cast<std::uint64_t>(count), options, where));
    fill_facts(header, ecg);
    begin_later(ecg, static_cast<double>(options.first_sample) / ecg.sampling_frequency_hz);
    for (std::size_t l = 0; l < header.leads.size(); ++l)
        ecg.leads.push_back(read_lead(data, header, l, options.first_sample, count));
    return ecg;
}

bool sniff_ishne(std::string_view head, const std::filesystem::path&) {
    return head.starts_with(recording_magic) || head.starts_with(annotation_magic);
}

}  // namespace

Format format() {
    return {.name = "ishne",
            .description = "ISHNE Holter",
            .versions = "ISHNE1.0; beats of ANN  1.0",
            .extensions = {".ecg"},
            .sniff = sniff_ishne,
            .read = read_ishne,
            .checked = "against Python's decoding, by hand",
            .checked_files = 1,
            .figure = "0 of 1,146,876 samples differ",
            .reads_ranges = true};
}

}  // namespace synchrony::io::ishne
