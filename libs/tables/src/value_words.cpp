#include "value_words.hpp"

#include <algorithm>
#include <array>

#include "folded.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::tables {
namespace {

using Words = std::string_view;  ///< divided by blanks, folded and joined as joined_words does

constexpr Words yes_words =
    "1 yes y x true ja j wahr oui o vrai si s verdadero positive pos positiv positif positivo present vorhanden 是 有 "
    "真 "
    "阳性 對 对 √";
constexpr Words no_words =
    "0 no n false nein falsch non faux falso negative neg negativ negatif negativo absent none keine kein ninguno "
    "aucun 否 无 没有 假 阴性 未";
constexpr Words responder_words = "r responder repondeur respondedor crtresponder 应答者 有反应";
constexpr Words non_responder_words =
    "nonresponder nonresponders nichtresponder nonrepondeur norespondedor nr nonresponse 无应答者 无反应 无应答";
constexpr Words man_words =
    "male m man mannlich maennlich mannl maennl mann homme masculin masculino hombre varon 男 男性 boy";
constexpr Words woman_words = "female f w woman weiblich weibl frau femme feminin femenino mujer 女 女性 girl";
constexpr Words ischemic_words =
    "ischemic ischaemic icm ihd ischemia ischaemia ischamisch ischaemisch ischamie ischemique isquemica isquemico "
    "ischamischekmp ischaemischekmp ischamischekardiomyopathie ischemiccardiomyopathy ischaemiccardiomyopathy "
    "cardiopathieischemique cardiopatiaisquemica 缺血性 缺血 缺血性心肌病";
constexpr Words other_cause_words =
    "nonischemic nonischaemic nicm dcm dilated idiopathic nichtischamisch nichtischaemisch dilatativ idiopathisch "
    "nonischemique dilatee idiopathique noisquemica noisquemico dilatada idiopatica nonischemiccardiomyopathy "
    "dilatedcardiomyopathy dilatativekardiomyopathie dilatativekmp dcmp 非缺血性 扩张型 扩张性 扩张型心肌病 特发性 "
    "valvular valvulaire";
constexpr Words lbbb_words =
    "lbbb clbbb lsb linksschenkelblock bbg brihh bcri bri leftbundlebranchblock blocdebranchegauche "
    "bloqueoderamaizquierda 左束支传导阻滞 左束支阻滞 左束支 完全性左束支传导阻滞";
constexpr Words other_block_words =
    "rbbb crbbb rsb bbd brd ivcd nivcd iivcd normal narrow none nonlbbb keinlsb schmal rechtsschenkelblock "
    "rightbundlebranchblock blocdebranchedroite bloqueoderamaderecha 右束支传导阻滞 右束支阻滞 右束支 室内阻滞 "
    "室内传导阻滞 "
    "正常 paced stimuliert";
constexpr Words missing_words =
    "ka nv keineangabe unbekannt nichtbekannt fehlt fehlend nb nichtbestimmt nd nondisponible inconnu manquant "
    "nonrenseigne nr desconocido nodisponible falta sindatos sd notavailable notdone notknown unknown missing "
    "不详 未知 缺失 未查 未测 无数据 空";

constexpr Words summary_words =
    "mean average median sd std stdev standarddeviation sum total min max mittelwert mittel durchschnitt "
    "standardabweichung stabw summe gesamt anzahl moyenne mediane ecarttype somme media mediana promedio "
    "desviacionestandar suma 平均 平均值 标准差 合计 总计";

bool holds(Words words, const std::string& word) {
    if (word.empty()) return false;
    const auto parts = core::split(words, ' ');
    return std::ranges::find(parts, std::string_view(word)) != parts.end();
}

/// "1.0" and "0,0" as spreadsheets write flags after a missing cell.
std::string plain_word(std::string_view cell) {
    const auto text = folded(cell);
    if (text == "1.0" || text == "1,0") return "1";
    if (text == "0.0" || text == "0,0") return "0";
    if (text == "+") return "yes";
    if (text == "-") return "no";
    return joined_words(text);
}

std::optional<std::string> one_or_zero(bool one, bool zero) {
    if (one == zero) return std::nullopt;
    return std::string(one ? "1" : "0");
}

/// "NYHA III", "Klasse 3", "IVa", "Ⅲ级".
std::optional<std::string> nyha_of(std::string_view cell) {
    auto text = folded(cell);
    for (const std::string_view word :
         {"nyha", "functional", "class", "klasse", "classe", "clase", "stadium", "stade", "grade", "级", "fc"})
        if (const auto at = text.find(word); at != std::string::npos) text.erase(at, word.size());
    if (text.size() > 2 && (text.ends_with(".0") || text.ends_with(",0"))) text.resize(text.size() - 2);
    const auto rest = joined_words(text);
    constexpr std::array<Words, 4> spellings{"1 i Ⅰ ⅰ 一", "2 ii Ⅱ ⅱ 二", "3 iii Ⅲ ⅲ 三",
                                             "4 iv iva ivambulatory ambulatoryiv Ⅳ ⅳ 四"};
    if (rest.empty() || text.find('-') != std::string::npos || text.find('/') != std::string::npos) return std::nullopt;
    for (std::size_t i = 0; i < spellings.size(); ++i)
        if (holds(spellings[i], rest)) return std::to_string(i + 1);
    return std::nullopt;
}

}  // namespace

