#include "transfer_networks.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <mutex>

#include "synchrony/core/parallel.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/eval/cross_validate.hpp"
#include "synchrony/stats/auc.hpp"

namespace synchrony::app {
namespace {

constexpr std::string_view from_random_weights = "scratch";
/// Probabilities are kept this far from 0 and 1 before they become log-odds.
constexpr double sure = 1e-6;

/// Networks of one setting, one a fold of a draw or of a half: a piece of work that is kept on disk.
struct Job {
    std::string method;
    const NetworkSetting* setting = nullptr;
    const GainTask* task = nullptr;
    const Draw* draw = nullptr;
    std::string place;  // "draws/lvh-3" or "settings/lvh-A"
    std::string number; // "3" or "half A"
    bool only = false;  // the method's only setting
};

double log_odds(double probability) {
    const double p = std::clamp(probability, sure, 1.0 - sure);
    return std::log(p / (1.0 - p));
}

std::string text(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%g", value);
    return buffer;
}

std::string name_of(const nn::TransferOptions& options) {
    std::string name = std::to_string(options.epochs) + " epochs, rate " + text(options.optimizer.learning_rate) + ", ";
    name += options.pooling == model::LeadPooling::mean     ? "mean of leads"
            : options.pooling == model::LeadPooling::concat ? "leads side by side"
                                                            : "attention over leads";
    if (options.init) {
        name += ", layer decay " + text(options.layer_decay);
        if (options.head_start == nn::HeadStart::fitted) name += ", head fitted first";
    }
    return name;
}

std::string file_of(const Job& job) {
    std::string file = job.place + "-" + job.method;
    if (job.only) return file;
    file += '-';
    for (const char c : job.setting->name)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.')
            file += c;
        else if (file.back() != '-')
            file += '-';
    return file;
}

std::string key_of(const GainWorld& world, const Job& job) {
    const auto& options = job.setting->options;
    std::string key = "scores " + world.identity + table_key(*job.task) + job.method + job.number +
                      std::to_string(job.draw->folds.seed) + " " + std::to_string(options.epochs) + " " +
                      std::to_string(options.batch) + " " + std::to_string(options.optimizer.learning_rate) + " " +
                      std::to_string(options.layer_decay) + " " + std::string(nn::name_of(options.train)) + " " +
                      std::string(model::name_of(options.pooling)) + " " + std::to_string(options.members);
    // Only where they are on, so that pieces from before the options were part of the key stay valid.
    if (options.averaging > 0) key += " averaging " + std::to_string(options.averaging);
    if (options.init && options.head_start != nn::HeadStart::random)
        key += " head " + std::string(nn::name_of(options.head_start));
    return key;
}

core::Result<std::vector<double>> trained_scores(const GainWorld& world, const Job& job, int threads) {
    model::PatientSet set;
    for (const auto row : job.draw->rows) {
        set.patients.push_back(world.patients[row]);
        set.response.push_back(job.task->labels[row]);
    }
    set.images = world.images;
    eval::ModelRow row;
    row.row = {job.method, "spectrograms", job.setting->options.init ? "mitbih" : "none"};
    row.make = [&]() -> std::unique_ptr<model::Classifier> {
        auto classifier = world.engine->transfer(job.setting->options);
        return classifier ? std::move(*classifier) : nullptr;
    };
    auto context = world.context;
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

core::Result<std::vector<double>> kept_or_trained(const GainWorld& world, const Job& job, int threads) {
    const auto key = key_of(world, job);
    const auto file = file_of(job);
    if (const auto known = world.store.find(file, key)) return known->get<MemberScores>().front();
    SYNCHRONY_ASSIGN(auto scores, trained_scores(world, job, threads));
    SYNCHRONY_TRY(world.store.keep(file, key, MemberScores{scores}));
    return scores;
}

// Log-odds [job][row of its draw]. Jobs run side by side, a thread each, while there are enough of them: a network this
// small gains little from a second thread.
core::Result<std::vector<std::vector<double>>> run_jobs(const GainWorld& world, const char* title,
                                                        const std::vector<Job>& jobs) {
    std::vector<std::vector<double>> scores(jobs.size());
    std::optional<core::Error> fault;
    std::mutex guard;
    const auto side_by_side = std::min<std::size_t>(jobs.size(), static_cast<std::size_t>(world.context.threads));
    const int threads_each = world.context.threads / std::max<int>(1, static_cast<int>(side_by_side));
    world.context.progress->begin(title, jobs.size());
    core::parallel_for(jobs.size(), static_cast<int>(side_by_side), [&](std::size_t i) {
        {
            const std::lock_guard lock(guard);
            if (fault) return;
        }
        auto found = kept_or_trained(world, jobs[i], threads_each);
        if (found) {
            scores[i] = std::move(*found);
            world.context.progress->advance(1, jobs[i].task->name + " " + jobs[i].method);
        } else {
            const std::lock_guard lock(guard);
            if (!fault) fault = found.error();
        }
    });
    world.context.progress->end();
    if (fault) return core::fail(*fault);
    return scores;
}

std::vector<std::string> asked_networks(const GainWorld& world) {
    std::vector<std::string> names;
    for (const auto& method : gain_methods())
        if (method.network && world.asked(method.name)) names.emplace_back(method.name);
    return names;
}

// The labelled patients of a half, dealt to the folds in which settings are tried.
core::Result<Draw> half_as_draw(const GainWorld& world, const GainTask& task, Half half) {
    Draw draw;
    std::vector<record::PatientId> patients;
    std::vector<std::uint8_t> labels;
    for (const auto row : task.rows)
        if (world.halves[row] == half) {
            draw.rows.push_back(row);
            patients.push_back(world.patients[row]);
            labels.push_back(task.labels[row]);
        }
    const auto seed = core::RandomStream(world.context.seed)
                          .child("networks on a half")
                          .child(task.name, static_cast<std::uint64_t>(half))
                          .seed();
    SYNCHRONY_ASSIGN(draw.folds, cohort::make_folds(patients, labels, {}, {world.request.trials.folds, 1, seed}));
    return draw;
}

// AUC of every setting inside a half, from the jobs' scores in the order of settings.
HalfTrial trial_from(const GainTask& task, const Draw& draw, std::span<const std::vector<double>> scores) {
    std::vector<std::uint8_t> labels;
    for (const auto row : draw.rows) labels.push_back(task.labels[row]);
    HalfTrial trial;
    for (const auto& one : scores) trial.auc.push_back({stats::auc(one, labels).value_or(0.5)});
    return trial;
}

core::Result<HalfTrials> try_networks(const GainWorld& world, const std::string& method,
                                      const std::vector<NetworkSetting>& settings,
                                      const std::vector<TaskScores>& tasks) {
    std::vector<Draw> draws;  // by half, then task
    for (const Half half : {Half::a, Half::b})
        for (const auto& task : tasks) {
            SYNCHRONY_ASSIGN(auto draw, half_as_draw(world, task.task, half));
            draws.push_back(std::move(draw));
        }
    std::vector<Job> jobs;
    for (std::size_t i = 0; i < draws.size(); ++i)
        for (const auto& setting : settings) {
            const auto& task = tasks[i % tasks.size()].task;
            const std::string half(name_of(i < tasks.size() ? Half::a : Half::b));
            jobs.push_back({method, &setting, &task, &draws[i], "settings/" + task.name + "-" + half, "half " + half});
        }
    const auto title = "settings of " + method;
    SYNCHRONY_ASSIGN(const auto scores, run_jobs(world, title.c_str(), jobs));
    HalfTrials trials;
    for (std::size_t i = 0; i < draws.size(); ++i)
        trials[i / tasks.size()].push_back(trial_from(tasks[i % tasks.size()].task, draws[i],
                                                      std::span(scores).subspan(i * settings.size(), settings.size())));
    return trials;
}

}  // namespace

std::vector<NetworkSetting> network_settings(const TransferGainRequest& request,
                                             std::shared_ptr<const model::Bundle> pretrained,
                                             const std::string& method) {
    const auto& grid = request.networks;
    const bool scratch = method == from_random_weights;
    auto base = request.transfer;
    base.architecture = pretrained->architecture;
    base.init = scratch ? nullptr : std::move(pretrained);
    base.beats = nn::BeatChoice::median;
    // From random weights all layers learn alike, so its pieces stay valid when fine-tuning changes.
    if (scratch) base.train = nn::Trainable::all;
    const auto decays = scratch ? std::vector{nn::TransferOptions{}.layer_decay} : grid.layer_decays;
    const auto starts = scratch ? std::vector{nn::HeadStart::random} : grid.head_starts;
    std::vector<NetworkSetting> settings;
    for (const auto pooling : grid.poolings)
        for (const auto start : starts)
            for (const double decay : decays)
                for (const double rate : grid.learning_rates)
                    for (const int epochs : grid.epochs) {
                        auto options = base;
                        options.pooling = pooling;
                        options.head_start = start;
                        options.layer_decay = decay;
                        options.optimizer.learning_rate = rate;
                        options.epochs = epochs;
                        auto name = name_of(options);
                        settings.push_back({std::move(name), std::move(options)});
                    }
    return settings;
}

core::Result<void> check_networks(const GainWorld& world) {
    for (const auto& method : asked_networks(world))
        for (const auto& setting : network_settings(world.request, world.pretrained, method)) {
            SYNCHRONY_TRY(setting.options.check());
            SYNCHRONY_TRY(world.engine->transfer(setting.options));
        }
    return {};
}

core::Result<std::map<std::string, std::vector<ChosenNetworks>>> choose_networks(const GainWorld& world,
                                                                                 const std::vector<TaskScores>& tasks,
                                                                                 std::vector<std::string>& lines) {
    std::map<std::string, std::vector<ChosenNetworks>> chosen;
    for (const auto& method : asked_networks(world)) {
        const auto settings = network_settings(world.request, world.pretrained, method);
        if (settings.size() == 1) {
            chosen[method].assign(tasks.size(), ChosenNetworks{{settings, settings}});
            continue;
        }
        SYNCHRONY_ASSIGN(const auto trials, try_networks(world, method, settings, tasks));
        chosen[method] = chosen_from(settings, trials, world.request);
        add_lines(lines, method, tasks, settings, trials);
    }
    return chosen;
}

core::Result<void> score_networks(const GainWorld& world, std::vector<TaskScores>& tasks,
                                  const std::map<std::string, std::vector<ChosenNetworks>>& chosen) {
    std::vector<Job> jobs;
    struct Use {
        std::size_t task, draw;
        Half half;
        double share;
    };
    std::vector<std::vector<Use>> uses;
    // Draw by draw over all tasks, so that what there is after a stop covers every task.
    for (std::size_t d = 0; d < std::min(world.request.network_draws, world.request.draws); ++d)
        for (std::size_t t = 0; t < tasks.size(); ++t)
            for (const auto& [method, of_tasks] : chosen) {
                const bool only = network_settings(world.request, world.pretrained, method).size() == 1;
                std::map<std::string, std::size_t> job_of;
                for (const Half half : {Half::a, Half::b}) {
                    const auto& settings = of_tasks[t].of_half[static_cast<std::size_t>(half)];
                    for (const auto& setting : settings) {
                        if (job_of.emplace(setting.name, jobs.size()).second) {
                            const auto number = std::to_string(d);
                            jobs.push_back({method, &setting, &tasks[t].task, &tasks[t].draws[d],
                                            "draws/" + tasks[t].task.name + "-" + number, number, only});
                            uses.emplace_back();
                        }
                        uses[job_of[setting.name]].push_back({t, d, half, 1.0 / static_cast<double>(settings.size())});
                    }
                }
            }
    SYNCHRONY_ASSIGN(const auto scores, run_jobs(world, "networks on draws", jobs));
    for (std::size_t j = 0; j < jobs.size(); ++j)
        for (const auto& use : uses[j]) {
            const auto& rows = tasks[use.task].draws[use.draw].rows;
            auto& members = tasks[use.task].scores[jobs[j].method][use.draw];
            if (members.empty()) members.assign(1, std::vector<double>(rows.size(), 0.0));
            for (std::size_t i = 0; i < rows.size(); ++i)
                if (world.halves[rows[i]] == use.half) members.front()[i] += use.share * scores[j][i];
        }
    return {};
}

}  // namespace synchrony::app
