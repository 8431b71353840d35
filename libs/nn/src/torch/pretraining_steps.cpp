// The updates of the weights, one after the other, until the plan or the time is at its end.
#include "pretraining.hpp"
#include "stopwatch.hpp"

#include <cmath>
#include <cstdio>

#include "named.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::nn {
namespace {

constexpr std::int64_t timing_first_update = 3;  // the first updates also warm caches and are not timed
constexpr std::int64_t timed_updates = 7;
constexpr double forward_share = 1.0 / 3;  // time of an image's prediction over that of its training
constexpr int most_overflows = 20;         // in a row, in f16: the tenth halving has brought the scale of the loss to 1

std::string short_note(double loss, double macro_f1) {
    char text[64];
    if (macro_f1 > 0) {
        std::snprintf(text, sizeof text, "loss %.3f, validation F1 %.3f", loss, macro_f1);
    } else {
        std::snprintf(text, sizeof text, "loss %.3f", loss);
    }
    return text;
}

// Puts the norms' running statistics back to what they were: those of images with holes are not those of images.
// Through tensors of their own, since what a backward pass has saved must not count as changed.
class StatisticsKept {
  public:
    explicit StatisticsKept(const ResNet& net) {
        for (const auto& buffer : net.buffers()) kept_.emplace_back(buffer.variable_data(), buffer.clone());
    }
    ~StatisticsKept() {
        const torch::NoGradGuard no_grad;
        for (auto& [buffer, before] : kept_) buffer.copy_(before);
    }
    StatisticsKept(const StatisticsKept&) = delete;
    StatisticsKept& operator=(const StatisticsKept&) = delete;

  private:
    std::vector<std::pair<torch::Tensor, torch::Tensor>> kept_;
};

torch::Tensor last_maps(ResNet& net, const torch::Tensor& images) {
    return net.maps(images, ResNet::stem_part, ResNet::last_part);
}

// What the net makes of the patches that it does not see.
torch::Tensor masked_loss(Replica& replica, const TrainingBatch& batch) {
    const StatisticsKept kept(*replica.net);
    const auto& images = batch.images;
    const auto maps = last_maps(*replica.net, images * (1 - batch.hidden));
    const auto decoded = replica.decoder->forward(maps, images.size(2), images.size(3));
    return hidden_loss(decoded.to(torch::kFloat), images, batch.hidden);
}

// Pooled features; without gradients where something else teaches the encoder.
torch::Tensor pooled_features(ResNet& net, const torch::Tensor& images, bool teach) {
    const torch::AutoGradMode gradients(teach);
    return ResNet::pool(last_maps(net, images));
}

}  // namespace

// The sum of the weighted losses over `weight_sum`, and of the auxiliary source's over its images in the batch, so that
// micro-batches add up to the batch's mean; the losses of numbers, the contrastive and the masked one, means over the
// micro-batch, count by its share of the batch. Numbers of the auxiliary source alone are a mean over its images.
torch::Tensor Pretraining::loss_of(Replica& replica, const TrainingBatch& batch, double weight_sum,
                                   double share) const {
    auto& net = *replica.net;
    const AutocastScope autocast(machine_);
    const bool masked = batch.hidden.defined();
    const auto pooled = pooled_features(net, batch.images, !masked);
    const bool classes_teach = options_.objective == Objective::beats || options_.objective == Objective::both;
    const auto shown = [&](const torch::Tensor& seen) { return batch.kept.defined() ? seen * batch.kept : seen; };
    const auto told = shown(classes_teach ? pooled : pooled.detach());
    auto loss =
        class_loss(net.head(told, batch.extra).to(torch::kFloat), batch.labels, loss_weight_tensor_) / weight_sum;
    if (auto* auxiliary = replica.auxiliary.get())
        loss = loss + class_loss(auxiliary->forward(told).to(torch::kFloat), batch.classes, {}) /
                          static_cast<double>(auxiliary_in_batch_);
    if (auto* numbers = replica.numbers.get()) {
        const auto of = static_cast<double>(auxiliary_in_batch_ > 0 ? auxiliary_in_batch_ : batch_);
        loss = loss + share * options_.targets_weight * static_cast<double>(batch_) / of *
                          numbers_loss(numbers->forward(shown(pooled)).to(torch::kFloat), batch.numbers);
    }
    if (auto* projection = replica.projection.get()) {
        const auto partners = pooled_features(net, batch.partners, true);
        const auto alike =
            nt_xent(projection->forward(pooled), projection->forward(partners), options_.contrastive_temperature);
        loss = loss + share * (classes_teach ? options_.contrastive_weight : 1.0) * alike;
    }
    if (masked) loss = loss + share * masked_loss(replica, batch);
    return loss;
}