WordReader::WordReader(const cohort::ColumnRule& rule, Meaning meaning, const std::vector<std::string>& spellings)
    : target_(rule.name), kind_(rule.kind), meaning_(meaning) {
    bool h = false, m = false, other_woman = false, other_man = false;
    for (const auto& spelling : spellings) {
        const auto word = joined_words(spelling);
        h = h || word == "h";
        m = m || word == "m";
        other_woman = other_woman || (word != "m" && holds(woman_words, word));
        other_man = other_man || (word != "m" && word != "h" && holds(man_words, word));
    }
    h_is_man_ = h;
    m_is_woman_ = h && m && !other_woman;
    m_is_unclear_ = m && ((h && other_woman) || (!h && !other_woman));
    if (m_is_unclear_ && !h && other_man) m_is_unclear_ = false;
}

std::optional<std::string> WordReader::sex_of(const std::string& word) const {
    const bool one = holds(yes_words, word), zero = holds(no_words, word);
    if (meaning_ == Meaning::male || meaning_ == Meaning::female) {
        if (one == zero) return std::nullopt;
        return std::string(one == (meaning_ == Meaning::male) ? "M" : "F");
    }
    if (word == "h") return h_is_man_ ? std::optional<std::string>("M") : std::nullopt;
    if (word == "m") {
        if (m_is_unclear_) return std::nullopt;
        return std::string(m_is_woman_ ? "F" : "M");
    }
    const bool man = holds(man_words, word), woman = holds(woman_words, word);
    if (man == woman) return std::nullopt;
    return std::string(man ? "M" : "F");
}

std::optional<std::string> WordReader::value_of(std::string_view spelling) const {
    const auto word = plain_word(spelling);
    if (target_ == "nyha") return nyha_of(spelling);
    if (kind_ == cohort::ColumnKind::sex) return sex_of(word);
    if (meaning_ == Meaning::etiology ||
        (target_ == "ischemic" && (holds(ischemic_words, word) || holds(other_cause_words, word))))
        return one_or_zero(holds(ischemic_words, word), holds(other_cause_words, word));
    if (meaning_ == Meaning::morphology ||
        (target_ == "lbbb" && (holds(lbbb_words, word) || holds(other_block_words, word))))
        return one_or_zero(holds(lbbb_words, word), holds(other_block_words, word));
    if (target_ == "response" && (holds(responder_words, word) || holds(non_responder_words, word)))
        return one_or_zero(holds(responder_words, word), holds(non_responder_words, word));
    return one_or_zero(holds(yes_words, word), holds(no_words, word));
}

std::optional<bool> yes_or_no(std::string_view cell) {
    const auto word = plain_word(cell);
    const bool yes = holds(yes_words, word), no = holds(no_words, word);
    return yes == no ? std::nullopt : std::optional(yes);
}

bool is_summary_word(std::string_view cell) {
    const auto word = joined_words(cell);
    if (holds(summary_words, word)) return true;
    const auto text = folded(cell);  // "n = 45"
    return text.starts_with("n") && text.find('=') != std::string::npos;
}

bool is_missing_in_any_language(std::string_view cell) {
    return core::is_missing_word(cell) || holds(missing_words, joined_words(cell));
}

}  // namespace synchrony::tables
