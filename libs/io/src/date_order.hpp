// In which order one file writes day and month: decided once, from all of its dates.
#pragma once

#include <pugixml.hpp>
#include <span>
#include <string>
#include <vector>

#include "synchrony/record/ecg.hpp"
#include "xml_values.hpp"

namespace synchrony::io {

/// For each mark between the figures day_first or month_first, as those of the dates show that written_day() can read
/// in one order alone; either where none does. Where they contradict each other it is either too, with a warning.
[[nodiscard]] DateOrderOfFile date_order_of(std::span<const std::string> dates, record::Ecg& ecg);
/// The same of a document's elements and attributes that are dates by their name.
[[nodiscard]] DateOrderOfFile date_order_of(pugi::xml_node root, record::Ecg& ecg);

}  // namespace synchrony::io
