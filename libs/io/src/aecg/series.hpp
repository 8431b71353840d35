// A series of an aECG: its sequence sets, each with an axis of time and the leads sampled on it.
#pragma once

#include <optional>
#include <string>

#include "aecg/values.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::aecg {

/// Whether the series' code says that it is a beat made of many (REPRESENTATIVE_BEAT).
[[nodiscard]] bool is_beat_series(pugi::xml_node series);

/// The leads of all its sequence sets on one axis, and when it begins. Sets at another rate are left out, with a
/// warning. Fails (input) on a set without a sampling interval or a lead without a scale.
[[nodiscard]] core::Result<record::Ecg> read_series(pugi::xml_node series, const ReadOptions& options,
                                                    const std::string& where);

}  // namespace synchrony::io::aecg
