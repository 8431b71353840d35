// Only names that mean the same and nothing else stand here: coronary disease is not ischaemic cardiomyopathy, an
// aldosterone antagonist need not be spironolactone, an ACE inhibitor alone is not "ACE inhibitor or ARB".
#include "synonyms.hpp"

#include <array>

namespace synchrony::tables {
namespace {

using enum Meaning;

constexpr std::array list{
    Synonyms{
        "patient_id",
        "patientid id pid patid patno patnr patientno patientnr patientnumber patientscode patientcode patient "
        "subject subjectid subjectno subjectnumber caseid caseno casenumber studyid studyno studynumber recordid mrn "
        "patientenid patientennr patientennummer patientenid patienten fallnummer fallnr studiennummer studiennr "
        "probandennr pseudonym identifiant idpatient numeropatient nopatient npatient numerodossier nodossier "
        "ndossier idpaciente numeropaciente numerodepaciente paciente nhc historiaclinica nhistoria 编号 患者编号 "
        "病人编号 病例号 病历号 住院号 患者id 病人id 受试者编号 研究编号"},
    Synonyms{"ecg",
             "ecg ecgfile ecgpath ekg ekgfile ekgdatei ecgdatei fichierecg archivoecg ficheroecg ecgfilename 心电图 "
             "心电图文件 recording filename dateiname"},
    Synonyms{"group", "group personid"},
    Synonyms{"response",
             "response responder responders crtresponse crtresponder responsetocrt ansprechen crtansprechen repondeur "
             "reponse reponsecrt reponsealacrt respondedor respuesta respuestatrc respuestaalatrc 应答 反应 crt应答 "
             "crt反应 应答者"},
    Synonyms{"age_y",
             "age ageyears ageatimplant ageatimplantation ageatbaseline patientage alter alterbeiimplantation "
             "lebensalter ageimplantation agealimplantation edad edadimplante 年龄"},
    Synonyms{"sex", "sex gender geschlecht sexe genre sexo genero 性别"},
    Synonyms{"sex", "male mann mannlich maennlich homme masculin hombre varon masculino 男 男性", male},
    Synonyms{"sex", "female frau weiblich femme feminin mujer femenino 女 女性", female},
    Synonyms{"height_cm",
             "height bodyheight grosse groesse korpergrosse koerpergroesse taille talla estatura altura 身高"},
    Synonyms{"weight_kg", "weight bodyweight gewicht korpergewicht koerpergewicht poids peso 体重"},
    Synonyms{"nyha",
             "nyha nyhaclass nyhafc nyhafunctionalclass functionalclass functionalclassnyha nyhaklasse nyhastadium "
             "classenyha stadenyha nyhaclasse clasenyha clasefuncional clasefuncionalnyha nyha分级 nyha心功能分级 "
             "心功能分级 心功能 心功能nyha分级 nyha分类 nyha级别"},
    Synonyms{"ischemic",
             "ischemic ischaemic ischemia ischaemia icm ischemiccardiomyopathy ischaemiccardiomyopathy "
             "ischemicetiology ischaemicaetiology ischamisch ischaemisch ischamie ischamischekardiomyopathie "
             "ischaemischekardiomyopathie ischamischekmp ischemique cardiopathieischemique "
             "cardiomyopathieischemique isquemica isquemico isquemia cardiopatiaisquemica miocardiopatiaisquemica "
             "缺血性 缺血性心肌病 缺血性病因 缺血"},
    Synonyms{"ischemic",
             "etiology aetiology hfetiology hfaetiology atiologie aetiologie grunderkrankung etiologie etiologia 病因 "
             "心衰病因",
             etiology},
    Synonyms{"ckd",
             "ckd chronickidneydisease chronischenierenerkrankung chronischeniereninsuffizienz niereninsuffizienz "
             "insuffisancerenale insuffisancerenalechronique enfermedadrenalcronica erc insuficienciarenal "
             "insuficienciarenalcronica 慢性肾病 慢性肾脏病 慢性肾功能不全"},
    Synonyms{"diabetes", "diabetes dm diabetesmellitus diabete diabetesucre diabetemellitus diabetesmelitus 糖尿病"},
    Synonyms{"hypertension",
             "hypertension htn arterialhypertension hypertonie arteriellehypertonie bluthochdruck hta "
             "hypertensionarterielle hipertension hipertensionarterial 高血压 高血压病"},
    Synonyms{"smoking",
             "smoking smoker currentsmoker raucher rauchen nikotinabusus tabac tabagisme fumeur tabaquismo fumador "
             "吸烟 吸烟史"},
    Synonyms{"acei_arb",
             "aceiarb acearb aceiorarb acearbs aceinhibitororarb acehemmersartan acehemmerat1blocker acehemmerarb "
             "iecara2 iecaara2 iecaaraii aceisartan aceiarbs acei或arb"},
    Synonyms{"beta_blocker",
             "betablocker betablockers bb bblocker bblockers betarezeptorenblocker betabloquant betabloquants "
             "betabloqueante betabloqueantes betabloqueador bbloqueante beta受体阻滞剂 倍他受体阻滞剂"},
    Synonyms{"spironolactone", "spironolactone spironolacton espironolactona 螺内酯"},
    Synonyms{"digoxin", "digoxin digoxine digoxina 地高辛"},
    Synonyms{"diuretic", "diuretic diuretics diuretikum diuretika diuretique diuretiques diuretico diureticos 利尿剂"},
    Synonyms{"scar_pct", "scar scarburden scarpercent narbe narbenanteil cicatrice cicatriz 瘢痕 瘢痕比例"},
    Synonyms{"psd_deg", "psd phasesd phasestandarddeviation 相位标准差"},
    Synonyms{"pbw_deg", "pbw phasebandwidth 相位带宽"},
    Synonyms{"qrs_duration_ms",
             "qrs qrsd qrsduration qrsdur qrswidth qrsdauer qrsbreite qrszeit dureeqrs dureeduqrs qrsduree "
             "largeurqrs duracionqrs duraciondelqrs qrsduracion anchuraqrs anchoqrs qrs时限 qrs时程 qrs宽度 qrs波时限 "
             "qrs波宽度 qrs间期"},
    Synonyms{"lbbb",
             "lbbb lbbbmorphology lbbbyesno leftbundlebranchblock clbbb lsb linksschenkelblock bbg blocdebranchegauche "
             "brihh bcri bri "
             "bloqueoderamaizquierda bloqueoramaizquierda 左束支传导阻滞 左束支阻滞 完全性左束支传导阻滞"},
    Synonyms{"lbbb",
             "qrsmorphology morphology bundlebranchblock qrsmorphologie schenkelblock morphologieqrs "
             "morphologieduqrs morfologiaqrs morfologiadelqrs qrs形态 qrs波形态 束支阻滞",
             morphology},
    Synonyms{"lvef_pct",
             "lvef ef ejectionfraction leftventricularejectionfraction lvejectionfraction ejektionsfraktion "
             "lvejektionsfraktion linksventrikulareejektionsfraktion fevg fractiondejection "
             "fractiondejectionventriculairegauche fevi fracciondeeyeccion fraccioneyeccion "
             "fracciondeeyecciondelventriculoizquierdo 射血分数 左室射血分数 左心室射血分数"},
    Synonyms{"lvesv_ml",
             "lvesv esv endsystolicvolume lvendsystolicvolume leftventricularendsystolicvolume "
             "endsystolischesvolumen lvendsystolischesvolumen linksventrikularesendsystolischesvolumen vtsvg vts "
             "volumetelesystolique volumetelesystoliquevg vtsvi volumentelesistolico volumentelesistolicovi "
             "左室收缩末期容积 左心室收缩末期容积 左室收缩末容积 收缩末期容积"},
    Synonyms{"lvesv_ml", "lvesvi esvi lvesvindex esvindex endsystolicvolumeindex lvendsystolicvolumeindex", indexed},
    Synonyms{"lvedv_ml",
             "lvedv edv enddiastolicvolume lvenddiastolicvolume leftventricularenddiastolicvolume "
             "enddiastolischesvolumen lvenddiastolischesvolumen linksventrikularesenddiastolischesvolumen vtdvg vtd "
             "volumetelediastolique volumetelediastoliquevg vtdvi volumentelediastolico volumentelediastolicovi "
             "左室舒张末期容积 左心室舒张末期容积 左室舒张末容积 舒张末期容积"},
    Synonyms{"lvedv_ml", "lvedvi edvi lvedvindex edvindex enddiastolicvolumeindex lvenddiastolicvolumeindex", indexed},
    Synonyms{"age_y",
             "dob birthdate dateofbirth geburtsdatum gebdatum gebdat datedenaissance ddn datenaissance "
             "fechadenacimiento fechanacimiento 出生日期 生日",
             birth_date},
    Synonyms{"",
             "implantdate dateofimplant dateofimplantation implantationdate crtdate implantationsdatum implantation "
             "datedimplantation dateimplantation dateimplant fechadeimplante fechaimplante fechadelimplante 植入日期 "
             "手术日期",
             implant_date},
    Synonyms{
        "",
        "name surname lastname firstname fullname patientname nachname vorname patientenname nom prenom "
        "nompatient apellido apellidos nombre nombrepaciente 姓名 患者姓名 address adresse direccion phone telefon "
        "telephone telefono 电话 地址 email ssn "
        "zip zipcode postcode postalcode plz postleitzahl codepostal codigopostal city town ort wohnort stadt ville "
        "ciudad strasse street mobile mobil handy fax doctor physician referringphysician familydoctor "
        "generalpractitioner "
        "gp operator hausarzt zuweiser arzt operateur medecin medecintraitant medico insurance insurancenumber kasse "
        "krankenkasse versichertennummer versichertennr nss nir dni nationalid 邮编 城市 医生 身份证 身份证号 "
        "comment comments remark remarks note notes freetext bemerkung bemerkungen kommentar kommentare anmerkung "
        "anmerkungen notiz notizen freitext commentaire commentaires remarque remarques observaciones comentario "
        "comentarios 备注 说明",
        identity},
};

}  // namespace

std::span<const Synonyms> synonyms() {
    return list;
}

}  // namespace synchrony::tables
