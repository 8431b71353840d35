#include "scp/leads.hpp"

#include <algorithm>
#include <array>

#include "byte_cursor.hpp"

namespace synchrony::io::scp {
namespace {

// EN 1064:2005+A1:2007, table 5. Codes 31 to 60, 79 to 85, 111 to 120, 135 to 146 and 152 to 184 are leads computed
// from others, in the order of the recorded ones.
constexpr std::array<std::string_view, 31> names_0 = {
    "",  "I", "II", "V1",  "V2",  "V3", "V4", "V5", "V6", "V7", "V2R", "V3R", "V4R", "V5R", "V6R", "V7R",
    "X", "Y", "Z",  "CC5", "CM5", "LA", "RA", "LL", "fI", "fE", "fC",  "fA",  "fM",  "fF",  "fH"};
constexpr std::array<std::string_view, 18> names_61 = {"III", "aVR", "aVL", "aVF",   "-aVR",   "V8", "V9", "V8R", "V9R",
                                                       "D",   "A",   "J",   "Defib", "Extern", "A1", "A2", "A3",  "A4"};
constexpr std::array<std::string_view, 25> names_86 = {
    "Chest", "V",   "VR",  "VL",  "VF",  "MCL", "MCL1", "MCL2", "MCL3", "MCL4", "MCL5", "MCL6", "CC",
    "CC1",   "CC2", "CC3", "CC4", "CC6", "CC7", "CM",   "CM1",  "CM2",  "CM3",  "CM4",  "CM6"};
constexpr std::array<std::string_view, 14> names_121 = {"CM7", "CH5", "CS5", "CB5", "CR5", "ML", "AB1",
                                                        "AB2", "AB3", "AB4", "ES",  "AS",  "AI", "S"};
constexpr std::array<std::string_view, 5> names_147 = {"RL", "CV5RL", "CV6LL", "CV6LU", "V10"};

struct Names {
    int first;
    std::span<const std::string_view> names;
};

std::string_view recorded_name(int code) {
    const std::array<Names, 5> all = {
        {{0, names_0}, {61, names_61}, {86, names_86}, {121, names_121}, {147, names_147}}};
    for (const auto& part : all)
        if (code >= part.first && code < part.first + static_cast<int>(part.names.size()))
            return part.names[static_cast<std::size_t>(code - part.first)];
    return {};
}

/// The code of the recorded lead that a computed one stands for, or -1.
int recorded_code(int code) {
    struct Stretch {
        int first, last, recorded;
    };
    constexpr std::array<Stretch, 15> stretches = {{{31, 60, 1},
                                                    {79, 82, 66},
                                                    {83, 85, 70},
                                                    {111, 115, 61},
                                                    {116, 120, 86},
                                                    {135, 140, 73},
                                                    {141, 146, 92},
                                                    {152, 152, 91},
                                                    {153, 157, 98},
                                                    {158, 159, 103},
                                                    {160, 165, 105},
                                                    {166, 166, 121},
                                                    {167, 178, 122},
                                                    {179, 179, 134},
                                                    {180, 184, 147}}};
    for (const auto& s : stretches)
        if (code >= s.first && code <= s.last) return s.recorded + (code - s.first);
    return -1;
}

/// A gap between leads may be longer than the leads themselves, but not by any amount: a short file cannot ask for all
/// memory by it.
constexpr std::int64_t most_span = 4;  // times the lengths of all leads together

core::Result<void> check_span(const LeadTable& table, const std::string& where) {
    std::int64_t together = 0;
    for (const auto& lead : table.leads) together += lead.count();
    if (table.count() <= together * most_span) return {};
    return core::fail_input("leads lie too far apart", where,
                            std::to_string(table.count()) + " samples from first to last",
                            "at most " + std::to_string(together * most_span) + " for leads of " +
                                std::to_string(together) + " samples together");
}

}  // namespace

std::string lead_name(int code) {
    const int recorded = recorded_code(code);
    if (recorded >= 0) return "derived " + std::string(recorded_name(recorded));
    const auto name = recorded_name(code);
    return name.empty() ? "lead " + std::to_string(code) : std::string(name);
}

core::Result<LeadTable> read_leads(const Section& section, const std::string& where) {
    ByteCursor cursor(section.data);
    LeadTable table;
    table.leads.resize(cursor.take<std::uint8_t>());
    table.beats_subtracted = (cursor.take<std::uint8_t>() & 1U) != 0;
    for (auto& lead : table.leads) {
        lead.first = cursor.take<std::uint32_t>();
        lead.last = cursor.take<std::uint32_t>();
        lead.code = cursor.take<std::uint8_t>();
        if (cursor.good() && (lead.first < 1 || lead.last < lead.first))
            return core::fail_input("a lead ends before it begins", where + ", lead " + lead_name(lead.code),
                                    "samples " + std::to_string(lead.first) + " to " + std::to_string(lead.last),
                                    "1 or more, rising");
    }
    if (!cursor.good() || table.leads.empty())
        return core::fail_input(
            "SCP-ECG record describes no leads, or not all", where,
            std::to_string(table.leads.size()) + " leads in " + std::to_string(section.data.size()) + " bytes",
            "9 bytes for each lead");
    const auto by_first = [](const LeadSpan& a, const LeadSpan& b) { return a.first < b.first; };
    const auto by_last = [](const LeadSpan& a, const LeadSpan& b) { return a.last < b.last; };
    table.first = std::min_element(table.leads.begin(), table.leads.end(), by_first)->first;
    table.last = std::max_element(table.leads.begin(), table.leads.end(), by_last)->last;
    SYNCHRONY_TRY(check_span(table, where));
    return table;
}

core::Result<BeatTable> read_beats(const Section& section, const std::string& where) {
    ByteCursor cursor(section.data);
    BeatTable table;
    table.reference_ms = cursor.take<std::uint16_t>();
    table.reference_fiducial = cursor.take<std::uint16_t>();
    const std::size_t count = cursor.take<std::uint16_t>();
    constexpr std::size_t beat_bytes = 14, zone_bytes = 8;
    if (!cursor.good()) return table;  // some carts write an empty section
    if (count > cursor.left() / beat_bytes) {
        // Without reference-beat subtraction some write the number of beats and no list of them.
        if (cursor.left() < beat_bytes) return table;
        return core::fail_input("section 4 ends within its list of beats", where, std::to_string(count) + " beats",
                                "at most " + std::to_string(cursor.left() / beat_bytes));
    }
    table.beats.resize(count);
    for (auto& beat : table.beats) {
        beat.type = cursor.take<std::uint16_t>();
        beat.zone.first = cursor.take<std::uint32_t>();
        beat.fiducial = cursor.take<std::uint32_t>();
        beat.zone.last = cursor.take<std::uint32_t>();
    }
    // Version 1.0 has no list of protected zones: there the zones of subtraction are.
    const bool listed = cursor.left() / zone_bytes >= count;
    for (const auto& beat : table.beats) {
        Zone zone = beat.type == 0 ? beat.zone : Zone{};
        if (listed) {
            zone.first = cursor.take<std::uint32_t>();
            zone.last = cursor.take<std::uint32_t>();
        }
        // A beat of another kind may have none, written as 0 to 0 or 1 to 1.
        if (zone.first < 1 || zone.last <= zone.first) continue;
        table.zones_apart &= table.protected_zones.empty() || zone.first > table.protected_zones.back().last;
        table.protected_zones.push_back(zone);
    }
    return table;
}

}  // namespace synchrony::io::scp
