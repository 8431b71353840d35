// Zero-phase filtering of many signals at once. A section waits most of its time for the sample before; twelve signals
// that run through it together wait once.
#include <algorithm>
#include <array>

#include "synchrony/core/lanes.hpp"
#include "synchrony/dsp/sos_filter.hpp"

namespace synchrony::dsp {
namespace {

using core::FourDoubles;

constexpr std::size_t lanes = 4;
constexpr std::size_t groups = 3;  // the twelve leads of an ECG, and as many states as the registers hold
constexpr std::size_t together = lanes * groups;

/// One sample of all signals.
using Row = std::array<FourDoubles, groups>;

/// The section starts as if `input` had been there for ever; `step` is 1 or -1.
void run_section(const Section& c, const SectionState& steady, const Row& input, Row* row, std::ptrdiff_t step,
                 std::size_t count) {
    Row s1, s2;
    for (std::size_t g = 0; g < groups; ++g) {
        s1[g] = steady.s1 * input[g];
        s2[g] = steady.s2 * input[g];
    }
    for (; count > 0; --count, row += step)
        for (std::size_t g = 0; g < groups; ++g) {
            const FourDoubles x = (*row)[g];
            const FourDoubles y = c.b0 * x + s1[g];
            s1[g] = c.b1 * x - c.a1 * y + s2[g];
            s2[g] = c.b2 * x - c.a2 * y;
            (*row)[g] = y;
        }
}

void run_all(const Sos& sos, const std::vector<SectionState>& steady, Row* row, std::ptrdiff_t step,
             std::size_t count) {
    const Row input = *row;
    for (std::size_t i = 0; i < sos.size(); ++i) run_section(sos[i], steady[i], input, row, step, count);
}

/// The signals side by side with `padding` rows of odd reflection at both ends; lanes without a signal are zero.
std::vector<Row> padded_rows(std::span<const std::vector<float>> signals, std::size_t padding) {
    const std::size_t n = signals.front().size();
    const std::vector<float> none(signals.size() < together ? n : 0, 0.0F);
    std::array<const float*, together> from;
    for (std::size_t s = 0; s < together; ++s) from[s] = s < signals.size() ? signals[s].data() : none.data();
    std::vector<Row> rows(n + 2 * padding);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t g = 0; g < groups; ++g) {
            const auto** x = from.data() + g * lanes;
            rows[padding + i][g] = FourDoubles{x[0][i], x[1][i], x[2][i], x[3][i]};
        }
    const std::size_t first = padding, last = padding + n - 1;
    for (std::size_t k = 1; k <= padding; ++k)
        for (std::size_t g = 0; g < groups; ++g) {
            rows[first - k][g] = 2.0 * rows[first][g] - rows[first + k][g];
            rows[last + k][g] = 2.0 * rows[last][g] - rows[last - k][g];
        }
    return rows;
}

void filter_together(const Sos& sos, const std::vector<SectionState>& steady, std::span<std::vector<float>> signals,
                     std::size_t padding) {
    const std::size_t n = signals.front().size();
    auto rows = padded_rows(signals, padding);
    run_all(sos, steady, rows.data(), 1, rows.size());
    run_all(sos, steady, &rows.back(), -1, n + padding);
    for (std::size_t s = 0; s < signals.size(); ++s)
        for (std::size_t i = 0; i < n; ++i) signals[s][i] = static_cast<float>(rows[padding + i][s / lanes][s % lanes]);
}

}  // namespace

core::Result<void> sosfiltfilt(const Sos& sos, std::span<std::vector<float>> signals, std::size_t padding) {
    for (const auto& signal : signals)
        if (signal.size() <= padding || signal.size() != signals.front().size())
            return core::fail({.kind = core::ErrorKind::usage,
                               .what = "signals differ in length or are too short for zero-phase filtering",
                               .where = {},
                               .got = std::to_string(signal.size()) + " samples",
                               .expected = "more than " + std::to_string(padding) + ", the same for all",
                               .hint = {}});
    if (sos.empty()) return {};
    const auto steady = sosfilt_zi(sos);
    for (std::size_t from = 0; from < signals.size(); from += together)
        filter_together(sos, steady, signals.subspan(from, std::min(together, signals.size() - from)), padding);
    return {};
}

}  // namespace synchrony::dsp
