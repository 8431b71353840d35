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
    "1 yes y x true ja j wahr oui o vrai si s vero verdadero positive pos positiv positif positivo present presente "
    "vorhanden 是 有 真 阳性 對 对 √ ✓";
constexpr Words no_words =
    "0 no n false nein falsch non faux falso negative neg negativ negatif negativo absent absente ausente assente none "
    "keine kein nichtvorhanden pas aucun aucune ninguno ninguna nessuno nessuna 否 无 没有 假 阴性 未";
constexpr Words responder_words =
    "r responder responders repondeur repondeuse respondedor respondedora respondeur rispondente crtresponder 应答者 "
    "有反应 有应答";
constexpr Words non_responder_words =
    "nonresponder nonresponders nichtresponder keinresponder nonrepondeur nonrepondeuse norespondedor "
    "norespondedora norespondio nonrispondente nonrisponde nr nonresponse noresponse 无应答者 无反应 无应答 非应答者";
constexpr Words man_words =
    "male m man mannlich maennlich mannl maennl mann herr homme masculin masc masculino hombre varon uomo maschio "
    "maschile 男 男性 男士 boy ♂";
constexpr Words woman_words =
    "female f w woman weiblich weibl frau femme feminin fem femenino mujer donna femmina femminile 女 女性 女士 girl ♀";
/// Of a heart failure's cause: coronary disease there means an ischaemic one.
constexpr Words ischemic_words =
    "ischemic ischaemic icm icmp ihd ischemia ischaemia ischamisch ischaemisch ischamie ischamische ischaemische "
    "ischemique isquemica isquemico ischemica ischemico ischamischekmp ischaemischekmp ischamischecmp ischaemischecmp "
    "ikmp iskmp cmi ischamischekardiomyopathie ischaemischekardiomyopathie ischemiccardiomyopathy "
    "ischaemiccardiomyopathy cardiopathieischemique cardiomyopathieischemique cardiopatiaisquemica "
    "miocardiopatiaisquemica cardiopatiaischemica cardiomiopatiaischemica khk koronareherzkrankheit cad "
    "coronaryarterydisease coronarydisease coronary coronarienne coronaire maladiecoronaire coronaropathie coronarico "
    "enfermedadcoronaria coronaria postinfarkt postinfarction postinfarctus postinfarto 缺血性 缺血 缺血性心肌病 "
    "冠心病";
constexpr Words other_cause_words =
    "nonischemic nonischaemic nicm nicmp dcm dcmp dkmp dilated idiopathic idcm nichtischamisch nichtischaemisch "
    "nichtischamische nichtischaemische dilatativ dilatative idiopathisch nonischemique dilatee idiopathique cmd cmni "
    "cmpd cmnonischemique cardiomyopathiedilatee cardiomyopathienonischemique cardiopathiedilatee noisquemica "
    "noisquemico dilatada idiopatica idiopatico mcd miocardiopatiadilatada miocardiopatianoisquemica nonischemica "
    "nonischemico dilatativa cardiomiopatiadilatativa nonischemiccardiomyopathy nonischaemiccardiomyopathy "
    "dilatedcardiomyopathy dilatativekardiomyopathie dilatativekmp dilatativecmp nichtischamischekmp "
    "nichtischamischecmp valvular valvulaire valvulopathie valvular valvulare vitium hypertensive hypertensiv "
    "hypertensif hipertensiva ipertensiva toxic toxisch toxique toxica tossica myocarditis myokarditis myocardite "
    "miocarditis miocardite familial familiar familiare congenital chagas 非缺血性 扩张型 扩张性 扩张型心肌病 特发性 "
    "瓣膜性 瓣膜病";
constexpr Words lbbb_words =
    "lbbb clbbb lsb cllsb bbg bcbg brihh bcrihh bcri bri crbi bbs bbsn bbsx leftbundlebranchblock leftbundlebranch "
    "leftbundle linksschenkelblock linksschenkel blocdebranchegauche blocbranchegauche bloqueoderamaizquierda "
    "bloqueoramaizquierda bloqueoderamaizq bloqueoramaizq bloqueoderamaizquierdadelhazdehis bloccodibrancasinistra "
    "bloccobrancasinistra 左束支传导阻滞 左束支阻滞 左束支";
