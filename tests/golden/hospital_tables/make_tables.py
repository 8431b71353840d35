#!/usr/bin/env python3
"""Writes fifteen tables as hospitals make them into the folder of this script. All patients are made up.

The right reading of each stands beside it in NAME.expected.csv, which this script does not write: those files were
written by hand from the tables below. Python's standard library alone: python3 make_tables.py
"""
import pathlib
import zipfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).parent


def text(name, rows, encoding, separator=";", end="\r\n"):
    (HERE / name).write_bytes(end.join(separator.join(row) for row in rows).encode(encoding) + end.encode(encoding)
                              if encoding != "utf-16" else
                              b"\xff\xfe" + (end.join(separator.join(row) for row in rows) + end).encode("utf-16-le"))


def letters(column):
    return chr(ord("A") + column)


class Shared(str):
    """A text in the workbook's shared strings; a plain str stands in the cell."""


class Date(float):
    """A serial number shown as a date."""


class Formula:
    def __init__(self, code, value):
        self.code, self.value = code, value


class Error(str):
    pass


def cell_xml(value, place, shared):
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Error):
        return f'<c r="{place}" t="e"><v>{value}</v></c>'
    if isinstance(value, Date):
        return f'<c r="{place}" s="1"><v>{float(value):g}</v></c>'
    if isinstance(value, Formula):
        return f'<c r="{place}"><f>{value.code}</f><v>{value.value}</v></c>'
    if isinstance(value, Shared):
        if value not in shared:
            shared.append(value)
        return f'<c r="{place}" t="s"><v>{shared.index(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def sheet_xml(rows, merged, shared):
    xml = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    for number, row in enumerate(rows, 1):
        cells = "".join(cell_xml(v, f"{letters(c)}{number}", shared) for c, v in enumerate(row) if v is not None)
        xml += f'<row r="{number}">{cells}</row>'
    xml += "</sheetData>"
    if merged:
        xml += "<mergeCells>" + "".join(f'<mergeCell ref="{m}"/>' for m in merged) + "</mergeCells>"
    return xml + "</worksheet>"


