#include <map>

#include "pretraining.hpp"

namespace synchrony::nn {
namespace {

using LogProbabilities = std::array<double, record::aami_class_count>;

void count(Confusion& confusion, int truth, const LogProbabilities& scores) {
    const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
    ++confusion[static_cast<std::size_t>(truth)][static_cast<std::size_t>(best)];
}

template <typename Visit>
void each_image(const BeatIndex& set, std::span<const std::size_t> images, const torch::Tensor& outputs, Visit visit) {
    const auto logs = outputs.log_softmax(1).to(torch::kDouble).contiguous();
    const double* row = logs.data_ptr<double>();
    for (const auto image : images) {
        LogProbabilities scores;
        std::copy_n(row, scores.size(), scores.begin());
        visit(set.images[image], scores);
        row += scores.size();
    }
}

}  // namespace

BeatScores scores_by_image(const BeatIndex& set, std::span<const std::size_t> images, const torch::Tensor& outputs) {
    BeatScores scores;
    each_image(set, images, outputs, [&](const features::ImageIndex& image, const LogProbabilities& logs) {
        count(scores.confusion, image.label, logs);
    });
    return scores;
}

BeatScores scores_by_beat(const BeatIndex& set, std::span<const std::size_t> images, const torch::Tensor& outputs) {
    struct Beat {
        int truth = 0;
        LogProbabilities sum{};
    };
    std::map<std::pair<std::int32_t, std::int64_t>, Beat> beats;
    each_image(set, images, outputs, [&](const features::ImageIndex& image, const LogProbabilities& logs) {
        auto& beat = beats[{image.patient, image.beat}];
        beat.truth = image.label;
        for (std::size_t c = 0; c < logs.size(); ++c) beat.sum[c] += logs[c];
    });
    BeatScores scores;
    for (const auto& [key, beat] : beats) count(scores.confusion, beat.truth, beat.sum);
    return scores;
}

}  // namespace synchrony::nn
