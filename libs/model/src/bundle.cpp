#include "synchrony/model/bundle.hpp"
#include "shape_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "bundle_format.hpp"
#include "number_bounds.hpp"
#include "synchrony/core/content_sum.hpp"
#include "synchrony/core/half.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/json_fields.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::model {
namespace {

using core::fail_input;
using core::field;
using core::field_or;
using core::list_of;
using core::object_member;
using nlohmann::json;

constexpr std::array<std::string_view, 4> split_unit_names{"unknown", "published", "patient", "beat"};

json to_json(const Architecture& net) {
    return {{"name", net.name},
            {"stem", name_of(net.stem)},
            {"input_channels", net.input_channels},
            {"outputs", net.outputs},
            {"auxiliary_inputs", net.auxiliary_inputs},
            {"timing_inputs", net.timing_inputs},
            {"base_width", net.base_width},
            {"lead_pooling", name_of(net.lead_pooling)},
            {"leads", net.leads}};
}

json names_of(const std::vector<features::Channel>& channels) {
    json names = json::array();
    for (const auto channel : channels) names.push_back(features::name_of(channel));
    return names;
}

json to_json(const Bundle& bundle) {
    return {{"format_version", bundle_format_version},
            {"architecture", to_json(bundle.architecture)},
            {"recipe", json::parse(bundle.recipe.to_json())},
            {"lead_policy", {{"leads", bundle.lead_policy.leads}, {"beats", bundle.lead_policy.beats}}},
            {"channels", names_of(bundle.channels)},
            {"input", {{"mean", bundle.input_mean}, {"sd", bundle.input_sd}}},
            {"labels", bundle.labels},
            {"class_prior", bundle.class_prior},
            {"decision_threshold", bundle.decision_threshold},
            {"calibration", {{"slope", bundle.calibration.slope}, {"intercept", bundle.calibration.intercept}}},
            {"provenance", to_json(bundle.provenance)}};
}

core::Result<Architecture> architecture_from(const json& from) {
    Architecture net;
    net.name = field<std::string>(from, "name");
    SYNCHRONY_ASSIGN(net.stem, stem_named(field<std::string>(from, "stem")));
    SYNCHRONY_ASSIGN(net.lead_pooling, lead_pooling_named(field<std::string>(from, "lead_pooling")));
    net.input_channels = field<int>(from, "input_channels");
    net.outputs = field<int>(from, "outputs");
    net.auxiliary_inputs = field<int>(from, "auxiliary_inputs");
    net.timing_inputs = field_or(from, "timing_inputs", 0);  // files before timing had a net of its own lack it
    net.base_width = field<int>(from, "base_width");
    net.leads = field<int>(from, "leads");
    SYNCHRONY_TRY(net.check());
    return net;
}

// What files from before the field `sources` say of it: "mitdb 1.0.0" of "mitdb 1.0.0, beats from annotations, ...".
std::vector<std::string> first_words(const std::vector<std::string>& data_sets) {
    std::vector<std::string> names;
    for (const auto& data : data_sets) names.push_back(data.substr(0, data.find(',')));
    return names;
}

core::Result<Bundle> bundle_from(const json& from) {
    const int version = field<int>(from, "format_version");
    if (version < 1 || version > bundle_format_version)
        return fail_input("model file of another format", "format_version", std::to_string(version),
                          "1 to " + std::to_string(bundle_format_version), "use a newer program");
    Bundle bundle;
    SYNCHRONY_ASSIGN(bundle.architecture, architecture_from(object_member(from, "architecture")));
    SYNCHRONY_ASSIGN(bundle.recipe,
                     features::SpectrogramRecipe::from_json(core::json_text(object_member(from, "recipe"))));
    const auto& lead_policy = object_member(from, "lead_policy");
    bundle.lead_policy = {list_of<std::string>(lead_policy, "leads"), field<std::string>(lead_policy, "beats")};
    // Files of nets with one channel, the beat, may lack this.
    for (const auto& name : core::list_or_none<std::string>(from, "channels")) {
        SYNCHRONY_ASSIGN(const auto channel, features::channel_named(name));
        bundle.channels.push_back(channel);
    }
    bundle.input_mean = field<double>(object_member(from, "input"), "mean");
    bundle.input_sd = field<double>(from.at("input"), "sd");
    bundle.labels = list_of<std::string>(from, "labels");
    bundle.class_prior = list_of<double>(from, "class_prior");
    bundle.decision_threshold = field<double>(from, "decision_threshold");
    const auto& calibration = object_member(from, "calibration");
    bundle.calibration = {field<double>(calibration, "slope"), field<double>(calibration, "intercept")};
    bundle.provenance = provenance_from(object_member(from, "provenance"));
    if (bundle.provenance.sources.empty()) bundle.provenance.sources = first_words(bundle.provenance.data_sets);
    return bundle;
}

core::Result<Bundle> read_metadata(const std::string& text) {
    SYNCHRONY_ASSIGN(const auto described, core::parse_json(text, bundle_key));
    return core::read_fields("the model's description is damaged", bundle_key, "",
                             [&described] { return bundle_from(described); });
}

std::vector<float> numbers_of(const core::TensorView& view) {
    std::vector<float> values(static_cast<std::size_t>(view.elements()));
    if (view.dtype == core::DType::f32) {
        if (!values.empty()) std::memcpy(values.data(), view.bytes.data(), view.bytes.size());
        return values;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, view.bytes.data() + i * sizeof bits, sizeof bits);
        values[i] = core::from_half(bits);
    }
    return values;
}

