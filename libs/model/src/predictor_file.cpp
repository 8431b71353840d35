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
#include "synchrony/core/json_null.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::model {
namespace {

using core::fail_input;
using nlohmann::json;

constexpr const char* kind = "predictor";

std::optional<double> number_from(const json& from) {
    return from.is_null() ? std::nullopt : std::optional(from.get<double>());
}

json to_json(const Calibration& c) {
    return {{"slope", c.slope}, {"intercept", c.intercept}};
}
Calibration calibration_from(const json& from) {
    return {from.at("slope").get<double>(), from.at("intercept").get<double>()};
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
    CrossValidated cv{
        from.at("folds").get<int>(), from.at("repeats").get<int>(), from.at("seed").get<std::uint64_t>(), {}};
    for (const auto& [name, f] : from.at("figures").items())
        cv.figures[name] = {number_from(f.at("value")), number_from(f.at("low")), number_from(f.at("high"))};
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
    return {from.at("columns").get<std::vector<std::string>>(),
            from.at("mean").get<std::vector<double>>(),
            from.at("sd").get<std::vector<double>>(),
            from.at("correlation").get<std::vector<double>>(),
            number_from(from.at("limit")),
            number_from(from.at("deep_limit"))};
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
    for (const auto& c : from.at("columns"))
        reference.columns.push_back(
            {c.at("table").get<std::string>(), c.at("column").get<std::string>(), c.at("known").get<std::size_t>(),
             c.at("missing").get<std::size_t>(), c.at("mean").get<double>(), c.at("sd").get<double>(),
             c.at("two_valued").get<bool>(), c.at("quantiles").get<std::vector<double>>(), c.value("circular", false)});
    if (from.contains("likeness")) reference.likeness = likeness_from(from.at("likeness"));
    if (from.contains("people")) {
        reference.people = from.at("people").get<std::size_t>();
        reference.positive_people = from.at("positive_people").get<std::size_t>();
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

/// The description without tensors. json::at and get throw on a field that is missing or of another type; caught once.
struct Described {
    Predictor predictor;
    std::vector<LinearInput> inputs;
    bool linear = false;
    std::size_t members = 0;
    std::size_t neighbours = 0;
};

/// What files of older programs do not say of the training.
core::Result<void> take_training(const json& training, Predictor& p) {
    if (training.contains("simulated")) p.simulated = training.at("simulated").get<bool>();
    if (training.contains("table_sha256")) p.training_table = training.at("table_sha256").get<std::string>();
    if (!training.contains("recordings_sha256")) return {};
    const auto& sums = training.at("recordings_sha256");
    if (sums.size() > most_training_recordings)
        return fail_input("too many recordings", "training", std::to_string(sums.size()),
                          "at most " + std::to_string(most_training_recordings));
    p.training_recordings = sums.get<std::vector<std::string>>();
    return {};
}

core::Result<Described> described_from(const json& from) {
    if (from.at("kind").get<std::string>() != kind)
        return fail_input("the file is no predictor", "kind", from.at("kind").get<std::string>(), kind);
    const int version = from.at("format_version").get<int>();
    if (version < 1 || version > predictor_format_version)
        return fail_input("predictor of another format", "format_version", std::to_string(version),
                          "1 to " + std::to_string(predictor_format_version), "use a newer program");
    Described d;
    auto& p = d.predictor;
    p.model = from.at("model").get<std::string>();
    p.label = from.at("label").get<std::string>();
    p.outcome = from.at("outcome").at("column").get<std::string>();
    if (const auto& positive = from.at("outcome").at("positive"); !positive.is_null())
        p.outcome_positive = positive.get<std::string>();
    d.linear = from.at("method").get<std::string>() == "linear";
    if (from.at("inputs").size() > most_inputs)
        return fail_input("too many inputs", "inputs", std::to_string(from.at("inputs").size()),
                          "at most " + std::to_string(most_inputs));
    for (const auto& input : from.at("inputs"))
        d.inputs.push_back({input.at(0).get<std::string>(), input.at(1).get<std::string>()});
    p.feature_table = from.at("features").at("table").get<std::string>();
    p.feature_place = from.at("features").at("place").get<std::string>();
    p.network_calibration = calibration_from(from.at("network_calibration"));
    p.calibration = calibration_from(from.at("calibration"));
    p.threshold = from.at("threshold").at("value").get<double>();
    p.threshold_rule = from.at("threshold").at("rule").get<std::string>();
    d.members = from.at("members").get<std::size_t>();
    if (d.members > most_members)
        return fail_input("too many members", "members", std::to_string(d.members),
                          "at most " + std::to_string(most_members));
    p.patients = from.at("training").at("patients").get<std::size_t>();
    p.positives = from.at("training").at("positives").get<std::size_t>();
    SYNCHRONY_TRY(take_training(from.at("training"), p));
    d.neighbours = from.at("training").value("neighbours", std::size_t{0});
    if (d.neighbours > p.patients)
        return fail_input("more patients kept than trained on", "neighbours", std::to_string(d.neighbours),
                          "at most " + std::to_string(p.patients));
    p.cross_validated = cross_validated_from(from.at("cross_validation"));
    p.provenance = provenance_from(from.at("provenance"));
    p.notes = from.at("notes").get<std::vector<std::string>>();
    if (from.contains("reference")) p.reference = reference_from(from.at("reference"));
    return d;
}

core::Result<Described> read_description(const std::string& text) {
    SYNCHRONY_ASSIGN(const auto described, core::parse_json(text, predictor_key));
    try {
        return described_from(described);
    } catch (const json::exception& error) {
        return fail_input("the predictor's description is damaged", predictor_key, error.what(),
                          "the fields of format 1");
    }
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
