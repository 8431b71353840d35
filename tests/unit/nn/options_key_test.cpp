// Every option that changes what is learnt changes the key under which results of it are kept.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <string>

#include "support.hpp"
#include "support/numbered_weights.hpp"

namespace synchrony::nn {
namespace {

template <typename Options>
void expect_in_key(const Options& usual, const std::map<std::string, std::function<void(Options&)>>& changes) {
    std::map<std::string, std::string> seen{{usual.key().digest(), "the usual options"}};
    for (const auto& [name, change] : changes) {
        auto options = usual;
        change(options);
        const auto [place, fresh] = seen.emplace(options.key().digest(), name);
        EXPECT_TRUE(fresh) << name << " has the key of " << place->second;
    }
}

std::shared_ptr<const model::Bundle> numbered_bundle(float first) {
    model::Bundle bundle;
    bundle.architecture = test::tiny_net();
    synchrony::test::number_weights(bundle);
    bundle.tensors.begin()->second.values.front() = first;
    return std::make_shared<const model::Bundle>(std::move(bundle));
}

std::shared_ptr<const NumericTargets> numbers_of(const std::string& patient, double value) {
    return std::make_shared<const NumericTargets>(NumericTargets{{"qrs_ms"}, {{patient, {value}}}, "truth.csv"});
}

TEST(OptionsKey, OfTransfer) {
    using O = TransferOptions;
    O usual;
    EXPECT_EQ(usual.key(), O{}.key());
    expect_in_key<O>(usual,
                     {{"init", [](O& o) { o.init = numbered_bundle(1); }},
                      {"weights of init", [](O& o) { o.init = numbered_bundle(2); }},
                      {"architecture", [](O& o) { o.architecture.base_width = 16; }},
                      {"train", [](O& o) { o.train = Trainable::head; }},
                      {"pooling", [](O& o) { o.pooling = model::LeadPooling::concat; }},
                      {"leads", [](O& o) { o.leads = {"I"}; }},
                      {"beats", [](O& o) { o.beats = BeatChoice::single; }},
                      {"head start", [](O& o) { o.head_start = HeadStart::linear_probing; }},
                      {"norms", [](O& o) { o.norms = NormStatistics::learnt; }},
                      {"epochs", [](O& o) { o.epochs = 16; }},
                      {"batch", [](O& o) { o.batch = 9; }},
                      {"optimizer", [](O& o) { o.optimizer.kind = Optimizer::sgd; }},
                      {"schedule", [](O& o) { o.optimizer.schedule = Schedule::cosine; }},
                      // std::to_string, which stood here once, gives six digits behind the point.
                      {"rate", [](O& o) { o.optimizer.learning_rate = std::nextafter(o.optimizer.learning_rate, 1); }},
                      {"weight decay", [](O& o) { o.optimizer.weight_decay = 4e-2; }},
                      {"layer decay", [](O& o) { o.layer_decay = 0.61; }},
                      {"shift", [](O& o) { o.augmentation.shift_columns = 0; }},
                      {"gain", [](O& o) { o.augmentation.gain = 0; }},
                      {"masked columns", [](O& o) { o.augmentation.mask_columns = 0; }},
                      {"masked rows", [](O& o) { o.augmentation.mask_rows = 0; }},
                      {"chance of a mask", [](O& o) { o.augmentation.mask_chance = 0; }},
                      {"noise", [](O& o) { o.augmentation.noise = 0; }},
                      {"chance of noise", [](O& o) { o.augmentation.noise_chance = 0; }},
                      {"averaging", [](O& o) { o.averaging = 0.5; }},
                      {"head penalty", [](O& o) { o.head_penalty = 1; }},
                      {"balance", [](O& o) { o.balance = false; }},
                      {"members", [](O& o) { o.members = 2; }}});
}

TEST(OptionsKey, OfPretraining) {
    using O = PretrainOptions;
    expect_in_key<O>(O{}, {{"architecture", [](O& o) { o.architecture.name = "resnet50"; }},
                           {"targets", [](O& o) { o.targets = numbers_of("p1", 5); }},
                           {"a target's value", [](O& o) { o.targets = numbers_of("p1", 6); }},
                           {"a target's patient", [](O& o) { o.targets = numbers_of("p2", 5); }},
                           {"weight of targets",
                            [](O& o) {
                                o.targets = numbers_of("p1", 5);
                                o.targets_weight = 2;
                            }},
                           {"init", [](O& o) { o.init = numbered_bundle(1); }},
                           {"weights of init", [](O& o) { o.init = numbered_bundle(2); }},
                           {"stem", [](O& o) { o.architecture.stem = model::Stem::small; }},
                           {"objective", [](O& o) { o.objective = Objective::both; }},
                           {"masked", [](O& o) { o.objective = Objective::masked; }},
                           {"masked share",
                            [](O& o) {
                                o.objective = Objective::masked;
                                o.masked_share = 0.4;
                            }},
                           {"contrastive weight", [](O& o) { o.contrastive_weight = 1; }},
                           {"temperature", [](O& o) { o.contrastive_temperature = 1; }},
                           {"channels",
                            [](O& o) {
                                o.channels = {features::Channel::beat, features::Channel::median};
                            }},
                           {"split", [](O& o) { o.split = SplitKind::intra; }},
                           {"published", [](O& o) { o.published = std::make_shared<const PublishedSplit>(); }},
                           {"who trains",
                            [](O& o) {
                                PublishedSplit split;
                                split.train = {"100"};
                                o.published = std::make_shared<const PublishedSplit>(split);
                            }},
                           {"who tests",
                            [](O& o) {
                                PublishedSplit split;
                                split.test = {"100"};
                                o.published = std::make_shared<const PublishedSplit>(split);
                            }},
                           {"leads", [](O& o) { o.leads = {"II"}; }},
                           {"validation share", [](O& o) { o.validation_share = 0.3; }},
                           {"validation patients", [](O& o) { o.validation_patients = {"p1"}; }},
                           {"test share", [](O& o) { o.test_share = 0.3; }},
                           {"validation images", [](O& o) { o.most_validation_images = 1; }},
                           {"epochs", [](O& o) { o.epochs = 11; }},
                           {"steps", [](O& o) { o.most_steps = 1; }},
                           {"seconds", [](O& o) { o.most_seconds = 1; }},
                           {"batch", [](O& o) { o.batch = 255; }},
                           {"micro batch", [](O& o) { o.micro_batch = 1; }},
                           {"rate", [](O& o) { o.optimizer.learning_rate = 1e-4; }},
                           {"balance", [](O& o) { o.balance = Balance::none; }},
                           {"balance power", [](O& o) { o.balance_power = 1; }},
                           {"augmentation", [](O& o) { o.augmentation.gain = 0; }},
                           {"noise",
                            [](O& o) {
                                o.noise = std::make_shared<const NoiseImages>(NoiseImages{{0.5F}, 1});
                            }},
                           {"other noise",
                            [](O& o) {
                                o.noise = std::make_shared<const NoiseImages>(NoiseImages{{0.6F}, 1});
                            }},
                           {"dropout", [](O& o) { o.dropout = 0.1; }},
                           {"patient power", [](O& o) { o.patient_power = 1; }},
                           {"timing", [](O& o) { o.timing = false; }},
                           {"timing inputs", [](O& o) { o.timing_inputs = 3; }},
                           {"irregular chance", [](O& o) { o.irregular_chance = 0; }},
                           {"precision", [](O& o) { o.precision = Precision::f32; }},
                           {"validations", [](O& o) { o.validations = 1; }},
                           {"patience", [](O& o) { o.patience = 1; }},
                           {"averaging", [](O& o) { o.averaging = 0; }}});
    PretrainOptions elsewhere;
    elsewhere.checkpoint = "state";
    elsewhere.test = false;
    EXPECT_EQ(elsewhere.key(), PretrainOptions{}.key()) << "neither changes what is learnt";
}

}  // namespace
}  // namespace synchrony::nn