core::Result<void> read_tensors(const core::TensorFile& file, Bundle& bundle) {
    for (const auto& wanted : tensor_shapes(bundle.architecture)) {
        const auto found = file.tensors().find(wanted.name);
        if (found == file.tensors().end())
            return fail_input("the model lacks a tensor", "tensor " + wanted.name, "", shape_text(wanted.shape));
        const auto& view = found->second;
        if (view.shape != wanted.shape)
            return fail_input("tensor of another shape", "tensor " + wanted.name, shape_text(view.shape),
                              shape_text(wanted.shape));
        if (view.dtype != core::DType::f32 && view.dtype != core::DType::f16)
            return fail_input("tensor of another type", "tensor " + wanted.name, std::string(core::name_of(view.dtype)),
                              "F32 or F16");
        bundle.tensors[wanted.name] = {view.shape, numbers_of(view)};
        file.forget(view);
    }
    return {};
}

core::Result<void> check_numbers(const Bundle& bundle) {
    if (!in_bounds(bundle.input_mean) || !(bundle.input_sd > 0) || !is_deviation(bundle.input_sd))
        return fail_input("the scaling of pixels is out of range", "input",
                          "mean " + core::shortest(bundle.input_mean) + ", sd " + core::shortest(bundle.input_sd),
                          "sd > 0, and neither beyond 1e30");
    if (!bundle.labels.empty() && static_cast<int>(bundle.labels.size()) != bundle.architecture.outputs)
        return fail_input("labels do not fit the outputs", "labels", std::to_string(bundle.labels.size()),
                          std::to_string(bundle.architecture.outputs));
    if (!(bundle.decision_threshold >= 0 && bundle.decision_threshold <= 1))
        return fail_input("decision threshold out of range", "decision_threshold",
                          std::to_string(bundle.decision_threshold), "0 to 1");
    if (!in_bounds(bundle.calibration.slope) || !in_bounds(bundle.calibration.intercept))
        return fail_input("calibration is not finite, or too large", "calibration",
                          "slope " + core::shortest(bundle.calibration.slope) + ", intercept " +
                              core::shortest(bundle.calibration.intercept));
    return {};
}

std::vector<std::byte> packed(const WeightTensor& tensor, core::DType dtype) {
    std::vector<std::byte> bytes(tensor.values.size() * core::size_of(dtype));
    if (dtype == core::DType::f32) {
        if (!bytes.empty()) std::memcpy(bytes.data(), tensor.values.data(), bytes.size());
        return bytes;
    }
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
        const std::uint16_t bits = core::to_half(tensor.values[i]);
        std::memcpy(bytes.data() + i * sizeof bits, &bits, sizeof bits);
    }
    return bytes;
}

}  // namespace

core::Result<std::vector<features::Channel>> Bundle::input_channels() const {
    if (channels.empty()) return features::usual_channels(architecture.input_channels);
    if (static_cast<int>(channels.size()) == architecture.input_channels) return channels;
    return fail_input("channels do not fit the network", "channels", std::to_string(channels.size()),
                      std::to_string(architecture.input_channels));
}

