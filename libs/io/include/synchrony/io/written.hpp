// What the writers of clinical formats (DICOM, aECG) share: how fine samples are written, and whose name goes with
// them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Nothing that names the patient leaves unless asked for. docs/formats/ has the table of fields.
struct WriteOptions {
    /// uV that one step of the 16 bits is. 0: each lead's own step where its samples stand on one, as they do when they
    /// came from a converter, so that nothing is lost; else the finest round step from 0.01 uV on that its largest
    /// sample leaves, and the rounding is said.
    double microvolts_per_unit = 0.0;
    bool keep_identity = false;  ///< name, id, birth date, free text and statements, dates
    bool keep_dates = false;     ///< the start time alone, for callers that moved it
    std::string pseudonym = {};  ///< stands for the patient's id where the identity is not kept
};

/// What a recording knows beside its samples, as bits of a set: what a format has a place for.
enum class Fact : std::uint32_t {
    start_time = 1U << 0,
    patient_id = 1U << 1,
    name = 1U << 2,
    birth_date = 1U << 3,
    sex = 1U << 4,
    age = 1U << 5,
    device = 1U << 6,
    filters = 1U << 7,
    printed = 1U << 8,
    notes = 1U << 9,
    comments = 1U << 10,
    pacing_spikes = 1U << 11,
    stored_beats = 1U << 12,
    printed_by_lead = 1U << 13,
    clock_time = 1U << 14,       ///< a time of day without a date
    time_zone = 1U << 15,        ///< of the start time
    birth_year = 1U << 16,       ///< or year and month, where no day is known
    other_spellings = 1U << 17,  ///< the name in other scripts
};
inline constexpr Fact holds_nothing{};
[[nodiscard]] constexpr Fact operator|(Fact a, Fact b) {
    return Fact{static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b)};
}

/// DICOM and aECG: whether the identity is written is the caller's choice and no loss.
inline constexpr Fact clinical_facts = Fact::start_time | Fact::patient_id | Fact::name | Fact::birth_date | Fact::sex |
                                       Fact::age | Fact::device | Fact::filters | Fact::printed | Fact::stored_beats;

/// "CSV holds no age, sex": what the recording knows and a format that holds these facts has no place for, as one
/// sentence; none where it holds all of it. Writers give it with what else they had to leave out.
[[nodiscard]] std::vector<std::string> not_held(std::string_view format, Fact held, const record::Ecg& ecg);

/// What the file could not hold or was not to hold, a line each for the user: "signal ABP in mmHg".
struct Written {
    std::vector<std::string> left_out;
};

/// Of a clinical format, which holds clinical_facts and `more`: signals that are no ECG, statements that are not to be
/// written, and not_held().
void say_not_held(std::string_view format, const record::Ecg& ecg, const WriteOptions& options, Written& written,
                  Fact more = holds_nothing);

}  // namespace synchrony::io
