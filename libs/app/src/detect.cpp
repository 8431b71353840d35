#include "synchrony/app/detect.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <set>

#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/core/scan.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::app {
namespace {

namespace wfdb = io::wfdb;

// Samples read at once when streaming: large enough to hide the cost of a call, small enough for any cache.
constexpr std::int64_t frames_at_once = 1 << 15;
// Patches record for two weeks, implanted recorders keep pieces: a header that claims more would be read for ever.
constexpr double longest_recording_s = 31.0 * 86'400.0;
// A recording with so many ECG leads is a standard ECG, whose leads show the same beats.
constexpr std::size_t leads_of_a_standard_ecg = 8;

constexpr std::int8_t normal_beat = 1;  // a detector tells that there is a beat, not of which kind

core::Error no_such_lead(const std::filesystem::path& path, const std::string& lead, const std::string& names) {
    return {core::ErrorKind::usage,
            "the recording has no such lead",
            path.string(),
            lead,
            "first, all, auto or one of" + names,
            {}};
}

// Indices of the leads to use among those named.
core::Result<std::vector<std::size_t>> choose_leads(const std::vector<std::string>& names, const std::string& wanted,
                                                    const std::filesystem::path& path) {
    std::vector<std::size_t> all(names.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    if (all.empty()) return core::fail_input("the recording has no ECG lead", path.string());
    if (wanted == "all" || (wanted == "auto" && all.size() >= leads_of_a_standard_ecg)) return all;
    if (wanted == "first" || wanted == "auto") return std::vector<std::size_t>{0};
    const std::string standard = record::standard_lead_name(wanted);
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == standard) return std::vector<std::size_t>{i};
        list += " " + names[i];
    }
    return core::fail(no_such_lead(path, wanted, list));
}

struct Found {
    std::vector<beats::Beat> beats;
    std::int64_t samples = 0;
    double sampling_frequency_hz = 0;
    int leads_used = 0;
    std::vector<std::string> warnings;
};

/// Samples that are missing, or stand still for a second and longer.
std::int64_t silent_samples(std::span<const float> mv, double fs) {
    std::int64_t silent = std::ranges::count_if(mv, [](float v) { return std::isnan(v); });
    core::for_each_still_stretch(mv, static_cast<std::size_t>(fs), [&](std::size_t begin, std::size_t end) {
        silent += static_cast<std::int64_t>(end - begin);
    });
    return silent;
}

/// Where one lead of several is asked and says nothing for long.
void say_silence(Found& found, const std::string& lead, std::size_t leads, std::int64_t silent) {
    constexpr double long_share = 0.2;
    const double share = static_cast<double>(silent) / static_cast<double>(std::max<std::int64_t>(1, found.samples));
    if (share < long_share) return;
    found.warnings.push_back("lead " + lead + " is missing or stands still for " +
                             core::shortest(std::round(100.0 * share)) + " % of the recording" +
                             (leads > 1 ? "; --lead all looks at the others too" : ""));
}

std::vector<std::string> texts_of(const std::vector<record::Warning>& warnings) {
    std::vector<std::string> texts;
    for (const auto& warning : warnings) texts.push_back(warning.text);
    return texts;
}

// A lead of a WFDB record on its way from ADC units to mV.
struct StreamedLead {
    std::size_t signal = 0;
    std::vector<float> samples_mv;

    void convert(const wfdb::SignalSpec& spec, const wfdb::Samples& block) {
        samples_mv.resize(block.values.size());
        wfdb::to_millivolts(spec, block.values, samples_mv);
        for (const auto& range : block.invalid)
            std::fill(samples_mv.begin() + range.begin, samples_mv.begin() + range.end,
                      std::numeric_limits<float>::quiet_NaN());
    }
};

// ECG leads that can be streamed: one sample a frame.
std::vector<StreamedLead> streamed_leads(const wfdb::Header& header, std::vector<std::string>& names) {
    std::vector<StreamedLead> leads;
    for (std::size_t s = 0; s < header.signals.size(); ++s) {
        const auto& spec = header.signals[s];
        if (!wfdb::is_ecg(spec) || spec.samples_per_frame != 1 || spec.format == 0) continue;
        names.push_back(record::standard_lead_name(spec.description));
        leads.push_back({s, {}});
    }
    return leads;
}

