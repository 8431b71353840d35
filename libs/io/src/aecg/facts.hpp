// What an aECG says beside its samples.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "aecg/values.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::aecg {

/// Device and filters of the series, measurements and statements of its annotations and those of the beats derived from
/// it, the subject. Measurements of single beats and leads are not taken for the device's; a birth date or age that
/// cannot be read is a warning.
void take_facts(pugi::xml_node root, pugi::xml_node series, record::Ecg& ecg);

/// The code that a measurement has in annotations: what reader and writer share.
struct AnnotationCode {
    std::optional<double> record::PrintedMeasurements::*field;
    std::string_view code;  ///< "MDC_ECG_TIME_PD_QRS"
    std::string_view unit;  ///< "ms", "deg", "/min"
};
[[nodiscard]] std::span<const AnnotationCode> annotation_codes();

}  // namespace synchrony::io::aecg
