// Use case: from the ECG of each patient of a cohort to the images of its median beats, with the reason for every
// patient that cannot be used.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/cohort/input_group.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/measure/measure.hpp"
#include "synchrony/model/classifier.hpp"

namespace synchrony::inputs {

struct PatientImagesRequest {
    features::SpectrogramRecipe recipe;
    bool every_beat = false;     ///< an image per beat beside the one of the median beat
    std::filesystem::path file;  ///< image set to write; empty: no images are made
    io::ReadOptions reading = {};
    bool digests = false;  ///< signal_digest of each recording too
    ByHand by_hand = {};   ///< where one recording is asked for
    /// Measurements keep no samples, nothing by lead, no reasons and no guideline's answers: a cohort's then take
    /// little memory.
    bool numbers_alone = false;
};

/// Why a patient without a recording is excluded.
inline constexpr const char* no_ecg_named = "no ECG is named";

/// What became of one patient's recording.
struct PatientRecording {
    std::size_t row = 0;                                ///< in the cohort
    std::optional<measure::Measurements> measurements;  ///< of the twelve leads, in standard order; empty where
                                                        ///< excluded, and where a patient is used without an ECG.
    ///< Its guidelines' answers use the cohort's LVEF, NYHA, ...
    std::string excluded;                    ///< reason; empty: the patient is used
    std::string digest{};                    ///< signal_digest of the recording, where asked for; empty where excluded
    std::string samples{};                   ///< samples_key of the recording; empty where excluded
    bool simulated = false;                  ///< its header says that it is of no person
    std::optional<double> age_years{};       ///< that the recording tells; identifying, for comparisons alone
    std::string patient_id{};                ///< likewise
    std::optional<double> printed_qrs_ms{};  ///< what the device printed, beside ours
};

/// SHA-256 of the recorded leads' samples, in steps of 0.1 µV, with their names and rate: the same for one recording in
/// any format that keeps its samples. Limb leads that were computed do not count.
[[nodiscard]] std::string signal_digest(const record::Ecg& ecg);

/// The median beats that a patient's images are made of: the twelve leads in standard order; one without a beat is
/// shown as nothing.
[[nodiscard]] features::MedianBeats beats_for_images(const measure::Measurements& measured);

struct PatientImages {
    std::vector<PatientRecording> recordings;  ///< one an asked row, in order
    std::optional<features::ImageSet> images;  ///< of the patients that are used; empty where none were asked for
};

/// Reads the ECG (any format) of each of those cohort rows, measures it (beats over all leads, median beat, intervals,
/// conduction, vectors) and makes the image of the median beat of each of the twelve leads. A recording that cannot be
/// read, lacks a lead or has no usable beat, or that is not named, excludes its patient, with the reason; it never
/// stops the others. Errors: no patient is left; cancelled; writing fails.
[[nodiscard]] core::Result<PatientImages> patient_images(const cohort::Cohort& cohort,
                                                         const std::vector<std::size_t>& rows,
                                                         const PatientImagesRequest& request,
                                                         const core::RunContext& context);

/// What a comparison uses of the measurements, one row a recording that is used: heart_rate_bpm, pr_ms,
/// qrs_duration_ms, qt_ms, qtc_fridericia_ms, qrs_axis_deg, t_axis_deg, qrs_area_uvs, t_area_uvs, qrs_t_angle_deg,
/// sai_qrst_uvs, lbbb (Strauss). A measurement that could not be made is missing, and so are all of a patient who is
/// used without an ECG.
[[nodiscard]] model::FeatureTable ecg_table(const std::vector<PatientRecording>& recordings);

/// How people call a column of that table.
struct EcgColumnWords {
    std::string_view name;     ///< "qrs_area_uvs"
    std::string_view meaning;  ///< "QRS area"
    std::string_view unit;     ///< "µV s"; empty: none
    cohort::InputGroup group = cohort::InputGroup::other;
};
/// Null for any other name.
[[nodiscard]] const EcgColumnWords* find_ecg_column(std::string_view name);

}  // namespace synchrony::inputs
