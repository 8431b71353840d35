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
        "病人编号 病例号 病历号 住院号 患者id 病人id 受试者编号 研究编号 pat patid patientno nopatientid ipp noipp "
        "numeroipp ippatient nip nda iep numerodedossier numdossier idstudio idestudio codigo codigopaciente "
        "codpaciente codigodepaciente nopaciente npaciente npac idpac numerohistoria numerodehistoria "
        "numerohistoriaclinica nohistoria nohistoriaclinica paziente idpaziente codicepaziente numeropaziente "
        "nopaziente npaziente nopaz numerocartella nocartella cartellaclinica patientenkurzel patientenkuerzel "
        "patientencode patcode studienid studynr fallid casenr 患者号 病人号 病案号 登记号 门诊号 病人序号 "
        "患者序号 受试者号"},
    Synonyms{
        "patient_id",
        "nr no n lfdnr lfdno laufendenr laufendenummer num numero numer nummer number index rownumber rowid "
        "recno recordno seq sequence code codice casenum dossier noordre nordre noorden norden progressivo 序号 号",
        counter},
    Synonyms{"ecg",
             "ecg ecgfile ecgpath ekg ekgfile ekgdatei ecgdatei fichierecg archivoecg ficheroecg ecgfilename 心电图 "
             "心电图文件 recording filename dateiname ecgdateien ekgdateiname fileecg tracciatoecg nomfichierecg "
             "nombrearchivo 心电图文件名"},
    Synonyms{"group", "group personid"},
    Synonyms{
        "response",
        "response responder responders crtresponse crtresponder responsetocrt ansprechen crtansprechen repondeur "
        "reponse reponsecrt reponsealacrt respondedor respuesta respuestatrc respuestaalatrc 应答 反应 crt应答 "
        "crt反应 应答者 echoresponse echoresponder echocardiographicresponse volumetricresponse volumetricresponder "
        "volresponder responderechographique repondeurecho respondedorecografico ansprechenaufcrt ansprechenaufdiecrt "
        "crtansprecher responderstatus reponsealatrc repondeurcrt repondeuralacrt respondedoratrc respondedorcrt "
        "respuestacrt risposta rispostacrt rispostaallacrt 是否应答 是否有反应 crt有反应"},
    Synonyms{"age_y",
             "age ageyears ageatimplant ageatimplantation ageatbaseline patientage alter alterbeiimplantation "
             "lebensalter ageimplantation agealimplantation edad edadimplante 年龄 ageenannees ageans agejahre "
             "alterinjahren eta etaimpianto etaallimpianto etaanni edadenanos edadanos edadalimplante 实际年龄 岁数"},
    Synonyms{"sex", "sex gender geschlecht sexe genre sexo genero 性别 sesso geschl sx"},
    Synonyms{"sex", "male mann mannlich maennlich homme masculin hombre varon masculino 男 男性 uomo maschio", male},
    Synonyms{"sex", "female frau weiblich femme feminin mujer femenino 女 女性 donna femmina", female},
    Synonyms{"height_cm",
             "height bodyheight grosse groesse korpergrosse koerpergroesse taille talla estatura altura 身高 "
             "statura altezza koerperhohe korperhohe"},
    Synonyms{"weight_kg",
             "weight bodyweight gewicht gew korpergewicht koerpergewicht poids peso 体重 wt masse poidskg gewichtkg"},
    Synonyms{"nyha",
             "nyha nyhaclass nyhafc nyhafunctionalclass functionalclass functionalclassnyha nyhaklasse nyhastadium "
             "classenyha stadenyha nyhaclasse clasenyha clasefuncional clasefuncionalnyha nyha分级 nyha心功能分级  "
             "nyhastade nyhastad stadiumnyha klassenyha nyhakl gradonyha gradofuncional gradofuncionalnyha "
             "clasenyhafuncional cfnyha nyhacf classefunzionale "
             "classefunzionalenyha nyhaclasse "
             "心功能分级 心功能 心功能nyha分级 nyha分类 nyha级别"},
    Synonyms{"ischemic",
             "ischemic ischaemic ischemia ischaemia icm ischemiccardiomyopathy ischaemiccardiomyopathy "
             "ischemicetiology ischaemicaetiology ischamisch ischaemisch ischamie ischamischekardiomyopathie "
             "ischaemischekardiomyopathie ischamischekmp ischemique cardiopathieischemique "
             "cardiomyopathieischemique isquemica isquemico isquemia cardiopatiaisquemica miocardiopatiaisquemica  "
             "ischemischekardiomyopathie icmp ikmp iskmp cmi cardiopathieischemic coronaropathieischemique "
             "miocardiopatiaischemica ischemica ischemico cardiopatiaischemica ischemischecmp ischaemischecmp "
             "ischamischecmp "
             "缺血性 缺血性心肌病 缺血性病因 缺血"},
    Synonyms{"ischemic",
             "etiology aetiology hfetiology hfaetiology atiologie aetiologie grunderkrankung etiologie etiologia 病因  "
             "hfcause causeofhf cmptyp kardiomyopathie cardiomyopathy cardiomyopathie typeofcardiomyopathy diagnose "
             "grundkrankheit herzerkrankung cardiopathie cardiopathiesousjacente typedecardiopathie cardiopatia "
             "miocardiopatia tipodecardiopatia eziologia 病因诊断 心肌病类型 "
             "心衰病因",
             etiology},
    Synonyms{"ckd",
             "ckd chronickidneydisease chronischenierenerkrankung chronischeniereninsuffizienz niereninsuffizienz "
             "insuffisancerenale insuffisancerenalechronique enfermedadrenalcronica erc insuficienciarenal   irc mrc "
             "maladierenalechronique renalfailure renalinsufficiency chronicrenalfailure chronicrenalinsufficiency cni "
             "niereninsuff insufficienzarenale insufficienzarenalecronica malattiarenalecronica "
             "insuficienciarenalcronica 慢性肾病 慢性肾脏病 慢性肾功能不全"},
    Synonyms{"diabetes",
             "diabetes dm diabetesmellitus diabete diabetesucre diabetemellitus diabetesmelitus 糖尿病 dm2 t2dm dmii "
             "dmt2 dmtyp2 diabetestyp2 diabetestype2 typ2diabetes diabetesmellitustyp2 diabetedetype2 diabetemellito "
             "diabetico diabetique zuckerkrankheit"},
    Synonyms{"hypertension",
             "hypertension htn arterialhypertension hypertonie arteriellehypertonie bluthochdruck hta "
             "hypertensionarterielle hipertension hipertensionarterial 高血压 高血压病 hbp hypertonus arterhypertonie "
             "arthypertonie ipertensione ipertensionearteriosa htan"},
    Synonyms{
        "smoking",
        "smoking smoker currentsmoker raucher rauchen nikotinabusus tabac tabagisme fumeur tabaco tabaquismo fumador  "
        "nikotin tabak tabagismeactif tabacactif tabaquismoactivo fumo fumatore tabagismo 抽烟 "
        "吸烟 吸烟史"},
    Synonyms{"acei_arb",
             "aceiarb acearb aceiorarb acearbs aceinhibitororarb acehemmersartan acehemmerat1blocker acehemmerarb "
             "iecara2 iecaara2 iecaaraii aceisartan aceiarbs acei或arb"},
    Synonyms{"beta_blocker",
             "betablocker betablockers bb bblocker bblockers betarezeptorenblocker betabloquant betabloquants "
             "betabloqueante betabloqueantes betabloqueador bbloqueante beta受体阻滞剂 倍他受体阻滞剂 bloccanti "
             "betabloccante betabloccanti bblocker betabl bloqueursbeta blocker"},
    Synonyms{"spironolactone", "spironolactone spironolacton espironolactona 螺内酯 spironolattone aldactone"},
    Synonyms{"digoxin", "digoxin digoxine digoxina 地高辛 digossina"},
    Synonyms{"diuretic",
             "diuretic diuretics diuretikum diuretika diuretique diuretiques diuretico diureticos 利尿剂 diuretici "
             "schleifendiuretikum"},
    Synonyms{"scar_pct",
             "scar scarburden scarpercent narbe narbenanteil cicatrice cicatriz 瘢痕 瘢痕比例 narbeanteil narbenlast "
             "cicatricepct cicatrizpct cicatrici scarpct 瘢痕负荷"},
    Synonyms{"psd_deg", "psd phasesd phasestandarddeviation 相位标准差"},
    Synonyms{"pbw_deg", "pbw phasebandwidth 相位带宽"},
    Synonyms{"qrs_duration_ms",
             "qrs qrsd qrsduration qrsdur qrswidth qrsdauer qrsbreite qrszeit dureeqrs dureeduqrs qrsduree "
             "largeurqrs duracionqrs duraciondelqrs qrsduracion anchuraqrs anchoqrs qrs时限 qrs时程 qrs宽度 qrs波时限  "
             "largeurduqrs qrsbreit qrsbaseline breiteqrs breitedesqrs dauerqrs anchuradelqrs anchodelqrs anchodeqrs "
             "qrsancho qrslargeur durataqrs duratadelqrs larghezzaqrs larghezzadelqrs qrsdurata dqrs intervalloqrs "
             "qrs波宽度 qrs间期"},
    Synonyms{"lbbb",
             "lbbb lbbbmorphology lbbbyesno leftbundlebranchblock clbbb lsb linksschenkelblock bbg blocdebranchegauche "
             "brihh bcri bri "
             "bloqueoderamaizquierda bloqueoramaizquierda 左束支传导阻滞 左束支阻滞 完全性左束支传导阻滞 bbgcomplet "
             "blocdebranchegauchecomplet bcbg blocbranchegauche bloqueocompletoderamaizquierda bloqueoderamaizq "
             "bloqueoramaizq bloqueoizquierdo crbi bcrihh bloccodibrancasinistra bloccobrancasinistra bbs bbsn bbsx "
             "linksschenkel kompletterlinksschenkelblock kompletterlsb 完全性左束支阻滞"},
    Synonyms{
        "lbbb",
        "qrsmorphology morphology bundlebranchblock qrsmorphologie schenkelblock morphologieqrs "
        "morphologieduqrs morfologiaqrs morfologiadelqrs qrs形态 qrs波形态 束支阻滞 qrsform qrsbild qrstyp qrsmuster "
        "blockbild schenkelblockbild reizleitung reizleitungsstorung erregungsleitungsstorung leitungsstorung "
        "ekgbefund qrspattern qrstype bbb bbbtype conduction conductiondisorder conductiondisturbance conductiondefect "
        "intraventricularconduction troubleconductif troublesconductifs troubledeconduction troublesdeconduction "
        "troubledelaconduction conduction blocdebranche typedebloc morfologiqrs bloqueoderama bloqueorama "
        "tipodebloqueo trastornodeconduccion trastornoconduccion conduccion morfologiaecg bloccodibranca tipodiblocco "
        "disturbodiconduzione 传导阻滞 束支传导阻滞 心电图诊断 心电图表现",
        morphology},
    Synonyms{"lvef_pct",
             "lvef ef ejectionfraction leftventricularejectionfraction lvejectionfraction ejektionsfraktion  efpct "
             "lvefpct efbiplane lvefbiplane biplaneef biplanelvef lvefsimpson efsimpson simpsonef feg feve fe fevs "
             "frazionedieiezione frazionedeiezione "
             "lvejektionsfraktion linksventrikulareejektionsfraktion fevg fractiondejection "
             "fractiondejectionventriculairegauche fevi fracciondeeyeccion fraccioneyeccion "
             "fracciondeeyecciondelventriculoizquierdo 射血分数 左室射血分数 左心室射血分数 左心室ef 左室ef lv射血分数 "
             "心脏射血分数"},
    Synonyms{"lvesv_ml",
             "lvesv esv endsystolicvolume lvendsystolicvolume leftventricularendsystolicvolume  lvesvbiplane "
             "lvesvsimpson esvbiplane esvlv lvvs endsystvolumen "
             "endsystolischesvolumen lvendsystolischesvolumen linksventrikularesendsystolischesvolumen vtsvg vts "
             "volumetelesystolique volumetelesystoliquevg vtsvi volumentelesistolico volumentelesistolicovi  vtsbiplan "
             "vtsvgbiplan volumefinsystolique vfs vtsvs volumetelesistolico volumetelesistolicovs "
             "volumetelesistolicovsx volumenfinsistolico volumentelesistolicodelvi "
             "左室收缩末期容积 左心室收缩末期容积 左室收缩末容积 收缩末期容积"},
    Synonyms{"lvesv_ml",
             "lvesvi esvi lvesvindex esvindex endsystolicvolumeindex lvendsystolicvolumeindex vtsvgi vtsi vtsindexe "
             "vtsvgindexe lvesvbsa esvbsa",
             indexed},
    Synonyms{"lvedv_ml",
             "lvedv edv enddiastolicvolume lvenddiastolicvolume leftventricularenddiastolicvolume  lvedvbiplane "
             "lvedvsimpson edvbiplane lvvd enddiastvolumen "
             "enddiastolischesvolumen lvenddiastolischesvolumen linksventrikularesenddiastolischesvolumen vtdvg vtd "
             "volumetelediastolique volumetelediastoliquevg vtdvi volumentelediastolico volumentelediastolicovi  "
             "vtdbiplan vtdvgbiplan volumefindiastolique vfd vtdvs volumetelediastolico volumetelediastolicovs "
             "volumetelediastolicovsx volumenfindiastolico volumentelediastolicodelvi "
             "左室舒张末期容积 左心室舒张末期容积 左室舒张末容积 舒张末期容积"},
    Synonyms{"lvedv_ml",
             "lvedvi edvi lvedvindex edvindex enddiastolicvolumeindex lvenddiastolicvolumeindex vtdvgi vtdi vtdindexe "
             "vtdvgindexe lvedvbsa edvbsa",
             indexed},
    Synonyms{"age_y",
             "dob birth birthday birthdate dateofbirth geburtsdatum gebdatum gebdat datedenaissance ddn datenaissance "
             "fechadenacimiento fechanacimiento 出生日期 生日 geb geburt geboren geborenam geburtstag nele naissance "
             "nacimiento fnac fechanac fecnac datadinascita datanascita nascita",
             birth_date},
    Synonyms{"",
             "implant implanted implantdate dateofimplant dateofimplantation implantationdate crtdate "
             "implantationsdatum implantation "
             "datedimplantation dateimplantation dateimplant fechadeimplante fimplante fimplant fimplantacion dateimpl "
             "fechaimplante fechadelimplante 植入日期  "
             "implantationam implantdatum implantiertam datumimplantation datumderimplantation datumderimplantierung "
             "crtdatum datumcrt datumcrtd datumcrtp crtddatum crtpdatum crtddate crtpdate datecrtd datecrtp opdatum "
             "datumop crtimplantation crtimplantdate crtimplantationdate dateofcrt "
             "dateofcrtimplant devicedate proceduredate dateofprocedure dateimplantationcrt datedimplantationcrt "
             "datecrt datedelimplantation datepose datedepose dateprocedure fechaimplantacion fechadeimplantacion "
             "fechadelimplantacion fechacrt fechatrc fechaprocedimiento dataimpianto datadiimpianto datadellimpianto "
             "dataimpiantocrt 植入时间 手术时间 植入术日期 crt植入日期 起搏器植入日期 "
             "手术日期",
             implant_date},
    Synonyms{
        "",
        "lastcontact dateoflastcontact datelastcontact lastcontactdate lastfollowup lastfollowupdate "
        "dateoflastfollowup datelastfollowup lastfu lastfudate datelastfu lastvisit lastvisitdate dateoflastvisit "
        "lastseen lastseendate datelastseen lastknownalive datelastknownalive censordate censoringdate "
        "dateofcensoring endoffollowup dateendoffollowup followupend dateofdeathorlastcontact "
        "dateofdeathlastcontact deathorlastcontactdate dateofdeathorlastfollowup dateofdeathorcensoring "
        "letzterkontakt datumletzterkontakt datumdesletztenkontakts letztekontrolle datumletztekontrolle "
        "letztevisite datumletztevisite letztenachsorge datumletztenachsorge letztesfollowup "
        "datumletztesfollowup letzterfollowup letztesfu letztevorstellung todletzterkontakt "
        "tododerletzterkontakt datumtodletzterkontakt datumtododerletzterkontakt "
        "dernieresnouvelles datedernieresnouvelles datedesdernieresnouvelles dernierenouvelle "
        "datedernierenouvelle derniercontact datederniercontact dateduderniercontact "
        "derniersuivi datederniersuivi dateduderniersuivi dernierevisite datedernierevisite "
        "derniereconsultation datedernierconsultation datederniereconsultation datedepoint datepoint "
        "datededecesoudernieresnouvelles datedecesoudernieresnouvelles "
        "ultimocontacto fechaultimocontacto fultimocontacto fechadeultimocontacto fechadelultimocontacto "
        "ultimoseguimiento "
        "fechaultimoseguimiento fechadeultimoseguimiento fechadelultimoseguimiento ultimavisita "
        "fechaultimavisita fechadeultimavisita fechadelaultimavisita ultimarevision fechaultimarevision "
        "fechafinseguimiento fechafindeseguimiento fechamuerteoultimocontacto "
        "ultimocontatto dataultimocontatto datadellultimocontatto ultimofollowup dataultimofollowup "
        "dataultimavisita ultimocontrollo dataultimocontrollo "
        "末次随访 末次随访日期 末次随访时间 最后随访 最后随访日期 最后随访时间 随访截止日期 随访结束日期 末次联系日期",
        last_contact_date},
    Synonyms{"",
             "dateofdeath deathdate datedeath diedon todesdatum sterbedatum datumtod datumdestodes todestag "
             "verstorbenam gestorbenam todam datededeces datedudeces datedeces decesle decededle datemort "
             "datededecesdupatient fechademuerte fmuerte fexitus ffallecimiento fechamuerte fechafallecimiento "
             "fechadefallecimiento fechadeexitus "
             "fechaexitus fechadefuncion fechadedefuncion datadellamorte datadimorte datamorte datadecesso "
             "datadeldecesso 死亡日期 死亡时间",
             death_date},
    Synonyms{"",
             "transplantdate dateoftransplant dateoftransplantation transplantationdate datetransplant "
             "hearttransplantdate dateofhearttransplant htxdate dateofhtx datehtx htxdatum datumhtx "
             "transplantationsdatum datumtransplantation datumdertransplantation htxam transplantiertam "
             "datedetransplantation datetransplantation datedelatransplantation dategreffe datedegreffe "
             "datedelagreffe fechatrasplante fechadetrasplante fechadeltrasplante datatrapianto datadeltrapianto "
             "移植日期 心脏移植日期",
             transplant_date},
    Synonyms{"",
             "death dead deceased died tod verstorben gestorben exitus todesfall deces decede muerte fallecido "
             "fallecimiento morte deceduto decesso 死亡 是否死亡",
             death},
    Synonyms{"",
             "vitalstatus statusvital survivalstatus lifestatus uberlebensstatus ueberlebensstatus statutvital "
             "estadovital statovitale 生存状态 存活状态 生存情况",
             vital_status},
    Synonyms{
        "",
        "name surname lastname firstname fullname patientname nachname vorname patientenname nom prenom "
        "nompatient apellido apellidos nombre nombrepaciente 姓名 患者姓名 address adresse direccion phone telefon  "
        "nomdusage nompatronymique cognome nomepaziente "
        "telephone telephoneno telephonenumber tel telnr telprivat telefonnummer telefonprivat phonenumber mobilephone "
        "hausnummer hausnr housenumber houseno accession accessionno accessionnumber barcode serialnumber serialno "
        "seriennummer seriennr implantatseriennummer deviceserial deviceserialnumber implantserialnumber "
        "aufnahmenummer aufnahmenr fallnummer fallnr casenumber caseno encounter encounterid contact kontakt "
        "geburtsort birthplace placeofbirth initials initialen untersucher ueberweiser uberweiser oberarzt chefarzt "
        "assistenzarzt surgeon chirurg echokommentar kommentarecho "
        "telefono 电话 地址 email ssn "
        "zip zipcode postcode postalcode plz postleitzahl codepostal codigopostal city town ort wohnort stadt ville "
        "ciudad strasse street mobile mobil handy fax doctor physician referringphysician familydoctor "
        "generalpractitioner "
        "gp operator hausarzt zuweiser arzt operateur medecin medecintraitant medico insurance insurancenumber kasse "
        "krankenkasse kassennr kassennummer ahv ahvnr ahvnummer nhsnumber nhsno nhsnr versichertennummer "
        "versichertennr nss nir dni nationalid 邮编 城市 医生 身份证 身份证号 "
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
