#include "synchrony/tables/column_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "folded.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/digits.hpp"
#include "synchrony/core/text.hpp"
#include "synonyms.hpp"
#include "units.hpp"

namespace synchrony::tables {
namespace {

/// Divided by blanks, folded.
constexpr std::string_view baseline_words =
    "baseline base bl pre before prior preimplant preimplantation preop precrt initial t0 0m vor pra prae praop praeop "
    "praimplantar praeimplantar praimplantation ausgangswert aufnahme avant preimplantatoire antes basal basales "
    "previo "
    "previa preimplante inicial prima basale preimpianto 术前 基线 治疗前 植入前 入院";
constexpr std::string_view later_words =
    "followup fu post after postimplant postimplantation postop postcrt later nach verlauf kontrolle "
    "verlaufskontrolle nachsorge postimplantar apres suivi controle despues tras seguimiento control posterior "
    "postimplante dopo controllo postimpianto 术后 随访 治疗后 植入后";
constexpr std::string_view month_words =
    "m mo mon month months months' mth mths monat monate monaten monats mois mes meses mese mesi 个月 月";
constexpr std::string_view year_words = "y yr year years jahr jahre jahren jahres an ans ano anos anno anni 年";
/// Words between what is meant and when.
constexpr std::string_view small_words = "a at the los las al de del der dem bei la le les du di da dell implant mit";
/// What it was before or after; left out where the name says which of the two.
constexpr std::string_view procedure_words =
    "implant implantation implante implantacion impianto crt trc icd therapy therapie resynchronisation "
    "resynchronization resincronizacion resincronizzazione op";
/// Names that are nothing but the two letters of the sexes.
constexpr std::string_view sex_names = "m/w w/m m/f f/m h/f f/h h/m m/h v/m m/v m/w/d 男/女";

bool among(std::string_view words, std::string_view word) {
    const auto parts = core::split(words, ' ');
    return !word.empty() && std::ranges::find(parts, word) != parts.end();
}

/// Chinese puts no blanks between words: 术后6个月LVEF. Half a year is six months.
void part_chinese(std::string& text) {
    core::replace_all(text, "半年", "6个月");
    for (const std::string_view word : {"术前", "基线", "治疗前", "植入前", "术后", "随访", "治疗后", "植入后", "个月"})
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + word.size() + 2)) {
            text.insert(at + word.size(), " ");
            text.insert(at, " ");
        }
}

bool ends_in_chinese(std::string_view text) {
    return text.size() >= 3 && static_cast<unsigned char>(text[text.size() - 3]) >= 0xe4 &&
           static_cast<unsigned char>(text[text.size() - 3]) <= 0xe9;
}

/// "术后6月左室" as "术后6月 左室"; a unit behind Chinese as one in brackets: "身高cm".
void part_chinese_units(std::string& text) {
    for (const std::string_view sign : {"月", "年"})
        for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at + sign.size()))
            if (at > 0 && std::isdigit(static_cast<unsigned char>(text[at - 1])) != 0)
                text.insert(at + sign.size(), " ");
    std::size_t at = text.size();
    while (at > 0 && static_cast<unsigned char>(text[at - 1]) < 0x80) --at;
    const auto unit = text.substr(at);
    if (!unit.empty() && unit.find_first_of("()[]") == std::string::npos &&
        ends_in_chinese(std::string_view(text).substr(0, at)) && unit_named(unit))
        text = text.substr(0, at) + "(" + unit + ")";
}

/// "6m", "6months", "m6" as number and word.
void part_numbers(std::vector<std::string>& words) {
    std::vector<std::string> parted;
    for (auto& word : words) {
        const auto digits = word.find_first_not_of("0123456789");
        if (digits != 0 && digits != std::string::npos &&
            (among(month_words, word.substr(digits)) || among(year_words, word.substr(digits)))) {
            parted.push_back(word.substr(0, digits));
            parted.push_back(word.substr(digits));
        } else if (word.size() > 1 && word[0] == 'm' && core::all_digits(std::string_view(word).substr(1))) {
            parted.push_back(word.substr(1));
            parted.emplace_back("m");
        } else {
            parted.push_back(std::move(word));
        }
    }
    words = std::move(parted);
}

