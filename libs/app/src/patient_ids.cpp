#include "patient_ids.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "synchrony/cohort/loose_id.hpp"
#include "synchrony/core/digits.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::app {
namespace {

/// "1", "07": a visit, a lead count, a day; hardly ever somebody.
bool is_short_number(std::string_view text) {
    constexpr std::size_t short_figures = 2;
    return core::all_digits(text) && text.size() <= short_figures;
}

/// 100 of "100_Hz", 10 of "25 mm": a setting of the recorder.
bool is_unit(std::string_view text) {
    const auto word = core::lower(std::string(text));
    return word == "hz" || word == "mm" || word == "mv" || word == "uv" || word == "ms" || word == "s" ||
           word == "sec" || word == "min" || word == "bpm";
}

/// What names of files are made of beside somebody's number; a patient called so would own every ECG.
bool is_common_word(std::string_view text) {
    const auto word = core::lower(std::string(text));
    constexpr std::array<std::string_view, 18> words{"ecg",  "ekg",  "rest",   "pat",     "patient", "id",
                                                     "nr",   "no",   "study",  "subject", "case",    "rec",
                                                     "data", "file", "export", "pre",     "post",    "baseline"};
    return std::ranges::find(words, word) != words.end();
}

bool is_year(std::string_view text) {
    return core::all_digits(text) && text.size() == 4 && (text.starts_with("19") || text.starts_with("20"));
}

/// 20200611, 200611, 20200611120000, and 20200611T1200.
bool is_date_in_one(std::string_view text) {
    const auto day = text.substr(0, text.find_first_of("Tt"));
    return core::all_digits(day) && (day.size() == 6 || day.size() == 8 || day.size() == 12 || day.size() == 14);
}

struct Word {
    std::size_t begin = 0, end = 0;
};

std::vector<Word> words_of(std::string_view name) {
    constexpr std::string_view marks = " _-.,;()[]#+";
    std::vector<Word> words;
    for (std::size_t at = 0; at < name.size();) {
        const auto begin = name.find_first_not_of(marks, at);
        if (begin == std::string_view::npos) break;
        const auto end = std::min(name.find_first_of(marks, begin), name.size());
        words.push_back({begin, end});
        at = end;
    }
    return words;
}

/// How many words stand before the first date: 2020-06-11, 11.06.2020, 11_06_20, or one of the above.
std::size_t words_before_date(std::string_view name, const std::vector<Word>& words) {
    const auto word = [&](std::size_t i) {
        return i < words.size() ? name.substr(words[i].begin, words[i].end - words[i].begin) : std::string_view();
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool year_first = is_year(word(i)) && is_short_number(word(i + 1));
        const bool year_last = is_short_number(word(i)) && is_short_number(word(i + 1)) &&
                               (is_year(word(i + 2)) || is_short_number(word(i + 2)));
        if (is_date_in_one(word(i)) || year_first || year_last) return i;
    }
    return words.size();
}

}  // namespace

PatientIds::PatientIds(const tables::ImportedTable& imported) {
    const auto add = [&](std::string_view id, std::size_t row) {
        const auto [at, is_new] = loosely_.emplace(cohort::loose_id(id), row);
        if (!is_new && at->second != row) at->second.reset();
    };
    for (std::size_t row = 0; row < imported.rows.size(); ++row) {
        const std::string& id = imported.rows[row].front();
        exactly_.emplace(id, row);
        add(id, row);
        // As programs write whole numbers of a column with gaps: 12345.0
        if (const std::string_view text = id; text.ends_with(".0") && core::all_digits(text.substr(0, text.size() - 2)))
            add(text.substr(0, text.size() - 2), row);
    }
}

PatientIds::Match PatientIds::by_id(const std::string& id) const {
    if (const auto found = exactly_.find(id); found != exactly_.end()) return {found->second, false, false};
    const auto loose = cohort::loose_id(id);
    const auto found = loose.empty() ? loosely_.end() : loosely_.find(loose);
    if (found == loosely_.end()) return {};
    return {found->second, found->second.has_value(), !found->second};
}

void PatientIds::add_named(std::string_view name, bool folder, Named& named) const {
    const bool dated = is_year(name) || is_date_in_one(name);
    const auto surely = [&](const Match& match) {
        named.sure.insert(*match.row);
        named.as_spelled |= !match.otherwise;
    };
    const auto matching = [&](std::string_view part) { return by_id(std::string(part)); };
    if (const auto match = matching(name); match.row && !(folder && dated) && !is_common_word(name)) surely(match);
    const auto words = words_of(name);
    const auto before = words_before_date(name, words);
    for (std::size_t i = 0; i < before; ++i) {
        const auto beginning = name.substr(words.front().begin, words[i].end - words.front().begin);
        const auto word = name.substr(words[i].begin, words[i].end - words[i].begin);
        if (i + 1 == words.size() && i == 0) break;  // the whole name, looked at above
        const bool measured =
            i + 1 < words.size() && is_unit(name.substr(words[i + 1].begin, words[i + 1].end - words[i + 1].begin));
        const auto says_nobody = [&](std::string_view part) {
            return measured || is_short_number(part) || is_year(part) || is_common_word(part);
        };
        if (const auto match = matching(beginning); match.row && !says_nobody(beginning)) surely(match);
        if (const auto match = matching(word); match.row && !says_nobody(word)) named.other.insert(*match.row);
    }
}

PatientIds::Match PatientIds::by_path(const std::filesystem::path& below) const {
    Named named;
    add_named(below.stem().string(), false, named);
    for (const auto& folder : below.parent_path()) add_named(folder.string(), true, named);
    if (named.sure.empty()) return {};
    named.other.insert(named.sure.begin(), named.sure.end());
    if (named.other.size() > 1) return {std::nullopt, false, true};
    return {*named.sure.begin(), !named.as_spelled, false};
}

}  // namespace synchrony::app
