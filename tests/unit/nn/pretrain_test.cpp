#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support.hpp"
#include "synchrony/nn/transfer.hpp"

namespace synchrony::nn {
namespace {

PretrainOptions tiny_options() {
    PretrainOptions options;
    options.architecture = test::tiny_net();
    options.epochs = 3;
    options.batch = 16;
    options.validations = 2;
    options.averaging = 0.9;
    options.optimizer = {Optimizer::adamw, Schedule::one_cycle, 5e-3, 1e-2};
    return options;
}

TEST(Pretrain, LearnsWhatIsThereAndRepeatsItself) {
    const auto set = test::beat_set(12, 12, "learn.safetensors");
    auto options = tiny_options();
    options.epochs = 8;
    const auto result = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(result) << result.error().message();
    const auto& report = result->report;
    EXPECT_GT(report.test.accuracy(), 0.9);
    EXPECT_FALSE(report.leaking);
    EXPECT_EQ(report.test.total() * 2, report.test_by_image.total()) << "two leads a beat";
    EXPECT_EQ(report.train_images + report.validation_images + report.test_images, set.size());
    EXPECT_GT(report.train_images_per_s, 0);
    EXPECT_LT(report.waiting_share, 1);
    EXPECT_TRUE(result->bundle.check());
    EXPECT_EQ(result->bundle.labels.size(), 5U);
    options.epochs = 1;
    const auto few = test::beat_set(8, 6, "few.safetensors");
    const auto once = test::engine().pretrain(few, options, {});
    ASSERT_TRUE(once);
    EXPECT_EQ(test::engine().pretrain(few, options, {})->bundle.tensors, once->bundle.tensors);
    core::RunContext other;
    other.seed = 2;
    EXPECT_NE(test::engine().pretrain(few, options, other)->bundle.tensors, once->bundle.tensors);
}

// Three classes of waves that a look tells apart: a bump up, one down, one twice as wide, in noise a tenth as high.
TEST(Pretrain, LearnsWavesToTheLast) {
    auto recipe = *features::SpectrogramRecipe::named("wave");
    features::ImageSetWriter writer(recipe);
    core::RandomStream random(21);
    const auto lead = writer.add_lead("II");
    std::vector<float> samples(static_cast<std::size_t>(recipe.width));
    for (int p = 0; p < 10; ++p) {
        const auto patient = writer.add_patient(test::patient_id(p));
        for (int b = 0; b < 18; ++b) {
            const int kind = b % 3;
            const double height = kind == 1 ? -1.0 : 1.0, width = kind == 2 ? 24.0 : 8.0;
            for (std::size_t i = 0; i < samples.size(); ++i) {
                const double away = (static_cast<double>(i) - 99.0) / width;
                samples[i] = static_cast<float>(height * std::exp(-0.5 * away * away) + 0.1 * random.normal());
            }
            writer.add({patient, lead, 100 + b, static_cast<std::int8_t>(kind), 0.8F, 0.8F, 0.8F}, samples);
        }
    }
    const auto set = test::written(writer, "waves.safetensors");
    auto options = tiny_options();
    options.architecture.name = "resnet18-1d";
    options.epochs = 12;
    const auto result = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->report.test.accuracy(), 1.0);
    EXPECT_TRUE(result->bundle.check());
    EXPECT_EQ(result->bundle.recipe, recipe);
    options.augmentation.recorder_chance = 0.5;
    const auto refused = test::engine().pretrain(set, options, {});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("electrocardiographs"), std::string::npos) << refused.error().message();
}

TEST(Pretrain, TinyNetOverfitsEightImages) {
    // Labels at random, so that nothing but memory can tell them: 8 beats in one lead train, all others validate and
    // test.
    features::ImageSetWriter writer(test::tiny_recipe());
    core::RandomStream random(4);
    writer.add_lead("II");
    for (int p = 0; p < 10; ++p) {
        const auto patient = writer.add_patient(test::patient_id(p));
        test::add_bar(writer, {patient, 0, 1, static_cast<std::int8_t>(random.index(5)), 0, 0, 0}, 0, random);
    }
    const auto set = test::written(writer, "eight.safetensors");
    auto options = tiny_options();
    options.validation_share = options.test_share = 0.1;
    options.epochs = 60;
    options.batch = 8;
    options.validations = 1;
    options.averaging = 0;
    options.timing = false;
    options.balance = Balance::none;
    options.dropout = 0;
    options.augmentation = Augmentation::none();
    const auto result = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->report.train_images, 8U);
    EXPECT_EQ(result->report.steps, 60);
    ASSERT_FALSE(result->report.history.empty());
    std::vector<std::size_t> images;
    for (std::size_t i = 0; i < set.size(); ++i)
        for (const auto& name : result->report.train_patients)
            if (set.patients()[static_cast<std::size_t>(set.index()[i].patient)].value() == name) images.push_back(i);
    ASSERT_EQ(images.size(), 8U);
    const auto shares = test::engine().probabilities(result->bundle, set, images, {});
    ASSERT_TRUE(shares);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto row = shares->begin() + static_cast<std::ptrdiff_t>(5 * i);
        EXPECT_EQ(std::max_element(row, row + 5) - row, set.index()[images[i]].label);
    }
}

