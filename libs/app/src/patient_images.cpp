#include "synchrony/app/patient_images.hpp"

#include <algorithm>

#include "synchrony/beats/detector.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {
namespace {

struct OnePatient {
    beats::MedianBeats median;
    features::ImageSetWriter images;
};

// The twelve leads in standard order; an error where one is missing.
core::Result<record::Ecg> twelve_leads(record::Ecg ecg) {
    std::vector<record::Lead> leads;
    std::string missing;
    for (const auto name : record::standard_leads()) {
        if (const auto* lead = ecg.find_lead(name))
            leads.push_back(*lead);
        else
            missing += (missing.empty() ? "" : " ") + std::string(name);
    }
    if (!missing.empty())
        return core::fail_input("leads are missing", {}, std::to_string(leads.size()) + " of the twelve leads", "also " + missing);
    ecg.leads = std::move(leads);
    return ecg;
}

features::MedianBeats for_images(const beats::MedianBeats& median) {
    features::MedianBeats beats;
    for (const auto name : record::standard_leads()) beats.leads.emplace_back(name);
    beats.samples_mv = median.leads;
    beats.r_sample = median.r_index;
    beats.sampling_frequency_hz = median.sampling_frequency_hz;
    beats.rr_s = median.rr_s;
    return beats;
}

core::Result<OnePatient> images_of_patient(const std::filesystem::path& path, const record::PatientId& patient,
                                           const PatientImagesRequest& request) {
    SYNCHRONY_ASSIGN(auto read, io::read_ecg(path));
    SYNCHRONY_ASSIGN(const auto ecg, twelve_leads(std::move(read)));
    SYNCHRONY_ASSIGN(const auto beats, beats::detect_beats(ecg));
    std::vector<std::int64_t> peaks;
    for (const auto& beat : beats) peaks.push_back(beat.sample);
    SYNCHRONY_ASSIGN(auto median, beats::median_beats(ecg, peaks));
    SYNCHRONY_ASSIGN(auto images, features::build_median_images(for_images(median), patient, request.recipe));
    if (request.every_beat) {
        SYNCHRONY_ASSIGN(auto singles, features::build_beat_images(ecg, patient, peaks, {}, {}, request.recipe));
        SYNCHRONY_TRY(images.append(std::move(singles)));
    }
    return OnePatient{std::move(median), std::move(images)};
}

}  // namespace

core::Result<PatientImages> patient_images(const cohort::Cohort& cohort, const std::vector<std::size_t>& rows,
                                           const PatientImagesRequest& request, const core::RunContext& context) {
    using Answer = std::optional<core::Result<OnePatient>>;
    std::vector<Answer> answers(rows.size());
    context.progress->begin("beats and images of patients", rows.size());
    core::parallel_for(rows.size(), context.threads, [&](std::size_t i) {
        if (context.cancel->requested()) return;
        answers[i] = images_of_patient(cohort.ecgs[rows[i]], cohort.patients[rows[i]], request);
        context.progress->advance(1);
    });
    context.progress->end();
    if (context.cancel->requested())
        return core::fail({core::ErrorKind::cancelled, "stopped while making images", {}, {}, {}, {}});

    std::vector<PatientRecording> recordings;
    features::ImageSetWriter all(request.recipe);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        PatientRecording recording;
        recording.row = rows[i];
        if (auto& answer = *answers[i]; answer) {
            recording.median = std::move(answer->median);
            SYNCHRONY_TRY(all.append(std::move(answer->images)));
        } else {
            recording.excluded = answer.error().what;  // without its place: file names may name a patient
        }
        recordings.push_back(std::move(recording));
    }
    if (all.size() == 0)
        return core::fail_input("no patient has a usable ECG", cohort.path.string(),
                                recordings.empty() ? "no patients" : recordings.front().excluded, "twelve leads with beats");
    SYNCHRONY_TRY(all.write(request.file, "cohort " + cohort.path.filename().string()));
    SYNCHRONY_ASSIGN(auto images, features::ImageSet::open(request.file));
    return PatientImages{std::move(recordings), std::move(images)};
}

}  // namespace synchrony::app
