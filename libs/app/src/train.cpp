#include "synchrony/app/train.hpp"

#include <algorithm>

#include "bootstrap_members.hpp"
#include "comparison.hpp"
#include "comparison_set.hpp"
#include "out_of_fold.hpp"
#include "reference_values.hpp"
#include "synchrony/cohort/rows_of_people.hpp"
#include "synchrony/core/clock.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/core/scratch_folder.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/eval/leaks.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/stats/bootstrap.hpp"

namespace synchrony::app {
namespace {

constexpr int repeats_of_tables = 5;
constexpr int repeats_of_networks = 1;
constexpr std::size_t most_in_bootstrap = model::most_members;

core::Error train_usage(std::string what, std::string got, std::string expected, std::string hint = {}) {
    return {core::ErrorKind::usage, std::move(what), {}, std::move(got), std::move(expected), std::move(hint)};
}

std::string names_that_can_be_kept() {
    std::string names;
    for (const auto& choice : model_choices())
        if (choice.not_kept.empty()) core::append_word(names, choice.name);
    return names;
}

core::Result<ModelChoice> chosen(const TrainRequest& request) {
    const auto found = std::ranges::find(model_choices(), request.model, &ModelChoice::name);
    if (found == model_choices().end())
        return core::fail(train_usage("unknown model", request.model, names_that_can_be_kept(),
                                      core::did_you_mean(request.model, model_choices(), &ModelChoice::name)));
    if (!found->not_kept.empty())
        return core::fail(train_usage("the model cannot be kept in a file: " + std::string(found->not_kept),
                                      request.model, "one of " + names_that_can_be_kept()));
    if (found->needs_pretrained && request.pretrained.empty())
        return core::fail(train_usage("the model needs pre-trained weights", request.model, "--pretrained FILE",
                                      "Make one with `synchrony pretrain`"));
    if (request.members < fewest_members || request.members > static_cast<int>(most_in_bootstrap))
        return core::fail(train_usage("number of bootstrap members out of range", std::to_string(request.members),
                                      std::to_string(fewest_members) + " to " + std::to_string(most_in_bootstrap)));
    if (request.keep_neighbours && is_network(found->name))
        return core::fail(train_usage("a network's inputs are pictures, of which none are kept", "--keep-neighbours",
                                      "a model on tables or on deep features"));
    SYNCHRONY_TRY(request.transfer.check());
    if (request.transfer.members != 1)
        return core::fail(train_usage("a predictor holds one network", std::to_string(request.transfer.members), "1"));
    return *found;
}

/// Everything that a fit is made from.
struct Material {
    ModelChoice choice;
    ComparisonSet patients;
    std::shared_ptr<const model::Bundle> pretrained;
    nn::Engine* engine = nullptr;
    nn::Inference* inference = nullptr;
    eval::ModelRow row;
};

core::Result<Material> gather(const TrainRequest& request, const ModelChoice& choice,
                              const core::ScratchFolder& scratch, const core::RunContext& context) {
    Material material;
    material.choice = choice;
    SYNCHRONY_ASSIGN(auto recipe, features::SpectrogramRecipe::named(request.recipe));
    if (choice.needs_pretrained) {
        SYNCHRONY_ASSIGN(auto bundle, model::read_bundle(request.pretrained));
        recipe = bundle.recipe;
        // As the predictor's file will keep it, so that the features are the same now and then.
        material.pretrained = std::make_shared<const model::Bundle>(model::rounded_to_half(std::move(bundle)));
    }
    if (trains_network(choice.name)) {
        SYNCHRONY_ASSIGN(material.engine, nn::load_engine(request.device));
    }
    if (runs_network(choice.name)) {
        SYNCHRONY_ASSIGN(material.inference, nn::load_inference(request.device));
    }
    inputs::PatientImagesRequest images;
    images.recipe = recipe;
    images.reading = request.reading;
    images.digests = true;
    if (choice.network != NetworkUse::none) images.file = scratch.path() / "images.safetensors";
    auto reading = request.cohort;
    reading.require_ecg = false;
    SYNCHRONY_ASSIGN(
        material.patients,
        comparison_set(request.cohort_csv, reading, request.inputs, images, context,
                       model_reads_ecg(request.model) ? WithoutEcg::left_out : WithoutEcg::used, request.folds));
    ComparisonInputs inputs;
    inputs.set = &material.patients.kept.set;
    inputs.engine = material.engine;
    inputs.inference = material.inference;
    inputs.pretrained = material.pretrained;
    inputs.transfer = request.transfer;
    SYNCHRONY_ASSIGN(auto made, comparison_rows({request.model}, inputs, context));
    if (made.rows.empty())
        return core::fail({core::ErrorKind::refused,
                           "the model cannot be fitted on this cohort",
                           request.model,
                           made.left_out.empty() ? "" : made.left_out.front().reason,
                           {},
                           {}});
    material.row = std::move(made.rows.front());
    return material;
}

core::Result<std::vector<eval::PatientPrediction>> unseen_predictions(const Material& material,
                                                                      const cohort::Folds& folds,
                                                                      const core::RunContext& context) {
    SYNCHRONY_ASSIGN(auto run, eval::cross_validate(material.patients.kept.set, folds, {&material.row, 1}, context));
    if (run.cancelled) return core::fail({core::ErrorKind::cancelled, "stopped; no file was written", {}, {}, {}, {}});
    if (run.models.empty())
        return core::fail({core::ErrorKind::refused,
                           "the model could not be cross-validated",
                           material.row.row.label(),
                           run.left_out.front().reason,
                           {},
                           {}});
    return std::move(run.models.front().predictions);
}

std::vector<model::InputRange> ranges_of(const model::LinearModel& linear, const model::PatientSet& set) {
    std::vector<model::InputRange> ranges;
    for (std::size_t i = 0; i < linear.size(); ++i) {
        const auto& table = set.tables.at(linear.inputs[i].table);
        const auto column = *table.column(linear.inputs[i].column);
        std::optional<model::InputRange> range;
        for (std::size_t row = 0; row < set.size(); ++row)
            if (const auto value = table.at(row, column)) {
                if (!range) range = model::InputRange{*value, *value};
                range->low = std::min(range->low, *value);
                range->high = std::max(range->high, *value);
            }
        ranges.push_back(range.value_or(model::InputRange{linear.impute[i], linear.impute[i]}));
    }
    return ranges;
}

/// Fits on all patients and takes the fit out of the classifier: a linear model, or a network's bundle.
core::Result<std::optional<LinearFit>> fit_on_all(const Material& material, model::Predictor& predictor,
                                                  core::RunContext context) {
    const auto& set = material.patients.kept.set;
    context.seed = core::RandomStream(context.seed).child("fit on all").seed();
    std::vector<std::size_t> rows(set.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
    const auto classifier = material.row.make();
    context.progress->begin("fitting on all patients", 1);
    const auto fitted = classifier->fit(set, rows, context);
    context.progress->end();
    SYNCHRONY_TRY(fitted);
    if (const auto* logistic = dynamic_cast<const ml::LogisticRegression*>(classifier.get())) {
        SYNCHRONY_ASSIGN(auto linear, logistic->linear());
        return LinearFit{std::move(linear), logistic->cost()};
    }
    const auto* network = dynamic_cast<const nn::TransferClassifier*>(classifier.get());
    if (network == nullptr)
        return core::fail(train_usage("the model cannot be kept in a file", predictor.model, names_that_can_be_kept()));
    SYNCHRONY_ASSIGN(predictor.bundle, network->bundle());
    return std::optional<LinearFit>{};
}

void keep_linear(const LinearFit& fit, const Material& material, model::Predictor& predictor) {
    predictor.linear = fit.linear;
    predictor.ranges = ranges_of(fit.linear, material.patients.kept.set);
    for (const auto& input : fit.linear.inputs)
        if (const auto place = feature_place(input.table)) {
            predictor.feature_table = input.table;
            predictor.feature_place = nn::name_of(*place);
            predictor.bundle = *material.pretrained;
            break;
        }
}

/// Of each patient that is kept, whether the recording bears a flag on which no answer would be given.
std::vector<bool> refused_recordings(const ComparisonSet& patients) {
    std::vector<bool> refused;
    bool measured = false;
    for (const auto& recording : patients.recordings) {
        if (!recording.excluded.empty()) continue;
        refused.push_back(recording.measurements && recording.measurements->refused());
        measured = measured || recording.measurements;
    }
    return measured ? refused : std::vector<bool>();
}

/// What the file would not take of the fit is said before the long work of cross-validation, by the columns' names.
core::Result<void> keep_checked(const LinearFit& fit, const Material& material, model::Predictor& predictor) {
    keep_linear(fit, material, predictor);
    predictor.reference =
        training_reference(predictor, material.patients.kept.set, {}, refused_recordings(material.patients));
    return predictor.check_fit().map_error([](core::Error error) {
        if (error.hint.empty()) error.hint = "Leave columns out (--inputs A,B), or give their values in another unit";
        return error;
    });
}

/// Scaled as the model takes them, in the order of its inputs.
model::Neighbours neighbours_of(const model::LinearModel& linear, const model::PatientSet& set) {
    model::Neighbours neighbours;
    std::vector<std::pair<const model::FeatureTable*, std::size_t>> places;
    for (const auto& input : linear.inputs) {
        const auto& table = set.tables.at(input.table);
        places.emplace_back(&table, *table.column(input.column));
    }
    std::vector<std::optional<double>> values(linear.size());
    for (std::size_t row = 0; row < set.size(); ++row) {
        for (std::size_t i = 0; i < linear.size(); ++i) values[i] = places[i].first->at(row, places[i].second);
        for (const double value : linear.scaled(values)) neighbours.inputs.push_back(static_cast<float>(value));
    }
    neighbours.outcome = set.response;
    return neighbours;
}

void keep_network(model::Predictor& predictor, const model::Provenance& provenance) {
    auto& bundle = *predictor.bundle;
    predictor.network_calibration = bundle.calibration;
    bundle.calibration = model::joined(predictor.network_calibration, predictor.calibration);
    bundle.decision_threshold = predictor.threshold;
    const auto taught_before = bundle.provenance.data_sets;
    bundle.provenance = provenance;
    bundle.provenance.data_sets.insert(bundle.provenance.data_sets.end(), taught_before.begin(), taught_before.end());
}

model::Provenance provenance_of(const TrainRequest& request, const std::string& table_sum, const cohort::Folds& folds,
                                const core::RunContext& context) {
    model::Provenance from;
    // By its sum, not by its name: a file's name may say more of patients than a model file should.
    if (!table_sum.empty()) from.data_sets = {"cohort, SHA-256 " + table_sum};
    from.split = "fitted on all; figures by " + std::to_string(folds.folds) + "-fold cross-validation by patient, " +
                 core::counted(static_cast<std::uint64_t>(folds.repeats), "repeat");
    from.command = request.command_line;
    from.seed = context.seed;
    from.date = core::utc_now();
    from.program_version = std::string(core::version());
    return from;
}

/// So that `predict` knows its own training patients again, and says of what kind they were.
void remember_training(const TrainRequest& request, const ComparisonSet& patients, model::Predictor& predictor) {
    if (auto sum = core::sha256_file(request.cohort_csv)) predictor.training_table = std::move(*sum);
    for (const auto& recording : patients.recordings)
        if (!recording.digest.empty()) predictor.training_recordings.push_back(recording.digest);
    predictor.simulated = patients.simulated;
}

std::vector<std::string> notes_of(const Material& material) {
    auto notes = material.patients.cohort.notes;
    for (auto& note : eval::suspicious_columns(material.patients.kept.set)) notes.push_back(std::move(note));
    const auto person_of = material.patients.kept.set.people();
    if (const auto people = stats::unit_count(person_of); people < person_of.size())
        notes.push_back(cohort::rows_of_people(person_of.size(), people) +
                        ": \"patients\" here counts rows; all rows of one are tested together");
    for (auto& note : flag_notes(material.patients.cohort, material.patients.recordings,
                                 "part of the training, though predictions on such "
                                 "are withheld"))
        notes.push_back(std::move(note));
    for (auto& note : notes)  // names of columns may hold line breaks, which the file refuses
        std::ranges::replace_if(
            note, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return notes;
}

}  // namespace

core::Result<TrainOutcome> train(const TrainRequest& request, const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto choice, chosen(request));
    SYNCHRONY_TRY(core::check_writable(request.out));
    SYNCHRONY_TRY(nn::check_device(request.device));
    const bool network = is_network(choice.name);
    auto rule = network ? model::ThresholdRule::prevalence : model::ThresholdRule::half;
    if (!request.threshold.empty()) {
        SYNCHRONY_ASSIGN(rule, model::threshold_rule_named(request.threshold));
    }
    SYNCHRONY_ASSIGN(const auto scratch, core::ScratchFolder::create());
    SYNCHRONY_ASSIGN(const auto material, gather(request, choice, scratch, context));
    const auto& kept = material.patients.kept;
    const int usual_repeats = network ? repeats_of_networks : repeats_of_tables;
    const int repeats = request.repeats > 0 ? request.repeats : usual_repeats;
    SYNCHRONY_ASSIGN(const auto folds, cohort::make_folds(kept.set.patients, kept.set.response, kept.groups,
                                                          {request.folds, repeats, context.seed}));

    TrainOutcome outcome;
    outcome.excluded = material.patients.excluded;
    auto& predictor = outcome.predictor;
    std::optional<LinearFit> fit;
    if (!network) {
        SYNCHRONY_ASSIGN(fit, fit_on_all(material, predictor, context));
        if (fit) {
            SYNCHRONY_TRY(keep_checked(*fit, material, predictor));
        }
    }
    SYNCHRONY_ASSIGN(const auto unseen, unseen_predictions(material, folds, context));
    predictor.model = request.model;
    predictor.label = material.row.row.label();
    predictor.outcome = kept.set.outcome_name;
    predictor.outcome_positive = request.cohort.outcome_positive;
    predictor.patients = kept.set.size();
    predictor.positives = static_cast<std::size_t>(std::ranges::count(kept.set.response, std::uint8_t{1}));
    remember_training(request, material.patients, predictor);
    predictor.calibration = calibrate(unseen, repeats);
    predictor.threshold = threshold_by(rule, unseen, predictor.calibration);
    predictor.threshold_rule = name_of(rule);
    predictor.cross_validated = {
        folds.folds, repeats, context.seed,
        cross_validated_figures(unseen, cross_fitted(unseen, rule), kept.set.size(), context, kept.set.people())};
    predictor.provenance = provenance_of(request, predictor.training_table, folds, context);
    predictor.notes = notes_of(material);
    if (network) {
        SYNCHRONY_TRY(fit_on_all(material, predictor, context));  // into the predictor's bundle
        keep_network(predictor, predictor.provenance);
    }
    if (fit && request.keep_neighbours) predictor.neighbours = neighbours_of(fit->linear, kept.set);
    if (predictor.reference)
        add_unseen_log_odds(*predictor.reference, kept.set, unseen);
    else
        predictor.reference = training_reference(predictor, kept.set, unseen, refused_recordings(material.patients));
    SYNCHRONY_ASSIGN(predictor.ensemble, bootstrap_members(kept.set, fit, unseen,
                                                           {request.members, repeats, predictor.calibration}, context));
    SYNCHRONY_TRY(model::write_predictor(request.out, predictor));
    return outcome;
}

}  // namespace synchrony::app
