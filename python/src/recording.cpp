#include "recording.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "arrays.hpp"
#include "faults.hpp"
#include "modules.hpp"
#include "synchrony/app/recording_info.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/identity.hpp"
#include "synchrony/record/lead_names.hpp"
#include "text_of_python.hpp"

namespace synchrony::python {
namespace {

constexpr float nan_mv = std::numeric_limits<float>::quiet_NaN();
constexpr double lowest_rate_hz = 1.0;  // as the program's --fs
constexpr double highest_rate_hz = 1e6;
constexpr std::size_t most_leads = 1024;  // body surface maps have some hundred

void copy_masked(const record::Lead& lead, float* out) {
    std::ranges::copy(lead.samples, out);
    for (const auto& gap : lead.invalid) std::fill(out + gap.begin, out + gap.end, nan_mv);
}

std::string shape_text(const py::array& array) {
    return py::str(array.attr("shape")).cast<std::string>();
}

}  // namespace

std::vector<std::string> names_of(const py::handle& names, const char* what) {
    if (py::isinstance<py::str>(names)) {
        const auto joined = names.cast<std::string>();
        std::vector<std::string> list;
        for (const auto name : core::split(std::string_view(joined), ',')) list.emplace_back(core::trimmed(name));
        return list;
    }
    if (!py::isinstance<py::sequence>(names))
        raise_usage(std::string(what) + " must be names", type_of(names), "a list of str, or 'I,II,V1'");
    std::vector<std::string> list;
    for (const auto& name : py::reinterpret_borrow<py::sequence>(names)) {
        if (!py::isinstance<py::str>(name))
            raise_usage(std::string(what) + " must be names", type_of(name), "a list of str, or 'I,II,V1'");
        list.push_back(name.cast<std::string>());
    }
    return list;
}

namespace {

double checked_rate(double hz) {
    if (!(hz >= lowest_rate_hz && hz <= highest_rate_hz))
        raise_usage("sampling frequency out of range", core::shortest(hz), "1 to 1000000 Hz");
    return hz;
}

std::vector<std::string> checked_leads(const py::handle& given, py::ssize_t rows) {
    auto names = names_of(given, "leads");
    if (names.size() == 1 && core::lower(names.front()) == "standard")
        names.assign(record::standard_leads().begin(), record::standard_leads().end());
    if (names.size() != static_cast<std::size_t>(rows))
        raise_usage("leads and rows of the array differ in number", std::to_string(names.size()) + " names",
                    std::to_string(rows), "The array is (leads, samples); give the transpose of one that is not");
    std::set<std::string> seen;
    for (auto& name : names) {
        if (core::trimmed(name).empty()) raise_usage("a lead without a name", {}, "a name a row");
        name = record::standard_lead_name(name);
        if (!seen.insert(name).second) raise_usage("a lead stands twice", name, "distinct names");
    }
    return names;
}

/// The array as float32 rows, checked; other kinds of numbers have no unit, so they are refused.
py::array_t<float> checked_samples(const py::object& given) {
    const auto array = py::array::ensure(given);
    if (!array) {
        PyErr_Clear();
        raise_usage("samples are no array", type_of(given), "a NumPy array (leads, samples) in mV");
    }
    if (array.dtype().kind() != 'f')
        raise_usage("samples must be floating-point numbers in mV", py::str(array.dtype()).cast<std::string>(),
                    "float32 or float64", "Multiply counts by the mV that one of them is");
    if (array.ndim() != 2 || array.shape(0) == 0 || array.shape(1) == 0)
        raise_usage("samples have the wrong shape", shape_text(array), "(leads, samples), neither 0");
    if (static_cast<std::size_t>(array.shape(0)) > most_leads)
        raise_usage("too many leads", std::to_string(array.shape(0)), "up to " + std::to_string(most_leads),
                    "The array is (leads, samples)");
    if (array.size() > io::ReadOptions().max_values)
        raise_usage("too many samples", std::to_string(array.size()),
                    "up to " + std::to_string(io::ReadOptions().max_values));
    return py::array_t<float, py::array::c_style | py::array::forcecast>(array);  // throws, where ensure() gives null
}

record::Lead lead_of_row(std::string name, const float* values, std::size_t count) {
    record::Lead lead;
    lead.name = std::move(name);
    lead.samples.assign(values, values + count);
    for (std::size_t i = 0; i < count; ++i) {
        if (std::isinf(values[i]))
            raise_usage("a sample is infinite", "lead " + lead.name + ", sample " + std::to_string(i),
                        "mV, or NaN where there is none");
        if (!std::isnan(values[i])) continue;
        const auto at = static_cast<std::int64_t>(i);
        if (!lead.invalid.empty() && lead.invalid.back().end == at)
            ++lead.invalid.back().end;
        else
            lead.invalid.push_back({at, at + 1});
    }
    record::hold_over_invalid(lead);
    return lead;
}

std::string checked_sex(const py::object& sex) {
    if (sex.is_none()) return {};
    const auto word = core::lower(py::str(sex).cast<std::string>());
    if (word == "f" || word == "female") return "female";
    if (word == "m" || word == "male") return "male";
    raise_usage("unknown sex", word, "F, M, female, male or None");
}

Recording recording_of_array(const py::object& samples, double sampling_hz, const py::object& leads,
                             const py::object& age_years, const py::object& sex) {
    const auto rows = checked_samples(samples);
    auto ecg = std::make_shared<record::Ecg>();
    ecg->sampling_frequency_hz = checked_rate(sampling_hz);
    ecg->format = "array";
    ecg->facts.patient.sex = checked_sex(sex);
    if (!age_years.is_none()) {
        const double age = py::float_(age_years);
        if (!(age >= 0.0 && age <= 150.0)) raise_usage("age out of range", core::shortest(age), "0 to 150 years");
        ecg->facts.patient.age_years = age;
    }
    const auto names = checked_leads(leads, rows.shape(0));
    const auto count = static_cast<std::size_t>(rows.shape(1));
    for (std::size_t i = 0; i < names.size(); ++i)
        ecg->leads.push_back(lead_of_row(names[i], rows.data() + i * count, count));
    return {ecg, "array"};
}

py::object age_of(const Recording& recording) {
    const auto& age = recording.ecg()->facts.patient.age_years;
    return age ? py::object(py::float_(std::min(*age, record::oldest_told_age_years))) : py::none();
}

py::object sex_of(const Recording& recording) {
    const auto& sex = recording.ecg()->facts.patient.sex;
    return sex.empty() ? py::object(py::none()) : text(sex);
}

py::list lead_names(const Recording& recording) {
    py::list names;
    for (const auto& lead : recording.ecg()->leads) names.append(text(lead.name));
    return names;
}

py::list warnings_of(const Recording& recording) {
    py::list list;
    for (const auto& warning : recording.ecg()->warnings) list.append(text(warning.text));
    return list;
}

std::string repr_of(const Recording& recording) {
    const auto& ecg = *recording.ecg();
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.1f", ecg.duration_s());
    return "<synchrony.Recording: " + std::to_string(ecg.leads.size()) + " leads, " + seconds + " s at " +
           core::shortest(ecg.sampling_frequency_hz) + " Hz, " + ecg.format + ">";
}

// As the program's --start and --length.
std::optional<double> seconds_within(const py::object& given, const char* what, double least) {
    constexpr double most_s = 1e9;
    if (given.is_none()) return std::nullopt;
    const double seconds = py::float_(given);
    if (!(seconds >= least && seconds <= most_s))
        raise_usage(std::string(what) + " out of range", core::shortest(seconds),
                    core::shortest(least) + " to " + core::shortest(most_s) + " s");
    return seconds;
}

Recording read_recording(const py::object& path, const py::object& start_s, const py::object& length_s,
                         const py::object& fs, const py::object& unit, const py::object& leads) {
    constexpr double shortest_s = 1e-3;
    if (py::isinstance<Recording>(path)) raise_usage("read() takes a path", "a Recording", "a str or a path");
    auto source = source_of(path, {fs, unit, leads});
    source.reading.start_s = seconds_within(start_s, "start_s", 0.0);
    source.reading.length_s = seconds_within(length_s, "length_s", shortest_s);
    auto read = run_long(1, 1, [&](const core::RunContext&) { return source.read(); });
    return {value_of(std::move(read)), source.path.string()};
}

}  // namespace

Recording::Recording(std::shared_ptr<const record::Ecg> ecg, std::string where)
    : ecg_(std::move(ecg)), where_(std::move(where)), matrix_(py::none()) {}

py::array Recording::samples() {
    if (matrix_.is_none()) {
        const auto count = static_cast<std::size_t>(ecg_->sample_count());
        auto values = std::make_shared<std::vector<float>>(count * ecg_->leads.size());
        for (std::size_t i = 0; i < ecg_->leads.size(); ++i) copy_masked(ecg_->leads[i], values->data() + i * count);
        const float* first = values->data();
        matrix_ = view_of(first, {static_cast<py::ssize_t>(ecg_->leads.size()), static_cast<py::ssize_t>(count)},
                          std::move(values));
    }
    return matrix_.cast<py::array>();
}

py::array Recording::lead(const std::string& name) const {
    const auto* lead = ecg_->find_lead(record::standard_lead_name(name));
    if (!lead)
        raise_usage("the recording has no such lead", name,
                    "one of " + core::joined(ecg_->leads, " ", &record::Lead::name));
    const std::vector<py::ssize_t> shape{static_cast<py::ssize_t>(lead->samples.size())};
    if (lead->invalid.empty()) return view_of(lead->samples.data(), shape, ecg_);
    auto values = std::make_shared<std::vector<float>>(lead->samples.size());
    copy_masked(*lead, values->data());
    const float* first = values->data();
    return view_of(first, shape, std::move(values));
}

io::ReadOptions ReadArguments::options() const {
    io::ReadOptions made;
    if (!fs.is_none()) made.sampling_frequency_hz = checked_rate(py::float_(fs));
    if (!unit.is_none()) {
        const auto word = py::str(unit).cast<std::string>();
        constexpr std::string_view units[] = {"mV", "uV", "V", "nV"};
        if (std::ranges::find(units, word) == std::end(units)) raise_usage("unknown unit", word, core::joined(units));
        made.csv.unit = word;
    }
    if (!leads.is_none()) made.lead_names = names_of(leads, "leads");
    return made;
}

core::Result<std::shared_ptr<const record::Ecg>> EcgSource::read() const {
    if (in_hand) return in_hand;
    SYNCHRONY_ASSIGN(auto ecg, io::read_ecg(path, reading));
    return std::make_shared<const record::Ecg>(std::move(ecg));
}

EcgSource source_of(const py::handle& ecg, const ReadArguments& arguments) {
    EcgSource source;
    source.reading = arguments.options();
    if (!py::isinstance<Recording>(ecg)) {
        source.path = path_of(ecg, "the ECG");
        return source;
    }
    const auto& recording = ecg.cast<const Recording&>();
    source.path = recording.where();
    source.in_hand = recording.ecg();
    source.reading.held =
        std::make_shared<const io::HeldRecordings>(io::HeldRecordings{{source.path.native(), source.in_hand}});
    return source;
}

void add_recording(py::module_& module) {
    py::class_<Recording>(module, "Recording",
                          "A recording: leads in mV at one sampling frequency. It never changes.\n\n"
                          "Made by read(), or of an array. Names, ids and dates of the patient are not among its\n"
                          "attributes; info(identity=True) gives them.")
        .def(py::init(&recording_of_array), py::arg("samples"), py::arg("sampling_hz"), py::arg("leads"), py::kw_only(),
             py::arg("age_years") = py::none(), py::arg("sex") = py::none(),
             "A recording of an array, which is copied.\n\n"
             "samples: (leads, samples), floating-point, mV; NaN where there is no measurement\n"
             "sampling_hz: Hz\n"
             "leads: a name a row, or 'standard' for the twelve in their order\n"
             "age_years, sex ('F' or 'M'): where known")
        .def_property_readonly("samples", &Recording::samples,
                               "float32 (leads, samples), mV, read-only; NaN where masked. The array stays when the\n"
                               "Recording goes.")
        .def("lead", &Recording::lead, py::arg("name"),
             "float32 (samples,), mV, read-only: one lead, without a copy where nothing is masked.")
        .def_property_readonly("leads", &lead_names, "Names of the leads, standard spelling where known.")
        .def_property_readonly(
            "sampling_hz", [](const Recording& r) { return r.ecg()->sampling_frequency_hz; }, "Hz.")
        .def_property_readonly(
            "duration_s", [](const Recording& r) { return r.ecg()->duration_s(); }, "s.")
        .def_property_readonly("age_years", &age_of, "At the recording, at most 90; None where the file says nothing.")
        .def_property_readonly("sex", &sex_of, "'female', 'male', or None where the file says nothing.")
        .def_property_readonly(
            "format", [](const Recording& r) { return text(r.ecg()->format); }, "Which reader made it: 'wfdb', 'csv'.")
        .def_property_readonly("warnings", &warnings_of, "What the reader had to mend or assume, a str each.")
        .def(
            "info",
            [](const Recording& r, bool comments, bool identity) {
                return to_object(app::recording_json(*r.ecg(), {comments, identity}));
            },
            py::kw_only(), py::arg("comments") = false, py::arg("identity") = false,
            "All that the file says beside the samples, as `synchrony info --json` does.\n\n"
            "comments: free text and start time too, which may name the patient; identity: the patient's fields too")
        .def("__repr__", &repr_of);
    module.def("read", &read_recording, py::arg("path"), py::kw_only(), py::arg("start_s") = py::none(),
               py::arg("length_s") = py::none(), py::arg("fs") = py::none(), py::arg("unit") = py::none(),
               py::arg("leads") = py::none(),
               "Read a recording of any format that the program knows, or a stretch of it.\n\n"
               "path: the file; 'export.zip/a.xml' for one in an archive\n"
               "start_s: read from so many seconds on; times and samples count from there\n"
               "length_s: read so many seconds, as of a Holter of a day; None: to the end\n"
               "fs: sampling frequency, Hz, where the file gives none\n"
               "unit: 'mV', 'uV', 'V' or 'nV', where the file names none\n"
               "leads: names in an array of numbers, in its order, or 'standard' for the twelve");
}

}  // namespace synchrony::python
