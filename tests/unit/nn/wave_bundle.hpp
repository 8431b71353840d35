// Networks whose weights are sines, and what they answer by NumPy.
#pragma once

#include <array>
#include <cmath>
#include <utility>

#include "support.hpp"
#include "synchrony/model/bundle.hpp"

namespace synchrony::nn::test {

/// `probabilities` are those of wave_set().
struct Golden {
    const char* network;
    model::Stem stem;
    std::array<double, 5> probabilities;
};

// Printed by: python3 scripts/make_nn_goldens.py
inline constexpr std::array<Golden, 4> goldens{{
    {"resnet18", model::Stem::standard, {0.20316458, 0.19756967, 0.21712477, 0.19002063, 0.19212035}},
    {"resnet18", model::Stem::compact, {0.28464704, 0.06156622, 0.36376841, 0.06534065, 0.22467768}},
    {"resnet18", model::Stem::small, {0.00000064, 0.00000000, 0.02594232, 0.00000000, 0.97405704}},
    {"resnet50", model::Stem::compact, {0.21162427, 0.20186750, 0.21406852, 0.19877442, 0.17366529}},
}};

/// Of row_set(), a network of one row.
inline constexpr Golden golden_of_a_row{
    "resnet18-1d", model::Stem::standard, {0.05587363, 0.00023193, 0.59765066, 0.00008009, 0.34616368}};

// Amplitude and offset of a tensor's sine, as in the script.
inline std::pair<double, double> wave_of(const model::TensorShape& tensor) {
    const auto ends = [&](const char* end) { return tensor.name.ends_with(end); };
    if (tensor.shape.size() == 4)
        return {std::sqrt(2.0 / static_cast<double>(tensor.elements() / tensor.shape[0])), 0.0};
    if (tensor.name == "fc.weight") return {1e-3, 0.0};
    if (ends("running_mean") || ends(".bias")) return {0.1, 0.0};
    if (ends("running_var")) return {0.3, 1.0};
    return {0.2, 1.0};
}

inline model::Bundle wave_bundle(const model::Architecture& architecture, const features::SpectrogramRecipe& recipe) {
    model::Bundle bundle;
    bundle.architecture = architecture;
    bundle.recipe = recipe;
    int number = 0;
    for (const auto& tensor : model::tensor_shapes(bundle.architecture)) {
        const auto [amplitude, offset] = wave_of(tensor);
        auto& weight = bundle.tensors[tensor.name];
        weight.shape = tensor.shape;
        for (std::int64_t i = 0; i < tensor.elements(); ++i)
            weight.values.push_back(
                static_cast<float>(amplitude * std::sin(number + 0.7 * static_cast<double>(i)) + offset));
        ++number;
    }
    return bundle;
}

inline model::Bundle wave_bundle(const Golden& golden, const features::SpectrogramRecipe& recipe) {
    model::Architecture architecture;
    architecture.name = golden.network;
    architecture.stem = golden.stem;
    architecture.base_width = 4;
    return wave_bundle(architecture, recipe);
}

/// A net that joins the leads I, II and V1 of patient_set(), with weights that tell patients and leads apart.
inline model::Bundle joining_bundle(model::LeadPooling pooling, const std::string& beats,
                                    const features::SpectrogramRecipe& recipe) {
    model::Architecture architecture;
    architecture.stem = model::Stem::compact;
    architecture.base_width = 8;
    architecture.outputs = 1;
    architecture.lead_pooling = pooling;
    architecture.leads = pooling == model::LeadPooling::concat ? 3 : 0;
    auto bundle = wave_bundle(architecture, recipe);
    bundle.lead_policy = {{"I", "II", "V1"}, beats};
    bundle.labels = {"response"};
    bundle.input_mean = 0.9;
    bundle.input_sd = 0.4;
    bundle.calibration = {0.7, -0.2};
    core::RandomStream random(5);
    for (auto& [name, weight] : bundle.tensors) {  // drawn: sines would add up over the layers
        const bool convolution = weight.shape.size() == 4;
        if (!convolution && name != "fc.weight" && !name.starts_with("pool.")) continue;
        const double sd =
            convolution
                ? std::sqrt(1.0 / static_cast<double>(weight.values.size() / static_cast<std::size_t>(weight.shape[0])))
                : 0.05;
        for (auto& value : weight.values) value = static_cast<float>(sd * random.normal());
    }
    return bundle;
}

/// One image of that recipe.
inline features::ImageSet sawtooth_set(const features::SpectrogramRecipe& recipe, const std::string& name) {
    features::ImageSetWriter writer(recipe);
    writer.add_lead("II");
    const auto patient = writer.add_patient(patient_id(1));
    std::vector<float> pixels;
    for (int i = 0; i < recipe.height * recipe.width; ++i)
        pixels.push_back(static_cast<float>(i * 37 % 128) / 64.0F - 1.0F);
    writer.add({patient, 0, 1, 0, 0, 0, 0}, pixels);
    return written(writer, name);
}

inline features::ImageSet wave_set(const std::string& name) {
    return sawtooth_set(tiny_recipe(), name);
}

/// One beat as a row of 249 samples.
inline features::ImageSet row_set(const std::string& name) {
    return sawtooth_set(*features::SpectrogramRecipe::named("wave"), name);
}

}  // namespace synchrony::nn::test
