#include "synchrony/app/model_info.hpp"

#include <array>
#include <cmath>
#include <fstream>

#include "json_values.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/features/channels.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::app {
namespace {

using draw::fixed_text;

std::size_t parameters_of(const model::Bundle& bundle) {
    std::size_t sum = 0;
    for (const auto& [name, tensor] : bundle.tensors) sum += tensor.values.size();
    return sum;
}

std::vector<std::string> channel_names(const model::Bundle& bundle) {
    std::vector<std::string> names;
    if (const auto channels = bundle.input_channels())
        for (const auto channel : *channels) names.emplace_back(features::name_of(channel));
    return names;
}

Json provenance_json(const model::Provenance& provenance) {
    return {{"sources", provenance.sources}, {"data_sets", provenance.data_sets},
            {"split", provenance.split},     {"figures", provenance.figures},
            {"command", provenance.command}, {"seed", provenance.seed},
            {"date", provenance.date},       {"program_version", provenance.program_version}};
}

std::string provenance_text(const model::Provenance& provenance) {
    std::string text;
    const auto add = [&](const char* what, const std::string& words) {
        if (!words.empty()) text += "  " + std::string(what) + ": " + words + "\n";
    };
    add("sources, in their order", core::joined(provenance.sources));
    add("data", core::joined(provenance.data_sets));
    add("split", provenance.split);
    std::string figures;
    for (const auto& [name, value] : provenance.figures)
        core::append_word(figures, name + " " + fixed_text(value, value == std::floor(value) ? 0 : 4));
    add("figures", figures);
    add("made by", provenance.command);
    add("with", "Synchrony " + provenance.program_version + ", seed " + std::to_string(provenance.seed) + ", " +
                    provenance.date);
    return text;
}

Json network_json(const model::Bundle& bundle) {
    const auto& net = bundle.architecture;
    return {{"architecture", net.name},
            {"stem", model::name_of(net.stem)},
            {"width", net.base_width},
            {"parameters", parameters_of(bundle)},
            {"channels", channel_names(bundle)},
            {"timing_inputs", net.timing_inputs},
            {"lead_pooling", model::name_of(net.lead_pooling)},
            {"labels", bundle.labels},
            {"recipe", Json::parse(bundle.recipe.to_json())}};
}

std::string network_text(const model::Bundle& bundle) {
    const auto& net = bundle.architecture;
    return net.name + ", " + std::to_string(parameters_of(bundle)) + " numbers; channels " +
           core::joined(channel_names(bundle)) +
           (net.timing_inputs > 0 ? "; " + std::to_string(net.timing_inputs) + " numbers of timing" : "") +
           "; recipe " + bundle.recipe.name + "; says " + core::joined(bundle.labels) + "\n";
}

ModelInfo info_of(const model::Bundle& bundle) {
    ModelInfo info{"network " + network_text(bundle) + provenance_text(bundle.provenance), network_json(bundle)};
    info.json["kind"] = "network";
    info.json["provenance"] = provenance_json(bundle.provenance);
    return info;
}

}  // namespace

bool is_model_file(const std::filesystem::path& path) {
    if (path.extension() == ".safetensors") return true;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return false;
    std::array<char, 16> head{};  // of a copy without its ending
    std::ifstream file(path, std::ios::binary);
    return file.read(head.data(), head.size()) && core::looks_like_tensors({head.data(), head.size()});
}

ModelInfo model_info(const model::Predictor& predictor) {
    ModelInfo info{"predictor of " + predictor.outcome + ": " + predictor.label + ", from " +
                       core::counted(predictor.patients, predictor.simulated ? "simulated patient" : "patient") + ", " +
                       std::to_string(predictor.positives) + " of them yes\n",
                   {{"kind", "predictor"},
                    {"model", predictor.model},
                    {"label", predictor.label},
                    {"outcome", predictor.outcome},
                    {"patients", predictor.patients},
                    {"positives", predictor.positives},
                    {"simulated", predictor.simulated},
                    {"doubts", doubts_of(predictor)},
                    {"threshold", predictor.threshold},
                    {"threshold_rule", predictor.threshold_rule}}};
    for (const auto& doubt : doubts_of(predictor)) info.text += "  " + doubt + "\n";
    auto& figures = info.json["cross_validated"];
    for (const auto& [name, figure] : predictor.cross_validated.figures) {
        figures[name] = {
            {"value", or_null(figure.value)}, {"low", or_null(figure.low)}, {"high", or_null(figure.high)}};
        if (name == "auc" && figure.value)
            info.text += "  expected from cross-validation: AUC " + fixed_text(*figure.value, 3) +
                         (figure.low && figure.high
                              ? " (" + fixed_text(*figure.low, 3) + " to " + fixed_text(*figure.high, 3) + ")"
                              : "") +
                         "\n";
    }
    info.text += "  threshold " + fixed_text(predictor.threshold, 3) + ", " + predictor.threshold_rule + "\n";
    if (predictor.bundle) {
        info.text += "  holds " + network_text(*predictor.bundle);
        info.json["network"] = network_json(*predictor.bundle);
    }
    for (const auto& [name, value] : card_in_words(predictor)) info.text += "  " + name + ": " + value + "\n";
    info.text += provenance_text(predictor.provenance);
    info.json["provenance"] = provenance_json(predictor.provenance);
    return info;
}

core::Result<ModelInfo> model_info(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const bool predictor, model::says_predictor(path));
    if (predictor) {
        SYNCHRONY_ASSIGN(const auto read, model::read_predictor(path));
        return model_info(read);
    }
    SYNCHRONY_ASSIGN(const auto bundle, model::read_bundle(path));
    return info_of(bundle);
}

}  // namespace synchrony::app
