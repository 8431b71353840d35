#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "one_of.hpp"
#include "shell.hpp"
#include "synchrony/app/export_model.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cli {
namespace {

nlohmann::ordered_json ports_json(const std::vector<nn::OnnxPort>& ports) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& port : ports) list.push_back({{"name", port.name}, {"shape", port.shape}});
    return list;
}

nlohmann::ordered_json exported_json(const std::filesystem::path& out, const nn::OnnxModel& model) {
    return {{"out", out.string()},
            {"format", "onnx"},
            {"opset", nn::onnx_opset},
            {"ir_version", nn::onnx_ir_version},
            {"nodes", model.nodes},
            {"inputs", ports_json(model.inputs)},
            {"outputs", ports_json(model.outputs)},
            {"metadata", model.metadata}};
}

std::string ports_text(const std::vector<nn::OnnxPort>& ports) {
    return core::joined(ports, ", ",
                        [](const auto& port) { return port.name + " [" + core::joined(port.shape) + "]"; });
}

std::string exported_text(const std::filesystem::path& out, const nn::OnnxModel& model) {
    return out.string() + ": ONNX, opset " + std::to_string(nn::onnx_opset) + ", " + std::to_string(model.nodes) +
           " nodes\n  in: " + ports_text(model.inputs) + "\n  out: " + ports_text(model.outputs) +
           "\n  metadata: " + core::joined(model.metadata) + "\n";
}

}  // namespace

void add_export(Shell& shell) {
    auto request = std::make_shared<app::ExportModelRequest>();
    auto format = std::make_shared<std::string>("onnx");
    CLI::App& app = shell.command(
        shell.root(), "export",
        "Write a network in another program's format\n"
        "A network of `pretrain` or `train` as an ONNX model, for ONNX Runtime, OpenCV and others: pixels of the "
        "recipe in, logits out, any number of images or patients at once. Recipe, labels, channels, leads and "
        "provenance are the model's metadata, as JSON.",
        "  synchrony export mitbih-resnet18 --to onnx --out mitbih-resnet18.onnx\n"
        "  synchrony export mine.safetensors --out mine.onnx --json\n"
        "  synchrony export frozen.safetensors --out frozen.onnx      # one image a lead in, log-odds out\n"
        "Predictors that read tables or a network's features are refused: what they hold beside a network has no\n"
        "place in ONNX. Neither have a predictor's cautions: `synchrony predict` says when no answer is given.",
        [&shell, request] {
            return shell.answer(
                app::export_model(*request), [&](const auto& model) { return exported_json(request->out, model); },
                [&](const auto& model) { return exported_text(request->out, model); });
        });
    takes_shipped_models(
        app.add_option("MODEL", request->model, "Network of `synchrony pretrain`, or predictor that is a network"))
        ->required();
    app.add_option("--out", request->out, "File to write")->required();
    app.add_option("--to", *format, "Format")->check(one_of({"onnx"}))->capture_default_str();
}

}  // namespace synchrony::cli
