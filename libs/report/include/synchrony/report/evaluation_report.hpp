// The page of an evaluation: everything a reader needs to judge a comparison of models, in one HTML file without
// scripts or outside links.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/draw/figure.hpp"
#include "synchrony/eval/chance_test.hpp"
#include "synchrony/report/evaluation_parts.hpp"
#include "synchrony/report/paper.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::report {

/// Mean and standard deviation over folds; empty where a fold could not give the figure.
struct FoldFigure {
    std::optional<double> mean;
    std::optional<double> sd;
};

/// One row of the comparison.
struct ModelRow {
    std::string model;                         ///< "ResNet-18, last block"
    std::optional<std::size_t> answered = {};  ///< patients it answers for, where these are not all
    std::string label;                         ///< in plots: the model told apart from all others; empty: `model`
    std::string inputs;                        ///< "ECG spectrograms, 12 leads"
    std::string pretraining;                   ///< "MIT-BIH beats", "none"; empty: not applicable
    FoldFigure accuracy;
    FoldFigure sensitivity;
    FoldFigure specificity;
    FoldFigure auc;
    std::uint64_t tp = 0;  ///< pooled over the test folds of all repeats
    std::uint64_t fp = 0;
    std::uint64_t tn = 0;
    std::uint64_t fn = 0;
    std::optional<stats::Interval> auc_interval;  ///< 95 %, patients resampled; of what auc.mean estimates
    std::vector<stats::RocPoint> roc;             ///< empty: not drawn
    std::optional<FullFigures> full = {};         ///< all figures with intervals
    std::string choice = {};                      ///< the word after --models that asks for it; empty: none does
    bool on_page_one = false;                     ///< among the few rows of the answer
    bool appendix = false;                        ///< one of many variants: told at the end
    bool point = false;                           ///< answers yes or no: a point beside the ROC curves
    std::string point_of = {};                    ///< the row on whose curve it lies; empty: none
};

/// A picture with words; exactly one of the two is set.
struct ExamplePicture {
    std::string caption;                 ///< must not name a patient
    std::optional<draw::Figure> figure;  ///< drawn as a PNG inside the page
    std::string png;                     ///< or the bytes of a PNG file
};

/// All that the page shows. It has no place for patients' names or numbers on purpose.
struct EvaluationReport {
    std::string title;
    std::string summary;                ///< one or two sentences under the title; may be empty
    std::vector<std::string> warnings;  ///< said before anything else: the patients are simulated
    bool doubtful = false;              ///< no model was shown to be better than chance: no number stands out
    /// Two sentences: what the best model reaches, and whether that is more; between them, where it was asked for,
    /// whether exchanged outcomes give as much.
    std::vector<std::string> answer;

    // Who was analysed
    std::size_t patients_listed = 0;
    std::vector<Named> excluded;  ///< reason, number of patients
    std::size_t patients_analysed = 0;
    std::size_t people_analysed = 0;  ///< whose rows those are, where some have several; else 0
    std::size_t positives = 0;
    std::size_t negatives = 0;
    std::string positive_name = "responders";
    std::string negative_name = "non-responders";
    std::vector<std::string> cohort_notes;
    std::optional<BaselineTable> baseline;

    // What was found
    std::string design;  ///< "5-fold cross-validation by patient, stratified, 3 repeats"
    std::vector<ModelRow> models;
    std::vector<Named> left_out;             ///< model, reason
    std::vector<std::string> comparisons;    ///< sentences such as "A against B: difference in AUC 0.05 (...), p = 0.2"
    std::vector<Difference> differences;     ///< drawn as a forest plot; `comparisons` says them in words
    std::optional<eval::ChanceTest> chance;  ///< where it was asked for
    std::vector<CalibrationCurve> calibration;
    std::optional<DecisionCurves> decision;
    std::optional<LearningCurves> learning;
    std::vector<SubgroupTable> subgroups;
    std::optional<SurvivalPart> survival;
    std::vector<std::string> conclusions;  ///< plain paragraphs: what may and may not be concluded
    std::vector<ExamplePicture> examples;

    // How to do it again
    Paper paper = Paper::a4;  ///< of the PDF file
    bool checklist = true;    ///< TRIPOD+AI, filled with what is known
    std::string command;
    std::uint64_t seed = 0;
    std::string date;             ///< "2026-11-22"
    std::vector<Named> versions;  ///< program, libraries
    std::vector<Named> data;      ///< name, version and checksum of each source of data
};

/// The whole page. Every text is escaped. Errors: input (a figure that does not fit itself), io (drawing fails).
[[nodiscard]] core::Result<std::string> evaluation_html(const EvaluationReport& report);
/// The page written atomically.
[[nodiscard]] core::Result<void> write_evaluation_html(const EvaluationReport& report,
                                                       const std::filesystem::path& path);

/// The same contents as the bytes of a PDF file: A4, page numbers, running heads, tables whose heads are repeated on
/// every page, figures as vectors. The same report gives the same bytes.
[[nodiscard]] core::Result<std::string> evaluation_pdf(const EvaluationReport& report);
/// The file written atomically.
[[nodiscard]] core::Result<void> write_evaluation_pdf(const EvaluationReport& report,
                                                      const std::filesystem::path& path);

}  // namespace synchrony::report
