#include "synchrony/record/limb_leads.hpp"

#include <algorithm>

#include "synchrony/record/sample_ranges.hpp"

namespace synchrony::record {
namespace {

struct LimbLead {
    std::string_view name;
    LimbWeights weights;
};
constexpr std::array<LimbLead, 6> limb = {{{"I", {1.0, 0.0}},
                                           {"II", {0.0, 1.0}},
                                           {"III", {-1.0, 1.0}},
                                           {"aVR", {-0.5, -0.5}},
                                           {"aVL", {1.0, -0.5}},
                                           {"aVF", {-0.5, 1.0}}}};

/// wanted = of_a x a + of_b x b, from the two leads' own weights by Cramer's rule.
Lead combined(const Lead& a, const LimbWeights& wa, const Lead& b, const LimbWeights& wb, const LimbLead& wanted) {
    const double det = wa.one * wb.two - wa.two * wb.one;
    const double of_a = (wanted.weights.one * wb.two - wanted.weights.two * wb.one) / det;
    const double of_b = (wa.one * wanted.weights.two - wa.two * wanted.weights.one) / det;
    Lead lead;
    lead.name = std::string(wanted.name);
    lead.derived = true;
    lead.samples.resize(std::min(a.samples.size(), b.samples.size()));
    for (std::size_t i = 0; i < lead.samples.size(); ++i)
        lead.samples[i] =
            static_cast<float>(of_a * static_cast<double>(a.samples[i]) + of_b * static_cast<double>(b.samples[i]));
    lead.invalid = in_either(a.invalid, b.invalid);
    return lead;
}

}  // namespace

std::optional<LimbWeights> limb_weights(std::string_view name) {
    const auto found = std::find_if(limb.begin(), limb.end(), [&](const auto& l) { return l.name == name; });
    return found == limb.end() ? std::nullopt : std::optional(found->weights);
}

bool gives_limb_leads(const Ecg& ecg) {
    return std::ranges::count_if(limb, [&](const LimbLead& l) {
               const auto* lead = ecg.find_lead(l.name);
               return lead != nullptr && lead->valid_samples() > 0;
           }) >= 2;
}

Ecg with_limb_leads(Ecg ecg) {
    if (!gives_limb_leads(ecg)) return ecg;
    const auto place_of = [&](std::string_view name) {
        return std::find_if(ecg.leads.begin(), ecg.leads.end(), [&](const auto& l) { return l.name == name; });
    };
    std::array<const LimbLead*, 2> sources{};
    std::size_t found = 0;
    for (const auto& l : limb)
        if (const auto at = place_of(l.name); found < 2 && at != ecg.leads.end() && at->valid_samples() > 0)
            sources[found++] = &l;
    const Lead a = *place_of(sources[0]->name), b = *place_of(sources[1]->name);
    for (const auto& l : limb) {
        const auto at = place_of(l.name);
        if (at != ecg.leads.end() && at->valid_samples() > 0) continue;
        Lead made = combined(a, sources[0]->weights, b, sources[1]->weights, l);
        if (at != ecg.leads.end())
            *at = std::move(made);
        else
            ecg.leads.push_back(std::move(made));
    }
    return ecg;
}

}  // namespace synchrony::record
