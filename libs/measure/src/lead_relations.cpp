#include "lead_relations.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>

#include "integral.hpp"
#include "synchrony/core/scan.hpp"
#include "synchrony/record/limb_leads.hpp"

namespace synchrony::measure {
namespace {

// Part of the amplitude that a relation may leave. Recorders compute four of the six leads from two electrodes' pairs:
// PTB-XL's 198 leave at most 0.004, 50 of the Challenge 2021 at most 0.01; LUDB's 100, whose gains differ by lead, up
// to 0.75. Only where the others agree as recorders' leads do is one of them called wrong.
constexpr double loose_part = 0.15, exact_part = 0.03;

/// A lead with what it should be of I and II; turned for "upside down", another's samples for "exchanged".
struct Named {
    std::string_view name;
    record::LimbWeights weights;
    std::size_t samples;  ///< place in ScalarProducts
    double sign = 1.0;
};

/// The scalar products of leads' samples: all that relations need. Each is made once, when first asked for.
class ScalarProducts {
  public:
    /// The leads' places; all are added before the first product is asked for.
    std::size_t add(const std::vector<float>& samples) {
        leads_.push_back(samples);
        return leads_.size() - 1;
    }
    [[nodiscard]] double of(std::size_t a, std::size_t b) {
        if (known_.empty()) known_.resize(leads_.size() * leads_.size());
        if (!known_[place(a, b)]) make(a, b);
        return *known_[place(a, b)];
    }

    /// What rounding adds to the product of a lead's differences with themselves: of steps s, s^2 / 6 a sample. Steps
    /// below 0.1 uV do not matter.
    [[nodiscard]] double of_rounding(std::size_t a) {
        if (rounding_.empty()) rounding_.resize(leads_.size());
        if (!rounding_[a]) {
            constexpr float least_step_mv = 1e-4F;
            constexpr double of_difference = 1.0 / 6.0;
            float step = 0.0F;
            for (const float x : leads_[a])
                if (const float size = std::abs(x); size > least_step_mv && (step == 0.0F || size < step)) step = size;
            rounding_[a] = of_difference * static_cast<double>(step) * static_cast<double>(step) *
                           static_cast<double>(leads_[a].size());
        }
        return *rounding_[a];
    }

  private:
    [[nodiscard]] std::size_t place(std::size_t a, std::size_t b) const {
        return std::min(a, b) * leads_.size() + std::max(a, b);
    }
    /// That of a and b and three more of a's: each sum waits for itself only, four take no longer than one.
    void make(std::size_t a, std::size_t b) {
        std::array<std::size_t, 4> with{b, b, b, b};
        std::size_t count = 1;
        for (std::size_t other = 0; other < leads_.size() && count < with.size(); ++other)
            if (other != b && !known_[place(a, other)]) with[count++] = other;
        const auto n =
            std::min_element(leads_.begin(), leads_.end(), [](auto x, auto y) { return x.size() < y.size(); })->size();
        const float *x = leads_[a].data(), *y0 = leads_[with[0]].data(), *y1 = leads_[with[1]].data(),
                    *y2 = leads_[with[2]].data(), *y3 = leads_[with[3]].data();
        std::array<double, 4> sum{};
        for (std::size_t i = 0; i < n; ++i) {
            const double v = x[i];
            sum[0] += v * static_cast<double>(y0[i]);
            sum[1] += v * static_cast<double>(y1[i]);
            sum[2] += v * static_cast<double>(y2[i]);
            sum[3] += v * static_cast<double>(y3[i]);
        }
        for (std::size_t k = 0; k < with.size(); ++k) known_[place(a, with[k])] = sum[k];
    }

