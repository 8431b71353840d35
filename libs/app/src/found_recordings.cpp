#include "found_recordings.hpp"

#include <algorithm>
#include <map>

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
    if (ecg->start_time) found.start = {*ecg->start_time, ecg->facts.zone_minutes};
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

/// What the dates of some recordings show: how many can be read in one order alone.
struct Shown {
    std::size_t day_first = 0, month_first = 0;
    [[nodiscard]] bool agree() const { return (day_first > 0) != (month_first > 0); }
};

/// One export writes its dates in one order: those that could be of either are of that which others of their folder
/// show, else others of all.
void settle_dates(FoundRecordings& found) {
    std::map<fs::path, Shown> folders;
    Shown all;
    for (const auto& one : found.recordings)
        for (auto* shown : {&all, &folders[one.path.parent_path()]}) {
            shown->day_first += one.start_order == record::DateOrder::day_first ? 1 : 0;
            shown->month_first += one.start_order == record::DateOrder::month_first ? 1 : 0;
        }
    found.dates.shows_day_first = all.day_first;
    found.dates.shows_month_first = all.month_first;
    for (auto& one : found.recordings) {
        if (one.start_order == record::DateOrder::unreadable) ++found.dates.unreadable;
        if (one.start_order != record::DateOrder::either || !one.start) continue;
        const auto& near = folders[one.path.parent_path()];
        const auto& shown = near.agree() ? near : all;
        if (!shown.agree()) {
            ++found.dates.unsure;
        } else if (shown.day_first > 0) {
            exchange_day_and_month(one.start->time);
            ++found.dates.read_day_first;
        } else {
            ++found.dates.read_month_first;
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
    found.passed_over = collection.passed_over;
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
