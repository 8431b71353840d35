#include "cardiosoft/full_disclosure.hpp"

#include <algorithm>
#include <cstdlib>

#include "base64.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::cardiosoft {
namespace {

/// Leads from a list in which `run` samples of each lead follow each other; the last runs are shorter.
std::vector<StoredLead> split_runs(const std::vector<std::int32_t>& values, const std::vector<std::string>& names,
                                   std::size_t run, double millivolts) {
    std::vector<StoredLead> leads(names.size());
    const auto samples = values.size() / leads.size();
    for (std::size_t k = 0; k < leads.size(); ++k) {
        leads[k].name = names[k];
        leads[k].millivolts_per_unit = millivolts;
        leads[k].values.reserve(samples);
    }
    auto at = values.begin();
    for (std::size_t done = 0; done < samples; done += run)
        for (auto& lead : leads) {
            const auto end = at + static_cast<std::ptrdiff_t>(std::min(run, samples - done));
            lead.values.insert(lead.values.end(), at, end);
            at = end;
        }
    return leads;
}

const std::vector<std::int32_t>* values_of(const std::vector<StoredLead>& leads, std::string_view name) {
    for (const auto& lead : leads)
        if (record::standard_lead_name(lead.name) == name) return &lead.values;
    return nullptr;
}

bool obeys_einthoven(const std::vector<StoredLead>& leads) {
    constexpr std::int64_t rounding = 2;  // units
    const auto *one = values_of(leads, "I"), *two = values_of(leads, "II"), *three = values_of(leads, "III");
    if (!one || !two || !three) return false;
    for (std::size_t i = 0; i < one->size(); ++i)
        if (std::abs(std::int64_t{(*two)[i]} - (*one)[i] - (*three)[i]) > rounding) return false;
    return true;
}

}  // namespace

core::Result<std::vector<std::int32_t>> values_in(std::string_view text, std::size_t most, const std::string& where) {
    constexpr std::string_view of_numbers = "+-0123456789, \t\r\n\v\f";
    if (text.find_first_not_of(of_numbers) == std::string_view::npos) return whole_numbers(text, most, where);
    if (text.find(',') != std::string_view::npos) return whole_numbers(text, most, where);
    SYNCHRONY_ASSIGN(const auto bytes, decode_base64(text, 2 * most, where));
    if (bytes.size() % 2 == 0) return int16_values(bytes);
    return core::fail_input("samples end inside one", where, std::to_string(bytes.size()) + " bytes",
                            "2 bytes a sample");
}

core::Result<double> millivolts_in(const Block& block) {
    constexpr double per_microvolt = 1e-3;
    const auto resolution = child_of(block.node, "Resolution");
    const auto value = positive_in(block.node, "Resolution");
    const auto unit = core::lower(words_of(std::string_view(resolution.attribute("units").value())));
    if (value && unit == "uvperlsb") return *value * per_microvolt;
    return core::fail_input("samples have no known gain", block.where,
                            core::in_quotes(words_of(resolution) + " " + unit), "a Resolution above 0 in uVperLsb");
}

core::Result<record::Ecg> read_full_disclosure(const Block& block, const ReadOptions& options) {
    const auto& where = block.where;
    SYNCHRONY_ASSIGN(const auto rate, sampling_frequency(number_in(block.node, "SampleRate"), options, where));
    SYNCHRONY_ASSIGN(const auto millivolts, millivolts_in(block));
    std::vector<std::string> names;
    const auto order = words_in(block.node, "LeadOrder");
    for (const auto name : core::split(order, ',')) names.emplace_back(core::trimmed(name));
    if (order.empty() || names.size() > most_leads)
        return core::fail_input("leads have no names", where, core::in_quotes(order.substr(0, 80)), "a LeadOrder");
    const auto most = names.size() * most_samples(names.size(), options);
    SYNCHRONY_ASSIGN(const auto values,
                     values_in(child_of(block.node, "FullDisclosureData").text().get(), most, where));
    if (values.size() % names.size() != 0)
        return core::fail_input("leads differ in length", where, std::to_string(values.size()) + " samples",
                                "a multiple of " + std::to_string(names.size()) + " leads");
    for (const auto run : {static_cast<std::size_t>(std::max(rate, 1.0)), std::size_t{1}}) {
        const auto leads = split_runs(values, names, run, millivolts);
        if (obeys_einthoven(leads)) return assemble(leads, rate, "cardiosoft", where);
    }
    return core::fail_input("order of the samples is not known", where, "II differs from I + III in every known order",
                            "leads I, II and III that obey Einthoven's law");
}

}  // namespace synchrony::io::cardiosoft
