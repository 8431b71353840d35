// From recordings to image sets: baseline away, to the recipe's sampling frequency, one image per lead and beat.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::features {

/// A lead as the recipe wants it before segments are cut: high-passed with zero phase at `recipe.highpass_hz`, then at
/// `recipe.sampling_frequency_hz`. Leads too short for the filter (under 10 samples) lose their mean instead.
/// Errors (usage): rates that dsp::resample refuses.
[[nodiscard]] core::Result<std::vector<float>> prepare_lead(std::span<const float> samples_mv,
                                                            double sampling_frequency_hz,
                                                            const SpectrogramRecipe& recipe);

/// The QRS's peak-to-peak voltage within 0.1 s of the R peaks: median over the beats, root mean square over the leads
/// ([lead, sample] at one rate); 1 where there is no beat or no voltage, so that it can be divided by.
[[nodiscard]] double qrs_amplitude_mv(std::span<const std::span<const float>> leads,
                                      std::span<const std::int64_t> r_samples, double sampling_frequency_hz);

/// One image per lead and beat, lead by lead. `r_samples` are the R peaks at the record's own rate, rising, inside the
/// record; `labels` has one record::AamiClass (or -1) a beat, or is empty. `leads` names the leads to take; empty: all.
/// RR intervals are filled from the peaks. Errors (input): peaks that do not rise or lie outside, labels of another
/// number; (usage): a lead that the record lacks, a recipe that does not pass its check.
[[nodiscard]] core::Result<ImageSetWriter> build_beat_images(const record::Ecg& ecg, const record::PatientId& patient,
                                                             std::span<const std::int64_t> r_samples,
                                                             std::span<const std::int8_t> labels,
                                                             std::span<const std::string> leads,
                                                             const SpectrogramRecipe& recipe);

/// The median beats of one patient, all leads cut alike, baseline already taken away.
struct MedianBeats {
    std::vector<std::string> leads;
    std::vector<std::vector<float>> samples_mv;  ///< [lead, sample]
    std::int64_t r_sample = 0;                   ///< where the R peak stands in each
    double sampling_frequency_hz = 0;
    double rr_s = 0;         ///< median RR interval of the recording; 0 when unknown
    std::int8_t label = -1;  ///< record::AamiClass of the beats, -1 when it has none
};

/// One image per lead with beat = median_beat and all three RR intervals equal to `rr_s`. Beyond the ends of the median
/// beat its end values are held, so that no step stands there. Errors (input): numbers of leads that disagree, empty
/// or unequal leads, an R peak outside.
[[nodiscard]] core::Result<ImageSetWriter> build_median_images(const MedianBeats& beats,
                                                               const record::PatientId& patient,
                                                               const SpectrogramRecipe& recipe);

}  // namespace synchrony::features