    std::vector<std::span<const float>> leads_;
    std::vector<std::optional<double>> known_, rounding_;
};

double scalar_product(ScalarProducts& products, const Named& a, const Named& b) {
    return a.sign * b.sign * products.of(a.samples, b.samples);
}

/// Part of the amplitude of three leads that is left when the third is computed from the first two, beyond what the
/// steps of the stored samples leave: in files of 10 uV a step that alone is some per cent of small complexes.
double left_over(ScalarProducts& products, const Named& a, const Named& b, const Named& c) {
    const double det = a.weights.one * b.weights.two - a.weights.two * b.weights.one;
    const double p = (c.weights.one * b.weights.two - c.weights.two * b.weights.one) / det;
    const double q = (a.weights.one * c.weights.two - a.weights.two * c.weights.one) / det;
    const auto product = [&](const Named& x, const Named& y) { return scalar_product(products, x, y); };
    const double aa = product(a, a), bb = product(b, b), cc = product(c, c);
    const double left =
        cc + p * p * aa + q * q * bb - 2.0 * p * product(a, c) - 2.0 * q * product(b, c) + 2.0 * p * q * product(a, b);
    constexpr double most_rounding = 1.5;  // rounding is no even noise in a lead that hardly moves
    const auto rounding = [&](const Named& x) { return most_rounding * products.of_rounding(x.samples); };
    const double beyond = left - (rounding(c) + p * p * rounding(a) + q * q * rounding(b));
    return std::sqrt(std::max(0.0, beyond) / (cc + p * p * aa + q * q * bb + 1e-12));
}

/// All relations among these leads hold: each from the first two.
bool all_relations_hold(ScalarProducts& products, const std::vector<Named>& leads, double part) {
    for (std::size_t i = 2; i < leads.size(); ++i)
        if (left_over(products, leads[0], leads[1], leads[i]) > part) return false;
    return true;
}

std::vector<Named> without_lead(std::vector<Named> leads, std::size_t at) {
    leads.erase(leads.begin() + static_cast<std::ptrdiff_t>(at));
    return leads;
}

/// One lead that the others, which agree, do not bear out.
void find_one_wrong(ScalarProducts& products, const std::vector<Named>& leads, LimbRelations& found) {
    constexpr std::size_t fewest = 4;  // of three any could be the wrong one
    if (leads.size() < fewest) return;
    std::vector<std::size_t> suspects;
    for (std::size_t i = 0; i < leads.size(); ++i)
        if (all_relations_hold(products, without_lead(leads, i), exact_part)) suspects.push_back(i);
    if (suspects.size() != 1) return;
    const auto at = suspects.front();
    found.wrong = {std::string(leads[at].name)};
    auto turned = leads;
    turned[at].sign = -1.0;
    found.explanation = found.wrong[0] + (all_relations_hold(products, turned, exact_part)
                                              ? " is upside down"
                                              : " does not follow from the other limb leads");
}

struct ChestLead {
    std::string name;
    std::size_t samples;  ///< place in ScalarProducts
};

/// Two limb leads, or a limb lead and a chest lead, under each other's names.
void find_exchange(ScalarProducts& products, const std::vector<Named>& leads, const std::vector<ChestLead>& chest,
                   LimbRelations& found) {
    constexpr std::size_t fewest = 4;
    if (leads.size() < fewest) return;
    std::vector<std::pair<std::string, std::string>> readings;
    for (std::size_t a = 0; a < leads.size(); ++a) {
        for (std::size_t b = a + 1; b < leads.size(); ++b) {
            auto other = leads;
            std::swap(other[a].samples, other[b].samples);
            if (all_relations_hold(products, other, exact_part)) readings.emplace_back(leads[a].name, leads[b].name);
        }
        for (const auto& [name, samples] : chest) {
            auto other = leads;
            other[a].samples = samples;
            if (all_relations_hold(products, other, exact_part)) readings.emplace_back(leads[a].name, name);
        }
    }
    if (readings.size() != 1) return;
    found.wrong = {readings[0].first, readings[0].second};
    found.explanation = found.wrong[0] + " and " + found.wrong[1] + " exchanged";
}

}  // namespace

double peak_to_peak(const record::Lead& lead) {
    const auto [low, high] = core::extremes(lead.samples);
    return static_cast<double>(high) - static_cast<double>(low);
}

namespace {

/// [sample]: whether a limb lead, of those that hold samples at all, misses one from there to `step` later.
std::vector<bool> missing_in_limb_leads(const record::Ecg& ecg, std::size_t step) {
    std::vector<bool> missing(static_cast<std::size_t>(ecg.sample_count()), false);
    for (const auto& lead : ecg.leads) {
        if (!record::limb_weights(lead.name) || lead.valid_samples() == 0) continue;
        for (const auto& gap : lead.invalid) {
            const auto from = std::max<std::int64_t>(0, gap.begin - static_cast<std::int64_t>(step));
            std::fill(missing.begin() + from, missing.begin() + gap.end, true);
        }
    }
    return missing;
}

}  // namespace

record::Ecg steep_part(const record::Ecg& ecg) {
    constexpr double step_s = 0.04;  // about a QRS complex's flank
    record::Ecg steep;
    steep.sampling_frequency_hz = ecg.sampling_frequency_hz;
    const auto step = static_cast<std::size_t>(std::max(1.0, std::round(step_s * ecg.sampling_frequency_hz)));
    const auto missing = missing_in_limb_leads(ecg, step);
    for (const auto& lead : ecg.leads) {
        record::Lead made;
        made.name = lead.name;
        made.derived = lead.derived;
        made.samples.reserve(lead.samples.size());
        for (std::size_t i = 0; i + step < lead.samples.size(); ++i)
            if (!missing[i]) made.samples.push_back(lead.samples[i + step] - lead.samples[i]);
        steep.leads.push_back(std::move(made));
    }
    return steep;
}

LimbRelations limb_relations(const record::Ecg& beat) {
    constexpr double least_mv = 0.02;  // flat leads are said to be flat
    LimbRelations found;
    ScalarProducts products;
    std::vector<Named> leads;
    for (const std::string_view name : {"I", "II", "III", "aVR", "aVL", "aVF"})
        if (const auto* lead = beat.find_lead(name); lead && !lead->derived && peak_to_peak(*lead) >= least_mv)
            leads.push_back({name, *record::limb_weights(name), products.add(lead->samples)});
    if (leads.size() < 3) return found;
    std::vector<ChestLead> chest;
    for (const auto& lead : beat.leads)
        if (lead.name.starts_with('V')) chest.push_back({lead.name, products.add(lead.samples)});
    if (leads[0].name == "I" && leads[1].name == "II" && leads[2].name == "III")
        found.einthoven = left_over(products, leads[0], leads[1], leads[2]);
    found.hold = all_relations_hold(products, leads, exact_part);
    if (found.hold) return found;
    find_exchange(products, leads, chest, found);
    if (found.wrong.empty()) find_one_wrong(products, leads, found);
    if (found.wrong.empty()) found.hold = all_relations_hold(products, leads, loose_part);
    return found;
}

// P axes of 320 upright recordings of three databases: -63 to 105 degrees; retrograde P waves point to about -90. A
// left bundle branch block turned over has its QRS to the lower right: P alone tells it.
constexpr double no_p_below_deg = -100.0, no_p_above_deg = 170.0;

bool upside_down(const record::Ecg& beat, const BeatWaves& g, const Axes& axes) {
    if (axes.p_deg && (*axes.p_deg < no_p_below_deg || *axes.p_deg > no_p_above_deg)) return true;
    const auto upper_right = [](const std::optional<double>& deg) { return deg && *deg < -90.0; };
    if (!upper_right(axes.qrs_deg) || !upper_right(axes.t_deg)) return false;
    if (axes.p_deg) return upper_right(axes.p_deg);
    for (const auto name : {"V5", "V6"}) {
        const auto* lead = beat.find_lead(name);
        if (!lead || !g.qrs || !g.t) return false;
        const std::span<const float> x(lead->samples);
        const double fs = beat.sampling_frequency_hz, rest = isoelectric_before(x, fs, g.qrs->onset_s);
        if (integral(x, fs, g.qrs->onset_s, g.qrs->end_s, rest) >= 0.0 ||
            integral(x, fs, g.t->onset_s, g.t->end_s, rest) >= 0.0)
            return false;
    }
    return true;
}

std::vector<std::string> copied_leads(const record::Ecg& ecg) {
    std::vector<std::string> pairs;
    for (std::size_t a = 0; a < ecg.leads.size(); ++a)
        for (std::size_t b = a + 1; b < ecg.leads.size(); ++b) {
            const auto& x = ecg.leads[a];
            const auto& y = ecg.leads[b];
            const auto valid = x.valid_samples();
            if (valid == 0 || x.samples != y.samples || x.invalid != y.invalid) continue;
            const auto [low, high] = std::minmax_element(x.samples.begin(), x.samples.end());
            if (*low != *high) pairs.push_back(x.name + " = " + y.name);
        }
    return pairs;
}

}  // namespace synchrony::measure
