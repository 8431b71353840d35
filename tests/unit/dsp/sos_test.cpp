#include "synchrony/dsp/sos.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "goldens.hpp"

namespace synchrony::dsp {
namespace {

FilterKind kind_of(const std::string& name) {
    if (name == "lowpass") return FilterKind::lowpass;
    if (name == "highpass") return FilterKind::highpass;
    if (name == "bandpass") return FilterKind::bandpass;
    return FilterKind::bandstop;
}

TEST(FilterDesign, EqualsScipySectionForSection) {
    int cases = 0;
    const auto golden = test::golden("designs.json");
    for (const auto& c : golden["cases"]) {
        const std::string what = c["family"].get<std::string>() + " order " + c["order"].dump() + " " +
                                 c["kind"].get<std::string>() + " " + c["hz"].dump() + " at " + c["fs"].dump();
        const std::vector<double> hz = c["hz"];
        const auto kind = kind_of(c["kind"]);
        const auto sos = c["family"] == "butter" ? butterworth(c["order"], kind, hz, c["fs"])
                                                 : chebyshev1(c["order"], c["ripple_db"], kind, hz, c["fs"]);
        ASSERT_TRUE(sos.has_value()) << what << ": " << sos.error().message();
        const auto expected = test::sos_of(c["sos"]);
        ASSERT_EQ(sos->size(), expected.size()) << what;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const auto& [b0, b1, b2, a1, a2] = (*sos)[i];
            const auto& e = expected[i];
            // 1e-10 of each coefficient's size: the gain of the first section can itself be 1e-10.
            const double gain = std::abs(e.b0) + std::abs(e.b1) + std::abs(e.b2);
            EXPECT_NEAR(b0, e.b0, 1e-10 * gain) << what << ", section " << i;
            EXPECT_NEAR(b1, e.b1, 1e-10 * gain) << what << ", section " << i;
            EXPECT_NEAR(b2, e.b2, 1e-10 * gain) << what << ", section " << i;
            EXPECT_NEAR(a1, e.a1, 1e-10) << what << ", section " << i;
            EXPECT_NEAR(a2, e.a2, 1e-10) << what << ", section " << i;
        }
        ++cases;
    }
    EXPECT_GE(cases, 115);
}

TEST(FilterDesign, RefusesWhatCannotBe) {
    const auto kind_of_error = [](const core::Result<Sos>& r) {
        return r ? core::ErrorKind::io : r.error().kind;  // io: none of these gives it
    };
    using enum FilterKind;
    for (const auto& bad : {
             butterworth(0, lowpass, {10}, 360),
             butterworth(33, lowpass, {10}, 360),
             butterworth(2, lowpass, {}, 360),
             butterworth(2, lowpass, {10, 20}, 360),
             butterworth(2, bandpass, {10}, 360),
             butterworth(2, bandpass, {20, 10}, 360),
             butterworth(2, bandstop, {20, 20}, 360),
             butterworth(2, lowpass, {0}, 360),
             butterworth(2, lowpass, {180}, 360),
             butterworth(2, lowpass, {-1}, 360),
             butterworth(2, lowpass, {std::nan("")}, 360),
             butterworth(2, lowpass, {10}, 0),
             butterworth(2, lowpass, {10}, std::numeric_limits<double>::infinity()),
             chebyshev1(4, 0, lowpass, {10}, 360),
             chebyshev1(4, std::nan(""), lowpass, {10}, 360),
         })
        EXPECT_EQ(kind_of_error(bad), core::ErrorKind::usage);
    const auto message = butterworth(2, lowpass, {200}, 360).error().message();
    EXPECT_NE(message.find("200"), std::string::npos) << message;
    EXPECT_NE(message.find("180"), std::string::npos) << message;
}

}  // namespace
}  // namespace synchrony::dsp
