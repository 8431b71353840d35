// Writes printed ECGs as PDFs for tests, in plain text: a page with a scale, names of leads and their curves.
#pragma once

#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace synchrony::test {

/// A stretch of a lead on the page.
struct PrintedStrip {
    std::string lead;
    int row = 0;
    double at_s = 0.0;               ///< where on the row it begins
    std::vector<double> millivolts;  ///< NaN: the pen is up
    double name_right_mm = 0.0;      ///< by which its name made way
};

struct PrintedSheet {
    std::vector<PrintedStrip> strips;
    double hz = 250.0, mm_per_s = 25.0, mm_per_mv = 10.0;
    std::string scale = "25 mm/s   10 mm/mV";  ///< as it is written on the page
    double row_mm = 35.0;
    double size = 1.0;         ///< of the page's drawing: 0.8 where it is made to fit smaller paper
    bool grid = false;         ///< a line each 5 mm
    bool sideways = false;     ///< drawn for a page that is turned by a quarter
    bool by_segments = false;  ///< each step a line of its own
    std::string more = {};     ///< further operators

    [[nodiscard]] std::string operators() const {
        constexpr double points_a_mm = 72.0 / 25.4;
        std::string text = sideways ? "0 1 -1 0 595 0 cm\n" : "";
        text += cm(points_a_mm * size);
        text += words(20, 190, scale);
        if (grid) {
            text += "0.1 w 1 0.6 0.6 RG\n";
            for (int i = 0; i <= 54; ++i) text += line(15 + 5 * i, 10, 15 + 5 * i, 180);
            for (int i = 0; i <= 34; ++i) text += line(15, 10 + 5 * i, 285, 10 + 5 * i);
        }
        text += "0.3 w 0 0 0 RG\n";
        for (const auto& strip : strips) {
            const double x0 = 20 + strip.at_s * mm_per_s, y0 = 160 - row_mm * strip.row;
            text += words(x0 + 1 + strip.name_right_mm, y0 + 12, strip.lead);
            bool down = false;
            for (std::size_t n = 0; n < strip.millivolts.size(); ++n) {
                const double x = x0 + static_cast<double>(n) / hz * mm_per_s, y = y0 + strip.millivolts[n] * mm_per_mv;
                const bool there = std::isfinite(y);
                if (!there && down) text += "S\n";
                if (there) text += point(x, y) + (down ? " l\n" : " m\n");
                if (there && down && by_segments) text += "S\n" + point(x, y) + " m\n";
                down = there;
            }
            text += "S\n";
        }
        return text + more;
    }

    [[nodiscard]] std::string bytes() const { return pdf_of(operators()); }

    /// The smallest whole PDF that shows these operators; `objects` stand beside them, from number 6.
    [[nodiscard]] static std::string pdf_of(const std::string& content, const std::string& objects = {},
                                            const std::string& resources = {}) {
        return "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
               "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 842 595] >>\nendobj\n"
               "3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> " +
               resources + " >> >>\nendobj\n4 0 obj\n<< /Length " + std::to_string(content.size()) + " >>\nstream\n" +
               content +
               "\nendstream\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n" +
               objects + "trailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n";
    }

    /// A PDF of several pages, each of these operators.
    [[nodiscard]] static std::string pdf_of_pages(const std::vector<std::string>& contents) {
        std::string kids, objects;
        for (std::size_t i = 0; i < contents.size(); ++i) {
            const auto page = std::to_string(10 + 2 * i), content = std::to_string(11 + 2 * i);
            kids += page + " 0 R ";
            objects += page + " 0 obj\n<< /Type /Page /Parent 2 0 R /Contents " + content +
                       " 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n" + content + " 0 obj\n<< /Length " +
                       std::to_string(contents[i].size()) + " >>\nstream\n" + contents[i] + "\nendstream\nendobj\n";
        }
        return "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [" + kids +
               "] /Count " + std::to_string(contents.size()) +
               " /MediaBox [0 0 842 595] >>\nendobj\n"
               "5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n" +
               objects + "trailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n";
    }

  private:
    static std::string number(double value) {
        char text[32];
        std::snprintf(text, sizeof text, "%.6f", value);
        return text;
    }
    static std::string point(double x, double y) { return number(x) + " " + number(y); }
    static std::string line(double x0, double y0, double x1, double y1) {
        return point(x0, y0) + " m " + point(x1, y1) + " l S\n";
    }
    static std::string cm(double scale) { return number(scale) + " 0 0 " + number(scale) + " 0 0 cm\n"; }
    static std::string words(double x, double y, const std::string& text) {
        return "BT /F1 3 Tf 1 0 0 1 " + point(x, y) + " Tm (" + text + ") Tj ET\n";
    }
};

/// A heart's beat of 0.8 s in mV, so that nothing of it is a straight line.
inline std::vector<double> printed_wave(double hz, double from_s, double length_s, double size) {
    std::vector<double> values;
    for (int n = 0; n < static_cast<int>(std::lround(length_s * hz)); ++n) {
        const double t = std::fmod(from_s + n / hz, 0.8);
        const auto bump = [&](double at, double width) { return std::exp(-0.5 * std::pow((t - at) / width, 2)); };
        values.push_back(size * (bump(0.3, 0.012) - 0.2 * bump(0.34, 0.01) + 0.3 * bump(0.55, 0.05)) +
                         0.01 * std::sin(7.0 * t));
    }
    return values;
}

/// Three rows of four leads, 2.5 s each, and II below over all ten seconds.
inline PrintedSheet three_by_four(double hz = 250.0) {
    PrintedSheet sheet;
    sheet.hz = hz;
    const std::vector<std::vector<std::string>> rows = {
        {"I", "aVR", "V1", "V4"}, {"II", "aVL", "V2", "V5"}, {"III", "aVF", "V3", "V6"}};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 4; ++column)
            sheet.strips.push_back({rows[row][column], static_cast<int>(row), 2.5 * static_cast<double>(column),
                                    printed_wave(hz, 2.5 * static_cast<double>(column), 2.5,
                                                 0.3 + 0.1 * static_cast<double>(row + 3 * column))});
    sheet.strips.push_back({"II", 3, 0.0, printed_wave(hz, 0.0, 10.0, 0.4)});
    return sheet;
}

}  // namespace synchrony::test