TEST(Pretrain, GoesOnAfterAStopAsIfItHadNotStopped) {
    const auto set = test::beat_set(8, 8, "resume.safetensors");
    for (const auto kind : {Optimizer::adamw, Optimizer::sgd}) {
        auto options = tiny_options();
        options.optimizer.kind = kind;
        const auto unbroken = test::engine().pretrain(set, options, {});
        ASSERT_TRUE(unbroken) << unbroken.error().message();
        ASSERT_GT(unbroken->report.steps, 10);

        options.checkpoint = test::scratch("resume_" + std::string(name_of(kind)) + ".checkpoint");
        core::Cancel cancel;
        test::StopAfter stop(cancel, 7);
        core::RunContext context;
        context.cancel = &cancel;
        context.progress = &stop;
        const auto stopped = test::engine().pretrain(set, options, context);
        ASSERT_FALSE(stopped);
        EXPECT_EQ(stopped.error().kind, core::ErrorKind::cancelled);
        EXPECT_TRUE(std::filesystem::exists(options.checkpoint));

        const auto resumed = test::engine().pretrain(set, options, {});
        ASSERT_TRUE(resumed) << resumed.error().message();
        EXPECT_TRUE(resumed->report.resumed);
        EXPECT_EQ(resumed->bundle.tensors, unbroken->bundle.tensors);
        EXPECT_EQ(resumed->report.history.back().train_loss, unbroken->report.history.back().train_loss);
    }
}

// Three channels, timing, noise and two threads, that is two replicas: what the shipped model is trained with.
TEST(Pretrain, ReplicasRepeatThemselvesAndResume) {
    features::ImageSetWriter writer(test::tiny_recipe());
    core::RandomStream random(7);
    const auto lead = writer.add_lead("II");
    for (int p = 0; p < 8; ++p) {
        const auto patient = writer.add_patient(test::patient_id(p));
        test::add_bar(writer, {patient, lead, features::median_beat, -1, 0.8F, 0.8F, 0.8F}, 0, random);
        for (int b = 0; b < 9; ++b) {
            const auto label = static_cast<std::int8_t>(b % 3);
            const float rr = label == 1 ? 0.5F : 0.8F;
            test::add_bar(writer, {patient, lead, 100 + b, label, rr, 0.8F, 0.8F}, label, random);
        }
    }
    const auto set = test::written(writer, "replicas.safetensors");
    auto options = tiny_options();
    options.channels = {features::Channel::beat, features::Channel::median, features::Channel::previous};
    options.noise = std::make_shared<const NoiseImages>(NoiseImages{std::vector<float>(16 * 16, 0.5F), 1});
    options.batch = 15;  // parts of 8 and 7
    options.dropout = 0.2;
    options.irregular_chance = 0.2;
    core::RunContext two;
    two.threads = 2;
    const auto first = test::engine().pretrain(set, options, two);
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(first->bundle.architecture.input_channels, 3);
    EXPECT_EQ(first->bundle.architecture.timing_inputs, features::timing_input_count);
    EXPECT_EQ(first->bundle.channels, options.channels);
    const auto second = test::engine().pretrain(set, options, two);
    ASSERT_TRUE(second);
    EXPECT_EQ(first->bundle.tensors, second->bundle.tensors);

    options.checkpoint = test::scratch("replicas.checkpoint");
    core::Cancel cancel;
    test::StopAfter stop(cancel, 5);
    core::RunContext context = two;
    context.cancel = &cancel;
    context.progress = &stop;
    ASSERT_FALSE(test::engine().pretrain(set, options, context));
    const auto resumed = test::engine().pretrain(set, options, two);
    ASSERT_TRUE(resumed) << resumed.error().message();
    EXPECT_EQ(resumed->bundle.tensors, first->bundle.tensors);
}

// A rate of next to nothing leaves a net as another source has taught it, but for its new head; norms' statistics
// follow the images.
TEST(Pretrain, BeginsWithAnotherSourcesWeights) {
    const auto set = test::beat_set(8, 6, "first_source.safetensors");
    auto options = tiny_options();
    options.epochs = 1;
    const auto first = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(first) << first.error().message();
    options.init = std::make_shared<const model::Bundle>(first->bundle);
    options.optimizer.learning_rate = 1e-12;
    options.averaging = 0;
    core::RunContext other;
    other.seed = 2;
    const auto other_set = test::beat_set(8, 6, "second_source.safetensors", 5);
    const auto second = test::engine().pretrain(other_set, options, other);
    ASSERT_TRUE(second) << second.error().message();
    EXPECT_EQ(second->bundle.input_mean, first->bundle.input_mean);
    for (const char* name : {"conv1.weight", "layer4.1.conv2.weight", "fc.weight"}) {
        double apart = 0;
        const auto& before = first->bundle.tensors.at(name).values;
        const auto& after = second->bundle.tensors.at(name).values;
        for (std::size_t i = 0; i < before.size(); ++i)
            apart = std::max(apart, std::abs(static_cast<double>(before[i] - after[i])));
        EXPECT_EQ(apart < 1e-6, name != std::string("fc.weight")) << name << " " << apart;
    }
    options.architecture.base_width = 16;
    const auto refused = test::engine().pretrain(set, options, {});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().got.find("width 8"), std::string::npos) << refused.error().message();
}

