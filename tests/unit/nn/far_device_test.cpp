// Nets on a device that is as far from the host as a GPU (far_device.cpp): all that an engine does goes through there,
// and what comes back is what the processor gives.
#include <dlfcn.h>

#include <cmath>
#include <numeric>

#include "support.hpp"

namespace synchrony::nn {
namespace {

using CopyCount = std::int64_t();

class FarDevice : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        (void)test::engine();  // libtorch, which the device stands on
        void* module = dlopen(SYNCHRONY_FAR_DEVICE, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        ASSERT_NE(module, nullptr) << dlerror();
        copies = reinterpret_cast<CopyCount*>(dlsym(module, "far_device_copies_to_host"));
        ASSERT_NE(copies, nullptr);
        auto found = test::probe().engine_on("xpu");
        ASSERT_TRUE(found) << found.error().message();
        far = *found;
    }
    /// What both give, the far one through copies to the host.
    template <typename Work>
    static auto of_both(Work work) {
        auto here = work(test::engine());
        const auto before = copies();
        auto there = work(*far);
        EXPECT_GT(copies(), before) << "values came from the device";
        return std::pair(std::move(here), std::move(there));
    }
    static inline Engine* far = nullptr;
    static inline CopyCount* copies = nullptr;
};

void expect_near(const std::vector<double>& here, const std::vector<double>& there, double most) {
    ASSERT_EQ(here.size(), there.size());
    for (std::size_t i = 0; i < here.size(); ++i) ASSERT_NEAR(here[i], there[i], most) << i;
}

void expect_near(const model::Bundle& here, const model::Bundle& there, double most) {
    ASSERT_EQ(here.tensors.size(), there.tensors.size());
    for (const auto& [name, tensor] : here.tensors) {
        const auto& other = there.tensors.at(name);
        ASSERT_EQ(tensor.shape, other.shape) << name;
        for (std::size_t i = 0; i < tensor.values.size(); ++i)
            ASSERT_NEAR(tensor.values[i], other.values[i], most) << name;
    }
}

std::vector<std::size_t> first(std::size_t count) {
    std::vector<std::size_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    return numbers;
}

std::vector<double> scores_of(TransferClassifier& classifier, const model::PatientSet& set) {
    std::vector<double> scores;
    const auto predictions = classifier.predict(set, first(set.size()));
    EXPECT_TRUE(predictions) << predictions.error().message();
    for (const auto& prediction : *predictions) scores.push_back(prediction.score);
    return scores;
}

TEST_F(FarDevice, PretrainingGoesOnFromACheckpointToTheWeightsOfTheProcessor) {
    const auto set = test::beat_set(6, 6, "far.safetensors");
    PretrainOptions options;
    options.architecture = test::tiny_net();
    options.objective = Objective::both;
    options.batch = 8;
    options.most_steps = 3;
    options.validations = 1;
    options.averaging = 0.9;
    options.dropout = 0.2;
    options.precision = Precision::f32;
    const auto [here, there] = of_both([&](Engine& engine) {
        options.checkpoint = test::scratch(&engine == far ? "far.state" : "here.state");
        return engine.pretrain(set, options, {});
    });
    ASSERT_TRUE(here) << here.error().message();
    ASSERT_TRUE(there) << there.error().message();
    expect_near(here->bundle, there->bundle, 1e-4);
    EXPECT_EQ(there->report.device, "xpu");
    const auto again = far->pretrain(set, options, {});
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_TRUE(again->report.resumed);
    EXPECT_EQ(again->bundle.tensors, there->bundle.tensors);
    const auto elsewhere = test::engine().pretrain(set, options, {});
    ASSERT_FALSE(elsewhere) << "a checkpoint is of one device";
    EXPECT_NE(elsewhere.error().message().find("device"), std::string::npos) << elsewhere.error().message();
}

TEST_F(FarDevice, TransferLearnsAndAnswersThere) {
    const auto set = test::patient_set(12, "far-patients.safetensors");
    auto bundle = *test::engine().random_bundle(test::tiny_net(), 3);
    bundle.recipe = set.images->recipe();
    bundle.input_mean = 1.0;
    bundle.input_sd = 0.5;
    const auto init = std::make_shared<const model::Bundle>(bundle);
    for (const auto train : {Trainable::head, Trainable::last_block, Trainable::all}) {
        TransferOptions options;
        options.architecture = test::tiny_net();
        options.init = init;
        options.train = train;
        options.head_start = HeadStart::linear_probing;
        options.epochs = 1;
        options.averaging = 0.5;
        options.members = train == Trainable::head ? 2 : 1;
        model::Bundle fitted;
        const auto [here, there] = of_both([&](Engine& engine) {
            const auto classifier = engine.transfer(options);
            EXPECT_TRUE(classifier);
            const auto done = (*classifier)->fit(set, first(set.size()), {});
            EXPECT_TRUE(done) << done.error().message();
            fitted = *(*classifier)->bundle();
            return scores_of(**classifier, set);
        });
        expect_near(here, there, 1e-4);
        if (train == Trainable::head) continue;  // a bundle holds one member
        const auto [kept_here, kept_there] = of_both([&](Engine& engine) {
            const auto classifier = engine.fitted(fitted, {});
            EXPECT_TRUE(classifier);
            return scores_of(**classifier, set);
        });
        expect_near(kept_here, kept_there, 1e-5);
        expect_near(there, kept_there, 1e-5);
    }
}

TEST_F(FarDevice, ProbabilitiesAndFeaturesAreTheProcessors) {
    const auto beats = test::beat_set(3, 4, "far-beats.safetensors");
    auto net = test::tiny_net();
    net.outputs = 5;
    auto bundle = *test::engine().random_bundle(net, 5);
    bundle.recipe = beats.recipe();
    bundle.input_mean = 1.0;
    bundle.input_sd = 0.5;
    bundle.labels = {"N", "S", "V", "F", "Q"};
    bundle.class_prior.assign(5, 0.2);
    const auto numbers = first(beats.size());
    const auto [here, there] =
        of_both([&](Engine& engine) { return engine.probabilities(bundle, beats, numbers, {}); });
    ASSERT_TRUE(here) << here.error().message();
    ASSERT_TRUE(there) << there.error().message();
    expect_near(*here, *there, 1e-6);
    const auto patients = test::patient_set(4, "far-features.safetensors");
    DeepFeatureOptions options;
    options.architecture = test::tiny_net();
    const auto [near_table, far_table] =
        of_both([&](Engine& engine) { return engine.deep_features(*patients.images, patients.patients, options, {}); });
    ASSERT_TRUE(near_table) << near_table.error().message();
    ASSERT_TRUE(far_table) << far_table.error().message();
    ASSERT_EQ(near_table->values.size(), far_table->values.size());
    for (std::size_t i = 0; i < near_table->values.size(); ++i)
        ASSERT_NEAR(*near_table->values[i], *far_table->values[i], 1e-5);
}

TEST(Devices, AreNamedAndRefusedWhereThereIsNone) {
    EXPECT_EQ(*device_named("auto"), Device::automatic);
    EXPECT_FALSE(device_named("xpu"));
    if (test::engine().on(Device::cuda)) GTEST_SKIP() << "this machine has a GPU";
    const auto refused = check_device(Device::cuda);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, core::ErrorKind::usage);
    EXPECT_EQ(*test::engine().on(Device::automatic), &test::engine());
    EXPECT_TRUE(check_device(Device::automatic));
    EXPECT_FALSE(load_inference(Device::cuda));
    EXPECT_EQ(*load_inference(Device::automatic), *load_inference());
}

}  // namespace
}  // namespace synchrony::nn
