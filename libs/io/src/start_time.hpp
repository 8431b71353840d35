// When a recording began, as files say it: one way to keep it, and to say so where what stands there is no date.
#pragma once

#include <string_view>

#include "calendar.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Sets start_time and facts.start_order from texts that iso_time() reads. Empty or blanked fields (dashes, zeros, X)
/// say nothing; a date or time of day that cannot be read, and a date that is one day first alone, are warnings.
void set_start_time(record::Ecg& ecg, std::string_view date, std::string_view time);
/// The same of numbers; none above zero: not given. An hour below zero: the day alone is known.
void set_start_time(record::Ecg& ecg, const Day& day, int hour, int minute, int second);

}  // namespace synchrony::io
