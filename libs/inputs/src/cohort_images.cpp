#include "synchrony/inputs/cohort_images.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "synchrony/core/forget.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/inputs/ecg_stretch.hpp"
#include "synchrony/inputs/same_samples.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/measure/empty_leads.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/record/simulated.hpp"

#include "synchrony/datasets/for_each_recording.hpp"

namespace synchrony::inputs {
namespace {

// The twelve leads in standard order, limb leads that were not stored computed; an error where one is missing, or holds
// nothing.
core::Result<record::Ecg> twelve_leads(record::Ecg ecg) {
    ecg = record::with_limb_leads(measure::without_empty_leads(std::move(ecg)));
    std::vector<record::Lead> leads;
    std::string missing;
    for (const auto name : record::standard_leads()) {
        if (const auto* lead = ecg.find_lead(name))
            leads.push_back(*lead);
        else
            core::append_word(missing, name, " ");
    }
    if (!missing.empty())
        return core::fail_input("leads are missing", {}, std::to_string(leads.size()) + " of the twelve leads",
                                "also " + missing);
    ecg.leads = std::move(leads);
    return ecg;
}

/// What a comparison and a cohort's predictions ask of measurements are numbers; samples and waves by lead take fifty
/// times their memory.
measure::Measurements numbers_of(measure::Measurements measured) {
    core::forget(measured.r_peaks);
    core::forget(measured.median_beat);
    core::forget(measured.leads);
    core::forget(measured.beatwise);
    core::forget(measured.morphology);
    core::forget(measured.guidelines);
    core::forget(measured.by_lead);
    core::forget(measured.quality);
    core::forget(measured.pulses);
    for (auto* finding : measured.conduction.all()) core::forget(finding->reasons);
    return measured;
}

/// The recording of the cohort's row `into.row`, and its images where a set of them is asked for.
core::Result<void> read_patient(const cohort::Cohort& cohort, const PatientImagesRequest& request,
                                PatientRecording& into, std::optional<features::ImageSetWriter>& images) {
    const auto row = into.row;
    if (cohort.ecgs[row].empty()) return core::fail_input(no_ecg_named);
    SYNCHRONY_ASSIGN(const auto read, io::read_ecg(cohort.ecgs[row], reading_of(cohort, row, request.reading)));
    SYNCHRONY_ASSIGN(const auto ecg, twelve_leads(read));
    SYNCHRONY_ASSIGN(auto measured, measure::measure_ecg(read, measure_options(cohort, row, request.by_hand)));
    if (!request.file.empty()) {
        const auto& patient = cohort.patients[row];
        SYNCHRONY_ASSIGN(auto made, features::build_median_images(beats_for_images(measured), patient, request.recipe));
        if (request.every_beat) {
            SYNCHRONY_ASSIGN(auto singles,
                             features::build_beat_images(ecg, patient, measured.r_peaks, {}, {}, request.recipe));
            SYNCHRONY_TRY(made.append(std::move(singles)));
        }
        images = std::move(made);
    }
    if (request.digests) into.digest = signal_digest(ecg);
    into.samples = samples_key(read);
    into.simulated = record::is_simulated(ecg);
    into.age_years = read.facts.patient.age_years;
    into.patient_id = read.facts.patient.id;
    into.printed_qrs_ms = read.facts.printed.qrs_ms;
    into.measurements = request.numbers_alone ? numbers_of(std::move(measured)) : std::move(measured);
    return {};
}

// One measurement as a column.
struct EcgColumn {
    EcgColumnWords words;
    std::optional<double> (*value)(const measure::Measurements&);
};

std::optional<double> vector_value(const measure::Measurements& m, double measure::VectorMeasures::*field) {
    if (!m.vectors) return std::nullopt;
    return (*m.vectors).*field;
}

constexpr std::array ecg_columns{
    EcgColumn{{"heart_rate_bpm", "heart rate", "/min", cohort::InputGroup::rhythm},
              [](const auto& m) { return m.heart_rate_bpm; }},
    EcgColumn{{"pr_ms", "PR interval", "ms", cohort::InputGroup::rhythm},
              [](const auto& m) { return m.intervals.pr_ms; }},
    EcgColumn{{"qrs_duration_ms", "QRS duration", "ms", cohort::InputGroup::qrs_duration},
              [](const auto& m) { return m.intervals.qrs_ms; }},
    EcgColumn{{"qt_ms", "QT interval", "ms", cohort::InputGroup::rhythm},
              [](const auto& m) { return m.intervals.qt_ms; }},
    EcgColumn{
        {"qtc_fridericia_ms", "QTc, Fridericia", "ms", cohort::InputGroup::rhythm},
        [](const auto& m) { return m.intervals.qtc ? std::optional(m.intervals.qtc->fridericia_ms) : std::nullopt; }},
    EcgColumn{{"qrs_axis_deg", "QRS axis", "°", cohort::InputGroup::vector},
              [](const auto& m) { return m.axes.qrs_deg; }},
    EcgColumn{{"t_axis_deg", "T axis", "°", cohort::InputGroup::vector}, [](const auto& m) { return m.axes.t_deg; }},
    EcgColumn{{"qrs_area_uvs", "QRS area", "µV s", cohort::InputGroup::vector},
              [](const auto& m) { return vector_value(m, &measure::VectorMeasures::qrs_area_uvs); }},
    EcgColumn{{"t_area_uvs", "T area", "µV s", cohort::InputGroup::vector},
              [](const auto& m) { return vector_value(m, &measure::VectorMeasures::t_area_uvs); }},
    EcgColumn{{"qrs_t_angle_deg", "QRS-T angle", "°", cohort::InputGroup::vector},
              [](const auto& m) { return vector_value(m, &measure::VectorMeasures::qrs_t_angle_mean_deg); }},
    EcgColumn{{"sai_qrst_uvs", "SAI QRST", "µV s", cohort::InputGroup::vector},
              [](const auto& m) { return vector_value(m, &measure::VectorMeasures::sai_qrst_uvs); }},
    EcgColumn{{"lbbb", "LBBB, Strauss", "", cohort::InputGroup::lbbb_form},
              [](const auto& m) -> std::optional<double> {
                  return m.lbbb ? std::optional(*m.lbbb ? 1.0 : 0.0) : std::nullopt;
              }},
};

}  // namespace

features::MedianBeats beats_for_images(const measure::Measurements& measured) {
    const auto& median = measured.median_beat;
    features::MedianBeats beats;
    for (const auto name : record::standard_leads()) {
        const auto* lead = median.find_lead(name);
        beats.leads.emplace_back(name);
        // A lead without a beat is shown as nothing; flags say so, and no prediction is made.
        beats.samples_mv.push_back(lead != nullptr ? lead->samples
                                                   : std::vector<float>(median.leads.front().samples.size()));
    }
    beats.r_sample = std::lround(measured.median_r_s * median.sampling_frequency_hz);
    beats.sampling_frequency_hz = median.sampling_frequency_hz;
    beats.rr_s = measured.rr_s;
    return beats;
}

std::string signal_digest(const record::Ecg& ecg) {
    constexpr double steps_per_mv = 10'000.0;
    std::string bytes = core::shortest(ecg.sampling_frequency_hz);
    for (const auto name : record::standard_leads()) {
        const auto* lead = ecg.find_lead(name);
        if (lead == nullptr || lead->derived) continue;
        bytes.append(name);
        for (const float sample : lead->samples) {
            const auto step = std::isfinite(sample)
                                  ? static_cast<std::uint32_t>(std::lround(static_cast<double>(sample) * steps_per_mv))
                                  : 0U;
            for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((step >> shift) & 0xffU);
        }
    }
    return core::sha256(bytes);
}

core::Result<PatientImages> patient_images(const cohort::Cohort& cohort, const std::vector<std::size_t>& rows,
                                           const PatientImagesRequest& request, const core::RunContext& context) {
    std::vector<PatientRecording> recordings(rows.size());
    std::vector<std::optional<features::ImageSetWriter>> images(request.file.empty() ? 0 : rows.size());
    SYNCHRONY_TRY(datasets::for_each_recording(rows.size(), "ECGs of patients", context, [&](std::size_t i) {
        std::optional<features::ImageSetWriter> unwanted;
        recordings[i].row = rows[i];
        const auto read = read_patient(cohort, request, recordings[i], images.empty() ? unwanted : images[i]);
        if (!read) recordings[i].excluded = read.error().what;  // without its place: file names may name a patient
        context.progress->advance(1);
    }));

    features::ImageSetWriter all(request.recipe);
    for (auto& of_one : images) {
        if (of_one) SYNCHRONY_TRY(all.append(std::move(*of_one)));
        of_one.reset();
    }
    if (std::ranges::none_of(recordings, [](const auto& recording) { return recording.measurements.has_value(); }))
        return core::fail_input("no patient has a usable ECG", cohort.path.string(),
                                recordings.empty() ? "no patients" : recordings.front().excluded,
                                "twelve leads with beats");
    if (request.file.empty()) return PatientImages{std::move(recordings), std::nullopt};
    // The file may stay where others read it: it names nobody.
    const auto names = all.number_patients();
    SYNCHRONY_TRY(all.write(request.file, "cohort " + cohort.path.filename().string()));
    SYNCHRONY_ASSIGN(auto set, features::ImageSet::open(request.file));
    set.name_patients(names);
    return PatientImages{std::move(recordings), std::move(set)};
}

model::FeatureTable ecg_table(const std::vector<PatientRecording>& recordings) {
    model::FeatureTable table;
    for (const auto& column : ecg_columns) table.columns.emplace_back(column.words.name);
    for (const auto& recording : recordings) {
        if (!recording.excluded.empty()) continue;
        for (const auto& column : ecg_columns)
            table.values.push_back(recording.measurements ? column.value(*recording.measurements) : std::nullopt);
    }
    return table;
}

const EcgColumnWords* find_ecg_column(std::string_view name) {
    const auto found = std::ranges::find(ecg_columns, name, [](const EcgColumn& c) { return c.words.name; });
    return found == ecg_columns.end() ? nullptr : &found->words;
}

}  // namespace synchrony::inputs
