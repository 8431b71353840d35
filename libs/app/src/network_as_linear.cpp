#include "network_as_linear.hpp"

namespace synchrony::app {

std::optional<model::Predictor> as_linear(const model::Predictor& predictor) {
    if (predictor.linear || !predictor.bundle) return std::nullopt;
    const auto& bundle = *predictor.bundle;
    const auto& net = bundle.architecture;
    const auto& leads = bundle.lead_policy.leads;
    const bool concat = net.lead_pooling == model::LeadPooling::concat;
    if (!concat && net.lead_pooling != model::LeadPooling::mean) return std::nullopt;
    if (!features::joining_lead(bundle.channels).empty()) return std::nullopt;  // a column would be of twelve leads
    if (leads.empty() || bundle.lead_policy.beats != "median" || net.auxiliary_inputs > 0 || net.timing_inputs > 0)
        return std::nullopt;
    auto made = predictor;
    made.feature_table = "last-features";
    made.feature_place = "layer4:1x1";
    made.calibration = bundle.calibration;
    auto& linear = made.linear.emplace();
    const auto& weights = bundle.tensors.at("fc.weight").values;
    const auto channels = static_cast<std::size_t>(net.channels_after(4));
    for (std::size_t lead = 0; lead < leads.size(); ++lead)
        for (std::size_t c = 0; c < channels; ++c) {
            linear.inputs.push_back({made.feature_table, leads[lead] + ":layer4:0:" + std::to_string(c)});
            linear.weight.push_back(concat ? static_cast<double>(weights[lead * channels + c])
                                           : static_cast<double>(weights[c]) / static_cast<double>(leads.size()));
        }
    linear.impute.assign(linear.size(), 0.0);
    linear.centre.assign(linear.size(), 0.0);
    linear.scale.assign(linear.size(), 1.0);
    linear.intercept = static_cast<double>(bundle.tensors.at("fc.bias").values.front());
    return made;
}

}  // namespace synchrony::app
