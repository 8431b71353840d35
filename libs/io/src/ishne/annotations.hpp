// Beats of ISHNE Holter recordings, in a file of their own beside the recording (.ann).
// Source: ISHNE annotation file format, http://thew-project.org/papers/ishneAnn.pdf.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/io/wfdb_annotations.hpp"

namespace synchrony::io::ishne {

/// Beats with WFDB's codes: N V S B as they are, P a paced beat, X an artifact; a calibration pulse and labels that the
/// format does not list are notes. The second label, which is the writer's own, becomes the subtype. Fails (input) on
/// what is no annotation file, a damaged one, and on more than ten million annotations.
[[nodiscard]] core::Result<wfdb::AnnotationFile> parse_annotations(std::span<const std::byte> bytes,
                                                                   const std::string& where);

}  // namespace synchrony::io::ishne
