// HL7 v3 data types as aECG uses them. Source: HL7 aECG Implementation Guide, 21 March 2005; PORT_MT020001.xsd.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moment.hpp"
#include "parts.hpp"
#include "synchrony/core/result.hpp"
#include "xml.hpp"

namespace synchrony::io::aecg {

/// Follows names down from `node`, the first child of each name; an empty node where one is missing.
[[nodiscard]] pugi::xml_node down(pugi::xml_node node, std::initializer_list<std::string_view> path);
/// All children of that name, whatever their namespace prefix.
[[nodiscard]] std::vector<pugi::xml_node> children_of(pugi::xml_node node, std::string_view name);
/// The attribute's text as UTF-8, whatever its namespace prefix ("xsi:type").
[[nodiscard]] std::string attribute_of(pugi::xml_node node, std::string_view name);
/// All text below a node (names are written in parts), as UTF-8.
[[nodiscard]] std::string words_below(pugi::xml_node node);
/// The code of a node's <code>.
[[nodiscard]] std::string code_of(pugi::xml_node node);

/// PQ: a number with a unit.
struct Quantity {
    double value = 0.0;
    std::string unit;
};
[[nodiscard]] std::optional<Quantity> quantity_of(pugi::xml_node node);
/// Seconds in a UCUM unit of time ("s", "ms", "us", "ns", "min", "h", "d"); nothing for others.
[[nodiscard]] std::optional<double> seconds_per(std::string_view unit);

/// The axis of time of a sequence set: GLIST_TS, GLIST_PQ, or an SLIST_PQ whose steps are even.
struct TimeAxis {
    std::optional<Moment> begin;  ///< of an absolute axis
    double offset_s = 0.0;        ///< of a relative one
    double step_s = 0.0;          ///< > 0
};
[[nodiscard]] core::Result<TimeAxis> time_axis_of(pugi::xml_node value, const std::string& where);

/// The numbers of <digits>; NaN for a word that says "missing". Fails (input) on other words and on more than `most`.
[[nodiscard]] core::Result<std::vector<double>> digits_of(pugi::xml_node value, std::size_t most,
                                                          const std::string& where);

}  // namespace synchrony::io::aecg
