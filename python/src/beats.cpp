// Beats and what is made of them: detect, segment, spectrogram, images, recipe.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "arrays.hpp"
#include "faults.hpp"
#include "modules.hpp"
#include "recording.hpp"
#include "synchrony/app/detect.hpp"
#include "synchrony/core/half.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/scratch_folder.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/features/channels.hpp"
#include "synchrony/features/segment.hpp"
#include "synchrony/features/spectrogram.hpp"
#include "synchrony/inputs/ecg_images.hpp"
#include "text_of_python.hpp"

namespace synchrony::python {
namespace {

using features::SpectrogramRecipe;
using EcgPointer = std::shared_ptr<const record::Ecg>;

constexpr std::int64_t most_values = std::int64_t{1} << 28;  // as io::ReadOptions::max_values: a gigabyte

py::object result_named(const char* name) {
    return py::module_::import("synchrony._results").attr(name);
}

py::ssize_t length(std::size_t count) {
    return static_cast<py::ssize_t>(count);
}

SpectrogramRecipe recipe_of(const py::object& given) {
    if (py::isinstance<py::str>(given)) return value_of(SpectrogramRecipe::named(given.cast<std::string>()));
    if (!py::isinstance<py::dict>(given))
        raise_usage("no recipe", type_of(given), "a recipe's name, or a dict as recipe() gives");
    return value_of(SpectrogramRecipe::from_json(core::json_text(from_object(given))));
}

py::object recipe_named(const std::string& name) {
    return to_object(nlohmann::ordered_json::parse(recipe_of(py::str(name)).to_json()));
}

/// R peaks that the caller gives; nothing: they are detected.
std::optional<std::vector<std::int64_t>> given_peaks(const py::object& r_samples) {
    if (r_samples.is_none()) return std::nullopt;
    const auto array = py::array::ensure(r_samples);
    if (!array) {
        PyErr_Clear();
        raise_usage("r_samples are no array", type_of(r_samples), "sample numbers (beats,)");
    }
    const char kind = array.dtype().kind();
    if (array.ndim() != 1 || (array.size() > 0 && kind != 'i' && kind != 'u'))
        raise_usage("r_samples must be whole numbers in one dimension",
                    py::str(array.dtype()).cast<std::string>() + " " + py::str(array.attr("shape")).cast<std::string>(),
                    "sample numbers (beats,)");
    const py::array_t<std::int64_t, py::array::c_style | py::array::forcecast> whole(array);
    return std::vector<std::int64_t>(whole.data(), whole.data() + whole.size());
}

record::Ecg with_leads(const record::Ecg& ecg, const std::vector<const record::Lead*>& leads) {
    record::Ecg made;
    made.sampling_frequency_hz = ecg.sampling_frequency_hz;
    made.record_name = ecg.record_name;
    for (const auto* lead : leads) made.leads.push_back(*lead);
    return made;
}

core::Result<std::vector<const record::Lead*>> leads_named(const record::Ecg& ecg,
                                                           const std::vector<std::string>& names) {
    std::vector<const record::Lead*> leads;
    if (names.empty())
        for (const auto& lead : ecg.leads) leads.push_back(&lead);
    for (const auto& name : names) {
        const auto* lead = ecg.find_lead(record::standard_lead_name(name));
        if (!lead)
            return core::fail({core::ErrorKind::usage,
                               "the recording has no such lead",
                               {},
                               name,
                               "one of " + core::joined(ecg.leads, " ", &record::Lead::name),
                               {}});
        leads.push_back(lead);
    }
    if (leads.empty()) return core::fail_input("the recording has no ECG lead");
    return leads;
}

/// The peaks given, checked, or those found.
core::Result<std::vector<std::int64_t>> peaks_of(const EcgSource& source, const record::Ecg& ecg,
                                                 std::optional<std::vector<std::int64_t>> given) {
    if (!given) {
        SYNCHRONY_ASSIGN(const auto found, app::beats_of(ecg, "auto", source.path));
        auto& peaks = given.emplace();
        for (const auto& beat : found) peaks.push_back(beat.sample);
        return std::move(*given);
    }
    std::int64_t last = -1;
    for (const auto peak : *given) {
        if (peak <= last || peak >= ecg.sample_count())
            return core::fail({core::ErrorKind::usage,
                               "r_samples must rise and lie in the recording",
                               {},
                               std::to_string(peak),
                               "above " + std::to_string(last) + " and below " + std::to_string(ecg.sample_count()),
                               {}});
        last = peak;
    }
    return std::move(*given);
}

core::Error too_large(std::int64_t values) {
    return {core::ErrorKind::usage,
            "the answer would be too large",
            {},
            std::to_string(values) + " numbers",
            "up to " + std::to_string(most_values),
            "Ask for fewer leads or beats"};
}

// --- detect

py::array detect(const py::object& ecg, const std::string& lead, const py::object& fs, const py::object& unit,
                 const py::object& leads) {
    const auto source = source_of(ecg, {fs, unit, leads});
    auto found = value_of(run_long(1, 1, [&](const core::RunContext&) -> core::Result<std::vector<beats::Beat>> {
        SYNCHRONY_ASSIGN(const auto read, source.read());
        return app::beats_of(*read, lead, source.path);
    }));
    std::vector<std::int64_t> samples;
    for (const auto& beat : found) samples.push_back(beat.sample);
    const auto count = length(samples.size());
    return array_of(std::move(samples), {count});
}

// --- segment

struct CutBeats {
    std::vector<float> samples_mv;
    std::vector<std::int64_t> r_samples;
    std::vector<double> rr_s;
    std::vector<std::string> leads;
    features::Segment around_zero;  ///< of an R peak at sample 0
};

core::Result<CutBeats> cut_beats(const EcgSource& source, const SpectrogramRecipe& recipe,
                                 const std::vector<std::string>& names,
                                 std::optional<std::vector<std::int64_t>> given) {
    SYNCHRONY_ASSIGN(const auto ecg, source.read());
    SYNCHRONY_ASSIGN(const auto leads, leads_named(*ecg, names));
    CutBeats cut;
    SYNCHRONY_ASSIGN(cut.r_samples, peaks_of(source, *ecg, std::move(given)));
    cut.around_zero = features::segment_around(recipe, 0, 0, 0);
    const auto size = static_cast<std::size_t>(cut.around_zero.length);
    const auto values = static_cast<std::int64_t>(cut.r_samples.size() * leads.size() * size);
    if (values > most_values) return core::fail(too_large(values));
    cut.samples_mv.resize(static_cast<std::size_t>(values));
    for (std::size_t l = 0; l < leads.size(); ++l) {
        cut.leads.push_back(leads[l]->name);
        SYNCHRONY_ASSIGN(const auto prepared,
                         features::prepare_lead(leads[l]->samples, ecg->sampling_frequency_hz, recipe));
        for (std::size_t b = 0; b < cut.r_samples.size(); ++b) {
            const auto r = std::llround(static_cast<double>(cut.r_samples[b]) * recipe.sampling_frequency_hz /
                                        ecg->sampling_frequency_hz);
            features::extract(prepared, features::segment_around(recipe, r, 0, 0),
                              std::span(cut.samples_mv).subspan((b * leads.size() + l) * size, size));
        }
    }
    for (const auto& rr : features::beat_rr(cut.r_samples, ecg->sampling_frequency_hz))
        cut.rr_s.insert(cut.rr_s.end(), {rr.before_s, rr.after_s});
    return cut;
}

py::object segment(const py::object& ecg, const py::object& recipe_given, const py::object& lead_names,
                   const py::object& r_samples, const py::object& fs, const py::object& unit, const py::object& leads) {
    const auto source = source_of(ecg, {fs, unit, leads});
    const auto recipe = recipe_of(recipe_given);
    if (recipe.segment_rule != features::SegmentRule::fixed_time)
        raise_usage("segments of this recipe differ in length", recipe.name, "a recipe of segment_rule fixed_time",
                    "images() makes pictures of one size of them");
    const auto names = lead_names.is_none() ? std::vector<std::string>{} : names_of(lead_names, "lead_names");
    const auto given = given_peaks(r_samples);
    auto cut =
        value_of(run_long(1, 1, [&](const core::RunContext&) { return cut_beats(source, recipe, names, given); }));
    std::vector<double> times;
    for (std::int64_t i = 0; i < cut.around_zero.length; ++i)
        times.push_back(static_cast<double>(cut.around_zero.begin + i) / recipe.sampling_frequency_hz);
    const auto count = length(cut.r_samples.size()), size = length(times.size());
    py::list cut_names;
    for (const auto& name : cut.leads) cut_names.append(text(name));
    return result_named("Segments")(array_of(std::move(cut.samples_mv), {count, length(cut.leads.size()), size}),
                                    array_of(std::move(times), {size}), array_of(std::move(cut.r_samples), {count}),
                                    array_of(std::move(cut.rr_s), {count, 2}), cut_names, recipe.sampling_frequency_hz);
}

// --- spectrogram

core::Result<std::pair<features::Spectrogram, std::string>> spectrogram_of_lead(const EcgSource& source,
                                                                                const SpectrogramRecipe& recipe,
                                                                                const std::string& name, int hop) {
    SYNCHRONY_ASSIGN(const auto ecg, source.read());
    SYNCHRONY_ASSIGN(const auto leads,
                     leads_named(*ecg, name.empty() ? std::vector<std::string>{} : std::vector<std::string>{name}));
    const auto* lead = leads.front();
    const auto columns =
        static_cast<double>(lead->samples.size()) * recipe.sampling_frequency_hz / (ecg->sampling_frequency_hz * hop);
    if (const auto values = columns * recipe.height; values > static_cast<double>(most_values))
        return core::fail(too_large(std::llround(values)));
    SYNCHRONY_ASSIGN(const auto prepared, features::prepare_lead(lead->samples, ecg->sampling_frequency_hz, recipe));
    SYNCHRONY_ASSIGN(auto made, features::spectrogram_of(prepared, recipe, hop));
    return std::pair{std::move(made), lead->name};
}

py::object spectrogram(const py::object& ecg, const std::string& lead, const py::object& recipe_given,
                       const int hop_samples, const py::object& fs, const py::object& unit, const py::object& leads) {
    const auto source = source_of(ecg, {fs, unit, leads});
    const auto recipe = recipe_of(recipe_given);
    if (hop_samples < 1) raise_usage("hop_samples out of range", std::to_string(hop_samples), "1 or more");
    auto [made, name] = value_of(run_long(
        1, 1, [&](const core::RunContext&) { return spectrogram_of_lead(source, recipe, lead, hop_samples); }));
    std::vector<double> times, frequencies;
    for (std::size_t i = 0; i < made.columns; ++i) times.push_back(static_cast<double>(i) * made.hop_s);
    for (std::size_t i = 0; i < made.rows; ++i)
        frequencies.push_back(made.first_hz + static_cast<double>(i) * made.bin_hz);
    const auto rows = length(made.rows), columns = length(made.columns);
    return result_named("Spectrogram")(array_of(std::move(made.magnitude_mv), {rows, columns}),
                                       array_of(std::move(frequencies), {rows}), array_of(std::move(times), {columns}),
                                       text(name));
}

// --- images

struct BeatPictures {
    std::vector<float> pixels, rr_s, timing;
    std::vector<std::int64_t> r_samples;
    std::vector<std::string> leads;
    std::size_t channels = 0;
};

core::Result<features::ImageSetWriter> pictures_of(const record::Ecg& ecg, const std::vector<std::int64_t>& peaks,
                                                   const SpectrogramRecipe& recipe,
                                                   const std::vector<features::Channel>& channels) {
    const record::PatientId nobody("1");
    if (std::ranges::find(channels, features::Channel::median) == channels.end())
        return features::build_beat_images(ecg, nobody, peaks, {}, {}, recipe);
    inputs::BeatImagesRequest request;
    request.recipe = recipe;
    request.mixtures = false;
    return inputs::images_of_ecg(ecg, nobody, {peaks, {}}, request);
}

/// The set's beats, all channels side by side.
core::Result<BeatPictures> pictures_in(const features::ImageSet& set, const std::vector<features::Channel>& channels) {
    SYNCHRONY_ASSIGN(const auto inputs, features::ChannelImages::make(set.index(), set.leads(), channels));
    const auto timing = features::timing_of_images(set.index());
    const auto size = static_cast<std::size_t>(set.height()) * static_cast<std::size_t>(set.width());
    BeatPictures made;
    made.channels = channels.size();
    for (std::size_t i = 0; i < set.size(); ++i) {
        const auto& index = set.index()[i];
        if (index.beat == features::median_beat) continue;
        for (const auto number : inputs.of(i)) {
            made.pixels.resize(made.pixels.size() + size);
            core::from_half(set.pixels(number), std::span(made.pixels).last(size));
        }
        made.rr_s.insert(made.rr_s.end(), {index.rr_before_s, index.rr_after_s, index.rr_local_s});
        made.timing.insert(made.timing.end(), timing[i].begin(), timing[i].end());
        made.r_samples.push_back(index.beat);
        made.leads.push_back(set.leads()[static_cast<std::size_t>(index.lead)]);
    }
    return made;
}

core::Result<BeatPictures> draw_beats(const EcgSource& source, const SpectrogramRecipe& recipe,
                                      const std::vector<std::string>& names,
                                      const std::vector<features::Channel>& channels,
                                      std::optional<std::vector<std::int64_t>> given) {
    SYNCHRONY_ASSIGN(const auto ecg, source.read());
    SYNCHRONY_ASSIGN(const auto leads, leads_named(*ecg, names));
    SYNCHRONY_ASSIGN(const auto peaks, peaks_of(source, *ecg, std::move(given)));
    const auto values =
        static_cast<std::int64_t>(peaks.size() * leads.size() * channels.size()) * recipe.height * recipe.width;
    if (values > most_values) return core::fail(too_large(values));
    SYNCHRONY_ASSIGN(const auto images, pictures_of(with_leads(*ecg, leads), peaks, recipe, channels));
    // An image set is a mapped file.
    SYNCHRONY_ASSIGN(const auto folder, core::ScratchFolder::create());
    SYNCHRONY_TRY(images.write(folder.path() / "images.safetensors", "synchrony.images()"));
    SYNCHRONY_ASSIGN(const auto set, features::ImageSet::open(folder.path() / "images.safetensors"));
    return pictures_in(set, channels);
}

std::vector<features::Channel> channels_named(const py::object& given) {
    std::vector<features::Channel> channels;
    for (const auto& name : names_of(given, "channels")) channels.push_back(value_of(features::channel_named(name)));
    if (channels.empty()) raise_usage("no channel", "an empty list", "beat, median, previous, next");
    return channels;
}

py::object images(const py::object& ecg, const py::object& recipe_given, const py::object& lead_names,
                  const py::object& channels_given, const py::object& r_samples, const py::object& fs,
                  const py::object& unit, const py::object& leads) {
    const auto source = source_of(ecg, {fs, unit, leads});
    const auto recipe = recipe_of(recipe_given);
    const auto names = lead_names.is_none() ? std::vector<std::string>{} : names_of(lead_names, "lead_names");
    const auto channels = channels_named(channels_given);
    const auto given = given_peaks(r_samples);
    auto made = value_of(
        run_long(1, 1, [&](const core::RunContext&) { return draw_beats(source, recipe, names, channels, given); }));
    py::list image_leads;
    for (const auto& name : made.leads) image_leads.append(text(name));
    const auto count = length(made.r_samples.size());
    return result_named("Images")(
        array_of(std::move(made.pixels), {count, length(made.channels), recipe.height, recipe.width}), image_leads,
        array_of(std::move(made.r_samples), {count}), array_of(std::move(made.rr_s), {count, 3}),
        array_of(std::move(made.timing), {count, features::timing_input_count}),
        to_object(nlohmann::ordered_json::parse(recipe.to_json())));
}

}  // namespace

void add_beats(py::module_& module) {
    const auto none = py::none();
    module.def(
        "recipe", &recipe_named, py::arg("name") = "fine",
        "A spectrogram recipe as a dict: 'fine', 'paper', 'fine-normalised', 'signed' or 'wave' (docs/recipes.md).\n\n"
        "Functions that take a recipe take its name or such a dict: {**recipe(), 'highpass_hz': 0.0}.");
    module.def("detect", &detect, py::arg("ecg"), py::kw_only(), py::arg("lead") = "auto", py::arg("fs") = none,
               py::arg("unit") = none, py::arg("leads") = none,
               "Find the beats: int64 (beats,), R peaks as samples of the recording.\n\n"
               "ecg: a Recording or a path\n"
               "lead: 'first', 'all' (fused), a name, or 'auto': all leads of a standard ECG, else the first\n"
               "fs, unit, leads: as read() takes them");
    module.def("segment", &segment, py::arg("ecg"), py::kw_only(), py::arg("recipe") = "fine",
               py::arg("lead_names") = none, py::arg("r_samples") = none, py::arg("fs") = none, py::arg("unit") = none,
               py::arg("leads") = none,
               "Cut the leads around each beat: Segments, samples_mv (beats, leads, samples) in mV.\n\n"
               "ecg: a Recording or a path\n"
               "recipe: whose sampling frequency, baseline filter and length of a segment (fixed_time) count\n"
               "lead_names: the leads to cut; None: all\n"
               "r_samples: R peaks (beats,), samples of the recording, rising; None: detect() finds them\n"
               "fs, unit, leads: as read() takes them");
    module.def("spectrogram", &spectrogram, py::arg("ecg"), py::kw_only(), py::arg("lead") = "",
               py::arg("recipe") = "fine", py::arg("hop_samples") = 8, py::arg("fs") = none, py::arg("unit") = none,
               py::arg("leads") = none,
               "Short-time Fourier transform of one lead: Spectrogram, magnitude_mv (frequencies, times) in mV.\n\n"
               "ecg: a Recording or a path\n"
               "lead: its name; '': the first\n"
               "recipe: whose sampling frequency, baseline filter, window and rows count\n"
               "hop_samples: between columns, at the recipe's sampling frequency\n"
               "fs, unit, leads: as read() takes them");
    module.def(
        "images", &images, py::arg("ecg"), py::kw_only(), py::arg("recipe") = "fine", py::arg("lead_names") = none,
        py::arg("channels") = "beat", py::arg("r_samples") = none, py::arg("fs") = none, py::arg("unit") = none,
        py::arg("leads") = none,
        "Spectrogram images of each beat in each lead, lead by lead, as networks are shown them: Images, pixels\n"
        "(images, channels, height, width).\n\n"
        "ecg: a Recording or a path\n"
        "channels: what each holds: 'beat', 'median' (the recording's median beat), 'previous', 'next'\n"
        "lead_names, r_samples: as segment() takes them\n"
        "fs, unit, leads: as read() takes them");
}

}  // namespace synchrony::python
