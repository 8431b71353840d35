// What a single-beat image cannot show: when the beat came, against its neighbours and the patient's own rhythm.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace synchrony::features {

/// Numbers that tell a beat's timing. The first eleven are natural logarithms of ratios of RR intervals, so that 0 is
/// "as usual" and twice as early is as far from it as twice as late; the last four say how far out of the rhythm's own
/// spread an interval lies, which tells a premature beat from the disorder of atrial fibrillation. Models may take the
/// first 13 alone.
inline constexpr int timing_input_count = 17;
inline constexpr std::array<std::string_view, timing_input_count> timing_input_names{
    "before / local mean",                  ///< mean of the intervals of the beats within 10 on each side
    "after / local mean",                   //
    "before / after",                       //
    "before / recording mean",              ///< the mean holds pauses, so it stands above the usual interval of a heart
    "after / recording mean",               ///< whose most beats are premature
    "before / local median",                //
    "after / local median",                 //
    "before the beat before / local mean",  //
    "after the beat after / local mean",    //
    "before / wide mean",                   ///< within 50 beats on each side
    "before / recording median",            //
    "local spread",                         ///< standard deviation of the local intervals over their mean
    "local rate",                           ///< local mean / usual_rr_s, as logarithm
    "before, in local deviations",          ///< from the local median, over the local median absolute deviation
    "after, in local deviations",           //
    "before, in wide deviations",           ///< over the deviation within 50 beats
    "irregular share"                       ///< of the beats within 20: interval unlike the one before by over a tenth
};
using TimingInputs = std::array<float, timing_input_count>;

inline constexpr std::size_t local_rate_input = 12;  ///< where "local rate" stands

inline constexpr int local_timing_beats = 10;      ///< on each side
inline constexpr int wide_timing_beats = 50;       ///< on each side
inline constexpr int irregular_timing_beats = 20;  ///< on each side
/// Deviations are scaled to the standard deviation of a normal distribution and made no smaller than this, s; so many
/// of them count 1.
inline constexpr double least_deviation_s = 0.02;
inline constexpr double deviations_a_unit = 5.0;
/// Values are held within this: a ratio of 4.5 either way says all that there is to say.
inline constexpr float largest_timing_input = 1.5F;

/// Timing of every beat of one recording. `rr_before_s[i]` is the interval from beat i - 1 to beat i, s; the first is
/// not looked at, and an interval that is not above 0 counts as unknown. An unknown interval is taken to be like the
/// next known one. Recordings without a known interval give zeros.
[[nodiscard]] std::vector<TimingInputs> timing_inputs(std::span<const double> rr_before_s);

/// Of a regular rhythm with that interval, s (a median beat): every ratio is 1. 0: unknown.
[[nodiscard]] TimingInputs regular_timing(double rr_s);

}  // namespace synchrony::features
