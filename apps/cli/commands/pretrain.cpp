#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "class_tables.hpp"
#include "commands.hpp"
#include "pretrain_options.hpp"
#include "shell.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/nn/processes.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string targets_text(const nn::PretrainReport& report) {
    std::string text;
    const auto share = [](double v) { return std::isfinite(v) ? fixed(v, 3) : std::string("-"); };
    const auto name = [](const nn::TargetScore& target) { return target.name; };
    const auto scored = [](const nn::TargetScore& target) {
        return std::isfinite(target.validation_explained) || std::isfinite(target.test_explained);
    };
    if (std::ranges::none_of(report.targets, scored))
        return report.targets.empty()
                   ? ""
                   : "numbers of patients learnt, and not scored: " + core::joined(report.targets, ", ", name) + "\n";
    for (const auto& target : report.targets)
        text += (text.empty() ? "variance over patients explained, validation and test:\n" : "") + std::string("  ") +
                target.name + " (" + fixed(target.mean, 2) + " +- " + fixed(target.sd, 2) +
                "): " + share(target.validation_explained) + ", " + share(target.test_explained) + "\n";
    return text;
}

std::string training_text(const nn::PretrainReport& report) {
    const auto beside = [&](const nn::BesideCounts& counts, const char* whose) {
        if (counts.images == 0) return std::string();
        return "beside them " + std::to_string(counts.images) + " images of " + std::to_string(counts.patients) +
               whose + ", " + std::to_string(counts.in_batch) + " in each batch of " + std::to_string(report.batch) +
               "\n";
    };
    return std::to_string(report.train_images) + " training, " + std::to_string(report.validation_images) +
           " validation, " + std::to_string(report.test_images) + " test images\n" +
           beside(report.auxiliary, " virtual patients, whose classes are their own") +
           beside(report.unlabelled, " recordings without labels") + "objective " +
           std::string(nn::name_of(report.objective)) + ", " + std::to_string(report.steps) + " steps of " +
           std::to_string(report.batch) + " images in " + fixed(report.train_seconds, 0) + " s on " + report.device +
           " in " + report.precision + ": " + fixed(report.train_images_per_s, 0) + " images/s, " +
           fixed(report.train_images_per_s * report.gflop_per_image, 0) +
           " GFLOP/s (a product of large matrices: " + fixed(report.sgemm_gflop_per_s, 0) + "), " +
           fixed(report.waiting_share * 100, 1) + " % waiting for input, peak memory " +
           fixed(report.peak_memory_mb, 0) + " MB\n";
}

std::string to_text(const app::PretrainOutcome& outcome, const std::filesystem::path& out) {
    const auto& report = outcome.report;
    std::string text = "split: " + report.split_description + "\n";
    if (report.leaking)
        text +=
            "LEAKING SPLIT: beats of one patient stand in training and test; do not compare with inter-patient "
            "figures\n";
    text += training_text(report) + targets_text(report);
    if (report.validation.total() > 0)
        text += scores_text("validation, by beat", report.validation, report.class_names);
    if (report.test.total() > 0)
        text +=
            scores_text(report.leaking ? "test (LEAKING), by beat" : "test, by beat", report.test, report.class_names) +
            limits_text(outcome.test);
    if (report.test_detected) {
        const auto& detected = *report.test_detected;
        text += scores_text("test, beats from our detector", detected.scores);
        text += std::to_string(detected.missed_beats) + " beats missed by the detector and " +
                std::to_string(detected.extra_beats) + " found that are none are not in this table\n";
    }
    const auto& seconds = outcome.seconds;
    text += "time: images " + fixed(seconds.images, 0) + " s, training and validations " + fixed(seconds.training, 0) +
            " s, test " + fixed(seconds.test, 0) + " s" +
            (report.test_detected ? ", test on detected beats " + fixed(seconds.detected, 0) + " s" : "") + "\n";
    return text + "\nmodel: " + out.string() + " (" + std::to_string(report.parameters) + " parameters, " +
           outcome.engine + ")\n";
}

}  // namespace

void add_pretrain(Shell& shell) {
    auto request = std::make_shared<app::PretrainRequest>();
    auto words = std::make_shared<PretrainWords>();
    auto command = std::make_shared<CLI::App*>(nullptr);
    CLI::App& app = shell.command(
        shell.root(), "pretrain",
        "Train a ResNet to tell the AAMI classes of MIT-BIH's beats, or the conduction of virtual patients",
        "  synchrony pretrain --out r18.safetensors --minutes 5\n"
        "  synchrony pretrain --out r18.safetensors --epochs 30 --checkpoint r18.state   # Ctrl-C, then the same line "
        "again\n"
        "  synchrony pretrain --out r18.safetensors --objective both --unlabelled hospital.csv   # 12-lead ECGs "
        "without labels too\n"
        "  synchrony pretrain --out both.safetensors --init virtual.safetensors         # goes on from another "
        "source's "
        "weights\n"
        "  synchrony pretrain --out v12.safetensors --virtual 15000 --width 16          # simulated 12-lead ECGs\n"
        "  synchrony pretrain --out mixed.safetensors --source mitbih,virtual --channels beat --width 16    # both at "
        "once\n"
        "  synchrony pretrain --out leaky.safetensors --split intra                     # as papers that split by "
        "beat\n"
        "  synchrony pretrain --out waves.safetensors --input wave                      # raw beats, to compare with",
        [&shell, request, words, command] {
            request->command_line = shell.command_line();
            if (const auto chosen = choose_sources(**command, *request, *words); !chosen)
                return shell.complain(chosen.error());
            if (request->virtual_patients > 0) suit_virtual_patients(**command, *request, *words);
            if (const auto unheeded = refuse_unheeded(**command, *request, *words); !unheeded)
                return shell.complain(unheeded.error());
            if (const auto applied = apply_words(*words, *request); !applied) return shell.complain(applied.error());
            auto processes = nn::processes_of_environment();
            if (!processes) return shell.complain(processes.error());
            request->options.processes = *processes;
            const auto outcome = app::pretrain(*request, shell.context());
            if (outcome && !processes->first()) return exit_done;  // the first of them says and keeps what came
            return shell.answer(
                outcome, [](const auto& done) { return nlohmann::ordered_json(app::to_json(done)); },
                [&](const auto& done) { return to_text(done, request->out); });
        });
    *command = &app;
    add_pretrain_options(app, *request, *words);
}

}  // namespace synchrony::cli
