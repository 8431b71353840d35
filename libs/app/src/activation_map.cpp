#include "synchrony/app/activation_map.hpp"

#include <algorithm>
#include <optional>

#include "lead_scores.hpp"
#include "predictor_run.hpp"
#include "synchrony/core/scratch_folder.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/features/segment.hpp"
#include "synchrony/nn/inference.hpp"

namespace synchrony::app {
namespace {

constexpr const char* whole_beat = "whole";
constexpr const char* straight_lines = "straight lines";

/// The leads as lines from their first sample to their last.
features::MedianBeats straightened(features::MedianBeats beats) {
    for (auto& lead : beats.samples_mv) {
        const BeatPart all{{}, {}, 0.0, static_cast<double>(lead.size()) / beats.sampling_frequency_hz};
        lead = without_parts(std::move(lead), beats.sampling_frequency_hz, {&all, 1}, 1);
    }
    return beats;
}

core::Result<features::ImageSet> whole_and_straight(const model::Predictor& predictor,
                                                    const features::MedianBeats& beats,
                                                    const std::filesystem::path& file) {
    const auto& recipe = predictor.bundle->recipe;
    features::ImageSetWriter both(recipe);
    SYNCHRONY_ASSIGN(auto whole, features::build_median_images(beats, record::PatientId(whole_beat), recipe));
    SYNCHRONY_ASSIGN(auto lines,
                     features::build_median_images(straightened(beats), record::PatientId(straight_lines), recipe));
    SYNCHRONY_TRY(both.append(std::move(whole)));
    SYNCHRONY_TRY(both.append(std::move(lines)));
    SYNCHRONY_TRY(both.write(file, "one median beat, and straight lines"));
    return features::ImageSet::open(file);
}

/// The image of each standard lead of that one.
std::vector<std::size_t> lead_images_of(const features::ImageSet& set, const record::PatientId& who) {
    const auto& leads = record::standard_leads();
    std::vector<std::size_t> images(leads.size(), 0);
    for (std::size_t i = 0; i < set.size(); ++i) {
        const auto& index = set.index()[i];
        const auto lead = std::ranges::find(leads, set.leads()[static_cast<std::size_t>(index.lead)]);
        if (set.patients()[static_cast<std::size_t>(index.patient)] == who && lead != leads.end())
            images[static_cast<std::size_t>(lead - leads.begin())] = i;
    }
    return images;
}

/// "V5:layer2:3:17" is lead 10, cell 3, channel 17.
struct FeatureAt {
    std::size_t lead = 0, cell = 0, channel = 0;
};
std::optional<FeatureAt> feature_at(std::string_view column) {
    const auto words = core::split(column, ':');
    if (words.size() != 4) return std::nullopt;
    const auto& leads = record::standard_leads();
    const auto lead = std::ranges::find(leads, words[0]);
    const auto cell = core::number_from<std::size_t>(words[2]), channel = core::number_from<std::size_t>(words[3]);
    if (lead == leads.end() || !cell || !channel) return std::nullopt;
    return FeatureAt{static_cast<std::size_t>(lead - leads.begin()), *cell, *channel};
}

/// How each feature moves the delivered log-odds, [lead, cell, channel].
std::vector<double> weights_of_features(const model::Predictor& predictor, const nn::FeaturePlace& place) {
    const auto cells = static_cast<std::size_t>(place.grid * place.grid);
    const auto channels = static_cast<std::size_t>(predictor.bundle->architecture.channels_after(place.layer));
    std::vector<double> weights(record::standard_leads().size() * cells * channels, 0.0);
    const auto& linear = *predictor.linear;
    for (std::size_t i = 0; i < linear.size(); ++i) {
        if (!predictor.is_deep(linear.inputs[i].table)) continue;
        const auto at = feature_at(linear.inputs[i].column);
        if (!at || at->cell >= cells || at->channel >= channels) continue;
        weights[(at->lead * cells + at->cell) * channels + at->channel] =
            predictor.calibration.slope * linear.weight[i] * linear.scale[i];
    }
    return weights;
}

/// Of the cells around the pixels stride * x, in the median beat.
std::vector<double> column_edges_s(const features::SpectrogramRecipe& recipe, const features::MedianBeats& beats,
                                   const nn::ActivationMaps& maps) {
    const auto segment = features::segment_around(recipe, 0, beats.rr_s, beats.rr_s);
    const double pixel_s =
        static_cast<double>(segment.length) / std::max(1, recipe.width - 1) / recipe.sampling_frequency_hz;
    const double begin_s = static_cast<double>(beats.r_sample) / beats.sampling_frequency_hz +
                           static_cast<double>(segment.begin) / recipe.sampling_frequency_hz;
    std::vector<double> edges;
    for (int x = 0; x <= maps.width; ++x) {
        const double pixel = std::clamp(maps.stride * (x - 0.5), 0.0, recipe.width - 1.0);
        edges.push_back(begin_s + (x == maps.width ? recipe.width - 1.0 : pixel) * pixel_s);
    }
    return edges;
}

}  // namespace

core::Result<ActivationMap> activation_map(const model::Predictor& predictor, const measure::Measurements& measured,
                                           const core::RunContext& context, const MapOptions& options) {
    SYNCHRONY_TRY(check_has_map(predictor, measured));
    SYNCHRONY_ASSIGN(auto* engine, nn::load_inference());
    SYNCHRONY_ASSIGN(const auto place, nn::place_named(predictor.feature_place));
    SYNCHRONY_ASSIGN(const auto scratch, core::ScratchFolder::create());
    const auto beats = inputs::beats_for_images(measured);
    SYNCHRONY_ASSIGN(const auto set, whole_and_straight(predictor, beats, scratch.path() / "beats.safetensors"));
    const auto images = lead_images_of(set, record::PatientId(whole_beat)),
               base = lead_images_of(set, record::PatientId(straight_lines));
    nn::ActivationRequest request;
    request.net = &*predictor.bundle;
    request.place = place;
    request.layer = options.layer == 0 ? place.layer : options.layer;
    request.score_weights = weights_of_features(predictor, place);
    request.weights = options.method == MapMethod::grad_cam ? nn::ActivationWeights::of_the_plane
                                                            : nn::ActivationWeights::of_the_place;
    request.images = images;
    request.base = base;
    SYNCHRONY_ASSIGN(const auto maps, engine->activation_maps(set, request, context));
    ActivationMap map;
    for (const auto lead : record::standard_leads()) map.leads.emplace_back(lead);
    map.edges_s = column_edges_s(predictor.bundle->recipe, beats, maps);
    map.contribution.assign(map.leads.size() * map.columns(), 0.0);
    const auto plane = static_cast<std::size_t>(maps.height * maps.width);
    for (std::size_t i = 0; i < maps.values.size(); ++i)
        map.contribution[i / plane * map.columns() + i % map.columns()] += maps.values[i];
    return map;
}

std::vector<double> by_parts(const ActivationMap& map, const std::vector<BeatPart>& parts) {
    std::vector<double> values;
    for (std::size_t lead = 0; lead < map.leads.size(); ++lead)
        for (const auto& part : parts) {
            double sum = 0.0;
            for (std::size_t x = 0; x < map.columns(); ++x) {
                const double begin = map.edges_s[x], end = map.edges_s[x + 1];
                const double both = std::min(end, part.end_s) - std::max(begin, part.begin_s);
                if (both > 0.0 && end > begin) sum += map.at(lead, x) * both / (end - begin);
            }
            values.push_back(sum);
        }
    return values;
}

}  // namespace synchrony::app
