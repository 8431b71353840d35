// How long a series says that it lasts (effectiveTime): what no lead holds of it was not recorded.
#pragma once

#include <optional>

#include "moment.hpp"
#include "xml.hpp"

namespace synchrony::io::aecg {

struct SaidSpan {
    std::optional<Moment> begin;  ///< empty where it is not told
    double duration_s = 0.0;      ///< 0 where it is not told
    bool exact = false;           ///< to a fraction of a second; whole seconds are rounded
};

/// An IVL_TS of low and high, or of low and width. Nothing that makes no sense is given.
[[nodiscard]] SaidSpan said_span_of(pugi::xml_node series);

}  // namespace synchrony::io::aecg
