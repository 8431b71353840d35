#include "leads_with_signal.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "standing_still.hpp"
#include "synchrony/measure/empty_leads.hpp"

namespace synchrony::measure {

std::vector<LeadQuality> quality_of_leads(const record::Ecg& recorded, const record::Ecg& marked,
                                          const QualityOptions& options) {
    std::vector<LeadQuality> quality;
    for (std::size_t l = 0; l < marked.leads.size(); ++l) {
        quality.push_back(lead_quality(marked.leads[l], marked.sampling_frequency_hz, options));
        // Nothing but pieces that stand still.
        if (marked.leads[l].valid_samples() == 0 && recorded.leads[l].valid_samples() > 0) quality.back().flat = true;
    }
    return quality;
}

bool holds_nothing(const LeadQuality& lead) {
    return lead.flat || lead.missing_part >= 1.0;
}

std::vector<std::size_t> leads_with_signal(const std::vector<LeadQuality>& quality) {
    std::vector<std::size_t> places;
    for (std::size_t l = 0; l < quality.size(); ++l)
        if (!holds_nothing(quality[l])) places.push_back(l);
    if (places.empty()) {
        places.resize(quality.size());
        std::iota(places.begin(), places.end(), std::size_t{0});
    }
    return places;
}

void keep_leads(record::Ecg& ecg, const std::vector<std::size_t>& places) {
    if (places.size() == ecg.leads.size()) return;
    std::vector<record::Lead> kept;
    for (const auto place : places) kept.push_back(std::move(ecg.leads[place]));
    ecg.leads = std::move(kept);
}

record::Ecg without_empty_leads(record::Ecg ecg, const QualityOptions& options) {
    record::Ecg marked = ecg;
    static_cast<void>(mark_standing_still(marked));
    keep_leads(ecg, leads_with_signal(quality_of_leads(ecg, marked, options)));
    return ecg;
}

}  // namespace synchrony::measure
