// What the program's commands do, as functions: info, convert, measure, predict, simulate.
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "faults.hpp"
#include "modules.hpp"
#include "recording.hpp"
#include "synchrony/app/convert.hpp"
#include "synchrony/app/measure.hpp"
#include "synchrony/app/model_info.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/app/recording_info.hpp"
#include "synchrony/app/simulate.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/model/shipped.hpp"
#include "synchrony/sim/conduction_kind.hpp"
#include "text_of_python.hpp"

namespace synchrony::python {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
T word_among(const std::map<std::string, T>& words, const std::string& given, const char* what) {
    const auto found = words.find(given);
    if (found == words.end())
        raise_usage(std::string(what) + " is none of those known", given,
                    core::joined(words, ", ", [](const auto& pair) { return pair.first; }));
    return found->second;
}

std::string word_of(const py::object& given, const char* what) {
    if (!py::isinstance<py::str>(given)) raise_usage(std::string(what) + " is no str", type_of(given), "a str");
    return given.cast<std::string>();
}

double number_within(const py::object& given, const char* what, double low, double high) {
    const double value = py::float_(given);
    if (!(value >= low && value <= high))
        raise_usage(std::string(what) + " out of range", core::shortest(value),
                    core::shortest(low) + " to " + core::shortest(high));
    return value;
}

// --- info

py::object info(const py::object& path, bool comments, bool identity, const py::object& fs, const py::object& unit,
                const py::object& leads) {
    const auto source = source_of(path, {fs, unit, leads});
    const auto model = source.in_hand ? source.path : model::model_file(source.path);
    return to_object(value_of(run_long(1, 1, [&](const core::RunContext&) -> core::Result<Json> {
        if (!source.in_hand && app::is_model_file(model)) {
            SYNCHRONY_ASSIGN(auto said, app::model_info(model));
            return said.json;
        }
        SYNCHRONY_ASSIGN(const auto ecg, source.read());
        return app::recording_json(*ecg, {comments, identity});
    })));
}

// --- convert

py::object convert(const py::object& inputs, const py::object& out, const std::string& to, bool force,
                   bool keep_identity, const py::object& pseudonyms, int threads, const py::object& fs,
                   const py::object& unit, const py::object& leads) {
    app::ConvertRequest request;
    if (py::isinstance<py::list>(inputs) || py::isinstance<py::tuple>(inputs))
        for (const auto& input : py::reinterpret_borrow<py::sequence>(inputs))
            request.inputs.push_back(path_of(input, "an input"));
    else
        request.inputs.push_back(path_of(inputs, "the input"));
    request.out = path_of(out, "out");
    request.to = to;
    request.force = force;
    request.keep_identity = keep_identity;
    if (!pseudonyms.is_none()) request.pseudonyms = path_of(pseudonyms, "pseudonyms");
    if (keep_identity && !pseudonyms.is_none())
        raise_usage("keep_identity and pseudonyms exclude each other", "both", "one of them");
    request.reading = ReadArguments{fs, unit, leads}.options();
    const auto report =
        value_of(run_long(threads, 1, [&](const core::RunContext& context) { return app::convert(request, context); }));
    if (report.recordings.size() == 1 && report.recordings.front().error) raise(*report.recordings.front().error);
    return to_object(app::to_json(report));
}

// --- measure

const std::map<std::string, measure::LbbbDefinition>& lbbb_words() {
    static const std::map<std::string, measure::LbbbDefinition> words{{"strauss", measure::LbbbDefinition::strauss},
                                                                      {"aha_2009", measure::LbbbDefinition::aha_2009},
                                                                      {"esc_2013", measure::LbbbDefinition::esc_2013}};
    return words;
}

std::optional<measure::Rhythm> rhythm_of(const py::object& given) {
    static const auto words = [] {
        std::map<std::string, measure::Rhythm> known;
        for (const auto& one : measure::rhythm_words) known.emplace(one.word, one.rhythm);
        return known;
    }();
    if (given.is_none()) return std::nullopt;
    return word_among(words, word_of(given, "rhythm"), "rhythm");
}

struct PatientArguments {
    py::object sex, lvef_pct, nyha, rhythm, ischemic;
};

void fill_patient(const PatientArguments& given, measure::MeasureOptions& options) {
    static const std::map<std::string, measure::Sex> sexes{{"F", measure::Sex::female}, {"M", measure::Sex::male}};
    if (!given.sex.is_none()) options.sex = word_among(sexes, word_of(given.sex, "sex"), "sex");
    if (!given.lvef_pct.is_none()) options.patient.lvef_pct = number_within(given.lvef_pct, "lvef_pct", 1.0, 100.0);
    if (!given.nyha.is_none()) {
        const double nyha = number_within(given.nyha, "nyha", 1.0, 4.0);
        if (nyha != std::floor(nyha)) raise_usage("nyha is no class", core::shortest(nyha), "1, 2, 3 or 4");
        options.patient.nyha = static_cast<int>(nyha);
    }
    options.patient.rhythm = rhythm_of(given.rhythm);
    if (!given.ischemic.is_none()) options.patient.ischemic = py::bool_(given.ischemic);
}

py::object measure_ecg(const py::object& ecg, const py::object& sex, const py::object& lvef_pct, const py::object& nyha,
                       const py::object& rhythm, const py::object& ischemic, const std::string& lbbb,
                       const py::object& morphology, const std::string& transform, const py::object& fs,
                       const py::object& unit, const py::object& leads) {
    const auto source = source_of(ecg, {fs, unit, leads});
    app::MeasureRequest request;
    request.recordings = {source.path};
    request.reading = source.reading;
    fill_patient({sex, lvef_pct, nyha, rhythm, ischemic}, request.options);
    request.options.lbbb = word_among(lbbb_words(), lbbb, "lbbb");
    if (!morphology.is_none())
        request.options.guideline_lbbb = word_among(lbbb_words(), word_of(morphology, "morphology"), "morphology");
    request.options.vcg = word_among<measure::VcgTransform>(
        {{"kors", measure::VcgTransform::kors}, {"dower", measure::VcgTransform::inverse_dower}}, transform,
        "transform");
    return to_object(app::to_json(
        value_of(run_long(1, 1, [&](const core::RunContext& context) -> core::Result<measure::Measurements> {
            core::Result<measure::Measurements> answer = core::fail_input("not measured", source.path.string());
            SYNCHRONY_TRY(app::measure_recordings(request, context, [&](const app::MeasuredRecording& one) {
                answer = one.measurements;
                return true;
            }));
            return answer;
        }))));
}

// --- predict

std::string value_text(const std::string& name, const py::handle& value) {
    if (py::isinstance<py::bool_>(value)) return value.cast<bool>() ? "1" : "0";
    if (py::isinstance<py::str>(value)) return value.cast<std::string>();
    if (PyNumber_Check(value.ptr()) == 0)
        raise_usage("a clinical value is neither number nor word", name + ": " + type_of(value), "28, 'F', True");
    return py::str(value).cast<std::string>();
}

std::vector<std::string> values_of(const py::object& given) {
    std::vector<std::string> set;
    if (given.is_none()) return set;
    if (!py::isinstance<py::dict>(given)) raise_usage("values are no dict", type_of(given), "{'lvef_pct': 28}");
    for (const auto& [key, value] : py::reinterpret_borrow<py::dict>(given)) {
        const auto name = word_of(py::reinterpret_borrow<py::object>(key), "the name of a value");
        if (name.find('=') != std::string::npos) raise_usage("a name holds =", name, "a column's name");
        if (!value.is_none()) set.push_back(name + "=" + value_text(name, value));
    }
    return set;
}

py::object predict(const py::object& predictor, const py::object& ecg, const py::object& values,
                   const py::object& prevalence, const py::object& rhythm, int threads, const py::object& fs,
                   const py::object& unit, const py::object& leads) {
    const auto source = source_of(ecg, {fs, unit, leads});
    app::PredictRequest request;
    request.predictor = path_of(predictor, "the predictor");
    request.input = source.path;
    request.reading = source.reading;
    request.set = values_of(values);
    if (!prevalence.is_none()) request.prevalence = py::float_(prevalence);
    request.rhythm = rhythm_of(rhythm);
    return to_object(app::to_json(value_of(run_long(
        threads, 1, [&](const core::RunContext& context) { return app::predict_patient(request, context); }))));
}

// --- simulate

py::object simulate(const py::object& out, std::int64_t patients, const std::string& preset, std::int64_t seed,
                    double rate_hz, const py::object& chance_sd_pct, const py::object& conduction, bool ecg, bool noise,
                    int threads) {
    app::SimulateRequest request;
    request.out = path_of(out, "out");
    if (patients < 1) raise_usage("number of patients out of range", std::to_string(patients), "1 or more");
    if (seed < 0) raise_usage("seed out of range", std::to_string(seed), "0 or more");
    request.patients = static_cast<std::uint64_t>(patients);
    request.preset = preset;
    request.command = "synchrony.simulate() in Python";
    request.options.rate_hz = rate_hz;
    request.options.with_ecg = ecg;
    request.options.with_noise = noise;
    if (!chance_sd_pct.is_none()) request.options.chance_sd_pct = py::float_(chance_sd_pct);
    if (!conduction.is_none()) {
        const auto kind = word_of(conduction, "conduction");
        request.options.conduction = sim::conduction_of(kind);
        if (!request.options.conduction)
            raise_usage("conduction is none of those known", kind,
                        core::joined(sim::all_conductions, ", ", [](auto one) { return name_of(one); }));
    }
    const auto from = static_cast<std::uint64_t>(seed);
    const auto report = value_of(
        run_long(threads, from, [&](const core::RunContext& context) { return app::simulate(request, context); }));
    return to_object(app::to_json(request, report, from));
}

}  // namespace

