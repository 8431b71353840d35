#include <algorithm>
#include <map>

#include "synchrony/nn/pretrain.hpp"

namespace synchrony::nn {
namespace {

constexpr std::size_t classes = record::aami_class_count;
using Probabilities = std::array<double, classes>;

void count(Confusion& confusion, std::int8_t truth, std::span<const double> scores) {
    const auto best = std::ranges::max_element(scores) - scores.begin();
    ++confusion[static_cast<std::size_t>(truth)][static_cast<std::size_t>(best)];
}

}  // namespace

BeatScores score_images(std::span<const features::ImageIndex> index, std::span<const std::size_t> images,
                        std::span<const double> probabilities) {
    BeatScores scores;
    for (std::size_t i = 0; i < images.size(); ++i)
        count(scores.confusion, index[images[i]].label, probabilities.subspan(i * classes, classes));
    return scores;
}

BeatScores score_beats(std::span<const features::ImageIndex> index, std::span<const std::size_t> images,
                       std::span<const double> probabilities) {
    struct Beat {
        std::int8_t truth = 0;
        Probabilities sum{};  // its maximum stands where the mean's does
    };
    std::map<std::pair<std::int32_t, std::int64_t>, Beat> beats;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto& image = index[images[i]];
        auto& beat = beats[{image.patient, image.beat}];
        beat.truth = image.label;
        for (std::size_t c = 0; c < classes; ++c) beat.sum[c] += probabilities[i * classes + c];
    }
    BeatScores scores;
    for (const auto& [key, beat] : beats) count(scores.confusion, beat.truth, beat.sum);
    return scores;
}

}  // namespace synchrony::nn
