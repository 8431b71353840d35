#include "pretraining.hpp"

#include <ATen/Parallel.h>
#include <sys/resource.h>
#include <torch/nn/functional/loss.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "beat_order.hpp"
#include "named.hpp"

namespace synchrony::nn {
namespace {

constexpr std::int64_t timing_first_update = 3;  // the first updates also warm caches and are not timed
constexpr std::int64_t timed_updates = 7;
constexpr double forward_share = 1.0 / 3;             // time of an image's prediction over that of its training
constexpr std::int64_t least_validation_truths = 30;  // classes with fewer beats would make macro F1 a matter of luck

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double peak_memory_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;  // Linux counts in KiB
}

double validation_f1(const BeatScores& scores) {
    const double of_frequent = scores.macro_f1(least_validation_truths);
    return of_frequent > 0 ? of_frequent : scores.macro_f1();
}

std::string short_note(double loss, double macro_f1) {
    char text[64];
    if (macro_f1 >= 0) {
        std::snprintf(text, sizeof text, "loss %.3f, validation F1 %.3f", loss, macro_f1);
    } else {
        std::snprintf(text, sizeof text, "loss %.3f", loss);
    }
    return text;
}

}  // namespace

Pretraining::Pretraining(const features::ImageSet& set, const PretrainOptions& options, const core::RunContext& context)
    : set_(set),
      options_(options),
      context_(context),
      random_(core::RandomStream(context.seed).child("pretrain")),
      index_(BeatIndex::of(set)),
      block_(block_of(set)) {
    options_.architecture.outputs = record::aami_class_count;
    options_.architecture.auxiliary_inputs = options_.rr_inputs ? rr_input_count : 0;
    options_.architecture.lead_pooling = model::LeadPooling::none;
    options_.architecture.leads = 0;
}

core::Result<PretrainResult> Pretraining::run() {
    SYNCHRONY_TRY(prepare());
    SYNCHRONY_TRY(restore());
    SYNCHRONY_TRY(train());
    return finish();
}

core::Result<void> Pretraining::prepare() {
    SYNCHRONY_TRY(options_.check());
    if (options_.architecture.input_channels != 1)
        return core::fail(
            usage_error("images have one channel", std::to_string(options_.architecture.input_channels), "1"));
    SYNCHRONY_ASSIGN(split_, split_beats(index_, options_, context_.seed));
    split_.validation = some_beats(index_, split_.validation, options_.most_validation_images, context_.seed);
    split_.test = some_beats(index_, split_.test, options_.most_test_images, context_.seed);
    scaling_ = measure_scaling(block_, split_.train);
    counts_ = class_counts(index_, split_.train);
    loss_weights_.fill(1.0);
    const auto weights = class_weights(counts_, options_.balance_power);
    if (options_.balance == Balance::weighted_loss) loss_weights_ = weights;
    if (options_.balance == Balance::sampling)
        for (const auto image : split_.train)
            sampling_weights_.push_back(weights[static_cast<std::size_t>(index_.images[image].label)]);

    net_ = std::make_unique<ResNet>(options_.architecture);
    net_->initialise(random_.child("weights").seed(), true);
    use_channels_last(*net_);
    optimizer_ =
        std::make_unique<ScheduledOptimizer>(options_.optimizer, std::vector<LearningGroup>{{net_->parameters(), 1.0}});
    if (options_.averaging > 0) average_ = std::make_unique<AverageWeights>(*net_, options_.averaging);

    batch_ = std::min<std::size_t>(static_cast<std::size_t>(options_.batch), split_.train.size());
    steps_per_epoch_ = static_cast<std::int64_t>(split_.train.size() / batch_);
    state_.planned = steps_per_epoch_ * options_.epochs;
    if (options_.most_steps > 0) state_.planned = std::min(state_.planned, options_.most_steps);
    longest_plan_ = state_.planned;
    return {};
}

// Everything on which the numbers of the training depend, so that a checkpoint of another training is not taken up.
std::string Pretraining::fingerprint() const {
    const auto& net = options_.architecture;
    const auto& change = options_.augmentation;
    const nlohmann::json document = {
        {"network", {net.name, name_of(net.stem), net.base_width, net.auxiliary_inputs}},
        {"split", {name_of(options_.split), options_.validation_share, options_.test_share}},
        {"leads", options_.leads},
        {"validation_images", options_.most_validation_images},
        {"length",
         {options_.epochs, options_.most_steps, options_.most_seconds, options_.validations, options_.patience}},
        {"batch", {options_.batch, options_.micro_batch}},
        {"optimizer",
         {name_of(options_.optimizer.kind), name_of(options_.optimizer.schedule), options_.optimizer.learning_rate,
          options_.optimizer.weight_decay}},
        {"balance", {name_of(options_.balance), options_.balance_power}},
        {"augmentation",
         {change.shift_columns, change.gain, change.mask_columns, change.mask_rows, change.mask_chance}},
        {"averaging", options_.averaging},
        {"seed", context_.seed},
        {"set", {set_.source(), set_.size(), nlohmann::json::parse(set_.recipe().to_json())}}};
    return document.dump();
}

