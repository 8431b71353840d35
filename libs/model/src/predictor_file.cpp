// The predictor's file. Metadata: "synchrony_predictor" describes the predictor, "synchrony" the bundle where there is
// one. Tensors: the bundle's by torchvision's names; F64 "linear.impute", ".centre", ".scale", ".weight", ".low",
// ".high" [inputs], "linear.intercept" [1]; F32 "ensemble.weight" [members, inputs], F64 "ensemble.intercept"
// [members], "ensemble.calibration" [members, 2] (slope, intercept). Where the maker kept the training patients: F32
// "neighbours.inputs" [patients, inputs], U8 "neighbours.outcome" [patients].
#include <cstring>
#include <nlohmann/json.hpp>

#include "bundle_format.hpp"
#include "shape_text.hpp"
#include "synchrony/core/content_sum.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/json_fields.hpp"
#include "synchrony/core/json_null.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::model {
namespace {

using core::fail_input;
using core::field;
using core::field_or;
using core::field_or_null;
using core::list_member;
using core::list_of;
using core::object_member;
using nlohmann::json;

constexpr const char* kind = "predictor";

json to_json(const Calibration& c) {
    return {{"slope", c.slope}, {"intercept", c.intercept}};
}
Calibration calibration_from(const json& from) {
    return {field<double>(from, "slope"), field<double>(from, "intercept")};
}

json to_json(const CrossValidated& cv) {
    json figures = json::object();
    for (const auto& [name, f] : cv.figures)
        figures[name] = {{"value", core::or_null<json>(f.value)},
                         {"low", core::or_null<json>(f.low)},
                         {"high", core::or_null<json>(f.high)}};
    return {{"folds", cv.folds}, {"repeats", cv.repeats}, {"seed", cv.seed}, {"figures", figures}};
}
CrossValidated cross_validated_from(const json& from) {
    CrossValidated cv{field<int>(from, "folds"), field<int>(from, "repeats"), field<std::uint64_t>(from, "seed"), {}};
    for (const auto& [name, f] : object_member(from, "figures").items())
        cv.figures[name] = {field_or_null<double>(f, "value"), field_or_null<double>(f, "low"),
                            field_or_null<double>(f, "high")};
    return cv;
}

json to_json(const EcgLikeness& likeness) {
    return {{"columns", likeness.columns},
            {"mean", likeness.mean},
            {"sd", likeness.sd},
            {"correlation", likeness.correlation},
            {"limit", core::or_null<json>(likeness.limit)},
            {"deep_limit", core::or_null<json>(likeness.deep_limit)}};
}
EcgLikeness likeness_from(const json& from) {
    return {list_of<std::string>(from, "columns"), list_of<double>(from, "mean"),
            list_of<double>(from, "sd"),           list_of<double>(from, "correlation"),
            field_or_null<double>(from, "limit"),  field_or_null<double>(from, "deep_limit")};
}

json to_json(const TrainingReference& reference) {
    json columns = json::array();
    for (const auto& c : reference.columns)
        columns.push_back({{"table", c.table},
                           {"column", c.column},
                           {"known", c.known},
                           {"missing", c.missing},
                           {"mean", c.mean},
                           {"sd", c.sd},
                           {"two_valued", c.two_valued},
                           {"quantiles", c.quantiles},
                           {"circular", c.circular}});
    json described{{"columns", columns}};
    if (reference.likeness) described["likeness"] = to_json(*reference.likeness);
    if (reference.people) {
        described["people"] = *reference.people;
        described["positive_people"] = reference.positive_people;
    }
    return described;
}
TrainingReference reference_from(const json& from) {
    TrainingReference reference;
    for (const auto& c : list_member(from, "columns"))
        reference.columns.push_back({field<std::string>(c, "table"), field<std::string>(c, "column"),
                                     field<std::size_t>(c, "known"), field<std::size_t>(c, "missing"),
                                     field<double>(c, "mean"), field<double>(c, "sd"), field<bool>(c, "two_valued"),
                                     list_of<double>(c, "quantiles"), field_or(c, "circular", false)});
    if (from.contains("likeness")) reference.likeness = likeness_from(from.at("likeness"));
    if (from.contains("people")) {
        reference.people = field<std::size_t>(from, "people");
        reference.positive_people = field<std::size_t>(from, "positive_people");
    }
    return reference;
}

json describe(const Predictor& p) {
    json inputs = json::array();
    if (p.linear)
        for (const auto& input : p.linear->inputs) inputs.push_back({input.table, input.column});
    json described{
        {"format_version", predictor_format_version},
        {"kind", kind},
        {"model", p.model},
        {"label", p.label},
        {"outcome", {{"column", p.outcome}, {"positive", p.outcome_positive ? json(*p.outcome_positive) : json()}}},
        {"method", p.linear ? "linear" : "network"},
        {"inputs", inputs},
        {"features", {{"table", p.feature_table}, {"place", p.feature_place}}},
        {"network_calibration", to_json(p.network_calibration)},
        {"calibration", to_json(p.calibration)},
        {"threshold", {{"value", p.threshold}, {"rule", p.threshold_rule}}},
        {"members", p.ensemble.members()},
        {"training", {{"patients", p.patients}, {"positives", p.positives}}},
        {"cross_validation", to_json(p.cross_validated)},
        {"provenance", to_json(p.provenance)},
        {"notes", p.notes}};
    // Programs before it read the file all the same, and files before it have none.
    if (p.reference) described["reference"] = to_json(*p.reference);
    if (p.neighbours) described["training"]["neighbours"] = p.neighbours->size();
    if (p.simulated) described["training"]["simulated"] = true;
    if (!p.training_table.empty()) described["training"]["table_sha256"] = p.training_table;
    if (!p.training_recordings.empty()) described["training"]["recordings_sha256"] = p.training_recordings;
    return described;
}

/// The description without tensors.
struct Described {
    Predictor predictor;
    std::vector<LinearInput> inputs;
    bool linear = false;
    std::size_t members = 0;
    std::size_t neighbours = 0;
};

/// What files of older programs do not say of the training.
core::Result<void> take_training(const json& training, Predictor& p) {
    p.simulated = field_or(training, "simulated", false);
    p.training_table = field_or(training, "table_sha256", std::string());
    if (!training.contains("recordings_sha256")) return {};
    const auto count = list_member(training, "recordings_sha256").size();
    if (count > most_training_recordings)
        return fail_input("too many recordings", "training", std::to_string(count),
                          "at most " + std::to_string(most_training_recordings));
    p.training_recordings = list_of<std::string>(training, "recordings_sha256");
    return {};
}

core::Result<std::vector<LinearInput>> inputs_from(const json& from) {
    const auto& listed = list_member(from, "inputs");
    if (listed.size() > most_inputs)
        return fail_input("too many inputs", "inputs", std::to_string(listed.size()),
                          "at most " + std::to_string(most_inputs));
    std::vector<LinearInput> inputs;
    for (const auto& input : listed) {
        if (!input.is_array() || input.size() != 2)
            return fail_input("an input is not named by two words", "inputs", core::shown_json(input),
                              "[table, column]");
        inputs.push_back(
            {core::json_as<std::string>(input[0], "inputs"), core::json_as<std::string>(input[1], "inputs")});
    }
    return inputs;
}

core::Result<void> check_head(const json& from) {
    if (const auto found = field<std::string>(from, "kind"); found != kind)
        return fail_input("the file is no predictor", "kind", found, kind);
    const int version = field<int>(from, "format_version");
    if (version >= 1 && version <= predictor_format_version) return {};
    return fail_input("predictor of another format", "format_version", std::to_string(version),
                      "1 to " + std::to_string(predictor_format_version), "use a newer program");
}

core::Result<bool> linear_from(const json& from) {
    const auto method = field<std::string>(from, "method");
    if (method == "linear" || method == "network") return method == "linear";
    return fail_input("unknown method", "method", method, "linear or network");
}

core::Result<Described> described_from(const json& from) {
    SYNCHRONY_TRY(check_head(from));
    Described d;
    auto& p = d.predictor;
    p.model = field<std::string>(from, "model");
    p.label = field<std::string>(from, "label");
    p.outcome = field<std::string>(object_member(from, "outcome"), "column");
    p.outcome_positive = field_or_null<std::string>(from.at("outcome"), "positive");
    SYNCHRONY_ASSIGN(d.linear, linear_from(from));
    SYNCHRONY_ASSIGN(d.inputs, inputs_from(from));
    p.feature_table = field<std::string>(object_member(from, "features"), "table");
    p.feature_place = field<std::string>(from.at("features"), "place");
    p.network_calibration = calibration_from(object_member(from, "network_calibration"));
    p.calibration = calibration_from(object_member(from, "calibration"));
    p.threshold = field<double>(object_member(from, "threshold"), "value");
    p.threshold_rule = field<std::string>(from.at("threshold"), "rule");
    d.members = field<std::size_t>(from, "members");
    if (d.members > most_members)
        return fail_input("too many members", "members", std::to_string(d.members),
                          "at most " + std::to_string(most_members));
    const auto& training = object_member(from, "training");
    p.patients = field<std::size_t>(training, "patients");
    p.positives = field<std::size_t>(training, "positives");
    SYNCHRONY_TRY(take_training(training, p));
    d.neighbours = field_or(training, "neighbours", std::size_t{0});
    if (d.neighbours > p.patients)
        return fail_input("more patients kept than trained on", "neighbours", std::to_string(d.neighbours),
                          "at most " + std::to_string(p.patients));
    p.cross_validated = cross_validated_from(object_member(from, "cross_validation"));
    p.provenance = provenance_from(object_member(from, "provenance"));
    p.notes = list_of<std::string>(from, "notes");
    if (from.contains("reference")) p.reference = reference_from(object_member(from, "reference"));
    return d;
}

core::Result<Described> read_description(const std::string& text) {
    SYNCHRONY_ASSIGN(const auto described, core::parse_json(text, predictor_key));
    return core::read_fields("the predictor's description is damaged", predictor_key, "",
                             [&described] { return described_from(described); });
}

/// The tensor's numbers; T fits `dtype`. The file was checked, so the bytes are there before they are allocated for.
template <typename T>
core::Result<std::vector<T>> numbers(const core::TensorFile& file, const std::string& name, core::DType dtype,
                                     const std::vector<std::int64_t>& shape) {
    SYNCHRONY_ASSIGN(const auto view, file.tensor(name, dtype));
    if (view.shape != shape)
        return fail_input("tensor of another shape", "tensor " + name, shape_text(view.shape), shape_text(shape));
    std::vector<T> values(view.bytes.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), view.bytes.data(), values.size() * sizeof(T));
    return values;
}

