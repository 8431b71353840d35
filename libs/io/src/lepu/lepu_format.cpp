// One lead as Lepu's and Viatom's devices and services exchange it (ER1, ER2): one line of text, divided by commas, a
// filter's name, the rate, the lead, steps a mV, then samples. Source: the maker's public description of its analysis
// service (viatom-develop/Lepu-AI) and its sample files.
#include "lepu/lepu_format.hpp"

#include <algorithm>
#include <cctype>

#include "parts.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/lead_names.hpp"
#include "xml_values.hpp"

namespace synchrony::io::lepu {
namespace {

/// The fields before the samples.
struct Head {
    double rate_hz = 0.0;
    std::string lead;
    double steps_a_mv = 0.0;
    std::string_view samples;
};

/// "F-0-01": F, a figure, two figures.
bool is_filter(std::string_view word) {
    constexpr std::string_view pattern = "F-d-dd";
    return word.size() == pattern.size() && std::equal(word.begin(), word.end(), pattern.begin(), [](char c, char p) {
               return p == 'd' ? std::isdigit(static_cast<unsigned char>(c)) != 0 : c == p;
           });
}

std::optional<Head> head_of(std::string_view text) {
    text = core::without_byte_order_mark(text);
    constexpr std::size_t fields = 4;
    std::string_view field[fields];
    for (auto& each : field) {
        const auto comma = text.find(',');
        if (comma == text.npos) return std::nullopt;
        each = core::trimmed(text.substr(0, comma));
        text.remove_prefix(comma + 1);
    }
    const auto rate = number_of(field[1]), steps = number_of(field[3]);
    if (!is_filter(field[0]) || !rate || !steps) return std::nullopt;
    return Head{*rate, words_of(field[2]), *steps, text};
}

bool sniff_lepu(std::string_view head, const std::filesystem::path&) {
    return head_of(head).has_value();
}

core::Result<record::Ecg> read_lepu(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    const auto head = head_of(file.bytes.text());
    if (!head)
        return core::fail_input("file is no lead of Lepu's", where, "another beginning", "F-0-01,RATE,LEAD,STEPS,...");
    if (!(head->steps_a_mv > 0))
        return core::fail_input("scale is out of range", where, core::shortest(head->steps_a_mv) + " steps a mV",
                                "more than 0");
    if (!record::is_lead_name(head->lead))
        return core::fail_input("lead is not known", where, core::in_quotes(head->lead), "I, II, ...");
    SYNCHRONY_ASSIGN(const auto hz, sampling_frequency(head->rate_hz, options, where));
    StoredLead lead{head->lead, {}, 1.0 / head->steps_a_mv};
    // A comma may end the line.
    SYNCHRONY_ASSIGN(lead.values, whole_numbers(core::trimmed(head->samples, " \t\r\n,"), most_samples(1, options),
                                                where + ", lead " + head->lead));
    const StoredLead leads[] = {std::move(lead)};
    SYNCHRONY_ASSIGN(auto ecg, assemble(leads, hz, "lepu", where));
    ecg.facts.gain_source = "steps a mV that the file states";
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {.name = "lepu",
            .description = "Lepu and Viatom text of one lead (ER1, ER2)",
            .versions = "F-0-01",
            .extensions = {".txt"},
            .sniff = sniff_lepu,
            .read = read_lepu,
            .checked = "against Python's decoding, by hand",
            .checked_files = 3,
            .figure = "0 of 31,500 samples differ"};
}

}  // namespace synchrony::io::lepu
