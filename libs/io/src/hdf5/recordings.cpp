#include "hdf5/recordings.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "hdf5/chunks.hpp"
#include "parts.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::hdf5 {
namespace {

/// CODE-15 and CODE-test: N x 4096 x 12 at 400 Hz, filled up with zeros; github.com/antonior92/automatic-ecg-diagnosis,
/// README ("input"). The unit is told in two ways (1e-4 V there, --scale 2 in antonior92/ecg-preprocessing), so that
/// the user gives it.
constexpr std::uint64_t code_samples = 4096, code_leads = 12;
constexpr double code_hz = 400.0;

/// Numbers with two or three long sides; one lead has one.
std::vector<const Dataset*> arrays_of(const std::vector<Dataset>& datasets) {
    std::vector<const Dataset*> wide, lines;
    for (const auto& dataset : datasets) {
        if (dataset.element.is != ElementKind::Is::number) continue;
        const auto sides = std::count_if(dataset.shape.begin(), dataset.shape.end(), [](auto n) { return n > 1; });
        if (sides >= 2) wide.push_back(&dataset);
        if (sides == 1) lines.push_back(&dataset);
    }
    return wide.empty() ? lines : wide;
}

std::string_view last_name(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// "exam_id" in the group of the tracings, a number each.
const Dataset* exam_ids_of(const std::vector<Dataset>& datasets, const Dataset& tracings) {
    const auto group = tracings.path.substr(0, tracings.path.size() - last_name(tracings.path).size());
    for (const auto& dataset : datasets) {
        const bool integers =
            dataset.element.is == ElementKind::Is::number && dataset.element.number.kind != arrays::Kind::real;
        if (dataset.path == group + "exam_id" && integers && dataset.shape.size() == 1 &&
            dataset.shape[0] == tracings.shape[0])
            return &dataset;
    }
    return nullptr;
}

/// The longest path of a dataset that `part` begins with.
const Dataset* named_dataset(const std::vector<Dataset>& datasets, const std::string& part) {
    const Dataset* best = nullptr;
    for (const auto& dataset : datasets) {
        const bool named = part == dataset.path || part.starts_with(dataset.path + "/");
        if (named && (!best || dataset.path.size() > best->path.size())) best = &dataset;
    }
    return best;
}

/// All values of the first attribute of these names that is there.
const std::vector<std::string>* attribute_of(const Dataset& dataset, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const auto found = dataset.attributes.find(name); found != dataset.attributes.end()) return &found->second;
    return nullptr;
}

core::Result<void> add_rate(const Dataset& dataset, ReadOptions& options, const std::string& where) {
    const auto* rate = attribute_of(
        dataset, {"samplingfrequencyhz", "samplingfrequency", "samplingrate", "samplerate", "sfreq", "fs"});
    if (!rate) return {};
    const auto hz = number_of(rate->front());
    constexpr double most_hz = 1e6;
    if (!hz || !(*hz > 0) || *hz > most_hz)
        return core::fail_input("sampling frequency is not known", where, core::in_quotes(rate->front()),
                                "a number over 0");
    options.sampling_frequency_hz = hz;
    return {};
}

core::Result<void> add_unit(const Dataset& dataset, ReadOptions& options, const std::string& where) {
    const auto* unit = attribute_of(dataset, {"unit", "units"});
    if (!unit) return {};
    if (std::any_of(unit->begin(), unit->end(), [&](const auto& other) { return other != unit->front(); }))
        return core::fail_input("leads of an array have several units", where, core::joined(*unit), "one unit");
    options.csv.unit = unit->front();
    return {};
}

/// Names in one text, divided by commas or blanks, or one each.
void add_leads(const Dataset& dataset, ReadOptions& options) {
    const auto* leads = attribute_of(dataset, {"leadnames", "leads", "channelnames", "channels", "signame"});
    if (!leads) return;
    if (leads->size() > 1) {
        options.lead_names = *leads;
        return;
    }
    std::vector<std::string> names;
    for (auto rest = std::string_view(leads->front()); !rest.empty();) {
        const auto end = std::min(rest.find_first_of(", ;"), rest.size());
        if (end > 0) names.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    const bool counted = names.size() == 1 && core::number_from<unsigned>(names[0]);  // "channels: 12"
    if (!names.empty() && !counted) options.lead_names = std::move(names);
}

core::Result<arrays::NumberArray> numbers_of_exams(const FileBytes& file, const Choice& choice) {
    constexpr std::uint64_t most_exams = 10'000'000;
    constexpr double largest_exam_id = 9007199254740992.0;  // 2^53: beyond it a double is not the number it stands for
    const auto count = choice.exam_ids->shape[0];
    if (count > most_exams) return file.broken("HDF5 file holds too many recordings", std::to_string(count));
    SYNCHRONY_ASSIGN(auto ids, read_rows(file, *choice.exam_ids, 0, count));
    for (std::uint64_t row = 0; row < count; ++row)  // not a number is none either
        if (!(std::abs(ids.at(row)) <= largest_exam_id))
            return file.broken("exam_id of a recording is no whole number", std::to_string(ids.at(row)));
    return ids;
}

std::string exam_name(const arrays::NumberArray& ids, std::uint64_t row) {
    return std::to_string(static_cast<std::int64_t>(ids.at(row)));
}

core::Error no_recording(const Choice& choice, const std::string& where, const std::string& example) {
    return {core::ErrorKind::usage,
            "file holds many recordings",
            where,
            choice.recording.empty() ? "none named" : core::in_quotes(choice.recording),
            choice.exam_ids ? "an exam_id of the file" : "0 to " + std::to_string(choice.dataset->shape[0] - 1),
            "Name one behind the file: " + where + "/" + example};
}

}  // namespace

core::Result<Choice> choose_dataset(const std::vector<Dataset>& datasets, const std::string& part,
                                    const std::string& where) {
    Choice choice;
    choice.dataset = part.empty() ? nullptr : named_dataset(datasets, part);
    if (choice.dataset) {
        const auto& path = choice.dataset->path;
        choice.recording = part.substr(std::min(part.size(), path.size() + 1));
    } else {
        choice.recording = part;
        const auto wide = arrays_of(datasets);
        constexpr std::size_t most_named = 16;
        std::vector<const Dataset*> shown(
            wide.begin(), wide.begin() + static_cast<std::ptrdiff_t>(std::min(wide.size(), most_named)));
        if (wide.size() != 1)
            return core::fail({core::ErrorKind::usage, "which dataset is meant cannot be told", where,
                               std::to_string(wide.size()) + " datasets of samples and leads", "one",
                               wide.empty() ? ""
                                            : "Name one behind the file: " + where + "/NAME, of " +
                                                  core::joined(shown, ", ", [](auto* d) { return d->path; })});
        choice.dataset = wide.front();
    }
    const auto& shape = choice.dataset->shape;
    if (shape.size() == 3) choice.exam_ids = exam_ids_of(datasets, *choice.dataset);
    choice.code_layout = choice.exam_ids && last_name(choice.dataset->path) == "tracings" && shape[1] == code_samples &&
                         shape[2] == code_leads;
    return choice;
}

core::Result<std::vector<std::string>> recording_names(const FileBytes& file, const Choice& choice) {
    constexpr std::uint64_t most_listed = 1'000'001;  // the caller refuses more than a million
    std::vector<std::string> names;
    if (choice.dataset->shape.size() != 3) return names;
    // A few bytes may claim any shape. ECGs in chunks pack 2 to 20 times, flat lines some hundred.
    constexpr std::uint64_t most_growth = 100;
    const auto& dataset = *choice.dataset;
    std::uint64_t most = file.bytes.view.size() * (dataset.layout.storage == Storage::chunked ? most_growth : 1);
    for (const std::uint64_t n : {std::uint64_t{dataset.element.bytes}, dataset.shape[1], dataset.shape[2]})
        most /= std::max<std::uint64_t>(1, n);
    if (choice.dataset->shape[0] > most)
        return core::fail_input("file is shorter than its array", file.where,
                                std::to_string(file.bytes.view.size()) + " bytes",
                                std::to_string(choice.dataset->shape[0]) + " recordings");
    const auto count = std::min(choice.dataset->shape[0], most_listed);
    if (choice.exam_ids) {
        SYNCHRONY_ASSIGN(const auto ids, numbers_of_exams(file, choice));
        std::set<std::string> seen;
        for (std::uint64_t i = 0; i < count; ++i)
            if (seen.insert(exam_name(ids, i)).second) names.push_back(exam_name(ids, i));
        if (names.size() == count) return names;
        names.clear();
    }
    for (std::uint64_t i = 0; i < count; ++i) names.push_back(std::to_string(i));
    return names;
}

core::Result<std::uint64_t> row_of(const FileBytes& file, const Choice& choice) {
    const auto& shape = choice.dataset->shape;
    if (shape.size() != 3) {
        if (choice.recording.empty()) return 0;
        return core::fail({core::ErrorKind::usage,
                           "dataset holds one recording",
                           file.where,
                           core::in_quotes(choice.recording),
                           "none",
                           {}});
    }
    const auto number = core::number_from<std::int64_t>(choice.recording);
    if (choice.exam_ids) {
        SYNCHRONY_ASSIGN(const auto ids, numbers_of_exams(file, choice));
        std::uint64_t row = 0, found = 0;
        for (std::uint64_t i = 0; number && i < shape[0]; ++i)
            if (static_cast<std::int64_t>(ids.at(i)) == *number && ++found == 1) row = i;
        if (found == 1) return row;
        SYNCHRONY_ASSIGN(const auto names, recording_names(file, choice));
        const bool counted = !names.empty() && names.front() == "0" && names.back() == std::to_string(names.size() - 1);
        if (!counted || !number) return core::fail(no_recording(choice, file.where, exam_name(ids, 0)));
    }
    if (number && *number >= 0 && static_cast<std::uint64_t>(*number) < shape[0])
        return static_cast<std::uint64_t>(*number);
    return core::fail(no_recording(choice, file.where, "0"));
}

core::Result<ReadOptions> with_facts_of(const Choice& choice, ReadOptions options, const std::string& where) {
    SYNCHRONY_TRY(add_rate(*choice.dataset, options, where));
    SYNCHRONY_TRY(add_unit(*choice.dataset, options, where));
    add_leads(*choice.dataset, options);
    if (!choice.code_layout) return options;
    if (!options.sampling_frequency_hz) options.sampling_frequency_hz = code_hz;
    if (options.lead_names.empty()) options.lead_names = {"standard"};
    return options;
}

}  // namespace synchrony::io::hdf5
