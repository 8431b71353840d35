#include "synchrony/study/transfer_gain.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "gain_database.hpp"
#include "known_settings.hpp"
#include "other_databases.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/folder_lock.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/datasets/data_folder.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "transfer_gain_parts.hpp"
#include "transfer_networks.hpp"

namespace synchrony::study {
namespace {

constexpr std::array methods{
    GainMethod{"pixels", "logistic regression on the spectrograms' pixels"},
    GainMethod{"random", "logistic regression on layers of networks with random weights"},
    GainMethod{"frozen", "logistic regression on layers of the pre-trained network", false, true},
    GainMethod{"random_pixels", "as random, with the pixels joined"},
    GainMethod{"frozen_pixels", "as frozen, with the pixels joined", false, true},
    GainMethod{"finetuned", "the pre-trained network, all layers trained further", true, true},
    GainMethod{"scratch", "the same network trained from random weights", true},
    GainMethod{"frozen_finetuned", "mean log-odds of frozen and finetuned", false, true, {"frozen", "finetuned"}},
    GainMethod{"random_scratch", "mean log-odds of random and scratch", false, false, {"random", "scratch"}},
};

/// Also of networks that no method asks for: what means nothing is not passed over.
core::Result<void> check_grid(const TransferGainRequest& request) {
    auto options = request.transfer;
    for (const int epochs : request.networks.epochs)
        for (const double rate : request.networks.learning_rates)
            for (const double decay : request.networks.layer_decays) {
                options.epochs = epochs;
                options.optimizer.learning_rate = rate;
                options.layer_decay = decay;
                SYNCHRONY_TRY(options.check());
            }
    return {};
}

core::Result<void> check(const TransferGainRequest& request) {
    const auto wrong = [](const char* what, std::string got, std::string expected, std::string hint = {}) {
        return core::fail({core::ErrorKind::usage, what, {}, std::move(got), std::move(expected), std::move(hint)});
    };
    SYNCHRONY_TRY(request.draw.check());
    const auto names = core::joined(methods, ", ", &GainMethod::name);
    for (const auto& name : request.methods)
        if (std::ranges::find(methods, name, &GainMethod::name) == methods.end())
            return wrong("unknown method", name, "one of " + names,
                         core::did_you_mean(name, methods, &GainMethod::name));
    if (request.tasks.empty()) return wrong("no task is named", "none", "one or more");
    std::set<std::string> seen;
    for (const auto& name : request.tasks) {
        SYNCHRONY_TRY(task_meaning(request.database, name));
        if (!seen.insert(name).second) return wrong("a task is named twice", name, "each once");
    }
    const auto& grid = request.networks;
    if (grid.epochs.empty() || grid.learning_rates.empty() || grid.poolings.empty() || grid.layer_decays.empty() ||
        grid.head_starts.empty())
        return wrong("networks have no setting", "none", "a value or more of each");
    if (!request.settings_from.empty() && request.choose_by_task)
        return wrong("settings of a finished run are one for all tasks", "--choose-by-task", "--settings-from alone");
    if (request.draws < 1 || request.random_nets < 1 || request.settings_averaged < 1)
        return wrong("a count is zero", "0", "1 or more");
    return check_grid(request);
}

core::Result<cohort::Cohort> task_cohort(const TransferGainRequest& request, const std::filesystem::path& data,
                                         const std::string& task) {
    const auto csv = request.out / "cohorts" / (task + ".csv");
    SYNCHRONY_TRY(core::make_directories(csv.parent_path()));
    SYNCHRONY_TRY(import_task(request.database, data, task, csv));
    return cohort::read_cohort(csv);
}

// The same task asked of the patients that have images.
core::Result<TaskScores> task_of(const cohort::Cohort& cohort, const std::string& database, const std::string& name,
                                 const std::vector<record::PatientId>& patients) {
    TaskScores task;
    SYNCHRONY_ASSIGN(task.meaning, task_meaning(database, name));
    task.task.name = name;
    task.task.labels.assign(patients.size(), 0);
    for (std::size_t p = 0; p < patients.size(); ++p) {
        const auto found = std::ranges::find(cohort.patients, patients[p]);
        if (found == cohort.patients.end()) continue;
        const auto outcome = cohort.outcome[static_cast<std::size_t>(found - cohort.patients.begin())];
        if (!outcome) continue;
        task.task.rows.push_back(p);
        task.task.labels[p] = *outcome;
    }
    return task;
}

core::Result<void> draw_cohorts(TaskScores& task, const std::vector<record::PatientId>& patients,
                                const TransferGainRequest& request, std::uint64_t seed) {
    auto options = request.draw;
    options.seed = seed;
    std::vector<record::PatientId> labelled;
    std::vector<std::uint8_t> labels;
    for (const auto row : task.task.rows) {
        labelled.push_back(patients[row]);
        labels.push_back(task.task.labels[row]);
    }
    SYNCHRONY_ASSIGN(task.size, draw_size(labels, options));
    for (std::size_t d = 0; d < request.draws; ++d) {
        SYNCHRONY_ASSIGN(auto draw, make_draw(labelled, labels, task.size, task.task.name, d, options));
        for (auto& row : draw.rows) row = task.task.rows[row];
        task.draws.push_back(std::move(draw));
    }
    return {};
}

struct Prepared {
    GainImages images;
    std::vector<std::pair<std::string, std::size_t>> excluded;
};

// A person's further recordings would be in training and test at once.
std::vector<std::size_t> first_of_each_person(const cohort::Cohort& cohort) {
    std::vector<std::size_t> rows;
    std::set<std::string> seen;
    for (std::size_t row = 0; row < cohort.size(); ++row)
        if (seen.insert(cohort.groups[row]).second) rows.push_back(row);
    return rows;
}

// Before the recordings are read: what all persons do not allow, those whose recordings can be used do not either.
core::Result<void> check_draws(const cohort::Cohort& cohort, const std::string& task,
                               const TransferGainRequest& request) {
    std::vector<std::uint8_t> labels;
    for (const auto row : first_of_each_person(cohort))
        if (cohort.outcome[row]) labels.push_back(*cohort.outcome[row]);
    auto size = draw_size(labels, request.draw);
    if (size) return {};
    core::Error fault = size.error();
    fault.where = "task " + task + ", " + fault.where;
    return core::fail(std::move(fault));
}

// Images of every person of the largest cohort.
core::Result<Prepared> prepare_images(const std::vector<cohort::Cohort>& cohorts, const TransferGainRequest& request,
                                      const model::Bundle& bundle, const core::RunContext& context) {
    const auto& all = *std::ranges::max_element(cohorts, {}, &cohort::Cohort::size);
    const auto rows = first_of_each_person(all);
    inputs::PatientImagesRequest wanted;
    wanted.recipe = bundle.recipe;
    wanted.every_beat = true;
    wanted.numbers_alone = true;
    wanted.file = request.out / "images.safetensors";
    SYNCHRONY_ASSIGN(auto made, inputs::patient_images(all, rows, wanted, context));
    std::map<std::string, std::size_t> reasons;
    std::vector<record::PatientId> patients;
    for (const auto& recording : made.recordings) {
        if (recording.excluded.empty())
            patients.push_back(all.patients[recording.row]);
        else
            ++reasons[recording.excluded];
    }
    // The amplitude that the net has seen most: its mean pixel (the spread, where pixels have signs), back in units of
    // the recipe's floor.
    const double pixel =
        bundle.recipe.scale == features::PixelScale::log_in_phase ? bundle.input_sd : bundle.input_mean;
    const double usual = bundle.recipe.is_logarithmic() ? std::expm1(pixel) : pixel;
    SYNCHRONY_ASSIGN(auto equal,
                     equal_amplitudes(*made.images, usual > 0 ? usual : 1.0, request.out / "images-equal.safetensors"));
    return Prepared{{std::move(*made.images), std::move(equal), std::move(patients)}, {reasons.begin(), reasons.end()}};
}

core::Result<void> write_settings(const std::vector<std::string>& lines, const TransferGainRequest& request) {
    if (request.shard) return {};
    std::string csv;
    for (const auto& line : lines) csv += line + "\r\n";
    return core::write_file(request.out / "settings.csv", csv);
}

core::Result<void> score_features(const GainContext& gain, std::vector<TaskScores>& tasks,
                                  std::map<std::string, std::vector<ChosenSettings>>& chosen,
                                  std::vector<std::string>& lines) {
    for (const auto& method : methods)
        if (const std::string name(method.name); !method.network && !method.joined() && gain.asked(name)) {
            SYNCHRONY_ASSIGN(auto found, choose_settings(gain, name, tasks, lines));
            if (!found.empty()) chosen[name] = std::move(found);
        }
    SYNCHRONY_TRY(write_settings(lines, gain.request));
    const auto mine = gain.mine(tasks.size() * gain.request.draws * chosen.size());
    std::size_t item = 0;
    gain.context.progress->begin("logistic regression on draws", mine.size());
    for (std::size_t t = 0; t < tasks.size(); ++t)
        for (std::size_t d = 0; d < gain.request.draws; ++d)
            for (const auto& [method, settings] : chosen) {
                if (!mine.holds(item++)) continue;
                if (gain.context.cancel->requested())
                    return core::fail(
                        {core::ErrorKind::cancelled, "stopped between draws", {}, {}, {}, "run again to go on"});
                SYNCHRONY_ASSIGN(tasks[t].scores[method][d], feature_scores(gain, method, tasks[t], d, settings[t]));
                gain.context.progress->advance(1, tasks[t].task.name);
            }
    gain.context.progress->end();
    return {};
}

/// Other parts may be at work in the same folder: what is locked is this part's name.
std::filesystem::path locked_folder(const TransferGainRequest& request) {
    if (!request.shard) return request.out;
    return request.out / "parts" /
           (std::to_string(request.shard->number) + "-of-" + std::to_string(request.shard->count));
}

template <typename Setting>
void add_settings(TaskOutcome& outcome, std::size_t t,
                  const std::map<std::string, std::vector<ChosenOf<Setting>>>& chosen) {
    for (auto& method : outcome.methods)
        if (const auto found = chosen.find(method.method); found != chosen.end())
            for (const Half half : {Half::a, Half::b})
                method.settings[static_cast<std::size_t>(half)] = found->second[t].names(half);
}

}  // namespace

std::span<const GainMethod> gain_methods() {
    return methods;
}

core::Result<SelectHalf> select_half_named(std::string_view name) {
    if (name == "A" || name == "a") return SelectHalf::a;
    if (name == "B" || name == "b") return SelectHalf::b;
    if (name == "all") return SelectHalf::all;
    return core::fail({core::ErrorKind::usage, "unknown half", {}, std::string(name), "A, B or all", {}});
}

core::Result<TransferGainOutcome> transfer_gain(const TransferGainRequest& asked, const core::RunContext& context) {
    const auto started = std::chrono::steady_clock::now();
    auto request = asked;
    if (request.tasks.empty()) request.tasks = default_tasks(request.database);
    SYNCHRONY_TRY(check(request));
    SYNCHRONY_TRY(nn::check_device(request.device));
    auto data = request.data;
    if (data.empty()) {
        SYNCHRONY_ASSIGN(data, datasets::data_folder(request.database));
    }
    SYNCHRONY_ASSIGN(auto bundle, model::read_bundle(request.model));
    if (bundle.recipe.is_wave())  // its amplitudes are means of pixels, which a wave has none of
        return core::fail({core::ErrorKind::usage,
                           "what transfer gains is measured on networks of spectrograms",
                           request.model.string(),
                           "a network of waves",
                           "a network of spectrograms",
                           {}});
    SYNCHRONY_TRY(core::check_replaces_results(request.out, {"results.json",
                                                             {"tasks", "command"},
                                                             {"images.safetensors"},
                                                             {{"settings.csv", "method,task"},
                                                              {"transfer-gain.svg", ""},
                                                              {"transfer-gain.png", ""},
                                                              {"images.safetensors", "synchrony image set"},
                                                              {"images-equal.safetensors", "synchrony image set"}}}));
    SYNCHRONY_ASSIGN(const auto lock, core::FolderLock::take(locked_folder(request)));
    TransferGainOutcome outcome;
    SYNCHRONY_ASSIGN(outcome.model_sha256, core::sha256_file(request.model));
    GainContext gain{request,
                     context,
                     nullptr,
                     std::make_shared<const model::Bundle>(std::move(bundle)),
                     {},
                     {},
                     {},
                     nullptr,
                     core::Key("transfer gain"),
                     core::ResultCache(request.out)};
    SYNCHRONY_ASSIGN(gain.engine, nn::load_engine(request.device));
    outcome.engine = gain.engine->description();
    outcome.recipe = gain.pretrained->recipe.name;
    SYNCHRONY_TRY(check_networks(gain));
    if (!request.settings_from.empty()) {
        SYNCHRONY_ASSIGN(gain.known, read_known_settings(request.settings_from));
    }

    std::vector<FinishedGains> elsewhere;
    for (const auto& folder : request.joined_with) {
        SYNCHRONY_ASSIGN(elsewhere.emplace_back(), read_finished_gains(folder));
    }
    SYNCHRONY_TRY(pool({request.database, {}}, elsewhere));  // before hours of work
    std::vector<cohort::Cohort> cohorts;
    for (const auto& name : request.tasks) {
        SYNCHRONY_ASSIGN(auto cohort, task_cohort(request, data, name));
        cohorts.push_back(std::move(cohort));
    }
    for (std::size_t t = 0; t < cohorts.size(); ++t) SYNCHRONY_TRY(check_draws(cohorts[t], request.tasks[t], request));
    SYNCHRONY_ASSIGN(auto prepared, prepare_images(cohorts, request, *gain.pretrained, context));
    outcome.excluded = prepared.excluded;
    gain.patients = prepared.images.patients;
    for (const auto& patient : gain.patients) {
        SYNCHRONY_ASSIGN(const auto half, half_of(patient));
        gain.halves.push_back(half);
    }
    SYNCHRONY_ASSIGN(const auto images_sum, core::sha256_file(request.out / "images.safetensors"));
    gain.key.add("model", outcome.model_sha256).add("images", images_sum).add("seed", context.seed);
    gain.key.add("engine", outcome.engine);

    std::vector<TaskScores> tasks;
    for (std::size_t t = 0; t < request.tasks.size(); ++t) {
        SYNCHRONY_ASSIGN(auto task, task_of(cohorts[t], request.database, request.tasks[t], gain.patients));
        SYNCHRONY_TRY(draw_cohorts(task, gain.patients, request, context.seed));
        tasks.push_back(std::move(task));
    }
    std::map<std::string, std::vector<ChosenSettings>> chosen;
    std::vector<std::string> lines{"method,task,setting,auc_half_a,auc_half_b"};
    {
        GainBanks banks(prepared.images);
        gain.banks = &banks;
        const auto scored = score_features(gain, tasks, chosen, lines);
        gain.banks = nullptr;
        SYNCHRONY_TRY(scored);
    }
    gain.images = std::make_shared<const features::ImageSet>(std::move(prepared.images.kept));
    SYNCHRONY_ASSIGN(const auto networks, choose_networks(gain, tasks, lines));
    SYNCHRONY_TRY(write_settings(lines, request));
    SYNCHRONY_TRY(score_networks(gain, tasks, networks));
    if (request.shard) {
        outcome.part = request.shard;
        for (const auto& method : methods)
            if (const std::string name(method.name); !method.joined() && gain.asked(name))
                if (!chosen.contains(name) && !networks.contains(name)) outcome.without_setting.push_back(name);
        return outcome;
    }
    for (auto& task : tasks)
        for (const auto& method : methods)
            if (method.joined() && gain.named(method.name)) join_scores(task, method);

    outcome.reported = {request.select != SelectHalf::a, request.select != SelectHalf::b};
    for (std::size_t t = 0; t < tasks.size(); ++t) {
        outcome.tasks.push_back(summarise(tasks[t], gain.halves, outcome.reported, request.resamples, context));
        add_settings(outcome.tasks.back(), t, chosen);
        add_settings(outcome.tasks.back(), t, networks);
    }
    outcome.over_tasks =
        mean_over_tasks(tasks, outcome.tasks, gain.halves, outcome.reported, request.resamples, context);
    SYNCHRONY_ASSIGN(outcome.pooled, pool(gains_of(outcome, request.database), elsewhere));
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    outcome.results = request.out / "results.json";
    SYNCHRONY_ASSIGN(outcome.figure, save_gain_figure(outcome, request.out));
    SYNCHRONY_TRY(core::write_file(outcome.results, core::json_text(to_json(outcome, request, context), 2) + "\n"));
    return outcome;
}

}  // namespace synchrony::study
