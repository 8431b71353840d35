#include "synchrony/dsp/sos_filter.hpp"

#include <gtest/gtest.h>

#include "goldens.hpp"

namespace synchrony::dsp {
namespace {

class SosFilter : public testing::Test {
  protected:
    const nlohmann::json golden_ = test::golden("filters.json");
    const std::vector<double> x_ = golden_["x"];
};

TEST_F(SosFilter, SteadyStateEqualsScipy) {
    for (const auto& c : golden_["cases"]) {
        const auto zi = sosfilt_zi(test::sos_of(c["sos"]));
        ASSERT_EQ(zi.size(), c["zi"].size());
        for (std::size_t i = 0; i < zi.size(); ++i) {
            EXPECT_NEAR(zi[i].s1, c["zi"][i][0].get<double>(), 1e-9) << c["name"];
            EXPECT_NEAR(zi[i].s2, c["zi"][i][1].get<double>(), 1e-9) << c["name"];
        }
    }
}

TEST_F(SosFilter, ForwardEqualsScipy) {
    for (const auto& c : golden_["cases"]) {
        const auto sos = test::sos_of(c["sos"]);
        auto y = x_;
        std::vector<SectionState> state(sos.size());
        sosfilt(sos, y, state);
        test::expect_near(y, c["sosfilt"], 1e-9, c["name"]);
    }
}

TEST_F(SosFilter, ZeroPhaseEqualsScipy) {
    for (const auto& c : golden_["cases"]) {
        const auto sos = test::sos_of(c["sos"]);
        auto y = x_;
        ASSERT_TRUE(sosfiltfilt(sos, y));
        test::expect_near(y, c["sosfiltfilt"], 1e-9, c["name"]);
        y = x_;
        ASSERT_TRUE(sosfiltfilt(sos, y, 100));
        test::expect_near(y, c["sosfiltfilt_padlen_100"], 1e-9, c["name"]);
    }
}

TEST_F(SosFilter, ZeroPhaseNeedsMoreSamplesThanItsPadding) {
    const auto sos = test::sos_of(golden_["cases"][0]["sos"]);
    EXPECT_EQ(default_padding(sos), 9u);  // one section: 3 * (2 * 1 + 1)
    std::vector<double> nine(9), ten(10);
    const auto refused = sosfiltfilt(sos, nine);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, core::ErrorKind::usage);
    EXPECT_TRUE(sosfiltfilt(sos, ten));
    EXPECT_FALSE(sosfiltfilt(sos, std::span<double>{}));
}

// Fourteen signals are more than run side by side at once.
TEST_F(SosFilter, SignalsTogetherBecomeWhatEachBecomesAlone) {
    constexpr std::size_t padding = 100;
    for (const auto& c : golden_["cases"]) {
        const auto sos = test::sos_of(c["sos"]);
        std::vector<std::vector<float>> together(14, std::vector<float>(x_.begin(), x_.end()));
        for (std::size_t s = 0; s < together.size(); ++s)
            for (std::size_t i = 0; i < x_.size(); ++i)
                together[s][i] = static_cast<float>(x_[(i + 7 * s) % x_.size()]) + static_cast<float>(s);
        const auto recorded = together;
        ASSERT_TRUE(sosfiltfilt(sos, together, padding));
        for (std::size_t s = 0; s < together.size(); ++s) {
            std::vector<double> alone(recorded[s].begin(), recorded[s].end());
            ASSERT_TRUE(sosfiltfilt(sos, alone, padding));
            for (std::size_t i = 0; i < alone.size(); ++i)
                ASSERT_EQ(together[s][i], static_cast<float>(alone[i])) << c["name"] << ", signal " << s << ", " << i;
        }
    }
}

// In pieces, so that the states are handed on.
TEST_F(SosFilter, TwoStreamsTogetherBecomeWhatEachBecomesAlone) {
    const std::vector<float> x(x_.begin(), x_.end()), y(x_.rbegin(), x_.rend());
    for (const auto& c : golden_["cases"]) {
        const auto sos = test::sos_of(c["sos"]);
        auto other_sos = sos;
        other_sos.front().b0 *= 1.5;
        auto alone_x = x, alone_y = y, both_x = x, both_y = y;
        StreamingFilter(sos).process(std::span<float>(alone_x));
        StreamingFilter(other_sos).process(std::span<float>(alone_y));
        StreamingFilter one(sos), other(other_sos);
        for (const auto& [from, to] : {std::pair{std::size_t{0}, x.size() / 3}, std::pair{x.size() / 3, x.size()}})
            StreamingFilter::process_both(one, std::span<float>(both_x).subspan(from, to - from), other,
                                          std::span<float>(both_y).subspan(from, to - from));
        EXPECT_EQ(both_x, alone_x) << c["name"];
        EXPECT_EQ(both_y, alone_y) << c["name"];
    }
}

TEST_F(SosFilter, SignalsTogetherMustBeOfOneLength) {
    const auto sos = test::sos_of(golden_["cases"][0]["sos"]);
    std::vector<std::vector<float>> differ{std::vector<float>(50), std::vector<float>(51)};
    EXPECT_FALSE(sosfiltfilt(sos, differ, 9));
    std::vector<std::vector<float>> short_ones(2, std::vector<float>(9));
    EXPECT_FALSE(sosfiltfilt(sos, short_ones, 9));
}

TEST_F(SosFilter, StreamedInPiecesEqualsScipyInOne) {
    for (const auto& c : golden_["cases"]) {
        StreamingFilter filter(test::sos_of(c["sos"]));
        for (int pass = 0; pass < 2; ++pass) {  // the second pass, after reset, knows nothing of the first
            auto y = x_;
            std::span<double> left(y);
            for (std::size_t piece = 1; !left.empty(); piece = piece * 2 + 1) {
                const auto n = std::min(piece, left.size());
                filter.process(left.first(n));
                left = left.subspan(n);
            }
            test::expect_near(y, c["sosfilt_zi"], 1e-9, c["name"]);
            filter.reset();
        }
    }
}

TEST_F(SosFilter, FloatSamplesAreFilteredInDouble) {
    const std::vector<float> narrow(x_.begin(), x_.end());
    for (const auto& c : golden_["cases"]) {
        const auto sos = test::sos_of(c["sos"]);
        const auto y = sosfiltfilt(sos, narrow);
        ASSERT_TRUE(y);
        test::expect_near(*y, c["sosfiltfilt"], 1e-6, c["name"]);
        StreamingFilter filter(sos);
        auto z = narrow;
        filter.process(z);
        test::expect_near({z.begin(), z.end()}, c["sosfilt_zi"], 1e-6, c["name"]);
    }
}

}  // namespace
}  // namespace synchrony::dsp
