#include "transfer_networks.hpp"

#include <algorithm>
#include <cstdio>

#include "known_settings.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/stats/auc.hpp"
#include "transfer_network_jobs.hpp"

namespace synchrony::study {
namespace {

constexpr std::string_view from_random_weights = "scratch";

std::string text(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%g", value);
    return buffer;
}

std::string name_of(const nn::TransferOptions& options) {
    std::string name = std::to_string(options.epochs) + (options.epochs == 1 ? " epoch" : " epochs") + ", rate " +
                       text(options.optimizer.learning_rate) + ", ";
    name += options.pooling == model::LeadPooling::mean     ? "mean of leads"
            : options.pooling == model::LeadPooling::concat ? "leads side by side"
                                                            : "attention over leads";
    if (options.init) {
        name += ", layer decay " + text(options.layer_decay);
        if (options.head_start == nn::HeadStart::linear_probing) name += ", head fitted first";
    }
    return name;
}

std::vector<std::string> asked_networks(const GainContext& gain) {
    std::vector<std::string> names;
    for (const auto& method : gain_methods())
        if (method.network && gain.asked(method.name)) names.emplace_back(method.name);
    return names;
}

// The labelled patients of a half, dealt to the folds in which settings are tried.
core::Result<Draw> half_as_draw(const GainContext& gain, const GainTask& task, Half half) {
    Draw draw;
    std::vector<record::PatientId> patients;
    std::vector<std::uint8_t> labels;
    for (const auto row : task.rows)
        if (gain.halves[row] == half) {
            draw.rows.push_back(row);
            patients.push_back(gain.patients[row]);
            labels.push_back(task.labels[row]);
        }
    const auto seed = core::RandomStream(gain.context.seed)
                          .child("networks on a half")
                          .child(task.name, static_cast<std::uint64_t>(half))
                          .seed();
    SYNCHRONY_ASSIGN(draw.folds, cohort::make_folds(patients, labels, {}, {gain.request.trials.folds, 1, seed}));
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

// Nothing where another part has still to make one of them.
core::Result<std::optional<HalfTrials>> try_networks(const GainContext& gain, const std::string& method,
                                                     const std::vector<NetworkSetting>& settings,
                                                     const std::vector<TaskScores>& tasks) {
    std::vector<Draw> draws;  // by half, then task
    for (const Half half : {Half::a, Half::b})
        for (const auto& task : tasks) {
            SYNCHRONY_ASSIGN(auto draw, half_as_draw(gain, task.task, half));
            draws.push_back(std::move(draw));
        }
    std::vector<NetworkJob> jobs;
    for (std::size_t i = 0; i < draws.size(); ++i)
        for (const auto& setting : settings) {
            const auto& task = tasks[i % tasks.size()].task;
            const std::string half(name_of(i < tasks.size() ? Half::a : Half::b));
            jobs.push_back({method, &setting, &task, &draws[i], "settings/" + task.name + "-" + half, {}});
        }
    const auto title = "settings of " + method;
    SYNCHRONY_ASSIGN(const auto scores, run_jobs(gain, title.c_str(), jobs));
    if (std::ranges::any_of(scores, [](const auto& one) { return one.empty(); })) return std::optional<HalfTrials>();
    HalfTrials trials;
    for (std::size_t i = 0; i < draws.size(); ++i)
        trials[i / tasks.size()].push_back(trial_from(tasks[i % tasks.size()].task, draws[i],
                                                      std::span(scores).subspan(i * settings.size(), settings.size())));
    return std::optional(std::move(trials));
}

// One a setting that either half was given.
std::vector<NetworkJob> jobs_of_draw(const std::string& method, const TaskScores& task, std::size_t number,
                                     const ChosenNetworks& chosen) {
    const auto name = "draws/" + task.task.name + "-" + std::to_string(number);
    std::vector<NetworkJob> jobs;
    for (const Half half : {Half::a, Half::b}) {
        const auto& settings = chosen.of_half[static_cast<std::size_t>(half)];
        for (const auto& setting : settings) {
            auto job =
                std::ranges::find(jobs, setting.name, [](const NetworkJob& known) { return known.setting->name; });
            if (job == jobs.end()) {
                jobs.push_back({method, &setting, &task.task, &task.draws[number], name, {}});
                job = jobs.end() - 1;
            }
            job->share[static_cast<std::size_t>(half)] += 1.0 / static_cast<double>(settings.size());
        }
    }
    return jobs;
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
    // From random weights all layers learn alike, so its scores stay valid when fine-tuning changes.
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

core::Result<void> check_networks(const GainContext& gain) {
    for (const auto& method : asked_networks(gain))
        for (const auto& setting : network_settings(gain.request, gain.pretrained, method)) {
            SYNCHRONY_TRY(setting.options.check());
            SYNCHRONY_TRY(gain.engine->transfer(setting.options));
        }
    return {};
}

core::Result<std::map<std::string, std::vector<ChosenNetworks>>> choose_networks(const GainContext& gain,
                                                                                 const std::vector<TaskScores>& tasks,
                                                                                 std::vector<std::string>& lines) {
    std::map<std::string, std::vector<ChosenNetworks>> chosen;
    for (const auto& method : asked_networks(gain)) {
        const auto settings = network_settings(gain.request, gain.pretrained, method);
        if (settings.size() == 1) {
            chosen[method].assign(tasks.size(), ChosenNetworks{{settings, settings}});
            continue;
        }
        if (gain.known) {
            SYNCHRONY_ASSIGN(chosen[method], chosen_as_known(*gain.known, method, settings, tasks.size(),
                                                             gain.request.settings_averaged));
            continue;
        }
        SYNCHRONY_ASSIGN(const auto trials, try_networks(gain, method, settings, tasks));
        if (!trials) continue;
        chosen[method] = chosen_from(settings, *trials, gain.request);
        add_lines(lines, method, tasks, settings, *trials);
    }
    return chosen;
}

core::Result<void> score_networks(const GainContext& gain, std::vector<TaskScores>& tasks,
                                  const std::map<std::string, std::vector<ChosenNetworks>>& chosen) {
    std::vector<NetworkJob> jobs;
    std::vector<MemberScores*> places;
    // Draw by draw over all tasks, so that what there is after a stop covers every task.
    for (std::size_t d = 0; d < std::min(gain.request.network_draws, gain.request.draws); ++d)
        for (std::size_t t = 0; t < tasks.size(); ++t)
            for (const auto& [method, of_tasks] : chosen) {
                auto& place = tasks[t].scores[method][d];
                place.assign(1, std::vector<double>(tasks[t].draws[d].rows.size(), 0.0));
                for (auto& job : jobs_of_draw(method, tasks[t], d, of_tasks[t])) {
                    jobs.push_back(std::move(job));
                    places.push_back(&place);
                }
            }
    SYNCHRONY_ASSIGN(const auto scores, run_jobs(gain, "networks on draws", jobs));
    for (std::size_t j = 0; j < jobs.size(); ++j)
        for (std::size_t i = 0; i < scores[j].size(); ++i)
            places[j]->front()[i] +=
                jobs[j].share[static_cast<std::size_t>(gain.halves[jobs[j].draw->rows[i]])] * scores[j][i];
    return {};
}

}  // namespace synchrony::study
