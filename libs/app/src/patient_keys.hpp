// Which recordings are of one patient, for the map of pseudonyms.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pseudonyms.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

/// What a recording says of whose it is.
struct Whose {
    record::PatientFields patient;
    std::filesystem::path file;
    std::string samples_key;  ///< of inputs::samples_key; equal: one recording
};

/// A key a recording, in their order: the patient's id, else name and birth date, else what its samples are. One key
/// where recordings are of one patient: of one id; of one name and birth date, unless two ids bear them; the same
/// samples, where all but one patient's say nothing. The map is told the other names of each, so that another run
/// knows them; what it knows already keeps its key. One recording under two ids has two keys, which get one shift of
/// dates.
[[nodiscard]] std::vector<std::string> patient_keys(std::span<const Whose> recordings, Pseudonyms& map);

/// Whether such a key names no patient.
[[nodiscard]] bool is_key_of_samples(std::string_view key);

}  // namespace synchrony::app
