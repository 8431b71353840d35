// Exported networks before two judges that know nothing of ours: ONNX's own checker and OpenCV's dnn, which runs them.
#include "synchrony/nn/onnx.hpp"

#include <gtest/gtest.h>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>

#include "requests.hpp"
#include "synchrony/features/timing.hpp"
#include "synchrony/model/shipped.hpp"
#include "unit/nn/support.hpp"
#include "unit/nn/wave_bundle.hpp"

namespace synchrony::nn {
namespace {

constexpr double tolerance = 1e-4;

model::Bundle shipped_bundle(const std::string& name) {
    const auto bundle = model::read_bundle(model::model_file(name));
    if (!bundle) throw std::runtime_error(bundle.error().message());
    return *bundle;
}

OnnxModel exported(const model::Bundle& bundle) {
    auto model = onnx_model(bundle);
    if (!model) throw std::runtime_error(model.error().message());
    return std::move(*model);
}

onnx::ModelProto parsed(const OnnxModel& model) {
    onnx::ModelProto proto;
    if (!proto.ParseFromString(model.bytes)) throw std::runtime_error("no ModelProto");
    return proto;
}

std::string metadata_of(const onnx::ModelProto& proto, const std::string& name) {
    for (const auto& entry : proto.metadata_props())
        if (entry.key() == name) return entry.value();
    return {};
}

std::vector<double> log_softmax(const float* logits, std::size_t count) {
    const double highest = *std::max_element(logits, logits + count);
    double total = 0;
    for (std::size_t i = 0; i < count; ++i) total += std::exp(logits[i] - highest);
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(logits[i] - highest - std::log(total));
    return values;
}

/// Seven beats of one patient and lead and their median beat, uneven intervals, pixels as a log spectrogram has them.
features::ImageSet seven_beats(const features::SpectrogramRecipe& recipe,
                               const std::vector<std::string>& leads = {"II"}) {
    features::ImageSetWriter writer(recipe);
    core::RandomStream random(11);
    const auto patient = writer.add_patient(test::patient_id(1));
    std::vector<float> pixels(static_cast<std::size_t>(recipe.height) * static_cast<std::size_t>(recipe.width));
    for (const auto& word : leads)
        for (int i = 0; i < 8; ++i) {
            const auto lead = writer.add_lead(word);
            for (auto& pixel : pixels) pixel = static_cast<float>(3.0 * random.uniform());
            const float rr = 0.6F + 0.07F * static_cast<float>(i % 5);
            writer.add({patient, lead, i < 7 ? 100 + 300 * i : features::median_beat, 0, rr, rr + 0.1F, 0.8F}, pixels);
        }
    return test::written(writer, "seven.safetensors");
}

/// A matrix of so many dimensions, filled by OpenCV's own allocator.
cv::Mat matrix(const std::vector<int>& shape) {
    return cv::Mat(static_cast<int>(shape.size()), shape.data(), CV_32F, cv::Scalar(0));
}

/// Logits [image, output] by OpenCV, of images of the set as our engine sees them before its scaling.
cv::Mat answers_of_opencv(cv::dnn::Net& net, const model::Bundle& bundle, const SetInputs& inputs,
                          const std::vector<std::size_t>& images) {
    const auto& architecture = bundle.architecture;
    const int n = static_cast<int>(images.size());
    auto pixels = matrix({n, architecture.input_channels, bundle.recipe.height, bundle.recipe.width});
    read_images(inputs.block(), images, {}, 1, {pixels.ptr<float>(), pixels.total()});
    net.setInput(pixels, "images");
    if (const int count = SetInputs::extra_count(architecture); count > 0) {
        auto extra = matrix({n, count, 1, 1});
        inputs.extra(architecture, images, extra.ptr<float>());
        net.setInput(extra, architecture.timing_inputs > 0 ? "timing" : "auxiliary");
    }
    return net.forward().clone();
}

void expect_equal_answers(const model::Bundle& bundle, const features::ImageSet& set, const std::string& what) {
    const auto model = exported(bundle);
    auto net = cv::dnn::readNetFromONNX(model.bytes.data(), model.bytes.size());
    for (const std::size_t batch : {std::size_t{1}, std::size_t{7}}) {
        std::vector<std::size_t> images(batch);
        std::iota(images.begin(), images.end(), std::size_t{0});
        const auto ours = test::inference().probabilities(bundle, set, images, {});
        ASSERT_TRUE(ours) << ours.error().message();
        const auto inputs = inputs_of_images(bundle, set, images);
        ASSERT_TRUE(inputs);
        const auto theirs = answers_of_opencv(net, bundle, *inputs, images);
        const auto outputs = static_cast<std::size_t>(bundle.architecture.outputs);
        ASSERT_EQ(theirs.total(), batch * outputs) << what;
        double largest = 0;
        for (std::size_t i = 0; i < batch; ++i) {
            const auto logs = log_softmax(theirs.ptr<float>() + i * outputs, outputs);
            for (std::size_t o = 0; o < outputs; ++o)
                largest = std::max(largest, std::abs(logs[o] - std::log((*ours)[i * outputs + o])));
        }
        EXPECT_LT(largest, tolerance) << what << ", batch " << batch;
        std::printf("%s, batch %zu: largest difference of log-probabilities %.1e\n", what.c_str(), batch, largest);
    }
}

TEST(Onnx, EveryShippedModelPassesOnnxsChecker) {
    const auto names = model::shipped_models();
    ASSERT_FALSE(names.empty());
    for (const auto& name : names) {
        const auto bundle = shipped_bundle(name);
        auto proto = parsed(exported(bundle));
        EXPECT_NO_THROW(onnx::checker::check_model(proto)) << name;
        ASSERT_EQ(proto.opset_import_size(), 1);
        EXPECT_EQ(proto.opset_import(0).version(), 17);
        EXPECT_EQ(proto.ir_version(), 8);
        const auto declared = proto.graph().output(0).type().tensor_type().shape();
        // Shapes as ONNX works them out itself, from the inputs on.
        proto.mutable_graph()->mutable_output(0)->mutable_type()->mutable_tensor_type()->clear_shape();
        ASSERT_NO_THROW(onnx::shape_inference::InferShapes(proto)) << name;
        const auto& inferred = proto.graph().output(0).type().tensor_type().shape();
        ASSERT_EQ(inferred.dim_size(), 2) << name;
        for (int i = 0; i < 2; ++i)
            EXPECT_EQ(inferred.dim(i).SerializeAsString(), declared.dim(i).SerializeAsString()) << name << " " << i;
        EXPECT_EQ(inferred.dim(0).dim_param(), "batch");
        EXPECT_EQ(inferred.dim(1).dim_value(), static_cast<int>(bundle.labels.size()));
    }
}

TEST(Onnx, MetadataSayWhatTheImagesAreAndTheOutputsMean) {
    const auto bundle = shipped_bundle("mitbih-resnet18-w16");
    const auto proto = parsed(exported(bundle));
    const auto recipe = features::SpectrogramRecipe::from_json(metadata_of(proto, "recipe"));
    ASSERT_TRUE(recipe) << recipe.error().message();
    EXPECT_EQ(*recipe, *features::SpectrogramRecipe::named("fine"));
    EXPECT_EQ(nlohmann::json::parse(metadata_of(proto, "labels")), (std::vector<std::string>{"N", "S", "V", "F", "Q"}));
    EXPECT_EQ(nlohmann::json::parse(metadata_of(proto, "channels")), (std::vector<std::string>{"beat", "median"}));
    EXPECT_EQ(nlohmann::json::parse(metadata_of(proto, "timing")).size(), 17U);
    EXPECT_EQ(nlohmann::json::parse(metadata_of(proto, "provenance"))["split"], bundle.provenance.split);
}

TEST(Onnx, ShippedModelsAnswerInOpenCvAsInOneDnn) {
    for (const auto& name : model::shipped_models()) {
        const auto bundle = shipped_bundle(name);
        expect_equal_answers(bundle, seven_beats(bundle.recipe, test::leads_shown_to(bundle)), name);
    }
}

TEST(Onnx, OpenCvGivesNumPysAnswers) {
    const auto set = test::wave_set("onnx_wave.safetensors");
    for (const auto& golden : test::goldens) {
        const auto bundle = test::wave_bundle(golden, set.recipe());
        const auto model = exported(bundle);
        auto net = cv::dnn::readNetFromONNX(model.bytes.data(), model.bytes.size());
        const auto inputs = inputs_of_images(bundle, set, std::vector<std::size_t>{0});
        ASSERT_TRUE(inputs);
        const auto logits = answers_of_opencv(net, bundle, *inputs, {0});
        const auto logs = log_softmax(logits.ptr<float>(), golden.probabilities.size());
        for (std::size_t c = 0; c < golden.probabilities.size(); ++c)
            EXPECT_NEAR(std::exp(logs[c]), golden.probabilities[c], 1e-5) << golden.network << " output " << c;
    }
}

TEST(Onnx, NetworksOfWavesAnswerInOpenCvAsInOneDnn) {
    const auto set = seven_beats(*features::SpectrogramRecipe::named("wave"));
    expect_equal_answers(test::wave_bundle(test::golden_of_a_row, set.recipe()), set, "waves");
}

TEST(Onnx, NumbersBesideTheImageGoIn) {
    const auto set = seven_beats(test::tiny_recipe());
    auto bundle = test::wave_bundle(test::goldens[1], set.recipe());
    bundle.architecture.auxiliary_inputs = 3;
    auto& weight = bundle.tensors.at("fc.weight");
    weight.shape[1] += 3;
    const auto columns = static_cast<std::size_t>(weight.shape[1]);
    for (std::size_t row = 1; row <= 5; ++row)
        weight.values.insert(weight.values.begin() + static_cast<std::ptrdiff_t>(row * columns - 3), 3,
                             0.3F * static_cast<float>(row));
    expect_equal_answers(bundle, set, "auxiliary");
}

constexpr model::LeadPooling all_poolings[] = {model::LeadPooling::mean, model::LeadPooling::attention,
                                               model::LeadPooling::concat};

/// The nets' log-odds by oneDNN, before calibration.
std::vector<double> log_odds_of_patients(const model::Bundle& bundle, const model::PatientSet& set) {
    auto net = test::inference().fitted(bundle, {});
    if (!net) throw std::runtime_error(net.error().message());
    std::vector<std::size_t> rows(set.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto said = (*net)->predict(set, rows);
    if (!said) throw std::runtime_error(said.error().message());
    std::vector<double> values;
    for (const auto& one : *said)
        values.push_back((std::log(one.score / (1 - one.score)) - bundle.calibration.intercept) /
                         bundle.calibration.slope);
    return values;
}

/// The first `patients` rows' images, [patient, lead, channel, height, width]; patient_set() wrote them in that order.
cv::Mat images_of_patients(const model::Bundle& bundle, const features::ImageSet& set, int patients) {
    const int leads = static_cast<int>(bundle.lead_policy.leads.size());
    auto pixels = matrix({patients, leads, 1, bundle.recipe.height, bundle.recipe.width});
    std::vector<std::size_t> images(static_cast<std::size_t>(patients * leads));
    std::iota(images.begin(), images.end(), std::size_t{0});
    const auto inputs = SetInputs::make(set, bundle);
    if (!inputs) throw std::runtime_error(inputs.error().message());
    read_images(inputs->block(), images, {}, 1, {pixels.ptr<float>(), pixels.total()});
    return pixels;
}

TEST(Onnx, NetsThatJoinLeadsPassOnnxsChecker) {
    for (const auto pooling : all_poolings) {
        auto proto = parsed(exported(test::joining_bundle(pooling, "median", test::tiny_recipe())));
        EXPECT_NO_THROW(onnx::checker::check_model(proto)) << name_of(pooling);
        proto.mutable_graph()->mutable_output(0)->mutable_type()->mutable_tensor_type()->clear_shape();
        ASSERT_NO_THROW(onnx::shape_inference::InferShapes(proto)) << name_of(pooling);
        const auto& inferred = proto.graph().output(0).type().tensor_type().shape();
        ASSERT_EQ(inferred.dim_size(), 2) << name_of(pooling);
        EXPECT_EQ(inferred.dim(1).dim_value(), 1);
        const auto& images = proto.graph().input(0).type().tensor_type().shape();
        ASSERT_EQ(images.dim_size(), 5);
        EXPECT_EQ(images.dim(0).dim_param(), "batch");
        EXPECT_EQ(images.dim(1).dim_value(), 3);
        EXPECT_EQ(nlohmann::json::parse(metadata_of(proto, "leads")), (std::vector<std::string>{"I", "II", "V1"}));
        EXPECT_EQ(nlohmann::json::parse(metadata_of(proto, "beats")), "median");
    }
}

TEST(Onnx, NetsThatJoinLeadsAnswerInOpenCvAsInOneDnn) {
    const auto set = test::patient_set(7, "joining.safetensors");
    for (const auto pooling : all_poolings) {
        const auto bundle = test::joining_bundle(pooling, "median", set.images->recipe());
        const auto model = exported(bundle);
        auto net = cv::dnn::readNetFromONNX(model.bytes.data(), model.bytes.size());
        const auto ours = log_odds_of_patients(bundle, set);
        const auto [low, high] = std::ranges::minmax(ours);
        EXPECT_GT(high - low, 0.01) << "patients differ";
        for (const int patients : {1, 7}) {
            net.setInput(images_of_patients(bundle, *set.images, patients), "images");
            const cv::Mat theirs = net.forward().clone();
            ASSERT_EQ(theirs.total(), static_cast<std::size_t>(patients)) << name_of(pooling);
            double largest = 0;
            for (int i = 0; i < patients; ++i)
                largest = std::max(
                    largest, std::abs(static_cast<double>(theirs.ptr<float>()[i]) - ours[static_cast<std::size_t>(i)]));
            EXPECT_LT(largest, tolerance) << name_of(pooling) << ", batch " << patients;
            std::printf("leads joined by %s, batch %d: largest difference of log-odds %.1e of %.1f\n",
                        std::string(name_of(pooling)).c_str(), patients, largest,
                        std::max(std::abs(low), std::abs(high)));
        }
    }
}

// Two beats a patient and lead: the mean of what the graph says of each is what the engine says of both.
TEST(Onnx, LogitsOfSingleBeatsAverageToThePatients) {
    features::ImageSetWriter writer(test::tiny_recipe());
    core::RandomStream random(2);
    for (const char* lead : {"I", "II", "V1"}) writer.add_lead(lead);
    const auto patient = writer.add_patient(test::patient_id(1));
    for (int beat = 0; beat < 2; ++beat)
        for (std::int32_t lead = 0; lead < 3; ++lead)
            test::add_bar(writer, {patient, lead, 100 + beat, -1, 0.8F, 0.8F, 0.8F}, beat, random);
    model::PatientSet set;
    set.patients = {test::patient_id(1)};
    set.response = {0};
    set.images = std::make_shared<const features::ImageSet>(test::written(writer, "two_beats.safetensors"));
    for (const auto pooling : {model::LeadPooling::mean, model::LeadPooling::concat}) {
        const auto bundle = test::joining_bundle(pooling, "all", set.images->recipe());
        const auto model = exported(bundle);
        auto net = cv::dnn::readNetFromONNX(model.bytes.data(), model.bytes.size());
        net.setInput(images_of_patients(bundle, *set.images, 2), "images");
        const cv::Mat theirs = net.forward().clone();
        const double mean =
            (static_cast<double>(theirs.ptr<float>()[0]) + static_cast<double>(theirs.ptr<float>()[1])) / 2;
        EXPECT_GT(std::abs(static_cast<double>(theirs.ptr<float>()[0]) - mean), 1e-3) << "beats differ";
        EXPECT_NEAR(mean, log_odds_of_patients(bundle, set).front(), tolerance) << name_of(pooling);
    }
}

TEST(Onnx, WhatAGraphOfOneImageALeadCannotSayIsRefusedWithWords) {
    const auto refused = [](const model::Bundle& bundle, const char* words) {
        const auto model = onnx_model(bundle);
        ASSERT_FALSE(model);
        EXPECT_EQ(model.error().kind, core::ErrorKind::usage);
        EXPECT_NE(model.error().message().find(words), std::string::npos) << model.error().message();
    };
    refused(test::joining_bundle(model::LeadPooling::attention, "all", test::tiny_recipe()), "single beats");
    auto nameless = test::joining_bundle(model::LeadPooling::mean, "median", test::tiny_recipe());
    nameless.lead_policy.leads.clear();
    refused(nameless, "leads");
    auto other = test::joining_bundle(model::LeadPooling::concat, "median", test::tiny_recipe());
    other.lead_policy.leads.pop_back();
    refused(other, "do not fit");
}

}  // namespace
}  // namespace synchrony::nn
