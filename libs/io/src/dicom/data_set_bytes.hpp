// A DICOM file's outer layers: preamble, file meta information, transfer syntax, deflation. And a walk over all of its
// elements before DCMTK may see them: DCMTK 3.6.7 follows nested sequences until the stack ends.
// Source: DICOM PS3.10 chapter 7, PS3.5 chapter 7 and annex A.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "dicom/tags.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::io::dicom {

struct DataSetBytes {
    std::span<const std::byte> bytes;      ///< the data set, inflated
    std::shared_ptr<const void> inflated;  ///< keeps `bytes` where the file was deflated
    bool explicit_vr = true;
    std::endian order = std::endian::little;
    std::string transfer_syntax;  ///< its name: "explicit little endian"
};

/// Whether a file that begins so is DICOM: "DICM" behind the preamble, or elements of groups 2 and 8 without one.
[[nodiscard]] bool looks_like_dicom(std::string_view head);

/// Where the data set begins and how it is written. Fails (input) on transfer syntaxes for images, deflated data that
/// do not end or grow beyond all waveforms.
[[nodiscard]] core::Result<DataSetBytes> open_data_set(std::span<const std::byte> file, const std::string& where);

/// Whether the dictionary says that an element is a sequence, for files that do not say it (implicit VR).
using IsSequence = bool (*)(Tag);

/// Fails (input) on an element that is longer than what is left, nesting deeper than any waveform's, too many elements,
/// or a value representation that is none.
[[nodiscard]] core::Result<void> check_elements(const DataSetBytes& data, IsSequence is_sequence,
                                                const std::string& where);

}  // namespace synchrony::io::dicom