core::Result<LinearModel> linear_in(const core::TensorFile& file, std::vector<LinearInput> inputs,
                                    std::vector<InputRange>& ranges) {
    const std::vector<std::int64_t> shape{static_cast<std::int64_t>(inputs.size())};
    const auto read = [&](const char* name) { return numbers<double>(file, name, core::DType::f64, shape); };
    LinearModel linear;
    linear.inputs = std::move(inputs);
    SYNCHRONY_ASSIGN(linear.impute, read("linear.impute"));
    SYNCHRONY_ASSIGN(linear.centre, read("linear.centre"));
    SYNCHRONY_ASSIGN(linear.scale, read("linear.scale"));
    SYNCHRONY_ASSIGN(linear.weight, read("linear.weight"));
    SYNCHRONY_ASSIGN(const auto low, read("linear.low"));
    SYNCHRONY_ASSIGN(const auto high, read("linear.high"));
    for (std::size_t i = 0; i < low.size(); ++i) ranges.push_back({low[i], high[i]});
    SYNCHRONY_ASSIGN(const auto intercept, numbers<double>(file, "linear.intercept", core::DType::f64, {1}));
    linear.intercept = intercept.front();
    return linear;
}

core::Result<Ensemble> ensemble_in(const core::TensorFile& file, std::size_t members, std::size_t inputs) {
    Ensemble ensemble;
    const auto m = static_cast<std::int64_t>(members);
    if (inputs > 0) {
        SYNCHRONY_ASSIGN(ensemble.weights, numbers<float>(file, "ensemble.weight", core::DType::f32,
                                                          {m, static_cast<std::int64_t>(inputs)}));
        SYNCHRONY_ASSIGN(ensemble.intercepts, numbers<double>(file, "ensemble.intercept", core::DType::f64, {m}));
    }
    SYNCHRONY_ASSIGN(const auto calibrations, numbers<double>(file, "ensemble.calibration", core::DType::f64, {m, 2}));
    for (std::size_t i = 0; i < members; ++i)
        ensemble.calibrations.push_back({calibrations[2 * i], calibrations[2 * i + 1]});
    return ensemble;
}

