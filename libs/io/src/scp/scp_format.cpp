#include "scp/scp_format.hpp"

#include <algorithm>

#include "parts.hpp"
#include "scp/header.hpp"
#include "scp/measurements.hpp"
#include "scp/signal.hpp"

namespace synchrony::io::scp {
namespace {

constexpr double us_a_second = 1e6;
constexpr int version_3 = 30;             // drops reference-beat subtraction and bimodal compression
constexpr std::uint32_t most_factor = 8;  // of bimodal compression; the standard names 4

/// Whole-numbered thinning of section 6 against section 5, 1 where there is none.
core::Result<std::int64_t> thinning(const CodedSignal& rhythm, const CodedSignal* reference, const BeatTable* beats,
                                    const std::string& where) {
    const bool same_rate = reference != nullptr && rhythm.interval_us == reference->interval_us;
    if (!rhythm.bimodal || same_rate) return 1;
    if (reference == nullptr || beats == nullptr)
        return core::fail_input("bimodal compression without the sections that undo it", where,
                                reference == nullptr ? "no section 5" : "no section 4",
                                "section 4's protected zones and section 5's interval");
    if (!beats->zones_apart)
        return core::fail_input("protected zones of bimodal compression overlap", where,
                                "one that begins within another", "zones one behind the other");
    const auto factor = rhythm.interval_us / reference->interval_us;
    if (rhythm.interval_us % reference->interval_us == 0 && factor <= most_factor) return factor;
    return core::fail_input("bimodal compression by no whole factor", where,
                            std::to_string(rhythm.interval_us) + " us of " + std::to_string(reference->interval_us),
                            "1 to " + std::to_string(most_factor) + " times the interval of section 5");
}

/// A lead within the recording's span, in mV as far as it reaches.
record::Lead placed(const LeadTable& table, const LeadSpan& span, std::span<const double> millivolts) {
    record::Lead lead;
    lead.name = record::standard_lead_name(lead_name(span.code));
    lead.derived = lead.name.starts_with("derived ");
    lead.samples.resize(static_cast<std::size_t>(table.count()));
    const auto begin = span.first - table.first;
    std::transform(millivolts.begin(), millivolts.end(), lead.samples.begin() + begin,
                   [](double v) { return static_cast<float>(v); });
    if (begin > 0) lead.invalid.push_back({0, begin});
    if (span.last < table.last) lead.invalid.push_back({span.last + 1 - table.first, table.count()});
    record::hold_over_invalid(lead);
    return lead;
}

class Reader {
  public:
    Reader(Sections sections, const ReadOptions& options) : sections_(std::move(sections)), options_(options) {}

    core::Result<record::Ecg> read() {
        SYNCHRONY_TRY(read_tables());
        SYNCHRONY_TRY(check_size(leads_.leads.size(), static_cast<std::uint64_t>(leads_.count()), options_, where()));
        read_texts();
        SYNCHRONY_TRY(read_reference_beat());
        SYNCHRONY_TRY(read_rhythm());
        return std::move(ecg_);
    }

  private:
    [[nodiscard]] const std::string& where() const { return sections_.where; }

    core::Result<const Section*> need(std::size_t id, const std::string& what) const {
        if (const Section* section = sections_.find(id)) return section;
        return core::fail_input("SCP-ECG record has no " + what, where(),
                                "no section " + std::to_string(id) +
                                    (sections_.find(12) != nullptr ? ", but the long-term rhythm of section 12" : ""),
                                "section " + std::to_string(id));
    }

    core::Result<void> read_tables() {
        SYNCHRONY_ASSIGN(const Section* leads, need(3, "description of its leads"));
        SYNCHRONY_ASSIGN(leads_, read_leads(*leads, sections_.where_of(3)));
        SYNCHRONY_ASSIGN(const Section* rhythm, need(6, "rhythm"));
        SYNCHRONY_ASSIGN(rhythm_, read_coded_signal(*rhythm, leads_.leads.size(), sections_.where_of(6)));
        if (const Section* tables = sections_.find(2)) {
            SYNCHRONY_ASSIGN(tables_, read_huffman_tables(tables->data, sections_.where_of(2)));
        }
        if (const Section* beats = sections_.find(4)) {
            SYNCHRONY_ASSIGN(beats_, read_beats(*beats, sections_.where_of(4)));
        }
        if (const Section* reference = sections_.find(5)) {
            SYNCHRONY_ASSIGN(reference_, read_coded_signal(*reference, leads_.leads.size(), sections_.where_of(5)));
        }
        return {};
    }

