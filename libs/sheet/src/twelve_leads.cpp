#include "synchrony/sheet/twelve_leads.hpp"

#include <string_view>

#include "synchrony/core/counted.hpp"
#include "synchrony/record/limb_leads.hpp"

namespace synchrony::sheet {
namespace {

std::string listed(std::string list, std::string_view name) {
    if (!list.empty()) list += ' ';
    return list.append(name);
}

std::string missing_leads(const record::Ecg& ecg) {
    std::string missing;
    const bool limb = record::gives_limb_leads(ecg);
    for (const auto name : record::independent_leads())
        if (!ecg.find_lead(name) && !(limb && record::limb_weights(name))) missing = listed(std::move(missing), name);
    return missing;
}

}  // namespace

core::Result<void> require_twelve_leads(const record::Ecg& ecg, const std::string& picture, const std::string& where) {
    const std::string missing = missing_leads(ecg);
    if (missing.empty()) return {};
    std::string found;
    for (const auto& lead : ecg.leads) found = listed(std::move(found), lead.name);
    return core::fail_input(picture + " needs a 12-lead ECG; missing or without a beat: " + missing, where,
                            found.empty() ? "no lead" : found, "I II V1 V2 V3 V4 V5 V6");
}

std::string name_of_ecg(const record::Ecg& ecg) {
    if (missing_leads(ecg).empty()) return "12-lead ECG";
    return ecg.leads.size() == 1 ? "ECG, lead " + ecg.leads.front().name
                                 : "ECG, " + core::counted(ecg.leads.size(), "lead");
}

}  // namespace synchrony::sheet
