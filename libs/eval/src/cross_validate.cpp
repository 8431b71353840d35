#include "synchrony/eval/cross_validate.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>

#include "synchrony/core/parallel.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/eval/learning_curve.hpp"
#include "synchrony/eval/metrics.hpp"
#include "synchrony/stats/auc.hpp"

namespace synchrony::eval {
namespace {

/// What a model inside a fold says about its progress: its figures are shown, its steps are not counted, because the
/// bar belongs to the folds.
class FoldProgress final : public core::Progress {
  public:
    explicit FoldProgress(core::Progress& outer) : outer_(outer) {}
    void begin(std::string_view task, std::uint64_t) override { outer_.advance(0, task); }
    void advance(std::uint64_t, std::string_view note) override {
        if (!note.empty()) outer_.advance(0, note);
    }
    void end() override {}
    void log(std::string_view line) override { outer_.log(line); }

  private:
    core::Progress& outer_;
};

core::Error faulty(const RowName& row, std::string what) {
    return {core::ErrorKind::input, std::move(what), row.label(), {}, {}, {}};
}

/// The set as a model may see it: the answers of the test rows are blanked.
model::PatientSet masked(const model::PatientSet& set, std::span<const std::size_t> test) {
    auto copy = set;
    for (const auto row : test) copy.response[row] = 0;
    return copy;
}

struct Part {
    int repeat = 0;
    int fold = 0;
};

using Predictions = std::vector<PatientPrediction>;

struct PartResult {
    Predictions predictions;
    std::optional<TrainingResult> in_training;
};

core::Result<Predictions> predictions_for(model::Classifier& model, const model::PatientSet& visible,
                                          std::span<const std::size_t> rows, Part part, const RowName& row,
                                          const char* of) {
    SYNCHRONY_ASSIGN(const auto answers, model.predict(visible, rows));
    if (answers.size() != rows.size())
        return core::fail(faulty(row, std::string("the model did not answer for every ") + of + " patient"));
    Predictions predictions;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!answers[i].answered) continue;
        if (!std::isfinite(answers[i].score))
            return core::fail(faulty(row, "the model gave a score that is no number"));
        predictions.push_back(
            {rows[i], part.repeat, part.fold, answers[i].score, answers[i].responds, visible.response[rows[i]]});
    }
    return predictions;
}

TrainingResult training_result(const Predictions& predictions, Part part) {
    Confusion counts;
    std::vector<double> scores;
    std::vector<std::uint8_t> labels;
    for (const auto& p : predictions) {
        counts.add(p.responds, p.outcome != 0);
        scores.push_back(p.score);
        labels.push_back(p.outcome);
    }
    return {part.repeat, part.fold, stats::auc(scores, labels), counts.sensitivity(), counts.specificity()};
}

core::Result<PartResult> run_part(const model::PatientSet& set, const cohort::Folds& folds, const ModelRow& row,
                                  Part part, double training_share, core::RunContext context) {
    const auto test = folds.test_rows(part.repeat, part.fold);
    const auto training = training_part(set, folds, part.repeat, part.fold, training_share);
    const auto index = static_cast<std::uint64_t>(part.repeat) * static_cast<std::uint64_t>(folds.folds) +
                       static_cast<std::uint64_t>(part.fold);
    context.seed = core::RandomStream(context.seed).child("fit " + row.row.label(), index).seed();
    const auto visible = masked(set, test);
    const auto model = row.make();
    SYNCHRONY_TRY(model->fit(visible, training, context));
    PartResult result;
    SYNCHRONY_ASSIGN(result.predictions, predictions_for(*model, visible, test, part, row.row, "test"));
    for (auto& p : result.predictions) p.outcome = set.response[p.patient];
    if (row.kind != RowKind::rule) return result;
    SYNCHRONY_ASSIGN(const auto in_training, predictions_for(*model, visible, training, part, row.row, "training"));
    result.in_training = training_result(in_training, part);
    return result;
}

/// Whether these are predictions of exactly the test part's patients, with their outcomes.
bool belong(const Predictions& predictions, const model::PatientSet& set, const cohort::Folds& folds, Part part) {
    const auto test = folds.test_rows(part.repeat, part.fold);
    const auto fits = [&](const PatientPrediction& p, std::size_t row) {
        return p.patient == row && p.outcome == set.response[row] && std::isfinite(p.score);
    };
    return std::ranges::equal(predictions, test, fits);
}

/// The part from the store, or made and, where it took long, kept.
core::Result<PartResult> part_of(const model::PatientSet& set, const cohort::Folds& folds, const ModelRow& row,
                                 Part part, const CrossValidateOptions& options, const core::RunContext& context) {
    const bool stored = options.finished != nullptr && row.kind != RowKind::rule;  // a rule is sooner read off again
    if (stored)
        if (auto found = options.finished->find(row.row, part.repeat, part.fold))
            if (belong(*found, set, folds, part)) return PartResult{std::move(*found), std::nullopt};
    const auto begin = std::chrono::steady_clock::now();
    SYNCHRONY_ASSIGN(auto made, run_part(set, folds, row, part, options.training_share, context));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (stored && took.count() >= options.worth_keeping_s) {
        SYNCHRONY_TRY(options.finished->keep(row.row, part.repeat, part.fold, made.predictions));
    }
    return made;
}