class NameReader {
  public:
    explicit NameReader(std::string_view name) {
        auto text = folded(name);
        names_sexes_ = among(sex_names, text);
        core::replace_all(text, "n\u00b0", "no ");  // "N° patient"
        core::replace_all(text, "%", " % ");        // "LVEF%"
        part_chinese(text);
        part_chinese_units(text);
        take_brackets(text);
        words_ = words_of(text);
        part_numbers(words_);
    }

    NameReading read(std::string_view name) {
        if (cohort::find_rule(name) != nullptr || name == "patient_id" || name == "ecg" || name == "group") {
            reading_.target = std::string(name);
            if (const auto units = units_of(name); !units.empty()) reading_.unit = std::string(units.front().name);
            if (name == "lvesv_6m_ml") reading_.stage = Stage::later, reading_.months = 6;
            return reading_;
        }
        if (names_sexes_) {
            reading_.target = "sex";
            return reading_;
        }
        if (words_.empty() && brackets_.empty()) return reading_;
        if (!find(words_)) {  // "letzte Kontrolle" is a name of its own
            take_months();
            take_stage();
            if (!find(words_) && !find_without_unit() && !find_less()) find_without_procedure();
        }
        if (reading_.target.empty() && reading_.meaning == Meaning::value)
            for (const auto& inside : brackets_)
                if (find(words_of(inside))) break;
        for (const auto& inside : brackets_) read_bracket(inside);
        if (reading_.meaning == Meaning::indexed) reading_.unit = "ml/m2";
        return reading_;
    }

  private:
    void take_brackets(std::string& text) {
        for (;;) {
            const auto from = text.find_first_of("([");
            if (from == std::string::npos) return;
            const auto to = text.find_first_of(")]", from);
            const auto end = to == std::string::npos ? text.size() : to;
            brackets_.push_back(text.substr(from + 1, end - from - 1));
            text.replace(from, std::min(text.size(), end + 1) - from, " ");
        }
    }

    void take_months() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const bool number_first = i + 1 < words_.size() && core::all_digits(words_[i]);
            const bool word_first = number_first ? false
                                                 : i + 1 < words_.size() && core::all_digits(words_[i + 1]) &&
                                                       (words_[i] == "month" || words_[i] == "monat");
            if (!number_first && !word_first) continue;
            const auto& word = words_[number_first ? i + 1 : i];
            const auto number = core::number_from<int>(words_[number_first ? i : i + 1]);
            const bool years = among(year_words, word);
            if (!number || *number > 240 || (!years && !among(month_words, word))) continue;
            reading_.months = *number * (years ? 12 : 1);
            reading_.stage = *reading_.months == 0 ? Stage::baseline : Stage::later;
            words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(i),
                         words_.begin() + static_cast<std::ptrdiff_t>(i) + 2);
            return;
        }
    }

    void take_stage() {
        std::vector<std::string> rest;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const bool follow_up = words_[i] == "follow" && i + 1 < words_.size() && words_[i + 1] == "up";
            if (follow_up || among(later_words, words_[i])) {
                reading_.stage = Stage::later;
                i += follow_up ? 1 : 0;
            } else if (among(baseline_words, words_[i])) {
                if (reading_.stage == Stage::unsaid) reading_.stage = Stage::baseline;
            } else {
                rest.push_back(words_[i]);
            }
        }
        if (!rest.empty()) words_ = std::move(rest);  // else the name is such a word itself
    }

    bool find(const std::vector<std::string>& words) {
        const auto name = core::joined(words, "");
        if (name.empty()) return false;
        for (const auto& entry : synonyms())
            if (among(entry.words, name)) {
                reading_.target = std::string(entry.target);
                reading_.meaning = entry.meaning;
                return true;
            }
        return false;
    }

    /// "lvef pct", "qrs dauer ms", "weight lbs".
    bool find_without_unit() {
        if (words_.size() < 2) return false;
        const auto unit = unit_named(words_.back());
        if (!unit || !find({words_.begin(), words_.end() - 1})) return false;
        if (find_unit(reading_.target, *unit) == nullptr) {
            reading_.target.clear();
            reading_.meaning = Meaning::value;
            return false;
        }
        reading_.unit = std::string(*unit);
        return true;
    }

    /// Small words may be too many ("LVEF at implant").
    bool find_less() {
        auto words = words_;
        std::erase_if(words, [](const auto& word) { return among(small_words, word); });
        return words.size() < words_.size() && find(words);
    }

    /// "EF vor Implantation", "FEVG avant CRT".
    void find_without_procedure() {
        if (reading_.stage == Stage::unsaid) return;
        auto words = words_;
        std::erase_if(words, [](const auto& word) { return among(procedure_words, word) || among(small_words, word); });
        if (words.size() < words_.size() && !find(words)) {
            words_ = std::move(words);
            find_without_unit();
        }
    }

    void read_bracket(const std::string& inside) {
        if (const auto unit = unit_named(inside)) {
            if (!reading_.unit) reading_.unit = std::string(*unit);
            return;
        }
        NameReader other(inside);
        other.take_months();
        other.take_stage();
        if (reading_.stage != Stage::unsaid) return;
        reading_.stage = other.reading_.stage;
        reading_.months = other.reading_.months;
    }

    NameReading reading_;
    std::vector<std::string> words_;
    std::vector<std::string> brackets_;
    bool names_sexes_ = false;
};