core::Result<void> Bundle::check() const {
    SYNCHRONY_TRY(architecture.check());
    SYNCHRONY_TRY(check_shown(architecture, recipe));
    SYNCHRONY_TRY(check_numbers(*this));
    if (!channels.empty()) {
        SYNCHRONY_TRY(input_channels());
    }
    std::set<std::string> known;
    for (const auto& wanted : tensor_shapes(architecture)) {
        known.insert(wanted.name);
        const auto found = tensors.find(wanted.name);
        if (found == tensors.end())
            return fail_input("the model lacks a tensor", "tensor " + wanted.name, "", shape_text(wanted.shape));
        if (found->second.shape != wanted.shape ||
            static_cast<std::int64_t>(found->second.values.size()) != wanted.elements())
            return fail_input("tensor of another shape", "tensor " + wanted.name, shape_text(found->second.shape),
                              shape_text(wanted.shape));
        const bool variance = wanted.name.ends_with("running_var");
        for (const float value : found->second.values)
            if (!std::isfinite(value) || (variance && value < 0.0F))
                return fail_input(variance ? "a variance is negative or not finite" : "weight is not finite",
                                  "tensor " + wanted.name);
    }
    for (const auto& [name, tensor] : tensors)
        if (!known.contains(name))
            return fail_input("tensor does not belong to the architecture", "tensor " + name, "", architecture.name);
    return {};
}

core::Result<void> check_shown(const Architecture& net, const features::SpectrogramRecipe& recipe) {
    const auto refuse = [&](const char* what, const char* hint) {
        return core::fail({core::ErrorKind::usage, what, "network " + net.name, "recipe " + recipe.name, "", hint});
    };
    if (net.one_dimensional() && recipe.height != 1)
        return refuse("a network of waves is not shown spectrograms", "take the recipe wave, or another network");
    if (!net.one_dimensional() && recipe.is_wave())
        return refuse("a network of spectrograms is not shown waves", "take resnet18-1d, or another recipe");
    return {};
}