/// All parts of one row; the first error stops the row.
core::Result<ModelPredictions> run_row(const model::PatientSet& set, const cohort::Folds& folds, const ModelRow& row,
                                       const core::RunContext& context, const CrossValidateOptions& options) {
    const auto parts = static_cast<std::size_t>(folds.repeats) * static_cast<std::size_t>(folds.folds);
    std::vector<PartResult> done(parts);
    std::optional<core::Error> error;
    std::mutex error_mutex;
    FoldProgress inner_progress(*context.progress);
    auto inner = context;
    inner.progress = &inner_progress;
    inner.threads = row.thread_safe ? 1 : context.threads;
    context.progress->begin(row.row.label(), parts);
    core::parallel_for(parts, row.thread_safe ? context.threads : 1, [&](std::size_t i) {
        {
            const std::lock_guard lock(error_mutex);
            if (error) return;
        }
        const auto per_repeat = static_cast<std::size_t>(folds.folds);
        const Part part{static_cast<int>(i / per_repeat), static_cast<int>(i % per_repeat)};
        auto result = context.cancel->requested()
                          ? core::Result<PartResult>(
                                core::fail({core::ErrorKind::cancelled, "stopped by the user", {}, {}, {}, {}}))
                          : part_of(set, folds, row, part, options, inner);
        if (result) {
            done[i] = std::move(*result);
            context.progress->advance(1);
            return;
        }
        const std::lock_guard lock(error_mutex);
        if (!error) error = result.error();
    });
    context.progress->end();
    if (error) return core::fail(*error);
    ModelPredictions predictions{row.row, row.kind, {}, row.facts, {}};
    for (const auto& part : done) {
        auto& all = predictions.predictions;
        all.insert(all.end(), part.predictions.begin(), part.predictions.end());
        if (part.in_training) predictions.in_training.push_back(*part.in_training);
    }
    return predictions;
}

core::Result<void> check_input(const model::PatientSet& set, const cohort::Folds& folds,
                               std::span<const ModelRow> rows) {
    SYNCHRONY_TRY(set.check());
    for (const auto& fold_of : folds.fold_of)
        if (fold_of.size() != set.size())
            return core::fail({core::ErrorKind::usage,
                               "the folds were made for another set",
                               "folds",
                               std::to_string(fold_of.size()) + " patients",
                               std::to_string(set.size()),
                               {}});
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (rows[i].row == rows[k].row)
                return core::fail({core::ErrorKind::usage,
                                   "two rows of the comparison have one name",
                                   "models",
                                   rows[i].row.label(),
                                   "distinct names",
                                   {}});
    return {};
}

}  // namespace

std::string RowName::label() const {
    std::string inside = features;
    if (pretraining != "none") core::append_word(inside, pretraining);
    return inside.empty() ? name : name + " (" + inside + ")";
}

std::vector<std::size_t> training_part(const model::PatientSet& set, const cohort::Folds& folds, int repeat, int fold,
                                       double training_share) {
    auto rows = folds.training_rows(repeat, fold);
    if (training_share >= 1.0) return rows;
    const auto index =
        static_cast<std::uint64_t>(repeat) * static_cast<std::uint64_t>(folds.folds) + static_cast<std::uint64_t>(fold);
    return share_of_training(rows, set.response, set.groups, training_share,
                             core::RandomStream(folds.seed).child("learning curve", index).seed());
}

core::Result<CrossValidation> cross_validate(const model::PatientSet& set, const cohort::Folds& folds,
                                             std::span<const ModelRow> rows, const core::RunContext& context,
                                             const CrossValidateOptions& options) {
    SYNCHRONY_TRY(check_input(set, folds, rows));
    CrossValidation run{folds, {}, {}, false};
    for (const auto& row : rows) {
        if (run.cancelled) {
            run.left_out.push_back({row.row, "not reached: stopped by the user", false});
            continue;
        }
        auto predictions = run_row(set, folds, row, context, options);
        if (predictions) {
            run.models.push_back(std::move(*predictions));
            continue;
        }
        const auto kind = predictions.error().kind;
        run.cancelled = kind == core::ErrorKind::cancelled;
        const bool failed = kind != core::ErrorKind::cancelled && kind != core::ErrorKind::refused;
        core::Error error = predictions.error();
        if (!failed) error.where.clear();  // a row that declines is named beside its reason
        run.left_out.push_back({row.row, error.message(), failed});
    }
    return run;
}

}  // namespace synchrony::eval
