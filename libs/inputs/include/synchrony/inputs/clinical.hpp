// What is known of a recording's patient besides the ECG: from a cohort CSV, the command line, the recording's header.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/measure/measure.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::inputs {

/// LVEF, NYHA class, sex, ischaemia and age by recording.
class ClinicalTable {
  public:
    /// Reads a cohort CSV (docs/cohort-csv.md). Its columns lvef_pct, nyha, sex, ischemic and age_y count; none need be
    /// there.
    [[nodiscard]] static core::Result<ClinicalTable> read(const std::filesystem::path& csv);
    /// The row whose `ecg` is this recording, else the one whose `patient_id` is the file's name without extension;
    /// null where there is neither.
    [[nodiscard]] const measure::GuidelineInput* find(const std::filesystem::path& recording) const;
    [[nodiscard]] bool empty() const { return by_patient_.empty(); }

  private:
    std::map<std::string, measure::GuidelineInput> by_path_;
    std::map<std::string, measure::GuidelineInput> by_patient_;
};

/// What the cohort's columns lvef_pct, nyha, sex, ischemic and age_y say of that row's patient.
[[nodiscard]] measure::GuidelineInput guideline_input(const cohort::Cohort& cohort, std::size_t row);

/// What a person says of one ECG that no table has a column for.
struct ByHand {
    measure::MovedBoundaries moved = {};
    std::optional<measure::Rhythm> rhythm = {};  ///< empty: as measured, where it is clear
};

/// How that row's recording is measured, in every use case.
[[nodiscard]] measure::MeasureOptions measure_options(const cohort::Cohort& cohort, std::size_t row,
                                                      const ByHand& by_hand = {});

/// `first`, with what it leaves open taken from `second`.
[[nodiscard]] measure::GuidelineInput filled(measure::GuidelineInput first, const measure::GuidelineInput& second);

/// The sex that the recording's file gives; unknown where it does not.
[[nodiscard]] measure::Sex sex_in(const record::Ecg& ecg);

}  // namespace synchrony::inputs
