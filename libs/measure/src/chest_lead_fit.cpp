#include "chest_lead_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <string_view>

#include "integral.hpp"
#include "synchrony/measure/intervals.hpp"

namespace synchrony::measure {
namespace {

constexpr std::array<std::string_view, 8> fitted_names = {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};
constexpr std::size_t first_chest = 2, fitted_leads = fitted_names.size(), foretold_leads = fitted_leads - first_chest;

// V1 to V6 from I, II and the other chest leads: least squares over QRS and T of the median beats of LUDB's 100
// recordings, each scaled to unit power, with a ridge of 0.001. Tested on PTB-XL, the Challenge and virtual patients:
// docs/results/quality.md.
constexpr std::array<std::array<double, fitted_leads>, foretold_leads> from_others = {
    {{-0.282, -0.137, 0.000, 0.610, -0.034, 0.090, 0.020, -0.193},
     {0.168, -0.026, 0.544, 0.000, 0.717, -0.298, 0.114, -0.098},
     {0.018, 0.043, -0.027, 0.640, 0.000, 0.683, -0.208, 0.049},
     {-0.064, 0.040, 0.054, -0.203, 0.521, 0.000, 0.854, -0.223},
     {0.073, 0.056, 0.007, 0.046, -0.093, 0.503, 0.000, 0.506},
     {0.148, 0.159, -0.104, -0.059, 0.033, -0.198, 0.765, 0.000}}};

// Limits were set with LUDB, PTB-XL and virtual patients in view: of 898 right recordings none is beyond them.
constexpr double most_correlation = -0.5;  // of a lead turned over with what the others foretell
constexpr double most_left_turned = 0.45;  // of what did not fit, once it is turned back
constexpr double step_s = 0.004;
constexpr std::size_t least_shift = 10, margin = 22;  // steps: 40 and 88 ms
constexpr double most_left_shifted = 0.4, most_unlike_shifted = 0.25;

constexpr double window_begin_s = -0.03;  // from the QRS complex's onset
constexpr std::size_t window_samples = 80;

/// The eight leads' samples within the window and around it, and for each shift the level before the QRS complex.
struct Beat {
    std::array<std::array<double, window_samples + 2 * margin>, fitted_leads> mv{};
    std::array<std::array<double, 2 * margin + 1>, fitted_leads> level_mv{};
    [[nodiscard]] double at(std::size_t lead, std::size_t from, std::size_t i) const {
        return mv[lead][from + i] - level_mv[lead][from];
    }
};

/// Which samples stand under which lead's name, and with which sign.
struct Arrangement {
    std::array<std::size_t, fitted_leads> lead = {0, 1, 2, 3, 4, 5, 6, 7};
    std::array<double, fitted_leads> sign = {1, 1, 1, 1, 1, 1, 1, 1};
    std::array<std::size_t, fitted_leads> from = {margin, margin, margin, margin, margin, margin, margin, margin};
};

struct Fit {
    double power = 0.0, foretold = 0.0, product = 0.0;
    [[nodiscard]] double error() const { return power + foretold - 2.0 * product; }
    [[nodiscard]] double correlation() const {
        constexpr double nothing = 1e-12;
        return product / std::sqrt(power * foretold + nothing);
    }
    [[nodiscard]] double unlike() const { return power > 0.0 ? error() / power : 1.0; }
};
using Fits = std::array<Fit, foretold_leads>;

Fits fits_of(const Beat& beat, const Arrangement& as) {
    Fits fits{};
    for (std::size_t i = 0; i < window_samples; ++i) {
        std::array<double, fitted_leads> now{};
        for (std::size_t l = 0; l < fitted_leads; ++l) now[l] = as.sign[l] * beat.at(as.lead[l], as.from[l], i);
        for (std::size_t c = 0; c < foretold_leads; ++c) {
            const double own = now[first_chest + c];
            const double told = std::inner_product(now.begin(), now.end(), from_others[c].begin(), 0.0);
            fits[c].power += own * own;
            fits[c].foretold += told * told;
            fits[c].product += own * told;
        }
    }
    return fits;
}

double total_error(const Fits& fits) {
    return std::accumulate(fits.begin(), fits.end(), 0.0, [](double sum, const Fit& fit) { return sum + fit.error(); });
}

double total_error(const Beat& beat, const Arrangement& as) {
    return total_error(fits_of(beat, as));
}

std::optional<Beat> sampled(const record::Ecg& beat, const BeatWaves& global, const std::vector<LeadQuality>& quality) {
    if (!global.qrs) return std::nullopt;
    const double fs = beat.sampling_frequency_hz, onset_s = global.qrs->onset_s;
    Beat out{};
    for (std::size_t l = 0; l < fitted_leads; ++l) {
        const auto judged = std::ranges::find(quality, fitted_names[l], &LeadQuality::name);
        if (judged != quality.end() && (judged->noisy || judged->flat)) return std::nullopt;
        const auto* lead = l < first_chest ? nullptr : beat.find_lead(fitted_names[l]);
        const auto limb = l < first_chest ? limb_lead(beat, fitted_names[l]) : std::nullopt;
        if (lead == nullptr && !limb) return std::nullopt;
        const std::span<const float> x(limb ? *limb : lead->samples);
        if (x.empty()) return std::nullopt;
        const auto second = [&](std::size_t i) {
            return onset_s + step_s * (static_cast<double>(i) - static_cast<double>(margin));
        };
        for (std::size_t i = 0; i < out.mv[l].size(); ++i) out.mv[l][i] = value_at(x, fs, second(i) + window_begin_s);
        for (std::size_t i = 0; i < out.level_mv[l].size(); ++i)
            out.level_mv[l][i] = isoelectric_before(x, fs, second(i));
    }
    return out;
}

Arrangement turned(std::size_t lead) {
    Arrangement as;
    as.sign.at(lead) = -1.0;
    return as;
}

/// The least that any exchange of two chest electrodes, or of all in reverse, leaves.
double least_of_exchanges(const Beat& beat) {
    Arrangement reversed;
    std::reverse(reversed.lead.begin() + first_chest, reversed.lead.end());
    double least = total_error(beat, reversed);
    for (std::size_t a = first_chest; a < fitted_leads; ++a)
        for (std::size_t b = a + 1; b < fitted_leads; ++b) {
            Arrangement exchanged;
            std::swap(exchanged.lead.at(a), exchanged.lead.at(b));
            least = std::min(least, total_error(beat, exchanged));
        }
    return least;
}

struct Shift {
    std::size_t lead = 0, from = margin;
    double error = 0.0, unlike = 1.0;
};

/// The shift of one lead that leaves least; those at the ends of the range are no least.
Shift best_shift(const Beat& beat, std::size_t lead, double as_it_is) {
    Shift best{lead, margin, as_it_is, 1.0};
    for (std::size_t from = 0; from <= 2 * margin; ++from) {
        if (from + least_shift > margin && from < margin + least_shift) continue;
        Arrangement as;
        as.from.at(lead) = from;
        const auto fits = fits_of(beat, as);
        if (const double error = total_error(fits); error < best.error)
            best = {lead, from, error, fits.at(lead - first_chest).unlike()};
    }
    return best;
}

std::optional<TurnedLead> turned_over(const Beat& beat, const Fits& fits) {
    const auto least = std::ranges::min_element(fits, {}, &Fit::correlation);
    if (least->correlation() > most_correlation) return std::nullopt;
    double best = total_error(fits) * most_left_turned;
    std::size_t lead = 0;
    for (std::size_t l = first_chest; l < fitted_leads; ++l)
        if (const double error = total_error(beat, turned(l)); error < best) best = error, lead = l;
    if (lead == 0 || least_of_exchanges(beat) < best) return std::nullopt;
    return TurnedLead{std::string(fitted_names.at(lead)), fits.at(lead - first_chest).correlation()};
}

std::optional<ShiftedLead> shifted(const Beat& beat, const Fits& fits) {
    const double as_it_is = total_error(fits);
    Shift best{0, margin, as_it_is * most_left_shifted, 1.0};
    for (std::size_t l = first_chest; l < fitted_leads; ++l) {
        if (fits.at(l - first_chest).unlike() < most_unlike_shifted) continue;  // it fits as it is
        if (const auto shift = best_shift(beat, l, as_it_is); shift.error < best.error) best = shift;
    }
    const bool at_an_end = best.from == 0 || best.from == 2 * margin;
    if (best.lead == 0 || at_an_end || best.unlike > most_unlike_shifted) return std::nullopt;
    const double steps = static_cast<double>(best.from) - static_cast<double>(margin);
    return ShiftedLead{std::string(fitted_names.at(best.lead)), 1000.0 * step_s * steps};
}

}  // namespace

ChestLeadFaults chest_lead_faults(const record::Ecg& beat, const BeatWaves& global,
                                  const std::vector<LeadQuality>& quality) {
    const auto eight = sampled(beat, global, quality);
    if (!eight) return {};
    const auto fits = fits_of(*eight, {});
    return {turned_over(*eight, fits), shifted(*eight, fits)};
}

}  // namespace synchrony::measure
