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
    std::vector<Row> rows(n + 2 * padding, Row{});
    for (std::size_t s = 0; s < signals.size(); ++s) {
        const auto put = [&](std::size_t i, double x) { rows[i][s / lanes][s % lanes] = x; };
        const auto& x = signals[s];
        const double first = x.front(), last = x.back();
        for (std::size_t k = 1; k <= padding; ++k) {
            put(padding - k, 2 * first - static_cast<double>(x[k]));
            put(padding + n - 1 + k, 2 * last - static_cast<double>(x[n - 1 - k]));
        }
        for (std::size_t i = 0; i < n; ++i) put(padding + i, x[i]);
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
