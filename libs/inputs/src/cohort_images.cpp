#include "synchrony/inputs/cohort_images.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/inputs/ecg_stretch.hpp"
#include "synchrony/inputs/same_samples.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/record/simulated.hpp"

#include "synchrony/datasets/for_each_recording.hpp"

namespace synchrony::inputs {
namespace {

struct OnePatient {
    measure::Measurements measured;
    features::ImageSetWriter images;
    std::string digest, samples;
    bool simulated = false;
    std::optional<double> age_years;
};

// The twelve leads in standard order, limb leads that were not stored computed; an error where one is missing.
core::Result<record::Ecg> twelve_leads(record::Ecg ecg) {
    ecg = record::with_limb_leads(std::move(ecg));
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
    measured.r_peaks = {};
    measured.median_beat = {};
    measured.leads = {};
    measured.beatwise.reset();
    measured.morphology = {};
    measured.guidelines = {};
    measured.quality = {};
    measured.pulses = {};
    for (auto* finding : measured.conduction.all()) finding->reasons = {};
    return measured;
}

core::Result<OnePatient> images_of_patient(const cohort::Cohort& cohort, std::size_t row,
                                           const PatientImagesRequest& request) {
    if (cohort.ecgs[row].empty()) return core::fail_input(no_ecg_named);
    SYNCHRONY_ASSIGN(const auto read, io::read_ecg(cohort.ecgs[row], reading_of(cohort, row, request.reading)));
    SYNCHRONY_ASSIGN(const auto ecg, twelve_leads(read));
    SYNCHRONY_ASSIGN(auto measured, measure::measure_ecg(read, measure_options(cohort, row, request.by_hand)));
    auto digest = request.digests ? signal_digest(ecg) : std::string();
    const bool simulated = record::is_simulated(ecg);
    const auto kept = [&](measure::Measurements all) {
        return request.numbers_alone ? numbers_of(std::move(all)) : std::move(all);
    };
    if (request.file.empty())
        return OnePatient{kept(std::move(measured)),
                          features::ImageSetWriter(request.recipe),
                          std::move(digest),
                          samples_key(read),
                          simulated,
                          read.facts.patient.age_years};
    const auto& patient = cohort.patients[row];
    SYNCHRONY_ASSIGN(auto images, features::build_median_images(beats_for_images(measured), patient, request.recipe));
    if (request.every_beat) {
        SYNCHRONY_ASSIGN(auto singles,
                         features::build_beat_images(ecg, patient, measured.r_peaks, {}, {}, request.recipe));
        SYNCHRONY_TRY(images.append(std::move(singles)));
    }
    return OnePatient{kept(std::move(measured)), std::move(images), std::move(digest),
                      samples_key(read),         simulated,         read.facts.patient.age_years};
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
    using Answer = std::optional<core::Result<OnePatient>>;
    std::vector<Answer> answers(rows.size());
    SYNCHRONY_TRY(
        datasets::for_each_recording(rows.size(), "beats and images of patients", context, [&](std::size_t i) {
            answers[i] = images_of_patient(cohort, rows[i], request);
            context.progress->advance(1);
        }));

    std::vector<PatientRecording> recordings;
    recordings.reserve(rows.size());
    features::ImageSetWriter all(request.recipe);
    bool any = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        PatientRecording recording;
        recording.row = rows[i];
        if (auto& answer = *answers[i]; answer) {
            any = true;
            recording.measurements = std::move(answer->measured);
            recording.digest = std::move(answer->digest);
            recording.samples = std::move(answer->samples);
            recording.simulated = answer->simulated;
            recording.age_years = answer->age_years;
            SYNCHRONY_TRY(all.append(std::move(answer->images)));
        } else {
            recording.excluded = answer.error().what;  // without its place: file names may name a patient
        }
        recordings.push_back(std::move(recording));
        answers[i].reset();
    }
    if (!any)
        return core::fail_input("no patient has a usable ECG", cohort.path.string(),
                                recordings.empty() ? "no patients" : recordings.front().excluded,
                                "twelve leads with beats");
    if (request.file.empty()) return PatientImages{std::move(recordings), std::nullopt};
    // The file may stay where others read it: it names nobody.
    const auto names = all.number_patients();
    SYNCHRONY_TRY(all.write(request.file, "cohort " + cohort.path.filename().string()));
    SYNCHRONY_ASSIGN(auto images, features::ImageSet::open(request.file));
    images.name_patients(names);
    return PatientImages{std::move(recordings), std::move(images)};
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
