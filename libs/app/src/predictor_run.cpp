#include "predictor_run.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "likeness.hpp"
#include "out_of_fold.hpp"
#include "printed_contradiction.hpp"
#include "reference_values.hpp"
#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/cohort/plausibility.hpp"
#include "synchrony/core/scratch_folder.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/nn/inference.hpp"
#include "synchrony/record/age_words.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::app {
namespace {

/// A word that the training did not know is none of its categories: the inputs of the last row made of it are missing.
void forget_new_categories(const cohort::Cohort& cohort, model::FeatureTable& clinical) {
    const std::size_t first = clinical.values.size() - clinical.columns.size();
    std::set<const cohort::Column*> categories, known;
    for (std::size_t c = 0; c < clinical.columns.size(); ++c) {
        const auto* column = cohort::column_of_input(cohort, clinical.columns[c]);
        if (column == nullptr || column->name == clinical.columns[c]) continue;
        categories.insert(column);
        if (clinical.values[first + c].value_or(0.0) > 0.5) known.insert(column);
    }
    for (std::size_t c = 0; c < clinical.columns.size(); ++c) {
        const auto* column = cohort::column_of_input(cohort, clinical.columns[c]);
        if (categories.contains(column) && !known.contains(column)) clinical.values[first + c].reset();
    }
}

/// The set that the predictor reads: those rows whose recordings are used, in order.
model::PatientSet set_of(const model::Predictor& predictor, const cohort::Cohort& cohort,
                         const std::vector<inputs::PatientRecording>& recordings, inputs::FromEcg& from_ecg) {
    model::PatientSet set;
    auto& clinical = set.tables["clinical"];
    clinical.columns = clinical_inputs(predictor);
    for (const auto& recording : recordings) {
        if (!recording.measurements) continue;
        set.patients.push_back(cohort.patients[recording.row]);
        set.response.push_back(0);  // not known, not read
        for (const auto& name : clinical.columns) {
            clinical.values.push_back(cohort::input_value(cohort, name, recording.row));
        }
        forget_new_categories(cohort, clinical);
    }
    set.tables["ecg"] = inputs::ecg_table(recordings);
    from_ecg = inputs::fill_from_ecg(clinical, set.tables["ecg"]);
    from_ecg.resize(set.size());  // a model without clinical columns has no cell to fill
    return set;
}

core::Result<void> add_features(const model::Predictor& predictor, nn::Inference& engine, model::PatientSet& set,
                                const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto options, feature_options(predictor));
    SYNCHRONY_ASSIGN(set.tables[predictor.feature_table],
                     engine.deep_features(*set.images, set.patients, options, context));
    for (const auto& value : set.tables[predictor.feature_table].values)
        if (value && !(std::abs(*value) <= cohort::largest_input))
            return core::fail_input("the network's features are no numbers", {}, core::shortest(*value), "numbers",
                                    "Its weights are damaged, or far too large");
    return {};
}

/// The flags, and the reader's warnings, which stand beside every number made from the recording.
std::vector<measure::Flag> said_of(const measure::Measurements& measured) {
    auto flags = measured.flags;
    for (const auto& warning : measured.warnings) flags.push_back({"warning", warning, false});
    return flags;
}

/// Columns by name: deep features are thousands, and each is asked for.
class ColumnIndex {
  public:
    using Place = std::pair<const model::FeatureTable*, std::size_t>;
    explicit ColumnIndex(const std::map<std::string, model::FeatureTable>& tables) {
        for (const auto& [name, table] : tables)
            for (std::size_t c = 0; c < table.columns.size(); ++c)
                places_[name].emplace(table.columns[c], Place{&table, c});
    }
    [[nodiscard]] std::optional<Place> find(const std::string& table, const std::string& column) const {
        const auto of_table = places_.find(table);
        if (of_table == places_.end()) return std::nullopt;
        const auto place = of_table->second.find(column);
        return place == of_table->second.end() ? std::nullopt : std::optional(place->second);
    }

  private:
    std::map<std::string, std::unordered_map<std::string, Place>> places_;
};

