// The parts of an evaluation's report that not every evaluation has, as plain data.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/eval/survival.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::report {

struct Named {
    std::string name;
    std::string value;
};

/// A figure with its 95 % interval; empty where it is not defined.
struct Estimate {
    std::optional<double> value;
    std::optional<stats::Interval> ci95;
};

/// Every figure of one row.
struct FullFigures {
    Estimate accuracy;
    Estimate sensitivity;
    Estimate specificity;
    Estimate ppv;
    Estimate npv;
    Estimate f1;
    Estimate auc;
    Estimate average_precision;
    Estimate brier;
    Estimate calibration_slope;      ///< 1 where predictions are neither too bold nor too timid
    Estimate calibration_intercept;  ///< 0 where the mean prediction fits; log odds
};

/// One row of the table of who the patients were. Cells are texts, as cohort::printed gives them.
struct BaselineRow {
    std::string variable;  ///< "age, y"; of a heading the group's name
    std::string all;       ///< "61.8 ± 12.6" or "56 (78.9)"
    std::string positives;
    std::string negatives;
    std::optional<double> p;           ///< two-sided
    std::string test;                  ///< "Welch", "Fisher"
    std::optional<double> difference;  ///< standardised, positives - negatives
    std::optional<std::size_t> missing;
    bool level = false;  ///< a level of the variable above it, indented
};

struct BaselineTable {
    std::vector<BaselineRow> rows;
    std::vector<std::string> notes;  ///< the rule of the tests, what was left out
};

/// Patients whose predictions lie close together: what was predicted, what happened.
struct CalibrationBin {
    double predicted = 0.0;  ///< mean prediction
    double observed = 0.0;   ///< share of positives
    std::optional<stats::Interval> ci95;
    std::size_t patients = 0;
};

/// A curve through (x[i], y[i]), in the order given.
struct Curve {
    std::string name;
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> low = {};   ///< of a 95 % band; empty: none
    std::vector<double> high = {};  ///< as many as `low`
};

/// One model's predictions against outcomes.
struct CalibrationCurve {
    std::string model;
    std::vector<CalibrationBin> bins;
    Curve smooth;  ///< smoothed or recalibrated; name says which ("logistic recalibration"); empty x: not drawn
    std::vector<std::size_t> histogram_positives;  ///< in equal bins over [0, 1]
    std::vector<std::size_t> histogram_negatives;  ///< as many bins
    Estimate slope;
    Estimate intercept;
};

/// Net benefit over the threshold probability at which one would treat (Vickers & Elkin 2006).
struct DecisionCurves {
    std::vector<double> thresholds;  ///< ascending, in (0, 1)
    struct Model {
        std::string name;
        std::vector<double> net_benefit;  ///< one a threshold; NaN where next to nobody would be treated
    };
    std::vector<Model> models;
    std::vector<double> treat_all;  ///< one a threshold; treating none has net benefit 0
};

/// AUC against the number of patients that the model was fitted on: x patients, y AUC.
struct LearningCurves {
    std::vector<Curve> models;
    std::string band;  ///< what the bands are: "mean and SD over 20 draws"
};

/// Row `first` less row `second` on the same patients.
struct Difference {
    std::string first;
    std::string second;
    std::string question;  ///< "model against the best rule"
    Estimate difference;   ///< of the AUC
    std::optional<double> p;
    std::optional<double> p_holm;  ///< corrected for all comparisons of the run
};

/// One group of patients under one model.
struct Subgroup {
    std::string variable;  ///< "sex"; empty where the group says it all
    std::string group;     ///< "women"
    std::size_t patients = 0;
    std::size_t positives = 0;
    Estimate auc;
    Estimate sensitivity;
    Estimate specificity;
};

struct SubgroupTable {
    std::string model;
    std::vector<Subgroup> rows;  ///< rows of one variable stand together
    std::vector<std::string> notes;
};

/// What predictions say of the time to an event.
struct SurvivalPart {
    std::string time;   ///< name of the time's column, whose unit the table knows
    std::string event;  ///< and of the event's
    eval::EarlyScores early = eval::EarlyScores::low;
    std::vector<eval::SurvivalFigures> rows;   ///< one a model or rule
    std::vector<eval::SurvivalFigures> drawn;  ///< of page one's rows those with patients in both predicted groups
};

/// What the program knows of an item of a reporting checklist.
enum class Filled {
    yes,     ///< the report says it
    partly,  ///< the report says a part, the author the rest
    author,  ///< only the author can say it
    not_applicable
};

struct ChecklistItem {
    std::string number;   ///< "12e"
    std::string section;  ///< "Methods"
    std::string topic;    ///< what the item asks for, in our words
    Filled filled = Filled::author;
    std::string answer;  ///< what the report says, or what the author must say
};

}  // namespace synchrony::report
