#include "simulation_facts.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

#include "synchrony/core/clock.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/sim/outcome.hpp"
#include "synchrony/stats/auc.hpp"

namespace synchrony::app {

SimulateReport report_of(const Tally& tally, double chance_sd_pct) {
    SimulateReport report;
    report.patients = tally.probabilities.size();
    report.responders = static_cast<std::uint64_t>(std::ranges::count(tally.responses, std::uint8_t{1}));
    report.attainable_auc = sim::attainable_auc(tally.probabilities);
    report.realised_auc =
        stats::auc(tally.probabilities, tally.responses).value_or(std::numeric_limits<double>::quiet_NaN());
    report.chance_sd_pct = chance_sd_pct;
    return report;
}

core::Result<void> write_simulation_facts(const std::filesystem::path& folder, const std::string& command,
                                          const SimulateReport& report, const nlohmann::ordered_json& facts) {
    nlohmann::ordered_json document{
        {"what", virtual_patients}, {"synchrony", core::version()}, {"command", command}, {"date", core::utc_now()}};
    document.update(facts);
    document["responders"] = report.responders;
    document["attainable_auc"] = report.attainable_auc;
    return core::write_file(folder / simulation_file, core::json_text(document, 2) + "\n");
}

core::Result<void> write_joined_simulation(const std::filesystem::path& folder, const std::string& tally_text,
                                           const std::string& command) {
    const auto line_end = tally_text.find('\n');
    SYNCHRONY_ASSIGN(const auto known,
                     core::parse_json(std::string_view(tally_text).substr(0, line_end), "parts of a simulation"));
    auto facts = nlohmann::ordered_json::object();
    for (const char* name : {"preset", "seed", "patients", "chance_sd_pct", "rate_hz"})
        if (known.is_object() && known.contains(name)) facts[name] = known.at(name);
    Tally tally;
    const char* at = tally_text.data() + std::min(line_end, tally_text.size() - 1) + 1;
    const char* end = tally_text.data() + tally_text.size();
    while (at < end) {
        double probability = 0.0;
        const auto read = std::from_chars(at, end, probability);
        if (read.ec != std::errc{} || end - read.ptr < 3 || !(probability >= 0.0 && probability <= 1.0))
            return core::fail_input("no tally of virtual patients", folder.string(),
                                    std::string(at, std::min(at + 20, end)));
        tally.probabilities.push_back(probability);
        tally.responses.push_back(read.ptr[1] == '1' ? 1 : 0);
        at = read.ptr + 3;
    }
    return write_simulation_facts(folder, command, report_of(tally, 0.0), facts);  // the chance stands in the facts
}

}  // namespace synchrony::app