/// A QRS duration that was given counts; where the ECG shows another, two files of one patient answer differently.
void caution_given_qrs(const measure::Measurements& measured, PatientPrediction& prediction) {
    constexpr double usual_difference_ms = 20.0;  // between electrocardiographs and readers
    for (const auto& input : prediction.inputs) {
        if (input.table != "clinical" || input.column != "qrs_duration_ms" || !input.counts) continue;
        if (input.imputed || input.from_ecg || !measured.intervals.qrs_ms) continue;
        if (std::abs(input.value - *measured.intervals.qrs_ms) <= usual_difference_ms) continue;
        prediction.cautions.push_back({"The QRS duration given, " + draw::fixed_text(input.value, 0) +
                                           " ms, is not that of this ECG, " +
                                           draw::fixed_text(*measured.intervals.qrs_ms, 0) +
                                           " ms. The one given was used; is the ECG this patient's, and of that day?",
                                       false, report::About::inputs});
    }
}

/// The same of an age; the recording's own is not told, since it identifies.
void caution_given_age(const std::optional<double>& recorded_years, PatientPrediction& prediction) {
    for (const auto& input : prediction.inputs) {
        if (input.table != "clinical" || input.column != "age_y" || !input.counts || input.imputed) continue;
        if (!recorded_years || !record::ages_lie_apart(input.value, *recorded_years)) continue;
        prediction.cautions.push_back(
            {"The age given, " + record::age_words(input.value) + ", is more than " +
                 draw::fixed_text(cohort::far_age_y, 0) +
                 " years from the one in the recording: is the ECG this patient's, and of that "
                 "day?",
             false, report::About::inputs});
    }
}

core::Result<std::vector<PatientPrediction>> linear_predictions(
    const model::Predictor& predictor, const model::PatientSet& set,
    const std::vector<const inputs::PatientRecording*>& used, const inputs::FromEcg& from_ecg, Reasons reasons) {
    const auto& inputs = predictor.linear->inputs;
    const ColumnIndex columns(set.tables);
    std::vector<std::pair<const model::FeatureTable*, std::size_t>> places;
    for (const auto& input : inputs) {
        const auto place = columns.find(input.table, input.column);
        if (!place)
            return core::fail_input("the predictor reads a column that this program does not make", {},
                                    input.table + " " + input.column, {}, "use the program that trained it");
        places.push_back(*place);
    }
    std::vector<PatientPrediction> predictions;
    std::vector<std::optional<double>> values(inputs.size());
    for (std::size_t row = 0; row < used.size(); ++row) {
        for (std::size_t i = 0; i < inputs.size(); ++i) values[i] = places[i].first->at(row, places[i].second);
        predictions.push_back(linear_prediction(predictor, values, said_of(*used[row]->measurements),
                                                likeness_values(predictor, set, row), reasons));
        for (auto& input : predictions.back().inputs)
            input.from_ecg = input.table == "clinical" && from_ecg[row].contains(input.column);
        if (used[row]->measurements) caution_given_qrs(*used[row]->measurements, predictions.back());
        caution_given_age(used[row]->age_years, predictions.back());
    }
    return predictions;
}

core::Result<std::vector<PatientPrediction>> network_predictions(
    model::Predictor& predictor, nn::Inference& engine, const model::PatientSet& set,
    const std::vector<const inputs::PatientRecording*>& used, const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto network, engine.fitted(predictor.take_network(), context));
    std::vector<std::size_t> rows(set.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
    SYNCHRONY_ASSIGN(const auto scores, network->predict(set, rows));
    std::vector<PatientPrediction> predictions;
    for (std::size_t i = 0; i < rows.size(); ++i)
        predictions.push_back(network_prediction(predictor, log_odds_of(scores[i].score),
                                                 said_of(*used[i]->measurements), likeness_values(predictor, set, i)));
    return predictions;
}

bool reads_table_alone(const model::Predictor& predictor) {
    return predictor.linear && !predictor.bundle &&
           std::ranges::all_of(predictor.linear->inputs, [](const auto& input) { return input.table == "clinical"; });
}

