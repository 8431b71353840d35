#include "synchrony/dsp/stft.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "goldens.hpp"

namespace synchrony::dsp {
namespace {

constexpr StftMethod methods[] = {StftMethod::automatic, StftMethod::fft, StftMethod::product, StftMethod::running_sum};

StftOptions options_of(const nlohmann::json& c) {
    return {.window = c["window"] == "hann" ? WindowShape::hann : WindowShape::hamming,
            .window_samples = c["window_samples"],
            .hop = c["hop"],
            .fft_samples = c["fft_samples"],
            .first_bin = c["first_bin"],
            .bins = c["bins"],
            .zero_edges = c["zero_edges"]};
}

template <typename Real>
void equals_scipy(double tolerance) {
    const auto golden = test::golden("stft.json");
    int compared = 0;
    for (const auto& c : golden["cases"])
        for (const auto method : methods) {
            const std::string what =
                c["name"].get<std::string>() + ", method " + std::to_string(static_cast<int>(method));
            auto options = options_of(c);
            options.method = method;
            auto plan = StftPlan<Real>::make(options);
            if (!plan) {
                ASSERT_EQ(method, StftMethod::running_sum) << what << ": " << plan.error().message();
                ASSERT_NE(options.fft_samples % options.window_samples, 0) << what;
                continue;
            }
            const std::vector<double> wide = c["x"];
            const std::vector<Real> x(wide.begin(), wide.end());
            const std::vector<double> re = c["re"], im = c["im"];
            ASSERT_EQ(plan->frame_count(x.size()), c["frames"].get<std::size_t>()) << what;
            ASSERT_NE(plan->options().method, StftMethod::automatic);
            std::vector<std::complex<Real>> z(re.size());
            std::vector<Real> magnitude(re.size());
            plan->transform(x, z);
            plan->magnitude(x, magnitude);
            for (std::size_t i = 0; i < re.size(); ++i) {
                ASSERT_NEAR(z[i].real(), re[i], tolerance) << what << ", element " << i;
                ASSERT_NEAR(z[i].imag(), im[i], tolerance) << what << ", element " << i;
                ASSERT_NEAR(magnitude[i], std::hypot(re[i], im[i]), tolerance) << what << ", element " << i;
            }
            ++compared;
        }
    EXPECT_GE(compared, 18);
}

TEST(Stft, EqualsScipyInDouble) {
    equals_scipy<double>(1e-9);
}
TEST(Stft, EqualsScipyInFloat) {
    equals_scipy<float>(1e-5);
}

TEST(Stft, ToneHasHalfItsAmplitudeInItsBin) {
    constexpr double fs = 360.0, hz = 45.0, amplitude = 1.5;
    std::vector<double> x(720);
    for (std::size_t n = 0; n < x.size(); ++n)
        x[n] = amplitude * std::cos(2 * std::numbers::pi * hz * static_cast<double>(n) / fs);
    for (const auto method : methods) {
        auto plan = StftPlan<double>::make({.window_samples = 64,
                                            .hop = 16,
                                            .fft_samples = 128,
                                            .first_bin = 4,
                                            .bins = 24,
                                            .zero_edges = false,
                                            .method = method});
        ASSERT_TRUE(plan);
        const std::size_t frames = plan->frame_count(x.size());
        EXPECT_EQ(frames, 42u);  // (720 - 64) / 16 + 1
        std::vector<double> out(24 * frames);
        plan->magnitude(x, out);
        for (std::size_t frame = 0; frame < frames; ++frame) {
            EXPECT_NEAR(out[(16 - 4) * frames + frame], amplitude / 2, 1e-9);  // 45 Hz is bin 16 of 128 at 360 Hz
            EXPECT_NEAR(out[(20 - 4) * frames + frame], 0, 1e-9);  // two window bins away: Hann's first zero
        }
    }
}

TEST(Stft, AnyColumnsAreThoseOfHopOne) {
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    std::vector<double> x(300);
    for (auto& v : x) v = normal(random);
    for (const auto method : methods) {
        StftOptions options{.window_samples = 100,
                            .hop = 1,
                            .fft_samples = 200,
                            .first_bin = 0,
                            .bins = 40,
                            .zero_edges = true,
                            .method = method};
        auto plan = StftPlan<double>::make(options);
        ASSERT_TRUE(plan);
        const std::size_t frames = plan->frame_count(x.size());
        std::vector<double> all(40 * frames);
        plan->magnitude(x, all);
        const std::vector<std::size_t> columns{0, 0, 3, 17, 18, 150, 299, 300};
        std::vector<std::ptrdiff_t> starts;
        for (const auto c : columns) starts.push_back(static_cast<std::ptrdiff_t>(c) - 50);
        std::vector<double> some(40 * columns.size());
        plan->magnitude_at(x, starts, some);
        for (std::size_t bin = 0; bin < 40; ++bin)
            for (std::size_t k = 0; k < columns.size(); ++k)
                ASSERT_NEAR(some[bin * columns.size() + k], all[bin * frames + columns[k]], 1e-12);
    }
}

TEST(Stft, MethodsAgreeOnLongSignalsInFloat) {
    // A running sum that never restarted would lose this: a large stretch first, then a small signal.
    std::vector<float> x(50'000);
    for (std::size_t n = 0; n < x.size(); ++n)
        x[n] = (n < 20'000 ? 100.0F : 0.5F) * std::sin(0.37F * static_cast<float>(n % 1000));
    StftOptions options{.window_samples = 64,
                        .hop = 8,
                        .fft_samples = 128,
                        .first_bin = 0,
                        .bins = 33,
                        .zero_edges = true,
                        .method = StftMethod::fft};
    auto fft = StftPlan<float>::make(options);
    options.method = StftMethod::running_sum;
    auto sums = StftPlan<float>::make(options);
    ASSERT_TRUE(fft && sums);
    const std::size_t frames = fft->frame_count(x.size());
    std::vector<float> a(33 * frames), b(a.size());
    fft->magnitude(x, a);
    sums->magnitude(x, b);
    for (std::size_t bin = 0; bin < 33; ++bin)
        for (std::size_t k = 2600; k < frames; ++k)  // after sample 20,800
            ASSERT_NEAR(a[bin * frames + k], b[bin * frames + k], 1e-5);
}

TEST(Stft, FramesOutsideTheSignalAreZero) {
    const std::vector<float> x(10, 1.0F);
    const std::vector<std::ptrdiff_t> starts{-100, -8, -7, 9, 10, 500};
    for (const auto method : methods) {
        auto plan = StftPlan<float>::make({.window_samples = 8,
                                           .hop = 1,
                                           .fft_samples = 8,
                                           .first_bin = 0,
                                           .bins = 5,
                                           .zero_edges = true,
                                           .method = method});
        ASSERT_TRUE(plan);
        std::vector<float> out(5 * starts.size());
        plan->magnitude_at(x, starts, out);
        // w[7] of the Hann window over its sum 4: (0.5 - 0.5 cos(7 pi / 4)) / 4
        const std::vector<float> row{0, 0, 0.0366117F, 0, 0, 0};  // w[0] is zero
        for (std::size_t k = 0; k < row.size(); ++k) EXPECT_NEAR(out[k], row[k], 1e-6) << k;
        plan->magnitude({}, out);  // an empty signal has no frames
    }
}

// A cosine in the middle of bin 6, frames that begin so that their middles stand on crest, zero, trough and zero.
TEST(Stft, InPhaseKeepsTheSign) {
    constexpr int window = 64, fft = 128, bin = 6;
    std::vector<double> x(1000);
    const auto at = [](std::size_t n) { return 2 * std::numbers::pi * bin * static_cast<double>(n) / fft; };
    for (std::size_t n = 0; n < x.size(); ++n) x[n] = 0.8 * std::cos(at(n));
    for (const auto method : {StftMethod::fft, StftMethod::product, StftMethod::running_sum}) {
        auto plan = StftPlan<double>::make(
            {.window_samples = window, .hop = 8, .fft_samples = fft, .first_bin = 4, .bins = 5, .method = method});
        ASSERT_TRUE(plan);
        std::vector<std::ptrdiff_t> starts;
        std::vector<double> expected;
        for (const std::size_t middle : {384U, 389U, 392U, 395U, 400U, 405U}) {
            starts.push_back(static_cast<std::ptrdiff_t>(middle) - window / 2);
            expected.push_back(0.4 * std::cos(at(middle)));
        }
        std::vector<double> out(5 * starts.size());
        plan->in_phase_at(x, starts, out);
        for (std::size_t k = 0; k < starts.size(); ++k)
            EXPECT_NEAR(out[2 * starts.size() + k], expected[k], 1e-3) << k;  // the mirror image's leak is below
        for (auto& sample : x) sample = -sample;
        std::vector<double> turned(out.size());
        plan->in_phase_at(x, starts, turned);
        for (std::size_t i = 0; i < out.size(); ++i) EXPECT_NEAR(turned[i], -out[i], 1e-12);
        for (auto& sample : x) sample = -sample;
    }
}

TEST(Stft, CopiesWorkAlone) {
    auto plan = StftPlan<double>::make({.window_samples = 16, .hop = 4, .fft_samples = 16, .bins = 9});
    ASSERT_TRUE(plan);
    StftPlan<double> copy(*plan);
    std::vector<double> x(64, 1.0), a(9 * plan->frame_count(64)), b(a.size());
    plan->magnitude(x, a);
    copy.magnitude(x, b);
    EXPECT_EQ(a, b);
    copy = *plan;
    copy.magnitude(x, b);
    EXPECT_EQ(a, b);
}

TEST(Stft, RefusesWhatCannotBe) {
    const auto refused = [](const StftOptions& o) {
        const auto plan = StftPlan<float>::make(o);
        return !plan && plan.error().kind == core::ErrorKind::usage;
    };
    const StftOptions good{.window_samples = 64, .hop = 8, .fft_samples = 128, .first_bin = 0, .bins = 65};
    EXPECT_FALSE(refused(good));
    const auto with = [&](auto change) {
        auto o = good;
        change(o);
        return o;
    };
    EXPECT_TRUE(refused(with([](auto& o) { o.window_samples = 0; })));
    EXPECT_TRUE(refused(with([](auto& o) { o.window_samples = 129; })));
    EXPECT_TRUE(refused(with([](auto& o) { o.fft_samples = 1 << 20; })));
    EXPECT_TRUE(refused(with([](auto& o) { o.hop = 0; })));
    EXPECT_TRUE(refused(with([](auto& o) { o.hop = -5; })));
    EXPECT_TRUE(refused(with([](auto& o) { o.bins = 66; })));
    EXPECT_TRUE(refused(with([](auto& o) { o.bins = 0; })));
    EXPECT_TRUE(refused(with([](auto& o) { o.first_bin = -1; })));
    EXPECT_TRUE(refused(with([](auto& o) { o.first_bin = 1; })));
    EXPECT_TRUE(refused(with([](auto& o) {
        o.fft_samples = 150;
        o.method = StftMethod::running_sum;
    })));
}

}  // namespace
}  // namespace synchrony::dsp
