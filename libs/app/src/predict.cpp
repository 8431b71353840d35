// One patient's prediction, from an ECG and the values given with it.
#include "synchrony/app/predict.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "identity_lines.hpp"
#include "one_patient.hpp"
#include "predictor_run.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/measure/empty_leads.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/record/simulated.hpp"
#include "synchrony/sheet/twelve_leads.hpp"

namespace synchrony::app {
namespace {

/// What stands before any number of the answer.
void say_first(PatientOutcome& outcome) {
    std::vector<report::Caution> first;
    if (outcome.simulated) first.push_back({std::string(record::simulated_words) + ".", false, report::About::model});
    if (outcome.predictor.simulated)
        first.push_back({"The model was fitted on simulated patients: it says nothing about persons.", false,
                         report::About::model});
    if (outcome.trained_on)
        first.push_back({"The model was fitted on this very recording: its answer is no prediction and is too good.",
                         false, report::About::model});
    auto& cautions = outcome.prediction.cautions;
    cautions.insert(cautions.begin(), first.begin(), first.end());
}

/// What cannot be read as an ECG may be a hospital's table.
core::Error with_import_hint(core::Error error, const std::filesystem::path& input) {
    constexpr std::array<std::string_view, 5> tables{".csv", ".tsv", ".txt", ".xlsx", ".xls"};
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(input, ignored) ||
        std::ranges::find(tables, core::lower(input.extension().string())) == tables.end())
        return error;
    core::append_word(error.hint, cohort::import_hint(input.filename().string()), ". ");
    return error;
}

std::string_view text_of(const core::MappedFile& file) {
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

}  // namespace

core::Result<void> check_order(const std::filesystem::path& predictor, const std::filesystem::path& patients) {
    const auto model = core::MappedFile::open(predictor), other = core::MappedFile::open(patients);
    if (!model || !other || core::looks_like_tensors(text_of(*model)) || !core::looks_like_tensors(text_of(*other)))
        return {};
    return core::fail({core::ErrorKind::usage,
                       "the model is named first, then the ECG or the table",
                       {},
                       predictor.string() + " as the model",
                       "a file of `synchrony train`",
                       "Exchange the two names"});
}

core::Result<PatientOutcome> predict_patient(const PredictRequest& request, const core::RunContext& context) {
    const auto started = std::chrono::steady_clock::now();
    PatientOutcome outcome;
    SYNCHRONY_TRY(nn::check_device(request.device));
    SYNCHRONY_ASSIGN(outcome.predictor, model::read_predictor(request.predictor));
    if (!request.by.empty())
        return core::fail({core::ErrorKind::usage, "--by is for a cohort CSV", "--by", request.by, "no --by", {}});
    if (request.prevalence) {
        SYNCHRONY_ASSIGN(outcome.predictor, model::with_prevalence(std::move(outcome.predictor), *request.prevalence));
    }
    SYNCHRONY_ASSIGN(auto cohort, one_patient(request.input, request.set, &outcome.predictor));
    auto read = io::read_ecg(request.input, request.reading);
    if (!read) return core::fail(with_import_hint(std::move(read).error(), request.input));
    const auto ecg = record::with_limb_leads(measure::without_empty_leads(std::move(*read)));
    SYNCHRONY_TRY(sheet::require_twelve_leads(ecg, "a prediction", request.input.string()));
    take_sex_and_age(ecg, cohort);
    SYNCHRONY_ASSIGN(auto rows, predict_rows(outcome.predictor, cohort, {0}, request.reading, context, Reasons::told,
                                             request.device, {request.moved, request.rhythm}));
    outcome.prediction = std::move(*rows.predictions.front());  // the only patient was used, else it was an error
    outcome.measurements = std::move(*rows.recordings.front().measurements);
    outcome.simulated = rows.recordings.front().simulated;
    outcome.trained_on = outcome.predictor.was_trained_on(rows.recordings.front().digest);
    say_first(outcome);
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    if (request.identity && request.page.extension() == ".pdf") log_if_not_drawn(ecg, context);
    if (!request.page.empty()) SYNCHRONY_TRY(report::write_prediction(page_of(outcome, ecg, request), request.page));
    return outcome;
}

}  // namespace synchrony::app
