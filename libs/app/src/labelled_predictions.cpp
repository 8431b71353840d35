#include "labelled_predictions.hpp"

namespace synchrony::app {

core::Result<std::vector<nn::BeatPrediction>> labelled_predictions(nn::Inference& engine, const model::Bundle& bundle,
                                                                   const features::ImageSet& set,
                                                                   const core::RunContext& context) {
    std::vector<std::size_t> labelled;
    for (std::size_t i = 0; i < set.size(); ++i)
        if (set.index()[i].label >= 0) labelled.push_back(i);
    SYNCHRONY_ASSIGN(const auto shares, engine.probabilities(bundle, set, labelled, context));
    return nn::beat_answers(set.index(), labelled, shares);
}

}  // namespace synchrony::app
