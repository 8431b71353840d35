#include "synchrony/app/convert.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "convert_targets.hpp"
#include "patient_keys.hpp"
#include "patient_notes.hpp"
#include "pseudonyms.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/core/scratch_folder.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/inputs/same_samples.hpp"
#include "synchrony/io/recording_files.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

/// Recordings in memory at once, a thread: so many that threads do not wait for the slowest of a batch for long.
constexpr std::size_t batch_a_thread = 8;

constexpr std::size_t most_shown = 2000;  ///< letters of an error

/// A recording on its way from one file to the other.
struct OnItsWay {
    record::Ecg ecg;
    bool there = false;
};

/// "exams_17" for the part 17 of exams.npy, "100" for 100.hea and 100.hea.gz.
std::string stem_of(const fs::path& path) {
    std::error_code ignored;
    auto name = path.filename();
    if (name.extension() == ".gz") name = name.stem();
    const auto parent = path.parent_path();
    const bool part = fs::is_regular_file(parent, ignored) && core::lower(parent.extension().string()) != ".zip";
    return (part ? parent.stem().string() + "_" : std::string()) + name.stem().string();
}

nlohmann::ordered_json recording_json(const ConvertedRecording& recording) {
    nlohmann::ordered_json item{{"from", recording.from.string()}};
    if (recording.error)
        item["error"] = recording.error->message();
    else
        item["to"] = recording.to.string();
    item["not_held"] = recording.lost;
    item["warnings"] = recording.warnings;
    return item;
}

/// Chooses distinct names for files.
class OutputNames {
  public:
    std::string take(const std::string& wanted) {
        std::string name = wanted.empty() ? "recording" : wanted;
        for (int n = 2; !taken_.insert(core::lower(name)).second; ++n) name = wanted + "_" + std::to_string(n);
        return name;
    }

  private:
    std::set<std::string> taken_;  ///< small letters: some file systems know no difference
};

class Conversion {
  public:
    Conversion(const ConvertRequest& request, const ConvertTarget& target, Pseudonyms pseudonyms,
               const core::RunContext& context)
        : request_(request), target_(target), pseudonyms_(std::move(pseudonyms)), context_(context) {}

    core::Result<ConvertReport> run() {
        io::ReadOptions reading = request_.reading;
        SYNCHRONY_ASSIGN(auto found, io::expand_inputs(request_.inputs, reading));
        reading_ = std::move(reading);
        ConvertReport report;
        report.left_out = std::move(found.left_out);
        report.other_files = found.other_files;
        report.passed_over = found.passed_over;
        if (found.recordings.empty()) return core::fail(nothing_found(report.left_out));
        // By the whole list, so that every shard of it takes --out for the same.
        one_file_ = found.recordings.size() == 1 && core::lower(request_.out.extension().string()) == target_.extension;
        const auto folder = one_file_ ? request_.out.parent_path() : request_.out;
        SYNCHRONY_ASSIGN(auto part, PartFile::of_files(shard_with_parts_in(folder), "convert", "convert.json",
                                                       found.recordings, Joining::json_array()));
        // Without it nothing that is there is written over. Other shards read theirs meanwhile.
        if (request_.force)
            for (const auto& path : found.recordings)
                for (const auto& file : io::files_of_recording(path)) inputs_.add(file);
        const auto mine = core::part_of(request_.shard.shard, found.recordings.size());
        for (std::size_t i = 0; i < found.recordings.size(); ++i) {
            auto& path = found.recordings[i];
            if (i >= mine.begin && i < mine.end)
                report.recordings.push_back({std::move(path), {}, {}, {}, {}});
            else if (i < mine.begin)
                names_.take(allowed(stem_of(path)));  // as the shards before this one do
        }
        const bool whole_here = one_file_ && !report.recordings.empty() && target_.signal_extension.empty();
        if (whole_here && !is_input(request_.out)) SYNCHRONY_TRY(check_output(request_.out));
        if (!folder.empty()) SYNCHRONY_TRY(core::make_directories(folder));
        context_.progress->begin("converting", report.recordings.size());
        if (!request_.pseudonyms.empty() && report.recordings.size() > 1)
            report.notes = number_recordings(report.recordings);
        const auto batch = batch_a_thread * static_cast<std::size_t>(std::max(1, context_.threads));
        core::Result<void> done;
        for (std::size_t begin = 0; begin < report.recordings.size() && done; begin += batch)
            done = convert_batch({report.recordings.data() + begin, std::min(batch, report.recordings.size() - begin)});
        context_.progress->end();
        if (!done) return core::fail(done.error());
        if (!report.recordings.empty())  // the writers leave it to the system
            SYNCHRONY_TRY(core::sync_file_system(folder.empty() ? fs::path(".") : folder));
        if (part) SYNCHRONY_TRY(keep(*part, report));
        return report;
    }

