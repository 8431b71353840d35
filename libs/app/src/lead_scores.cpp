#include "lead_scores.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "predictor_run.hpp"
#include "synchrony/core/scratch_folder.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/nn/inference.hpp"

namespace synchrony::app {
namespace {

record::PatientId name_of_mask(std::size_t i) {
    return record::PatientId("variant " + std::to_string(i));
}

/// The pictures of all twelve leads, once a mask.
core::Result<features::ImageSetWriter> masked_images(const model::Predictor& predictor,
                                                     const measure::Measurements& measured,
                                                     std::span<const PartMask> masks) {
    const auto parts = beat_parts(measured);
    const auto whole = inputs::beats_for_images(measured);
    features::ImageSetWriter all(predictor.bundle->recipe);
    for (std::size_t i = 0; i < masks.size(); ++i) {
        auto beats = whole;
        for (auto& lead : beats.samples_mv)
            lead = without_parts(std::move(lead), beats.sampling_frequency_hz, parts, masks[i]);
        SYNCHRONY_ASSIGN(auto images, features::build_median_images(beats, name_of_mask(i), predictor.bundle->recipe));
        SYNCHRONY_TRY(all.append(std::move(images)));
    }
    return all;
}

/// slope * weight * scale of each column of the features' table that the model reads, and the lead that it is of.
struct Weighed {
    std::vector<double> weight;     ///< 0 where the model does not read it
    std::vector<std::size_t> lead;  ///< in standard order
};

Weighed weighed(const model::Predictor& predictor, const model::FeatureTable& table) {
    std::unordered_map<std::string, double> weights;
    const auto& linear = *predictor.linear;
    for (std::size_t i = 0; i < linear.size(); ++i)
        if (predictor.is_deep(linear.inputs[i].table))
            weights[linear.inputs[i].column] = predictor.calibration.slope * linear.weight[i] * linear.scale[i];
    const auto& leads = record::standard_leads();
    Weighed result;
    for (const auto& column : table.columns) {
        const auto found = weights.find(column);
        const auto lead = std::ranges::find(leads, column.substr(0, column.find(':')));
        result.weight.push_back(found == weights.end() || lead == leads.end() ? 0.0 : found->second);
        result.lead.push_back(lead == leads.end() ? 0 : static_cast<std::size_t>(lead - leads.begin()));
    }
    return result;
}

}  // namespace

core::Result<void> check_has_map(const model::Predictor& predictor, const measure::Measurements& measured) {
    const auto refuse = [](const char* what) {
        return core::fail({core::ErrorKind::usage, what, "the map of the ECG", {}, {}, {}});
    };
    if (!predictor.linear || !predictor.bundle)
        return refuse("only linear models on a network's features have such a map");
    if (predictor.bundle->recipe.normalise != features::Normalisation::none)
        return refuse("the pictures are divided by the whole recording's amplitude, so leads hang together");
    if (!features::joining_lead(predictor.bundle->channels).empty())
        return refuse("the network sees the twelve leads at once, so leads hang together");
    if (!measured.global.qrs) return core::fail_input("no QRS complex was found in the median beat", "the ECG");
    return {};
}

std::vector<float> without_parts(std::vector<float> samples, double rate_hz, std::span<const BeatPart> parts,
                                 PartMask mask) {
    const auto whole = samples;  // parts touch: each is drawn between values of the beat as it was
    const auto last = static_cast<std::ptrdiff_t>(samples.size()) - 1;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        if ((mask >> p & 1U) == 0U) continue;
        const auto begin = std::clamp<std::ptrdiff_t>(std::lround(parts[p].begin_s * rate_hz), 0, last);
        const auto end = std::clamp<std::ptrdiff_t>(std::lround(parts[p].end_s * rate_hz), begin, last);
        const auto at = [&](std::ptrdiff_t i) { return whole[static_cast<std::size_t>(i)]; };
        for (auto i = begin; i <= end; ++i) {
            const float share = end == begin ? 0.0F : static_cast<float>(i - begin) / static_cast<float>(end - begin);
            samples[static_cast<std::size_t>(i)] = at(begin) + share * (at(end) - at(begin));
        }
    }
    return samples;
}

core::Result<std::vector<double>> lead_scores(const model::Predictor& predictor, const measure::Measurements& measured,
                                              std::span<const PartMask> masks, const core::RunContext& context) {
    SYNCHRONY_TRY(check_has_map(predictor, measured));
    SYNCHRONY_ASSIGN(auto* engine, nn::load_inference());
    SYNCHRONY_ASSIGN(const auto scratch, core::ScratchFolder::create());
    SYNCHRONY_ASSIGN(const auto written, masked_images(predictor, measured, masks));
    const auto file = scratch.path() / "variants.safetensors";
    SYNCHRONY_TRY(written.write(file, "one median beat, parts taken away"));
    SYNCHRONY_ASSIGN(const auto images, features::ImageSet::open(file));
    std::vector<record::PatientId> variants;
    for (std::size_t i = 0; i < masks.size(); ++i) variants.push_back(name_of_mask(i));
    SYNCHRONY_ASSIGN(const auto options, feature_options(predictor));
    SYNCHRONY_ASSIGN(const auto table, engine->deep_features(images, variants, options, context));
    const auto weights = weighed(predictor, table);
    std::vector<double> scores(record::standard_leads().size() * masks.size(), 0.0);
    for (std::size_t m = 0; m < masks.size(); ++m)
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            if (weights.weight[c] != 0.0)
                scores[weights.lead[c] * masks.size() + m] += weights.weight[c] * table.at(m, c).value_or(0.0);
    return scores;
}

}  // namespace synchrony::app
