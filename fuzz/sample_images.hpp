// A small set of images for the fuzzers, made by our own code.
#pragma once

#include <vector>

#include "synchrony/features/image_set.hpp"

namespace synchrony::fuzz {

inline features::ImageSetWriter sample_images() {
    auto recipe = *features::SpectrogramRecipe::named("fine");
    recipe.height = 2;
    recipe.width = 3;
    features::ImageSetWriter writer(recipe);
    for (const char* patient : {"p1", "p2"}) {
        const auto number = writer.add_patient(record::PatientId(patient));
        const std::vector<float> pixels(6, 0.25F * static_cast<float>(number + 1));
        for (const char* lead : {"II", "V1"})
            writer.add({.patient = number, .lead = writer.add_lead(lead), .beat = 100 + number, .label = 0}, pixels);
    }
    return writer;
}

}  // namespace synchrony::fuzz