  private:
    [[nodiscard]] core::Error nothing_found(const std::vector<io::LeftOut>& left_out) const {
        std::string got = "none";
        for (const auto& file : left_out) got += "; left out: " + file.path.string() + ", " + file.reason;
        return {core::ErrorKind::input,
                "no recording was found",
                core::joined(request_.inputs, ", ", [](const auto& path) { return path.string(); }),
                got.substr(0, most_shown),
                "at least one recording",
                {}};
    }

    /// The part file lies where the outputs do, if no folder was named for it.
    [[nodiscard]] ShardRequest shard_with_parts_in(const fs::path& folder) const {
        auto shard = request_.shard;
        if (shard.asked() && shard.folder == request_.out) shard.folder = folder.empty() ? fs::path(".") : folder;
        return shard;
    }

    /// What became of a shard's recordings, an item each.
    static core::Result<void> keep(PartFile& part, const ConvertReport& report) {
        std::string joint;
        for (const auto& recording : report.recordings) {
            part.stream() << joint << core::json_text(recording_json(recording));
            joint = Joining::json_array().joint;
        }
        return part.commit(report.failed());
    }

    [[nodiscard]] bool is_input(const fs::path& path) const {
        std::error_code ignored;
        return std::any_of(request_.inputs.begin(), request_.inputs.end(),
                           [&](const auto& input) { return fs::equivalent(input, path, ignored); });
    }

    core::Result<void> convert_batch(std::span<ConvertedRecording> batch) {
        std::vector<OnItsWay> ways(batch.size());
        core::parallel_for(batch.size(), context_.threads, [&](std::size_t i) { read(batch[i], ways[i]); });
        for (std::size_t i = 0; i < batch.size(); ++i)
            if (ways[i].there) name(batch[i], ways[i].ecg);
        // Before any file bears a study number, the map that knows whose it is lies on the disk.
        if (!request_.pseudonyms.empty()) SYNCHRONY_TRY(pseudonyms_.write(request_.pseudonyms));
        core::parallel_for(batch.size(), context_.threads, [&](std::size_t i) {
            if (ways[i].there) write(batch[i], ways[i].ecg);
            ways[i] = {};
            context_.progress->advance(1);
        });
        return {};
    }

    /// Study numbers in the order found, and a patient's recordings in the order of their times: P00001 lies before
    /// P00001_2. All are read once before any is written, since memory does not hold them all.
    /// Gives sentences on what makes doubtful whose they are.
    std::vector<std::string> number_recordings(std::span<const ConvertedRecording> recordings) {
        std::vector<std::optional<Whose>> told(recordings.size());
        std::vector<std::optional<record::Start>> times(recordings.size());
        core::parallel_for(recordings.size(), context_.threads, [&](std::size_t i) {
            if (context_.cancel->requested()) return;
            const auto& from = recordings[i].from;
            if (const auto ecg = io::read_ecg(from, reading_)) {
                told[i] = whose(*ecg, from);
                if (ecg->start_time) times[i] = {*ecg->start_time, ecg->facts.zone_minutes};
            }
        });
        std::vector<std::size_t> there;
        std::vector<Whose> known;
        std::vector<std::string> samples;
        for (std::size_t i = 0; i < told.size(); ++i)
            if (told[i]) {
                there.push_back(i);
                samples.push_back(told[i]->samples_key);
                known.push_back(std::move(*told[i]));
            }
        inputs::join_alike(samples);
        for (std::size_t n = 0; n < known.size(); ++n) known[n].samples_key = std::move(samples[n]);
        const auto keys = patient_keys(known, pseudonyms_);
        std::map<std::string, std::vector<std::size_t>> of_patient;
        std::vector<OfPatient> said;
        for (std::size_t n = 0; n < keys.size(); ++n) {
            keys_[&recordings[there[n]]] = keys[n];
            const auto number = pseudonyms_.of(keys[n]).study_number;
            of_patient[number].push_back(there[n]);
            said.push_back({number, std::move(known[n].patient)});
        }
        for (auto& [number, of_one] : of_patient) {
            (void)in_order_of_time(
                of_one, [&](std::size_t i) -> const auto& { return times[i]; });
            for (const auto i : of_one) numbered_[&recordings[i]] = names_.take(number);
        }
        return patient_notes(said);
    }

    static Whose whose(const record::Ecg& ecg, const fs::path& from) {
        return {ecg.facts.patient, from, inputs::samples_key(ecg)};
    }

