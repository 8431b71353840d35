// What a predictor was worth on a cohort, and whether that cohort is like its training: one page.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/report/evaluation_parts.hpp"
#include "synchrony/report/judged_curves.hpp"

namespace synchrony::report {

/// A figure found on the cohort beside the one that was expected; "-" where there is none.
struct FoundFigure {
    std::string name, found, found_interval, expected, expected_interval;
};

/// One number of the patients here beside the training's, in words.
struct ComparedInput {
    std::string name, here, known, training, training_known, difference, distance, p;
    bool differs = false;
};

/// All that the page shows; it names no patient and no file.
struct CohortPredictionReport {
    std::string title = "Predictions of a cohort";
    std::string date;
    std::vector<std::string> warnings;  ///< said before any number: training patients, a simulation, a useless model
    std::vector<std::string> counts;    ///< sentences: patients, withheld, left out
    std::vector<std::string> verdict;   ///< whether these patients are like the training's, a sentence each
    bool unlike = false;                ///< the verdict is a warning
    std::vector<FoundFigure> figures;   ///< empty: outcomes of both kinds are not known
    std::string figures_note = {};      ///< what a mark behind an interval means; empty: there is none
    JudgedCurves curves = {};
    std::vector<ComparedInput> inputs;
    std::string inputs_note;
    std::vector<std::string> notes;
    std::string model;
    std::vector<Named> model_card;
    std::vector<Named> versions;
};

/// The page: self-contained, no script.
[[nodiscard]] core::Result<std::string> cohort_prediction_page(const CohortPredictionReport& report);
/// Written atomically: .pdf gives a PDF file, any other name the page.
[[nodiscard]] core::Result<void> write_cohort_prediction(const CohortPredictionReport& report,
                                                         const std::filesystem::path& path);

}  // namespace synchrony::report
