// One patient's prediction on one page: what the model says, how sure it is, what guidelines say, what was measured,
// and when not to trust it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"
#include "synchrony/report/evaluation_parts.hpp"
#include "synchrony/sheet/ecg_sheet.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::report {

/// What one guideline says of this patient.
struct GuidelineSays {
    std::string guideline;       ///< "ESC 2021"
    std::string recommendation;  ///< "I", "IIa"; empty: cannot be said
    std::vector<std::string> reasons;
};

/// Why a prediction should not be trusted.
struct Caution {
    std::string text;
    bool refuse = false;  ///< the prediction is withheld
};

struct MeasuredValue {
    std::string name;   ///< "QRS duration"
    std::string value;  ///< "172 ms"
    std::string usual;  ///< "below 120 ms"; empty: not said
    std::string note;
};

/// All that the page shows. It has no place for a patient's name, birth date or number on purpose; `recording` is what
/// the caller may call it.
struct PredictionReport {
    std::string title = "Response to cardiac resynchronization: prediction";
    std::string recording;  ///< "recording A, 2026-11-22"
    std::string date;
    std::string outcome = "respond";  ///< what the probability is of, after "would": "respond"

    std::optional<double> probability;  ///< in [0, 1]; not shown when a caution refuses
    std::optional<stats::Interval> interval;
    double interval_level = 0.95;
    std::optional<double> threshold;  ///< of the model's decision
    std::optional<double> base_rate;  ///< share of positives among the patients that the model was fitted on
    std::string base_rate_words = "average of the patients behind the model";
    std::vector<Caution> cautions;

    std::vector<GuidelineSays> guidelines;
    std::vector<MeasuredValue> measurements;
    std::vector<MeasuredValue> given;  ///< what else entered the model: clinical values
    std::optional<record::Ecg> ecg;    ///< drawn as a 12-lead sheet
    sheet::EcgSheet sheet;             ///< its words; must not name a patient

    std::string model;              ///< "ResNet-18, pre-trained"
    std::vector<Named> model_card;  ///< "fitted on", "AUC in cross-validation", "not for", ...
    std::string command;
    std::vector<Named> versions;
};

/// The probability in plain words: "Of 100 patients like this one, the model expects 64 to respond; ...". A withheld or
/// absent prediction is said so.
[[nodiscard]] std::string plain_words(const PredictionReport& report);

/// The page: self-contained, no script. Errors: input (a probability, interval, threshold or base rate outside [0, 1],
/// an ECG that cannot be drawn), io (drawing fails).
[[nodiscard]] core::Result<std::string> prediction_page(const PredictionReport& report);
/// The same as a PDF file.
[[nodiscard]] core::Result<std::string> prediction_pdf(const PredictionReport& report);
/// Written atomically: .pdf gives the PDF file, any other name the page.
[[nodiscard]] core::Result<void> write_prediction(const PredictionReport& report, const std::filesystem::path& path);

}  // namespace synchrony::report
