#include <algorithm>
#include <map>

#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::nn {
namespace {

constexpr std::size_t class_total = record::aami_class_count;

void count(Confusion& confusion, std::int8_t truth, std::span<const double> scores) {
    const auto best = std::ranges::max_element(scores) - scores.begin();
    ++confusion[static_cast<std::size_t>(truth)][static_cast<std::size_t>(best)];
}

}  // namespace

BeatScores score_images(std::span<const features::ImageIndex> index, std::span<const std::size_t> images,
                        std::span<const double> probabilities) {
    BeatScores scores;
    for (std::size_t i = 0; i < images.size(); ++i)
        count(scores.confusion, index[images[i]].label, probabilities.subspan(i * class_total, class_total));
    return scores;
}

std::vector<BeatPrediction> beat_answers(std::span<const features::ImageIndex> index,
                                         std::span<const std::size_t> images, std::span<const double> probabilities) {
    struct Sum {
        BeatPrediction answer;
        int images = 0;
    };
    std::map<std::pair<std::int32_t, std::int64_t>, Sum> beats;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto& image = index[images[i]];
        auto& [answer, count] = beats[{image.patient, image.beat}];
        answer.patient = image.patient;
        answer.beat = image.beat;
        answer.truth = image.label;
        for (std::size_t c = 0; c < class_total; ++c) answer.probability[c] += probabilities[i * class_total + c];
        ++count;
    }
    std::vector<BeatPrediction> predictions;
    for (auto& [key, sum] : beats) {
        for (auto& p : sum.answer.probability) p /= sum.images;
        predictions.push_back(sum.answer);
    }
    return predictions;
}

std::string predictions_csv(std::span<const BeatPrediction> predictions, std::span<const record::PatientId> patients,
                            const ClassNames& names) {
    std::vector<std::string> header;
    for (const auto name : core::split(predictions_heading, ',')) header.emplace_back(name);
    for (const auto& name : names) header.push_back("p_" + name);
    auto text = core::csv_row(header);
    for (const auto& answer : predictions) {
        std::vector<std::string> row{patients[static_cast<std::size_t>(answer.patient)].value(),
                                     std::to_string(answer.beat), names[static_cast<std::size_t>(answer.truth)]};
        for (const double p : answer.probability) row.push_back(std::to_string(p));
        text += core::csv_row(core::harmless_cells(std::move(row)));
    }
    return text;
}

BeatScores score_predictions(std::span<const BeatPrediction> predictions) {
    BeatScores scores;
    for (const auto& answer : predictions) count(scores.confusion, answer.truth, answer.probability);
    return scores;
}

std::vector<PatientScores> scores_by_patient(std::span<const BeatPrediction> predictions,
                                             std::span<const record::PatientId> patients) {
    std::map<std::int32_t, BeatScores> by_number;
    for (const auto& answer : predictions) count(by_number[answer.patient].confusion, answer.truth, answer.probability);
    std::vector<PatientScores> scores;
    for (const auto& [number, of_patient] : by_number)
        scores.push_back({patients[static_cast<std::size_t>(number)].value(), of_patient});
    return scores;
}

BeatScores score_beats(std::span<const features::ImageIndex> index, std::span<const std::size_t> images,
                       std::span<const double> probabilities) {
    return score_predictions(beat_answers(index, images, probabilities));
}

}  // namespace synchrony::nn
