#include "synchrony/record/lead_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "synchrony/core/digits.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::record {
namespace {

std::string without_blanks_at_ends(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
    // MATLAB and R write names in quotes.
    if (text.size() > 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front())
        text = text.substr(1, text.size() - 2);
    return std::string(text);
}

// Words before the name proper, longest first where one begins with another; written without blanks and marks. Seen in
// IEEE 11073 (MDC_ECG_LEAD_II), DICOM ("Lead I (Einthoven)"), and exports of several languages' programs.
constexpr std::array<std::string_view, 12> prefixes = {
    "mdc", "ecg", "ekg", "leads", "lead", "ableitung", "abl", "derivation", "derivacion", "deriv", "channel", "kanal"};

struct Spelling {
    std::string_view bare;  ///< lower case, without prefix, blanks and marks
    std::string_view standard;
};
// "D" is derivation in the Romance languages; "C" is the chest electrode's name in IEC 60601-2-25.
constexpr std::array<Spelling, 24> spellings = {
    {{"i", "I"},   {"ii", "II"}, {"iii", "III"}, {"di", "I"},    {"dii", "II"},  {"diii", "III"},
     {"d1", "I"},  {"d2", "II"}, {"d3", "III"},  {"avr", "aVR"}, {"avl", "aVL"}, {"avf", "aVF"},
     {"v1", "V1"}, {"v2", "V2"}, {"v3", "V3"},   {"v4", "V4"},   {"v5", "V5"},   {"v6", "V6"},
     {"c1", "V1"}, {"c2", "V2"}, {"c3", "V3"},   {"c4", "V4"},   {"c5", "V5"},   {"c6", "V6"}}};
// A figure alone is a lead only where a word says so: "Lead 2" is II, while "ECG2" is a Holter's second channel.
constexpr std::array<Spelling, 3> figures = {{{"1", "I"}, {"2", "II"}, {"3", "III"}}};

/// Lower case, without blanks, marks, and what stands in brackets or behind a comma ("Lead aVR, augmented voltage").
std::string bare_name(std::string_view name) {
    if (core::lower(name).find("(mod") != std::string::npos)
        return core::lower(name);  // a modified lead is another lead
    name = name.substr(0, name.find_first_of(",(["));
    std::string out;
    for (const char c : name)
        if (std::string_view(" \t\r\n_-.:/'\"").find(c) == std::string_view::npos) out += c;
    return core::lower(out);
}

std::string_view look_up(std::string_view bare) {
    for (const auto& s : spellings)
        if (s.bare == bare) return s.standard;
    return {};
}

/// "aVR" of "-aVR", "ECG -aVR" and "Lead -aVR", the lead turned over (Cabrera's order). A dash with a blank on both
/// sides or on neither divides words: "ECG-V1".
std::string behind_sign(std::string_view name) {
    const auto trimmed = without_blanks_at_ends(name);
    const auto sign = trimmed.starts_with('-') ? 0 : trimmed.rfind(" -");
    if (sign == std::string::npos) return {};
    const auto behind = trimmed.substr(trimmed.find('-', sign) + 1);
    return sign == 0 || (!behind.empty() && behind.front() != ' ') ? behind : std::string();
}

/// The standard name, or nothing.
std::string_view standard_of(std::string_view name) {
    const auto turned = behind_sign(name);
    if (without_blanks_at_ends(name).starts_with('-') || (!turned.empty() && !standard_of(turned).empty())) return {};
    std::string bare = bare_name(name);
    if (bare.ends_with("lead")) bare.resize(bare.size() - 4);
    if (bare.size() > 3 && bare.ends_with("ref")) bare.resize(bare.size() - 3);  // "ECG V1-Ref" of EDF writers
    std::string_view rest = bare;
    bool word_lead = false;
    for (bool again = true; again && look_up(rest).empty();) {
        again = false;
        for (const auto prefix : prefixes)
            if (rest.starts_with(prefix) && rest.size() > prefix.size()) {
                rest.remove_prefix(prefix.size());
                word_lead = prefix != "ecg" && prefix != "ekg" && prefix != "channel" && prefix != "kanal";
                again = true;
                break;
            }
    }
    if (word_lead)
        for (const auto& f : figures)
            if (f.bare == rest) return f.standard;
    return look_up(rest);
}

// Positions beside the twelve, and words for a channel that is an ECG.
constexpr std::array<std::string_view, 23> other_leads = {"mli",  "mlii", "mliii", "ml1", "ml2", "ml3", "ml5", "mcl1",
                                                          "mcl6", "mv1",  "mv2",   "mv3", "mv4", "mv5", "mv6", "cm1",
                                                          "cm2",  "cm4",  "cm5",   "cc5", "vx",  "vy",  "vz"};
constexpr std::array<std::string_view, 5> ecg_words = {"ecg", "ekg", "elektrokardiogramm", "electrocardiogram",
                                                       "ecglead"};

// Sites of the 10-10 system that no ECG lead is named like: these beginnings before a figure or z, and these alone.
// P3 and P4 are pressures in catheter laboratories, so that they do not tell.
constexpr std::array<std::string_view, 7> site_beginnings = {"fp", "af", "fc", "ft", "cp", "tp", "po"};
constexpr std::array<std::string_view, 15> sites = {"fz", "f3", "f4", "f7", "f8", "cz", "pz", "t3",
                                                    "t4", "t5", "t6", "o1", "o2", "oz", "iz"};

// "(mod.)" says how a lead was made; it is no unit.
constexpr std::array<std::string_view, 9> no_units = {"mod",    "mod.",      "modified", "einthoven", "goldberger",
                                                      "wilson", "augmented", "derived",  "calculated"};

}  // namespace