constexpr Words other_block_words =
    "rbbb crbbb rsb bbd brd brdhh bcrd crbd bbdx ivcd nivcd iivcd ivcdother nsivcd nicd ivd normal normale norm narrow "
    "none nonlbbb keinlsb keinschenkelblock keinblock schmal schmalerqrs fin qrsfin estrecho stretto lah lahb lafb "
    "hbag hbai habg bifascicular bifaszikular bifasciculaire rechtsschenkelblock rechtsschenkel "
    "unspezifischeivl unspezleitungsstorung unspezleitungsverzogerung unspezifischeleitungsverzogerung "
    "ivleitungsstorung ivb tiv tivinespecifico inespecifico trastornointraventricular retrasointraventricular "
    "troubleintraventriculaire retardintraventriculaire aspecifique unspezifischeleitungsstorung  "
    "rightbundlebranchblock rightbundlebranch "
    "rightbundle blocdebranchedroite blocbranchedroite blocdebranchedroit bloqueoderamaderecha bloqueoramaderecha "
    "bloqueoderamader bloccodibrancadestra bloccobrancadestra trastornoinespecifico tcivi bloqueointraventricular "
    "blocintraventriculaire bav bavcomplet bavi bavii baviii bav1 bav2 bav3 avblock avb avblocki avblockii avblockiii "
    "右束支传导阻滞 右束支阻滞 右束支 室内阻滞 室内传导阻滞 正常 paced pacing pace stimuliert stimule electroentraine "
    "estimulado stimolato 起搏 起搏心律";
/// A block is complete where nothing is said; an incomplete one is left to the user.
constexpr Words complete_words =
    "complete complet complets completo completa kompletter komplett kompletterer kompl vollstandiger vollstaendiger "
    "typical typischer typique";
constexpr Words dead_words =
    "dead died deceased death verstorben gestorben tot tod exitus decede decedee deces mort morte muerto muerta muerte "
    "fallecido fallecida exito deceduto deceduta decesso morto morta 死亡 已故 去世 已死亡";
constexpr Words alive_words =
    "alive living survived lebt lebend lebendig uberlebt ueberlebt vivant vivante envie vivo viva vivente invita 存活 "
    "生存 健在 在世";
constexpr Words never_smoked_words =
    "never nie niemals jamais nunca mai nichtraucher nonsmoker nonfumeur nofumador 从不";
constexpr Words smokes_words =
    "current currently active aktuell aktiv actuel actif actual activo attuale attivo raucher smoker fumeur fumador "
    "fumatore";
constexpr Words missing_words =
    "ka nv keineangabe unbekannt nichtbekannt fehlt fehlend nb nichtbestimmt nichterhoben nd nondisponible "
    "nondetermine nondeterminee nonfait inconnu inconnue manquant nonrenseigne nonrenseignee nr nc noncommunique "
    "desconocido desconocida nodisponible noconsta nc norealizado falta faltante sindatos sindato sd sconosciuto "
    "nonnoto nondisponibile mancante notavailable notdone notknown notrecorded unknown missing 不详 未知 缺失 未查 "
    "未测 "
    "无数据 空 未记录";

constexpr Words summary_words =
    "mean average median sd std stdev standarddeviation sum total min max mittelwert mittel durchschnitt "
    "standardabweichung stabw summe gesamt anzahl moyenne mediane ecarttype somme media mediana promedio "
    "desviacionestandar suma totale mediaaritmetica deviazionestandard somma 平均 平均值 标准差 合计 总计";

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
    if (cell == "-" || cell == "\u2212") return "no";  // a cell that is not missing: beside "+"
    return joined_words(text);
}

std::optional<std::string> one_or_zero(bool one, bool zero) {
    if (one == zero) return std::nullopt;
    return std::string(one ? "1" : "0");
}