core::Result<Neighbours> neighbours_in(const core::TensorFile& file, std::size_t patients, std::size_t inputs) {
    const auto n = static_cast<std::int64_t>(patients);
    Neighbours neighbours;
    SYNCHRONY_ASSIGN(neighbours.inputs, numbers<float>(file, "neighbours.inputs", core::DType::f32,
                                                       {n, static_cast<std::int64_t>(inputs)}));
    SYNCHRONY_ASSIGN(neighbours.outcome, numbers<std::uint8_t>(file, "neighbours.outcome", core::DType::u8, {n}));
    return neighbours;
}

core::Result<Predictor> predictor_in(const core::TensorFile& file) {
    const auto text = file.metadata().find(predictor_key);
    if (text == file.metadata().end() && file.metadata().contains(bundle_key))
        return fail_input("the file holds a pre-trained network, which knows beats but no outcome", {}, {}, {},
                          "fit a predictor with `synchrony train COHORT.csv --model fused-deep --pretrained FILE --out "
                          "m.safetensors`");
    if (text == file.metadata().end())
        return fail_input("not a Synchrony predictor", {}, "safetensors without the field 'synchrony_predictor'",
                          "a file made by `synchrony train`");
    SYNCHRONY_ASSIGN(auto described, read_description(text->second));
    auto predictor = std::move(described.predictor);
    const std::size_t inputs = described.linear ? described.inputs.size() : 0;
    if (described.linear) {
        SYNCHRONY_ASSIGN(predictor.linear, linear_in(file, std::move(described.inputs), predictor.ranges));
    }
    if (file.metadata().contains(bundle_key)) {
        SYNCHRONY_ASSIGN(predictor.bundle, bundle_in(file));
    }
    SYNCHRONY_ASSIGN(predictor.ensemble, ensemble_in(file, described.members, inputs));
    if (described.neighbours > 0) {
        SYNCHRONY_ASSIGN(predictor.neighbours, neighbours_in(file, described.neighbours, inputs));
    }
    SYNCHRONY_TRY(predictor.check());
    return predictor;
}