    void read_texts() {
        ecg_.format = "scp";
        ecg_.warnings = sections_.warnings;
        ecg_.facts.gain_source = "amplitude value multiplier of section 6";
        int protocol = sections_.find(0) != nullptr ? sections_.find(0)->protocol : 0;
        Letters letters;
        if (const Section* section = sections_.find(1)) {
            letters = Letters(section->data);
            const int claimed = read_header(section->data, letters, ecg_);
            if (protocol == 0) protocol = claimed;
        }
        if (protocol > 0)
            ecg_.facts.format_version = std::to_string(protocol / 10) + "." + std::to_string(protocol % 10);
        if (protocol >= version_3) rhythm_.bimodal = false;
        if (const Section* section = sections_.find(7)) read_measurements(section->data, ecg_.facts);
        if (const Section* section = sections_.find(10))
            ecg_.facts.printed.leads = read_lead_measurements(section->data);
        auto& statements = ecg_.facts.printed.statements;
        if (const Section* section = sections_.find(8)) statements = read_statements(section->data, letters);
        if (const Section* section = sections_.find(11); section != nullptr && statements.empty())
            statements = read_coded_statements(section->data, letters);
        if (!letters.remark().empty()) ecg_.warnings.emplace_back(letters.remark());
    }

    core::Result<void> read_reference_beat() {
        if (!reference_ || reference_->leads.empty()) return {};
        constexpr std::uint64_t us_a_ms = 1000;
        const std::uint64_t count = beats_ ? beats_->reference_ms * us_a_ms / reference_->interval_us : 0;
        if (count == 0) {
            ecg_.warnings.emplace_back("the length of the reference beat is not given; it was left out");
            return {};
        }
        record::Ecg beat;
        beat.format = ecg_.format;
        beat.sampling_frequency_hz = us_a_second / reference_->interval_us;
        for (std::size_t l = 0; l < leads_.leads.size(); ++l) {
            const std::string name = record::standard_lead_name(lead_name(leads_.leads[l].code));
            SYNCHRONY_ASSIGN(auto values,
                             decode_lead(*reference_, l, count, tables_, sections_.where_of(5) + ", lead " + name));
            beat.leads.push_back(to_lead({name, values, reference_->millivolts_per_unit}));
            beat.leads.back().derived = name.starts_with("derived ");
            reference_values_.push_back(std::move(values));
        }
        ecg_.stored_beats.push_back(std::move(beat));
        return {};
    }

    core::Result<void> read_rhythm() {
        SYNCHRONY_ASSIGN(const auto factor, thinning(rhythm_, reference_ ? &*reference_ : nullptr,
                                                     beats_ ? &*beats_ : nullptr, sections_.where_of(6)));
        SYNCHRONY_TRY(check_subtraction(factor));
        ecg_.sampling_frequency_hz = us_a_second * static_cast<double>(factor) / rhythm_.interval_us;
        for (std::size_t l = 0; l < leads_.leads.size(); ++l) {
            SYNCHRONY_ASSIGN(auto millivolts, lead_millivolts(l, factor));
            if (smooths()) smooth_outside(zones_kept(), leads_.leads[l], millivolts);
            if (leads_.beats_subtracted) add_reference(l, millivolts);
            ecg_.leads.push_back(placed(leads_, leads_.leads[l], millivolts));
        }
        if (factor > 1)
            ecg_.warnings.emplace_back("between its protected zones the recording holds one sample of " +
                                       std::to_string(factor) + " (bimodal compression); the others were interpolated");
        if (smooths())
            ecg_.warnings.emplace_back(
                "what is left of the beats is stored in coarser steps than the reference beat; outside of the beats' "
                "zones "
                "it was smoothed over three samples, as WFDB's parsescp does");
        if (zone_too_long_) ecg_.warnings.emplace_back("a beat's zone of section 4 reaches beyond the reference beat");
        return {};
    }

    core::Result<std::vector<double>> lead_millivolts(std::size_t l, std::int64_t factor) const {
        const auto& span = leads_.leads[l];
        const std::string place = sections_.where_of(6) + ", lead " + lead_name(span.code);
        std::vector<double> millivolts;
        if (factor == 1) {
            SYNCHRONY_ASSIGN(const auto values,
                             decode_lead(rhythm_, l, static_cast<std::uint64_t>(span.count()), tables_, place));
            millivolts.assign(values.begin(), values.end());
        } else {
            const auto& zones = beats_->protected_zones;
            const auto kept = static_cast<std::uint64_t>(bimodal_count(span, zones, factor));
            SYNCHRONY_ASSIGN(const auto values, decode_lead(rhythm_, l, kept, tables_, place));
            millivolts = expand_bimodal(values, span, zones, factor);
        }
        for (double& value : millivolts) value *= rhythm_.millivolts_per_unit;
        return millivolts;
    }

