#include "finished_parts.hpp"

#include <sstream>

#include "synchrony/core/sha256.hpp"
#include "synchrony/core/version.hpp"

namespace synchrony::app {
namespace {

std::string sum_of(const std::filesystem::path& file) {
    const auto sum = core::sha256_file(file);
    return sum ? *sum : "none";
}

// Everything but the row that a prediction depends on. Measurements and features follow from the images' sum, since
// both are made from the same recordings.
std::string identity_of(const EvaluateRequest& request, const cohort::Folds& folds, std::uint64_t seed) {
    std::ostringstream text;
    text.precision(17);
    text << core::version() << " " << request.cohort.outcome << " " << sum_of(request.cohort_csv) << " "
         << sum_of(request.out_folder / "images.safetensors") << " "
         << (request.pretrained.empty() ? "none" : sum_of(request.pretrained)) << " " << seed;
    const auto& t = request.transfer;
    text << " " << t.epochs << " " << t.batch << " " << t.optimizer.learning_rate << " " << t.optimizer.weight_decay
         << " " << t.layer_decay << " " << t.members << " " << t.averaging << " " << t.head_penalty << " folds "
         << folds.folds;
    for (const auto& repeat : folds.fold_of)
        for (const int fold : repeat) text << " " << fold;
    return text.str();
}

std::string name_of(const eval::RowName& row, int repeat, int fold) {
    constexpr std::size_t enough = 16;
    return "finished/" + core::sha256(row.label()).substr(0, enough) + "-" + std::to_string(repeat) + "-" +
           std::to_string(fold);
}

}  // namespace

FinishedParts::FinishedParts(const EvaluateRequest& request, const cohort::Folds& folds, std::uint64_t seed)
    : store_(request.out_folder), identity_(identity_of(request, folds, seed)) {}

std::optional<std::vector<eval::PatientPrediction>> FinishedParts::find(const eval::RowName& row, int repeat,
                                                                        int fold) const {
    const auto piece = store_.find(name_of(row, repeat, fold), identity_ + row.label());
    if (!piece || !piece->is_array()) return std::nullopt;
    std::vector<eval::PatientPrediction> predictions;
    for (const auto& item : *piece) {
        const bool fits = item.is_array() && item.size() == 4 && item[0].is_number_unsigned() && item[1].is_number() &&
                          item[2].is_boolean() && item[3].is_number_unsigned();
        // What takes long enough to be kept gives probabilities, and outcomes are 0 or 1.
        if (!fits || item[1] < 0.0 || item[1] > 1.0 || item[3] > 1) return std::nullopt;
        predictions.push_back({item[0].get<std::size_t>(), repeat, fold, item[1].get<double>(), item[2].get<bool>(),
                               item[3].get<std::uint8_t>()});
    }
    return predictions;
}

core::Result<void> FinishedParts::keep(const eval::RowName& row, int repeat, int fold,
                                       const std::vector<eval::PatientPrediction>& predictions) const {
    auto piece = nlohmann::json::array();
    for (const auto& p : predictions) piece.push_back({p.patient, p.score, p.responds, p.outcome});
    return store_.keep(name_of(row, repeat, fold), identity_ + row.label(), piece);
}

}  // namespace synchrony::app
