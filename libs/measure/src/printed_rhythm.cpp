#include "printed_rhythm.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "synchrony/core/text.hpp"

namespace synchrony::measure {
namespace {

struct PrintedKind {
    std::string_view printed;  ///< in our words
    std::string_view here;     ///< what was not found
    std::array<std::string_view, 8> words;
    bool (*answered)(const Measurements&);
};

bool has_early_beats(const Measurements& m) {
    return m.aberrant_beats > 0 || m.likely_atrial_fibrillation;
}

bool has_no_sinus(const Measurements& m) {
    return m.likely_atrial_fibrillation || m.atrial_waves.more_than_qrs || (!m.global.p && m.global.qrs);
}

// As MUSE (Marquette 12SL), Philips DXL and SCP-ECG's list of statements write them.
constexpr std::array printed_kinds{
    PrintedKind{"ventricular premature beats",
                "no beat was found early or unlike the others",
                {"premature ventricular", "ventricular premature", " pvc", " vpc", "ventricular ectop",
                 "ventricular extrasyst", "ventricular couplet", "ventricular bigem"},
                has_early_beats},
    PrintedKind{"atrial premature beats",
                "no beat was found early",
                {"premature atrial", "atrial premature", "premature supraventricular", "supraventricular premature",
                 " pac ", " pacs ", "atrial extrasyst", "supraventricular extrasyst"},
                has_early_beats},
    PrintedKind{"atrial fibrillation",
                "the rhythm was not found to be that",
                {"atrial fibrillation", " afib ", "a-fib"},
                [](const Measurements& m) { return m.likely_atrial_fibrillation || m.ventricles_paced(); }},
    PrintedKind{"atrial flutter", "waves of the atria were found as in sinus rhythm", {"atrial flutter"}, has_no_sinus},
    PrintedKind{"a paced rhythm",
                "no pulses of a pacemaker were found",
                {" paced ", "pacemaker rhythm", "pacing"},
                [](const Measurements& m) { return m.paced_part > 0.0; }},
    PrintedKind{"AV block of second or third degree",
                "no P waves without a QRS complex were found",
                {"2nd degree a", "second degree a", "3rd degree a", "third degree a", "complete heart block",
                 "complete av block", "mobitz", "wenckebach"},
                [](const Measurements& m) { return m.atrial_waves.more_than_qrs; }}};

constexpr std::array<std::string_view, 10> says_nothing = {" no ",     " not ",    "no longer", "without",  "replac",
                                                           "compared", "previous", "cannot",    "appeared", "absen"};

/// Lower case, signs as blanks, a blank at both ends: words are found as " word ".
std::string plain_line(std::string_view line) {
    std::string plain = " " + core::lower(std::string(line)) + " ";
    for (char& c : plain)
        if (c != '-' && std::ispunct(static_cast<unsigned char>(c)) != 0) c = ' ';
    return plain;
}

template <std::size_t count>
bool holds_any(const std::string& line, const std::array<std::string_view, count>& words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return !word.empty() && line.find(word) != std::string::npos; });
}

}  // namespace

void judge_printed(Measurements& m, const record::PrintedMeasurements& printed) {
    std::string lines;
    const auto take = [&](const std::vector<std::string>& statements) {
        for (const auto& statement : statements)
            if (auto line = plain_line(statement); !holds_any(line, says_nothing)) lines += line + "\n";
    };
    take(printed.statements);
    take(printed.original_statements);
    if (lines.empty()) return;
    std::string detail;
    for (const auto& kind : printed_kinds)
        if (holds_any(lines, kind.words) && !kind.answered(m))
            core::append_word(detail, std::string(kind.printed) + "; here " + std::string(kind.here), "; ");
    if (!detail.empty()) m.flags.push_back({"printed_otherwise", "the electrocardiograph printed: " + detail});
}

}  // namespace synchrony::measure