/// "NYHA III", "Klasse 3", "IVa", "III°", "Ⅲ级".
std::optional<std::string> nyha_of(std::string_view cell) {
    auto text = folded(cell);
    // Longer words before those that they begin with.
    for (const std::string_view word :
         {"nyha",  "functional", "funktionell", "fonctionnelle", "funcional", "funzionale", "classe", "class", "klasse",
          "clase", "stadium",    "stadio",      "stade",         "estadio",   "grado",      "grade",  "grad",  "级",
          "fc",    "cf",         "\u00b0"})
        if (const auto at = text.find(word); at != std::string::npos) text.erase(at, word.size());
    if (text.size() > 2 && (text.ends_with(".0") || text.ends_with(",0"))) text.resize(text.size() - 2);
    auto rest = joined_words(text);
    if (rest.size() > 1 && rest.ends_with('o')) rest.pop_back();  // "IIIº"
    constexpr std::array<Words, 4> spellings{"1 i Ⅰ ⅰ 一", "2 ii Ⅱ ⅱ 二", "3 iii iiia iiib 3a 3b Ⅲ ⅲ 三",
                                             "4 iv iva ivambulatory ambulatoryiv Ⅳ ⅳ 四"};
    if (rest.empty() || text.find('-') != std::string::npos || text.find('/') != std::string::npos) return std::nullopt;
    for (std::size_t i = 0; i < spellings.size(); ++i)
        if (holds(spellings[i], rest)) return std::to_string(i + 1);
    return std::nullopt;
}

/// "kompletter LSB" as "lsb"; of an incomplete block nothing.
std::string block_word(std::string_view cell) {
    std::string word;
    for (const auto& part : words_of(folded(cell)))
        if (!holds(complete_words, part)) word += part;
    return word.starts_with("完全性") ? word.substr(std::string_view("完全性").size()) : word;
}

std::optional<std::string> smoking_of(const std::string& word) {
    return one_or_zero(holds(yes_words, word) || holds(smokes_words, word),
                       holds(no_words, word) || holds(never_smoked_words, word));
}

}  // namespace

WordReader::WordReader(const cohort::ColumnRule& rule, Meaning meaning, const std::vector<std::string>& spellings)
    : target_(rule.name), kind_(rule.kind), meaning_(meaning) {
    bool h = false, m = false, other_woman = false, other_man = false;
    // "V" is a man (varón) beside "M" (mujer); "H" one (hombre, homme) beside "F" or "M".
    for (const auto& spelling : spellings) {
        const auto word = joined_words(spelling);
        h = h || word == "h" || word == "v";
        m = m || word == "m";
        other_woman = other_woman || (word != "m" && holds(woman_words, word));
        other_man = other_man || (word != "m" && word != "h" && word != "v" && holds(man_words, word));
    }
    const auto has = [&](std::string_view digit) {
        return std::ranges::any_of(spellings, [&](const auto& s) { return plain_word(s) == digit; });
    };
    one_is_unclear_ = has("1") && has("2") && !has("0");
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
    if (word == "h" || word == "v") return h_is_man_ ? std::optional<std::string>("M") : std::nullopt;
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
    if (target_ == "smoking") return smoking_of(word);
    // "Schenkelblock: kein"; a code of 0 may stand for any of them.
    if (meaning_ == Meaning::morphology && word != "0" && holds(no_words, word)) return "0";
    if (meaning_ == Meaning::morphology || (target_ == "lbbb" && is_block_word(spelling)))
        return one_or_zero(holds(lbbb_words, block_word(spelling)), holds(other_block_words, block_word(spelling)));
    if (target_ == "response" && (holds(responder_words, word) || holds(non_responder_words, word)))
        return one_or_zero(holds(responder_words, word), holds(non_responder_words, word));
    if (one_is_unclear_ && word == "1") return std::nullopt;
    return one_or_zero(holds(yes_words, word), holds(no_words, word));
}

std::optional<bool> yes_or_no(std::string_view cell) {
    const auto word = plain_word(cell);
    const bool yes = holds(yes_words, word), no = holds(no_words, word);
    return yes == no ? std::nullopt : std::optional(yes);
}

std::optional<bool> is_dead(std::string_view cell) {
    const auto word = joined_words(cell);
    const bool dead = holds(dead_words, word), alive = holds(alive_words, word);
    return dead == alive ? std::nullopt : std::optional(dead);
}

bool is_block_word(std::string_view cell) {
    const auto word = block_word(cell);
    return holds(lbbb_words, word) || holds(other_block_words, word);
}

bool is_cause_word(std::string_view cell) {
    const auto word = joined_words(cell);
    return holds(ischemic_words, word) || holds(other_cause_words, word);
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
