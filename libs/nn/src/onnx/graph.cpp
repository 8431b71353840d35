#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

#include "folded.hpp"
#include "messages.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/features/timing.hpp"
#include "synchrony/nn/onnx.hpp"

namespace synchrony::nn {
namespace {

using onnx::Message;
using Ints = std::vector<std::int64_t>;

const std::string free_batch = "batch";
constexpr std::int64_t most_leads = 1024;  // as Architecture::check allows side by side

/// A graph that grows node by node; each value bears the name of the node that makes it.
class OnnxGraph {
  public:
    std::string constant(const std::string& name, const Ints& shape, std::span<const float> values) {
        graph_.add(5, onnx::tensor(name, shape, values));
        return name;
    }
    std::string reshape(const std::string& in, const Ints& shape, const std::string& output) {
        graph_.add(5, onnx::tensor(output + ".shape", shape));
        return apply("Reshape", {in, output + ".shape"}, output);
    }
    std::string apply(std::string_view type, const std::vector<std::string>& inputs, const std::string& output,
                      const std::vector<Message>& attributes = {}) {
        graph_.add(1, onnx::node(type, inputs, output, attributes));
        ++nodes_;
        return output;
    }
    void input(OnnxPort port) {
        graph_.add(11, onnx::value_info(port));
        inputs_.push_back(std::move(port));
    }
    void output(OnnxPort port) {
        graph_.add(12, onnx::value_info(port));
        outputs_.push_back(std::move(port));
    }
    Message& message() { return graph_; }
    OnnxModel model() && { return {{}, nodes_, std::move(inputs_), std::move(outputs_), {}}; }

