#include "host.hpp"
#include "transfer_net.hpp"

namespace synchrony::nn {
namespace {

constexpr int changed_views = 3;  // of median beats, when maps are cached
constexpr std::size_t images_read_at_once = 128;

template <typename Batch>
torch::Tensor run_frozen(ResNet& net, int last, const torch::Device& device, std::span<const std::size_t> images,
                         Batch batch) {
    const torch::NoGradGuard no_grad;
    net.eval();
    std::vector<torch::Tensor> parts;
    for (std::size_t begin = 0; begin < images.size(); begin += images_read_at_once) {
        const auto some = images.subspan(begin, std::min(images_read_at_once, images.size() - begin));
        const auto maps = net.maps(on_device(batch(some, begin), device), ResNet::stem_part, last);
        parts.push_back(last == ResNet::last_part ? ResNet::pool(maps) : maps);
    }
    return torch::cat(parts);
}

}  // namespace

LearningInputs::LearningInputs(ResNet& net, int first, const SetInputs& inputs, const PatientImages& images,
                               const PixelScaling& scaling, const Augmentation& change,
                               const core::RandomStream& random, const torch::Device& device)
    : first_(first), device_(device), block_(inputs.block()), images_(images), scaling_(scaling), change_(change) {
    if (first_ > ResNet::stem_part) cache(net, random);
}

void LearningInputs::cache(ResNet& net, const core::RandomStream& random) {
    const auto all = images_.flat();
    position_.assign(block_.images, -1);
    for (std::size_t i = 0; i < all.size(); ++i) position_[all[i]] = static_cast<std::int64_t>(i);
    views_.push_back(run_frozen(net, first_ - 1, device_, all, [&](std::span<const std::size_t> some, std::size_t) {
        return plain_batch(block_, some, scaling_);
    }));
    for (int view = 0; images_.median && view < changed_views; ++view)
        views_.push_back(
            run_frozen(net, first_ - 1, device_, all, [&](std::span<const std::size_t> some, std::size_t begin) {
                return changed_batch(block_, some, scaling_, change_, {},
                                     random.child("view", static_cast<std::uint64_t>(view)).child("from", begin));
            }));
}

std::vector<std::size_t> LearningInputs::chosen(std::span<const std::size_t> patients,
                                                core::RandomStream& random) const {
    std::vector<std::size_t> numbers;
    for (const auto patient : patients) {
        const double where = random.uniform();  // the same beat of all leads, as far as they have it
        for (const auto& list : images_.images[patient])
            numbers.push_back(list[static_cast<std::size_t>(where * static_cast<double>(list.size()))]);
    }
    return numbers;
}

torch::Tensor LearningInputs::training(std::span<const std::size_t> patients, const core::RandomStream& random) const {
    auto stream = random.child("choice");
    const auto numbers = chosen(patients, stream);
    if (first_ == ResNet::stem_part)
        return on_device(changed_batch(block_, numbers, scaling_, change_, {}, random), device_);
    std::vector<torch::Tensor> rows;
    for (const auto number : numbers) rows.push_back(views_[stream.index(views_.size())][position_[number]]);
    const auto batch = torch::stack(rows);
    return batch.dim() == 4 ? batch.contiguous(at::MemoryFormat::ChannelsLast) : batch;
}

torch::Tensor lead_features(ResNet& net, const SetInputs& inputs, const PatientImages& images,
                            const PixelScaling& scaling, const torch::Device& device) {
    const auto& block = inputs.block();
    const auto pooled =
        run_frozen(net, ResNet::last_part, device, images.flat(),
                   [&](std::span<const std::size_t> some, std::size_t) { return plain_batch(block, some, scaling); });
    std::vector<torch::Tensor> means;
    std::int64_t begin = 0;
    for (const auto& of_patient : images.images)
        for (const auto& list : of_patient) {
            const auto count = static_cast<std::int64_t>(list.size());
            means.push_back(pooled.narrow(0, begin, count).mean(0));
            begin += count;
        }
    return torch::stack(means).view(
        {static_cast<std::int64_t>(images.patients()), static_cast<std::int64_t>(images.leads.size()), pooled.size(1)});
}

}  // namespace synchrony::nn
