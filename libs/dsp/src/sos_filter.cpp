#include "synchrony/dsp/sos_filter.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace synchrony::dsp {
namespace {

// All sections of a sample are run before the next sample, with coefficients and states in registers: the processor
// then overlaps the last section of one sample with the first of the next. `count` is known when compiled.
template <std::size_t count, typename Iterator>
void run_sections(const Section* sections, SectionState* states, Iterator first, Iterator last) {
    std::array<Section, count> c;
    std::array<SectionState, count> s;
    std::copy_n(sections, count, c.begin());
    std::copy_n(states, count, s.begin());
    for (; first != last; ++first) {
        auto x = static_cast<double>(*first);
        for (std::size_t i = 0; i < count; ++i) {
            const double y = c[i].b0 * x + s[i].s1;
            s[i].s1 = c[i].b1 * x - c[i].a1 * y + s[i].s2;
            s[i].s2 = c[i].b2 * x - c[i].a2 * y;
            x = y;
        }
        *first = static_cast<typename std::iterator_traits<Iterator>::value_type>(x);
    }
    std::copy_n(s.begin(), count, states);
}

template <typename Iterator>
void run(const Sos& sos, Iterator first, Iterator last, std::span<SectionState> state) {
    std::size_t done = 0;
    while (done < sos.size()) {
        const Section* sections = sos.data() + done;
        SectionState* states = state.data() + done;
        switch (sos.size() - done) {
            case 1:
                run_sections<1>(sections, states, first, last);
                done += 1;
                break;
            case 2:
                run_sections<2>(sections, states, first, last);
                done += 2;
                break;
            case 3:
                run_sections<3>(sections, states, first, last);
                done += 3;
                break;
            default:
                run_sections<4>(sections, states, first, last);
                done += 4;
                break;
        }
    }
}

std::vector<SectionState> scaled(std::span<const SectionState> steady, double by) {
    std::vector<SectionState> state(steady.begin(), steady.end());
    for (auto& s : state) {
        s.s1 *= by;
        s.s2 *= by;
    }
    return state;
}

// The signal mirrored through its end point, nearest sample first: 2 x[0] - x[1], 2 x[0] - x[2], ...
template <typename Iterator>
std::vector<double> odd_reflection(Iterator end_point, std::size_t count) {
    std::vector<double> reflection(count);
    const double centre = *end_point;
    for (auto& r : reflection) r = 2 * centre - *++end_point;
    return reflection;
}

}  // namespace

std::vector<SectionState> sosfilt_zi(const Sos& sos) {
    std::vector<SectionState> state;
    double input = 1.0;  // what reaches the section when the filter's input is 1
    for (const auto& c : sos) {
        const double output = input * (c.b0 + c.b1 + c.b2) / (1.0 + c.a1 + c.a2);
        state.push_back({.s1 = output - c.b0 * input, .s2 = c.b2 * input - c.a2 * output});
        input = output;
    }
    return state;
}

void sosfilt(const Sos& sos, std::span<double> samples, std::span<SectionState> state) {
    run(sos, samples.begin(), samples.end(), state);
}

std::size_t default_padding(const Sos& sos) {
    const auto b2_zero = std::count_if(sos.begin(), sos.end(), [](const Section& s) { return s.b2 == 0.0; });
    const auto a2_zero = std::count_if(sos.begin(), sos.end(), [](const Section& s) { return s.a2 == 0.0; });
    return 3 * (2 * sos.size() + 1 - static_cast<std::size_t>(std::min(b2_zero, a2_zero)));
}

core::Result<void> sosfiltfilt(const Sos& sos, std::span<double> samples) {
    return sosfiltfilt(sos, samples, default_padding(sos));
}

core::Result<void> sosfiltfilt(const Sos& sos, std::span<double> samples, std::size_t padding) {
    if (samples.size() <= padding)
        return core::fail({.kind = core::ErrorKind::usage,
                           .what = "signal too short for zero-phase filtering",
                           .where = {},
                           .got = std::to_string(samples.size()) + " samples",
                           .expected = "more than " + std::to_string(padding),
                           .hint = {}});
    if (sos.empty()) return {};
    auto before = odd_reflection(samples.begin(), padding);
    std::reverse(before.begin(), before.end());
    auto after = odd_reflection(samples.rbegin(), padding);
    const auto steady = sosfilt_zi(sos);

    auto state = scaled(steady, before.empty() ? samples.front() : before.front());
    sosfilt(sos, before, state);
    sosfilt(sos, samples, state);
    sosfilt(sos, after, state);

    state = scaled(steady, after.empty() ? samples.back() : after.back());
    run(sos, after.rbegin(), after.rend(), state);
    run(sos, samples.rbegin(), samples.rend(), state);
    return {};
}

core::Result<std::vector<double>> sosfiltfilt(const Sos& sos, std::span<const float> samples) {
    std::vector<double> filtered(samples.begin(), samples.end());
    SYNCHRONY_TRY(sosfiltfilt(sos, filtered));
    return filtered;
}

StreamingFilter::StreamingFilter(Sos sos) : sos_(std::move(sos)), steady_(sosfilt_zi(sos_)), state_(steady_) {}

void StreamingFilter::start(double first) {
    state_ = scaled(steady_, first);
    started_ = true;
}

void StreamingFilter::process(std::span<double> samples) {
    if (samples.empty()) return;
    if (!started_) start(samples.front());
    run(sos_, samples.begin(), samples.end(), state_);
}

void StreamingFilter::process(std::span<float> samples) {
    if (samples.empty()) return;
    if (!started_) start(static_cast<double>(samples.front()));
    // More than four sections run in several passes; doubles in between keep what float would round away.
    constexpr std::size_t block = 1024;
    std::array<double, block> buffer;
    for (std::size_t begin = 0; begin < samples.size(); begin += block) {
        const auto part = samples.subspan(begin, std::min(block, samples.size() - begin));
        const auto end = std::copy(part.begin(), part.end(), buffer.begin());
        run(sos_, buffer.begin(), end, state_);
        std::transform(buffer.begin(), end, part.begin(), [](double x) { return static_cast<float>(x); });
    }
}

}  // namespace synchrony::dsp
