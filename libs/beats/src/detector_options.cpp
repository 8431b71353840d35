#include "synchrony/beats/detector_options.hpp"

#include <array>

#include "synchrony/core/text.hpp"

namespace synchrony::beats {
namespace {

struct Bound {
    const char* name;
    double value;
    double least;
    double most;
};

}  // namespace

core::Result<void> DetectorOptions::check() const {
    // Lengths are bounded so that no option can make the detector allocate without limit.
    const std::array bounds{
        Bound{"work_rate_hz", work_rate_hz, 100.0, 1000.0},
        Bound{"band_order", static_cast<double>(band_order), 2, 8},
        Bound{"band_ripple_db", band_ripple_db, 0.01, 6.0},
        Bound{"band_low_hz", band_low_hz, 0.5, band_high_hz - 0.5},
        Bound{"band_high_hz", band_high_hz, 1.0, 49.0},
        Bound{"wide_low_hz", wide_low_hz, 0.5, wide_high_hz - 0.5},
        Bound{"wide_high_hz", wide_high_hz, 1.0, 49.0},
        Bound{"envelope_s", envelope_s, 0.0, 1.0},
        Bound{"envelope_fine_s", envelope_fine_s, 0.0, 1.0},
        Bound{"block_s", block_s, 0.5, 10.0},
        Bound{"blocks_around", static_cast<double>(blocks_around), 0, 10},
        Bound{"usual_amplitude", usual_amplitude, 0.01, 0.6},
        Bound{"amplitude_floor_mv", amplitude_floor_mv, 1e-6, 10.0},
        Bound{"level_floor", level_floor, 1e-6, 10.0},
        Bound{"least_height", least_height, 0.001, 1.0},
        Bound{"merge_s", merge_s, 0.0, 0.5},
        Bound{"rival_s", rival_s, 0.0, 1.0},
        Bound{"anchor_height", anchor_height, 0.01, 10.0},
        Bound{"anchors_around", static_cast<double>(anchors_around), 1, 50},
        Bound{"anchors_within_s", anchors_within_s, 1.0, 30.0},
        Bound{"likeness_s", likeness_s, 0.02, 0.5},
        Bound{"likeness_best", static_cast<double>(likeness_best), 1, 50},
        Bound{"twin_likeness", twin_likeness, -2.0, 2.0},
        Bound{"bias", bias, -100.0, 100.0},
        Bound{"height_weight", height_weight, -100.0, 100.0},
        Bound{"rank_weight", rank_weight, -100.0, 100.0},
        Bound{"likeness_weight", likeness_weight, -100.0, 100.0},
        Bound{"slope_weight", slope_weight, -100.0, 100.0},
        Bound{"wide_weight", wide_weight, -100.0, 100.0},
        Bound{"noise_weight", noise_weight, -100.0, 100.0},
        Bound{"noise_limit", noise_limit, 0.001, 100.0},
        Bound{"least_first_odds", least_first_odds, -1000.0, 100.0},
        Bound{"odds_scale", odds_scale, 0.0, 100.0},
        Bound{"first_share", first_share, 0.0, 1.0},
        Bound{"first_share_in_noise", first_share_in_noise, 0.0, 1.0},
        Bound{"clean_noise", clean_noise, 1e-4, 0.99 * noise_limit},
        Bound{"odds_bias", odds_bias, -100.0, 100.0},
        Bound{"wave_most_leads", static_cast<double>(wave_most_leads), 0, 64},
        Bound{"wave_sure_odds", wave_sure_odds, 0.0, 1e6},
        Bound{"wave_pause_rr", wave_pause_rr, 1.0, 100.0},
        Bound{"wave_aside_s", wave_aside_s, 0.0, 1.0},
        Bound{"wave_share_clean", wave_share_clean, 0.0, 1.0},
        Bound{"wave_share", wave_share, 0.0, 1.0},
        Bound{"wave_scale", wave_scale, 0.0, 100.0},
        Bound{"wave_alone_odds", wave_alone_odds, -100.0, 100.0},
        Bound{"wave_place_s", wave_place_s, 0.0, 1.0},
        Bound{"wave_place_odds", wave_place_odds, -100.0, 100.0},
        Bound{"early_rr", early_rr, 0.0, 10.0},
        Bound{"early_cost", early_cost, 0.0, 1000.0},
        Bound{"late_rr", late_rr, 0.0, 10.0},
        Bound{"late_cost", late_cost, 0.0, 1000.0},
        Bound{"late_limit_rr", late_limit_rr, 0.0, 100.0},
        Bound{"t_wave_s", t_wave_s, 0.0, 1.0},
        Bound{"t_wave_slope", t_wave_slope, 0.0, 10.0},
        Bound{"t_wave_cost", t_wave_cost, 0.0, 1000.0},
        Bound{"refractory_s", refractory_s, 0.05, 1.0},
        Bound{"place_within_s", place_within_s, 0.0, 0.5},
        Bound{"place_smooth_s", place_smooth_s, 0.0, 0.1},
        Bound{"place_baseline_s", place_baseline_s, 0.05, 2.0},
    };
    for (const auto& bound : bounds)
        if (!(bound.value >= bound.least && bound.value <= bound.most))
            return core::fail({.kind = core::ErrorKind::usage,
                               .what = "option is out of range",
                               .where = std::string("detector options, ") + bound.name,
                               .got = core::shortest(bound.value),
                               .expected = core::shortest(bound.least) + " to " + core::shortest(bound.most),
                               .hint = {}});
    return {};
}

}  // namespace synchrony::beats
