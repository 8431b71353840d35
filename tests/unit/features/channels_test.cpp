#include "synchrony/features/channels.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::features {
namespace {

// One patient, two leads, three beats each out of order, then the median beats.
std::vector<ImageIndex> small_index() {
    std::vector<ImageIndex> index;
    for (const std::int32_t lead : {0, 1})
        for (const std::int64_t beat : {500, 200, 900})
            index.push_back({0, lead, beat, 0, beat == 200 ? 0.0F : 1.0F, 1.0F, 1.0F});
    for (const std::int32_t lead : {0, 1}) index.push_back({0, lead, median_beat, -1, 0.8F, 0.8F, 0.8F});
    return index;
}

TEST(Channels, AreLookedUpByLeadAndTime) {
    const auto index = small_index();
    const auto images =
        ChannelImages::make(index, {}, {Channel::beat, Channel::median, Channel::previous, Channel::next});
    ASSERT_TRUE(images) << images.error().message();
    const auto expect = [&](std::size_t image, std::vector<std::uint32_t> numbers) {
        const auto of = images->of(image);
        EXPECT_EQ(std::vector<std::uint32_t>(of.begin(), of.end()), numbers) << "image " << image;
    };
    expect(0, {0, 6, 1, 2});  // at 500: before it 200, after it 900
    expect(1, {1, 6, 1, 0});  // the first has none before it
    expect(2, {2, 6, 0, 2});  // the last none after it
    expect(5, {5, 7, 3, 5});
    expect(6, {6, 6, 6, 6});  // a median beat stands alone
}

TEST(Channels, AreRefusedWhereTheMedianBeatIsMissing) {
    auto index = small_index();
    index.pop_back();
    EXPECT_TRUE(ChannelImages::make(index, {}, {Channel::beat, Channel::previous}));
    const auto refused = ChannelImages::make(index, {}, {Channel::beat, Channel::median});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("lead 2"), std::string::npos);
    EXPECT_FALSE(ChannelImages::make(index, {}, {}));
}

TEST(Channels, OfLeadsHoldTheSameBeatOfEachWhicheverLeadTheImageIsOf) {
    auto index = small_index();
    const std::vector<std::string> leads{"V1", "II"};
    const auto images = ChannelImages::make(index, leads, {Channel::lead_ii, Channel::beat, Channel::lead_v1});
    ASSERT_TRUE(images) << images.error().message();
    EXPECT_TRUE(images->joins_leads());
    const auto of = [&](std::size_t image) {
        const auto numbers = images->of(image);
        return std::vector<std::uint32_t>(numbers.begin(), numbers.end());
    };
    EXPECT_EQ(of(0), (std::vector<std::uint32_t>{3, 0, 0}));  // at 500 in V1
    EXPECT_EQ(of(4), (std::vector<std::uint32_t>{4, 4, 1}));  // at 200 in II
    EXPECT_EQ(of(7), (std::vector<std::uint32_t>{7, 7, 6}));  // the median beat
    const auto unknown = ChannelImages::make(index, leads, {Channel::lead_v6});
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().message().find("no lead V6"), std::string::npos) << unknown.error().message();
    index.erase(index.begin() + 3);  // at 500 in II
    const auto missing = ChannelImages::make(index, leads, {Channel::lead_ii});
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message().find("patient 1 lacks lead II"), std::string::npos);
}

TEST(Channels, HaveNames) {
    for (const auto channel : {Channel::beat, Channel::median, Channel::previous, Channel::next})
        EXPECT_EQ(*channel_named(name_of(channel)), channel);
    EXPECT_EQ(channel_named("aVR").value(), Channel::lead_avr);
    EXPECT_EQ(name_of(Channel::lead_v6), "V6");
    EXPECT_FALSE(channel_named("wavelet"));
    EXPECT_EQ(*usual_channels(2), (std::vector{Channel::beat, Channel::median}));
    EXPECT_FALSE(usual_channels(0));
    EXPECT_FALSE(usual_channels(5));
    EXPECT_EQ(usual_channels(12)->front(), Channel::lead_i);
    EXPECT_EQ(usual_channels(12)->back(), Channel::lead_v6);
    EXPECT_EQ(joining_lead(*usual_channels(12)), "I");
    EXPECT_EQ(joining_lead(*usual_channels(4)), "");
}

TEST(Channels, TimingFollowsTheBeatsInTime) {
    const auto index = small_index();
    const auto timing = timing_of_images(index);
    EXPECT_EQ(timing[0], timing[3]) << "the same beat in two leads";
    EXPECT_NEAR(timing[0][local_rate_input], std::log(1 / 0.8), 1e-6);
    EXPECT_EQ(timing[6], regular_timing(0.8F));
}

}  // namespace
}  // namespace synchrony::features
