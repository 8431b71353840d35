#include "synchrony/features/build_images.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "synchrony/core/text.hpp"
#include "synchrony/dsp/resample.hpp"
#include "synchrony/dsp/sos_filter.hpp"
#include "synchrony/features/segment.hpp"
#include "synchrony/features/spectrogram.hpp"

namespace synchrony::features {
namespace {

// Order 2, run in both directions: -6 dB at highpass_hz, 24 dB an octave below it. AHA recommendations (Kligfield 2007)
// allow a cut-off up to 0.67 Hz when the filter has no phase distortion.
constexpr int highpass_order = 2;

core::Result<void> check_beats(const record::Ecg& ecg, std::span<const std::int64_t> r_samples,
                               std::span<const std::int8_t> labels) {
    if (!labels.empty() && labels.size() != r_samples.size())
        return core::fail_input("labels and beats differ in number", ecg.record_name, std::to_string(labels.size()),
                                std::to_string(r_samples.size()));
    std::int64_t last = -1;
    for (std::size_t i = 0; i < r_samples.size(); ++i) {
        if (r_samples[i] <= last || r_samples[i] >= ecg.sample_count())
            return core::fail_input(
                "R peak does not follow the one before or lies outside the record",
                ecg.record_name + ", beat " + std::to_string(i), std::to_string(r_samples[i]),
                "above " + std::to_string(last) + " and below " + std::to_string(ecg.sample_count()));
        last = r_samples[i];
    }
    return {};
}

core::Result<std::vector<const record::Lead*>> find_leads(const record::Ecg& ecg, std::span<const std::string> names) {
    std::vector<const record::Lead*> leads;
    if (names.empty())
        for (const auto& lead : ecg.leads) leads.push_back(&lead);
    for (const auto& name : names) {
        const auto* lead = ecg.find_lead(name);
        if (!lead) {
            const auto there = core::joined(ecg.leads, " ", &record::Lead::name);
            return core::fail({.kind = core::ErrorKind::usage,
                               .what = "the record has no lead of that name",
                               .where = ecg.record_name,
                               .got = name,
                               .expected = there.empty() ? "a record with leads" : "one of " + there,
                               .hint = {}});
        }
        leads.push_back(lead);
    }
    return leads;
}

// AHA/ACCF/HRS 2009: complexes of 120 ms are wide, few are wider than 200 ms.
constexpr double qrs_each_side_s = 0.1;

void divide(std::vector<float>& samples, double by) {
    const auto factor = static_cast<float>(1.0 / by);
    for (auto& sample : samples) sample *= factor;
}

double amplitude_by_recipe(const SpectrogramRecipe& recipe, std::span<const std::span<const float>> leads,
                           std::span<const std::int64_t> r_samples, double sampling_frequency_hz) {
    return recipe.normalise == Normalisation::none ? 1.0 : qrs_amplitude_mv(leads, r_samples, sampling_frequency_hz);
}

std::int64_t to_rate(std::int64_t sample, double from_hz, double to_hz) {
    return from_hz == to_hz ? sample : std::llround(static_cast<double>(sample) * to_hz / from_hz);
}

// The lead with `count` samples of its end values before and after it.
std::vector<float> with_held_ends(std::span<const float> lead, std::size_t count) {
    std::vector<float> result(count, lead.front());
    result.insert(result.end(), lead.begin(), lead.end());
    result.insert(result.end(), count, lead.back());
    return result;
}

core::Result<void> check_median_beats(const MedianBeats& beats) {
    if (beats.leads.size() != beats.samples_mv.size())
        return core::fail_input("median beats and lead names differ in number", {},
                                std::to_string(beats.samples_mv.size()), std::to_string(beats.leads.size()));
    for (std::size_t i = 0; i < beats.leads.size(); ++i) {
        const auto& samples = beats.samples_mv[i];
        if (samples.empty() || samples.size() != beats.samples_mv.front().size())
            return core::fail_input("median beats must not be empty and must have one length", "lead " + beats.leads[i],
                                    std::to_string(samples.size()) + " samples",
                                    std::to_string(beats.samples_mv.front().size()));
        if (beats.r_sample < 0 || beats.r_sample >= static_cast<std::int64_t>(samples.size()))
            return core::fail_input("R peak lies outside the median beat", "lead " + beats.leads[i],
                                    std::to_string(beats.r_sample), "0 to " + std::to_string(samples.size() - 1));
    }
    return {};
}

}  // namespace

core::Result<std::vector<float>> prepare_lead(std::span<const float> samples_mv, double sampling_frequency_hz,
                                              const SpectrogramRecipe& recipe) {
    std::vector<double> wide(samples_mv.begin(), samples_mv.end());
    if (recipe.highpass_hz > 0) {
        SYNCHRONY_ASSIGN(const auto highpass, dsp::butterworth(highpass_order, dsp::FilterKind::highpass,
                                                               {recipe.highpass_hz}, sampling_frequency_hz));
        if (wide.size() > dsp::default_padding(highpass)) {
            SYNCHRONY_TRY(dsp::sosfiltfilt(highpass, wide));
        } else if (!wide.empty()) {
            const double mean = std::accumulate(wide.begin(), wide.end(), 0.0) / static_cast<double>(wide.size());
            for (auto& x : wide) x -= mean;
        }
    }
    if (sampling_frequency_hz != recipe.sampling_frequency_hz) {
        SYNCHRONY_ASSIGN(
            wide, dsp::resample(std::span<const double>(wide), sampling_frequency_hz, recipe.sampling_frequency_hz));
    }
    std::vector<float> prepared(wide.size());
    std::transform(wide.begin(), wide.end(), prepared.begin(), [](double x) { return static_cast<float>(x); });
    return prepared;
}

double qrs_amplitude_mv(std::span<const std::span<const float>> leads, std::span<const std::int64_t> r_samples,
                        double sampling_frequency_hz) {
    double squares = 0.0;
    const auto side = std::llround(qrs_each_side_s * sampling_frequency_hz);
    for (const auto lead : leads) {
        const auto end = static_cast<std::int64_t>(lead.size());
        std::vector<double> spans;
        for (const auto r : r_samples) {
            const auto from = std::clamp<std::int64_t>(r - side, 0, end),
                       to = std::clamp<std::int64_t>(r + side + 1, from, end);
            if (from == to) continue;
            const auto [low, high] =
                std::ranges::minmax(lead.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
            spans.push_back(static_cast<double>(high) - static_cast<double>(low));
        }
        if (spans.empty()) return 1.0;
        const auto middle = spans.begin() + static_cast<std::ptrdiff_t>(spans.size() / 2);
        std::ranges::nth_element(spans, middle);
        squares += *middle * *middle;
    }
    const double amplitude = leads.empty() ? 0.0 : std::sqrt(squares / static_cast<double>(leads.size()));
    return std::isfinite(amplitude) && amplitude > 0.0 ? amplitude : 1.0;
}

core::Result<ImageSetWriter> build_beat_images(const record::Ecg& ecg, const record::PatientId& patient,
                                               std::span<const std::int64_t> r_samples,
                                               std::span<const std::int8_t> labels, std::span<const std::string> leads,
                                               const SpectrogramRecipe& recipe) {
    SYNCHRONY_TRY(check_beats(ecg, r_samples, labels));
    SYNCHRONY_ASSIGN(const auto chosen, find_leads(ecg, leads));
    SYNCHRONY_ASSIGN(auto maker, SpectrogramMaker::create(recipe));
    const auto rr = beat_rr(r_samples, ecg.sampling_frequency_hz);
    std::vector<float> pixels(maker.pixel_count());
    ImageSetWriter images(recipe);
    const auto patient_index = images.add_patient(patient);
    std::vector<std::span<const float>> signals;
    for (const auto* lead : chosen) signals.emplace_back(lead->samples);
    const double amplitude = amplitude_by_recipe(recipe, signals, r_samples, ecg.sampling_frequency_hz);
    for (const auto* lead : chosen) {
        SYNCHRONY_ASSIGN(auto samples, prepare_lead(lead->samples, ecg.sampling_frequency_hz, recipe));
        if (amplitude != 1.0) divide(samples, amplitude);
        const auto lead_index = images.add_lead(lead->name);
        for (std::size_t i = 0; i < r_samples.size(); ++i) {
            const auto r = to_rate(r_samples[i], ecg.sampling_frequency_hz, recipe.sampling_frequency_hz);
            maker.make(samples, r, rr[i].before_s, rr[i].after_s, pixels);
            images.add({.patient = patient_index,
                        .lead = lead_index,
                        .beat = r_samples[i],
                        .label = labels.empty() ? std::int8_t{-1} : labels[i],
                        .rr_before_s = static_cast<float>(rr[i].before_s),
                        .rr_after_s = static_cast<float>(rr[i].after_s),
                        .rr_local_s = static_cast<float>(rr[i].local_s)},
                       pixels);
        }
    }
    return images;
}

core::Result<ImageSetWriter> build_median_images(const MedianBeats& beats, const record::PatientId& patient,
                                                 const SpectrogramRecipe& recipe) {
    SYNCHRONY_TRY(check_median_beats(beats));
    SYNCHRONY_ASSIGN(auto maker, SpectrogramMaker::create(recipe));
    std::vector<float> pixels(maker.pixel_count());
    ImageSetWriter images(recipe);
    const auto patient_index = images.add_patient(patient);
    // The segment and a window beyond it, at most.
    const auto held = static_cast<std::size_t>(longest_segment(recipe) + recipe.window_samples);
    const auto r = to_rate(beats.r_sample, beats.sampling_frequency_hz, recipe.sampling_frequency_hz) +
                   static_cast<std::int64_t>(held);
    const std::vector<std::span<const float>> signals(beats.samples_mv.begin(), beats.samples_mv.end());
    const double amplitude = amplitude_by_recipe(recipe, signals, {&beats.r_sample, 1}, beats.sampling_frequency_hz);
    for (std::size_t i = 0; i < beats.leads.size(); ++i) {
        SYNCHRONY_ASSIGN(auto samples, dsp::resample(std::span<const float>(beats.samples_mv[i]),
                                                     beats.sampling_frequency_hz, recipe.sampling_frequency_hz));
        if (samples.empty())
            return core::fail_input("median beat is too short for the recipe's sampling frequency",
                                    "lead " + beats.leads[i], std::to_string(beats.samples_mv[i].size()) + " samples");
        if (amplitude != 1.0) divide(samples, amplitude);
        maker.make(with_held_ends(samples, held), r, beats.rr_s, beats.rr_s, pixels);
        const auto rr = static_cast<float>(beats.rr_s);
        images.add({.patient = patient_index,
                    .lead = images.add_lead(beats.leads[i]),
                    .beat = median_beat,
                    .label = beats.label,
                    .rr_before_s = rr,
                    .rr_after_s = rr,
                    .rr_local_s = rr},
                   pixels);
    }
    return images;
}

}  // namespace synchrony::features
