// Recordings as EDF+ files, which every viewer of EDF opens.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::edf {

/// A file's bytes, and what it does not hold, a sentence each.
struct EncodedEdf {
    std::string bytes;
    std::vector<std::string> lost;
};

/// An EDF+C file: leads in uV as "ECG V1", other signals in their unit, 16 bits. The samples' own step is found and
/// kept, so that what came from an analog-digital converter stays as it was. Missing samples are -32768, which lies
/// outside the digital range; notes become annotations. The last data record is filled up with the last value, and an
/// annotation "Recording ends" says where. Fails (input) on what is not finite and on a rate that no data record can
/// say.
[[nodiscard]] core::Result<EncodedEdf> encode(const record::Ecg& ecg);

/// Writes it, whole or not at all. Gives what the file does not hold.
[[nodiscard]] core::Result<std::vector<std::string>> write(const std::filesystem::path& path, const record::Ecg& ecg);

}  // namespace synchrony::io::edf
