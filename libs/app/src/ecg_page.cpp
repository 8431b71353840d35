#include "synchrony/app/ecg_page.hpp"

#include "one_patient.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/report/prediction_page.hpp"
#include "synchrony/sheet/twelve_leads.hpp"

namespace synchrony::app {
namespace {

/// Measured as it was read, drawn with its limb leads.
core::Result<report::PredictionReport> page_without_model(const PredictRequest& request, const record::Ecg& read,
                                                          const record::Ecg& drawn) {
    SYNCHRONY_ASSIGN(auto cohort, one_patient(request.input, request.set, nullptr));
    take_sex_and_age(read, cohort);
    SYNCHRONY_ASSIGN(const auto measured,
                     measure::measure_ecg(read, inputs::measure_options(cohort, 0, {request.moved, request.rhythm})));
    return page_of(measured, drawn, request);
}

}  // namespace

core::Result<std::string> ecg_page(const PredictRequest& request, const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto read, io::read_ecg(request.input, request.reading));
    const auto ecg = record::with_limb_leads(read);
    SYNCHRONY_TRY(sheet::require_twelve_leads(ecg, "a page", request.input.string()));
    if (request.predictor.empty()) {
        SYNCHRONY_ASSIGN(const auto page, page_without_model(request, read, ecg));
        return report::prediction_page(page);
    }
    SYNCHRONY_ASSIGN(const auto outcome, predict_patient(request, context));
    return report::prediction_page(page_of(outcome, ecg, request));
}

std::vector<std::string> answer_in_words(const PatientOutcome& outcome, const PredictRequest& request) {
    const auto page = page_of(outcome, {}, request);
    return {"May this ECG be judged? " + report::judged_words(page), report::plain_words(page), page.rests_on};
}

}  // namespace synchrony::app
