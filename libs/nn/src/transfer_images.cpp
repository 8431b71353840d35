#include "transfer_images.hpp"

#include <algorithm>
#include <map>

#include "named.hpp"

namespace synchrony::nn {
namespace {

using Lists = std::vector<std::vector<std::vector<std::size_t>>>;

core::Result<std::vector<std::int32_t>> lead_numbers(std::span<const std::string> have,
                                                     const std::vector<std::string>& want) {
    std::vector<std::int32_t> numbers;
    for (const auto& lead : want) {
        const auto found = std::ranges::find(have, lead);
        if (found == have.end())
            return core::fail(usage_error("the image set has no such lead", lead, "one of its leads"));
        numbers.push_back(static_cast<std::int32_t>(found - have.begin()));
    }
    return numbers;
}

bool complete(const Lists& lists) {
    return std::ranges::all_of(lists, [](const auto& leads) {
        return std::ranges::none_of(leads, [](const auto& images) { return images.empty(); });
    });
}

core::Error missing(const Lists& lists, const std::vector<std::string>& leads, bool median) {
    for (std::size_t patient = 0; patient < lists.size(); ++patient)
        for (std::size_t lead = 0; lead < leads.size(); ++lead)
            if (lists[patient][lead].empty())
                return {core::ErrorKind::input,
                        "a patient has no image of a lead",
                        "patient " + std::to_string(patient + 1),
                        "none of lead " + leads[lead],
                        median ? "one median beat" : "at least one beat",
                        ""};
    return {};
}

}  // namespace

std::vector<std::size_t> PatientImages::flat() const {
    std::vector<std::size_t> all;
    for (const auto& leads_of_one : images)
        for (const auto& list : leads_of_one) all.insert(all.end(), list.begin(), list.end());
    return all;
}

std::vector<std::string> shown_leads(const std::vector<std::string>& asked,
                                     std::span<const features::Channel> channels) {
    const auto lead = features::joining_lead(channels);
    return lead.empty() ? asked : std::vector<std::string>{std::string(lead)};
}

core::Result<PatientImages> find_patient_images(std::span<const features::ImageIndex> index,
                                                std::span<const record::PatientId> set_patients,
                                                std::span<const std::string> set_leads,
                                                std::span<const record::PatientId> patients,
                                                const std::vector<std::string>& leads, BeatChoice beats) {
    PatientImages found;
    found.leads = leads.empty() ? std::vector<std::string>(set_leads.begin(), set_leads.end()) : leads;
    SYNCHRONY_ASSIGN(const auto numbers, lead_numbers(set_leads, found.leads));
    std::map<std::int32_t, std::size_t> lead_place;
    for (std::size_t i = 0; i < numbers.size(); ++i) lead_place[numbers[i]] = i;
    std::map<record::PatientId, std::size_t> row_of;
    for (std::size_t row = 0; row < patients.size(); ++row) row_of.emplace(patients[row], row);

    Lists medians(patients.size(), std::vector<std::vector<std::size_t>>(numbers.size()));
    Lists singles = medians;
    for (std::size_t i = 0; i < index.size(); ++i) {
        const auto row = row_of.find(set_patients[static_cast<std::size_t>(index[i].patient)]);
        const auto place = lead_place.find(index[i].lead);
        if (row == row_of.end() || place == lead_place.end()) continue;
        (index[i].beat == features::median_beat ? medians : singles)[row->second][place->second].push_back(i);
    }
    for (auto& of_patient : singles)
        for (auto& list : of_patient) std::ranges::sort(list, {}, [&](std::size_t image) { return index[image].beat; });

    found.median = beats == BeatChoice::median || (beats == BeatChoice::automatic && complete(medians));
    found.images = std::move(found.median ? medians : singles);
    if (!complete(found.images)) return core::fail(missing(found.images, found.leads, found.median));
    return found;
}

}  // namespace synchrony::nn
