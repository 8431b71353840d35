#include "pretraining.hpp"
#include "stopwatch.hpp"

#include <cstdio>

#include "beat_order.hpp"
#include "transfer_images.hpp"

namespace synchrony::nn {
namespace {

constexpr std::size_t cost_images = 128;  // that are scored to tell how long the test will take

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
        const auto& of = options_.auxiliary ? split_.auxiliary : split_.train;
        SYNCHRONY_ASSIGN(truth_.numbers, standard_targets(*options_.targets, index_.patients, patients_of(index_, of)));
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
    shown.insert(shown.end(), split_.auxiliary.begin(), split_.auxiliary.end());
    shown.insert(shown.end(), split_.unlabelled.begin(), split_.unlabelled.end());
    batches_ = std::make_unique<TrainingBatches>(inputs_, shown, scaling_, options_, truth_, random_, machine_,
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
    auxiliary_head_ = replicas_->first().auxiliary.get();
    decoder_ = replicas_->first().decoder.get();
    net_->initialise(random_.child("weights").seed(), true);
    if (options_.init) load_encoder(*net_, *options_.init);
    std::vector<LearningGroup> groups{{net_->parameters(), 1.0}};
    const auto learns_too = [&](const char* name, auto* head) {
        if (head == nullptr) return;
        head->initialise(random_.child(name).seed());
        groups.push_back({head->parameters(), 1.0});
    };
    learns_too("projection", projection_);
    learns_too("numbers", numbers_);
    learns_too("auxiliary", auxiliary_head_);
    learns_too("decoder", decoder_);
    optimizer_ = std::make_unique<ScheduledOptimizer>(options_.optimizer, groups);
    if (options_.averaging > 0) average_ = std::make_unique<AverageWeights>(*net_, options_.averaging);
}

core::Result<std::vector<double>> Pretraining::probabilities(std::span<const std::size_t> images,
                                                             const core::RunContext& context, const char* task) {
    SYNCHRONY_ASSIGN(const auto outputs, outputs_of(*net_, inputs_, images, scaling_, machine_, context, task));
    return values_of<double>(outputs.softmax(1));
}

}  // namespace synchrony::nn
