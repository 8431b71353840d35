#include "transfer_network_jobs.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <mutex>

#include "synchrony/core/logistic.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/eval/cross_validate.hpp"

namespace synchrony::study {
namespace {

/// Probabilities are kept this far from 0 and 1 before they become log-odds.
constexpr double sure = 1e-6;

double log_odds(double probability) {
    return core::logit(std::clamp(probability, sure, 1.0 - sure));
}

std::string file_of(const NetworkJob& job) {
    std::string file = job.name + "-" + job.method + "-";
    for (const char c : job.setting->name)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.')
            file += c;
        else if (file.back() != '-')
            file += '-';
    return file;
}

core::Result<std::vector<double>> trained_scores(const GainContext& gain, const NetworkJob& job, int threads) {
    model::PatientSet set;
    for (const auto row : job.draw->rows) {
        set.patients.push_back(gain.patients[row]);
        set.response.push_back(job.task->labels[row]);
    }
    set.images = gain.images;
    eval::ModelRow row;
    row.row = {job.method, "spectrograms", job.setting->options.init ? "mitbih" : "none"};
    row.make = [&]() -> std::unique_ptr<model::Classifier> {
        auto classifier = gain.engine->transfer(job.setting->options);
        return classifier ? std::move(*classifier) : nullptr;
    };
    auto context = gain.context;
    context.progress = &core::no_progress();
    context.seed = job.draw->folds.seed;
    context.threads = threads;
    SYNCHRONY_ASSIGN(const auto run, eval::cross_validate(set, job.draw->folds, std::span(&row, 1), context));
    if (run.cancelled)
        return core::fail({core::ErrorKind::cancelled, "stopped while networks were trained", {}, {}, {}, {}});
    if (run.models.empty())
        return core::fail_input("the networks could not be trained", job.method,
                                run.left_out.empty() ? "" : run.left_out.front().reason);
    std::vector<double> scores(job.draw->rows.size(), 0.0);
    for (const auto& prediction : run.models.front().predictions)
        scores[prediction.patient] = log_odds(prediction.score);
    return scores;
}

/// Empty where it is neither kept nor to be trained here.
core::Result<std::vector<double>> kept_or_trained(const GainContext& gain, const NetworkJob& job, int threads,
                                                  bool mine) {
    const auto key = job_key(gain, job);
    const auto file = file_of(job);
    if (const auto known = gain.cache.find(file, key))
        if (const auto scores = scores_in(*known, job.draw->rows.size())) return scores->front();
    if (!mine) return std::vector<double>();
    SYNCHRONY_ASSIGN(auto scores, trained_scores(gain, job, threads));
    SYNCHRONY_TRY(gain.cache.keep(file, key, MemberScores{scores}));
    return scores;
}

}  // namespace

core::Key job_key(const GainContext& gain, const NetworkJob& job) {
    return core::Key(gain.key)
        .add("work", "scores of networks")
        .add("method", job.method)
        .add("task", job.task->key())
        .add("draw", job.draw->key())
        .add("options", job.setting->options.key());
}

core::Result<std::vector<std::vector<double>>> run_jobs(const GainContext& gain, const char* title,
                                                        const std::vector<NetworkJob>& jobs) {
    std::vector<std::vector<double>> scores(jobs.size());
    std::optional<core::Error> fault;
    std::mutex guard;
    const auto mine = gain.mine(jobs.size());
    const auto side_by_side = std::min<std::size_t>(jobs.size(), static_cast<std::size_t>(gain.context.threads));
    const int threads_each = gain.context.threads / std::max<int>(1, static_cast<int>(side_by_side));
    gain.context.progress->begin(title, jobs.size());
    core::parallel_for(jobs.size(), static_cast<int>(side_by_side), [&](std::size_t i) {
        {
            const std::lock_guard lock(guard);
            if (fault) return;
        }
        auto found = kept_or_trained(gain, jobs[i], threads_each, mine.holds(i));
        if (found) {
            scores[i] = std::move(*found);
            gain.context.progress->advance(1, jobs[i].task->name + " " + jobs[i].method);
        } else {
            const std::lock_guard lock(guard);
            if (!fault) fault = found.error();
        }
    });
    gain.context.progress->end();
    if (fault) return core::fail(*fault);
    return scores;
}

}  // namespace synchrony::study
