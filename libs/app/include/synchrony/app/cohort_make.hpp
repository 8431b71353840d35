// Use case: the recordings below a folder as a cohort CSV, a row each, for the outcomes to be filled in.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/collection.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {

struct CohortMakeRequest {
    std::vector<std::filesystem::path> inputs;  ///< folders, archives, recordings
    std::filesystem::path out;                  ///< the CSV
    bool keep_identity = false;                 ///< patients by their ids in the files; else by study numbers
    std::filesystem::path pseudonyms;           ///< the map of study numbers, read and written; empty: none is kept
    bool force = false;  ///< writes over another table of that name, which may hold a user's work; else it is an error
    io::ReadOptions reading;
};

struct CohortMakeRow {
    std::filesystem::path path;
    std::string patient_id;  ///< distinct; a patient's second recording is "P00001_2"
    /// The patient; that of the row it is a duplicate of. Where ids are kept and the recording says nobody's, the name
    /// of the patient's first file, with its folder where another group is called so.
    std::string group;
    std::optional<double> age_years;
    std::string sex;  ///< "F", "M" or empty
    std::optional<double> printed_qrs_ms;
    std::string duplicate_of;          ///< patient_id of the first row with the same samples; empty: none
    std::optional<core::Error> error;  ///< why the recording has no row
};

struct CohortMakeReport {
    std::vector<CohortMakeRow> rows;  ///< in the order found
    std::vector<io::LeftOut> left_out;
    std::size_t other_files = 0;
    io::PassedOver passed_over;
    std::vector<std::string> notes;  ///< about patients' ids and the order of their recordings
    [[nodiscard]] std::size_t failed() const;
    [[nodiscard]] std::size_t duplicates() const;
};

/// Writes the CSV: patient_id, ecg (relative to the CSV), group, age_y, sex, printed_qrs_ms, duplicate_of. Recordings
/// that cannot be read have no row and do not stop the others. Two recordings hold the same samples where rate, length
/// and every sample of I, II and V1 to V6 (of all leads, where those are not there) agree to a microvolt.
[[nodiscard]] core::Result<CohortMakeReport> make_cohort(const CohortMakeRequest& request,
                                                         const core::RunContext& context);

}  // namespace synchrony::app
