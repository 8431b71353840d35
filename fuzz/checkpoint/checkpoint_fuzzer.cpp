// Input: a checkpoint of a training, or, where it begins with '{', its state alone: then the sum over it is put right,
// so that changes of the state are reached.
#include <cmath>

#include "described_file.hpp"
#include "main.hpp"
#include "training_state.hpp"

namespace {

using namespace synchrony;
using fuzz::require;

const core::Key& key() {
    static const core::Key one("fuzz");
    return one;
}

const std::vector<float> weight{0.5F};
const std::vector<core::NamedTensor> tensors{{"weights.w", core::DType::f32, {1}, std::as_bytes(std::span(weight))}};

std::string file_of(std::string_view input) {
    if (!input.starts_with('{')) return std::string(input);
    static const auto good =
        fuzz::described_once([](const auto& path) { return core::write_tensor_file(path, tensors, {}); });
    return good.with(nn::checkpoint_metadata(key(), std::string(input), tensors));
}

/// What is read is what a training can have come to, and is written and read again as it was.
void check(const nn::TrainingState& state) {
    require(state.step >= 0 && state.step <= state.planned && state.best_step <= state.step);
    require(std::isfinite(state.seconds) && std::isfinite(state.loss_sum) && state.gradient_scale >= 1.0);
    const auto path = fuzz::scratch_file();
    require(core::write_tensor_file(path, tensors, nn::checkpoint_metadata(key(), nn::text_of(state), tensors))
                .has_value());
    const auto file = core::TensorFile::open(path);
    const auto again = file ? nn::read_training_state(*file, key()) : core::fail(file.error());
    std::filesystem::remove(path);
    require(again && again->step == state.step && again->history.size() == state.history.size() &&
            again->best_macro_f1 == state.best_macro_f1 && again->loss_sum == state.loss_sum);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = core::TensorFile::open(fuzz::memory_file(file_of({reinterpret_cast<const char*>(data), size})));
    if (!file) return 0;
    const auto state = nn::read_training_state(*file, key());
    if (state)
        check(*state);
    else
        require(!state.error().what.empty() && !state.error().where.empty());
    return 0;
}
