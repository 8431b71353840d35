#include "dicom/dicom_format.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "dicom/data_set.hpp"
#include "dicom/file_facts.hpp"
#include "dicom/multiplex_group.hpp"
#include "parts.hpp"
#include "placed_leads.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::dicom {
namespace {

using Groups = std::vector<MultiplexGroup>;

/// PS3.3 allows 5 groups in a 12-lead ECG and 4 in a general one; some devices write one a lead.
constexpr std::size_t most_groups = 256;

struct StorageClass {
    std::string_view uid;
    std::string_view name;
};
constexpr std::array<StorageClass, 5> storage_classes = {{{storage::twelve_lead, "12-Lead ECG Waveform Storage"},
                                                          {storage::general, "General ECG Waveform Storage"},
                                                          {storage::ambulatory, "Ambulatory ECG Waveform Storage"},
                                                          {storage::general_32, "General 32-bit ECG Waveform Storage"},
                                                          {storage::hemodynamic, "Hemodynamic Waveform Storage"}}};

bool sniff_dicom(std::string_view head, const std::filesystem::path&) {
    return looks_like_dicom(head);
}

/// The class's name. A file with a waveform and without a class is read: the samples say what they are.
core::Result<std::string> class_of(const Item& root, const std::string& where) {
    const auto uid = root.text(tag::sop_class);
    const auto found = std::find_if(storage_classes.begin(), storage_classes.end(),
                                    [&](const auto& known) { return known.uid == uid; });
    if (found != storage_classes.end()) return std::string(found->name);
    if (uid.empty() && root.has(tag::waveforms)) return std::string();
    return core::fail_input("DICOM file holds no ECG", where, "storage class " + core::in_quotes(uid),
                            "a 12-lead, general, ambulatory or hemodynamic waveform");
}

core::Result<Groups> read_groups(const Item& root, bool hemodynamic, bool big_endian, const ReadOptions& options,
                                 const std::string& where, record::Ecg& ecg) {
    const auto items = root.items(tag::waveforms);
    if (items.empty() || items.size() > most_groups)
        return core::fail_input("DICOM file holds no waveform that is read", where,
                                std::to_string(items.size()) + " multiplex groups",
                                "1 to " + std::to_string(most_groups));
    Groups groups;
    for (std::size_t g = 0; g < items.size(); ++g) {
        SYNCHRONY_ASSIGN(auto group, read_group(items[g], hemodynamic, big_endian, options,
                                                where + ", group " + std::to_string(g + 1), ecg.warnings));
        groups.push_back(std::move(group));
    }
    return groups;
}

/// A beat that the device stored, as a recording of its own.
core::Result<record::Ecg> beat_of(const MultiplexGroup& group, const ReadOptions& options, const std::string& where,
                                  std::vector<record::Warning>& warnings) {
    SYNCHRONY_TRY(check_size(group.channels.size(), static_cast<std::uint64_t>(group.samples), options, where));
    record::Ecg beat;
    beat.format = "dicom";
    beat.record_name = group.label;
    beat.sampling_frequency_hz = group.sampling_frequency_hz;
    for (std::size_t c = 0; c < group.channels.size(); ++c)
        if (group.channels[c].is_ecg) beat.leads.push_back(channel_samples(group, c, 0, group.samples, warnings));
    return beat;
}

std::int64_t first_sample_of(const MultiplexGroup& group, double zero_s) {
    return std::llround((group.offset_s - zero_s) * group.sampling_frequency_hz);
}

/// Samples [first, first + count) of what the groups make on one axis.
struct AskedRange {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::int64_t total = 0;
};

core::Result<AskedRange> asked_range(const std::vector<const MultiplexGroup*>& groups, double zero_s,
                                     const ReadOptions& options, const std::string& where) {
    AskedRange range;
    std::size_t channels = 0;
    // An offset beyond a year is no part of a recording.
    constexpr double longest_s = 366.0 * 86400.0;
    for (const auto* group : groups) {
        if (std::abs(group->offset_s - zero_s) > longest_s)
            return core::fail_input("multiplex group lies outside the recording", where,
                                    core::shortest(group->offset_s) + " s from its start", "less than a year");
        range.total = std::max(range.total, first_sample_of(*group, zero_s) + group->samples);
        channels += group->channels.size();
    }
    range.first = options.first_sample;
    SYNCHRONY_ASSIGN(range.count, samples_asked(range.first, options.samples, range.total,
                                                groups.front()->sampling_frequency_hz, where));
    SYNCHRONY_TRY(check_size(channels, static_cast<std::uint64_t>(range.count), options, where));
    return range;
}

void take_group(const MultiplexGroup& group, std::size_t number, double zero_s, const AskedRange& range,
                std::vector<PlacedLead>& stretches, std::vector<record::Warning>& warnings) {
    const auto begin = first_sample_of(group, zero_s);
    const auto from = std::max(range.first, begin), to = std::min(range.first + range.count, begin + group.samples);
    // A lead that is not recorded in the range is there all the same, without a valid sample.
    const auto count = std::max<std::int64_t>(0, to - from);
    for (std::size_t c = 0; c < group.channels.size(); ++c)
        stretches.push_back({channel_samples(group, c, count > 0 ? from - begin : 0, count, warnings),
                             count > 0 ? from - range.first : 0, number, group.channels[c].is_ecg});
}

/// The groups of the rhythm: those with the rate of the first that holds an ECG.
std::vector<const MultiplexGroup*> rhythm_of(const Groups& groups, record::Ecg& ecg) {
    std::vector<const MultiplexGroup*> rhythm;
    for (const auto& group : groups) {
        if (group.is_beat() || (rhythm.empty() && !group.has_ecg())) continue;
        if (!rhythm.empty() && rhythm.front()->sampling_frequency_hz != group.sampling_frequency_hz)
            ecg.warnings.emplace_back("a group of " + std::to_string(group.channels.size()) + " channels at " +
                                      core::shortest(group.sampling_frequency_hz) +
                                      " Hz was left out: it has another rate than the rest");
        else
            rhythm.push_back(&group);
    }
    return rhythm;
}

core::Result<void> take_waveforms(const Groups& groups, const ReadOptions& options, const std::string& where,
                                  record::Ecg& ecg) {
    const auto rhythm = rhythm_of(groups, ecg);
    const bool only_beats =
        !groups.empty() && std::ranges::all_of(groups, [](const auto& group) { return group.is_beat(); });
    if (rhythm.empty() && only_beats)
        return core::fail_input("file holds no rhythm", where, "only a median beat", "a rhythm of several beats");
    if (rhythm.empty())
        return core::fail_input("DICOM waveform has no ECG lead", where,
                                std::to_string(groups.size()) + " groups, none with a channel in uV or mV",
                                "at least one lead");
    double zero_s = rhythm.front()->offset_s;
    for (const auto* group : rhythm) zero_s = std::min(zero_s, group->offset_s);
    SYNCHRONY_ASSIGN(const auto range, asked_range(rhythm, zero_s, options, where));
    ecg.sampling_frequency_hz = rhythm.front()->sampling_frequency_hz;
    std::vector<PlacedLead> stretches;
    for (std::size_t g = 0; g < rhythm.size(); ++g) take_group(*rhythm[g], g, zero_s, range, stretches, ecg.warnings);
    place_leads(std::move(stretches), range.count, ecg);
    for (const auto& group : groups) {
        if (!group.is_beat() || !group.has_ecg()) continue;
        SYNCHRONY_ASSIGN(auto beat, beat_of(group, options, where, ecg.warnings));
        ecg.stored_beats.push_back(std::move(beat));
    }
    return {};
}

void take_all_facts(const Item& root, const Groups& groups, const ReadOptions& options, record::Ecg& ecg) {
    take_facts(root, ecg.sampling_frequency_hz, ecg);
    for (const auto& group : groups)
        for (const auto& channel : group.channels)
            if (channel.is_ecg && ecg.facts.filters == record::Filters{}) ecg.facts.filters = channel.filters;
    const double begin_s = static_cast<double>(options.first_sample) / ecg.sampling_frequency_hz;
    take_start_time(root, ecg);
    begin_later(ecg, begin_s);
    auto& spikes = ecg.facts.pacing_spikes_s;
    for (double& spike : spikes) spike -= begin_s;
    std::erase_if(spikes, [&](double spike) { return spike < 0 || spike >= ecg.duration_s(); });
}

core::Result<record::Ecg> read_dicom(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    SYNCHRONY_ASSIGN(const auto bytes, open_data_set(file.bytes.view, where));
    SYNCHRONY_ASSIGN(const auto data_set, DataSet::parse(bytes, where));
    const auto root = data_set.root();
    SYNCHRONY_ASSIGN(const auto class_name, class_of(root, where));
    record::Ecg ecg;
    ecg.format = "dicom";
    const bool hemodynamic = root.text(tag::sop_class) == storage::hemodynamic;
    SYNCHRONY_ASSIGN(const auto groups,
                     read_groups(root, hemodynamic, bytes.order == std::endian::big, options, where, ecg));
    SYNCHRONY_TRY(take_waveforms(groups, options, where, ecg));
    take_all_facts(root, groups, options, ecg);
    if (!data_set.character_set_known())
        ecg.warnings.emplace_back(
            "the character set that the file names is not known: letters beyond ASCII may be wrong");
    ecg.facts.format_version = class_name.empty() ? bytes.transfer_syntax : class_name + ", " + bytes.transfer_syntax;
    return ecg;
}

}  // namespace

Format format() {
    return {.name = "dicom",
            .description = "DICOM waveform: 12-lead, General, Ambulatory, Hemodynamic",
            .versions = "implicit, explicit, big endian, deflated; 8, 16, 32 bit (General 32-bit)",
            .extensions = {".dcm", ".dicom"},
            .sniff = sniff_dicom,
            .read = read_dicom,
            .checked = "with an aECG twin, by pydicom",
            .checked_files = 3,
            .figure = "0 of 67,188 samples differ from its twin"};
}

}  // namespace synchrony::io::dicom
