#include "synchrony/model/bundle.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include <unistd.h>

#include "support/numbered_weights.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/tensor_file.hpp"

namespace synchrony::model {
namespace {

namespace fs = std::filesystem;

fs::path scratch(const std::string& name) {
    const auto folder = fs::temp_directory_path() / std::string("synchrony_bundle_").append(std::to_string(getpid()));
    fs::create_directories(folder);
    return folder / name;
}

Bundle tiny_bundle() {
    Bundle bundle;
    bundle.architecture.base_width = 4;
    bundle.architecture.stem = Stem::compact;
    bundle.architecture.auxiliary_inputs = 3;
    bundle.recipe = *features::SpectrogramRecipe::named("fine");
    bundle.lead_policy = {{"II", "V1"}, "median"};
    bundle.input_mean = 0.25;
    bundle.input_sd = 1.5;
    bundle.labels = {"N", "S", "V", "F", "Q"};
    bundle.class_prior = {0.9, 0.02, 0.06, 0.01, 0.01};
    bundle.decision_threshold = 0.4;
    bundle.calibration = {0.9, -0.1};
    bundle.provenance = {{"mitdb 1.0.0"},        "inter-patient", "synchrony pretrain --seed 7", 7,
                         "2026-11-22T15:00:00Z", "0.1.0",         {{"test_macro_f1", 0.5}}};
    bundle.provenance.sources = {"mitdb 1.0.0"};
    test::number_weights(bundle);
    return bundle;
}

TEST(Bundle, ComesBackAsItWasWritten) {
    const auto path = scratch("tiny.safetensors");
    const auto bundle = tiny_bundle();
    for (const auto storage : {WeightStorage::f32, WeightStorage::f16}) {
        ASSERT_TRUE(write_bundle(path, bundle, storage));
        const auto back = read_bundle(path);
        ASSERT_TRUE(back) << back.error().message();
        EXPECT_EQ(*back, bundle);
    }
}

// A command line with a file's name in Latin-1 must not cost the model.
TEST(Bundle, IsWrittenWhateverTheCommandLineHolds) {
    auto bundle = tiny_bundle();
    bundle.provenance.command = "synchrony pretrain --out M\xfcller";
    ASSERT_TRUE(write_bundle(scratch("latin.safetensors"), bundle));
    const auto back = read_bundle(scratch("latin.safetensors"));
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->provenance.command, "synchrony pretrain --out M\xef\xbf\xbdller");
    EXPECT_EQ(back->tensors, bundle.tensors);
}

TEST(Bundle, KeepsWhoTaughtItAndReadsFilesThatDoNotSay) {
    const auto path = scratch("records.safetensors");
    auto bundle = tiny_bundle();
    bundle.provenance.split_unit = SplitUnit::patient;
    bundle.provenance.training_records = {"100", "p7"};
    bundle.provenance.validation_records = {"101"};
    ASSERT_TRUE(write_bundle(path, bundle));
    EXPECT_EQ(*read_bundle(path), bundle);
    const auto description = [&] { return core::TensorFile::open(path)->metadata().at("synchrony"); };
    EXPECT_NE(description().find("\"split_unit\":\"patient\""), std::string::npos);

    // As files were before the fields: without them.
    ASSERT_TRUE(write_bundle(path, tiny_bundle()));
    ASSERT_EQ(description().find("training_records"), std::string::npos);
    const auto old = read_bundle(path);
    ASSERT_TRUE(old) << old.error().message();
    EXPECT_EQ(old->provenance.split_unit, SplitUnit::unknown);
    EXPECT_TRUE(old->provenance.training_records.empty());
    auto unsaid = tiny_bundle();
    unsaid.provenance.sources.clear();
    unsaid.provenance.data_sets = {"mitdb 1.0.0, beats from annotations", "b"};
    ASSERT_TRUE(write_bundle(path, unsaid));
    EXPECT_EQ(read_bundle(path)->provenance.sources, (std::vector<std::string>{"mitdb 1.0.0", "b"}));
}

TEST(Bundle, SaysWhichSourcesTaughtItOneAfterTheOther) {
    const Provenance first{{"a, 2 records"},
                           "by patient",
                           "pretrain --data a",
                           1,
                           "2026-11-26",
                           "0.1.0",
                           {{"steps", 5}},
                           SplitUnit::patient,
                           {"p1"},
                           {"p2"},
                           {"a"}};
    const Provenance second{{"b, 3 records"},
                            "by beat",
                            "pretrain --data b --init a",
                            2,
                            "2026-11-27",
                            "0.2.0",
                            {{"steps", 7}},
                            SplitUnit::beat,
                            {"q1"},
                            {},
                            {"b"}};
    auto bundle = tiny_bundle();
    bundle.provenance = learnt_after(first, second);
    const auto& both = bundle.provenance;
    EXPECT_EQ(both.sources, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(both.data_sets, (std::vector<std::string>{"a, 2 records", "b, 3 records"}));
    EXPECT_EQ(both.training_records, (std::vector<std::string>{"p1", "q1"}));
    EXPECT_EQ(both.validation_records, std::vector<std::string>{"p2"});
    EXPECT_EQ(both.split, "by patient; then by beat");
    EXPECT_EQ(both.command, "pretrain --data a && pretrain --data b --init a");
    EXPECT_EQ(both.split_unit, SplitUnit::beat);
    EXPECT_EQ(both.figures, second.figures);
    EXPECT_EQ(learnt_after({}, second).split_unit, SplitUnit::unknown);
    ASSERT_TRUE(write_bundle(scratch("two.safetensors"), bundle));
    EXPECT_EQ(*read_bundle(scratch("two.safetensors")), bundle);
}

TEST(Bundle, KeyTellsWeightsApartAndNotTheirHistory) {
    const auto bundle = tiny_bundle();
    auto other = bundle;
    other.provenance.command = "another";
    EXPECT_EQ(other.key(), bundle.key());
    other.tensors.begin()->second.values.front() += 1e-6F;
    EXPECT_NE(other.key(), bundle.key());
    other = bundle;
    other.input_sd = 1.25;
    EXPECT_NE(other.key(), bundle.key());
}

TEST(Bundle, HalvesConvolutionsOnly) {
    const auto path = scratch("half.safetensors");
    ASSERT_TRUE(write_bundle(path, tiny_bundle(), WeightStorage::f16));
    const auto file = core::TensorFile::open(path);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->tensors().at("layer2.0.conv1.weight").dtype, core::DType::f16);
    EXPECT_EQ(file->tensors().at("layer2.0.bn1.running_var").dtype, core::DType::f32);
    EXPECT_EQ(file->tensors().at("fc.bias").dtype, core::DType::f32);
}

TEST(Bundle, RefusesWrongTensorsOnWriting) {
    const auto path = scratch("never.safetensors");
    const auto expect_refused = [&](Bundle bundle, const std::string& word) {
        const auto written = write_bundle(path, bundle);
        ASSERT_FALSE(written);
        EXPECT_NE(written.error().message().find(word), std::string::npos) << written.error().message();
        EXPECT_FALSE(fs::exists(path));
    };
    auto bundle = tiny_bundle();
    bundle.tensors.erase("fc.weight");
    expect_refused(bundle, "fc.weight");
    bundle = tiny_bundle();
    bundle.tensors["conv1.weight"].shape = {4, 1, 7, 7};
    expect_refused(bundle, "[4, 1, 3, 3]");
    bundle = tiny_bundle();
    bundle.tensors["fc.bias"].values[0] = std::numeric_limits<float>::quiet_NaN();
    expect_refused(bundle, "finite");
    bundle = tiny_bundle();
    bundle.tensors["stray.weight"] = {{1}, {1.0F}};
    expect_refused(bundle, "stray.weight");
    bundle = tiny_bundle();
    bundle.input_sd = 0;
    expect_refused(bundle, "sd > 0");
    bundle = tiny_bundle();
    bundle.labels = {"N"};
    expect_refused(bundle, "labels");
    bundle = tiny_bundle();
    bundle.recipe = *features::SpectrogramRecipe::named("wave");
    expect_refused(bundle, "not shown waves");
    bundle.architecture.name = "resnet18-1d";
    expect_refused(bundle, "tensor of another shape");
    bundle.recipe = *features::SpectrogramRecipe::named("fine");
    expect_refused(bundle, "not shown spectrograms");
}

// Writes a file whose description is good and whose tensors are given.
std::string file_with(const std::string& name, const std::map<std::string, std::string>& metadata,
                      const std::vector<std::int64_t>& conv_shape) {
    const auto path = scratch(name);
    std::int64_t count = 1;
    for (const auto length : conv_shape) count *= length;
    const std::vector<float> values(static_cast<std::size_t>(count), 1.0F);
    const core::NamedTensor tensor{"conv1.weight", core::DType::f32, conv_shape, std::as_bytes(std::span(values))};
    EXPECT_TRUE(core::write_tensor_file(path, std::span(&tensor, 1), metadata));
    return path.string();
}

TEST(Bundle, RefusesAVarianceBelowZero) {
    auto bundle = tiny_bundle();
    auto& variance = bundle.tensors.at("layer1.0.bn2.running_var").values;
    variance.front() = 0.0F;
    EXPECT_TRUE(bundle.check());
    variance.front() = -1.0F;
    const auto checked = bundle.check();
    ASSERT_FALSE(checked) << "the square root of it is no number, which ReLU hides";
    EXPECT_NE(checked.error().message().find("variance"), std::string::npos) << checked.error().message();
}

TEST(Bundle, TellsOneBitThatIsTurnedInAWeight) {
    const auto path = scratch("turned.safetensors");
    ASSERT_TRUE(write_bundle(path, tiny_bundle()));
    const auto whole = *core::read_file(path);
    for (const std::size_t from_end : {1U, 200U, 1000U}) {
        auto turned = whole;
        turned[whole.size() - from_end] = static_cast<char>(turned[whole.size() - from_end] ^ 1);
        ASSERT_TRUE(core::write_file(path, turned));
        const auto read = read_bundle(path);
        ASSERT_FALSE(read) << from_end;
        EXPECT_NE(read.error().message().find("turned.safetensors: "), std::string::npos) << read.error().message();
        EXPECT_NE(read.error().what.find("damaged"), std::string::npos) << read.error().message();
    }
}

// Files of programs before the sum hold none: a list beside them, as sha256sum writes it, tells as much.
TEST(Bundle, TakesTheSumOfAListBesideTheFile) {
    const test::TemporaryFolder folder;
    const auto path = folder / "old.safetensors";
    ASSERT_TRUE(write_bundle(path, tiny_bundle()));
    {
        const auto file = core::TensorFile::open(path);
        auto metadata = file->metadata();
        metadata.erase("content_sum");
        std::vector<core::NamedTensor> tensors;
        for (const auto& [name, view] : file->tensors()) tensors.push_back({name, view.dtype, view.shape, view.bytes});
        ASSERT_TRUE(core::write_tensor_file(path, tensors, metadata));
    }
    EXPECT_TRUE(read_bundle(path)) << "nothing to tell by";
    const auto list = [&](const std::string& sum) {
        ASSERT_TRUE(core::write_file(folder / "SHA256SUMS", sum + "  old.safetensors\n"));
    };
    list(core::sha256(*core::read_file(path)));
    EXPECT_TRUE(read_bundle(path));
    list(std::string(64, '0'));
    const auto other = read_bundle(path);
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().what.find("SHA256SUMS"), std::string::npos) << other.error().message();
    ASSERT_TRUE(core::write_file(folder / "SHA256SUMS", "a list of another form\n"));
    EXPECT_TRUE(read_bundle(path));
}

