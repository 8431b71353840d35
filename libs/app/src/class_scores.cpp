#include "synchrony/app/class_scores.hpp"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "synchrony/core/random.hpp"
#include "synchrony/datasets/mitbih_split.hpp"
#include "synchrony/stats/bootstrap.hpp"

namespace synchrony::app {
namespace {

using nn::BeatScores;
using Figure = std::function<std::optional<double>(const BeatScores&)>;

void add(nn::Confusion& sum, const nn::Confusion& part, std::int64_t times) {
    for (std::size_t truth = 0; truth < sum.size(); ++truth)
        for (std::size_t answer = 0; answer < sum.size(); ++answer) sum[truth][answer] += times * part[truth][answer];
}

std::vector<BeatScores> scores_of_subjects(const std::vector<nn::PatientScores>& by_patient) {
    std::map<std::string_view, BeatScores> subjects;
    for (const auto& [patient, scores] : by_patient)
        add(subjects[datasets::mitbih_subject(patient)].confusion, scores.confusion, 1);
    std::vector<BeatScores> all;
    for (const auto& [subject, scores] : subjects) all.push_back(scores);
    return all;
}

// All figures see the same resamples.
class LimitsOverSubjects {
  public:
    LimitsOverSubjects(std::vector<BeatScores> subjects, const core::RunContext& context)
        : subjects_(std::move(subjects)),
          random_(core::RandomStream(context.seed).child("beats of subjects")),
          threads_(context.threads) {}

    [[nodiscard]] std::optional<stats::Interval> of(const Figure& figure) const {
        if (subjects_.size() < 2) return std::nullopt;
        const auto resampled = [&](std::span<const double> weights) {
            BeatScores sum;
            for (std::size_t i = 0; i < weights.size(); ++i)
                add(sum.confusion, subjects_[i].confusion, static_cast<std::int64_t>(weights[i]));
            return figure(sum);
        };
        return stats::percentile_interval(
            stats::bootstrap(subjects_.size(), resampled, random_, {.threads = threads_}));
    }

  private:
    std::vector<BeatScores> subjects_;
    core::RandomStream random_;
    int threads_;
};

// A resample without a beat of the class says nothing about finding it.
ClassLimits limits_of_class(const LimitsOverSubjects& limits, int c) {
    const auto where = [](bool known, double value) { return known ? std::optional(value) : std::nullopt; };
    return {limits.of([&](const BeatScores& s) { return where(s.truths(c) > 0, s.sensitivity(c)); }),
            limits.of([&](const BeatScores& s) { return where(s.predictions(c) > 0, s.positive_predictivity(c)); }),
            limits.of([&](const BeatScores& s) { return where(s.truths(c) > 0, s.f1(c)); })};
}

nlohmann::json to_json(const std::optional<stats::Interval>& interval) {
    return interval ? nlohmann::json::array({interval->low, interval->high}) : nlohmann::json();
}

}  // namespace

ClassScores class_scores(std::span<const nn::BeatPrediction> predictions, std::span<const record::PatientId> patients,
                         const core::RunContext& context) {
    ClassScores found;
    found.scores = nn::score_predictions(predictions);
    found.by_patient = nn::scores_by_patient(predictions, patients);
    auto subjects = scores_of_subjects(found.by_patient);
    found.subjects = static_cast<int>(subjects.size());
    const LimitsOverSubjects limits(std::move(subjects), context);
    found.accuracy = limits.of([](const BeatScores& s) { return std::optional(s.accuracy()); });
    found.macro_f1 = limits.of([](const BeatScores& s) { return std::optional(s.macro_f1()); });
    for (int c = 0; c < record::aami_class_count; ++c)
        found.classes[static_cast<std::size_t>(c)] = limits_of_class(limits, c);
    return found;
}

nlohmann::json to_json(const ClassScores& scores) {
    auto document = nn::to_json(scores.scores, scores.class_names);
    nlohmann::json classes;
    for (int c = 0; c < record::aami_class_count; ++c) {
        const auto& limits = scores.classes[static_cast<std::size_t>(c)];
        classes[scores.class_names[static_cast<std::size_t>(c)]] = {
            {"sensitivity", to_json(limits.sensitivity)},
            {"positive_predictivity", to_json(limits.positive_predictivity)},
            {"f1", to_json(limits.f1)}};
    }
    document["subjects"] = scores.subjects;
    document["limits_95"] = {{"accuracy", to_json(scores.accuracy)},
                             {"macro_f1", to_json(scores.macro_f1)},
                             {"classes", std::move(classes)}};
    document["by_record"] = nlohmann::json::array();
    for (const auto& [patient, of_patient] : scores.by_patient) {
        auto row = nn::to_json(of_patient, scores.class_names);
        row["record"] = patient;
        document["by_record"].push_back(std::move(row));
    }
    return document;
}

}  // namespace synchrony::app
