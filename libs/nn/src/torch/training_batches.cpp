#include "training_batches.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "irregular_rhythm.hpp"

namespace synchrony::nn {
namespace {

constexpr std::int64_t patches_a_side = 8;  // of a plane of time and frequency

}  // namespace

TrainingBatches::TrainingBatches(const SetInputs& inputs, std::span<const std::size_t> train,
                                 const PixelScaling& scaling, const PretrainOptions& options,
                                 const AuxiliaryTruth& truth, const core::RandomStream& random, const Machine& machine,
                                 int threads)
    : inputs_(inputs),
      scaling_(scaling),
      options_(options),
      truth_(truth),
      machine_(machine),
      threads_(threads),
      change_(in_columns_of(inputs.set().recipe(), options.augmentation)) {
    if (options.architecture.timing_inputs > 0 && options.irregular_chance > 0)
        irregular_ = irregular_rhythms(random.child("irregular rhythms"));
    if (options.augmentation.recorder_chance > 0) recorders_ = recorder_responses(inputs.set().recipe());
    if (options.objective != Objective::contrastive && options.objective != Objective::both) return;
    const auto index = inputs.set().index();
    std::map<std::pair<std::int32_t, std::int64_t>, std::size_t> number;
    beat_of_.resize(index.size());
    for (const auto image : train) {
        const auto [place, fresh] = number.try_emplace({index[image].patient, index[image].beat}, views_.size());
        if (fresh) views_.emplace_back();
        views_[place->second].push_back(image);
        beat_of_[image] = place->second;
    }
}

void TrainingBatches::prepare(std::vector<BatchRequest> requests) {
    next_ = std::async(std::launch::async, [this, requests = std::move(requests)] {
        std::vector<TrainingBatch> batches;
        for (const auto& request : requests) batches.push_back(make(request));
        return batches;
    });
}

std::vector<TrainingBatch> TrainingBatches::take() {
    return next_.get();
}

// Timing of the beats; that of some N beats is of an irregular rhythm instead.
torch::Tensor TrainingBatches::timing(const BatchRequest& request) const {
    auto batch = extra_batch(inputs_, request.images, options_.architecture);
    if (irregular_.empty()) return batch;
    auto random = request.random.child("timing");
    float* row = host_values<float>(batch).data();
    for (const auto image : request.images) {
        const bool normal = inputs_.set().index()[image].label == static_cast<std::int8_t>(record::AamiClass::N);
        if (normal && random.uniform() < options_.irregular_chance)
            std::copy_n(irregular_[random.index(irregular_.size())].begin(), options_.architecture.timing_inputs, row);
        row += options_.architecture.timing_inputs;
    }
    return batch;
}

// Dropout (Srivastava 2014), drawn here so that only step and seed decide it.
torch::Tensor TrainingBatches::kept(const BatchRequest& request) const {
    if (options_.dropout <= 0) return {};
    auto random = request.random.child("dropout");
    auto factors = torch::empty(
        {static_cast<std::int64_t>(request.images.size()), options_.architecture.channels_after(4)}, torch::kFloat);
    const auto factor = static_cast<float>(1 / (1 - options_.dropout));
    for (float& out : host_values<float>(factors)) out = random.uniform() < options_.dropout ? 0.0F : factor;
    return on_device(factors, machine_.device);
}

// Those of the images' patients.
torch::Tensor TrainingBatches::numbers(const BatchRequest& request) const {
    const auto& targets = truth_.numbers;
    if (targets.count() == 0) return {};
    std::vector<float> values;
    for (const auto image : request.images) {
        const auto patient = static_cast<std::ptrdiff_t>(inputs_.set().index()[image].patient);
        const auto row = targets.values.begin() + patient * static_cast<std::ptrdiff_t>(targets.count());
        values.insert(values.end(), row, row + static_cast<std::ptrdiff_t>(targets.count()));
    }
    return on_device(torch::tensor(values).view({-1, static_cast<std::int64_t>(targets.count())}), machine_.device);
}

torch::Tensor TrainingBatches::classes(const BatchRequest& request) const {
    if (truth_.classes.empty()) return {};
    std::vector<std::int64_t> labels;
    for (const auto image : request.images) labels.push_back(truth_.classes[image]);
    return on_device(torch::tensor(labels, torch::kLong), machine_.device);
}

// Patches of the plane, the same in all channels, of each image others; drawn here so that only step and seed decide.
torch::Tensor TrainingBatches::hidden(const BatchRequest& request, std::int64_t rows, std::int64_t columns) const {
    if (options_.objective != Objective::masked) return {};
    const auto high = (rows + patches_a_side - 1) / patches_a_side,
               wide = (columns + patches_a_side - 1) / patches_a_side;
    const auto down = (rows + high - 1) / high, across = (columns + wide - 1) / wide;
    std::vector<std::int64_t> patches(static_cast<std::size_t>(down * across));
    const auto count =
        static_cast<std::size_t>(std::lround(options_.masked_share * static_cast<double>(patches.size())));
    const auto hides = std::clamp<std::size_t>(count, 1, patches.size());
    auto random = request.random.child("hidden");
    auto mask = torch::zeros({static_cast<std::int64_t>(request.images.size()), 1, rows, columns}, torch::kFloat);
    float* plane = host_values<float>(mask).data();
    for (std::size_t i = 0; i < request.images.size(); ++i, plane += rows * columns) {
        std::iota(patches.begin(), patches.end(), 0);
        for (std::size_t k = 0; k < hides; ++k) {
            std::swap(patches[k], patches[k + random.index(patches.size() - k)]);
            const auto top = patches[k] / across * high, left = patches[k] % across * wide;
            for (auto row = top; row < std::min(rows, top + high); ++row)
                std::fill(plane + row * columns + left, plane + row * columns + std::min(columns, left + wide), 1.0F);
        }
    }
    return on_device(mask, machine_.device);
}

// For each image another of the same beat, or the image itself where the beat has one view only.
std::vector<std::size_t> TrainingBatches::partners(const BatchRequest& request) const {
    auto random = request.random.child("partners");
    std::vector<std::size_t> chosen;
    for (const auto image : request.images) {
        const auto& views = views_[beat_of_[image]];
        auto partner = views[random.index(views.size())];
        if (partner == image && views.size() > 1) {
            const auto place = static_cast<std::size_t>(std::ranges::find(views, image) - views.begin());
            partner = views[(place + 1) % views.size()];
        }
        chosen.push_back(partner);
    }
    return chosen;
}

TrainingBatch TrainingBatches::make(const BatchRequest& request) const {
    const torch::NoGradGuard no_grad;
    const auto changed = [&](std::span<const std::size_t> images, const core::RandomStream& random) {
        return on_device(changed_batch(inputs_.block(), images, scaling_, change_, {options_.noise.get(), &recorders_},
                                       random, threads_),
                         machine_.device);
    };
    TrainingBatch batch;
    batch.images = changed(request.images, request.random);
    batch.extra = on_device(timing(request), machine_.device);
    batch.kept = kept(request);
    std::vector<std::int64_t> labels;
    for (const auto image : request.images) labels.push_back(inputs_.set().index()[image].label);
    batch.labels = on_device(torch::tensor(labels, torch::kLong), machine_.device);
    batch.numbers = numbers(request);
    batch.classes = classes(request);
    batch.hidden = hidden(request, batch.images.size(2), batch.images.size(3));
    if (!views_.empty()) batch.partners = changed(partners(request), request.random.child("partner"));
    return batch;
}

}  // namespace synchrony::nn
