// The header of EDF, EDF+ and BDF: fields of fixed width in ASCII.
// Sources: B. Kemp et al., "A simple format for exchange of digitized polygraphic recordings", 1992; B. Kemp and
// J. Olivan, "European data format 'plus'", 2003 (both at edfplus.info/specs); BioSemi, "Which file format does BioSemi
// use" (BDF: the same with 24-bit samples).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::edf {

/// "Transducer type" of a signal beside the leads, as our writer says it.
inline constexpr std::string_view other_transducer = "no ECG electrode";

/// One signal's fields.
struct SignalHeader {
    std::string label;      ///< "ECG V1"
    std::string unit;       ///< "uV"
    std::string prefilter;  ///< "HP:0.1Hz LP:75Hz N:50Hz"
    double physical_min = 0.0, physical_max = 0.0;
    std::int32_t digital_min = 0, digital_max = 0;
    bool other = false;        ///< no ECG whatever its label says: our writer puts `other_transducer` there
    bool scaled = false;       ///< whether the four make a scale
    std::int64_t samples = 0;  ///< a data record, >= 1
    std::size_t offset = 0;    ///< bytes in front of it in a data record
    [[nodiscard]] bool is_annotations() const { return label == "EDF Annotations" || label == "BDF Annotations"; }
};

struct FileHeader {
    bool bdf = false;            ///< samples of 24 bits
    bool plus = false;           ///< EDF+ or BDF+
    bool discontinuous = false;  ///< EDF+D or BDF+D: gaps between data records
    std::string patient, recording;
    std::string start_date, start_time;  ///< "dd.mm.yy", "hh.mm.ss"
    std::int64_t records = 0;            ///< as many as the file holds where the header says -1
    double record_s = 0.0;
    std::size_t data_begin = 0;
    std::size_t record_bytes = 0;
    std::vector<SignalHeader> signals;
    std::vector<std::string> warnings;
    [[nodiscard]] std::size_t sample_bytes() const { return bdf ? 3 : 2; }
};

[[nodiscard]] core::Result<FileHeader> parse_header(std::span<const std::byte> bytes, const std::string& where);

/// Start time, patient, device and filters as the header says. `leads` are the signals that are ECG leads.
void add_facts(const FileHeader& header, std::span<const SignalHeader* const> leads, double first_record_s,
               record::Ecg& ecg);

}  // namespace synchrony::io::edf
