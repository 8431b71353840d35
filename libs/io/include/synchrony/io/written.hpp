// What the writers of clinical formats (DICOM, aECG) share: how fine samples are written, and whose name goes with
// them.
#pragma once

#include <string>
#include <vector>

namespace synchrony::io {

/// Nothing that names the patient leaves unless asked for. docs/formats/ has the table of fields.
struct WriteOptions {
    /// uV that one step of the 16 bits is. 0: each lead's own step where its samples stand on one, as they do when they
    /// came from a converter, so that nothing is lost; else 1 uV; coarser where a lead would not fit.
    double microvolts_per_unit = 0.0;
    bool keep_identity = false;  ///< name, id, birth date, free text and statements, dates
    bool keep_dates = false;     ///< the start time alone, for callers that moved it
    std::string pseudonym = {};  ///< stands for the patient's id where the identity is not kept
};

/// What the file could not hold or was not to hold, a line each for the user: "signal ABP in mmHg".
struct Written {
    std::vector<std::string> left_out;
};

}  // namespace synchrony::io
