#include "synchrony/io/read.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "age_against_dates.hpp"
#include "foreign_archive.hpp"
#include "options_not_used.hpp"
#include "persons_in_words.hpp"
#include "printed_limits.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io {
namespace {

using core::Error;
using core::ErrorKind;
using core::fail;

std::string format_names() {
    return core::joined(formats(), ", ", &Format::name);
}

core::Result<const Format*> sniff_format(const RecordingFile& file) {
    const auto text = file.bytes.text();
    if (text.empty()) return fail(Error{ErrorKind::input, "file is empty", file.where(), "0 bytes", "a recording", {}});
    const std::filesystem::path name(file.name);
    if (const auto* format = find_format(text, name)) return format;
    const bool signal_file = name.extension() == ".mat" || name.extension() == ".dat";
    auto header = name;
    if (const auto archive = foreign_archive(text); !archive.empty())
        return fail(Error{ErrorKind::input, "the file is packed", file.where(), std::string(archive),
                          "a recording, alone or in a zip archive", "Unpack it"});
    if (core::looks_like_tensors(text))
        return fail(Error{ErrorKind::input, "the file is no recording", file.where(),
                          "a model or an image set (safetensors)", "one of " + format_names(),
                          "`synchrony info` says what is in it"});
    return fail(Error{ErrorKind::input, "unknown file format", file.where(), "content that no reader knows",
                      "one of " + format_names(),
                      signal_file ? "A WFDB signal file is read with its header, and " +
                                        header.replace_extension(".hea").string() + " is not beside it"
                                  : std::string()});
}

/// Each standard lead once; other names are said where the standard leads are not all there.
core::Result<void> check_names(record::Ecg& ecg, const std::string& where) {
    constexpr std::size_t most_named = 16;
    std::set<std::string> seen;
    std::string odd;
    std::size_t odd_names = 0;
    for (const auto& lead : ecg.leads) {
        if (record::is_standard_lead(lead.name) && !seen.insert(lead.name).second)
            return core::fail_input("a lead stands twice", where, lead.name + " again", "each lead once",
                                    "Rename or remove one of them");
        if (!record::is_lead_name(lead.name) && ++odd_names <= most_named)
            core::append_word(odd, lead.name.empty() ? "(no name)" : lead.name);
    }
    const bool whole =
        std::ranges::all_of(record::independent_leads(), [&](auto name) { return seen.contains(std::string(name)); });
    if (odd_names > 0 && !whole)
        ecg.warnings.emplace_back("no known lead name: " + odd + (odd_names > most_named ? ", ..." : "") +
                                  "; what needs standard leads is not measured from them");
    return {};
}

/// The record's name, and those of devices and signals.
core::Result<void> settle_names(record::Ecg& ecg, const RecordingFile& file) {
    if (ecg.record_name.empty()) ecg.record_name = std::filesystem::path(file.name).stem().string();
    take_persons_out_of_words(ecg);
    return check_names(ecg, file.where());
}

void say_where_all_is_missing(record::Ecg& ecg) {
    if (std::none_of(ecg.leads.begin(), ecg.leads.end(), [](const auto& lead) { return lead.valid_samples() > 0; }))
        ecg.warnings.emplace_back("all samples of all leads are missing");
}

/// A standard lead that is kept beside the ECG for its unit: who expects it must know.
void say_leads_without_voltage(record::Ecg& ecg) {
    for (const auto& signal : ecg.other_signals)
        if (record::is_standard_lead(signal.name) && ecg.find_lead(record::standard_lead_name(signal.name)) == nullptr)
            ecg.warnings.emplace_back("lead " + signal.name + " is not read: its unit is " +
                                      core::in_quotes(signal.unit) + ", which is no voltage");
}

core::Result<const Format*> format_named(const std::string& name) {
    const auto all = formats();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.name == name; });
    if (found != all.end()) return &*found;
    return fail(Error{ErrorKind::usage, "unknown format", "read", name, "one of " + format_names(),
                      core::did_you_mean(name, all, &Format::name)});
}

}  // namespace

const Format* find_format(std::string_view head, const std::filesystem::path& name) {
    for (const auto& format : formats())
        if (format.sniff(head.substr(0, sniff_bytes), name)) return &format;
    return nullptr;
}

core::Result<const Format*> detect_format(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto file, open_recording(path));
    return sniff_format(file);
}