  private:
    Message graph_;
    std::size_t nodes_ = 0;
    std::vector<OnnxPort> inputs_, outputs_;
};

// Kernels are padded by half of their size on all sides.
std::vector<Message> sliding(const model::KernelShape& kernel, std::int64_t stride) {
    const std::int64_t above = kernel.rows / 2, beside = kernel.columns / 2;
    return {onnx::integers("kernel_shape", Ints{kernel.rows, kernel.columns}),
            onnx::integers("strides", Ints{stride, stride}),
            onnx::integers("pads", Ints{above, beside, above, beside})};
}

std::string convolve(OnnxGraph& graph, const std::string& in, const Convolution& c, const std::string& name) {
    const auto weight = graph.constant(name + ".weight", {c.out, c.in, c.kernel.rows, c.kernel.columns}, c.weights);
    const auto bias = graph.constant(name + ".bias", {c.out}, c.bias);
    return graph.apply("Conv", {in, weight, bias}, name, sliding(c.kernel, c.stride));
}

std::string relu_of(OnnxGraph& graph, const std::string& in) {
    return graph.apply("Relu", {in}, in + ".relu");
}

std::string block_of(OnnxGraph& graph, const std::string& in, const Block& block, const std::string& name) {
    std::string flow = in;
    for (std::size_t i = 0; i < block.convolutions.size(); ++i) {
        flow = convolve(graph, flow, block.convolutions[i], name + ".conv" + std::to_string(i + 1));
        if (i + 1 < block.convolutions.size()) flow = relu_of(graph, flow);
    }
    const auto round = block.round.empty() ? in : convolve(graph, in, block.round.front(), name + ".downsample");
    return relu_of(graph, graph.apply("Add", {flow, round}, name));
}

std::string linear_layer(OnnxGraph& graph, const model::Bundle& bundle, const std::string& in, const std::string& name,
                         const std::string& output) {
    const auto& weight = bundle.tensors.at(name + ".weight");
    const auto& bias = bundle.tensors.at(name + ".bias");
    return graph.apply("Gemm",
                       {in, graph.constant(name + ".weight", weight.shape, weight.values),
                        graph.constant(name + ".bias", bias.shape, bias.values)},
                       output, {onnx::integer("transB", 1)});
}

std::string flat(OnnxGraph& graph, const std::string& in, const std::string& output) {
    return graph.apply("Flatten", {in}, output, {onnx::integer("axis", 1)});
}

// Numbers beside the image, as an image of one pixel: OpenCV 4.6 takes a free first axis for the batch only where three
// axes or more are.
std::string numbers_beside(OnnxGraph& graph, const std::string& name, int count) {
    graph.input({name, {free_batch, std::to_string(count), "1", "1"}});
    return flat(graph, name, name + ".flat");
}

bool joins_leads(const model::Bundle& bundle) {
    return bundle.architecture.lead_pooling != model::LeadPooling::none;
}

std::int64_t lead_count(const model::Bundle& bundle) {
    return static_cast<std::int64_t>(bundle.lead_policy.leads.size());
}

// Pixels, an image a row of the batch; of a net that joins leads a patient's images lie in the second axis.
std::string images_in(OnnxGraph& graph, const model::Bundle& bundle) {
    const Ints image{bundle.architecture.input_channels, bundle.recipe.height, bundle.recipe.width};
    OnnxPort port{"images", {free_batch}};
    if (joins_leads(bundle)) port.shape.push_back(std::to_string(lead_count(bundle)));
    for (const auto size : image) port.shape.push_back(std::to_string(size));
    graph.input(std::move(port));
    return joins_leads(bundle) ? graph.reshape("images", {-1, image[0], image[1], image[2]}, "images.flat") : "images";
}

// (pixel - mean) / sd, as the engines scale them.
std::string scaled_pixels(OnnxGraph& graph, const model::Bundle& bundle) {
    const auto images = images_in(graph, bundle);
    const float mean = static_cast<float>(bundle.input_mean), factor = static_cast<float>(1.0 / bundle.input_sd);
    const auto centred =
        graph.apply("Sub", {images, graph.constant("input_mean", {1, 1, 1, 1}, {&mean, 1})}, "centred");
    return graph.apply("Mul", {centred, graph.constant("input_factor", {1, 1, 1, 1}, {&factor, 1})}, "scaled");
}

std::string pooled_features(OnnxGraph& graph, const model::Bundle& bundle) {
    const auto net = fold(bundle);
    auto flow = relu_of(graph, convolve(graph, scaled_pixels(graph, bundle), net.stem, "conv1"));
    if (net.architecture.stem == model::Stem::standard)
        flow = graph.apply("MaxPool", {flow}, "maxpool", sliding({3, 3}, 2));
    for (std::size_t layer = 0; layer < net.layers.size(); ++layer)
        for (std::size_t i = 0; i < net.layers[layer].size(); ++i)
            flow = block_of(graph, flow, net.layers[layer][i],
                            "layer" + std::to_string(layer + 1) + "." + std::to_string(i));
    return flat(graph, graph.apply("GlobalAveragePool", {flow}, "avgpool"), "features");
}

// Of features [patient x lead, channel] one row a patient. Without sums over an axis and numbers that spread over one,
// which OpenCV 4.6 does not take where the batch is free.
std::string joined_leads(OnnxGraph& graph, const model::Bundle& bundle, const std::string& features) {
    const auto leads = lead_count(bundle);
    const std::int64_t channels = bundle.architecture.channels_after(4);
    if (bundle.architecture.lead_pooling == model::LeadPooling::concat)
        return graph.reshape(features, {-1, leads * channels}, "pool");
    const auto by_lead = graph.reshape(features, {-1, leads, channels}, "features.leads");
    if (bundle.architecture.lead_pooling == model::LeadPooling::mean) {
        const auto turned =
            graph.apply("Transpose", {by_lead}, "features.turned", {onnx::integers("perm", Ints{0, 2, 1})});
        const auto planes = graph.reshape(turned, {-1, channels, leads, 1}, "features.planes");
        return flat(graph, graph.apply("GlobalAveragePool", {planes}, "pool.mean"), "pool");
    }
    const auto hidden = graph.apply("Tanh", {linear_layer(graph, bundle, features, "pool.0", "pool.0")}, "pool.1");
    const auto scores = graph.reshape(linear_layer(graph, bundle, hidden, "pool.2", "pool.2"), {-1, leads}, "scores");
    const auto shares = graph.apply("Softmax", {scores}, "attention", {onnx::integer("axis", 1)});
    const auto weights = graph.reshape(shares, {-1, 1, leads}, "attention.row");
    return flat(graph, graph.apply("MatMul", {weights, by_lead}, "pool.sum"), "pool");
}

void add_head(OnnxGraph& graph, const model::Bundle& bundle, std::string features) {
    const auto& net = bundle.architecture;
    if (joins_leads(bundle)) features = joined_leads(graph, bundle, features);
    if (net.auxiliary_inputs > 0)
        features = graph.apply("Concat", {features, numbers_beside(graph, "auxiliary", net.auxiliary_inputs)}, "joined",
                               {onnx::integer("axis", 1)});
    if (net.timing_inputs == 0) {
        linear_layer(graph, bundle, features, "fc", "logits");
    } else {
        const auto numbers = numbers_beside(graph, "timing", net.timing_inputs);
        auto hidden = relu_of(graph, linear_layer(graph, bundle, numbers, "timing.0", "timing.0"));
        hidden = relu_of(graph, linear_layer(graph, bundle, hidden, "timing.2", "timing.2"));
        const auto added = linear_layer(graph, bundle, hidden, "timing.4", "timing.4");
        graph.apply("Add", {linear_layer(graph, bundle, features, "fc", "fc"), added}, "logits");
    }
    graph.output({"logits", {free_batch, std::to_string(net.outputs)}});
}

std::vector<std::pair<std::string, nlohmann::ordered_json>> onnx_metadata(
    const model::Bundle& bundle, const std::vector<features::Channel>& channels) {
    using Json = nlohmann::ordered_json;
    Json channel_names = Json::array(), timing = Json::array();
    for (const auto channel : channels) channel_names.push_back(features::name_of(channel));
    for (const auto name : std::span(features::timing_input_names)
                               .first(static_cast<std::size_t>(
                                   std::min(bundle.architecture.timing_inputs, features::timing_input_count))))
        timing.push_back(name);
    const auto& from = bundle.provenance;
    std::vector<std::pair<std::string, Json>> metadata{
        {"recipe", Json::parse(bundle.recipe.to_json())},
        {"labels", bundle.labels},
        {"channels", channel_names},
        {"timing", timing},
        {"calibration", {{"slope", bundle.calibration.slope}, {"intercept", bundle.calibration.intercept}}},
        {"decision_threshold", bundle.decision_threshold},
        {"provenance",
         {{"data_sets", from.data_sets},
          {"split", from.split},
          {"command", from.command},
          {"seed", from.seed},
          {"date", from.date},
          {"program_version", from.program_version},
          {"figures", from.figures}}}};
    if (joins_leads(bundle)) {
        metadata.emplace_back("leads", bundle.lead_policy.leads);
        metadata.emplace_back("beats", bundle.lead_policy.beats);
    }
    return metadata;
}

std::string onnx_description(const model::Bundle& bundle) {
    return "Input images: the pixels of the recipe in the metadata, unscaled. Output logits, in the order of the "
           "labels: " +
           std::string(joins_leads(bundle) ? "one patient's images a row, a lead each; " : "") +
           (joins_leads(bundle) && bundle.lead_policy.beats != "median"
                ? "mean of the logits over beats is the patient's; "
                : "") +
           std::string(bundle.architecture.outputs > 1
                           ? "softmax gives probabilities"
                           : "1 / (1 + exp(-(slope z + intercept))) of the calibration gives the probability") +
           ". " + std::string(core::disclaimer);
}

// Nets that join leads are of `synchrony train`; other files may ask for what a graph of one image a lead cannot say.
core::Result<void> check_joined(const model::Bundle& bundle) {
    const auto& net = bundle.architecture;
    const auto refuse = [](const char* what, std::string got, const char* expected) {
        return core::fail({core::ErrorKind::usage, what, {}, std::move(got), expected, {}});
    };
    if (!joins_leads(bundle)) return {};
    if (lead_count(bundle) == 0 || lead_count(bundle) > most_leads)
        return refuse("a network is exported with the leads that it joins", std::to_string(lead_count(bundle)),
                      "1 to 1024 leads");
    if (net.lead_pooling == model::LeadPooling::concat && net.leads != lead_count(bundle))
        return refuse("the network's leads do not fit", std::to_string(lead_count(bundle)),
                      "as many as stand side by side");
    if (net.timing_inputs > 0 || net.auxiliary_inputs > 0)
        return refuse("numbers beside the images of several leads are not exported",
                      std::to_string(net.timing_inputs + net.auxiliary_inputs), "none");
    if (net.lead_pooling == model::LeadPooling::attention && bundle.lead_policy.beats != "median")
        return refuse("attention over the mean of single beats is not exported",
                      core::in_quotes(bundle.lead_policy.beats), "a network of median beats");
    return {};
}

}  // namespace

core::Result<OnnxModel> onnx_model(const model::Bundle& bundle) {
    SYNCHRONY_TRY(bundle.check());
    SYNCHRONY_ASSIGN(const auto channels, bundle.input_channels());
    SYNCHRONY_TRY(check_joined(bundle));
    OnnxGraph graph;
    add_head(graph, bundle, pooled_features(graph, bundle));
    graph.message().add(2, std::string_view(bundle.architecture.name));
    Message file;
    file.add(1, onnx_ir_version)
        .add(2, "synchrony")
        .add(3, core::version())
        .add(6, std::string_view(onnx_description(bundle)));
    file.add(7, graph.message()).add(8, Message().add(1, "").add(2, onnx_opset));
    auto model = std::move(graph).model();
    for (const auto& [name, value] : onnx_metadata(bundle, channels)) {
        file.add(14, onnx::entry(name, core::json_text(value)));
        model.metadata.push_back(name);
    }
    model.bytes = file.take();
    return model;
}

}  // namespace synchrony::nn
