// Input: a predictor's file, or, where it begins with '{', the descriptions of the predictor and (after a line "----")
// of its bundle in a file whose tensors are good.
#include <cmath>

#include "described_file.hpp"
#include "main.hpp"
#include "sample_models.hpp"

namespace {

using namespace synchrony;
using fuzz::require;

std::string file_of(std::string_view input) {
    if (!input.starts_with('{')) return std::string(input);
    static const auto good =
        fuzz::described_once([](const auto& path) { return model::write_predictor(path, fuzz::sample_predictor()); });
    constexpr std::string_view mark = "\n----\n";
    const auto end = std::min(input.find(mark), input.size());
    auto metadata = good.metadata();
    metadata["synchrony_predictor"] = std::string(input.substr(0, end));
    if (end < input.size()) metadata["synchrony"] = std::string(input.substr(end + mark.size()));
    return good.with(metadata);
}

void check_round_trip(const model::Predictor& predictor) {
    const auto path = fuzz::scratch_file();
    require(model::write_predictor(path, predictor).has_value());
    const auto again = model::read_predictor(path);
    require(again && again->linear == predictor.linear && again->ensemble == predictor.ensemble &&
            again->calibration == predictor.calibration && again->notes == predictor.notes);
    std::filesystem::remove(path);
}

/// A predictor that was read gives probabilities of any patient.
void check_prediction(const model::Predictor& predictor) {
    if (!predictor.linear) return;
    const std::vector<std::optional<double>> values(predictor.linear->size());
    const double p = predictor.probability(predictor.linear->log_odds(predictor.linear->scaled(values)));
    require(p >= 0.0 && p <= 1.0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto path = fuzz::memory_file(file_of({reinterpret_cast<const char*>(data), size}));
    const auto predictor = model::read_predictor(path);
    if (!predictor) {
        require(!predictor.error().what.empty() && !predictor.error().where.empty());
        return 0;
    }
    require(predictor->check().has_value());
    check_prediction(*predictor);
    if (size % 8 == 0) check_round_trip(*predictor);
    return 0;
}
