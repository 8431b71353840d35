// Use case: everything about one ECG in one PDF file - what was measured, guidelines, where there is a model its
// prediction, then the 12-lead sheet, the median beats and the vectors - or two ECGs of one patient side by side.
#pragma once

#include <cmath>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/app/predict.hpp"
#include "synchrony/app/repeatability.hpp"

namespace synchrony::app {

struct EcgReportRequest {
    std::vector<std::filesystem::path> ecgs;  ///< one, or two of one patient: before and after
    io::ReadOptions reading;
    std::filesystem::path predictor;  ///< empty: none; its prediction is of the first ECG
    std::vector<std::string> set;     ///< "lvef_pct=28", "sex=F": for guidelines and model
    std::string recording;            ///< what the report may call the patient; empty: nothing
    bool identity = false;            ///< name the patient and the date, where the recording says them
    report::Paper paper = report::Paper::a4;
    std::filesystem::path out;  ///< .pdf
    /// Boundaries moved by hand, of each ECG; empty or shorter: as measured.
    std::vector<measure::MovedBoundaries> moved;
    /// What a person says of the rhythm of each ECG, for the guidelines; empty or shorter: as measured.
    std::vector<std::optional<measure::Rhythm>> rhythm;
};

/// One measurement on both ECGs.
struct MeasuredChange {
    std::string_view name, title, unit;
    std::optional<double> before, after, change;  ///< change = after - before, angles the short way round
    double limit = 0.0;                           ///< of repeatability
    bool doubtful = false;                        ///< flagged so on either ECG: no change to rely on
    [[nodiscard]] bool beyond() const { return change && !doubtful && std::abs(*change) > limit; }
    [[nodiscard]] std::string verdict() const;  ///< of beyond(): "yes", "no", "doubtful"; "" where there is no change
};

/// An answer that both ECGs give: the rhythm, each definition of LBBB, and what else is found on either.
struct ComparedAnswer {
    std::string name, title;    ///< "rhythm", "Rhythm"; "rbbb_aha_2009", "RBBB"
    std::string before, after;  ///< FoundRhythm's name; "yes", "borderline", "no", "unknown"
    [[nodiscard]] bool assessable() const { return before != "unknown" && after != "unknown"; }
    [[nodiscard]] bool changed() const { return assessable() && before != after; }
    [[nodiscard]] std::string verdict() const;  ///< "changed", "same", "not assessable"
};

/// "+13 ms": as a reader subtracts what is printed before, in whole units, from what is printed after.
[[nodiscard]] std::string printed_change(const MeasuredChange& change);

struct EcgReportOutcome {
    std::vector<measure::Measurements> measured;  ///< one an ECG
    std::optional<PatientOutcome> prediction;
    std::vector<MeasuredChange> changes;    ///< of two ECGs
    std::vector<ComparedAnswer> answers;    ///< likewise
    std::vector<report::Caution> cautions;  ///< all that page one warns of, in its order; they name nobody
    std::vector<std::string> left_out;      ///< pictures that could not be drawn, and why
};

/// The report and the bytes of its file.
struct RenderedEcgReport {
    EcgReportOutcome outcome;
    std::string pdf;
};
/// As ecg_report, without writing `out`.
[[nodiscard]] core::Result<RenderedEcgReport> render_ecg_report(const EcgReportRequest& request,
                                                                const core::RunContext& context);

/// Writes the file. Errors: usage (no ECG or more than two, a value that nobody asks for, not .pdf), input (fewer than
/// twelve leads, no beats, the predictor), io.
[[nodiscard]] core::Result<EcgReportOutcome> ecg_report(const EcgReportRequest& request,
                                                        const core::RunContext& context);

/// What changed between two measurements of one patient.
[[nodiscard]] std::vector<MeasuredChange> changes_of(const measure::Measurements& before,
                                                     const measure::Measurements& after);
[[nodiscard]] std::vector<ComparedAnswer> compared_answers(const measure::Measurements& before,
                                                           const measure::Measurements& after);
/// {"changes": [...], "answers": [...], "notice"}.
[[nodiscard]] nlohmann::ordered_json changes_json(const std::vector<MeasuredChange>& changes,
                                                  const std::vector<ComparedAnswer>& answers = {});

/// {"measurements": [of each ECG], "changes": [...], "answers": [...], "cautions": [{"text", "refuse", "about"}],
/// "prediction"}; names no patient and no file.
[[nodiscard]] nlohmann::ordered_json to_json(const EcgReportOutcome& outcome);

}  // namespace synchrony::app
