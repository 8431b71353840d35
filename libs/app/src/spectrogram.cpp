#include "synchrony/app/spectrogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "synchrony/beats/detector.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/features/spectrogram.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/sheet/spectrogram_plot.hpp"

namespace synchrony::app {
namespace {

// Columns of the drawing: finer than a screen needs, so that no column is drawn as a block.
constexpr double columns_wanted = 1200.0;

core::Result<const record::Lead*> choose_lead(const record::Ecg& ecg, const std::string& name) {
    if (name.empty()) return &ecg.leads.front();
    if (const auto* lead = ecg.find_lead(name)) return lead;
    const auto names = core::joined(ecg.leads, " ", &record::Lead::name);
    return core::fail({core::ErrorKind::usage, "the recording has no such lead", {}, name, "one of " + names, {}});
}

/// What was not recorded is drawn as nothing, and so is every column whose window holds some of it. True where there is
/// any.
bool blank_missing(sheet::SpectrogramPlot& plot, const record::Lead& lead, double recorded_hz, double window_s) {
    const auto nothing = std::numeric_limits<float>::quiet_NaN();
    // By bisection: a recording may miss every second sample of a day.
    const auto missing = [&](double from_s, double to_s) {
        const auto& ranges = lead.invalid;
        const auto next = std::ranges::partition_point(ranges, [&](const record::SampleRange& range) {
            return static_cast<double>(range.end) / recorded_hz <= from_s;
        });
        return next != ranges.end() && static_cast<double>(next->begin) / recorded_hz <= to_s;
    };
    bool any = false;
    for (std::size_t i = 0; i < plot.samples_mv.size(); ++i) {
        const double at_s = plot.start_s + static_cast<double>(i) / plot.sampling_frequency_hz;
        if (!missing(at_s, at_s)) continue;
        plot.samples_mv[i] = nothing;
        any = true;
    }
    const auto columns = plot.times_s.size();
    for (std::size_t c = 0; c < columns; ++c)
        if (missing(plot.times_s[c] - window_s / 2, plot.times_s[c] + window_s / 2))
            for (std::size_t row = 0; row < plot.frequencies_hz.size(); ++row)
                plot.magnitude_mv[row * columns + c] = nothing;
    return any;
}

}  // namespace

core::Result<sheet::SpectrogramPlot> spectrogram_plot(const record::Ecg& ecg, const SpectrogramRequest& request) {
    SYNCHRONY_ASSIGN(const auto* lead, choose_lead(ecg, request.lead));
    if (request.from_s < 0 || request.from_s >= ecg.duration_s() || request.duration_s <= 0)
        return core::fail({core::ErrorKind::usage,
                           "the stretch to be drawn lies outside the recording",
                           request.ecg.string(),
                           "from " + core::shortest(request.from_s) + " s",
                           "0 to " + core::shortest(ecg.duration_s()) + " s",
                           {}});
    if (lead->valid_samples() == 0)
        return core::fail_input("nothing to draw", request.ecg.string(),
                                "all samples of lead " + lead->name + " are missing");
    SYNCHRONY_ASSIGN(const auto prepared,
                     features::prepare_lead(lead->samples, ecg.sampling_frequency_hz, request.recipe));
    const double fs = request.recipe.sampling_frequency_hz;
    const auto first = std::min(prepared.size() - 1, static_cast<std::size_t>(request.from_s * fs));
    const auto count = std::min(prepared.size() - first, static_cast<std::size_t>(std::ceil(request.duration_s * fs)));
    const std::span<const float> stretch(prepared.data() + first, count);
    const int hop = std::max(1, static_cast<int>(static_cast<double>(count) / columns_wanted));
    SYNCHRONY_ASSIGN(auto spectrogram, features::spectrogram_of(stretch, request.recipe, hop));

    sheet::SpectrogramPlot plot;
    plot.lead = lead->name;
    plot.title = "lead " + lead->name + ", recipe " + request.recipe.name + ": Hann window " +
                 std::to_string(request.recipe.window_samples) + " samples at " + std::to_string(static_cast<int>(fs)) +
                 " Hz";
    plot.sampling_frequency_hz = fs;
    plot.start_s = static_cast<double>(first) / fs;
    plot.samples_mv.assign(stretch.begin(), stretch.end());
    plot.magnitude_mv = std::move(spectrogram.magnitude_mv);
    for (std::size_t i = 0; i < spectrogram.rows; ++i)
        plot.frequencies_hz.push_back(spectrogram.first_hz + static_cast<double>(i) * spectrogram.bin_hz);
    for (std::size_t i = 0; i < spectrogram.columns; ++i)
        plot.times_s.push_back(plot.start_s + static_cast<double>(i) * spectrogram.hop_s);
    if (blank_missing(plot, *lead, ecg.sampling_frequency_hz, request.recipe.window_samples / fs))
        plot.title += "; blank: not recorded";
    plot.highest_frequency_hz = request.highest_frequency_hz;
    const double end_s = plot.start_s + static_cast<double>(count) / fs;
    // A recording in which no beat can be found is still worth a look: it is drawn without marks.
    if (const auto beats = beats::detect_beats(ecg))
        for (const auto& beat : *beats)
            if (const double at = static_cast<double>(beat.sample) / ecg.sampling_frequency_hz;
                at >= plot.start_s && at < end_s)
                plot.r_peaks_s.push_back(at);
    return plot;
}

core::Result<SpectrogramDrawing> draw_spectrogram(const SpectrogramRequest& request) {
    SYNCHRONY_ASSIGN(const auto ecg, io::read_ecg(request.ecg, request.reading));
    SYNCHRONY_ASSIGN(const auto plot, spectrogram_plot(ecg, request));
    SYNCHRONY_TRY(sheet::draw_spectrogram(plot, request.out, request.dpi));
    const auto& recipe = request.recipe;
    return SpectrogramDrawing{plot.lead,
                              plot.start_s,
                              plot.start_s + static_cast<double>(plot.samples_mv.size()) / plot.sampling_frequency_hz,
                              plot.r_peaks_s.size(),
                              recipe.window_samples / recipe.sampling_frequency_hz,
                              recipe.sampling_frequency_hz / recipe.fft_samples};
}

}  // namespace synchrony::app
