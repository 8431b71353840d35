// A paper as data: sections of paragraphs, tables and figures. What a page says is put together once; the HTML page and
// the PDF file show the same document.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "synchrony/draw/figure.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/report/evaluation_parts.hpp"
#include "synchrony/report/paper.hpp"

namespace synchrony::report {

inline constexpr const char* page_notice = "Research software, not a medical device. Not for decisions about patients.";

enum class Tone { plain, soft, strong, caution };

struct Paragraph {
    std::string text;
    Tone tone = Tone::plain;  ///< soft: a note in small print; strong: a statement; caution: a warning
};
struct Subheading {
    std::string text;
};
struct ListBlock {
    std::vector<std::string> items;
};
struct Code {
    std::string text;
};
/// Names with their values.
struct Terms {
    std::vector<Named> items;
};

struct Cell {
    std::string text;
    std::string small = {};  ///< second line, in small print
    Tone tone = Tone::plain;
    bool other_method = false;  ///< its interval bears a mark that the table must explain
};
struct Column {
    std::string head;
    bool number = false;     ///< set to the right
    std::string group = {};  ///< neighbours of one group share a head above their own
};
struct TableRow {
    std::vector<Cell> cells;
    bool heading = false;   ///< one cell across all columns
    bool indented = false;  ///< belongs to the row above it
};
struct Table {
    std::string caption;
    std::vector<Column> columns;
    std::vector<TableRow> rows;
    std::vector<std::string> notes;
    bool cards = false;  ///< on a phone a card for each row; else the table moves sideways
    bool half = false;   ///< may stand beside the next, which may too
    std::string label = {};
};

/// Whether a table is short enough to stand on one page rather than run on to the next.
[[nodiscard]] bool keeps_together(const Table& table);

/// A picture with words; exactly one of figure, picture and png is set.
struct Illustration {
    std::string caption;
    std::optional<draw::Figure> figure = {};
    std::optional<draw::Picture> picture = {};
    std::string png = {};
    bool raster = false;  ///< HTML: the figure as a PNG, where its outlines would be too long
    bool half = false;    ///< may stand beside another
    std::string label = {};
    /// Of a picture to scale: what the page says of the scale that it is drawn at, 1 for its own.
    std::function<std::string(double)> scale_words = {};
};

/// A figure that may stand beside another, where it is narrow enough.
[[nodiscard]] Illustration beside(std::string caption, draw::Figure figure);

using Block = std::variant<Paragraph, Subheading, ListBlock, Code, Terms, Table, Illustration>;

struct Section {
    std::string title;
    std::vector<Block> blocks;
    bool new_page = false;  ///< on paper it begins a page
};

struct Document {
    std::string notice;  ///< above the title, and in the foot of every page
    std::string title;
    std::string summary;
    std::string meta;  ///< date, design, seed
    std::string date;  ///< "2026-11-22"; empty: the PDF has none either
    bool contents = false;
    std::vector<Section> sections;
    std::vector<std::string> warnings = {};  ///< below the title, before anything else
    Paper paper = Paper::a4;
    bool one_page = false;     ///< dense; made smaller, within reason, until it stands on one page
    double least_scale = 0.0;  ///< of one page: not smaller than that; what then finds no room goes on to the next
};

/// Gives tables and illustrations with a caption their labels: "Table 1", "Figure 1".
void number_captions(Document& document);

/// The whole page; every text is escaped.
[[nodiscard]] core::Result<std::string> to_html(const Document& document);
/// The bytes of a PDF file.
[[nodiscard]] core::Result<std::string> to_pdf(const Document& document);
/// Its pages as pictures, which hold all they draw; for a file of several documents and pictures (draw::render_pages).
[[nodiscard]] core::Result<std::vector<draw::Picture>> to_pages(const Document& document);

/// The picture of an illustration without a PNG; it must outlive the picture.
[[nodiscard]] core::Result<draw::Picture> picture_of(const Illustration& illustration);

}  // namespace synchrony::report
