#include "synchrony/sheet/spectrogram_plot.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/text.hpp"

namespace synchrony::sheet {
namespace {

constexpr draw::Size figure_mm{180.0, 120.0};
constexpr double display_gamma = 0.5;  // a QRS complex above 20 Hz is weak beside what lies below, and must be seen
constexpr double left_mm = 20.0;
constexpr double plot_width_mm = 133.0;  // leaves the colour bar and its label on the right

core::Result<void> check(const SpectrogramPlot& plot) {
    const auto cells = plot.frequencies_hz.size() * plot.times_s.size();
    if (!(plot.sampling_frequency_hz > 0.0))
        return core::fail_input("sampling frequency is not positive", plot.title,
                                core::shortest(plot.sampling_frequency_hz));
    if (plot.samples_mv.empty() || cells == 0) return core::fail_input("nothing to draw", plot.title);
    if (cells != plot.magnitude_mv.size())
        return core::fail_input("the spectrogram's size disagrees with its axes", plot.title,
                                std::to_string(plot.magnitude_mv.size()) + " values",
                                std::to_string(plot.frequencies_hz.size()) + " frequencies x " +
                                    std::to_string(plot.times_s.size()) + " times");
    return {};
}

// Outer edges of evenly spaced cells with these centres; a single cell is `alone` wide.
draw::Range edges(const std::vector<double>& centres, double alone) {
    const double step =
        centres.size() < 2 ? alone : (centres.back() - centres.front()) / static_cast<double>(centres.size() - 1);
    return {centres.front() - step / 2.0, centres.back() + step / 2.0};
}

double sample_at(const SpectrogramPlot& plot, double time_s) {
    const double place = std::round((time_s - plot.start_s) * plot.sampling_frequency_hz);
    if (place < 0.0 || place >= static_cast<double>(plot.samples_mv.size())) return std::nan("");
    return static_cast<double>(plot.samples_mv[static_cast<std::size_t>(place)]);
}

// From 0 to the value that `brightest_share` of the shown rows' values do not exceed.
draw::Range colour_range(const SpectrogramPlot& plot, double highest_hz) {
    std::vector<float> shown;
    const auto columns = plot.times_s.size();
    for (std::size_t row = 0; row < plot.frequencies_hz.size() && plot.frequencies_hz[row] <= highest_hz; ++row)
        for (std::size_t i = row * columns; i < (row + 1) * columns; ++i)
            if (std::isfinite(plot.magnitude_mv[i])) shown.push_back(plot.magnitude_mv[i]);
    if (shown.empty()) return {0.0, 1.0};
    const double place = std::clamp(plot.brightest_share, 0.0, 1.0) * static_cast<double>(shown.size() - 1);
    const auto at = shown.begin() + static_cast<std::ptrdiff_t>(std::llround(place));
    std::nth_element(shown.begin(), at, shown.end());
    return {0.0, *at > 0.0f ? static_cast<double>(*at) : 1.0};
}

draw::Axes signal_axes(const SpectrogramPlot& plot, const draw::Range& time) {
    draw::Axes axes;
    axes.place = {left_mm, 9.0, plot_width_mm, 35.0};
    axes.title = plot.title;
    axes.y_label = plot.lead.empty() ? "mV" : plot.lead + ", mV";
    axes.x_range = time;
    axes.x_tick_labels = false;
    draw::Series signal;
    signal.width_mm = 0.3;
    for (std::size_t i = 0; i < plot.samples_mv.size(); ++i) {
        signal.x.push_back(plot.start_s + static_cast<double>(i) / plot.sampling_frequency_hz);
        signal.y.push_back(static_cast<double>(plot.samples_mv[i]));
    }
    draw::Series peaks;
    peaks.colour = draw::line_colour(1);
    peaks.width_mm = 0.0;
    peaks.marker_mm = 0.9;
    for (const double peak : plot.r_peaks_s) {
        peaks.x.push_back(peak);
        peaks.y.push_back(sample_at(plot, peak));
    }
    axes.series = {std::move(signal), std::move(peaks)};
    axes.vertical_lines = plot.r_peaks_s;
    return axes;
}

draw::Axes image_axes(const SpectrogramPlot& plot, const draw::Range& time) {
    draw::Axes axes;
    axes.place = {left_mm, 48.0, plot_width_mm, 57.0};
    axes.x_label = "time, s";
    axes.y_label = "frequency, Hz";
    axes.x_range = time;
    draw::HeatMap map;
    map.values = plot.magnitude_mv;
    map.rows = static_cast<int>(plot.frequencies_hz.size());
    map.columns = static_cast<int>(plot.times_s.size());
    map.x = edges(plot.times_s, time.high - time.low);
    map.y = edges(plot.frequencies_hz, 1.0);
    map.label = plot.value_label;
    axes.y_range = draw::Range{std::max(0.0, map.y.low), map.y.high};
    if (plot.highest_frequency_hz > axes.y_range->low)
        axes.y_range->high = std::min(axes.y_range->high, plot.highest_frequency_hz);
    map.colours = colour_range(plot, axes.y_range->high);
    map.gamma = display_gamma;
    axes.heat_map = std::move(map);
    return axes;
}

}  // namespace

core::Result<draw::Figure> spectrogram_figure(const SpectrogramPlot& plot) {
    SYNCHRONY_TRY(check(plot));
    const draw::Range time{plot.start_s,
                           plot.start_s + static_cast<double>(plot.samples_mv.size()) / plot.sampling_frequency_hz};
    draw::Figure figure;
    figure.size_mm = figure_mm;
    figure.title = "Signal and spectrogram, " + plot.title;
    figure.axes = {signal_axes(plot, time), image_axes(plot, time)};
    return figure;
}

core::Result<void> draw_spectrogram(const SpectrogramPlot& plot, const std::filesystem::path& path, double dpi) {
    SYNCHRONY_ASSIGN(const auto figure, spectrogram_figure(plot));
    return draw::save(figure, path, dpi);
}

}  // namespace synchrony::sheet
