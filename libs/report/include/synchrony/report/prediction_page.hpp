// One patient's prediction on one page: what the model says, how sure it is, what guidelines say, what was measured,
// and when not to trust it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/record/ecg.hpp"
#include "synchrony/report/evaluation_parts.hpp"
#include "synchrony/report/paper.hpp"
#include "synchrony/sheet/ecg_sheet.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::report {

/// What one guideline says of this patient.
struct GuidelineSays {
    std::string guideline;       ///< "ESC 2021"
    std::string recommendation;  ///< "I", "IIa"; empty: none, `instead` says why
    std::vector<std::string> reasons;
    std::string instead = "no class";  ///< in place of a class: "not assessable", "withheld"
};

/// What a caution is about, which decides where it is said.
enum class About {
    recording,  ///< may this ECG be judged
    rhythm,     ///< it may, but no model was shown such a rhythm
    inputs,     ///< what is not known of the patient, or unlike the training's
    likeness,   ///< an ECG unlike those that the model was fitted on
    answer,     ///< what the answer's own sentence says already
    model       ///< what must be said before any number: a model of no use, its own training patients, a simulation
};

/// Why a prediction should not be trusted.
struct Caution {
    std::string text;
    bool refuse = false;  ///< the prediction is withheld
    About about = About::inputs;
};

/// A value that the model reads and that is not known, and what it could change.
struct MissingValue {
    std::string name;       ///< "LVEF"
    std::string low, high;  ///< "20 %", "38 %": where most training patients lay; "no", "yes"
    bool either = false;    ///< there is nothing between the two
    double probability_low = 0.0, probability_high = 0.0;  ///< the answer with it at either end, the lower first
};

/// How far a group of inputs moves the answer.
struct Reason {
    std::string name;           ///< "QRS duration"
    double contribution = 0.0;  ///< log-odds; above 0 speaks for the outcome
    std::optional<stats::Interval> interval;
    std::string detail;  ///< "QRS duration 172 ms (150 ms)"
};

struct MeasuredValue {
    std::string name;   ///< "QRS duration"
    std::string value;  ///< "172 ms"
    std::string usual;  ///< "below 120 ms"; empty: not said
    std::string note;
};

/// A measurement on two ECGs of one patient.
struct ComparedValue {
    std::string name;
    std::string before, after;
    std::string change;   ///< "-38 ms"
    std::string limit;    ///< of repeatability: "14 ms"; empty: not known
    std::string verdict;  ///< of the change against its limit: "yes" where it lies beyond; empty: not known
    bool beyond = false;
};

/// All that the page shows. It has no place for a patient's name, birth date or number on purpose; `recording` is what
/// the caller may call it, who was asked to name the patient or was not.
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
    std::vector<MissingValue> missing;  ///< those that could change the answer most
    std::string missing_rest;           ///< of the others, as one sentence; empty: there are none
    bool doubtful_model = false;  ///< no better than chance, or probabilities that say nothing: no number stands out
    std::vector<Reason> reasons;  ///< largest first; drawn as bars where the prediction is not withheld
    std::string reasons_note;     ///< what they are, or why there are none
    std::string alike;            ///< "Of the three training patients most alike two had the outcome"; empty: not known
    std::string rests_on;         ///< "71 patients, 45 responders; expected from cross-validation: AUC 0.62 ..."

    std::string guidelines_title = "What guidelines say";
    std::vector<GuidelineSays> guidelines;
    /// Of two ECGs: of the later one. Of the two tables the earlier ECG's is left out where both do not fit on one
    /// page.
    std::vector<GuidelineSays> later_guidelines;
    std::vector<MeasuredValue> measurements;
    std::vector<MeasuredValue> given;  ///< what else entered the model: clinical values
    std::optional<record::Ecg> ecg;    ///< drawn as a 12-lead sheet
    sheet::EcgSheet sheet;             ///< its words; must not name a patient

    Paper paper = Paper::a4;              ///< of the PDF file
    bool with_model = true;               ///< false: a report on the ECG alone, which says nothing of a prediction
    std::vector<ComparedValue> compared;  ///< of two ECGs of one patient: a table of what changed
    std::string compared_note;            ///< below it
    std::string model;                    ///< "ResNet-18, pre-trained"
    std::vector<Named> model_card;        ///< "fitted on", "AUC in cross-validation", "not for", ...
    std::string command;
    std::vector<Named> versions;
};

/// The probability in plain words: "Of 100 patients like this one, the model expects 64 to respond; ...". A withheld or
/// absent prediction is said so.
[[nodiscard]] std::string plain_words(const PredictionReport& report);

/// "Yes.", "Yes, with caution." or "No.": whether the recording may be judged.
[[nodiscard]] std::string judged_words(const PredictionReport& report);

/// "LVEF is not known. Were it 20 % or 38 %, as in most training patients, the probability would be 0.41 or 0.67: that
/// could turn the answer."
[[nodiscard]] std::string missing_words(const PredictionReport& report, const MissingValue& missing);

/// "+0.62, odds x 1.9": log-odds, and what they are as a factor.
[[nodiscard]] std::string contribution_words(double log_odds);

/// The page: self-contained, no script. Errors: input (a probability, interval, threshold or base rate outside [0, 1],
/// an ECG that cannot be drawn), io (drawing fails).
[[nodiscard]] core::Result<std::string> prediction_page(const PredictionReport& report);
/// The same as a PDF file.
[[nodiscard]] core::Result<std::string> prediction_pdf(const PredictionReport& report);
/// The pages of that file as pictures, for a file that holds more.
[[nodiscard]] core::Result<std::vector<draw::Picture>> prediction_pages(const PredictionReport& report);
/// Written atomically: .pdf gives the PDF file, any other name the page.
[[nodiscard]] core::Result<void> write_prediction(const PredictionReport& report, const std::filesystem::path& path);

}  // namespace synchrony::report
