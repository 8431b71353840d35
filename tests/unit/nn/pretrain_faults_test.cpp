// What pre-training does where it cannot go on, and what it says before it begins.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "support.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/tensor_file.hpp"

namespace synchrony::nn {
namespace {

class KeptLines : public core::Progress {
  public:
    void begin(std::string_view task, std::uint64_t) override { lines.push_back("begin " + std::string(task)); }
    void advance(std::uint64_t, std::string_view) override {}
    void end() override {}
    void log(std::string_view line) override { lines.emplace_back(line); }
    std::vector<std::string> lines;
};

PretrainOptions short_options() {
    PretrainOptions options;
    options.architecture = test::tiny_net();
    options.epochs = 2;
    options.batch = 16;
    options.validations = 1;
    return options;
}

// AdamW by hand (Loshchilov 2019, algorithm 2): the first step moves a weight w with gradient g by
// -rate (g / |g| + decay w), whatever g's size; a gradient of 0 leaves the decay alone to act.
TEST(HalfPrecision, AnOverflowLeavesTheUpdateOut) {
    constexpr double rate = 0.1, decay = 0.5, scale = 1024;
    const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    const OptimizerOptions options{Optimizer::adamw, Schedule::constant, rate, decay};
    const std::vector<double> begin{1.0, -2.0};
    for (const double bad : {inf, -inf, nan}) {
        const auto updates =
            test::probe().scaled_updates(begin, {{2.0, bad}, {2.0 * scale, -4.0 * scale}}, options, scale);
        ASSERT_TRUE(updates) << updates.error().message();
        EXPECT_FALSE((*updates)[0].learnt);
        EXPECT_EQ((*updates)[0].weights, begin) << "not even the decay of weights";
        EXPECT_TRUE((*updates)[1].learnt);
        EXPECT_NEAR((*updates)[1].weights[0], 1.0 - rate * (1 + decay * 1.0), 1e-5)
            << "as a first step: no moment is kept";
        EXPECT_NEAR((*updates)[1].weights[1], -2.0 - rate * (-1 + decay * -2.0), 1e-5);
    }
}

// libtorch's device without memory stands for a GPU here: the generator must draw on the CPU for either.
TEST(FirstWeights, AreDrawnOnTheCpuWhereverTheNetLives) {
    const auto cpu = test::probe().first_weights("cpu", 64, 32, 7);
    ASSERT_TRUE(cpu) << cpu.error().message();
    const auto elsewhere = test::probe().first_weights("meta", 64, 32, 7);
    ASSERT_TRUE(elsewhere) << elsewhere.error().message();
    EXPECT_EQ(elsewhere->next, cpu->next) << "as many numbers were drawn";
    const auto& w = cpu->weights;
    ASSERT_EQ(w.size(), 64U * 32 * 9);
    const double square = std::inner_product(w.begin(), w.end(), w.begin(), 0.0) / static_cast<double>(w.size());
    EXPECT_NEAR(square, 2.0 / (64 * 9), 0.05 * 2.0 / (64 * 9)) << "variance 2 / fan out (He 2015)";
}

TEST(Diverged, StopsWithAClearErrorAndKeepsTheLastGoodState) {
    const auto set = test::beat_set(8, 12, "diverged.safetensors");
    auto options = short_options();
    options.epochs = 200;
    options.averaging = 0;
    options.optimizer = {Optimizer::sgd, Schedule::constant, 10, 1};  // decay multiplies weights by -9 a step
    options.checkpoint = test::scratch("diverged.checkpoint");
    options.checkpoint_seconds = 0;
    for (const char* time : {"first", "again, from the state that was kept"}) {
        const auto result = test::engine().pretrain(set, options, {});
        ASSERT_FALSE(result) << time;
        EXPECT_NE(result.error().what.find("diverged"), std::string::npos) << time << ": " << result.error().message();
        EXPECT_NE(result.error().where.find("step "), std::string::npos) << result.error().message();
        EXPECT_NE(result.error().got.find("10"), std::string::npos) << result.error().message();
        EXPECT_NE(result.error().hint.find(options.checkpoint.string()), std::string::npos);
    }
    const auto file = core::TensorFile::open(options.checkpoint);
    ASSERT_TRUE(file) << file.error().message();
    for (const auto& [name, view] : file->tensors()) {
        if (view.dtype != core::DType::f32) continue;
        for (std::size_t i = 0; i < view.bytes.size(); i += sizeof(float)) {
            float value = 0;
            std::memcpy(&value, view.bytes.data() + i, sizeof value);
            ASSERT_TRUE(std::isfinite(value)) << name;
        }
    }
}

// One bit turned anywhere, or counts that no training comes to: the file is named, nothing goes on from it.
TEST(Pretrain, GoesOnFromNoDamagedCheckpoint) {
    const auto set = test::beat_set(8, 6, "damaged.safetensors");
    auto options = short_options();
    options.epochs = 1;
    options.checkpoint = test::scratch("damaged.checkpoint");
    ASSERT_TRUE(test::engine().pretrain(set, options, {}));
    const auto whole = *core::read_file(options.checkpoint);
    core::RandomStream random(3);
    const auto refused = [&](const std::string& bytes, const std::string& what) {
        ASSERT_TRUE(core::write_file(options.checkpoint, bytes));
        const auto result = test::engine().pretrain(set, options, {});
        ASSERT_FALSE(result) << what;
        EXPECT_NE(result.error().message().find("damaged.checkpoint"), std::string::npos) << result.error().message();
    };
    const auto header = 8 + static_cast<std::size_t>(static_cast<unsigned char>(whole[0])) +
                        (static_cast<std::size_t>(static_cast<unsigned char>(whole[1])) << 8) +
                        (static_cast<std::size_t>(static_cast<unsigned char>(whole[2])) << 16);
    for (int i = 0; i < 6; ++i) {
        auto bytes = whole;
        const auto at = header + random.index(whole.size() - header);
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.index(8)));
        refused(bytes, "bit of byte " + std::to_string(at));
    }
    refused(whole.substr(0, whole.size() / 2), "half of it");
    const auto step = whole.find("\\\"step\\\":");
    ASSERT_LT(step, header);
    for (const char digit : {'-', '9', 'x'}) {
        auto bytes = whole;
        bytes[step + 9] = digit;
        refused(bytes, std::string("step begins with ") + digit);
    }
    ASSERT_TRUE(core::write_file(options.checkpoint, whole));
    const auto resumed = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(resumed) << resumed.error().message();
    EXPECT_TRUE(resumed->report.resumed);
}

