#include "synchrony/measure/found_rhythm.hpp"

#include <gtest/gtest.h>

namespace synchrony::measure {
namespace {

Measurements with_waves(bool p) {
    Measurements m;
    m.global.qrs = Wave{0.4, 0.45, 0.5};
    if (p) m.global.p = Wave{0.2, 0.25, 0.3};
    return m;
}

TEST(FoundRhythm, SaysWhatWasFoundMostSeriousFirst) {
    EXPECT_EQ(found_rhythm({}), FoundRhythm::unknown);
    auto m = with_waves(true);
    EXPECT_EQ(found_rhythm(m), FoundRhythm::sinus);
    m.flags.push_back({"p_axis", "-70 degrees"});
    EXPECT_EQ(found_rhythm(m), FoundRhythm::p_of_other_axis);
    m.atrial_waves.more_than_qrs = true;
    EXPECT_EQ(found_rhythm(m), FoundRhythm::more_p_than_qrs);
    m.ventricular_paced_part = 1.0;
    EXPECT_EQ(found_rhythm(m), FoundRhythm::paced);
    auto none = with_waves(false);
    EXPECT_EQ(found_rhythm(none), FoundRhythm::no_p_waves);
    none.flags.push_back({"possible_flutter", "150/min"});
    EXPECT_EQ(found_rhythm(none), FoundRhythm::possible_flutter);
    none.likely_atrial_fibrillation = true;
    EXPECT_EQ(found_rhythm(none), FoundRhythm::likely_atrial_fibrillation);
}

TEST(FoundRhythm, NamesComeBack) {
    for (const auto rhythm : {FoundRhythm::unknown, FoundRhythm::sinus, FoundRhythm::p_of_other_axis,
                              FoundRhythm::no_p_waves, FoundRhythm::more_p_than_qrs, FoundRhythm::possible_flutter,
                              FoundRhythm::likely_atrial_fibrillation, FoundRhythm::paced})
        EXPECT_EQ(rhythm_named_as(name_of(rhythm)), rhythm) << name_of(rhythm);
    EXPECT_EQ(rhythm_named_as("a word"), FoundRhythm::unknown);
    EXPECT_EQ(name_of(FoundRhythm::likely_atrial_fibrillation), "likely_atrial_fibrillation");
    EXPECT_EQ(words_of(FoundRhythm::sinus), "sinus rhythm by its P waves");
}

}  // namespace
}  // namespace synchrony::measure
