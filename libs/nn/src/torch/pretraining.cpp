#include "pretraining.hpp"
#include "stopwatch.hpp"

#include <ATen/Parallel.h>

#include <cmath>
#include <cstdio>

#include "beat_order.hpp"
#include "named.hpp"
#include "synchrony/core/text.hpp"
#include "transfer_images.hpp"

namespace synchrony::nn {
namespace {

constexpr std::int64_t timing_first_update = 3;  // the first updates also warm caches and are not timed
constexpr std::int64_t timed_updates = 7;
constexpr double forward_share = 1.0 / 3;             // time of an image's prediction over that of its training
constexpr std::int64_t least_validation_truths = 30;  // classes with fewer beats would make macro F1 a matter of luck
constexpr int most_overflows = 20;        // in a row, in f16: the tenth halving has brought the scale of the loss to 1
constexpr std::size_t cost_images = 128;  // that are scored to tell how long the test will take

double validation_f1(const BeatScores& scores) {
    const double of_frequent = scores.macro_f1(least_validation_truths);
    return of_frequent > 0 ? of_frequent : scores.macro_f1();
}

std::string short_note(double loss, double macro_f1) {
    char text[64];
    if (macro_f1 > 0) {
        std::snprintf(text, sizeof text, "loss %.3f, validation F1 %.3f", loss, macro_f1);
    } else {
        std::snprintf(text, sizeof text, "loss %.3f", loss);
    }
    return text;
}

}  // namespace

Pretraining::Pretraining(const features::ImageSet& set, const PretrainOptions& options, const core::RunContext& context,
                         const torch::Device& device)
    : set_(set),
      device_(device),
      options_(options),
      context_(context),
      random_(core::RandomStream(context.seed).child("pretrain")),
      index_(BeatIndex::of(set)) {
    options_.architecture.outputs = record::aami_class_count;
    options_.architecture.input_channels = static_cast<int>(options_.channels.size());
    options_.architecture.auxiliary_inputs = 0;
    options_.architecture.timing_inputs = options_.timing ? options_.timing_inputs : 0;
    options_.architecture.lead_pooling = model::LeadPooling::none;
    options_.architecture.leads = 0;
    options_.leads = shown_leads(options_.leads, options_.channels);
}

core::Result<void> Pretraining::join_processes() {
    if (options_.processes.alone()) return {};
    if (!options_.processes.first()) context_.progress = &core::no_progress();
    SYNCHRONY_ASSIGN(group_, ProcessGroup::join(options_.processes));
    return {};
}

std::size_t Pretraining::copies() const {
    return replicas_->size() * static_cast<std::size_t>(options_.processes.size);
}

core::Result<bool> Pretraining::asked_to_stop() {
    const bool here = context_.cancel->requested();
    if (!group_) return here;
    SYNCHRONY_ASSIGN(const double processes, group_->sum(here ? 1.0 : 0.0));
    return processes > 0.0;
}

core::Result<PretrainResult> Pretraining::run() {
    SYNCHRONY_TRY(join_processes());
    SYNCHRONY_TRY(prepare());
    SYNCHRONY_TRY(restore());
    SYNCHRONY_TRY(say_cost());
    SYNCHRONY_TRY(train());
    return finish();
}

core::Result<void> Pretraining::prepare() {
    SYNCHRONY_TRY(options_.check());
    SYNCHRONY_ASSIGN(machine_, Machine::of(device_, options_.precision));
    SYNCHRONY_TRY(prepare_inputs());
    split_.validation = some_beats(index_, split_.validation, options_.most_validation_images, context_.seed);
    split_.test = some_beats(index_, split_.test, options_.most_test_images, context_.seed);
    scaling_ = options_.init ? PixelScaling{options_.init->input_mean, options_.init->input_sd}
                             : measure_scaling(inputs_.block(), split_.train);
    if (options_.targets) {
        SYNCHRONY_ASSIGN(targets_,
                         standard_targets(*options_.targets, index_.patients, patients_of(index_, split_.train)));
    }
    counts_ = class_counts(index_, split_.train);
    loss_weights_.fill(1.0);
    const auto weights = class_weights(counts_, options_.balance_power);
    if (options_.balance == Balance::weighted_loss) loss_weights_ = weights;
    if (options_.balance == Balance::sampling)
        sampling_weights_ = sampling_weights(index_, split_.train, weights, options_.patient_power);
    const auto weights_of_classes = torch::tensor(std::vector<double>(loss_weights_.begin(), loss_weights_.end()));
    loss_weight_tensor_ = on_device(weights_of_classes.to(torch::kFloat), machine_.device);
    prepare_batches();
    state_.planned = steps_per_epoch_ * options_.epochs;
    if (options_.most_steps > 0) state_.planned = std::min(state_.planned, options_.most_steps);
    longest_plan_ = state_.planned;
    prepare_net();
    // Without a wish, each replica takes an equal part of the batch.
    const std::size_t equal = (batch_ + copies() - 1) / copies();
    micro_ = options_.micro_batch > 0 ? static_cast<std::size_t>(options_.micro_batch) : equal;
    const int reading_threads = machine_.device.is_cpu() ? 1 : context_.threads;  // the net takes the others
    auto shown = split_.train;
    shown.insert(shown.end(), split_.unlabelled.begin(), split_.unlabelled.end());
    batches_ = std::make_unique<TrainingBatches>(inputs_, shown, scaling_, options_, targets_, random_, machine_,
                                                 reading_threads);
    return {};
}

// A limit of time is for training and its validations. What comes after it is said before the work begins.
core::Result<void> Pretraining::say_cost() {
    if (options_.most_seconds <= 0 || !options_.test) return {};
    auto quiet = context_;
    quiet.progress = &core::no_progress();
    const auto some = std::span(split_.test).first(std::min(cost_images, split_.test.size()));
    const auto begin = Clock::now();
    SYNCHRONY_TRY(probabilities(some, quiet, nullptr));
    const auto images = split_.validation.size() + split_.test.size();
    const double seconds = seconds_since(begin) / static_cast<double>(some.size()) * static_cast<double>(images);
    char line[200];
    std::snprintf(line, sizeof line,
                  "training and validations end after %.0f s; then %zu images are scored, about %.0f s on this machine",
                  options_.most_seconds, images, seconds);
    context_.progress->log(line);
    return {};
}

void Pretraining::prepare_net() {
    const auto copies = machine_.device.is_cpu() ? std::max(1, context_.threads) : 1;
    replicas_ = std::make_unique<Replicas>(options_, machine_, copies);
    net_ = replicas_->first().net.get();
    projection_ = replicas_->first().projection.get();
    numbers_ = replicas_->first().numbers.get();
    net_->initialise(random_.child("weights").seed(), true);
    if (options_.init) load_encoder(*net_, *options_.init);
    std::vector<LearningGroup> groups{{net_->parameters(), 1.0}};
    if (projection_) {
        projection_->initialise(random_.child("projection").seed());
        groups.push_back({projection_->parameters(), 1.0});
    }
    if (numbers_) {
        numbers_->initialise(random_.child("numbers").seed());
        groups.push_back({numbers_->parameters(), 1.0});
    }
    optimizer_ = std::make_unique<ScheduledOptimizer>(options_.optimizer, groups);
    if (options_.averaging > 0) average_ = std::make_unique<AverageWeights>(*net_, options_.averaging);
}

NamedTensors Pretraining::training_tensors() const {
    auto tensors = tensors_of(*net_);
    const auto add = [&tensors](const std::string& head, const torch::nn::Module& module) {
        for (const auto& parameter : module.named_parameters())
            tensors.emplace_back(head + parameter.key(), parameter.value());
    };
    if (projection_) add("projection.", *projection_);
    if (numbers_) add("numbers.", *numbers_);
    return tensors;
}

// Everything on which the numbers of the training depend, so that a checkpoint of another training is not taken up:
// also how many images each copy of the net sees at a time, since its norms do. The set is read once for it.
const core::Key& Pretraining::key() {
    if (!key_) {
        key_.emplace("training state");
        key_->add("options", options_.key())
            .add("device", kind_of(device_))
            .add("precision", name_of(machine_.precision))
            .add("copies", copies())
            .add("images at a time", micro_)
            .add("seed", context_.seed)
            .add("set", set_.key().digest());
    }
    return *key_;
}

core::Result<void> Pretraining::restore() {
    if (options_.checkpoint.empty() || !options_.resume) return {};
    auto weights = training_tensors();
    const auto of_net = tensors_of(*net_);
    CheckpointTensors tensors{&weights, &best_, of_net.size(), average_ ? &average_->mean() : nullptr, {}};
    SYNCHRONY_ASSIGN(resumed_, read_checkpoint(options_.checkpoint, key(), state_, tensors));
    if (!resumed_) return {};
    try {
        optimizer_->restore(tensors.optimizer);
    } catch (const c10::Error& error) {
        return core::fail_input("the checkpoint is damaged", options_.checkpoint.string() + ", optimizer",
                                error.what_without_backtrace(), "what a training writes", "begin with --fresh");
    }
    context_.progress->log("goes on from step " + std::to_string(state_.step) + " of " +
                           std::to_string(state_.planned));
    return {};
}

core::Result<void> Pretraining::save_checkpoint() {
    if (options_.checkpoint.empty() || !options_.processes.first()) return {};
    SYNCHRONY_TRY(check_weights());
    last_checkpoint_ = Clock::now();
    auto weights = training_tensors();
    return write_checkpoint(
        options_.checkpoint, key(), state_,
        {&weights, &best_, best_.size(), average_ ? &average_->mean() : nullptr, optimizer_->state()});
}

// The sum of the weighted losses over `weight_sum`, so that micro-batches add up to the batch's mean; the losses of
// numbers and the contrastive one, means over the micro-batch, count by its share of the batch.
torch::Tensor Pretraining::loss_of(Replica& replica, const TrainingBatch& batch, double weight_sum,
                                   double share) const {
    auto& net = *replica.net;
    const AutocastScope autocast(machine_);
    const auto pooled = ResNet::pool(net.maps(batch.images, ResNet::stem_part, ResNet::last_part));
    const bool classes_teach = options_.objective == Objective::beats || options_.objective == Objective::both;
    const auto shown = [&](const torch::Tensor& seen) { return batch.kept.defined() ? seen * batch.kept : seen; };
    const auto outputs = net.head(shown(classes_teach ? pooled : pooled.detach()), batch.extra).to(torch::kFloat);
    auto loss = class_loss(outputs, batch.labels, loss_weight_tensor_) / weight_sum;
    if (auto* numbers = replica.numbers.get())
        loss = loss + share * options_.targets_weight *
                          numbers_loss(numbers->forward(shown(pooled)).to(torch::kFloat), batch.numbers);
    if (auto* projection = replica.projection.get()) {
        const auto partners = ResNet::pool(net.maps(batch.partners, ResNet::stem_part, ResNet::last_part));
        const auto alike =
            nt_xent(projection->forward(pooled), projection->forward(partners), options_.contrastive_temperature);
        loss = loss + share * (classes_teach ? options_.contrastive_weight : 1.0) * alike;
    }
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

core::Result<std::vector<double>> Pretraining::probabilities(std::span<const std::size_t> images,
                                                             const core::RunContext& context, const char* task) {
    SYNCHRONY_ASSIGN(const auto outputs, outputs_of(*net_, inputs_, images, scaling_, machine_, context, task));
    return values_of<double>(outputs.softmax(1));
}

core::Result<void> Pretraining::validate(double rate) {
    const auto begin = Clock::now();
    auto weights = tensors_of(*net_);
    NamedTensors trained;
    if (average_) {
        trained = copy_of(weights);
        assign(weights, average_->mean());
    }
    core::RunContext quiet = context_;
    quiet.progress = &core::no_progress();
    quiet.cancel = &core::never_cancelled();
    SYNCHRONY_ASSIGN(const auto shares, probabilities(split_.validation, quiet, nullptr));
    const auto scores = score_beats(index_.images, split_.validation, shares);
    const double macro_f1 = validation_f1(scores);
    const bool better = macro_f1 > state_.best_macro_f1;
    if (macro_f1 >= state_.best_macro_f1) {  // of equals the later, which the schedule has settled more
        best_ = copy_of(weights);
        state_.best_macro_f1 = macro_f1;
        state_.best_step = state_.step;
    }
    state_.validations_since_best = better ? 0 : state_.validations_since_best + 1;
    if (average_) assign(weights, trained);
    HistoryEntry entry;
    entry.step = state_.step;
    entry.train_loss = state_.loss_sum / static_cast<double>(std::max<std::int64_t>(1, state_.loss_count));
    entry.learning_rate = rate;
    entry.validation_accuracy = scores.accuracy();
    entry.validation_macro_f1 = macro_f1;
    entry.seconds = state_.seconds;
    for (int c = 0; c < record::aami_class_count; ++c) entry.validation_f1[static_cast<std::size_t>(c)] = scores.f1(c);
    state_.history.push_back(entry);
    state_.loss_sum = 0;
    state_.loss_count = 0;
    state_.validation_seconds += seconds_since(begin);
    stopped_early_ =
        options_.patience > 0 && !split_.validation.empty() && state_.validations_since_best >= options_.patience;
    context_.progress->log(history_line(entry, state_.planned));
    return {};
}

}  // namespace synchrony::nn