double Pretraining::micro_step(Replica& replica, const TrainingBatch& batch, double weight_sum, double share) const {
    const auto loss = loss_of(replica, batch, weight_sum, share);
    if (machine_.precision == Precision::f16) {
        (loss * state_.gradient_scale).backward();
    } else {
        loss.backward();
    }
    return number_in<double>(loss);
}

// One update of the weights. Half precision: where a gradient is not finite the update is left out, and the loss is
// scaled by less from then on.
bool Pretraining::learn() {
    if (machine_.precision != Precision::f16) {
        optimizer_->update(state_.step, state_.planned);
        return true;
    }
    if (optimizer_->update_scaled(state_.step, state_.planned, state_.gradient_scale)) {
        state_.overflows = 0;
        return true;
    }
    ++state_.overflows;
    state_.gradient_scale = std::max(1.0, state_.gradient_scale / 2);
    return false;
}

core::Error Pretraining::diverged(const char* what) const {
    const bool kept = !options_.checkpoint.empty() && std::filesystem::exists(options_.checkpoint);
    return {core::ErrorKind::input,
            std::string("the training has diverged: ") + what,
            "step " + std::to_string(state_.step) + " of " + std::to_string(state_.planned),
            "learning rate " + core::shortest(options_.optimizer.learning_rate),
            "a lower one",
            kept ? "the last good state is kept in " + options_.checkpoint.string() +
                       "; begin with a lower rate and another checkpoint"
                 : "begin with a lower rate"};
}

// Of half precision some updates may be left out, but not one after the other.
core::Result<void> Pretraining::check_loss(double loss) const {
    if (machine_.precision == Precision::f16) {
        if (state_.overflows > most_overflows) return core::fail(diverged("gradients are not finite"));
        return {};
    }
    if (!std::isfinite(loss)) return core::fail(diverged("the loss is not a number"));
    return {};
}

core::Result<void> Pretraining::check_weights() const {
    for (const auto& [name, tensor] : training_tensors())
        if (!number_in<bool>(torch::isfinite(tensor.detach()).all()))
            return core::fail(diverged(("weights are not finite in " + name).c_str()));
    return {};
}

core::Result<double> Pretraining::update() {
    const auto begin = Clock::now();
    const auto images = batch_images(state_.step);
    double weight_sum = 0;
    for (const auto image : images)
        if (const auto label = index_.images[image].label; label >= 0)
            weight_sum += loss_weights_[static_cast<std::size_t>(label)];
    double loss = 0;
    replicas_->begin_step();
    const std::size_t at_once = micro_ * copies();
    for (std::size_t first = 0; first < images.size(); first += at_once) {
        const auto wait_begin = Clock::now();
        if (!batches_->prepared()) batches_->prepare(requests(state_.step, first));
        const auto parts = batches_->take();
        state_.waiting_seconds += seconds_since(wait_begin);
        const bool more = first + at_once < images.size();
        if (more || state_.step + 1 < state_.planned)
            batches_->prepare(more ? requests(state_.step, first + at_once) : requests(state_.step + 1, 0));
        loss += replicas_->run(parts.size(), [&](Replica& replica, std::size_t i) {
            const double share = static_cast<double>(parts[i].labels.size(0)) / static_cast<double>(images.size());
            return micro_step(replica, parts[i], weight_sum, share);
        });
    }
    SYNCHRONY_TRY(replicas_->end_step(group_.get()));
    if (group_) {
        SYNCHRONY_ASSIGN(loss, group_->sum(loss));
    }
    const bool learnt = learn();
    if (learnt && average_) average_->update(*net_, state_.step);
    ++state_.step;
    if (learnt) {
        state_.loss_sum += loss;
        ++state_.loss_count;
    }
    state_.seconds += seconds_since(begin);
    return loss;
}

