#include "synchrony/app/pretrain.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "synchrony/core/clock.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/datasets/data_folder.hpp"
#include "synchrony/inputs/noise_images.hpp"
#include "synchrony/inputs/numeric_targets.hpp"
#include "synchrony/inputs/published_splits.hpp"
#include "synchrony/inputs/unlabelled_images.hpp"
#include "synchrony/nn/engine.hpp"

#include "labelled_predictions.hpp"
#include "virtual_source.hpp"

namespace synchrony::app {
namespace {

core::Result<void> describe(model::Bundle& bundle, const PretrainRequest& request, const nn::PretrainOptions& options,
                            const nn::PretrainReport& report, const std::vector<std::string>& data_sets,
                            std::uint64_t seed) {
    auto& provenance = bundle.provenance;
    SYNCHRONY_ASSIGN(auto source, inputs::database_name(request.images));
    if (options.auxiliary) source += std::string(model::at_once) + options.auxiliary->name;
    provenance.sources = {std::move(source)};
    provenance.data_sets = data_sets;
    provenance.split = report.split_description;
    provenance.command = request.command_line;
    provenance.seed = seed;
    provenance.date = core::utc_now();
    provenance.program_version = core::version();
    if (request.virtual_patients > 0 && !request.virtual_beside) {  // nobody, and tens of thousands of them
        provenance.training_records.clear();
        provenance.validation_records.clear();
    }
    if (const auto& init = options.init) provenance = model::learnt_after(init->provenance, provenance);
    return {};
}

bool learns_numbers(nn::Objective objective) {
    return objective == nn::Objective::beats || objective == nn::Objective::numbers;
}

// Patients that are made for it, in place of a database.
core::Result<std::shared_ptr<const VirtualSource>> virtual_source_of(const PretrainRequest& request,
                                                                     std::uint64_t seed) {
    if (request.virtual_patients == 0) return nullptr;
    const bool of_table = !request.targets.empty();
    SYNCHRONY_ASSIGN(auto source, VirtualSource::make(request.virtual_patients, seed,
                                                      of_table ? std::vector<std::string>() : request.target_columns));
    return std::make_shared<const VirtualSource>(std::move(source));
}

inputs::BeatImagesRequest images_of_virtual(inputs::BeatImagesRequest images,
                                            const std::shared_ptr<const VirtualSource>& source,
                                            const nn::PretrainOptions& options) {
    images.source = source;
    images.medians = std::ranges::find(options.channels, features::Channel::median) != options.channels.end();
    return images;
}

PretrainRequest with_source(PretrainRequest request, const std::shared_ptr<const VirtualSource>& source) {
    if (source == nullptr || request.virtual_beside) return request;
    request.images = images_of_virtual(std::move(request.images), source, request.options);
    request.options.class_names = VirtualSource::class_names();
    request.test_detected = false;  // where their beats are is known to the sample
    return request;
}

// Their images beside those of a database, whose own choices of records, leads and beats are not about them.
core::Result<nn::PretrainOptions> with_auxiliary(nn::PretrainOptions options, const PretrainRequest& request,
                                                 const std::shared_ptr<const VirtualSource>& source,
                                                 const core::RunContext& context) {
    if (source == nullptr || !request.virtual_beside) return options;
    inputs::BeatImagesRequest images;
    images.recipe = request.images.recipe;
    SYNCHRONY_ASSIGN(auto set, inputs::beat_images(images_of_virtual(std::move(images), source, options), context));
    options.auxiliary = nn::AuxiliarySource{source->name(), std::make_shared<const features::ImageSet>(std::move(set)),
                                            VirtualSource::class_names(), request.virtual_share};
    return options;
}

// What is known of them, once their images have been made.
core::Result<nn::PretrainOptions> with_numbers(nn::PretrainOptions options, const VirtualSource* source,
                                               const PretrainRequest& request, const core::RunContext& context) {
    if (source == nullptr || options.targets == nullptr || !request.targets.empty()) return options;
    SYNCHRONY_ASSIGN(auto targets, source->targets(context));
    options.targets = std::make_shared<const nn::NumericTargets>(std::move(targets));
    return options;
}

// Numbers to learn; and where training goes on from a net of another source, it stays that net and sees what that has
// seen.
core::Result<PretrainRequest> with_files(PretrainRequest request) {
    if (!request.targets.empty()) {
        SYNCHRONY_ASSIGN(auto targets, inputs::numeric_targets(request.targets, request.target_columns));
        request.options.targets = std::make_shared<const nn::NumericTargets>(std::move(targets));
    } else if (request.virtual_patients > 0 &&
               learns_numbers(request.options.objective)) {  // they come with numbers, which are made later
        request.options.targets = std::make_shared<const nn::NumericTargets>();
    }
    if (request.init.empty()) return request;
    SYNCHRONY_ASSIGN(auto bundle, model::read_bundle(request.init));
    SYNCHRONY_ASSIGN(request.options.channels, bundle.input_channels());
    request.options.architecture = bundle.architecture;
    request.images.recipe = bundle.recipe;
    request.options.init = std::make_shared<const model::Bundle>(std::move(bundle));
    return request;
}

// Annotated beats of each patient that are scored, each once.
std::int64_t labelled_beats(const features::ImageSet& set, const std::vector<std::string>& patients) {
    std::set<std::pair<std::int32_t, std::int64_t>> beats;
    for (const auto& image : set.index()) {
        const auto& patient = set.patients()[static_cast<std::size_t>(image.patient)].value();
        if (image.label >= 0 && std::ranges::find(patients, patient) != patients.end())
            beats.emplace(image.patient, image.beat);
    }
    return static_cast<std::int64_t>(beats.size());
}

// The test patients once more, with beats where our detector finds them.
core::Result<nn::DetectedScores> detected_scores(nn::Engine& engine, const PretrainRequest& request,
                                                 const features::ImageSet& annotated, const model::Bundle& bundle,
                                                 const std::vector<std::string>& patients,
                                                 const core::RunContext& context) {
    auto images = request.images;
    images.beats = datasets::BeatSource::detector;
    images.records = patients;
    images.file.clear();
    SYNCHRONY_ASSIGN(const auto set, inputs::beat_images(images, context));
    std::set<std::pair<std::int32_t, std::int64_t>> unlabelled;
    for (const auto& image : set.index())
        if (image.label < 0 && image.beat != features::median_beat) unlabelled.emplace(image.patient, image.beat);
    SYNCHRONY_ASSIGN(const auto predictions, labelled_predictions(engine, bundle, set, context));
    nn::DetectedScores detected;
    detected.scores = nn::score_predictions(predictions);
    detected.missed_beats = labelled_beats(annotated, patients) - detected.scores.total();
    detected.extra_beats = static_cast<std::int64_t>(unlabelled.size());
    return detected;
}

// What the bundle says it has learnt from: numbers and the table's file name, nothing of a patient.
std::vector<std::string> data_sets(const PretrainRequest& request, const features::ImageSet& set,
                                   const nn::PretrainReport& report, const nn::PretrainOptions& options) {
    std::vector<std::string> names{set.source()};
    if (options.auxiliary) names.push_back(options.auxiliary->images->source());
    if (options.unlabelled)
        names.push_back(options.unlabelled->source() + ", " + std::to_string(report.unlabelled.images) +
                        " images, of table " + request.unlabelled.filename().string());
    if (options.targets)
        names.push_back("numbers of each patient, of " + std::string(request.targets.empty() ? "" : "table ") +
                        options.targets->source + ": " + core::joined(options.targets->names));
    return names;
}

core::Result<nn::PretrainOptions> with_unlabelled(const PretrainRequest& request, nn::PretrainOptions options,
                                                  const core::RunContext& context) {
    if (request.unlabelled.empty()) return options;
    SYNCHRONY_ASSIGN(auto images, inputs::unlabelled_images(request.unlabelled, request.images, context));
    options.unlabelled = std::make_shared<const features::ImageSet>(std::move(images));
    return options;
}

core::Result<nn::PretrainOptions> with_noise(const PretrainRequest& request) {
    auto options = request.options;
    if (!options.published) options.published = inputs::mitbih_published_split();
    if (!request.noise) return options;
    const auto folder = datasets::data_folder("noise");
    if (!folder) return options;
    SYNCHRONY_ASSIGN(auto noise, inputs::noise_images(*folder, request.images.recipe));
    options.noise = std::make_shared<const nn::NoiseImages>(std::move(noise));
    return options;
}

using Clock = std::chrono::steady_clock;

double seconds_from(Clock::time_point& begin) {
    const auto now = Clock::now();
    return std::chrono::duration<double>(now - std::exchange(begin, now)).count();
}

// A limit of time is no promise of when the command ends: what else it does is said before the work begins.
void say_steps(const PretrainRequest& request, const core::RunContext& context) {
    if (request.options.most_seconds <= 0) return;
    const bool tests = request.options.test;
    const bool detects = tests && request.test_detected && request.options.split == nn::SplitKind::inter;
    std::string line =
        "the limit of time is for training and its validations; before it images are made of recordings "
        "that have none yet in the cache";
    if (tests) line += "; after it the test part is scored";
    if (detects) line += ", and once more on beats from our detector, whose images are made then";
    context.progress->log(line + (tests ? " (--no-test leaves that out)" : ""));
}

/// A checkpoint is taken up, or with --fresh written over; nothing else is.
core::Result<void> check_checkpoint(const std::filesystem::path& checkpoint) {
    std::error_code ignored;
    if (!std::filesystem::exists(checkpoint, ignored) || core::has_tensor_metadata(checkpoint, "training_state"))
        return {};
    return core::fail({core::ErrorKind::usage,
                       "the file is no checkpoint, and is not written over",
                       checkpoint.string(),
                       {},
                       "a checkpoint, or no file",
                       "Name another --checkpoint"});
}

/// One that was named is made, or is there and made by the recipe that is asked for; of which recordings is seen later.
core::Result<void> check_images(const inputs::BeatImagesRequest& images) {
    std::error_code ignored;
    if (!std::filesystem::exists(images.file, ignored)) return {};
    constexpr const char* hint = "Remove it or name another --images";
    auto set = features::ImageSet::open(images.file);
    if (!set) {
        auto error = std::move(set).error();
        error.hint = hint;
        if (!core::has_tensor_metadata(images.file, "kind")) error.kind = core::ErrorKind::usage;  // something else
        return core::fail(std::move(error));
    }
    if (set->recipe() == images.recipe) return {};
    return core::fail({core::ErrorKind::usage, "the file is an image set of another recipe", images.file.string(),
                       "recipe " + set->recipe().name, "recipe " + images.recipe.name + ", or no file", hint});
}

/// What hours of work would be lost by is said before them.
core::Result<void> check_outputs(const PretrainRequest& request) {
    for (const auto& path :
         {request.out, request.report, request.validation_predictions, request.options.checkpoint, request.images.file})
        if (!path.empty()) SYNCHRONY_TRY(core::check_writable(path));
    SYNCHRONY_TRY(check_checkpoint(request.options.checkpoint));
    SYNCHRONY_TRY(check_images(request.images));
    SYNCHRONY_TRY(core::check_replaces_document(request.report, {"split_description", "planned_steps"}));
    return core::check_replaces_table(request.validation_predictions, nn::predictions_heading);
}

}  // namespace

nlohmann::json to_json(const PretrainOutcome& outcome) {
    auto document = nlohmann::json::parse(outcome.report.to_json());
    document["test"] = to_json(outcome.test);
    const auto& seconds = outcome.seconds;
    document["seconds"] = {{"images", seconds.images},
                           {"training_and_validations", seconds.training},
                           {"test", seconds.test},
                           {"test_detected", seconds.detected}};
    return document;
}

core::Result<PretrainOutcome> pretrain(const PretrainRequest& asked, const core::RunContext& given) {
    SYNCHRONY_ASSIGN(auto checked, with_files(asked));
    SYNCHRONY_TRY(checked.options.check());
    SYNCHRONY_TRY(check_outputs(checked));
    const bool first = checked.options.processes.first();
    auto context = given;
    if (!first) context.progress = &core::no_progress();
    if (!asked.unlabelled.empty()) SYNCHRONY_TRY(nn::check_unlabelled(asked.options.objective));
    SYNCHRONY_ASSIGN(auto* engine, nn::load_engine(asked.device));
    PretrainSeconds seconds;
    auto begin = Clock::now();
    SYNCHRONY_ASSIGN(const auto made, virtual_source_of(checked, context.seed));
    const auto request = with_source(std::move(checked), made);
    say_steps(request, context);
    SYNCHRONY_ASSIGN(const auto set, inputs::beat_images(request.images, context));
    SYNCHRONY_ASSIGN(auto noisy, with_noise(request));
    SYNCHRONY_ASSIGN(noisy, with_auxiliary(std::move(noisy), request, made, context));
    SYNCHRONY_ASSIGN(noisy, with_numbers(std::move(noisy), made.get(), request, context));
    SYNCHRONY_ASSIGN(const auto options, with_unlabelled(request, std::move(noisy), context));
    seconds.images = seconds_from(begin);
    SYNCHRONY_ASSIGN(auto result, engine->pretrain(set, options, context));
    seconds.training = result.report.train_seconds + result.report.validation_seconds;
    seconds.test = std::max(0.0, seconds_from(begin) - seconds.training);
    if (request.test_detected && options.test && !result.report.leaking) {
        SYNCHRONY_ASSIGN(result.report.test_detected,
                         detected_scores(*engine, request, set, result.bundle, result.report.test_patients, context));
    }
    seconds.detected = seconds_from(begin);
    SYNCHRONY_TRY(describe(result.bundle, request, options, result.report,
                           data_sets(request, set, result.report, options), context.seed));
    if (first) SYNCHRONY_TRY(model::write_bundle(request.out, result.bundle, request.storage));
    PretrainOutcome outcome{std::move(result.report), {}, std::move(result.bundle), engine->description(), seconds};
    outcome.test = class_scores(outcome.report.test_predictions, set.patients(), context);
    outcome.test.class_names = outcome.report.class_names;
    if (!request.report.empty() && first)
        SYNCHRONY_TRY(core::write_file(request.report, core::json_text(to_json(outcome), 2) + "\n"));
    if (!request.validation_predictions.empty() && first)
        SYNCHRONY_TRY(core::write_file(
            request.validation_predictions,
            nn::predictions_csv(outcome.report.validation_predictions, set.patients(), outcome.report.class_names)));
    return outcome;
}

}  // namespace synchrony::app
