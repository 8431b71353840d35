#include "checkpoint.hpp"

#include <cstring>
#include <span>

#include "host.hpp"
#include "named.hpp"

namespace synchrony::nn {
namespace {

constexpr const char* optimizer_name = "optimizer";

// Contiguous copies, whose bytes the file writer reads.
struct Packed {
    std::vector<torch::Tensor> kept;
    std::vector<core::NamedTensor> tensors;

    void add(const std::string& prefix, const NamedTensors& named) {
        for (const auto& [name, tensor] : named) {
            kept.push_back(on_host(tensor));
            const auto& values = kept.back();
            tensors.push_back(
                {prefix + name, core::DType::f32, values.sizes().vec(), std::as_bytes(host_values<float>(values))});
        }
    }
};

core::Result<void> fill(const core::TensorFile& file, const std::string& prefix, NamedTensors& tensors) {
    const torch::NoGradGuard no_grad;
    for (auto& [name, tensor] : tensors) {
        SYNCHRONY_ASSIGN(const auto view, file.tensor(prefix + name, core::DType::f32));
        if (view.shape != tensor.sizes().vec())
            return core::fail_input("checkpoint tensor of another shape", file.path().string() + ", " + prefix + name,
                                    {}, {}, again_hint);
        auto values = torch::empty(view.shape, torch::kFloat);
        std::memcpy(host_values<float>(values).data(), view.bytes.data(), view.bytes.size());
        if (!number_in<bool>(torch::isfinite(values).all()))
            return core::fail_input("the checkpoint is damaged", file.path().string() + ", " + prefix + name,
                                    "numbers that are not finite", "what a training writes", again_hint);
        tensor.copy_(values);
    }
    return {};
}

}  // namespace

core::Result<void> write_checkpoint(const std::filesystem::path& path, const core::Key& key, const TrainingState& state,
                                    const CheckpointTensors& tensors) {
    Packed packed;
    packed.add("weights.", *tensors.weights);
    if (tensors.best) packed.add("best.", *tensors.best);
    if (tensors.average) packed.add("average.", *tensors.average);
    packed.tensors.push_back({optimizer_name,
                              core::DType::u8,
                              {static_cast<std::int64_t>(tensors.optimizer.size())},
                              std::as_bytes(std::span(tensors.optimizer))});
    if (path.has_parent_path()) SYNCHRONY_TRY(core::make_directories(path.parent_path()));
    return core::write_tensor_file(path, packed.tensors, checkpoint_metadata(key, text_of(state), packed.tensors));
}

core::Result<bool> read_checkpoint(const std::filesystem::path& path, const core::Key& key, TrainingState& state,
                                   CheckpointTensors& tensors) {
    if (!std::filesystem::exists(path)) return false;
    SYNCHRONY_ASSIGN(const auto file, core::TensorFile::open(path));
    SYNCHRONY_ASSIGN(state, read_training_state(file, key));
    SYNCHRONY_TRY(fill(file, "weights.", *tensors.weights));
    if (tensors.average) SYNCHRONY_TRY(fill(file, "average.", *tensors.average));
    if (state.best_macro_f1 >= 0) {
        *tensors.best = copy_of(
            {tensors.weights->begin(), tensors.weights->begin() + static_cast<std::ptrdiff_t>(tensors.best_size)});
        SYNCHRONY_TRY(fill(file, "best.", *tensors.best));
    }
    SYNCHRONY_ASSIGN(const auto optimizer, file.tensor(optimizer_name, core::DType::u8));
    tensors.optimizer.assign(reinterpret_cast<const char*>(optimizer.bytes.data()), optimizer.bytes.size());
    return true;
}

}  // namespace synchrony::nn
