#include "transfer_networks.hpp"

#include <gtest/gtest.h>

#include <set>

namespace synchrony::study {
namespace {

TransferGainRequest request_of_two_values_each() {
    TransferGainRequest request;
    request.networks.epochs = {15, 40};
    request.networks.learning_rates = {5e-4, 2e-3};
    request.networks.poolings = {model::LeadPooling::mean, model::LeadPooling::concat};
    request.networks.layer_decays = {0.6, 1.0};
    request.networks.head_starts = {nn::HeadStart::random, nn::HeadStart::linear_probing};
    return request;
}

TEST(TransferNetworks, EveryCombinationOnce) {
    const auto bundle = std::make_shared<const model::Bundle>();
    const auto settings = network_settings(request_of_two_values_each(), bundle, "finetuned");
    std::set<std::string> names;
    for (const auto& setting : settings) {
        names.insert(setting.name);
        EXPECT_EQ(setting.options.init, bundle);
    }
    EXPECT_EQ(settings.size(), 32U);
    EXPECT_EQ(names.size(), 32U);
    EXPECT_EQ(settings.front().name, "15 epochs, rate 0.0005, mean of leads, layer decay 0.6");
    EXPECT_EQ(settings.back().name, "40 epochs, rate 0.002, leads side by side, layer decay 1, head fitted first");
}

TEST(TransferNetworks, FromRandomWeightsNothingOfPretrainingMultiplies) {
    auto request = request_of_two_values_each();
    request.transfer.train = nn::Trainable::last_block;
    const auto settings = network_settings(request, std::make_shared<const model::Bundle>(), "scratch");
    EXPECT_EQ(settings.size(), 8U);
    for (const auto& setting : settings) {
        EXPECT_EQ(setting.options.init, nullptr);
        EXPECT_EQ(setting.options.train, nn::Trainable::all);
        EXPECT_EQ(setting.options.head_start, nn::HeadStart::random);
    }
}

// Two settings, two tasks. Half A: means 0.6 and 0.7; half B: 0.8 and 0.6, but its second task likes the second.
class Choice : public ::testing::Test {
  protected:
    std::vector<NetworkSetting> settings{{"short", {}}, {"long", {}}};
    HalfTrials trials{{{{{{0.5}, {0.9}}}, {{{0.7}, {0.5}}}}, {{{{0.9}, {0.4}}}, {{{0.7}, {0.8}}}}}};
    TransferGainRequest request;
};

TEST_F(Choice, EachHalfIsGivenWhatTheOtherLikes) {
    for (const auto& task : chosen_from(settings, trials, request)) {
        EXPECT_EQ(task.names(Half::a), std::vector<std::string>{"short"});
        EXPECT_EQ(task.names(Half::b), std::vector<std::string>{"long"});
    }
}

TEST_F(Choice, TaskByTask) {
    request.choose_by_task = true;
    const auto chosen = chosen_from(settings, trials, request);
    EXPECT_EQ(chosen[0].names(Half::a), std::vector<std::string>{"short"});
    EXPECT_EQ(chosen[1].names(Half::a), std::vector<std::string>{"long"});
    EXPECT_EQ(chosen[0].names(Half::b), std::vector<std::string>{"long"});
    EXPECT_EQ(chosen[1].names(Half::b), std::vector<std::string>{"short"});
}

TEST_F(Choice, SeveralAreKeptBestFirst) {
    request.settings_averaged = 2;
    EXPECT_EQ(chosen_from(settings, trials, request)[0].names(Half::b), (std::vector<std::string>{"long", "short"}));
}

}  // namespace
}  // namespace synchrony::study
