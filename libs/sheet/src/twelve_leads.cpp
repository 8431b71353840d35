#include "synchrony/sheet/twelve_leads.hpp"

#include <array>
#include <string_view>

#include "synchrony/record/limb_leads.hpp"

namespace synchrony::sheet {
namespace {

constexpr std::array<std::string_view, 8> needed = {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};

std::string listed(std::string list, std::string_view name) {
    if (!list.empty()) list += ' ';
    return list.append(name);
}

}  // namespace

core::Result<void> require_twelve_leads(const record::Ecg& ecg, const std::string& picture, const std::string& where) {
    std::string found;
    std::string missing;
    for (const auto& lead : ecg.leads) found = listed(std::move(found), lead.name);
    const bool limb = record::gives_limb_leads(ecg);
    for (const auto name : needed)
        if (!ecg.find_lead(name) && !(limb && record::limb_weights(name))) missing = listed(std::move(missing), name);
    if (missing.empty()) return {};
    return core::fail_input(picture + " needs a 12-lead ECG; missing or without a beat: " + missing, where,
                            found.empty() ? "no lead" : found, "I II V1 V2 V3 V4 V5 V6");
}

}  // namespace synchrony::sheet
