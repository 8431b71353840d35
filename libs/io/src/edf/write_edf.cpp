#include <algorithm>
#include <cmath>
#include <cstdio>

#include "edf/ends_text.hpp"
#include "edf/header.hpp"
#include "edf/write_fields.hpp"
#include "sample_step.hpp"
#include "start_time.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/edf.hpp"
#include "synchrony/io/rounded_leads.hpp"
#include "synchrony/io/written.hpp"

namespace synchrony::io::edf {
namespace {

using core::fail_input;

constexpr int largest_digital = 32767;
constexpr std::int16_t missing_digital = -32768;
constexpr double finest_step = 1e-4;              ///< of samples without a step of their own, in the written unit
constexpr std::size_t most_record_bytes = 61440;  ///< as EDF recommends; some readers keep to it

/// One signal as it is written.
struct OutSignal {
    const record::Lead* from = nullptr;
    bool ecg = true;
    std::string label, unit;
    double per_unit = 1.0;  ///< written units a unit of the signal: 1000 from mV to uV
    int digital = largest_digital;
    double physical = 0.0;  ///< that `digital` stands for
    bool rounded = false;
    [[nodiscard]] double step() const { return physical / digital; }
};

/// The largest digital value whose physical value can be written in the header as exactly as floats can tell; the
/// nearest to that where there is none.
void choose_range(double step, int needed, OutSignal& out) {
    constexpr std::size_t width = 7;  // of eight: the minimum has a sign
    constexpr double exact = 2e-8;    // of 32767 steps: less than a thousandth of one
    double best = 1.0;
    for (int digital = largest_digital; digital >= std::max(needed, 1) && best > exact; --digital) {
        const double physical = digital * step;
        if (physical >= 1e7) continue;
        const double written = field_value(physical, width);
        const double error = std::abs(written - physical) / physical;
        if (error >= best) continue;
        best = error;
        out.digital = digital;
        out.physical = written;
    }
}

core::Result<OutSignal> plan_signal(const record::Lead& lead, bool ecg, RoundedLeads& rounded,
                                    std::vector<std::string>& lost) {
    OutSignal out;
    out.from = &lead;
    out.ecg = ecg;
    out.label = ascii((ecg ? "ECG " : "") + lead.name, 16);
    out.unit = ecg ? "uV" : ascii(lead.unit, 8);
    out.per_unit = ecg ? 1000.0 : 1.0;
    double largest = 0;
    for (const float v : lead.samples) largest = std::max(largest, std::abs(static_cast<double>(v)) * out.per_unit);
    constexpr double most_written = 9'999'999;
    if (!(largest <= most_written))
        return fail_input("sample does not fit the file", "EDF, lead " + lead.name,
                          core::shortest(largest) + " " + out.unit, "finite, at most 9999999 " + out.unit);
    const auto own = sample_step(lead.samples);
    double step = own ? *own * out.per_unit : 0.0;
    // Dust of a channel that is not connected has steps that eight characters cannot say.
    if (!own || step < finest_step || largest / step > largest_digital) {
        step = largest > 0 ? round_step(largest, finest_step) : 1.0;
        out.rounded = largest > 0 && !are_multiples(lead.samples, step, out.per_unit);
    }
    choose_range(step, static_cast<int>(std::ceil(largest / step)), out);
    if (out.rounded) rounded.add(lead.name, step, out.unit);
    if (ecg && ascii(lead.name, 12) != lead.name)
        lost.push_back("EDF writes the name of " + lead.name + " as " + out.label);
    return out;
}

/// Data records: samples a record (of each signal), their number, and the record's duration as written.
struct Layout {
    std::int64_t samples = 0, records = 0;
    std::string duration;
};

/// The best layout with at most so many samples a data record; none where no duration can be written.
Layout best_layout(double fs, std::int64_t count, std::int64_t most) {
    Layout best;
    double best_score = 0;
    for (std::int64_t n = most; n >= 1; --n) {
        const double seconds = static_cast<double>(n) / fs;
        const double written = field_value(seconds, 8);
        if (!(written > 0) || std::abs(written - seconds) > 1e-9 * seconds) continue;
        const auto filled = (n - count % n) % n;
        // Nothing to fill up counts most, then a data record of about a second.
        const double score = (filled == 0 ? 2.0 : 1.0) / (1.0 + 0.05 * std::abs(seconds - 1.0));
        if (score <= best_score) continue;
        best_score = score;
        best = {n, (count + n - 1) / n, field_text(seconds, 8)};
    }
    return best;
}

core::Result<Layout> plan_records(const record::Ecg& ecg, std::size_t signals) {
    const double fs = ecg.sampling_frequency_hz;
    constexpr double most_seconds_a_record = 10.0, most_samples_a_record = 200'000;
    const double most = std::max(1.0, std::min(most_samples_a_record, most_seconds_a_record * fs));
    const auto by_bytes = static_cast<double>(most_record_bytes / 2 / signals);
    // The recommended length where it can be kept, else a longer one: 999.9 Hz needs ten seconds.
    for (const double limit : {std::min(most, by_bytes), most}) {
        auto layout = best_layout(fs, ecg.sample_count(), std::max<std::int64_t>(1, static_cast<std::int64_t>(limit)));
        if (layout.samples > 0) return layout;
    }
    return fail_input("sampling frequency does not fit EDF", "EDF", core::shortest(fs) + " Hz",
                      "a data record whose duration has at most 8 figures");
}

/// Notes of the recording, of missing stretches and of its end, as EDF+ writes them.
std::vector<std::string> annotation_lists(const record::Ecg& ecg, const Layout& layout, double begin_s) {
    std::vector<std::string> lists;
    const auto add = [&](double time_s, std::optional<double> duration_s, const std::string& text) {
        std::string list = (time_s + begin_s < 0 ? "" : "+") + seconds_text(time_s + begin_s);
        if (duration_s) list += '\x15' + seconds_text(*duration_s);
        std::string clean = text;
        for (char& c : clean)
            if (static_cast<unsigned char>(c) < 0x20) c = ' ';
        lists.push_back(list + '\x14' + clean + '\x14' + '\0');
    };
    for (const auto& note : ecg.facts.notes) add(note.time_s, note.duration_s, note.text);
    if (layout.samples * layout.records != ecg.sample_count())
        add(static_cast<double>(ecg.sample_count()) / ecg.sampling_frequency_hz, std::nullopt,
            std::string(recording_ends));
    return lists;
}

/// The annotation signal, a record each: when it begins, then some of the lists.
std::vector<std::string> annotation_records(const std::vector<std::string>& lists, const Layout& layout,
                                            double record_s, double begin_s) {
    std::vector<std::string> records;
    const auto count = static_cast<std::size_t>(layout.records);
    const auto each = (lists.size() + count - 1) / count;
    std::size_t next = 0, longest = 0;
    for (std::size_t r = 0; r < count; ++r) {
        std::string text = "+" + seconds_text(begin_s + static_cast<double>(r) * record_s) + "\x14\x14" + '\0';
        for (std::size_t k = 0; k < each && next < lists.size(); ++k) text += lists[next++];
        longest = std::max(longest, text.size());
        records.push_back(std::move(text));
    }
    for (auto& text : records) text.resize((longest + 1) / 2 * 2, '\0');
    return records;
}

void append_samples(const OutSignal& signal, const std::vector<bool>& missing, std::int64_t begin, std::int64_t count,
                    std::string& bytes) {
    const auto& samples = signal.from->samples;
    for (std::int64_t i = begin; i < begin + count; ++i) {
        const auto at =
            static_cast<std::size_t>(std::min<std::int64_t>(i, static_cast<std::int64_t>(samples.size()) - 1));
        const bool is_missing = !missing.empty() && missing[at];
        const auto value =
            is_missing
                ? missing_digital
                : static_cast<std::int16_t>(std::clamp<double>(
                      std::round(samples[at] * signal.per_unit / signal.step()), -signal.digital, signal.digital));
        bytes += static_cast<char>(value & 0xff);
        bytes += static_cast<char>((value >> 8) & 0xff);
    }
}

std::vector<bool> missing_of(const record::Lead& lead) {
    if (lead.invalid.empty()) return {};
    std::vector<bool> missing(lead.samples.size());
    for (const auto& range : lead.invalid)
        for (auto i = range.begin; i < range.end; ++i) missing[static_cast<std::size_t>(i)] = true;
    return missing;
}

std::string header_text(const record::Ecg& ecg, const std::vector<OutSignal>& signals, const Layout& layout,
                        std::size_t annotation_bytes) {
    std::string text = fixed_header(ecg, signals.size() + 1, layout.records, layout.duration);
    const auto each = [&](std::size_t width, auto value, const std::string& of_annotations) {
        for (const auto& signal : signals) text += padded(value(signal), width);
        text += padded(of_annotations, width);
    };
    const auto filters = prefilter_text(ecg.facts.filters);
    each(
        16, [](const auto& s) { return s.label; }, "EDF Annotations");
    each(
        80, [](const auto& s) { return std::string(s.ecg ? "" : other_transducer); }, "");
    each(
        8, [](const auto& s) { return s.unit; }, "");
    each(
        8, [](const auto& s) { return field_text(-s.physical, 8); }, "-1");
    each(
        8, [](const auto& s) { return field_text(s.physical, 8); }, "1");
    each(
        8, [](const auto& s) { return std::to_string(-s.digital); }, "-32768");
    each(
        8, [](const auto& s) { return std::to_string(s.digital); }, "32767");
    each(
        80, [&](const auto& s) { return s.unit == "uV" ? filters : std::string(); }, "");
    each(
        8, [&](const auto&) { return std::to_string(layout.samples); }, std::to_string(annotation_bytes / 2));
    each(
        32, [](const auto&) { return std::string(); }, "");
    return text;
}

}  // namespace

core::Result<EncodedEdf> encode(const record::Ecg& ecg) {
    EncodedEdf out;
    if (ecg.leads.empty() || ecg.sample_count() == 0)
        return fail_input("recording has no samples", "EDF", "none", "at least one lead");
    std::vector<OutSignal> signals;
    RoundedLeads rounded;
    for (const auto* list : {&ecg.leads, &ecg.other_signals})
        for (const auto& lead : *list) {
            SYNCHRONY_ASSIGN(auto signal, plan_signal(lead, list == &ecg.leads, rounded, out.lost));
            signals.push_back(std::move(signal));
        }
    rounded.say("EDF", out.lost);
    for (auto& sentence : lost_in_fields(ecg)) out.lost.push_back(std::move(sentence));
    SYNCHRONY_ASSIGN(const auto layout, plan_records(ecg, signals.size() + 1));
    const double begin_s = start_fraction(ecg.start_time);
    const double record_s = static_cast<double>(layout.samples) / ecg.sampling_frequency_hz;
    const auto annotations = annotation_records(annotation_lists(ecg, layout, begin_s), layout, record_s, begin_s);
    out.bytes = header_text(ecg, signals, layout, annotations.front().size());
    std::vector<std::vector<bool>> missing;
    for (const auto& signal : signals) missing.push_back(missing_of(*signal.from));
    for (std::int64_t r = 0; r < layout.records; ++r) {
        for (std::size_t s = 0; s < signals.size(); ++s)
            append_samples(signals[s], missing[s], r * layout.samples, layout.samples, out.bytes);
        out.bytes += annotations[static_cast<std::size_t>(r)];
    }
    using enum Fact;
    auto held = start_time | patient_id | name | birth_date | sex | device | filters | notes;
    // From the two dates the age is told.
    if (ecg.start_time && !ecg.facts.patient.birth_date.empty()) held = held | age;
    for (auto& sentence : not_held("EDF", held, ecg)) out.lost.push_back(std::move(sentence));
    say_midnight_is_written("EDF", ecg, out.lost);
    return out;
}

core::Result<std::vector<std::string>> write(const std::filesystem::path& path, const record::Ecg& ecg) {
    SYNCHRONY_ASSIGN(auto encoded, encode(ecg));
    SYNCHRONY_TRY(core::write_file(path, encoded.bytes, core::Durability::left_to_system));
    return std::move(encoded.lost);
}

}  // namespace synchrony::io::edf