NameAndUnit split_unit(std::string_view full) {
    const std::string name = without_blanks_at_ends(full);
    if (name.empty()) return {name, std::nullopt};
    const char last = name.back();
    if (last == ')' || last == ']') {
        const auto open = name.rfind(last == ')' ? '(' : '[');
        if (open == std::string::npos || open == 0) return {name, std::nullopt};
        const std::string unit =
            without_blanks_at_ends(std::string_view(name).substr(open + 1, name.size() - open - 2));
        const std::string word = core::lower(unit.substr(0, unit.find(' ')));
        if (unit.empty() || std::find(no_units.begin(), no_units.end(), word) != no_units.end())
            return {name, std::nullopt};
        return {without_blanks_at_ends(std::string_view(name).substr(0, open)), unit};
    }
    const auto mark = name.find_last_of(" _-./");
    if (mark == std::string::npos || mark == 0) return {name, std::nullopt};
    const std::string unit = name.substr(mark + 1);
    // "V" alone behind a mark may be the first letter of a name cut short; a volt is written in brackets.
    if (!millivolts_per(unit) || unit.size() < 2) return {name, std::nullopt};
    return {without_blanks_at_ends(std::string_view(name).substr(0, mark)), unit};
}

std::string standard_lead_name(std::string_view name) {
    const auto standard = standard_of(name);
    if (standard.empty())
        if (const auto turned = standard_of(behind_sign(name)); !turned.empty()) return "-" + std::string(turned);
    return std::string(standard.empty() ? name : standard);
}

bool is_standard_lead(std::string_view name) {
    return !standard_of(name).empty();
}

bool is_lead_name(std::string_view name) {
    if (is_standard_lead(name)) return true;
    const std::string trimmed = without_blanks_at_ends(name);
    if (const auto turned = behind_sign(name); !turned.empty()) return is_standard_lead(turned);
    if (const auto modified = core::lower(trimmed).find("(mod"); modified != std::string::npos)
        return is_standard_lead(std::string_view(trimmed).substr(0, modified));
    const std::string bare = bare_name(name);
    if (std::find(other_leads.begin(), other_leads.end(), bare) != other_leads.end()) return true;
    for (const auto word : ecg_words)
        if (bare == word || (bare.starts_with(word) && core::all_digits(std::string_view(bare).substr(word.size()))))
            return true;
    // V7 to V9 on the back, V1R to V9R on the right.
    std::string_view rest = bare;
    for (const auto prefix : {"lead", "ecglead", "ecg"})
        if (rest.starts_with(prefix)) rest.remove_prefix(std::string_view(prefix).size());
    if (rest.size() < 2 || rest[0] != 'v' || rest[1] < '1' || rest[1] > '9') return false;
    return rest.size() == 2 || (rest.size() == 3 && rest[2] == 'r');
}

namespace {

/// Letters and figures up to the first mark: "fp1" of "Fp1-A1".
std::string first_word(std::string_view name) {
    const std::string text = core::lower(without_blanks_at_ends(name));
    const auto end = std::find_if(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) == 0; });
    return {text.begin(), end};
}

