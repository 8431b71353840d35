#include "requests.hpp"

#include "named.hpp"

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