/// Tensors to be written and the memory that they stand in.
class Packing {
  public:
    template <typename T>
    void add(const std::string& name, core::DType dtype, std::vector<std::int64_t> shape,
             const std::vector<T>& values) {
        std::vector<std::byte> raw(values.size() * sizeof(T));
        if (!raw.empty()) std::memcpy(raw.data(), values.data(), raw.size());
        bytes.push_back(std::move(raw));
        tensors.push_back({name, dtype, std::move(shape), bytes.back()});
    }
    std::vector<std::vector<std::byte>> bytes;
    std::vector<core::NamedTensor> tensors;
};

void pack_linear(const Predictor& p, Packing& pack) {
    const auto& linear = *p.linear;
    const std::vector<std::int64_t> shape{static_cast<std::int64_t>(linear.size())};
    std::vector<double> low, high;
    for (const auto& range : p.ranges) {
        low.push_back(range.low);
        high.push_back(range.high);
    }
    pack.add("linear.impute", core::DType::f64, shape, linear.impute);
    pack.add("linear.centre", core::DType::f64, shape, linear.centre);
    pack.add("linear.scale", core::DType::f64, shape, linear.scale);
    pack.add("linear.weight", core::DType::f64, shape, linear.weight);
    pack.add("linear.low", core::DType::f64, shape, low);
    pack.add("linear.high", core::DType::f64, shape, high);
    pack.add("linear.intercept", core::DType::f64, {1}, std::vector<double>{linear.intercept});
    const auto members = static_cast<std::int64_t>(p.ensemble.members());
    pack.add("ensemble.weight", core::DType::f32, {members, shape.front()}, p.ensemble.weights);
    pack.add("ensemble.intercept", core::DType::f64, {members}, p.ensemble.intercepts);
}

void pack_neighbours(const Predictor& p, Packing& pack) {
    if (!p.neighbours) return;
    const auto n = static_cast<std::int64_t>(p.neighbours->size());
    pack.add("neighbours.inputs", core::DType::f32, {n, static_cast<std::int64_t>(p.linear->size())},
             p.neighbours->inputs);
    pack.add("neighbours.outcome", core::DType::u8, {n}, p.neighbours->outcome);
}

void pack_calibrations(const Predictor& p, Packing& pack) {
    std::vector<double> values;
    for (const auto& c : p.ensemble.calibrations) {
        values.push_back(c.slope);
        values.push_back(c.intercept);
    }
    pack.add("ensemble.calibration", core::DType::f64, {static_cast<std::int64_t>(p.ensemble.members()), 2}, values);
}

}  // namespace

core::Result<void> write_predictor(const std::filesystem::path& path, const Predictor& predictor) {
    SYNCHRONY_TRY(predictor.check());
    Packing pack;
    std::map<std::string, std::string> metadata{{predictor_key, core::json_text(describe(predictor))},
                                                {"format", "pt"}};
    if (predictor.linear) pack_linear(predictor, pack);
    pack_neighbours(predictor, pack);
    pack_calibrations(predictor, pack);
    if (predictor.bundle) {
        pack_bundle(*predictor.bundle, predictor.linear ? WeightStorage::f16 : WeightStorage::f32, pack.bytes,
                    pack.tensors);
        metadata[bundle_key] = bundle_description(*predictor.bundle);
    }
    return core::write_tensor_file(path, pack.tensors, core::with_content_sum(metadata, pack.tensors));
}

core::Result<bool> says_predictor(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto file, core::TensorFile::open(path));
    return file.metadata().contains(predictor_key);
}

core::Result<Predictor> read_predictor(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto file, core::TensorFile::open(path));
    auto predictor = predictor_in(file);
    if (predictor) {
        SYNCHRONY_TRY(check_intact(file));
        return predictor;
    }
    auto error = predictor.error();
    error.where = path.string() + (error.where.empty() ? "" : ", " + error.where);
    return core::fail(std::move(error));
}

}  // namespace synchrony::model