TEST(Bundle, RefusesFilesThatAreNoModels) {
    const auto good_path = scratch("good.safetensors");
    ASSERT_TRUE(write_bundle(good_path, tiny_bundle()));
    const auto metadata = core::TensorFile::open(good_path)->metadata();
    const auto expect_refused = [](const std::string& path, const std::string& word) {
        const auto read = read_bundle(path);
        ASSERT_FALSE(read);
        EXPECT_NE(read.error().message().find(word), std::string::npos) << read.error().message();
    };
    expect_refused(scratch("absent.safetensors").string(), "absent");
    expect_refused(file_with("foreign.safetensors", {}, {1}), "not a Synchrony model");
    expect_refused(file_with("shape.safetensors", metadata, {4, 1, 5, 5}), "[4, 1, 5, 5]");
    expect_refused(file_with("lacks.safetensors", metadata, {4, 1, 3, 3}), "bn1.weight");
    expect_refused(file_with("damaged.safetensors", {{"synchrony", "{\"format_version\": 1}"}}, {1}), "damaged");
    expect_refused(file_with("newer.safetensors", {{"synchrony", "{\"format_version\": 99}"}}, {1}), "99");
    expect_refused(file_with("not_json.safetensors", {{"synchrony", "{"}}, {1}), "not JSON");
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    for (const char* field : {"recipe", "architecture", "labels"})
        expect_refused(
            file_with("deep.safetensors",
                      {{"synchrony", std::string(R"({"format_version": 1, ")") + field + "\": " + deep + "}"}}, {1}),
            "nested too deep");
    std::ofstream(scratch("short.safetensors")) << "abc";
    expect_refused(scratch("short.safetensors").string(), "short");
}

}  // namespace
}  // namespace synchrony::model
