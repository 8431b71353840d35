#include "synchrony/inputs/ecg_images.hpp"

#include <numbers>
#include <span>

#include "synchrony/beats/median_beat.hpp"
#include "synchrony/core/key.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/features/build_images.hpp"

namespace synchrony::inputs {
namespace {

// The sum or difference of two leads over the root of 2.
record::Lead mixture(const record::Lead& a, const record::Lead& b, float sign) {
    record::Lead mixed;
    mixed.name = a.name + (sign > 0 ? "+" : "-") + b.name;
    for (std::size_t i = 0; i < a.samples.size(); ++i)
        mixed.samples.push_back((a.samples[i] + sign * b.samples[i]) / std::numbers::sqrt2_v<float>);
    return mixed;
}

core::Result<features::ImageSetWriter> median_images(const record::Ecg& ecg, const record::PatientId& patient,
                                                     const datasets::LabelledBeats& beats,
                                                     const features::SpectrogramRecipe& recipe) {
    SYNCHRONY_ASSIGN(auto median, beats::median_beats(ecg, beats.samples));
    features::MedianBeats images;
    images.leads = std::move(median.lead_names);
    images.samples_mv = std::move(median.leads);
    images.r_sample = median.r_index;
    images.sampling_frequency_hz = median.sampling_frequency_hz;
    images.rr_s = median.rr_s;
    return features::build_median_images(images, patient, recipe);
}

}  // namespace

std::string content_of(const record::Ecg& ecg) {
    core::Key key("recording");
    key.add("rate", ecg.sampling_frequency_hz);
    for (const auto& lead : ecg.leads) {
        const auto bytes = std::as_bytes(std::span(lead.samples));
        key.add("lead", lead.name);
        key.add("samples", core::sha256({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
        for (const auto& range : lead.invalid) key.add("invalid from", range.begin).add("to", range.end);
    }
    return key.digest();
}

core::Result<features::ImageSetWriter> images_of_ecg(record::Ecg ecg, const record::PatientId& patient,
                                                     const datasets::LabelledBeats& beats,
                                                     const BeatImagesRequest& request) {
    if (request.first_lead_only) ecg.leads.resize(1);
    if (request.mixtures && ecg.leads.size() == 2)
        for (const float sign : {1.0F, -1.0F}) ecg.leads.push_back(mixture(ecg.leads[0], ecg.leads[1], sign));
    std::vector<std::string> leads;
    for (const auto& lead : ecg.leads) leads.push_back(lead.name);
    SYNCHRONY_ASSIGN(auto images,
                     features::build_beat_images(ecg, patient, beats.samples, beats.labels, leads, request.recipe));
    if (!request.medians) return images;
    SYNCHRONY_ASSIGN(auto medians, median_images(ecg, patient, beats, request.recipe));
    SYNCHRONY_TRY(images.append(std::move(medians)));
    return images;
}

}  // namespace synchrony::inputs