core::Result<Found> detect_streamed(wfdb::SignalReader& reader, std::vector<StreamedLead> leads, double fs,
                                    const core::Cancel& cancel) {
    if (reader.frames() == 0)
        return core::fail_input("record has no samples", reader.header().record_name, "0 samples", "at least 1");
    if (static_cast<double>(reader.frames()) > longest_recording_s * fs)
        return core::fail_input("the recording is longer than any", reader.header().record_name,
                                std::to_string(reader.frames()) + " samples", "at most 31 days");
    SYNCHRONY_ASSIGN(auto detector, beats::BeatDetector::create(static_cast<int>(leads.size()), fs));
    Found found;
    found.sampling_frequency_hz = fs;
    found.leads_used = static_cast<int>(leads.size());
    std::vector<wfdb::Samples> block;
    std::vector<std::span<const float>> spans(leads.size());
    std::int64_t silent = 0;  // where it is one lead
    const auto take = [&] {
        const auto decided = detector.take();
        found.beats.insert(found.beats.end(), decided.begin(), decided.end());
    };
    for (;;) {
        if (cancel.requested()) return core::fail({core::ErrorKind::cancelled, "stopped", {}, {}, {}, {}});
        SYNCHRONY_ASSIGN(const auto frames, reader.read_frames(frames_at_once, block));
        if (frames == 0) break;
        found.samples += frames;
        for (std::size_t i = 0; i < leads.size(); ++i) {
            leads[i].convert(reader.header().signals[leads[i].signal], block[leads[i].signal]);
            spans[i] = leads[i].samples_mv;
        }
        if (leads.size() == 1) silent += silent_samples(spans.front(), fs);
        SYNCHRONY_TRY(detector.push(spans));
        take();
    }
    detector.finish();
    take();
    found.warnings = texts_of(reader.warnings());
    for (auto& text : texts_of(wfdb::gain_warnings(reader.header()))) found.warnings.push_back(std::move(text));
    const auto& signals = reader.header().signals;
    if (leads.size() == 1)
        say_silence(found, record::standard_lead_name(signals[leads.front().signal].description), signals.size(),
                    silent);
    return found;
}

// Leaves the leads to use.
core::Result<void> keep_leads(record::Ecg& ecg, const std::string& wanted, const std::filesystem::path& path) {
    std::vector<std::string> names;
    for (const auto& lead : ecg.leads) names.push_back(lead.name);
    SYNCHRONY_ASSIGN(const auto chosen, choose_leads(names, wanted, path));
    std::vector<record::Lead> leads;
    for (const std::size_t i : chosen) leads.push_back(std::move(ecg.leads[i]));
    ecg.leads = std::move(leads);
    return {};
}

core::Result<Found> detect_in_memory(const std::filesystem::path& path, const std::string& wanted,
                                     const io::ReadOptions& reading) {
    SYNCHRONY_ASSIGN(auto ecg, io::read_ecg(path, reading));
    const auto leads = ecg.leads.size();
    SYNCHRONY_TRY(keep_leads(ecg, wanted, path));
    Found found;
    SYNCHRONY_ASSIGN(found.beats, beats::detect_beats(ecg));
    found.samples = ecg.sample_count();
    found.sampling_frequency_hz = ecg.sampling_frequency_hz;
    found.leads_used = static_cast<int>(ecg.leads.size());
    found.warnings = texts_of(ecg.warnings);
    const auto& first = ecg.leads.front();
    // What is missing is held: it stands still.
    if (found.leads_used == 1)
        say_silence(found, first.name, leads, silent_samples(first.samples, ecg.sampling_frequency_hz));
    return found;
}

core::Result<Found> detect_one(const std::filesystem::path& path, const DetectRequest& request,
                               const core::Cancel& cancel) {
    const auto& wanted = request.lead;
    const auto at = io::resolve_recording(path, request.reading);
    SYNCHRONY_ASSIGN(const auto file, io::open_recording(at, request.reading));
    const auto* format = io::find_format(file.bytes.text(), file.name);
    // Headers of another name are read whole: streams find their record by its name.
    if (format && format->name == "wfdb" && file.name.ends_with(".hea")) {
        SYNCHRONY_ASSIGN(auto reader,
                         wfdb::SignalReader::open(file.folder, std::filesystem::path(file.name).stem().string()));
        std::vector<std::string> names;
        auto leads = streamed_leads(reader.header(), names);
        // Records of mixed rates are rare and short; the general reader brings their leads to one rate.
        if (leads.size() == reader.header().signals.size()) {
            SYNCHRONY_ASSIGN(const auto chosen, choose_leads(names, wanted, path));
            const auto& given = request.reading.sampling_frequency_hz;
            if (!given) SYNCHRONY_TRY(wfdb::require_frequency(reader.header(), file.where()));
            const double fs = reader.header().frequency_given ? reader.header().frame_frequency_hz : *given;
            std::vector<StreamedLead> used;
            for (const std::size_t i : chosen) used.push_back(std::move(leads[i]));
            return detect_streamed(reader, std::move(used), fs, cancel);
        }
    }
    return detect_in_memory(path, wanted, request.reading);
}

// It is the ending of a file's name, and leads nowhere else.
core::Result<void> check_annotator(const std::string& annotator) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    if (!annotator.empty() && std::ranges::all_of(annotator, is_plain)) return {};
    return core::fail({core::ErrorKind::usage,
                       "the annotator's name cannot end a file's name",
                       {},
                       core::in_quotes(annotator),
                       "letters and digits, such as qrs",
                       {}});
}