    /// Of a recording that was looked at before, and of the only one.
    std::string key_of(const ConvertedRecording& recording, const record::Ecg& ecg) {
        const auto found = keys_.find(&recording);
        if (found != keys_.end()) return found->second;
        const std::array<Whose, 1> alone{whose(ecg, recording.from)};
        return patient_keys(alone, pseudonyms_).front();
    }

    void read(ConvertedRecording& recording, OnItsWay& way) const {
        if (context_.cancel->requested()) {
            recording.error = core::Error{
                core::ErrorKind::cancelled, "stopped before this recording", recording.from.string(), {}, {}, {}};
            return;
        }
        auto ecg = io::read_ecg(recording.from, reading_);
        if (!ecg) {
            recording.error = ecg.error();
            return;
        }
        for (const auto& warning : ecg->warnings) recording.warnings.push_back(warning.text);
        way = {std::move(*ecg), true};
    }

    /// Takes the identity out and chooses the file's name, one recording after the other.
    void name(ConvertedRecording& recording, record::Ecg& ecg) {
        std::string name = stem_of(recording.from);
        const auto patient = ecg.facts.patient;
        const auto start = ecg.start_time;
        if (!request_.pseudonyms.empty()) {
            const auto pseudonym = pseudonyms_.of(key_of(recording, ecg));
            ecg = with_pseudonym(std::move(ecg), pseudonym);
            name = pseudonym.study_number;
        } else if (!request_.keep_identity) {
            ecg = record::without_identity(std::move(ecg));
            // Other shards do not know how many before them are called so.
            if (record::names_patient(name, patient) || record::may_spell_patient(name, patient) ||
                record::tells_day(name, start.value_or(""))) {
                name = "recording" + shard_word();
                recording.renamed = !one_file_;
            }
        }
        recording.named_by_input = !one_file_ && !request_.keep_identity && request_.pseudonyms.empty() &&
                                   patient.name.empty() && name == stem_of(recording.from);
        if (one_file_) {
            recording.to = request_.out;
            ecg.record_name = recording.to.stem().string();
            return;
        }
        name = allowed(name);
        const auto numbered = numbered_.find(&recording);
        name = numbered != numbered_.end() ? numbered->second : names_.take(name);
        ecg.record_name = name;
        recording.to = request_.out / (name + std::string(target_.extension));
    }

    /// A WFDB record's name holds letters, digits, '-' and '_' (header(5)): a blank would end it.
    [[nodiscard]] std::string allowed(std::string name) const {
        if (target_.record_names)
            std::ranges::replace_if(
                name, [](unsigned char c) { return c < 0x80 && std::isalnum(c) == 0 && c != '-' && c != '_'; }, '_');
        return name;
    }

    [[nodiscard]] std::string shard_word() const {
        return request_.shard.asked() ? "_part" + std::to_string(request_.shard.shard.number) : std::string();
    }

    /// Also of its signal file: another recording of this run may stand in it, and is lost to the next run at least.
    [[nodiscard]] bool writes_over_inputs(const ConvertedRecording& recording) const {
        std::error_code ignored;
        if (fs::equivalent(recording.from, recording.to, ignored) || inputs_.has(recording.to)) return true;
        return !target_.signal_extension.empty() &&
               inputs_.has(fs::path(recording.to).replace_extension(target_.signal_extension));
    }

    void write(ConvertedRecording& recording, const record::Ecg& ecg) const {
        if (writes_over_inputs(recording)) {
            recording.error = core::Error{core::ErrorKind::usage, "input and output are one file",
                                          recording.to.string(),  {},
                                          "another folder",       {}};
            return;
        }
        std::optional<core::KeepExisting> kept;
        if (!request_.force) kept.emplace();  // another program may write into the folder meanwhile
        auto there = check_output(recording.to);
        auto lost = there ? target_.write(recording.to, ecg, request_.keep_identity)
                          : finish(recording.to, ecg, std::move(there).error());
        if (lost)
            recording.lost = std::move(*lost);
        else
            recording.error = core::error_in_file(lost.error(), recording.from);
    }

    /// What a run that was stopped has left is gone on from: files with the bytes that would be written count as ours,
    /// and what is missing beside them is written. `refusal` where they are others.
    core::Result<std::vector<std::string>> finish(const fs::path& to, const record::Ecg& ecg,
                                                  core::Error refusal) const {
        SYNCHRONY_ASSIGN(const auto scratch, core::ScratchFolder::create());
        const auto copy = scratch.path() / to.filename();
        SYNCHRONY_ASSIGN(auto lost, target_.write(copy, ecg, request_.keep_identity));
        if (!is_ours_or_absent(copy, to)) return core::fail(std::move(refusal));
        if (const auto signal = target_.signal_extension; !signal.empty()) {
            const auto in_copy = fs::path(copy).replace_extension(signal),
                       there = fs::path(to).replace_extension(signal);
            if (!is_ours_or_absent(in_copy, there)) return core::fail(std::move(refusal));
        }
        SYNCHRONY_TRY(target_.write(to, ecg, request_.keep_identity));
        return lost;
    }