void add_use_cases(py::module_& module) {
    const auto none = py::none();
    module.def("info", &info, py::arg("path"), py::kw_only(), py::arg("comments") = false, py::arg("identity") = false,
               py::arg("fs") = none, py::arg("unit") = none, py::arg("leads") = none,
               "What a recording or a model file holds: a dict, as `synchrony info --json`.\n\n"
               "path: a recording, a Recording, a model file, or the name of a shipped model ('mitbih-resnet18')\n"
               "comments, identity: as Recording.info() takes them\n"
               "fs, unit, leads: as read() takes them");
    module.def(
        "convert", &convert, py::arg("inputs"), py::arg("out"), py::kw_only(), py::arg("to") = "",
        py::arg("force") = false, py::arg("keep_identity") = false, py::arg("pseudonyms") = none,
        py::arg("threads") = 1, py::arg("fs") = none, py::arg("unit") = none, py::arg("leads") = none,
        "Write recordings in another format, without identity unless asked for: a dict, as `synchrony convert\n"
        "--json`. One recording that fails raises; of several, those that failed have an 'error' in the answer.\n\n"
        "inputs: a path or a list of them: recordings, folders, zip archives\n"
        "out: the file to write, else a folder\n"
        "to: 'wfdb', 'csv', 'edf', ...; '': as the ending of out says\n"
        "force: write over outputs that are there\n"
        "keep_identity: names, ids, dates and free text stay\n"
        "pseudonyms: CSV of study numbers, read and written\n"
        "threads: recordings at once\n"
        "fs, unit, leads: as read() takes them");
    module.def(
        "measure", &measure_ecg, py::arg("ecg"), py::kw_only(), py::arg("sex") = none, py::arg("lvef_pct") = none,
        py::arg("nyha") = none, py::arg("rhythm") = none, py::arg("ischemic") = none, py::arg("lbbb") = "strauss",
        py::arg("morphology") = none, py::arg("transform") = "kors", py::arg("fs") = none, py::arg("unit") = none,
        py::arg("leads") = none,
        "Measure an ECG: intervals (ms), axes (deg), LBBB, QRS area (uV s), guideline classes, quality: a dict, as\n"
        "`synchrony measure --json`; names carry their units, None where a measurement could not be made.\n\n"
        "ecg: a Recording or a path\n"
        "sex: 'F' or 'M'; None: as the recording says\n"
        "lvef_pct: 1 to 100 %; nyha: 1 to 4; rhythm: 'sinus', 'af', 'other'; ischemic: bool: for the guidelines\n"
        "lbbb: 'strauss', 'aha_2009' or 'esc_2013', which answers for the field lbbb\n"
        "morphology: likewise, which goes into the guidelines; None: each guideline's usual one\n"
        "transform: 'kors' or 'dower', from 12 leads to X, Y, Z\n"
        "fs, unit, leads: as read() takes them");
    module.def("predict", &predict, py::arg("predictor"), py::arg("ecg"), py::arg("values") = none, py::kw_only(),
               py::arg("prevalence") = none, py::arg("rhythm") = none, py::arg("threads") = 1, py::arg("fs") = none,
               py::arg("unit") = none, py::arg("leads") = none,
               "What a predictor of `synchrony train` expects of one patient: a dict, as `synchrony predict --json`.\n"
               "Where it declines, 'abstain' is True and 'probability' None; 'cautions' say why.\n\n"
               "predictor: its file\n"
               "ecg: a Recording or a path, twelve leads\n"
               "values: clinical values by name, as columns of a cohort CSV: {'lvef_pct': 28, 'sex': 'F'}\n"
               "prevalence: share of your patients with the outcome, above 0 and below 1; None: the training's\n"
               "rhythm: 'sinus', 'af' or 'other', for the guidelines; None: as measured, where it is clear\n"
               "threads: of a network\n"
               "fs, unit, leads: as read() takes them");
    module.def(
        "simulate", &simulate, py::arg("out"), py::kw_only(), py::arg("patients") = 71, py::arg("preset") = "nanjing",
        py::arg("seed") = 1, py::arg("rate_hz") = 500.0, py::arg("chance_sd_pct") = none, py::arg("conduction") = none,
        py::arg("ecg") = true, py::arg("noise") = true, py::arg("threads") = 1,
        "Make virtual CRT patients, no persons: cohort.csv, truth.csv, simulation.json and ecg/ in the folder out.\n"
        "A dict, as `synchrony simulate --json`; the same seed makes the same files.\n\n"
        "preset: the population\n"
        "rate_hz: samples a second, 250 to 1000\n"
        "chance_sd_pct: SD of what nobody can foretell, in % of LVESV; None: the preset's\n"
        "conduction: every patient of this kind ('rbbb'); None: as the preset draws them\n"
        "ecg, noise: False leaves out the ECGs, or their noise\n"
        "threads: patients at once");
}

}  // namespace synchrony::python
