// What is known of a recording's patient besides the ECG: from a cohort CSV, the command line, the recording's header.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

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
    /// The same; `patient_id` is the one that the recording itself holds, or empty. Errors (input): the row was found
    /// by the file's name, and another row is that patient's.
    [[nodiscard]] core::Result<const measure::GuidelineInput*> find(const std::filesystem::path& recording,
                                                                    const std::string& patient_id) const;
    /// Recordings of one name in several folders, which are all taken for one row's patient.
    [[nodiscard]] std::vector<std::filesystem::path> of_one_name(
        std::span<const std::filesystem::path> recordings) const;
    [[nodiscard]] bool empty() const { return by_patient_.empty(); }

  private:
    struct Match {
        const measure::GuidelineInput* patient = nullptr;
        bool by_name = false;  ///< by the file's name, not by the table's column ecg
    };
    /// Of a recording's resolved path.
    [[nodiscard]] Match match(const std::filesystem::path& key) const;

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