/// A file that stands where annotations are to be written.
struct There {
    std::filesystem::path path;
    core::Result<wfdb::AnnotationFile> annotations;
};

std::optional<There> file_there(const std::filesystem::path& record, const std::string& annotator) {
    auto path = record;
    path += "." + annotator;
    std::error_code unknown;
    if (!std::filesystem::exists(path, unknown)) return std::nullopt;
    return There{std::move(path), wfdb::read_annotations(record, annotator)};
}

// What a detector found before may be written over; signals, headers and what somebody annotated by hand may not.
core::Result<void> check_written_over(const std::filesystem::path& record, const std::string& annotator) {
    const auto there = file_there(record, annotator);
    if (!there) return {};
    const auto is_ours = [](const record::Annotation& a) { return a.code == normal_beat && a.auxiliary.empty(); };
    if (there->annotations && std::ranges::all_of(there->annotations->annotations, is_ours)) return {};
    return core::fail({core::ErrorKind::usage,
                       "a file is there already and holds something else than detected beats",
                       there->path.string(),
                       there->annotations ? "annotations of other kinds" : "no annotations",
                       {},
                       "Name another --annotator, or another --out"});
}

/// Beats at other places may be somebody's, who moved them or marked a healthy heart.
core::Result<void> check_same_beats(const Found& found, const std::filesystem::path& record,
                                    const std::string& annotator) {
    const auto there = file_there(record, annotator);
    if (!there) return {};
    const auto same = [](const record::Annotation& a, const beats::Beat& b) { return a.sample == b.sample; };
    const auto& read = there->annotations;
    if (read && std::ranges::equal(read->annotations, found.beats, same)) return {};
    return core::fail({core::ErrorKind::usage, "a file is there already and has other beats", there->path.string(),
                       read ? core::counted(read->annotations.size(), "annotation") : std::string("none"),
                       "the beats found, or no file", "--force writes over it; or name another --annotator"});
}

core::Result<void> write_beats(const Found& found, const std::filesystem::path& record, const std::string& annotator,
                               bool force) {
    if (!force) SYNCHRONY_TRY(check_same_beats(found, record, annotator));
    wfdb::AnnotationFile file;
    file.annotations.reserve(found.beats.size());
    for (const auto& beat : found.beats) file.annotations.push_back({beat.sample, normal_beat, 0, 0, 0, {}});
    return wfdb::write_annotations(record, annotator, file);
}

}  // namespace

std::size_t DetectReport::failed() const {
    return static_cast<std::size_t>(
        std::count_if(recordings.begin(), recordings.end(), [](const auto& r) { return r.error.has_value(); }));
}

core::Result<std::vector<beats::Beat>> beats_of(record::Ecg ecg, const std::string& lead,
                                                const std::filesystem::path& where) {
    SYNCHRONY_TRY(keep_leads(ecg, lead, where));
    auto found = beats::detect_beats(ecg);
    if (!found) return core::fail(core::error_in_file(std::move(found).error(), where));
    return found;
}

core::Result<DetectReport> detect(const DetectRequest& request, const core::RunContext& context) {
    SYNCHRONY_TRY(check_annotator(request.annotator));
    DetectReport report;
    report.recordings.resize(request.recordings.size());
    std::set<std::string> names;
    for (std::size_t i = 0; i < request.recordings.size(); ++i) {
        auto& name = report.recordings[i].record;
        name = request.recordings[i].stem().string();
        if (!names.insert(name).second)
            return core::fail({core::ErrorKind::usage, "two recordings of one name would write one file",
                               request.recordings[i].string(), name, "distinct names",
                               "Detect them in two runs with two --out folders"});
        SYNCHRONY_TRY(check_written_over(request.out_folder / name, request.annotator));
    }
    SYNCHRONY_TRY(core::make_directories(request.out_folder));
    const auto started = std::chrono::steady_clock::now();
    context.progress->begin("detecting beats", request.recordings.size());
    core::parallel_for(request.recordings.size(), context.threads, [&](std::size_t i) {
        auto& answer = report.recordings[i];
        auto found = detect_one(request.recordings[i], request, *context.cancel);
        if (found) {
            answer.beats = static_cast<std::int64_t>(found->beats.size());
            answer.samples = found->samples;
            answer.sampling_frequency_hz = found->sampling_frequency_hz;
            answer.leads_used = found->leads_used;
            answer.warnings = found->warnings;
            if (auto written =
                    write_beats(*found, request.out_folder / answer.record, request.annotator, request.force);
                !written)
                answer.error = std::move(written).error();
        } else {
            answer.error = core::error_in_file(std::move(found).error(), request.recordings[i]);
        }
        context.progress->advance(1, answer.record);
    });
    context.progress->end();
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return report;
}

}  // namespace synchrony::app
