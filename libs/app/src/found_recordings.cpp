#include "found_recordings.hpp"

#include <algorithm>

#include "synchrony/core/parallel.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/inputs/same_samples.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

void read_recording(FoundRecording& found, const io::ReadOptions& reading, const fs::path& out) {
    const auto name = name_in_table(found.path, out);
    if (const auto bad = core::first_bad_utf8(name); bad != std::string::npos) {
        found.error = core::fail_input("name is not UTF-8, so that no table can hold it", found.path.string(),
                                       "byte " + std::to_string(static_cast<unsigned char>(name[bad])), "UTF-8",
                                       "Rename the file or folder")
                          .value();
        return;
    }
    const auto ecg = io::read_ecg(found.path, reading);
    if (!ecg) {
        found.error = ecg.error();
        return;
    }
    found.patient = ecg->facts.patient;
    found.samples_key = inputs::samples_key(*ecg);
    found.start_time = ecg->start_time;
    found.start_order = ecg->facts.start_order;
    found.printed_qrs_ms = ecg->facts.printed.qrs_ms;
}

/// Two roundings of one recording get one key.
void join_keys(std::vector<FoundRecording>& recordings) {
    std::vector<std::string> keys;
    for (const auto& one : recordings) keys.push_back(one.samples_key);
    inputs::join_alike(keys);
    for (std::size_t i = 0; i < recordings.size(); ++i) recordings[i].samples_key = std::move(keys[i]);
}

/// "2020-04-05T11:34:00" to "2020-05-04T11:34:00".
void exchange_day_and_month(std::string& time) {
    constexpr std::size_t month_at = 5, day_at = 8, figures = 2;
    const auto month = time.substr(month_at, figures);
    time.replace(month_at, figures, time, day_at, figures);
    time.replace(day_at, figures, month);
}

/// One export writes its dates in one order: those that could be of either are of that which the others show.
void settle_dates(FoundRecordings& found) {
    const auto any = [&](record::DateOrder order) {
        return std::ranges::any_of(found.recordings, [&](const auto& one) { return one.start_order == order; });
    };
    const bool month_first = any(record::DateOrder::month_first), day_first = any(record::DateOrder::day_first);
    if (month_first && !day_first) return;
    for (auto& one : found.recordings) {
        if (one.start_order != record::DateOrder::either || !one.start_time) continue;
        if (day_first && !month_first) {
            exchange_day_and_month(*one.start_time);
            ++found.read_day_first;
        } else {
            ++found.day_or_month_first;
        }
    }
}

/// With the first reason: a recording's own, or why a file was not looked into (an archive inside an archive).
core::Error nothing_read(std::span<const fs::path> inputs, const FoundRecordings& found) {
    std::string got = "none found";
    if (!found.left_out.empty())
        got += "; left out: " + found.left_out.front().path.string() + ", " + found.left_out.front().reason;
    if (!found.recordings.empty()) got = found.recordings.front().error->message();
    return {core::ErrorKind::input,
            "no recording was read",
            core::joined(inputs, ", ", [](const auto& p) { return p.string(); }),
            got,
            "at least one recording",
            {}};
}

}  // namespace

std::size_t FoundRecordings::failed() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(recordings, [](const auto& one) { return one.error.has_value(); }));
}

core::Result<FoundRecordings> find_recordings(std::span<const fs::path> inputs, const io::ReadOptions& asked,
                                              const fs::path& out, const core::RunContext& context) {
    auto reading = asked;
    SYNCHRONY_ASSIGN(auto collection, io::expand_inputs(inputs, reading));
    FoundRecordings found;
    found.left_out = std::move(collection.left_out);
    found.other_files = collection.other_files;
    for (auto& path : collection.recordings) {
        found.recordings.emplace_back();
        found.recordings.back().path = std::move(path);
    }
    context.progress->begin("reading recordings", found.recordings.size());
    core::parallel_for(found.recordings.size(), context.threads, [&](std::size_t i) {
        if (context.cancel->requested()) return;
        read_recording(found.recordings[i], reading, out);
        context.progress->advance(1);
    });
    context.progress->end();
    if (context.cancel->requested())
        return core::fail({core::ErrorKind::cancelled, "stopped; no cohort was written", {}, {}, {}, {}});
    if (found.recordings.size() == found.failed()) return core::fail(nothing_read(inputs, found));
    join_keys(found.recordings);
    settle_dates(found);
    return found;
}

std::string name_in_table(const fs::path& recording, const fs::path& out) {
    const auto base = fs::absolute(out).parent_path().lexically_normal();
    const auto relative = fs::absolute(recording).lexically_normal().lexically_relative(base);
    return relative.empty() ? recording.string() : relative.generic_string();
}

}  // namespace synchrony::app
