#include "requests.hpp"

#include "named.hpp"
#include "synchrony/nn/inference.hpp"

namespace synchrony::nn {

core::Result<SetInputs> inputs_of_images(const model::Bundle& bundle, const features::ImageSet& set,
                                         std::span<const std::size_t> images) {
    SYNCHRONY_TRY(bundle.check());
    SYNCHRONY_ASSIGN(auto inputs, SetInputs::make(set, bundle));
    for (const auto image : images)
        if (image >= set.size())
            return core::fail(
                usage_error("no such image", std::to_string(image), "below " + std::to_string(set.size())));
    return inputs;
}

core::Result<void> check_predicts_patients(const model::Bundle& bundle) {
    SYNCHRONY_TRY(bundle.check());
    if (bundle.architecture.lead_pooling != model::LeadPooling::none && bundle.architecture.outputs == 1) return {};
    return core::fail(usage_error("the model predicts no outcome of patients",
                                  std::to_string(bundle.architecture.outputs) + " outputs, leads not joined",
                                  "a model made by train"));
}

static core::Result<void> check_map_images(const ActivationRequest& request, const features::ImageSet& set) {
    if (request.images.empty() || request.base.size() != request.images.size())
        return core::fail(usage_error("images and what they are held against differ in number",
                                      std::to_string(request.base.size()), std::to_string(request.images.size())));
    for (const auto& list : {request.images, request.base})
        for (const auto image : list)
            if (image >= set.size())
                return core::fail(
                    usage_error("no such image", std::to_string(image), "below " + std::to_string(set.size())));
    return {};
}

// The net's own head reads the means of layer 4 of all its leads.
static core::Result<void> check_own_head(const ActivationRequest& request) {
    const auto& net = request.net->architecture;
    if (!(request.place == FeaturePlace{4, 1}))
        return core::fail(
            usage_error("the net's head reads its last layer's means", name_of(request.place), "avgpool"));
    const auto leads = request.images.size();
    const auto expected = net.lead_pooling == model::LeadPooling::none     ? std::size_t{1}
                          : net.lead_pooling == model::LeadPooling::concat ? static_cast<std::size_t>(net.leads)
                                                                           : leads;
    if (leads == expected) return {};
    return core::fail(
        usage_error("the net joins another number of leads", std::to_string(leads), std::to_string(expected)));
}

core::Result<void> check_activation(const ActivationRequest& request, const features::ImageSet& set) {
    const auto& place = request.place;
    SYNCHRONY_TRY(request.net->check());
    SYNCHRONY_TRY(check_range("layer of the features", place.layer, 1, 4));
    SYNCHRONY_TRY(check_range("grid", place.grid, 1, 16));
    SYNCHRONY_TRY(check_range("layer of the map", request.layer, 1, place.layer));
    SYNCHRONY_TRY(check_map_images(request, set));
    if (request.score_weights.empty()) return check_own_head(request);
    const auto wanted = request.images.size() * static_cast<std::size_t>(place.grid * place.grid) *
                        static_cast<std::size_t>(request.net->architecture.channels_after(place.layer));
    if (request.score_weights.size() == wanted) return {};
    return core::fail(usage_error("weights and features differ in number", std::to_string(request.score_weights.size()),
                                  std::to_string(wanted)));
}

core::Result<ActivationMaps> Inference::activation_maps(const features::ImageSet&, const ActivationRequest&,
                                                        const core::RunContext&) {
    return core::fail(usage_error("this engine makes no activation maps", description(), "oneDNN"));
}

core::Result<std::vector<record::PatientId>> patients_of_rows(const model::PatientSet& set,
                                                              std::span<const std::size_t> rows) {
    if (!set.images)
        return core::fail(usage_error("a network needs images of the patients", "none", "a set with images"));
    std::vector<record::PatientId> patients;
    for (const auto row : rows) {
        if (row >= set.size())
            return core::fail(
                usage_error("no such patient row", std::to_string(row), "below " + std::to_string(set.size())));
        patients.push_back(set.patients[row]);
    }
    return patients;
}

}  // namespace synchrony::nn
