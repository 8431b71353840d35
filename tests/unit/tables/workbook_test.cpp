#include "synchrony/tables/workbook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "synchrony/io/archive.hpp"

namespace synchrony::tables {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A workbook of one sheet; parts by what they hold.
struct BookParts {
    std::string sheet;
    std::string shared;
    std::string formats;  ///< <numFmt .../>
    std::string styles;   ///< <xf .../>
    std::string properties;
};

std::string book_bytes(const BookParts& parts) {
    const auto made =
        io::zip_of({{"xl/workbook.xml", "<workbook xmlns:r='r'><workbookPr " + parts.properties +
                                            "/><sheets><sheet name='A' sheetId='1' r:id='rId1'/></sheets></workbook>"},
                    {"xl/_rels/workbook.xml.rels",
                     "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>"},
                    {"xl/sharedStrings.xml", "<sst>" + parts.shared + "</sst>"},
                    {"xl/styles.xml", "<styleSheet><numFmts>" + parts.formats + "</numFmts><cellXfs>" + parts.styles +
                                          "</cellXfs></styleSheet>"},
                    {"xl/worksheets/sheet1.xml", "<worksheet>" + parts.sheet + "</worksheet>"}},
                   true);
    EXPECT_TRUE(made);
    return made.value_or(std::string());
}

std::string rows(const std::string& xml) {
    return "<sheetData>" + xml + "</sheetData>";
}

core::Result<RawTable> read(const BookParts& parts) {
    return read_workbook(book_bytes(parts), "t.xlsx");
}

std::string message_of(const BookParts& parts) {
    const auto table = read(parts);
    return table ? "" : table.error().message();
}

TEST(Workbook, EveryKindOfCellIsText) {
    const auto table = read(
        {rows("<row r='2'><c r='A2' t='s'><v>1</v></c><c r='C2' "
              "t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r></is></c>"
              "<c r='D2' t='b'><v>1</v></c><c r='E2' t='e'><v>#N/A</v></c><c r='F2'><f>A1*2</f><v>2.5</v></c>"
              "<c r='G2' t='str'><f>x</f><v>text</v></c><c r='H2'><f>never()</f></c><c r='I2'><f>A1+1</f><v></v></c>"
              "<c r='J2' t='str'><f>IF(A1,1,\"\")</f><v></v></c></row>"),
         "<si><t>first</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh sb='0' eb='1'><t>hint</t></rPh></si>", "",
         "", ""});
    ASSERT_TRUE(table) << table.error().message();
    ASSERT_EQ(table->rows.size(), 1U);
    EXPECT_EQ(table->rows[0].number, 2U);
    EXPECT_THAT(table->rows[0].cells, ElementsAre("rich text", "", "inline", "TRUE", "#N/A", "2.5", "text"));
    EXPECT_EQ(table->formulas_without_value, 2U);
}

// 43831 is 1 January 2020, 1 is 1 January 1900, 61 is 1 March 1900, 60 the day that was not; 42369 counts from 1904.
// (Microsoft, "Differences between the 1900 and the 1904 date system": 4 years and 1 day apart.)
TEST(Workbook, DatesAreToldByTheNumberFormat) {
    const std::string cells =
        "<row r='1'><c r='A1' s='1'><v>43831</v></c><c r='B1' s='0'><v>43831</v></c><c r='C1' s='2'><v>43831.75</v></c>"
        "<c r='D1' s='3'><v>0.5</v></c><c r='E1' s='1'><v>1</v></c><c r='F1' s='1'><v>61</v></c></row>";
    const std::string formats =
        "<numFmt numFmtId='164' formatCode='[$-409]d\\-mmm\\-yy;@'/><numFmt numFmtId='165' formatCode='0.0\"day\"'/>";
    const auto table = read({rows(cells), "", formats,
                             "<xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/>", ""});
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_THAT(table->rows[0].cells,
                ElementsAre("2020-01-01", "43831", "2020-01-01T18:00:00", "0.5", "1900-01-01", "1900-03-01"));
    const auto from_1904 = read(
        {rows("<row r='1'><c r='A1' s='0'><v>42369</v></c></row>"), "", "", "<xf numFmtId='22'/>", "date1904='1'"});
    ASSERT_TRUE(from_1904);
    EXPECT_THAT(from_1904->rows[0].cells, ElementsAre("2020-01-01"));
}

TEST(Workbook, HostileFilesEndInErrors) {
    EXPECT_THAT(message_of({rows("<row r='1'><c r='A1' t='s'><v>7</v></c></row>"), "", "", "", ""}),
                HasSubstr("a cell points at no shared string"));
    EXPECT_THAT(message_of({rows("<row r='1'><c r='ZZZZ1'><v>7</v></c></row>"), "", "", "", ""}),
                HasSubstr("a cell does not stand where it says"));
    EXPECT_THAT(message_of({rows("<row r='5'/><row r='4'/>"), "", "", "", ""}), HasSubstr("not above the one before"));
    EXPECT_THAT(message_of({rows("<row r='99999999'/>"), "", "", "", ""}), HasSubstr("row"));
    EXPECT_THAT(message_of({"", "", "", "", ""}), HasSubstr("sheets are empty"));
    // Each row one cell in the last column: 400 rows would take 6.5 million cells.
    std::string wide;
    for (int row = 1; row <= 400; ++row)
        wide += "<row r='" + std::to_string(row) + "'><c r='XFD" + std::to_string(row) + "'><v>1</v></c></row>";
    EXPECT_THAT(message_of({rows(wide), "", "", "", ""}), HasSubstr("too large"));
    EXPECT_FALSE(read_workbook("PK\x03\x04 no zip", "t.xlsx"));
    const auto other = io::zip_of({{"content.xml", "<x/>"}});
    ASSERT_TRUE(other);
    EXPECT_THAT(read_workbook(*other, "t.ods").error().message(), HasSubstr("holds no workbook"));
}

TEST(Workbook, ABombIsRefused) {
    std::string cells = "<row r='1'><c r='A1' t='inlineStr'><is><t>";
    cells.append(std::size_t{66} << 20, 'x');  // packs a thousand times
    EXPECT_THAT(message_of({rows(cells + "</t></is></c></row>"), "", "", "", ""}), HasSubstr("grows too large"));
}

}  // namespace
}  // namespace synchrony::tables
