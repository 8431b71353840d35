// Small models for the fuzzers, made by our own code.
#pragma once

#include <filesystem>

#include "../tests/support/hand_predictor.hpp"
#include "../tests/support/numbered_weights.hpp"
#include "memory_file.hpp"
#include "synchrony/core/tensor_file.hpp"

namespace synchrony::fuzz {

inline model::Bundle sample_bundle() {
    model::Bundle bundle;
    bundle.architecture.base_width = 1;
    bundle.architecture.stem = model::Stem::compact;
    bundle.recipe = *features::SpectrogramRecipe::named("fine");
    bundle.lead_policy = {{"II", "V1"}, "median"};
    bundle.labels = {"N", "S", "V", "F", "Q"};
    bundle.class_prior = {0.9, 0.02, 0.06, 0.01, 0.01};
    bundle.provenance = {{"mitdb 1.0.0"},        "inter-patient", "synchrony pretrain --seed 7", 7,
                         "2026-11-22T15:00:00Z", "0.1.0",         {{"test_macro_f1", 0.5}}};
    test::number_weights(bundle);
    return bundle;
}

/// A linear model on a column and on a feature of the network in its bundle.
inline model::Predictor sample_predictor() {
    auto predictor = test::hand_predictor(5);
    predictor.linear->inputs[1] = {"deep-features", "II:layer2:0:0"};
    predictor.feature_table = "deep-features";
    predictor.feature_place = "layer2:2x2";
    predictor.bundle = sample_bundle();
    return predictor;
}

}  // namespace synchrony::fuzz
