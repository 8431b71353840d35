#include "virtual_source.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>

#include "synchrony/app/pretrain.hpp"
#include "synchrony/core/key.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/datasets/for_each_recording.hpp"
#include "synchrony/record/annotation.hpp"
#include "synchrony/sim/patient.hpp"

namespace synchrony::app {
namespace {

using sim::Conduction;

constexpr std::array<const char*, 3> virtual_presets{"healthy", "hospital", "nanjing"};
constexpr std::size_t healthy = 0, hospital = 1, nanjing = 2;

/// Where the patients of a class come from.
struct Kind {
    Conduction conduction;
    std::size_t preset;
};
constexpr std::array<Kind, 2> normal_kinds{{{Conduction::normal, healthy}, {Conduction::normal, hospital}}};
constexpr std::array<Kind, 2> right_kinds{{{Conduction::rbbb, nanjing}, {Conduction::rbbb, hospital}}};
constexpr std::array<Kind, 4> left_kinds{{{Conduction::lbbb_proximal, nanjing},
                                          {Conduction::lbbb_proximal, hospital},
                                          {Conduction::lbbb_distal, nanjing},
                                          {Conduction::lbbb_distal, hospital}}};
constexpr std::array<Kind, 4> delay_kinds{{{Conduction::nonspecific, nanjing},
                                           {Conduction::nonspecific, hospital},
                                           {Conduction::incomplete_lbbb, nanjing},
                                           {Conduction::incomplete_lbbb, hospital}}};
constexpr std::array<Kind, 1> anterior_kinds{{{Conduction::left_anterior_block, nanjing}}};

/// By class, in the order of class_names().
constexpr std::array<std::span<const Kind>, record::aami_class_count> kinds_of_class{
    normal_kinds, right_kinds, left_kinds, delay_kinds, anterior_kinds};

constexpr std::size_t beats_a_patient = 2;

std::size_t class_of(std::size_t i) {
    return i % kinds_of_class.size();
}

const Kind& kind_of(std::size_t i) {
    const auto kinds = kinds_of_class[class_of(i)];
    return kinds[i / kinds_of_class.size() % kinds.size()];
}

/// Normal beats that follow each other in the middle of the recording, where no filter has met its ends.
datasets::LabelledBeats middle_beats(const sim::Recording& recording, std::size_t label) {
    std::vector<std::int64_t> samples;
    for (const auto& beat : recording.beats)
        if (!beat.ectopic) samples.push_back(std::lround(beat.peak_s * recording.ecg.sampling_frequency_hz));
    const std::size_t count = std::min(samples.size(), beats_a_patient);
    const auto first = samples.begin() + static_cast<std::ptrdiff_t>((samples.size() - count) / 2);
    datasets::LabelledBeats beats;
    beats.samples.assign(first, first + static_cast<std::ptrdiff_t>(count));
    beats.labels.assign(count, static_cast<std::int8_t>(label));
    return beats;
}

struct Number {
    const char* name;
    double (*of)(const sim::VirtualPatient&);
};
constexpr std::array<Number, 14> virtual_numbers{
    {{"qrs_ms", [](const sim::VirtualPatient& p) { return p.truth.qrs_ms; }},
     {"lateral_delay_ms", [](const sim::VirtualPatient& p) { return p.truth.substrate.lateral_delay_ms; }},
     {"septal_activation_ms", [](const sim::VirtualPatient& p) { return p.truth.septal_activation_ms; }},
     {"lv_activation_sd_ms", [](const sim::VirtualPatient& p) { return p.truth.lv_activation_sd_ms; }},
     {"scar_part", [](const sim::VirtualPatient& p) { return p.truth.substrate.scar; }},
     {"lateral_scar_part", [](const sim::VirtualPatient& p) { return p.truth.substrate.lateral_scar; }},
     {"lv_mass_g", [](const sim::VirtualPatient& p) { return p.truth.lv_mass_g; }},
     {"outer_shorter_ms", [](const sim::VirtualPatient& p) { return p.truth.outer_shorter_ms; }},
     {"pr_ms", [](const sim::VirtualPatient& p) { return p.truth.pr_ms; }},
     {"lvedv_ml", [](const sim::VirtualPatient& p) { return p.covariates.lvedv_ml; }},
     {"lvef_pct", [](const sim::VirtualPatient& p) { return p.covariates.lvef_pct; }},
     {"weight_kg", [](const sim::VirtualPatient& p) { return p.covariates.weight_kg; }},
     {"age_y", [](const sim::VirtualPatient& p) { return p.covariates.age_y; }},
     {"male", [](const sim::VirtualPatient& p) { return p.covariates.male ? 1.0 : 0.0; }}}};

std::string name_of_number(const Number& number) {
    return number.name;
}

core::Result<std::vector<std::size_t>> numbers_named(const std::vector<std::string>& names) {
    std::vector<std::size_t> chosen;
    for (std::size_t n = 0; names.empty() && n < virtual_numbers.size(); ++n) chosen.push_back(n);
    for (const auto& name : names) {
        const auto found = std::ranges::find(virtual_numbers, name, name_of_number);
        if (found == virtual_numbers.end())
            return core::fail({core::ErrorKind::usage,
                               "no such number is known of virtual patients",
                               {},
                               name,
                               core::joined(virtual_numbers, ", ", name_of_number),
                               {}});
        chosen.push_back(static_cast<std::size_t>(found - virtual_numbers.begin()));
    }
    return chosen;
}

std::vector<double> values_of(const sim::VirtualPatient& patient, const std::vector<std::size_t>& numbers) {
    std::vector<double> values;
    for (const auto number : numbers) values.push_back(virtual_numbers[number].of(patient));
    return values;
}

core::Result<sim::VirtualPatient> patient_at(const std::vector<sim::Preset>& presets, std::uint64_t seed, std::size_t i,
                                             bool with_ecg) {
    const auto& kind = kind_of(i);
    sim::PatientOptions options;
    options.conduction = kind.conduction;
    options.with_ecg = with_ecg;
    return sim::simulate_patient(presets[kind.preset], seed, i, options);
}

}  // namespace

core::Result<VirtualSource> VirtualSource::make(std::uint64_t patients, std::uint64_t seed,
                                                const std::vector<std::string>& numbers) {
    if (patients < 1 || patients > most_virtual_patients)
        return core::fail({core::ErrorKind::usage,
                           "number of virtual patients out of range",
                           {},
                           std::to_string(patients),
                           "1 to " + std::to_string(most_virtual_patients),
                           {}});
    VirtualSource source;
    source.seed_ = seed;
    source.known_.resize(patients);
    SYNCHRONY_ASSIGN(source.numbers_, numbers_named(numbers));
    for (const char* name : virtual_presets) {
        SYNCHRONY_ASSIGN(auto preset, sim::make_preset(name));
        source.presets_.push_back(std::move(preset));
    }
    for (std::uint64_t i = 0; i < patients; ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "virtual-%06llu", static_cast<unsigned long long>(i + 1));
        source.records_.emplace_back(name);
    }
    return source;
}

