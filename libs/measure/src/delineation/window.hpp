// The stretch of one lead in which one boundary of one beat is looked for, as numbers a small network reads.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "delineation/frame.hpp"

namespace synchrony::measure::delineation {

enum class Boundary : std::uint8_t { qrs_onset, qrs_end, p_onset, p_peak, p_end, t_onset, t_peak, t_end };
inline constexpr int boundary_count = 8;
inline constexpr std::array<std::string_view, boundary_count> boundary_names = {
    "qrs_onset", "qrs_end", "p_onset", "p_peak", "p_end", "t_onset", "t_peak", "t_end"};

[[nodiscard]] constexpr bool is_qrs(Boundary b) {
    return b == Boundary::qrs_onset || b == Boundary::qrs_end;
}
[[nodiscard]] constexpr bool is_p(Boundary b) {
    return b == Boundary::p_onset || b == Boundary::p_peak || b == Boundary::p_end;
}
[[nodiscard]] constexpr bool is_t(Boundary b) {
    return !is_qrs(b) && !is_p(b);
}
/// The network of the P peak also says whether there is a P wave at all. A T wave always is (LUDB has no example
/// without).
[[nodiscard]] constexpr bool may_be_absent(Boundary b) {
    return b == Boundary::p_peak;
}

inline constexpr int channel_count = 5;    ///< waveforms seen at each tap
inline constexpr int constant_count = 18;  ///< what is the same over the window: scales, heart rate, which lead
inline constexpr int position_count = 2;   ///< distance from the anchor and its square

/// Offsets, in samples, at which the channels are read around a candidate; the same to both sides, zero included.
[[nodiscard]] const std::vector<int>& taps(Boundary b);
[[nodiscard]] int input_count(Boundary b);

/// Candidates first, first + step, ...; `channels` is [sample][channel] from first - reach on.
struct Window {
    int first = 0;
    int step = 1;
    int count = 0;   ///< 0: there is no room for this boundary
    int origin = 0;  ///< where the window begins when nothing cuts it short; candidates lie whole steps from here
    int anchor = 0;  ///< QRS centre, onset or end, from which distances are counted
    int reach = 0;
    std::vector<float> channels;
    std::array<float, constant_count> constants{};
    [[nodiscard]] int sample(int candidate) const { return first + candidate * step; }
};

/// `qrs_onset` and `qrs_end` are the beat's, over leads; they are not read for the QRS boundaries themselves.
[[nodiscard]] Window make_window(Boundary b, const Signals& signals, int lead, const BeatFrame& frame, int qrs_onset,
                                 int qrs_end);

/// Writes the input of every candidate, [candidate][input], into `rows` (count * input_count floats).
void write_inputs(Boundary b, const Window& window, float* rows);

}  // namespace synchrony::measure::delineation
