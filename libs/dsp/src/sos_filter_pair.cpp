// Two causal filters side by side: each sample of one waits for the sample before, and the other runs meanwhile.
#include <algorithm>
#include <array>

#include "synchrony/core/lanes.hpp"
#include "synchrony/dsp/sos_filter.hpp"

namespace synchrony::dsp {
namespace {

using core::TwoDoubles;

struct SectionPair {
    TwoDoubles b0, b1, b2, a1, a2;
};

template <std::size_t count>
void run_pair(const Sos& one, const Sos& other, std::vector<SectionState>& one_state,
              std::vector<SectionState>& other_state, std::span<float> x, std::span<float> y) {
    std::array<SectionPair, count> c;
    std::array<TwoDoubles, count> s1, s2;
    for (std::size_t i = 0; i < count; ++i) {
        const Section &a = one[i], &b = other[i];
        c[i] = SectionPair{TwoDoubles{a.b0, b.b0}, TwoDoubles{a.b1, b.b1}, TwoDoubles{a.b2, b.b2},
                           TwoDoubles{a.a1, b.a1}, TwoDoubles{a.a2, b.a2}};
        s1[i] = TwoDoubles{one_state[i].s1, other_state[i].s1};
        s2[i] = TwoDoubles{one_state[i].s2, other_state[i].s2};
    }
    for (std::size_t n = 0; n < x.size(); ++n) {
        TwoDoubles in = {static_cast<double>(x[n]), static_cast<double>(y[n])};
        for (std::size_t i = 0; i < count; ++i) {
            const TwoDoubles out = c[i].b0 * in + s1[i];
            s1[i] = c[i].b1 * in - c[i].a1 * out + s2[i];
            s2[i] = c[i].b2 * in - c[i].a2 * out;
            in = out;
        }
        x[n] = static_cast<float>(in[0]);
        y[n] = static_cast<float>(in[1]);
    }
    for (std::size_t i = 0; i < count; ++i) {
        one_state[i] = {s1[i][0], s2[i][0]};
        other_state[i] = {s1[i][1], s2[i][1]};
    }
}

}  // namespace

void StreamingFilter::process_both(StreamingFilter& one, std::span<float> x, StreamingFilter& other,
                                   std::span<float> y) {
    const std::size_t sections = one.sos_.size();
    if (x.empty() || x.size() != y.size() || other.sos_.size() != sections || (sections != 1 && sections != 2)) {
        one.process(x);
        other.process(y);
        return;
    }
    if (!one.started_) one.start(static_cast<double>(x.front()));
    if (!other.started_) other.start(static_cast<double>(y.front()));
    const auto run = sections == 1 ? run_pair<1> : run_pair<2>;
    run(one.sos_, other.sos_, one.state_, other.state_, x, y);
}

}  // namespace synchrony::dsp