// oneDNN 2.6.3 writes behind tensors in the backward pass of narrower nets: the program crashed in most runs.
TEST(Pretrain, RefusesANetTooNarrowToTrain) {
    PretrainOptions options;
    options.architecture.base_width = 7;
    const auto checked = options.check();
    ASSERT_FALSE(checked);
    EXPECT_NE(checked.error().message().find("8 or more"), std::string::npos) << checked.error().message();
    TransferOptions transfer;
    transfer.architecture.base_width = 7;
    EXPECT_FALSE(transfer.check());
    transfer.train = Trainable::head;
    EXPECT_TRUE(transfer.check()) << "its convolutions are not trained";
}

TEST(Pretrain, TakesTheFirstNumbersOfTimingAndKeepsWhatValidationAnswered) {
    const auto set = test::beat_set(8, 6, "few_timing.safetensors");
    auto options = tiny_options();
    options.timing_inputs = 13;
    options.irregular_chance = 0.3;
    const auto result = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->bundle.architecture.timing_inputs, 13);
    EXPECT_EQ(result->bundle.tensors.at("timing.0.weight").shape.back(), 13);
    const auto& report = result->report;
    ASSERT_EQ(static_cast<std::int64_t>(report.validation_predictions.size()), report.validation.total());
    std::int64_t right = 0;
    for (const auto& answer : report.validation_predictions) {
        const auto best = std::ranges::max_element(answer.probability) - answer.probability.begin();
        right += best == answer.truth ? 1 : 0;
    }
    EXPECT_DOUBLE_EQ(static_cast<double>(right) / static_cast<double>(report.validation.total()),
                     report.validation.accuracy());
    options.timing_inputs = features::timing_input_count + 1;
    EXPECT_FALSE(test::engine().pretrain(set, options, {}));
}

TEST(Pretrain, WithoutValidationKeepsTheLastWeights) {
    const auto set = test::beat_set(8, 6, "no_validation.safetensors");
    auto options = tiny_options();
    options.validation_share = 0;
    options.test = false;
    const auto result = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->report.validation_images, 0U);
    EXPECT_EQ(result->report.best_step, result->report.steps);
    EXPECT_EQ(result->report.test.total(), 0) << "the test part is left untouched";
    EXPECT_FALSE(result->bundle.provenance.figures.contains("test_accuracy"));
}

TEST(Pretrain, RefusesACheckpointOfAnotherTraining) {
    const auto set = test::beat_set(8, 6, "other.safetensors");
    auto options = tiny_options();
    options.epochs = 1;
    options.checkpoint = test::scratch("other.checkpoint");
    ASSERT_TRUE(test::engine().pretrain(set, options, {}));
    options.optimizer.learning_rate = 2e-3;
    const auto refused = test::engine().pretrain(set, options, {});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("other options"), std::string::npos);
    EXPECT_NE(refused.error().got.find("learning rate 0.005"), std::string::npos) << refused.error().message();
    EXPECT_NE(refused.error().expected.find("learning rate 0.002"), std::string::npos) << refused.error().message();
    options.optimizer.learning_rate = 5e-3;
    // As many images of the same source, others inside.
    const auto others = test::beat_set(8, 6, "others.safetensors", 2);
    ASSERT_EQ(others.size(), set.size());
    EXPECT_FALSE(test::engine().pretrain(others, options, {}));
    options.published = std::make_shared<const PublishedSplit>();
    EXPECT_FALSE(test::engine().pretrain(set, options, {}));
    options.published = nullptr;
    options.resume = false;
    EXPECT_TRUE(test::engine().pretrain(set, options, {}));
}

TEST(Pretrain, KeepsToItsTimeAndSaysTheLeak) {
    const auto set = test::beat_set(8, 30, "time.safetensors");
    auto options = tiny_options();
    options.split = SplitKind::intra;
    options.epochs = 100000;
    options.most_seconds = 0.7;
    options.micro_batch = 8;
    const auto result = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_TRUE(result->report.leaking);
    EXPECT_LT(result->report.train_seconds, 6);
    EXPECT_EQ(result->report.steps, result->report.planned_steps);
    const auto document = nlohmann::json::parse(result->report.to_json());
    EXPECT_TRUE(document.at("leaking").get<bool>());
    EXPECT_EQ(document.at("history").size(), result->report.history.size());
}

TEST(Pretrain, StopsEarlyWhenNothingImproves) {
    const auto set = test::beat_set(8, 6, "early.safetensors");
    auto options = tiny_options();
    options.epochs = 40;
    options.validations = 40;
    options.patience = 2;
    options.averaging = 0;
    options.optimizer.learning_rate = 1e-12;  // nothing can improve but the norms' statistics
    const auto result = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_TRUE(result->report.stopped_early);
    EXPECT_LT(result->report.steps, result->report.planned_steps);
}

}  // namespace
}  // namespace synchrony::nn
