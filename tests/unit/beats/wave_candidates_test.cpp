// Where the network of the wave is asked: in the pieces of 24 s in which the series is in doubt without it.
#include "wave_candidates.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::beats {
namespace {

constexpr double work_hz = 180.0;
constexpr int clip_seconds = 60;

/// A surely found beat each second, from half a second on.
std::vector<Candidate> regular(const WorkRate& work) {
    std::vector<Candidate> beats;
    for (int i = 0; i < clip_seconds; ++i) {
        Candidate beat;
        beat.position = work.samples(i + 0.5) + work.delay;
        beat.log_odds = 10.0F;
        beat.rr_s = 1.0F;
        beats.push_back(beat);
    }
    return beats;
}

/// Asked beats, as a letter a beat.
std::string asked(std::vector<Candidate> candidates) {
    WorkRate work;
    work.rate_hz = work_hz;
    std::vector<float> wave(static_cast<std::size_t>(work_hz * clip_seconds));
    for (std::size_t i = 0; i < wave.size(); ++i) wave[i] = std::sin(0.1F * static_cast<float>(i));
    const auto size = static_cast<std::int64_t>(wave.size()) + work.samples(held_tail_s);
    const std::vector<LeadView> leads{{wave, wave, wave, {}}};
    WaveOdds waves(leads, work);
    ask_waves(candidates, waves, work, {}, {0, size}, size);
    std::string letters;
    for (const auto& candidate : candidates) letters += candidate.wave_odds ? 'x' : '.';
    return letters;
}

const std::string none(60, '.'), second = std::string(24, '.') + std::string(24, 'x') + std::string(12, '.'),
                                 third = std::string(48, '.') + std::string(12, 'x');

TEST(AskWaves, NotWhereTheSeriesIsSure) {
    const WorkRate work{.rate_hz = work_hz};
    EXPECT_EQ(asked(regular(work)), none);
    auto surely_none = regular(work);
    surely_none[30].log_odds = -10.0F;  // as the candidate that another wave gave: a pause is left
    EXPECT_EQ(asked(surely_none), second);
}

TEST(AskWaves, AroundWhatIsInDoubt) {
    const WorkRate work{.rate_hz = work_hz};
    auto doubtful = regular(work), aside = doubtful, pause = doubtful, late = doubtful, early = doubtful,
         fast = doubtful;
    doubtful[30].log_odds = 2.0F;
    EXPECT_EQ(asked(doubtful), second);
    aside[50].peak_aside = true;
    EXPECT_EQ(asked(aside), third);
    pause.erase(pause.begin() + 5);
    EXPECT_EQ(asked(pause), std::string(23, 'x') + std::string(36, '.'));
    late.erase(late.begin());  // a beat may be cut by the begin ...
    EXPECT_EQ(asked(late), std::string(23, 'x') + std::string(36, '.'));
    early.pop_back();  // ... or by the end
    EXPECT_EQ(asked(early), std::string(48, '.') + std::string(11, 'x'));
    for (auto& beat : fast) beat.rr_s = 0.29F;  // faster than it was taught, whatever is in doubt
    fast[30].log_odds = 2.0F;
    EXPECT_EQ(asked(fast), none);
}

}  // namespace
}  // namespace synchrony::beats