// Fits the plan to the time that is left, from the speed of this process so far, so that the schedule always comes to
// its end in time, also on a machine whose speed changes.
core::Result<void> Pretraining::plan_by_time() {
    if (options_.most_seconds <= 0) return {};
    const std::int64_t timed = ++updates_here_ - timing_first_update;
    if (timed == 0) timing_begin_ = state_.seconds;
    if (timed < timed_updates) return {};
    const double a_step = (state_.seconds - timing_begin_) / static_cast<double>(timed);
    const auto done = static_cast<double>(state_.history.size());
    const double a_validation =
        done > 0 ? state_.validation_seconds / done
                 : a_step / static_cast<double>(batch_) * forward_share * static_cast<double>(split_.validation.size());
    const double left = options_.most_seconds - state_.seconds - state_.validation_seconds -
                        std::max(0.0, options_.validations - done) * a_validation;
    const auto fits = state_.step + static_cast<std::int64_t>(std::max(0.0, left) / a_step);
    state_.planned = std::min(longest_plan_, fits);
    if (group_) {  // the clock of the first counts
        SYNCHRONY_ASSIGN(const double planned,
                         group_->sum(options_.processes.first() ? static_cast<double>(state_.planned) : 0.0));
        state_.planned = static_cast<std::int64_t>(planned);
    }
    return {};
}

// Validations are spread evenly over the plan; the last update is always validated.
bool Pretraining::validation_due() const {
    if (state_.step >= state_.planned) return true;
    const auto next = static_cast<double>(state_.history.size() + 1) / options_.validations;
    return static_cast<double>(state_.step) >= next * static_cast<double>(state_.planned);
}

// How far the training is: updates, or seconds where the time is what ends it.
std::uint64_t Pretraining::progress_made() const {
    if (options_.most_seconds <= 0) return static_cast<std::uint64_t>(state_.step);
    return static_cast<std::uint64_t>(std::min(options_.most_seconds, state_.seconds + state_.validation_seconds));
}

core::Result<void> Pretraining::train() {
    auto& progress = *context_.progress;
    net_->train();
    progress.begin("pretrain", options_.most_seconds > 0 ? static_cast<std::uint64_t>(options_.most_seconds)
                                                         : static_cast<std::uint64_t>(state_.planned));
    std::uint64_t shown = 0;
    const auto show = [&](double loss) {
        const auto made = progress_made();
        progress.advance(made - shown, short_note(loss, state_.best_macro_f1));
        shown = made;
    };
    if (state_.step > 0) show(state_.loss_sum / static_cast<double>(std::max<std::int64_t>(1, state_.loss_count)));
    const auto done = take_steps(show);
    progress.end();
    return done;
}

core::Result<bool> Pretraining::asked_to_stop() {
    const bool here = context_.cancel->requested();
    if (!group_) return here;
    SYNCHRONY_ASSIGN(const double processes, group_->sum(here ? 1.0 : 0.0));
    return processes > 0.0;
}

core::Result<void> Pretraining::take_steps(const std::function<void(double)>& show) {
    while (state_.step < state_.planned && !stopped_early_) {
        SYNCHRONY_ASSIGN(const bool stop, asked_to_stop());
        if (stop) {
            SYNCHRONY_TRY(save_checkpoint());
            return core::fail(cancelled_error(
                options_.checkpoint.empty() ? "" : "the same command goes on from " + options_.checkpoint.string()));
        }
        const double rate = optimizer_->rate(state_.step, state_.planned);
        SYNCHRONY_ASSIGN(const double loss, update());
        SYNCHRONY_TRY(check_loss(loss));
        SYNCHRONY_TRY(plan_by_time());
        const bool due = validation_due();
        if (due) SYNCHRONY_TRY(check_weights());
        if (due) SYNCHRONY_TRY(validate(rate));
        show(loss);
        if (due || seconds_since(last_checkpoint_) > options_.checkpoint_seconds) SYNCHRONY_TRY(save_checkpoint());
    }
    return {};
}

}  // namespace synchrony::nn