core::Result<void> Pretraining::restore() {
    if (options_.checkpoint.empty() || !options_.resume) return {};
    auto weights = tensors_of(*net_);
    CheckpointTensors tensors{&weights, &best_, average_ ? &average_->mean() : nullptr, {}};
    SYNCHRONY_ASSIGN(resumed_, read_checkpoint(options_.checkpoint, fingerprint(), state_, tensors));
    if (!resumed_) return {};
    optimizer_->restore(tensors.optimizer);
    context_.progress->log("goes on from step " + std::to_string(state_.step) + " of " +
                           std::to_string(state_.planned));
    return {};
}

core::Result<void> Pretraining::save_checkpoint() {
    if (options_.checkpoint.empty()) return {};
    last_checkpoint_ = Clock::now();
    auto weights = tensors_of(*net_);
    return write_checkpoint(options_.checkpoint, fingerprint(), state_,
                            {&weights, &best_, average_ ? &average_->mean() : nullptr, optimizer_->state()});
}

std::vector<std::size_t> Pretraining::batch_images() {
    const std::int64_t epoch = state_.step / steps_per_epoch_;
    if (epoch != order_epoch_) {
        order_ = epoch_order(split_.train.size(), sampling_weights_, random_, static_cast<std::uint64_t>(epoch));
        order_epoch_ = epoch;
    }
    const auto begin = static_cast<std::size_t>(state_.step % steps_per_epoch_) * batch_;
    std::vector<std::size_t> images(batch_);
    for (std::size_t i = 0; i < batch_; ++i) images[i] = split_.train[order_[begin + i]];
    return images;
}

// Gradients of the sum of the weighted losses over `weight_sum`, so that micro-batches add up to the batch's mean.
torch::Tensor Pretraining::micro_step(std::span<const std::size_t> images, const core::RandomStream& random,
                                      double weight_sum) {
    namespace F = torch::nn::functional;
    const auto begin = Clock::now();
    const auto batch = changed_batch(block_, images, scaling_, options_.augmentation, random);
    const auto rr = rr_batch(set_, images, options_.architecture.auxiliary_inputs);
    std::vector<std::int64_t> labels;
    for (const auto image : images) labels.push_back(index_.images[image].label);
    state_.waiting_seconds += seconds_since(begin);

    const auto weights =
        torch::tensor(std::vector<double>(loss_weights_.begin(), loss_weights_.end())).to(torch::kFloat);
    const auto loss = F::cross_entropy(net_->forward(batch, rr), torch::tensor(labels, torch::kLong),
                                       F::CrossEntropyFuncOptions().weight(weights).reduction(torch::kSum)) /
                      weight_sum;
    loss.backward();
    return loss.detach();
}

double Pretraining::update() {
    const auto begin = Clock::now();
    const auto images = batch_images();
    const auto random = random_.child("batch", static_cast<std::uint64_t>(state_.step));
    double weight_sum = 0;
    for (const auto image : images) weight_sum += loss_weights_[static_cast<std::size_t>(index_.images[image].label)];
    const std::size_t micro = options_.micro_batch > 0 ? static_cast<std::size_t>(options_.micro_batch) : images.size();
    double loss = 0;
    optimizer_->zero_grad();
    for (std::size_t first = 0; first < images.size(); first += micro) {
        const auto some = std::span(images).subspan(first, std::min(micro, images.size() - first));
        loss += micro_step(some, random.child("micro", first), weight_sum).item<double>();
    }
    optimizer_->update(state_.step, state_.planned);
    if (average_) average_->update(*net_, state_.step);
    ++state_.step;
    state_.loss_sum += loss;
    ++state_.loss_count;
    state_.seconds += seconds_since(begin);
    return loss;
}