def workbook(name, sheets, from_1904=False):
    """sheets: name -> (rows, merged ranges)."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    shared = []
    parts = {f"xl/worksheets/sheet{i}.xml": sheet_xml(rows, merged, shared)
             for i, (rows, merged) in enumerate(sheets.values(), 1)}
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{relations}"><workbookPr date1904="{int(from_1904)}"/><sheets>' +
        "".join(f'<sheet name="{escape(s)}" sheetId="{i}" r:id="rId{i}"/>' for i, s in enumerate(sheets, 1)) +
        "</sheets></workbook>")
    parts["xl/_rels/workbook.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
        "".join(f'<Relationship Id="rId{i}" Type="{relations}/worksheet" Target="worksheets/sheet{i}.xml"/>'
                for i in range(1, len(sheets) + 1)) + "</Relationships>")
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">' + "".join(
        f"<si><t>{escape(s)}</t></si>" for s in shared) + "</sst>"
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>')
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2026, 11, 26, 0, 0, 0)), xml.encode(), zipfile.ZIP_DEFLATED)


S = Shared

text("01_german.csv", [
    ["Pat.-Nr.", "Geschlecht", "Alter (Jahre)", "Größe (cm)", "NYHA-Klasse", "QRS-Dauer (ms)", "LVEF (%)",
     "LVESV vor (ml)", "LVESV nach 6 Monaten (ml)", "Ischämische Kardiomyopathie", "Betablocker", "Kreatinin (mg/dl)"],
    ["17", "männlich", "67", "178", "III", "152", "24,5", "180,5", "140", "ja", "ja", "1,2"],
    ["18", "weiblich", "58", "165", "II", "148", "k.A.", "150", "131,25", "nein", "ja", "0,9"],
    ["19", "männlich", "71", "keine Angabe", "III", "161", "21", "210", "215", "ja", "nein", "1,6"],
    ["20", "weiblich", "63", "160", "IV", "139,5", "30", "", "90", "nein", "ja", ""],
], "cp1252")

workbook("02_american.xlsx", {"Data": ([
    [S("MRN"), S("Gender"), S("DOB"), S("Implant Date"), S("Height (in)"), S("Weight (lbs)"), S("NYHA Class"), S("QRSd"),
     S("EF"), S("Diabetes"), S("LBBB"), S("CRT responder"), S("BMI")],
    ["A1", S("Male"), Date(18264), Date(43831), 70, 200, S("NYHA III"), 150, 25, S("Yes"), True, S("Yes"),
     Formula("F2*703/E2^2", 28.7)],
    ["A2", S("Female"), Date(20000), Date(43900), 64, 150, S("NYHA II"), 142, 31, S("No"), False, S("No"),
     Formula("F3*703/E3^2", 25.7)],
    ["A3", S("Male"), Date(16000), Date(43952), 68, 180, S("NYHA IV"), 168, 19, S("N/A"), True, S("Yes"),
     Formula("F4*703/E4^2", 27.4)],
], [])})

text("03_french.txt", [
    ["Identifiant", "Nom", "Sexe", "Âge", "Taille (m)", "Poids", "Classe NYHA", "FEVG (%)", "VTSVG (mL)",
     "VTSVG à 6 mois (mL)", "HTA", "Cardiopathie ischémique", "Durée QRS (ms)"],
    ["F-01", "Dupont", "H", "66", "1,75", "82,5", "III", "27", "165", "120", "oui", "non", "155"],
    ["F-02", "Durand", "F", "72", "1,62", "64", "II", "33", "118", "NR", "non", "non", "144"],
    ["F-03", "Martin", "H", "59", "1,80", "91", "III", "22", "240", "238", "oui", "oui", "162"],
], "utf-16", "\t")

text("04_spanish.csv", [
    ["NHC", "Sexo", "Edad", "FEVI", "Clase funcional NYHA", "Anchura QRS", "Hipertensión arterial", "Diabetes mellitus",
     "Bloqueo de rama izquierda", "Talla", "Peso"],
    ["1001", "H", "70", "28", "3", "150", "Sí", "No", "Sí", "172", "80"],
    ["1002", "M", "65", "35", "2", "132", "No", "Sí", "Sí", "158", "61,5"],
    ["1003", "H", "77", "sin datos", "3", "171", "Sí", "Sí", "No", "169", "74"],
    ["1004", "M", "61", "19", "4", "158", "si", "no", "Sí", "163", "70"],
], "latin-1")

text("05_chinese.csv", [
    ["患者编号", "姓名", "性别", "年龄（岁）", "心功能分级", "左室射血分数(%)", "QRS时限(ms)", "高血压", "糖尿病",
     "术前左室收缩末期容积(ml)", "术后6个月左室收缩末期容积(ml)", "左束支传导阻滞"],
    ["P01", "张三", "男", "61", "Ⅲ级", "26", "158", "是", "否", "190", "130", "是"],
    ["P02", "李四", "女", "55", "Ⅱ级", "32", "146", "否", "否", "142", "128", "是"],
    ["P03", "王五", "男", "68", "Ⅳ级", "不详", "170", "有", "无", "231", "240", "否"],
], "utf-8-sig", ",")

workbook("06_merged_header.xlsx", {"Export": ([
    ["CRT registry, export of March"],
    [None],
    [None, None, "Baseline", None, None, "6 months", None],
    ["Patient", "Sex", "LVEF", "LVESV", "QRS", "LVEF", "LVESV"],
    [None, None, "%", "ml", "ms", "%", "ml"],
    [1, "f", 28, 151.5, 149, 41, 100],
    [2, "m", 22, 208, 163, 24, 199],
    [3, "f", 31, 122, 140, 30, 128],
], ["A1:G1", "C3:E3", "F3:G3"]), "Empty": ([], [])}, from_1904=True)

text("07_seconds_and_fractions.csv", [
    ["Subject ID", "Sex", "QRS duration", "LVEF", "Height", "Weight", "Hypertension"],
    ["s1", "F", "0.142", "0.29", "1.64", "70", "0"],
    ["s2", "M", "0.160", "0.35", "1.80", "#N/A", "1"],
    ["s3", "M", ".", "missing", "1.75", "95", "1"],
    ["s4", "F", "0.151", "0.2", "1.58", "55.5", "0"],
], "ascii", ",", "\n")

text("08_duplicates.csv", [
    ["Study No", "Gender", "Etiology", "QRS morphology", "Response", "NYHA"],
    ["7", "male", "ICM", "LBBB", "Responder", "3"],
    ["8", "female", "DCM", "RBBB", "Non-responder", "2"],
    ["7", "male", "ICM", "LBBB", "Responder", "3"],
    ["9", "male", "non-ischemic", "IVCD", "responder", "III"],
    ["", "", "", "", "", ""],
], "utf-8", "|")

text("09_sep_line.csv", [
    ["sep=;"],
    ["Herzinsuffizienzregister", "", "", "", "", ""],
    ["Fallnummer", "Geschlecht", "QRS", "LVEF", '"BNP\n(pg/ml)"', "Raucher"],
    ["55", "m", "150 ms", "25 %", "1.234,5", "nein"],
    ["56", "w", "138 ms", "31 %", "410", "ja"],
    ["57", "m", "144 ms", "22,5 %", "98,2", "nein"],
], "utf-8")

workbook("10_two_sheets.xlsx", {
    "Notes": ([[S("Exported for the CRT study")], [S("see"), S("sheet Patients")]], []),
    "Patients": ([
        [S("Patient ID"), S("Sex"), S("Age"), S("LVEDV (ml)"), S("Smoker"), S("LVESVi")],
        ["X1", S("W"), 60, S("212,5"), True, 80.5],
        ["X2", S("M"), 74, 305, False, 95],
        ["X3", S("M"), Error("#N/A"), 188, True, None],
    ], [])})

text("11_needs_a_map.csv", [
    ["ID", "Sex", "LVESV", "LVESV post", "NYHA", "Weight", "Afib"],
    ["m1", "1", "150", "120", "2", "82", "1"],
    ["m2", "2", "170", "168", "II-III", "75", "2"],
    ["m3", "1", "-99", "100", "3", "68", "1"],
], "utf-8", ",")

text("12_codes_and_extras.csv", [
    ["subject", "male", "age", "site", "ecg_file", "email", "visit date", "BNP class", "frailty", "ICD before", "LVEF 12mo"],
    ["c1", "1", "64", "North", "ecgs/c1.csv", "a@example.org", "2020-03-05", "high", "0.4", "yes", "40"],
    ["c2", "0", "59", "South", "ecgs/c2.csv", "b@example.org", "2020-04-11", "low", "NA", "no", "38"],
    ["c3", "1", "70", "North", "ecgs/c3.csv", "c@example.org", "2020-05-20", "high", "1.2", "no", "29"],
], "utf-8", ",")

text("13_german_dates.csv", [
    ["CRT-Ambulanz, Stand 03/2021"],
    [""],
    ["Nr.", "Pat-Nr.", "m/w", "geb.", "Implantation am", "NYHA", "Grunderkrankung", "EKG", "EF vor (%)",
     "LVESV prä (ml)", "LVESV post 6 Mo (ml)", "VHF", "Verstorben am", "Letzte Kontrolle"],
    ["1", "H61044", "m", "06.05.56", "21.12.16", "III°", "KHK", "LSB", "30,4", "196,8", "212,5", "-", "", "04.11.17"],
    ["2", "H12827", "w", "10.07.49", "11.01.14", "IV°", "DCMP", "schmal", "33,4", "172,3", "157,8", "+", "03.12.16", ""],
    ["3", "H12368", "m", "13.06.31", "05.05.17", "II°", "ICM", "kompl. LSB", "23,7", "133,7", "96,3", "-", "", ""],
    ["", "Mittelwert", "", "", "", "", "", "", "29,2", "167,6", "155,5", "", "", ""],
], "cp1252")

# Days since 1899-12-30, as Excel counts: 42000 is 27 December 2014.
workbook("14_french_follow_up.xlsx", {"Données": ([
    [S("Registre de resynchronisation")],
    [None, None, None, None, None, None, S("Avant"), None, None, S("À 6 mois"), None, None, None, None],
    [S("N° patient"), S("Nom"), S("Sexe (H/F)"), S("Cardiopathie"), S("Trouble conductif"), S("Date d'implantation"),
     S("FEVG (%)"), S("VTSVG (mL)"), S("Durée QRS (ms)"), S("FEVG (%)"), S("VTSVG (mL)"), S("Classe NYHA"), S("Décès"),
     S("Date des dernières nouvelles")],
    ["CHU-001", S("Dupont"), S("H"), S("CMI"), S("BBG complet"), Date(42000), 25.5, 180, 162, 34, 140, S("III"), S("oui"),
     Date(42365)],
    ["CHU-002", S("Durand"), S("F"), S("CMD"), S("BAV"), Date(42100), 31, 150.5, 141, S("NR"), 149, S("II"), S("non"),
     Date(43196)],
    ["CHU-003", S("Martin"), S("H"), S("ischémique"), S("BBD"), Date(42210), 22, 221, 150, 23, S("ND"), S("IV"), S("non"),
     None],
], ["G2:I2", "J2:K2"]), "Codes": ([[S("CMI"), S("cardiopathie ischémique")], [S("CMD"), S("dilatée")]], [])})

text("15_spanish_status.csv", [
    ["N.º historia", "Sexo", "Edad (años)", "Fecha de implante", "FEVI basal (%)", "VTSVI pre-implante (ml)",
     "VTSVI a los 6 meses (ml)", "Morfología QRS", "Grado funcional NYHA", "Tabaco", "Estado vital",
     "Fecha último contacto", "Respondedor"],
    ["300101", "V", "70", "13/05/2018", "25,5", "180", "140", "BRI", "III", "nunca", "vivo", "13/05/2021", "Sí"],
    ["300177", "M", "64", "03/02/2019", "31", "150,5", "no consta", "BRD", "II", "activo", "fallecida", "04/02/2020", "No"],
    ["300214", "V", "58", "28/11/2017", "19", "240", "238", "estrecho", "IV", "", "vivo", "28/11/2020", "No"],
], "latin-1", "\t")
