#!/usr/bin/env python3
"""Writes two workbooks with programs that others made: openpyxl 3.0.9 and XlsxWriter 3.0.2 (Debian 12: python3-openpyxl,
python3-xlsxwriter). All patients are made up; the right readings beside them were written by hand.

    python3 make_workbooks.py
"""
import datetime
import pathlib

import openpyxl
import xlsxwriter

HERE = pathlib.Path(__file__).parent
DAY = datetime.datetime(2026, 11, 26)

book = openpyxl.Workbook()
book.properties.created = book.properties.modified = DAY
sheet = book.active
sheet.title = "Pat"
sheet.append(["Patient ID", "Sex", "Date of birth", "Implantation date", "LVEF (%)", "NYHA", "Diabetes", "QRS"])
sheet.append(["p1", "male", datetime.date(1950, 5, 17), datetime.datetime(2020, 5, 16, 10, 30), 25.5, "III", True, 152])
sheet.append(["p2", "female", datetime.date(1960, 1, 1), datetime.date(2020, 1, 1), 31, "II", False, 140])
sheet.append(["p3", "male", datetime.date(1971, 12, 31), datetime.date(2019, 12, 30), None, "IV", "yes", "=100+61"])
book.save(HERE / "by_openpyxl.xlsx")

book = xlsxwriter.Workbook(str(HERE / "by_xlsxwriter.xlsx"), {"date_1904": True})
book.set_properties({"created": DAY})
book.add_worksheet("Übersicht")
sheet = book.add_worksheet("Daten")
date = book.add_format({"num_format": "dd.mm.yy"})
sheet.merge_range("A1:F1", "Registry")
for column, name in enumerate(["Fallnr", "Geschlecht", "Geburtsdatum", "Implantation", "LVEF", "Raucher"]):
    sheet.write(2, column, name)
for row, (case, sex, born, implant, smoker) in enumerate(
        [(1, "m", (1950, 5, 17), (2020, 5, 17), "nein"), (2, "w", (1960, 5, 17), (2020, 5, 16), "ja")], 3):
    sheet.write_row(row, 0, [case, sex])
    sheet.write_datetime(row, 2, datetime.datetime(*born), date)
    sheet.write_datetime(row, 3, datetime.datetime(*implant), date)
    sheet.write(row, 5, smoker)
sheet.write(3, 4, 0.25)
sheet.write_rich_string(4, 4, book.add_format({"bold": True}), "0,", "31")
book.close()