std::string VirtualSource::name() const {
    return "virtual patients, seed " + std::to_string(seed_);
}

core::Result<datasets::LabelledRecording> VirtualSource::read(std::size_t i) const {
    SYNCHRONY_ASSIGN(auto patient, patient_at(presets_, seed_, i, true));
    known_[i] = values_of(patient, numbers_);
    auto beats = middle_beats(*patient.recording, class_of(i));
    return datasets::LabelledRecording{std::move(patient.recording->ecg), std::move(beats)};
}

core::Result<std::vector<std::string>> VirtualSource::contents(const core::RunContext&) const {
    // Seed and number decide them all; the first ones, of each kind and preset, tell one simulator from another.
    constexpr std::size_t looked_at = 20;
    std::vector<std::string> digests{
        core::Key("virtual patients").add("seed", seed_).add("patients", records_.size()).digest()};
    for (std::size_t i = 0; i < std::min(looked_at, records_.size()); ++i) {
        SYNCHRONY_ASSIGN(const auto recording, read(i));
        digests.push_back(inputs::content_of(records_[i], recording));
    }
    return digests;
}

core::Result<nn::NumericTargets> VirtualSource::targets(const core::RunContext& context) const {
    std::vector<core::Result<void>> made(records_.size());
    SYNCHRONY_TRY(datasets::for_each_recording(made.size(), "virtual patients", context, [&](std::size_t i) {
        if (known_[i].empty()) {
            const auto patient = patient_at(presets_, seed_, i, false);
            if (patient)
                known_[i] = values_of(*patient, numbers_);
            else
                made[i] = core::fail(patient.error());
        }
        context.progress->advance(1);
    }));
    nn::NumericTargets targets;
    targets.source = name();
    for (const auto number : numbers_) targets.names.emplace_back(virtual_numbers[number].name);
    for (std::size_t i = 0; i < made.size(); ++i) {
        SYNCHRONY_TRY(std::move(made[i]));
        targets.of_patient.emplace(records_[i], known_[i]);
    }
    return targets;
}

const nn::ClassNames& VirtualSource::class_names() {
    static const nn::ClassNames names{"normal", "RBBB", "LBBB", "delay", "LAFB"};
    return names;
}

}  // namespace synchrony::app
