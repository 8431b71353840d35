#include "synchrony/app/simulate.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>

#include "part_names.hpp"
#include "simulation_facts.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/folder_lock.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/wfdb_annotations.hpp"
#include "synchrony/io/wfdb_record.hpp"
#include "synchrony/record/simulated.hpp"
#include "virtual_patient_rows.hpp"

namespace synchrony::app {
namespace {

/// 2.5 uV a step, as the issue of ECG devices: IEC 60601-2-25 asks for 5 uV or finer.
constexpr double gain_per_mv = 400.0;
/// In front of the number in a virtual patient's id, which names its files.
constexpr std::string_view id_prefix = "VP";
/// Patients held in memory at once.
constexpr std::uint64_t block = 256;

core::Error usage(std::string what, std::string got, std::string expected) {
    return {core::ErrorKind::usage, std::move(what), {}, std::move(got), std::move(expected), {}};
}

core::Result<void> check(const SimulateRequest& r) {
    if (r.patients < 1 || r.patients > most_patients)
        return core::fail(usage("number of patients out of range", std::to_string(r.patients),
                                "1 to " + std::to_string(most_patients)));
    if (!(r.options.rate_hz >= 250.0 && r.options.rate_hz <= 1000.0))
        return core::fail(usage("sampling rate out of range", core::shortest(r.options.rate_hz), "250 to 1000 Hz"));
    if (r.options.chance_sd_pct && !(*r.options.chance_sd_pct >= 0.0 && *r.options.chance_sd_pct <= 1000.0))
        return core::fail(
            usage("chance out of range", core::shortest(*r.options.chance_sd_pct), "0 to 1000 % of LVESV"));
    return {};
}

/// Onset, beat and end of each true QRS complex, as LUDB marks them.
io::wfdb::AnnotationFile annotations_of(const sim::Recording& recording) {
    io::wfdb::AnnotationFile file;
    const double rate = recording.ecg.sampling_frequency_hz;
    file.sampling_frequency_hz = rate;
    const auto add = [&](double t, std::string_view mnemonic) {
        record::Annotation a;
        a.sample = std::lround(t * rate);
        a.code = *record::code_of(mnemonic);
        file.annotations.push_back(std::move(a));
    };
    for (const auto& beat : recording.beats) {
        add(beat.onset_s, "(");
        add(beat.peak_s, beat.ectopic ? "V" : "N");
        add(beat.end_s, ")");
    }
    return file;
}

core::Result<void> write_ecg(const std::filesystem::path& folder, const sim::VirtualPatient& patient) {
    const auto path = folder / patient.id;
    auto ecg = patient.recording->ecg;
    ecg.comments = {std::string(record::simulated_comment)};
    SYNCHRONY_ASSIGN(const auto record, io::wfdb::from_ecg(ecg, patient.id, gain_per_mv));
    SYNCHRONY_TRY(io::wfdb::write_annotations(path, "atr", annotations_of(*patient.recording)));
    return io::wfdb::write_record(path, record);
}

/// The two tables, growing under temporary names.
struct Tables {
    core::AtomicFile cohort, truth;
    core::Result<void> commit() {
        SYNCHRONY_TRY(truth.commit());
        return cohort.commit();
    }
};

core::Result<Tables> open_tables(const SimulateRequest& request) {
    SYNCHRONY_ASSIGN(auto cohort, core::AtomicFile::create(request.out / "cohort.csv"));
    SYNCHRONY_ASSIGN(auto truth, core::AtomicFile::create(request.out / "truth.csv"));
    cohort.stream() << cohort::csv_row(virtual_cohort_header(request.options.with_ecg));
    truth.stream() << cohort::csv_row(virtual_truth_header());
    return Tables{std::move(cohort), std::move(truth)};
}

struct Row {
    std::string cohort, truth;
    double probability = 0.0;
    bool response = false;
};

void count(const Row& row, Tally& tally) {
    tally.probabilities.push_back(row.probability);
    tally.responses.push_back(row.response ? 1 : 0);
}

core::Result<Row> make_one(const SimulateRequest& request, const sim::Preset& preset, std::uint64_t seed,
                           std::uint64_t index) {
    SYNCHRONY_ASSIGN(const auto patient, sim::simulate_patient(preset, seed, index, request.options));
    if (patient.recording) SYNCHRONY_TRY(write_ecg(request.out / "ecg", patient));
    return Row{cohort::csv_row(virtual_cohort_row(patient, request.options.with_ecg)),
               cohort::csv_row(virtual_truth_row(patient)), patient.truth.probability, patient.truth.response};
}

using TakeRow = std::function<void(const Row&)>;

core::Result<void> make_block(const SimulateRequest& request, const sim::Preset& preset, std::uint64_t first,
                              std::uint64_t count, const core::RunContext& context, const TakeRow& take) {
    const core::Error stopped{core::ErrorKind::cancelled, "stopped; no table was written", {}, {}, {}, "run it again"};
    std::vector<core::Result<Row>> rows(count, core::fail(stopped));
    core::parallel_for(count, context.threads, [&](std::size_t i) {
        if (context.cancel->requested()) return;
        rows[i] = make_one(request, preset, context.seed, first + i);
        context.progress->advance(1);
    });
    for (auto& row : rows) {
        if (!row) return core::fail(std::move(row).error());
        take(*row);
    }
    return {};
}

/// Patients [range.begin, range.end), in their order.
core::Result<void> make_patients(const SimulateRequest& request, const sim::Preset& preset,
                                 const core::IndexRange& range, const core::RunContext& context, const TakeRow& take) {
    if (request.options.with_ecg) SYNCHRONY_TRY(core::make_directories(request.out / "ecg"));
    context.progress->begin("simulating patients", range.size());
    core::Result<void> done;
    for (std::uint64_t first = range.begin; done && first < range.end; first += block)
        done = make_block(request, preset, first, std::min<std::uint64_t>(block, range.end - first), context, take);
    context.progress->end();
    SYNCHRONY_TRY(std::move(done));
    // The tables, which name the recordings, come last.
    return request.options.with_ecg ? core::sync_file_system(request.out) : core::Result<void>();
}

double chance_of(const SimulateRequest& request, const sim::Preset& preset) {
    return request.options.chance_sd_pct.value_or(preset.outcome.chance_sd_pct);
}

/// What decides the cohort, as simulation.json says it.
nlohmann::ordered_json cohort_facts(const SimulateRequest& request, const sim::Preset& preset, std::uint64_t seed) {
    return {{"preset", request.preset},
            {"seed", seed},
            {"patients", request.patients},
            {"chance_sd_pct", chance_of(request, preset)},
            {"rate_hz", request.options.rate_hz}};
}

bool holds_facts(const std::filesystem::path& file, const nlohmann::ordered_json& facts) {
    const auto text = core::read_file(file);
    if (!text) return false;
    const auto known = core::parse_json(*text, file.string());
    if (!known || !known->is_object()) return false;
    for (const auto& [name, value] : facts.items())
        if (!known->contains(name) || known->at(name) != nlohmann::json(value)) return false;
    return true;
}

/// Whether a header bears the comment of virtual patients; other files are told by theirs.
bool may_be_simulated(const std::filesystem::path& file) {
    if (file.extension() != ".hea") return true;
    constexpr std::uint64_t most_header_bytes = 1 << 16;
    const auto header = core::read_file(file, most_header_bytes);
    return header && header->find(record::simulated_comment) != std::string::npos;
}

/// Files of an ECG that the new cohort would not write over: those of a larger one, or somebody's own.
std::string foreign_ecg(const SimulateRequest& request) {
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(request.out / "ecg", none)) {
        // "VP00008" of "VP00008.dat", and of "VP00008.dat.tmp77-1", which a killed run has left.
        auto name = entry.path().filename().string();
        name.resize(std::min(name.find('.'), name.size()));
        std::uint64_t number = 0;
        const char* end = name.data() + name.size();
        const bool numbered =
            name.starts_with(id_prefix) && std::from_chars(name.data() + id_prefix.size(), end, number).ptr == end;
        const bool own = numbered && number >= 1 && number <= request.patients && may_be_simulated(entry.path());
        if (!request.options.with_ecg || !own) return entry.path().string();
    }
    return {};
}

/// Written over an older cohort, a new one would stand among files that are not its own.
core::Result<void> check_folder(const SimulateRequest& request, const nlohmann::ordered_json& facts) {
    if (holds_facts(request.out / simulation_file, facts)) return {};
    std::string found = foreign_ecg(request);
    for (const char* table : {"cohort.csv", "truth.csv", simulation_file})
        if (found.empty() && std::filesystem::exists(request.out / table)) found = (request.out / table).string();
    if (found.empty()) return {};
    return core::fail({core::ErrorKind::usage, "the folder holds another cohort", request.out.string(), found,
                       "no folder yet, an empty one or that of the same cohort", "name another --out or remove it"});
}

/// Parts of both tables, and one of what simulation.json is made from: the facts, then a line a patient, "0.25 1".
core::Result<void> simulate_part(const SimulateRequest& request, const sim::Preset& preset,
                                 const nlohmann::ordered_json& facts, const core::RunContext& context, Tally& tally) {
    const auto list = list_key(request.shard, "simulate", {}).add("facts", core::json_text(facts));
    const auto part = [&](const std::string& name, const std::string& head) {
        return PartFile::create(request.shard, "simulate", name, list, request.patients, Joining::rows(head));
    };
    SYNCHRONY_ASSIGN(auto cohort, part("cohort.csv", cohort::csv_row(virtual_cohort_header(request.options.with_ecg))));
    SYNCHRONY_ASSIGN(auto truth, part("truth.csv", cohort::csv_row(virtual_truth_header())));
    SYNCHRONY_ASSIGN(auto tallied, part(tally_name, core::json_text(facts) + "\n"));
    const auto range = core::part_of(request.shard.shard, request.patients);
    SYNCHRONY_TRY(make_patients(request, preset, range, context, [&](const Row& row) {
        cohort.stream() << row.cohort;
        truth.stream() << row.truth;
        tallied.stream() << core::shortest(row.probability) << (row.response ? " 1\n" : " 0\n");
        count(row, tally);
    }));
    for (auto* file : {&tallied, &truth, &cohort}) SYNCHRONY_TRY(file->commit(0));
    return {};
}

}  // namespace

