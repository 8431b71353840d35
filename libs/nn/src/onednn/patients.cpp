#include "patients.hpp"

#include <cmath>

#include "guard.hpp"
#include "named.hpp"
#include "requests.hpp"
#include "synchrony/core/logistic.hpp"
#include "synchrony/core/text.hpp"
#include "transfer_images.hpp"

namespace synchrony::nn::onednn {
namespace {

// Pooled features of every lead, the mean over its beats: [patient, lead, channel].
std::vector<double> lead_features(Encoder& encoder, const SetInputs& inputs, const PatientImages& images,
                                  const PixelScaling& scaling, std::size_t channels, int threads) {
    const auto pooled = encoder.pooled(inputs.block(), images.flat(), scaling, threads);
    std::vector<double> features;
    features.reserve(images.patients() * images.leads.size() * channels);
    const float* beat = pooled.data();
    for (const auto& of_patient : images.images)
        for (const auto& list : of_patient) {
            std::vector<double> mean(channels, 0.0);
            for (std::size_t i = 0; i < list.size(); ++i)
                for (auto& value : mean) value += static_cast<double>(*beat++) / static_cast<double>(list.size());
            features.insert(features.end(), mean.begin(), mean.end());
        }
    return features;
}

}  // namespace

FittedNet::FittedNet(model::Bundle bundle, int threads)
    : bundle_(std::move(bundle)), threads_(threads), encoder_(fold_away(bundle_)), head_(bundle_) {}

core::Result<void> FittedNet::fit(const model::PatientSet&, std::span<const std::size_t>, const core::RunContext&) {
    return core::fail(usage_error("this engine runs networks and does not train them", "oneDNN", "libtorch",
                                  "install the module for networks (Debian: synchrony-networks)"));
}

core::Result<model::Bundle> FittedNet::bundle() const {
    return core::fail(
        usage_error("a network that only answers is kept as the file it came from", "bundle", "libtorch"));
}

core::Result<std::vector<model::Prediction>> FittedNet::predict(const model::PatientSet& set,
                                                                std::span<const std::size_t> rows) {
    return guarded([&] { return run(set, rows); });
}

core::Result<std::vector<model::Prediction>> FittedNet::run(const model::PatientSet& set,
                                                            std::span<const std::size_t> rows) {
    SYNCHRONY_ASSIGN(const auto patients, patients_of_rows(set, rows));
    SYNCHRONY_ASSIGN(const auto inputs, SetInputs::make(*set.images, bundle_));
    const auto beats = bundle_.lead_policy.beats == "median" ? BeatChoice::median : BeatChoice::single;
    SYNCHRONY_ASSIGN(const auto images,
                     find_patient_images(set.images->index(), set.images->patients(), set.images->leads(), patients,
                                         shown_leads(bundle_.lead_policy.leads, inputs.channels()), beats));
    const auto channels = static_cast<std::size_t>(bundle_.architecture.channels_after(Encoder::last_layer));
    const auto leads = images.leads.size();
    const auto features =
        lead_features(encoder_, inputs, images, {bundle_.input_mean, bundle_.input_sd}, channels, threads_);
    std::vector<model::Prediction> predictions(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto of_patient = std::span(features).subspan(i * leads * channels, leads * channels);
        const double logit = head_.outputs(head_.pool_leads(of_patient, leads), {}).front();
        if (!std::isfinite(logit))
            return core::fail_input("the network's answer is no number", {}, core::shortest(logit), "a number",
                                    "Its weights are damaged, or far too large");
        predictions[i].score = core::logistic(bundle_.calibration.slope * logit + bundle_.calibration.intercept);
        predictions[i].responds = predictions[i].score >= bundle_.decision_threshold;
    }
    return predictions;
}

}  // namespace synchrony::nn::onednn