// Fits the plan to the time that is left, from the speed of this process so far, so that the schedule always comes to
// its end in time, also on a machine whose speed changes.
void Pretraining::plan_by_time() {
    if (options_.most_seconds <= 0) return;
    const std::int64_t timed = ++updates_here_ - timing_first_update;
    if (timed == 0) timing_begin_ = state_.seconds;
    if (timed < timed_updates) return;
    const double a_step = (state_.seconds - timing_begin_) / static_cast<double>(timed);
    const auto done = static_cast<double>(state_.history.size());
    const double a_validation =
        done > 0 ? state_.validation_seconds / done
                 : a_step / static_cast<double>(batch_) * forward_share * static_cast<double>(split_.validation.size());
    const double left = options_.most_seconds - state_.seconds - state_.validation_seconds -
                        std::max(0.0, options_.validations - done) * a_validation;
    const auto fits = state_.step + static_cast<std::int64_t>(std::max(0.0, left) / a_step);
    state_.planned = std::min(longest_plan_, fits);
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
    while (state_.step < state_.planned && !stopped_early_) {
        if (context_.cancel->requested()) {
            progress.end();
            SYNCHRONY_TRY(save_checkpoint());
            return core::fail(cancelled_error(
                options_.checkpoint.empty() ? "" : "the same command goes on from " + options_.checkpoint.string()));
        }
        const double rate = optimizer_->rate(state_.step, state_.planned);
        const double loss = update();
        plan_by_time();
        const bool due = validation_due();
        if (due) SYNCHRONY_TRY(validate(rate));
        show(loss);
        if (due || seconds_since(last_checkpoint_) > options_.checkpoint_seconds) SYNCHRONY_TRY(save_checkpoint());
    }
    progress.end();
    return {};
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
    SYNCHRONY_ASSIGN(const auto outputs, outputs_of(*net_, set_, split_.validation, scaling_, quiet));
    const auto scores = scores_by_image(index_, split_.validation, outputs);
    const double macro_f1 = validation_f1(scores);
    const bool better = macro_f1 > state_.best_macro_f1;
    if (macro_f1 >= state_.best_macro_f1) {  // of equals the later, which the schedule has settled more
        best_ = copy_of(weights);
        state_.best_macro_f1 = macro_f1;
        state_.best_step = state_.step;
    }
    state_.validations_since_best = better ? 0 : state_.validations_since_best + 1;
    if (average_) assign(weights, trained);
    state_.history.push_back({state_.step,
                              state_.loss_sum / static_cast<double>(std::max<std::int64_t>(1, state_.loss_count)), rate,
                              scores.accuracy(), macro_f1, state_.seconds});
    state_.loss_sum = 0;
    state_.loss_count = 0;
    state_.validation_seconds += seconds_since(begin);
    stopped_early_ = options_.patience > 0 && state_.validations_since_best >= options_.patience;
    return {};
}

core::Result<void> Pretraining::test_scores(PretrainReport& report) {
    const auto begin = Clock::now();
    SYNCHRONY_ASSIGN(const auto outputs, outputs_of(*net_, set_, split_.test, scaling_, context_, "test"));
    report.test_images_per_s = static_cast<double>(split_.test.size()) / seconds_since(begin);
    report.test_by_image = scores_by_image(index_, split_.test, outputs);
    report.test = scores_by_beat(index_, split_.test, outputs);
    SYNCHRONY_ASSIGN(const auto validation, outputs_of(*net_, set_, split_.validation, scaling_, context_));
    report.validation = scores_by_image(index_, split_.validation, validation);
    return {};
}

core::Result<PretrainResult> Pretraining::finish() {
    auto weights = tensors_of(*net_);
    assign(weights, best_);
    PretrainResult result;
    auto& report = result.report;
    report.split = options_.split;
    report.leaking = split_.leaking;
    report.split_description = split_.description;
    report.train_images = split_.train.size();
    report.validation_images = split_.validation.size();
    report.test_images = split_.test.size();
    report.train_patients = patients_of(index_, split_.train);
    report.validation_patients = patients_of(index_, split_.validation);
    report.test_patients = patients_of(index_, split_.test);
    report.train_counts = counts_;
    SYNCHRONY_TRY(test_scores(report));
    report.history = state_.history;
    report.steps = state_.step;
    report.planned_steps = state_.planned;
    report.best_step = state_.best_step;
    report.parameters = model::parameter_count(options_.architecture);
    report.train_seconds = state_.seconds;
    report.train_images_per_s =
        static_cast<double>(state_.step) * static_cast<double>(batch_) / std::max(1e-9, state_.seconds);
    report.waiting_share = state_.waiting_seconds / std::max(1e-9, state_.seconds);
    report.peak_memory_mb = peak_memory_mb();
    report.resumed = resumed_;
    report.stopped_early = stopped_early_;

    auto& bundle = result.bundle;
    bundle.architecture = options_.architecture;
    bundle.recipe = set_.recipe();
    bundle.lead_policy.leads = options_.leads;
    bundle.input_mean = scaling_.mean;
    bundle.input_sd = scaling_.sd;
    const double total = static_cast<double>(split_.train.size());
    for (int c = 0; c < record::aami_class_count; ++c) {
        bundle.labels.emplace_back(record::name_of(static_cast<record::AamiClass>(c)));
        bundle.class_prior.push_back(static_cast<double>(counts_[static_cast<std::size_t>(c)]) / total);
    }
    bundle.provenance.split = split_.description;
    bundle.provenance.seed = context_.seed;
    bundle.provenance.figures = {{"test_accuracy", report.test.accuracy()},
                                 {"test_macro_f1", report.test.macro_f1()},
                                 {"validation_macro_f1", state_.best_macro_f1},
                                 {"steps", static_cast<double>(state_.best_step)}};
    bundle.tensors = to_bundle_tensors(weights);
    return result;
}

}  // namespace synchrony::nn