bool names_eeg(std::string_view name) {
    const auto word = first_word(name);
    if (word == "eeg" || std::find(sites.begin(), sites.end(), word) != sites.end()) return true;
    return word.size() > 2 && word.size() < 5 &&
           std::find(site_beginnings.begin(), site_beginnings.end(), word.substr(0, 2)) != site_beginnings.end() &&
           (word.substr(2) == "z" || core::all_digits(std::string_view(word).substr(2)));
}

/// The figure of "C3", "d2": a name of one letter and figures; 0 for others.
int figure_of(std::string_view bare, char letter) {
    if (bare.size() < 2 || bare.size() > 3 || bare[0] != letter || !core::all_digits(bare.substr(1))) return 0;
    return bare.size() == 2 ? bare[1] - '0' : 10 * (bare[1] - '0') + (bare[2] - '0');
}

/// Whether C1, C2, ... (or D1, ...) of these names are leads: none has a figure beyond the last lead's, and either all
/// of them are there or a name that is a lead's whatever stands beside it.
bool are_leads(std::span<const std::string> names, char letter, int last, bool others) {
    std::vector<bool> there(static_cast<std::size_t>(last) + 1);
    for (const auto& name : names) {
        const int figure = figure_of(bare_name(name), letter);
        if (figure > last) return false;
        if (figure > 0) there[static_cast<std::size_t>(figure)] = true;
    }
    return others || std::all_of(there.begin() + 1, there.end(), [](bool t) { return t; });
}

}  // namespace

NamesTogether::NamesTogether(std::span<const std::string> names) {
    eeg_ = std::any_of(names.begin(), names.end(), names_eeg);
    if (eeg_) return;
    const bool others = std::any_of(names.begin(), names.end(), [](const std::string& name) {
        const auto bare = bare_name(name);
        return record::is_lead_name(name) && figure_of(bare, 'c') == 0 && figure_of(bare, 'd') == 0;
    });
    // A word of another language: D2 alone is lead II, while C3 alone may be a sleep recording's.
    limb_ = are_leads(names, 'd', 3, true);
    chest_ = limb_ && are_leads(names, 'c', 6, others);
}

bool NamesTogether::is_lead_name(std::string_view name) const {
    const auto bare = bare_name(name);
    if (const int figure = figure_of(bare, 'c'); figure > 0 && figure <= 6) return chest_;
    if (const int figure = figure_of(bare, 'd'); figure > 0 && figure <= 3) return limb_;
    return record::is_lead_name(name);
}

std::string NamesTogether::standard_lead_name(std::string_view name) const {
    return is_lead_name(name) ? record::standard_lead_name(name) : std::string(name);
}

bool begins_with_word(std::string_view name, std::string_view word) {
    return core::lower(name.substr(0, word.size())) == word &&
           (name.size() == word.size() || std::isalnum(static_cast<unsigned char>(name[word.size()])) == 0);
}

bool names_other_signal(std::string_view name) {
    // Kinds of signals in EDF+'s standard texts and PhysioNet's polysomnograms. Long words also begin names ("PLETHR",
    // "respiration"); short ones stand alone, since leads may begin so.
    constexpr std::array<std::string_view, 8> beginnings = {"eeg",   "eog", "emg",  "resp",
                                                            "pleth", "abp", "sao2", "spo2"};
    constexpr std::array<std::string_view, 10> words = {"erg", "mcg",  "ep",    "flow",   "loc",
                                                        "roc", "chin", "snore", "status", "bp"};
    const auto bare = core::lower(without_blanks_at_ends(name));
    return std::any_of(beginnings.begin(), beginnings.end(), [&](auto start) { return bare.starts_with(start); }) ||
           std::any_of(words.begin(), words.end(), [&](auto word) { return begins_with_word(bare, word); });
}

std::optional<double> millivolts_per(std::string_view unit) {
    const std::string text = core::lower(unit);
    if (text == "mv" || text == "millivolt" || text == "millivolts") return 1.0;
    if (text == "uv" || text == "µv" || text == "μv" || text == "\xb5v" || text == "microvolt" || text == "microvolts")
        return 1e-3;
    if (text == "nv") return 1e-6;
    if (text == "v" || text == "volt" || text == "volts") return 1e3;
    return std::nullopt;
}

}  // namespace synchrony::record
