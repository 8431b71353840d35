// The head of an ISHNE Holter file (Badilini 1998): 522 bytes and a block of text of any length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "calendar.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::ishne {

/// "ISHNE1.0" begins a recording, "ANN  1.0" the annotations of its beats.
inline constexpr std::string_view recording_magic = "ISHNE1.0";
inline constexpr std::string_view annotation_magic = "ANN  1.0";
inline constexpr std::size_t fixed_bytes = 522;

struct LeadInfo {
    int code = 0;     ///< of the standard's table of leads
    int quality = 0;  ///< of its table of qualities
    int nanovolts_per_unit = 0;
};

struct Header {
    std::int64_t samples = 0;  ///< as stated: of each lead by the standard, of all leads together by some recorders
    std::size_t data_offset = 0;
    std::string first_name, last_name, id;
    int sex = 0;
    Day birth, recorded;
    int hour = 0, minute = 0, second = 0;
    std::vector<LeadInfo> leads;
    int pacemaker = -9;
    std::string recorder;
    double sampling_frequency_hz = 0.0;
    std::string free_text;
    bool crc_given = false;
    bool crc_right = false;
};

/// Of a recording or of annotations. Fails (input) where the bytes end within the head or it says what cannot be: no
/// leads, no rate, data before its own end.
[[nodiscard]] core::Result<Header> read_header(std::span<const std::byte> bytes, const std::string& where);

/// The standard's name of a lead; "ECG1" and so on where it names none.
[[nodiscard]] std::string lead_name(int code, std::size_t number);

/// What the head says beside the samples.
void fill_facts(const Header& header, record::Ecg& ecg);

}  // namespace synchrony::io::ishne
