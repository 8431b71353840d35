// Reads lines back from an SVG file, in millimetres on paper, as a plotter would draw them.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <vector>

namespace synchrony::test {

struct SvgPoint {
    double x_mm = 0.0;
    double y_mm = 0.0;
};

struct SvgLine {
    std::string style;
    std::vector<SvgPoint> points;  ///< of M and L commands
};

struct SvgDrawing {
    double width_mm = 0.0;
    double height_mm = 0.0;
    std::vector<SvgLine> lines;  ///< every stroked path
    std::string title;
    std::string words;  ///< all that is written, one text a line
    /// Whether one of the texts is exactly that.
    [[nodiscard]] bool says(const std::string& text) const {
        return ("\n" + words).find("\n" + text + "\n") != std::string::npos;
    }
};

inline double attribute_mm(const pugi::xml_node& node, const char* name) {
    const std::string text = node.attribute(name).as_string();
    return text.ends_with("mm") ? std::strtod(text.c_str(), nullptr) : std::nan("");
}

/// Nothing when `text` is not well-formed XML with an <svg> root.
inline std::optional<SvgDrawing> read_svg(const std::string& text) {
    pugi::xml_document document;
    if (!document.load_buffer(text.data(), text.size())) return std::nullopt;
    const auto root = document.child("svg");
    if (!root) return std::nullopt;
    SvgDrawing drawing;
    drawing.width_mm = attribute_mm(root, "width");
    drawing.height_mm = attribute_mm(root, "height");
    drawing.title = root.child("title").text().as_string();
    drawing.words = root.child("desc").text().as_string();
    double box[4] = {};
    std::sscanf(root.attribute("viewBox").as_string(), "%lf %lf %lf %lf", box, box + 1, box + 2, box + 3);
    const double mm_per_unit = drawing.width_mm / box[2];
    for (const auto& found : document.select_nodes("//path[@style]")) {
        const auto path = found.node();
        const std::string style = path.attribute("style").as_string();
        if (style.find("stroke:rgb") == std::string::npos) continue;
        double m[6] = {1, 0, 0, 1, 0, 0};
        if (const auto transform = path.attribute("transform"))
            std::sscanf(transform.as_string(), "matrix(%lf,%lf,%lf,%lf,%lf,%lf)", m, m + 1, m + 2, m + 3, m + 4, m + 5);
        SvgLine line{style, {}};
        for (const char* at = path.attribute("d").as_string(); *at;) {
            double x = 0.0;
            double y = 0.0;
            int used = 0;
            if ((*at == 'M' || *at == 'L') && std::sscanf(at + 1, "%lf %lf%n", &x, &y, &used) == 2) {
                line.points.push_back(
                    {(m[0] * x + m[2] * y + m[4]) * mm_per_unit, (m[1] * x + m[3] * y + m[5]) * mm_per_unit});
                at += 1 + used;
            } else {
                ++at;
            }
        }
        drawing.lines.push_back(std::move(line));
    }
    return drawing;
}

}  // namespace synchrony::test
