// Pages of criteria: all is there, and in print that can be read whatever the notes' length.
#include "synchrony/report/criteria_pages.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <set>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::report {
namespace {

/// Three definitions with more criteria and longer notes than any real one has.
std::vector<CriteriaOfFinding> worst_case() {
    std::vector<CriteriaOfFinding> findings;
    for (const char* title : {"LBBB, Strauss 2011", "LBBB, AHA/ACCF/HRS 2009", "LBBB, ESC 2013"}) {
        CriteriaOfFinding finding{title, "no", {}};
        for (int i = 0; i < 16; ++i)
            finding.lines.push_back(
                {i % 3 == 0 ? "yes" : "no", "mid-QRS notch or slur, V" + std::to_string(i % 6 + 1), "164.0 ms",
                 "140.0 ms",
                 "slur begins 28 ms (40 or later: before half of QRS, 90), ends 48 ms (60 or later: "
                 "before two thirds, 120); 10 ms of tolerance at either, number " +
                     std::to_string(i)});
        findings.push_back(std::move(finding));
    }
    return findings;
}

TEST(CriteriaPages, KeepTheirPrintInTheWorstCase) {
    for (const auto paper : {Paper::a4, Paper::letter}) {
        const auto pages = criteria_pages("Criteria of LBBB", worst_case(), paper);
        ASSERT_TRUE(pages) << pages.error().message();
        ASSERT_GT(pages->size(), 1U) << "more room, not smaller print";
        std::size_t notes = 0;
        for (const auto& page : *pages) {
            const auto svg = draw::render(page, draw::PictureFormat::svg, 72.0);
            ASSERT_TRUE(svg);
            pugi::xml_document document;
            ASSERT_TRUE(document.load_buffer(svg->data(), svg->size()));
            std::set<double> base_lines;
            const double mm_per_unit = 25.4 / 72.0;
            for (const auto& glyph : document.select_nodes("//use[@y]"))
                base_lines.insert(std::round(glyph.node().attribute("y").as_double() * mm_per_unit * 100.0) / 100.0);
            // Lines of 6.5 point print (2.29 mm) set solid are 2.29 mm apart.
            double last = -100.0;
            for (const double y : base_lines) {
                if (y - last > 0.1) {
                    EXPECT_GE(y - last, 2.29) << y;
                }
                last = y;
            }
        }
        for (const auto& page : *pages) {
            const test::TemporaryFolder folder;
            ASSERT_TRUE(draw::save(page, folder / "page.svg", 72.0));
            const auto text = core::read_file(folder / "page.svg").value_or("");
            for (auto at = text.find("number "); at != std::string::npos; at = text.find("number ", at + 1)) ++notes;
        }
        EXPECT_EQ(notes, 48U) << "no criterion is lost";
    }
}

}  // namespace
}  // namespace synchrony::report