core::Key Bundle::key() const {
    core::Key key("network with weights");
    key.add("architecture", architecture.key()).add("recipe", recipe.to_json());
    key.add_all("leads", lead_policy.leads).add("beats", lead_policy.beats);
    key.add("channels", names_of(channels).dump()).add("mean", input_mean).add("sd", input_sd);
    key.add_all("labels", labels).add_all("prior", class_prior).add("threshold", decision_threshold);
    key.add("slope", calibration.slope).add("intercept", calibration.intercept);
    for (const auto& [name, tensor] : tensors) {
        key.add("tensor", name).add_all("shape", tensor.shape);
        const auto bytes = std::as_bytes(std::span(tensor.values));
        key.add("values", core::sha256({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    }
    return key;
}

std::string_view name_of(SplitUnit unit) {
    return split_unit_names[static_cast<std::size_t>(unit)];
}

core::Result<SplitUnit> split_unit_named(std::string_view name) {
    const auto found = std::ranges::find(split_unit_names, name);
    if (found != split_unit_names.end()) return static_cast<SplitUnit>(found - split_unit_names.begin());
    return fail_input("unknown unit of a split", "split_unit", std::string(name), "published, patient or beat");
}

Provenance learnt_after(const Provenance& earlier, Provenance later) {
    const auto put_before = [](std::vector<std::string>& names, const std::vector<std::string>& first) {
        names.insert(names.begin(), first.begin(), first.end());
    };
    put_before(later.sources, earlier.sources);
    put_before(later.data_sets, earlier.data_sets);
    put_before(later.training_records, earlier.training_records);
    put_before(later.validation_records, earlier.validation_records);
    later.split = earlier.split + "; then " + later.split;
    later.command = earlier.command + " && " + later.command;
    const std::array units{earlier.split_unit, later.split_unit};
    for (const auto unit : {SplitUnit::patient, SplitUnit::beat, SplitUnit::unknown})
        if (std::ranges::find(units, unit) != units.end()) later.split_unit = unit;
    return later;
}

json to_json(const Provenance& from) {
    json document{{"data_sets", from.data_sets}, {"split", from.split}, {"command", from.command},
                  {"seed", from.seed},           {"date", from.date},   {"program_version", from.program_version},
                  {"figures", from.figures}};
    if (!from.sources.empty()) document["sources"] = from.sources;
    if (from.split_unit == SplitUnit::unknown) return document;
    document["split_unit"] = name_of(from.split_unit);
    document["training_records"] = from.training_records;
    document["validation_records"] = from.validation_records;
    return document;
}

Provenance provenance_from(const json& from) {
    Provenance provenance{list_of<std::string>(from, "data_sets"), field<std::string>(from, "split"),
                          field<std::string>(from, "command"),     field<std::uint64_t>(from, "seed"),
                          field<std::string>(from, "date"),        field<std::string>(from, "program_version"),
                          core::map_of<double>(from, "figures")};
    provenance.sources = core::list_or_none<std::string>(from, "sources");
    // Files from before these fields lack them; a word that later programs may write is not known here.
    const auto unit = split_unit_named(field_or(from, "split_unit", std::string("unknown")));
    provenance.split_unit = unit ? *unit : SplitUnit::unknown;
    if (provenance.split_unit == SplitUnit::unknown) return provenance;
    provenance.training_records = list_of<std::string>(from, "training_records");
    provenance.validation_records = list_of<std::string>(from, "validation_records");
    return provenance;
}

std::string bundle_description(const Bundle& bundle) {
    return core::json_text(to_json(bundle));
}

void pack_bundle(const Bundle& bundle, WeightStorage storage, std::vector<std::vector<std::byte>>& bytes,
                 std::vector<core::NamedTensor>& tensors) {
    for (const auto& wanted : tensor_shapes(bundle.architecture)) {
        const auto& tensor = bundle.tensors.at(wanted.name);
        const bool half = storage == WeightStorage::f16 && tensor.shape.size() > 1;
        const auto dtype = half ? core::DType::f16 : core::DType::f32;
        bytes.push_back(packed(tensor, dtype));
        tensors.push_back({wanted.name, dtype, tensor.shape, bytes.back()});
    }
}

core::Result<Bundle> bundle_in(const core::TensorFile& file) {
    SYNCHRONY_ASSIGN(auto bundle, read_metadata(file.metadata().at(bundle_key)));
    SYNCHRONY_TRY(read_tensors(file, bundle));
    SYNCHRONY_TRY(bundle.check());
    return bundle;
}

Bundle rounded_to_half(Bundle bundle) {
    for (auto& [name, tensor] : bundle.tensors)
        if (tensor.shape.size() > 1)
            for (float& value : tensor.values) value = core::from_half(core::to_half(value));
    return bundle;
}

core::Result<void> write_bundle(const std::filesystem::path& path, const Bundle& bundle, WeightStorage storage) {
    SYNCHRONY_TRY(bundle.check());
    std::vector<std::vector<std::byte>> bytes;
    std::vector<core::NamedTensor> tensors;
    pack_bundle(bundle, storage, bytes, tensors);
    const auto metadata = core::with_content_sum({{bundle_key, bundle_description(bundle)}, {"format", "pt"}}, tensors);
    return core::write_tensor_file(path, tensors, metadata);
}

core::Result<Bundle> read_bundle(const std::filesystem::path& path) {
    const auto placed = [&path](core::Error error) {
        error.where = path.string() + (error.where.empty() ? "" : ", " + error.where);
        return core::fail(std::move(error));
    };
    SYNCHRONY_ASSIGN(const auto file, core::TensorFile::open(path));
    if (!file.metadata().contains(bundle_key) && file.metadata().contains(predictor_key))
        return placed({core::ErrorKind::input, "a predictor is no pre-trained network", "", "a file of train",
                       "a file of pretrain", "`synchrony predict` takes it"});
    if (!file.metadata().contains(bundle_key))
        return placed({core::ErrorKind::input, "not a Synchrony model", "", "safetensors without the field 'synchrony'",
                       "a file made by pretrain or train", ""});
    auto bundle = bundle_in(file);
    if (!bundle) return placed(bundle.error());
    SYNCHRONY_TRY(check_intact(file));
    return bundle;
}

}  // namespace synchrony::model
