#include "finished_parts.hpp"

#include "synchrony/core/sha256.hpp"

namespace synchrony::app {
namespace {

std::string sum_of(const std::filesystem::path& file) {
    const auto sum = core::sha256_file(file);
    return sum ? *sum : "none";
}

// Everything but the row and the folds that a prediction depends on. Measurements and features follow from the images'
// sum, since both are made from the same recordings.
core::Key key_without_folds(const EvaluateRequest& request, std::uint64_t seed) {
    return core::Key("part of a comparison")
        .add("outcome", request.cohort.outcome)
        .add_all("inputs", request.inputs)
        .add("cohort", sum_of(request.cohort_csv))
        .add("images", sum_of(request.out_folder / "images.safetensors"))
        .add("pretrained", request.pretrained.empty() ? "none" : sum_of(request.pretrained))
        .add("transfer", request.transfer.key())
        .add("seed", seed);
}

std::string name_of(const std::string& folder, const eval::RowName& row, int repeat, int fold) {
    constexpr std::size_t enough = 16;
    return folder + "/" + core::sha256(row.label()).substr(0, enough) + "-" + std::to_string(repeat) + "-" +
           std::to_string(fold);
}

}  // namespace

FinishedParts::FinishedParts(const EvaluateRequest& request, const cohort::Folds& folds, std::uint64_t seed)
    : cache_(request.out_folder),
      key_without_folds_(key_without_folds(request, seed)),
      key_(core::Key(key_without_folds_).add("folds", folds.key())),
      folder_("finished") {}

FinishedParts::FinishedParts(const FinishedParts& run, int exchange, const cohort::Folds& folds)
    : cache_(run.cache_),
      key_without_folds_(run.key_without_folds_),
      key_(core::Key(key_without_folds_).add("folds", folds.key())),
      folder_("finished/exchange-" + std::to_string(exchange)) {}

core::Key FinishedParts::key_of_part(const eval::RowName& row, int repeat, int fold) const {
    return core::Key(key_).add("row", row.label()).add("repeat", repeat).add("fold", fold);
}

std::optional<std::vector<eval::PatientPrediction>> FinishedParts::find(const eval::RowName& row, int repeat,
                                                                        int fold) const {
    const auto entries = cache_.find(name_of(folder_, row, repeat, fold), key_of_part(row, repeat, fold));
    if (!entries || !entries->is_array()) return std::nullopt;
    std::vector<eval::PatientPrediction> predictions;
    for (const auto& item : *entries) {
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
    auto entries = nlohmann::json::array();
    for (const auto& p : predictions) entries.push_back({p.patient, p.score, p.responds, p.outcome});
    return cache_.keep(name_of(folder_, row, repeat, fold), key_of_part(row, repeat, fold), entries);
}

}  // namespace synchrony::app