core::Result<SimulateReport> simulate(const SimulateRequest& request, const core::RunContext& context) {
    const auto started = std::chrono::steady_clock::now();
    SYNCHRONY_TRY(check(request));
    SYNCHRONY_ASSIGN(const auto preset, sim::make_preset(request.preset));
    const auto facts = cohort_facts(request, preset, context.seed);
    SYNCHRONY_TRY(check_folder(request, facts));
    Tally tally;
    SimulateReport report;
    if (request.shard.asked()) {
        SYNCHRONY_TRY(simulate_part(request, preset, facts, context, tally));
        report = report_of(tally, chance_of(request, preset));
    } else {
        SYNCHRONY_ASSIGN(const auto lock, core::FolderLock::take(request.out));
        SYNCHRONY_ASSIGN(auto tables, open_tables(request));
        SYNCHRONY_TRY(make_patients(request, preset, {0, request.patients}, context, [&](const Row& row) {
            tables.cohort.stream() << row.cohort;
            tables.truth.stream() << row.truth;
            count(row, tally);
        }));
        report = report_of(tally, chance_of(request, preset));
        SYNCHRONY_TRY(write_simulation_facts(request.out, request.command, report, facts));
        SYNCHRONY_TRY(tables.commit());
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return report;
}

nlohmann::ordered_json to_json(const SimulateRequest& request, const SimulateReport& r, std::uint64_t seed) {
    return {{"out", request.out.string()},
            {"preset", request.preset},
            {"seed", seed},
            {"patients", r.patients},
            {"responders", r.responders},
            {"chance_sd_pct", r.chance_sd_pct},
            {"attainable_auc", r.attainable_auc},
            {"realised_auc", r.realised_auc},
            {"seconds", r.seconds}};
}

}  // namespace synchrony::app