    static bool is_ours_or_absent(const fs::path& ours, const fs::path& there) {
        std::error_code ignored;
        if (!fs::exists(fs::symlink_status(there, ignored))) return true;
        const auto made = core::read_file(ours), found = core::read_file(there);
        return made && found && *made == *found;
    }

    /// Nothing that is there is written over, unless asked for. Pipes and devices are written into.
    [[nodiscard]] core::Result<void> check_output(const fs::path& to) const {
        std::error_code ignored;
        auto path = to;
        bool there = fs::is_regular_file(path, ignored);
        if (!there && !target_.signal_extension.empty())
            there = fs::is_regular_file(path.replace_extension(target_.signal_extension), ignored);
        if (!there || request_.force) return {};
        return core::fail({core::ErrorKind::usage,
                           "output is there already",
                           "output " + path.string(),
                           {},
                           {},
                           "--force writes over it"});
    }

    const ConvertRequest& request_;
    const ConvertTarget& target_;
    Pseudonyms pseudonyms_;
    const core::RunContext& context_;
    io::ReadOptions reading_;
    OutputNames names_;
    io::FilesInUse inputs_;  ///< with --force: what is read, all parts of all recordings
    std::map<const ConvertedRecording*, std::string> numbered_;  ///< names by study numbers
    std::map<const ConvertedRecording*, std::string> keys_;      ///< whose they are, for the map
    bool one_file_ = false;
};

}  // namespace

std::size_t ConvertReport::failed() const {
    return static_cast<std::size_t>(
        std::count_if(recordings.begin(), recordings.end(), [](const auto& r) { return r.error.has_value(); }));
}

std::size_t ConvertReport::named_by_inputs() const {
    return static_cast<std::size_t>(std::count_if(recordings.begin(), recordings.end(),
                                                  [](const auto& r) { return r.named_by_input && !r.error; }));
}

std::size_t ConvertReport::renamed() const {
    return static_cast<std::size_t>(
        std::count_if(recordings.begin(), recordings.end(), [](const auto& r) { return r.renamed && !r.error; }));
}

std::vector<std::string_view> convert_targets() {
    std::vector<std::string_view> names;
    for (const auto& target : all_convert_targets()) names.push_back(target.name);
    return names;
}

core::Result<ConvertReport> convert(const ConvertRequest& request, const core::RunContext& context) {
    if (request.keep_identity && !request.pseudonyms.empty())
        return core::fail({core::ErrorKind::usage,
                           "either names are kept or study numbers stand for them",
                           "convert",
                           "--keep-identity and --pseudonyms",
                           "one of them",
                           {}});
    if (request.shard.asked() && !request.pseudonyms.empty())
        return core::fail({core::ErrorKind::usage,
                           "the map of study numbers is one file, which shards at work beside each other would lose",
                           "convert", "--shard and --pseudonyms", "one of them",
                           "convert with --pseudonyms in one run"});
    SYNCHRONY_ASSIGN(const auto* target, find_convert_target(request.to, request.out));
    std::error_code ignored;
    for (const auto& input : request.inputs)
        if (fs::is_directory(input, ignored) && fs::equivalent(input, request.out, ignored))
            return core::fail({core::ErrorKind::usage,
                               "what is written would be read again by the next run",
                               "--out",
                               core::in_quotes(request.out.string()),
                               "another folder than the one that is read",
                               {}});
    SYNCHRONY_ASSIGN(auto pseudonyms, Pseudonyms::open(request.pseudonyms));
    return Conversion(request, *target, std::move(pseudonyms), context).run();
}

nlohmann::ordered_json to_json(const ConvertReport& report) {
    nlohmann::ordered_json recordings = nlohmann::ordered_json::array(), left_out = nlohmann::ordered_json::array();
    for (const auto& recording : report.recordings) recordings.push_back(recording_json(recording));
    for (const auto& file : report.left_out)
        left_out.push_back({{"file", file.path.string()}, {"reason", file.reason}});
    return {{"converted", report.recordings.size() - report.failed()},
            {"failed", report.failed()},
            {"recordings", recordings},
            {"left_out", left_out},
            {"other_files", report.other_files},
            {"hidden_files", report.passed_over.hidden},
            {"dead_links", report.passed_over.dead_links},
            {"named_by_inputs", report.named_by_inputs()},
            {"renamed", report.renamed()},
            {"notes", report.notes}};
}

}  // namespace synchrony::app