TEST(Pretrain, SaysBeforeItBeginsWhatTheLimitOfTimeLeavesOut) {
    const auto set = test::beat_set(8, 12, "cost.safetensors");
    auto options = short_options();
    options.most_seconds = 0.5;
    KeptLines kept;
    core::RunContext context;
    context.progress = &kept;
    const auto result = test::engine().pretrain(set, options, context);
    ASSERT_TRUE(result) << result.error().message();
    const auto scored = std::to_string(result->report.validation_images + result->report.test_images);
    const auto begin = std::ranges::find(kept.lines, "begin pretrain");
    ASSERT_NE(begin, kept.lines.end());
    const auto said = std::find_if(kept.lines.begin(), begin, [&](const std::string& line) {
        return line.find("then " + scored + " images are scored, about ") != std::string::npos;
    });
    EXPECT_NE(said, begin);
    EXPECT_GT(result->report.validation_seconds, 0);
}

TEST(Pretrain, TheBundleHoldsWhoTaughtIt) {
    const auto set = test::beat_set(8, 6, "facts.safetensors");
    auto options = short_options();
    options.epochs = 1;
    const auto by_patient = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(by_patient) << by_patient.error().message();
    const auto& facts = by_patient->bundle.provenance;
    EXPECT_EQ(facts.split_unit, model::SplitUnit::patient);
    EXPECT_EQ(facts.training_records, by_patient->report.train_patients);
    EXPECT_EQ(facts.validation_records, by_patient->report.validation_patients);
    EXPECT_EQ(facts.training_records.size() + facts.validation_records.size() + by_patient->report.test_patients.size(),
              8U);
    options.split = SplitKind::intra;
    const auto by_beat = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(by_beat);
    EXPECT_EQ(by_beat->bundle.provenance.split_unit, model::SplitUnit::beat);
    options.split = SplitKind::inter;
    PublishedSplit published;
    for (int p = 0; p < 8; ++p) (p < 5 ? published.train : published.test).push_back(test::patient_id(p).value());
    options.published = std::make_shared<const PublishedSplit>(published);
    EXPECT_EQ(test::engine().pretrain(set, options, {})->bundle.provenance.split_unit, model::SplitUnit::published);
}

}  // namespace
}  // namespace synchrony::nn