    /// High compression stores the residual in coarse steps, whose noise its readers smooth away (WFDB's parsescp, of
    /// which the expected samples of the WFDB project's test record come). A residual as fine as the reference beat
    /// gives the recording back exactly and is left alone.
    [[nodiscard]] bool smooths() const {
        return leads_.beats_subtracted && rhythm_.millivolts_per_unit > reference_->millivolts_per_unit;
    }
    [[nodiscard]] std::vector<Zone> zones_kept() const {
        constexpr std::int64_t samples_behind = 2;  // parsescp's margin behind each zone
        std::vector<Zone> kept;
        for (const auto& beat : beats_->beats)
            if (beat.type == 0) kept.push_back({beat.zone.first, beat.zone.last + samples_behind});
        kept.insert(kept.end(), beats_->protected_zones.begin(), beats_->protected_zones.end());
        return kept;
    }

    core::Result<void> check_subtraction(std::int64_t factor) const {
        constexpr std::int64_t most_cover = 4;  // zones of subtraction and protected ones, each once, and some more
        if (!leads_.beats_subtracted) return {};
        const std::string place = sections_.where_of(3);
        if (!beats_ || reference_values_.empty())
            return core::fail_input("the reference beat was subtracted and is not there", place,
                                    "no sections 4 and 5, or empty ones", "the reference beat and its places");
        if (rhythm_.interval_us != reference_->interval_us * static_cast<std::uint64_t>(factor))
            return core::fail_input("the reference beat has another sampling interval than what it is added to", place,
                                    std::to_string(reference_->interval_us) + " us",
                                    std::to_string(rhythm_.interval_us / factor) + " us");
        std::int64_t together = 0;
        for (const auto& beat : beats_->beats)
            together += std::max<std::int64_t>(
                0, std::min(beat.zone.last, leads_.last) - std::max(beat.zone.first, leads_.first) + 1);
        if (together <= most_cover * leads_.count()) return {};
        return core::fail_input("beats from which the reference beat was subtracted overlap", sections_.where_of(4),
                                std::to_string(together) + " samples together",
                                "zones apart in a recording of " + std::to_string(leads_.count()));
    }

    /// Every type 0 beat gets back what was taken from its zone, fiducial point on fiducial point.
    void add_reference(std::size_t l, std::vector<double>& millivolts) {
        const auto& span = leads_.leads[l];
        const auto& reference = reference_values_[l];
        for (const auto& beat : beats_->beats) {
            if (beat.type != 0) continue;
            const std::int64_t shift = beats_->reference_fiducial - 1 - beat.fiducial;  // sample to place in the beat
            const auto first = std::max({beat.zone.first, span.first, -shift});
            const auto last =
                std::min({beat.zone.last, span.last, static_cast<std::int64_t>(reference.size()) - 1 - shift});
            zone_too_long_ |= last < std::min(beat.zone.last, span.last);
            for (auto n = first; n <= last; ++n)
                millivolts[static_cast<std::size_t>(n - span.first)] +=
                    reference[static_cast<std::size_t>(n + shift)] * reference_->millivolts_per_unit;
        }
    }

    Sections sections_;
    const ReadOptions& options_;
    record::Ecg ecg_;
    LeadTable leads_;
    CodedSignal rhythm_;
    std::vector<HuffmanTable> tables_;
    std::optional<BeatTable> beats_;
    std::optional<CodedSignal> reference_;
    std::vector<std::vector<std::int32_t>> reference_values_;  ///< a lead each
    bool zone_too_long_ = false;
};

bool sniff_scp(std::string_view head, const std::filesystem::path&) {
    return begins_like_scp(head);
}

core::Result<record::Ecg> read_scp(const RecordingFile& file, const ReadOptions& options) {
    SYNCHRONY_ASSIGN(auto sections, open_sections(file.bytes.view, file.where()));
    SYNCHRONY_ASSIGN(auto ecg, Reader(std::move(sections), options).read());
    return cut(std::move(ecg), options, file.where());
}

}  // namespace

Format format() {
    return {.name = "scp",
            .description = "SCP-ECG (EN 1064), sections 0 to 8, 10, 11",
            .versions = "protocols 1.0 to 3.0; files of 1.0, 2.0",
            .extensions = {".scp"},
            .sniff = sniff_scp,
            .read = read_scp,
            .checked = "with an aECG twin, against WFDB's parsescp",
            .checked_files = 2,
            .figure = "twin: 0 of 67,188 differ; parsescp: within 0.67 steps"};
}

}  // namespace synchrony::io::scp
