// What the weights are worth, by patients that teach them nothing.
#include "pretraining.hpp"
#include "stopwatch.hpp"

namespace synchrony::nn {
namespace {

constexpr std::int64_t least_validation_truths = 30;  // classes with fewer beats would make macro F1 a matter of luck

double validation_f1(const BeatScores& scores) {
    const double of_frequent = scores.macro_f1(least_validation_truths);
    return of_frequent > 0 ? of_frequent : scores.macro_f1();
}

}  // namespace

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
    context_.progress->log(history_line(entry, state_.planned, options_.class_names));
    return {};
}

}  // namespace synchrony::nn
