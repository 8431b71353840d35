#include "synchrony/report/checklist.hpp"

#include <algorithm>
#include <array>

#include "synchrony/core/text.hpp"
#include "synchrony/report/evaluation_report.hpp"

namespace synchrony::report {
namespace {

struct Answer {
    Filled filled = Filled::author;
    std::string text;
};
using Answering = Answer (*)(const EvaluationReport&);

// One part of the checklist. Where `answer` is empty the author alone can say it; `ask` tells what.
struct Item {
    const char* number;
    const char* section;
    const char* topic;
    const char* ask;
    Answering answer = nullptr;
};

std::string counts(const EvaluationReport& report) {
    return std::to_string(report.positives) + " " + report.positive_name + ", " + std::to_string(report.negatives) +
           " " + report.negative_name;
}

Answer data_sources(const EvaluationReport& report) {
    if (report.data.empty()) return {};
    std::string text = "Files and checksums:";
    for (const auto& item : report.data) text += " " + item.name + ";";
    text.back() = '.';
    return {Filled::partly, text + " Say where, why and by whom the patients were gathered, and whom they stand for."};
}

Answer eligibility(const EvaluationReport& report) {
    if (report.excluded.empty()) return {};
    std::string text = "Left out by the program:";
    for (const auto& item : report.excluded) text += " " + item.name + " (" + item.value + "),";
    text.back() = '.';
    return {Filled::partly, text + " Say who could enter the cohort at all."};
}

Answer preparation(const EvaluationReport&) {
    return {Filled::partly,
            "Signals are prepared by the recipe under \u201cHow this was made\u201d, the same for all patients. Say "
            "what was "
            "done to the data before the program read them."};
}

Answer predictors(const EvaluationReport& report) {
    if (report.models.empty()) return {};
    std::vector<std::string> inputs;
    for (const auto& row : report.models)
        if (!row.inputs.empty() && std::find(inputs.begin(), inputs.end(), row.inputs) == inputs.end())
            inputs.push_back(row.inputs);
    if (inputs.empty()) return {};
    std::string text = "Inputs by model are in the comparison's tables:";
    for (const auto& input : inputs) text += " " + input + ";";
    text.back() = '.';
    return {Filled::partly, text + " Say how and when each was measured."};
}

Answer sample_size(const EvaluationReport& report) {
    return {Filled::partly, "All " + std::to_string(report.patients_analysed) + " patients were used (" +
                                counts(report) + "). Say why that many, and whether they suffice."};
}

Answer missing_data(const EvaluationReport& report) {
    if (!report.baseline) return {};
    return {
        Filled::partly,
        "Missing values are counted in the baseline table. Say why they are missing; a filling-in, where a model does "
        "it, is fitted in each training part alone."};
}

Answer data_use(const EvaluationReport& report) {
    if (report.design.empty()) return {};
    return {Filled::yes, report.design + ". A patient is never in training and test at once."};
}

Answer handling(const EvaluationReport& report) {
    if (report.models.empty()) return {};
    return {Filled::partly,
            "In each training part alone: missing numbers become the median, numbers are centred and scaled by mean "
            "and SD; no other form than linear in logistic regression. Say what was transformed before the program "
            "read it."};
}

Answer building(const EvaluationReport& report) {
    if (report.models.empty()) return {};
    return {Filled::partly,
            std::to_string(report.models.size()) +
                " rows were compared on the same parts of the same patients. Penalties, leaf sizes and numbers of "
                "trees are chosen by inner folds of each training part (nested cross-validation); other settings are "
                "fixed and travel with command and seed. Say why these models were chosen."};
}

bool has_intervals(const EvaluationReport& report) {
    return std::any_of(report.models.begin(), report.models.end(),
                       [](const ModelRow& row) { return row.full || row.auc_interval; });
}

Answer measures(const EvaluationReport& report) {
    if (report.models.empty()) return {};
    std::string text = "Accuracy, sensitivity, specificity, AUC";
    if (std::any_of(report.models.begin(), report.models.end(), [](const ModelRow& row) { return row.full; }))
        text += ", predictive values, F1, average precision, Brier score, slope and intercept of calibration";
    if (!report.calibration.empty()) text += ", calibration plots";
    if (report.decision) text += ", decision curves";
    if (!report.differences.empty() || !report.comparisons.empty()) text += "; models compared in pairs";
    return {has_intervals(report) ? Filled::yes : Filled::partly, text + "."};
}

Answer no_updating(const EvaluationReport&) {
    return {Filled::not_applicable, "No published model was updated here."};
}

Answer how_predicted(const EvaluationReport& report) {
    if (report.command.empty()) return {};
    return {Filled::yes, "By the command under \u201cHow this was made\u201d, for patients out of training."};
}

Answer imbalance(const EvaluationReport& report) {
    return {Filled::yes,
            counts(report) +
                ". Networks weigh both outcomes alike in training and bring their probability back to the training "
                "part's share of positives; no other model uses weights or resampling."};
}

Answer fairness(const EvaluationReport& report) {
    if (report.subgroups.empty()) return {};
    return {Filled::partly, "Figures in subgroups are given. Say which groups matter here and why."};
}

Answer output(const EvaluationReport& report) {
    if (report.models.empty()) return {};
    return {Filled::partly,
            "Models give a probability of \u201c" + report.positive_name +
                "\u201d; they decide at 1/2, networks at the training part's share of positives. Rules give a decision "
                "and, "
                "where they have one measurement, its value as a score. Say which threshold care would need."};
}

Answer training_and_test(const EvaluationReport& report) {
    if (report.design.empty()) return {};
    return {Filled::yes, "Training and test patients come from the same cohort; there is no external test."};
}

Answer code(const EvaluationReport& report) {
    if (report.versions.empty()) return {};
    const auto versions =
        core::joined(report.versions, ", ", [](const auto& item) { return item.name + " " + item.value; });
    return {Filled::partly,
            versions + "; command and seed under \u201cHow this was made\u201d. Say where the code can be had."};
}

Answer flow(const EvaluationReport& report) {
    return {Filled::yes, std::to_string(report.patients_listed) + " listed, " +
                             std::to_string(report.patients_analysed) + " analysed: " + counts(report) +
                             "; the flow of patients is drawn."};
}

Answer characteristics(const EvaluationReport& report) {
    if (!report.baseline) return {};
    return {Filled::yes, "Baseline table, with missing values and by outcome."};
}

Answer same_cohort(const EvaluationReport&) {
    return {Filled::not_applicable, "Cross-validation within one cohort: no second set of patients to compare with."};
}

Answer numbers(const EvaluationReport& report) {
    return {Filled::yes, counts(report) + " in every row; rows that could not be fitted are listed with the reason."};
}

Answer performance(const EvaluationReport& report) {
    if (report.models.empty()) return {};
    if (!has_intervals(report)) return {Filled::partly, "Figures without intervals are given. Add the intervals."};
    return {report.subgroups.empty() ? Filled::partly : Filled::yes,
            report.subgroups.empty() ? "Figures with 95 % intervals. Add important subgroups."
                                     : "Figures with 95 % intervals, also in subgroups."};
}

Answer limitations(const EvaluationReport& report) {
    if (report.conclusions.empty()) return {};
    return {Filled::partly,
            "The limits that follow from the design are said under \u201cWhat may be concluded\u201d. Add those of "
            "the patients, the outcome and the setting."};
}

constexpr std::array<Item, 52> checklist_items{{
    {"1", "Title and abstract", "Title names the prediction model, the patients and the outcome",
     "Name population, outcome and whether models are built, tested or both.", nullptr},
    {"2", "Title and abstract", "Structured abstract", "Follow TRIPOD+AI for Abstracts.", nullptr},
    {"3a", "Introduction", "Healthcare context, reason for the model, models that exist",
     "Say who needs this prediction, why, and which models exist.", nullptr},
    {"3b", "Introduction", "Whom the model is for, its purpose in care, its users",
     "Say at which point of care, for which patients and by whom it would be used.", nullptr},
    {"3c", "Introduction", "Known inequalities of health between groups of people",
     "Say which groups get or gain less from this therapy, as far as is known.", nullptr},
    {"4", "Introduction", "Aims: building, testing or both", "State the aims.", nullptr},
    {"5a", "Methods", "Source of the data, why it was chosen, whom it stands for", "Describe the source.",
     data_sources},
    {"5b", "Methods", "Dates: start and end of inclusion, end of follow-up", "Give the dates.", nullptr},
    {"6a", "Methods", "Setting, number and place of centres", "Describe the setting.", nullptr},
    {"6b", "Methods", "Who was eligible", "Give the criteria.", eligibility},
    {"6c", "Methods", "Treatments received and how they were handled", "Say how patients were treated.", nullptr},
    {"7", "Methods", "Preparation and checks of the data, alike for all groups", "Describe it.", preparation},
    {"8a", "Methods", "Outcome: definition, time, how assessed, why chosen", "Define the outcome and when it is read.",
     nullptr},
    {"8b", "Methods", "Who judged the outcome, where judgement was needed", "Say who read the outcome.", nullptr},
    {"8c", "Methods", "Whether assessors of the outcome were blinded", "Say it.", nullptr},
    {"9a", "Methods", "How the first set of predictors was chosen", "Give the reasons.", nullptr},
    {"9b", "Methods", "Definition of all predictors, how and when measured", "Define them.", predictors},
    {"9c", "Methods", "Who judged predictors, where judgement was needed", "Say who read what.", nullptr},
    {"10", "Methods", "How the number of patients came about, and whether it suffices", "Justify it.", sample_size},
    {"11", "Methods", "Missing data and what was done about them", "Describe it.", missing_data},
    {"12a", "Methods", "How data were used for building and testing, parting of patients", "Describe it.", data_use},
    {"12b", "Methods", "How predictors were handled: form, scale, transformations", "Describe it.", handling},
    {"12c", "Methods", "Kind of model, steps of building, tuning, internal validation", "Describe it.", building},
    {"12d", "Methods", "Differences between clusters such as hospitals or countries",
     "Say how centres were handled, or that there is one.", nullptr},
    {"12e", "Methods", "Measures and plots of performance, comparison of models", "Describe them.", measures},
    {"12f", "Methods", "Updating of the model after testing", "", no_updating},
    {"12g", "Methods", "How predictions of the tested model were computed", "Give formula, code or program.",
     how_predicted},
    {"13", "Methods", "Class imbalance: methods, reasons, recalibration", "Describe it.", imbalance},
    {"14", "Methods", "What was done for fairness between groups", "Say what was done for fairness.", fairness},
    {"15", "Methods", "What the model gives out; classes and their thresholds", "Describe it.", output},
    {"16", "Methods", "Differences between training and test data", "Describe them.", training_and_test},
    {"17", "Methods", "Ethical approval and consent", "Name the committee, or why none was needed.", nullptr},
    {"18a", "Open science", "Funding and the funders' part", "Declare it.", nullptr},
    {"18b", "Open science", "Conflicts of interest", "Declare them.", nullptr},
    {"18c", "Open science", "Where the protocol can be read", "Say where, or that there is none.", nullptr},
    {"18d", "Open science", "Registration", "Give register and number, or say that there is none.", nullptr},
    {"18e", "Open science", "Sharing of data", "Say how the data can be had.", nullptr},
    {"18f", "Open science", "Sharing of code", "Say where the code can be had.", code},
    {"19", "Patient and public involvement", "Part of patients and public in the study", "Describe it, or say none.",
     nullptr},
    {"20a", "Results", "Flow of patients, numbers with and without the outcome, follow-up", "Draw it.", flow},
    {"20b", "Results", "Characteristics of patients, missing values", "Give the table.", characteristics},
    {"20c", "Results", "Test patients beside those of building", "Compare them.", same_cohort},
    {"21", "Results", "Patients and outcomes in each analysis", "Give the numbers.", numbers},
    {"22", "Results", "The full model, so that others can predict with it",
     "Publish the fitted model file (synchrony train) or its formula.", nullptr},
    {"23a", "Results", "Performance with intervals, in subgroups too", "Give it.", performance},
    {"23b", "Results", "Differences of performance between clusters", "Give them by centre, or say that there is one.",
     nullptr},
    {"24", "Results", "Results of updating", "", no_updating},
    {"25", "Discussion", "Interpretation, with fairness, against aims and other studies",
     "Say what the figures mean beside those of other studies.", nullptr},
    {"26", "Discussion", "Limitations: patients, size, overfitting, missing data", "Write them.", limitations},
    {"27a", "Discussion", "Poor or missing input when the model is used",
     "Say what a user does when an ECG is poor; synchrony predict abstains and says why.", nullptr},
    {"27b", "Discussion", "What users must do with the input, and what they must know",
     "Say which input a user must give and check.", nullptr},
    {"27c", "Discussion", "Next steps of research, where the model applies",
     "Say where the model should be tested next.", nullptr},
}};

}  // namespace

std::string_view tripod_ai_source() {
    return "Items after Collins GS, Moons KGM, Dhiman P, et al. TRIPOD+AI statement. BMJ 2024;385:e078378, in other "
           "words "
           "and shortened: read the original before submission. A filled item says what to report, not that the study "
           "is "
           "sound.";
}

// Numbers and topics follow the statement's expanded list: 27 checklist_items with 52 parts, as its readers reprint it.
std::vector<ChecklistItem> tripod_ai_checklist(const EvaluationReport& report) {
    std::vector<ChecklistItem> list;
    for (const auto& item : checklist_items) {
        Answer answer;
        if (item.answer) answer = item.answer(report);
        if (answer.text.empty()) answer.text = item.ask;
        list.push_back({item.number, item.section, item.topic, answer.filled, answer.text});
    }
    return list;
}

}  // namespace synchrony::report