/// The recordings, measured; where the table names none, for a model that reads its columns alone, nothing was
/// measured.
core::Result<inputs::PatientImages> recordings_of(const model::Predictor& predictor, const cohort::Cohort& cohort,
                                                  const std::vector<std::size_t>& rows,
                                                  const inputs::PatientImagesRequest& wanted,
                                                  const core::RunContext& context) {
    const bool table_alone = reads_table_alone(predictor);
    if (cohort.has_ecgs(rows) || (cohort.has_ecgs() && !table_alone)) {
        SYNCHRONY_ASSIGN(auto found, inputs::patient_images(cohort, rows, wanted, context));
        for (auto& recording : found.recordings)
            if (table_alone && recording.excluded == inputs::no_ecg_named)
                recording = {recording.row, measure::Measurements{}, {}};
        return found;
    }
    if (!table_alone)
        return core::fail_input("the model reads ECGs, and the table names none", cohort.path.filename().string(),
                                "no column ecg", "a column ecg");
    inputs::PatientImages patients;
    for (const auto row : rows) patients.recordings.push_back({row, measure::Measurements{}, {}});
    return patients;
}

}  // namespace

core::Result<nn::DeepFeatureOptions> feature_options(const model::Predictor& predictor) {
    nn::DeepFeatureOptions options;
    SYNCHRONY_ASSIGN(const auto place, nn::place_named(predictor.feature_place));
    // Not owned: the predictor outlives the call, and its weights are most of what the program holds.
    options.init = std::shared_ptr<const model::Bundle>(std::shared_ptr<void>(), &*predictor.bundle);
    options.architecture = predictor.bundle->architecture;
    options.places = {place};
    return options;
}

std::vector<std::string> clinical_inputs(const model::Predictor& predictor) {
    std::vector<std::string> names;
    if (predictor.linear)
        for (const auto& input : predictor.linear->inputs)
            if (input.table == "clinical") names.push_back(input.column);
    return names;
}

core::Result<PredictedRows> predict_rows(model::Predictor& predictor, const cohort::Cohort& cohort,
                                         const std::vector<std::size_t>& rows, const io::ReadOptions& reading,
                                         const core::RunContext& context, Reasons reasons, nn::Device device,
                                         const inputs::ByHand& by_hand) {
    nn::Inference* engine = nullptr;
    std::optional<core::ScratchFolder> scratch;
    inputs::PatientImagesRequest wanted;
    wanted.reading = reading;
    wanted.by_hand = by_hand;
    wanted.digests = true;
    wanted.numbers_alone = reasons == Reasons::left_out;  // of one patient they are shown
    if (predictor.bundle) {
        SYNCHRONY_ASSIGN(engine, nn::load_inference(device));
        SYNCHRONY_ASSIGN(auto folder, core::ScratchFolder::create());
        scratch.emplace(std::move(folder));
        wanted.recipe = predictor.bundle->recipe;
        wanted.file = scratch->path() / "images.safetensors";
    }
    SYNCHRONY_ASSIGN(auto patients, recordings_of(predictor, cohort, rows, wanted, context));
    PredictedRows result;
    auto& from_ecg = result.from_ecg;
    auto set = set_of(predictor, cohort, patients.recordings, from_ecg);
    if (patients.images) set.images = std::make_shared<const features::ImageSet>(std::move(*patients.images));
    if (predictor.linear && predictor.bundle) {
        SYNCHRONY_TRY(add_features(predictor, *engine, set, context));
    }
    std::vector<const inputs::PatientRecording*> used;
    for (const auto& recording : patients.recordings)
        if (recording.measurements) used.push_back(&recording);
    SYNCHRONY_ASSIGN(auto predictions, predictor.linear ? linear_predictions(predictor, set, used, from_ecg, reasons)
                                                        : network_predictions(predictor, *engine, set, used, context));
    for (std::size_t i = 0; i < used.size(); ++i)
        if (auto caution = printed_contradiction(*used[i]->measurements, used[i]->printed_qrs_ms))
            predictions[i].cautions.push_back(std::move(*caution));
    std::size_t next = 0;
    for (const auto& recording : patients.recordings) {
        result.values.emplace_back();
        if (recording.measurements && predictor.reference) {
            const auto& a = predictions[next];
            result.values.back() =
                reference_values(*predictor.reference, set, {next, a.log_odds, {a.distance, a.deep_distance}});
        }
        result.predictions.push_back(recording.measurements ? std::optional(std::move(predictions[next++]))
                                                            : std::nullopt);
    }
    result.recordings = std::move(patients.recordings);
    return result;
}

}  // namespace synchrony::app
