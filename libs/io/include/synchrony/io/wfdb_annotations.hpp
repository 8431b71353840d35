// WFDB annotation files in the MIT format: beats, rhythm changes, notes; read and written.
// Source: WFDB Applications Guide, annot(5), https://physionet.org/physiotools/wag/annot-5.htm
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/annotation.hpp"

namespace synchrony::io::wfdb {

/// A meaning that the file itself gives to a code.
struct CodeDefinition {
    int code = 0;
    std::string mnemonic;
    std::string description;
    friend bool operator==(const CodeDefinition&, const CodeDefinition&) = default;
};

/// An annotation file.
struct AnnotationFile {
    std::vector<record::Annotation> annotations;  ///< in the file's order
    std::optional<double>
        sampling_frequency_hz;                ///< of Annotation::sample when the file says so ("## time resolution")
    std::vector<CodeDefinition> definitions;  ///< "## annotation type definitions"
    std::vector<std::string> warnings;        ///< "no end mark", "codes 50 to 58 are reserved"
};

/// Reads `record`.`annotator`, in WFDB's format or ISHNE's (Holter recordings), as the content tells:
/// read_annotations("mitdb/100", "atr").
[[nodiscard]] core::Result<AnnotationFile> read_annotations(const std::filesystem::path& record,
                                                            std::string_view annotator);
[[nodiscard]] core::Result<AnnotationFile> read_annotation_file(const std::filesystem::path& path);
[[nodiscard]] core::Result<AnnotationFile> parse_annotations(std::span<const std::byte> bytes,
                                                             const std::string& where);

/// Writes `record`.`annotator`, whole or not at all. Fails on a negative sample, an unknown code or over 255 bytes of
/// auxiliary text.
[[nodiscard]] core::Result<void> write_annotations(const std::filesystem::path& record, std::string_view annotator,
                                                   const AnnotationFile& file);
/// The file's bytes.
[[nodiscard]] core::Result<std::string> encode_annotations(const AnnotationFile& file);

/// Puts all samples at `frequency_hz` when the file names another frequency; else changes nothing.
void rescale(AnnotationFile& file, double frequency_hz);

}  // namespace synchrony::io::wfdb