struct DateName {
    Meaning meaning;
    std::string_view name;
};
constexpr std::array date_names{
    DateName{Meaning::birth_date, "birth_date"}, DateName{Meaning::implant_date, "implant_date"},
    DateName{Meaning::last_contact_date, "last_contact_date"}, DateName{Meaning::death_date, "death_date"},
    DateName{Meaning::transplant_date, "transplant_date"}};

}  // namespace

bool is_date(Meaning meaning) {
    return !date_name(meaning).empty();
}

std::string_view date_name(Meaning meaning) {
    const auto found = std::ranges::find(date_names, meaning, &DateName::meaning);
    return found == date_names.end() ? std::string_view() : found->name;
}

std::vector<std::string_view> all_date_names() {
    std::vector<std::string_view> names;
    for (const auto& date : date_names) names.push_back(date.name);
    return names;
}

std::optional<Meaning> date_named(std::string_view name) {
    const auto found = std::ranges::find(date_names, name, &DateName::name);
    return found == date_names.end() ? std::nullopt : std::optional(found->meaning);
}

NameReading read_name(std::string_view name) {
    constexpr std::string_view mark = " / ";
    const auto at = name.rfind(mark);
    if (at == std::string_view::npos) return NameReader(name).read(name);
    const auto heading = name.substr(0, at);
    const auto below = name.substr(at + mark.size());
    if (unit_named(below)) return NameReader(std::string(heading) + " (" + std::string(below) + ")").read(heading);
    auto reading = NameReader(below).read(below);
    const auto above = NameReader(heading).read(heading);
    if (reading.stage == Stage::unsaid) reading.stage = above.stage, reading.months = above.months;
    return reading;
}

std::string tidy_name(std::string_view name, const NameReading& reading) {
    std::string tidy;
    for (const auto& word : words_of(folded(name))) core::append_word(tidy, word == "%" ? "pct" : word, "_");
    if (tidy.empty()) tidy = "column";
    if (reading.stage != Stage::later) return tidy;
    const std::string when = reading.months ? std::to_string(*reading.months) + "m" : "post";
    if (!reading.target.empty()) {  // without its unit, which may be another
        const auto* rule = cohort::find_rule(reading.target);
        const bool has_unit = rule != nullptr && !rule->unit.empty();
        return reading.target.substr(0, has_unit ? reading.target.rfind('_') : std::string::npos) + "_" + when;
    }
    for (const auto part : core::split(tidy, '_'))
        if (part == when || part == "follow" || part == "followup" || part == "fu") return tidy;
    return tidy + "_" + when;
}

}  // namespace synchrony::tables
