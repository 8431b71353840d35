// Which images a pre-training sees, and when.
#include <cmath>

#include "beat_order.hpp"
#include "pretraining.hpp"

namespace synchrony::nn {

namespace {

core::Result<void> check_takes_recipe(const PretrainOptions& options, const features::SpectrogramRecipe& recipe) {
    SYNCHRONY_TRY(model::check_shown(options.architecture, recipe));
    if (options.init && !(options.init->recipe == recipe))
        return core::fail_input("images of another recipe than the pre-trained net's", "image set", recipe.to_json(),
                                options.init->recipe.to_json());
    if (!recipe.is_wave() || options.augmentation.recorder_chance <= 0) return {};
    return core::fail({core::ErrorKind::usage,
                       "other electrocardiographs are simulated in spectrograms only",
                       "chance of another recorder",
                       "recipe " + recipe.name,
                       "0 where waves are shown",
                       {}});
}

}  // namespace

// The labelled set alone is split; what is joined to it, the auxiliary source first, cannot come into validation or
// test.
core::Result<void> Pretraining::prepare_inputs() {
    SYNCHRONY_TRY(check_takes_recipe(options_, set_.recipe()));
    const auto* auxiliary = options_.auxiliary ? options_.auxiliary->images.get() : nullptr;
    for (const auto* beside : {auxiliary, options_.unlabelled.get()})
        if (beside != nullptr) {
            SYNCHRONY_ASSIGN(joined_, (joined_ ? *joined_ : set_).with_unlabelled(*beside));
        }
    SYNCHRONY_ASSIGN(inputs_, SetInputs::make(joined_ ? *joined_ : set_, options_.channels));
    SYNCHRONY_ASSIGN(split_, split_beats(index_, options_, context_.seed));
    if (!joined_) return {};
    index_ = BeatIndex::of(*joined_);
    const auto taking_part = [&](const features::ImageSet* beside, std::size_t first, std::vector<std::size_t>& images,
                                 std::vector<std::vector<std::size_t>>& of_patients) -> core::Result<void> {
        if (beside == nullptr) return {};
        images = beats_among(index_, first, first + beside->size(), options_.leads);
        of_patients = images_of_patients(index_, images);
        if (!images.empty()) return {};
        return core::fail_input("images beside the labelled ones have no beats in the leads that are used",
                                beside->source());
    };
    const auto behind = set_.size() + (auxiliary != nullptr ? auxiliary->size() : 0);
    SYNCHRONY_TRY(taking_part(auxiliary, set_.size(), split_.auxiliary, auxiliary_));
    SYNCHRONY_TRY(taking_part(options_.unlabelled.get(), behind, split_.unlabelled, unlabelled_));
    if (auxiliary == nullptr) return {};
    truth_.classes.assign(index_.images.size(), -1);
    for (const auto image : split_.auxiliary) truth_.classes[image] = auxiliary->index()[image - set_.size()].label;
    return {};
}

// How many images of either kind make a batch; an epoch is a pass over the labelled ones.
void Pretraining::prepare_batches() {
    batch_ = std::min<std::size_t>(static_cast<std::size_t>(options_.batch), split_.train.size());
    const auto part = [this](double share, std::size_t most) {
        const auto wished = std::lround(share * static_cast<double>(batch_));
        return std::min(most, std::max<std::size_t>(1, static_cast<std::size_t>(wished)));
    };
    if (!auxiliary_.empty()) auxiliary_in_batch_ = part(options_.auxiliary->share, batch_ - 1);
    if (!unlabelled_.empty()) unlabelled_in_batch_ = part(options_.unlabelled_share, batch_ - auxiliary_in_batch_ - 1);
    labelled_in_batch_ = batch_ - auxiliary_in_batch_ - unlabelled_in_batch_;
    steps_per_epoch_ = static_cast<std::int64_t>(split_.train.size() / labelled_in_batch_);
}

std::vector<std::size_t> Pretraining::batch_images(std::int64_t step) {
    const std::int64_t epoch = step / steps_per_epoch_;
    if (epoch != order_epoch_) {
        order_ = epoch_order(split_.train.size(), sampling_weights_, random_, static_cast<std::uint64_t>(epoch));
        order_epoch_ = epoch;
    }
    std::vector<std::size_t> images(labelled_in_batch_);
    const auto begin = static_cast<std::size_t>(step % steps_per_epoch_) * images.size();
    for (std::size_t i = 0; i < images.size(); ++i) images[i] = split_.train[order_[begin + i]];
    const auto with = [&](const std::vector<std::vector<std::size_t>>& of_patients, std::size_t count,
                          const char* name) {
        if (count == 0) return;
        images =
            spread(images, taking_turns(of_patients, count, random_.child(name), static_cast<std::uint64_t>(step)));
    };
    with(unlabelled_, unlabelled_in_batch_, "unlabelled");
    with(auxiliary_, auxiliary_in_batch_, "auxiliary");
    return images;
}

// The parts of a step's batch, from image `first` on, that the replicas of this process take at once: those of all
// processes follow each other in the order of ranks.
std::vector<BatchRequest> Pretraining::requests(std::int64_t step, std::size_t first) {
    const auto images = batch_images(step);
    const auto random = random_.child("batch", static_cast<std::uint64_t>(step));
    std::vector<BatchRequest> parts;
    first += micro_ * replicas_->size() * static_cast<std::size_t>(options_.processes.rank);
    for (std::size_t i = 0; i < replicas_->size() && first < images.size(); ++i, first += micro_) {
        const auto some = std::span(images).subspan(first, std::min(micro_, images.size() - first));
        parts.push_back({{some.begin(), some.end()}, random.child("micro", first)});
    }
    return parts;
}

}  // namespace synchrony::nn