namespace {

core::Result<const Format*> format_of(const RecordingFile& file, const ReadOptions& options) {
    SYNCHRONY_ASSIGN(const Format* format, options.format.empty() ? sniff_format(file) : format_named(options.format));
    if (!file.part.empty() && !format->parts)
        return fail(Error{ErrorKind::io,
                          "cannot open recording",
                          file.where() + "/" + file.part,
                          std::string(format->name) + " file, which holds one recording",
                          "a folder or an archive",
                          {}});
    return format;
}

/// The range in the format's own frames. One frame tells how many a second there are.
core::Result<ReadOptions> with_range_in_frames(const Format& format, const RecordingFile& file, ReadOptions options) {
    if (!options.start_s && !options.length_s) return options;
    auto one = options;
    one.first_sample = 0;
    one.samples = 1;
    SYNCHRONY_ASSIGN(const auto head, format.read(file, one));
    const auto samples =
        head.leads.empty() ? std::size_t{1} : std::max<std::size_t>(1, head.leads.front().samples.size());
    const double frames_a_second = head.sampling_frequency_hz / static_cast<double>(samples);
    const auto frames = [&](double seconds) {
        constexpr double most = 9e15;  // whole numbers of a double
        return static_cast<std::int64_t>(std::llround(std::min(seconds * frames_a_second, most)));
    };
    options.first_sample = frames(options.start_s.value_or(0.0));
    options.samples = options.length_s ? std::max<std::int64_t>(1, frames(*options.length_s)) : -1;
    return options;
}

/// Frames that no recording has.
constexpr std::int64_t most_frames = std::int64_t{1} << 50;

/// The number of frames: doubled until there are not so many, then halved.
core::Result<std::int64_t> count_frames(const Format& format, const RecordingFile& file, ReadOptions one) {
    const auto has = [&](std::int64_t frame) -> core::Result<bool> {
        one.first_sample = frame;
        const auto read = format.read(file, one);
        if (read) return true;
        if (read.error().kind == ErrorKind::usage) return false;  // it ends before
        return fail(read.error());
    };
    std::int64_t there = 0, beyond = most_frames;
    while (beyond - there > 1) {
        const auto asked = beyond == most_frames ? std::max<std::int64_t>(1, 2 * there) : there + (beyond - there) / 2;
        SYNCHRONY_ASSIGN(const bool found, asked < most_frames ? has(asked) : core::Result<bool>(false));
        (found ? there : beyond) = std::min(asked, most_frames - 1);
    }
    return there + 1;
}

}  // namespace

core::Result<RecordingHead> read_head(const RecordingFile& file, const ReadOptions& options) {
    SYNCHRONY_ASSIGN(const Format* format, format_of(file, options));
    if (!format->reads_ranges)
        return fail(Error{ErrorKind::usage, "format is read whole", file.where(), std::string(format->name), {}, {}});
    auto one = options;
    one.first_sample = 0;
    one.samples = 1;
    SYNCHRONY_ASSIGN(auto first, format->read(file, one));
    SYNCHRONY_TRY(settle_names(first, file));
    SYNCHRONY_ASSIGN(const auto frames, count_frames(*format, file, one));
    const auto in_a_frame = std::max<std::int64_t>(1, first.sample_count());
    return RecordingHead{std::move(first), frames * in_a_frame};
}

core::Result<record::Ecg> read_ecg(const RecordingFile& file, const ReadOptions& given) {
    SYNCHRONY_ASSIGN(const Format* format, format_of(file, given));
    SYNCHRONY_ASSIGN(const auto options, with_range_in_frames(*format, file, given));
    SYNCHRONY_ASSIGN(auto ecg, format->read(file, options));
    SYNCHRONY_TRY(settle_names(ecg, file));
    say_where_all_is_missing(ecg);
    say_what_is_not_used(ecg, *format, file, options);
    settle_age(ecg);
    drop_impossible_measurements(ecg);
    say_leads_without_voltage(ecg);
    return ecg;
}

core::Result<RecordingHead> read_head(const std::filesystem::path& path, const ReadOptions& options) {
    auto head = open_recording(resolve_recording(path, options), options).and_then([&](const auto& file) {
        return read_head(file, options);
    });
    if (!head) return fail(core::error_in_file(std::move(head).error(), path));
    return head;
}

core::Result<record::Ecg> read_ecg(const std::filesystem::path& path, const ReadOptions& options) {
    if (options.held)
        if (const auto held = options.held->find(path.native()); held != options.held->end()) return *held->second;
    auto ecg = open_recording(resolve_recording(path, options), options).and_then([&](const auto& file) {
        return read_ecg(file, options);
    });
    if (!ecg) return fail(core::error_in_file(std::move(ecg).error(), path));
    return ecg;
}

}  // namespace synchrony::io
