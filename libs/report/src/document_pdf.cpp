#include <cairo-pdf.h>

#include <algorithm>
#include <array>
#include <memory>

#include "document.hpp"
#include "document_pieces.hpp"
#include "page_colours.hpp"

#include "synchrony/draw/pages.hpp"

namespace synchrony::report {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;
// A page that must be one: how small its print is set, and what part of it a picture may take; tried one after another.
// Below the last, print is too small to read (5.5 points).
struct Density {
    double scale;
    double most_picture;
};
constexpr std::array<Density, 10> one_page_densities = {{{1.0, 0.26},
                                                         {0.94, 0.26},
                                                         {0.88, 0.25},
                                                         {0.82, 0.24},
                                                         {0.77, 0.22},
                                                         {0.72, 0.21},
                                                         {0.68, 0.21},
                                                         {0.68, 0.17},
                                                         {0.65, 0.15},
                                                         {0.65, 0.11}}};

draw::Size size_of(Paper paper) {
    return paper == Paper::letter ? draw::Size{215.9, 279.4} : draw::Size{210.0, 297.0};
}

PageShape shape_of(const Document& document) {
    PageShape shape{size_of(document.paper)};
    if (document.one_page) shape.margin_mm = 15.0, shape.top_mm = 10.0, shape.bottom_mm = 13.0;
    return shape;
}

constexpr draw::TextStyle head_style = page_style(2.5, page_soft);

void draw_head_and_foot(draw::Painter& painter, const Document& document, const PageShape& shape, std::size_t page,
                        std::size_t pages) {
    const double right = shape.paper.width - shape.margin_mm;
    draw::TextStyle to_right = head_style;
    to_right.horizontal = draw::Horizontal::right;
    if (page > 1 && shape.top_mm > 15.0) {  // a page that should have been the only one has no room for a head
        const auto title = painter.wrapped(document.title, right - shape.margin_mm - 40.0, head_style);
        painter.text({shape.margin_mm, 13.0}, title.front() + (title.size() > 1 ? "\u2026" : ""), head_style);
        painter.text({right, 13.0}, document.date, to_right);
        painter.segments(std::vector<draw::Point>{{shape.margin_mm, 15.0}, {right, 15.0}}, {page_line, 0.15, 0.0});
    }
    const double foot = shape.paper.height - 9.0;
    painter.text({shape.margin_mm, foot}, document.notice, head_style);
    if (pages > 1)  // others may follow that are not this document's
        painter.text({right, foot}, "page " + std::to_string(page) + " of " + std::to_string(pages), to_right);
}

// A surface that nothing is seen of, to measure text on.
class Ruler {
  public:
    Ruler()
        : surface_(cairo_pdf_surface_create_for_stream(nullptr, nullptr, 1.0, 1.0), cairo_surface_destroy),
          context_(cairo_create(surface_.get()), cairo_destroy),
          painter_(context_.get()) {
        cairo_scale(context_.get(), points_per_mm, points_per_mm);
    }
    draw::Painter& painter() { return painter_; }

  private:
    std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
    std::unique_ptr<cairo_t, decltype(&cairo_destroy)> context_;
    draw::Painter painter_;
};

struct SetDocument {
    PageShape shape;
    std::vector<Page> pages;
};

core::Result<SetDocument> set_document(const Document& document) {
    Ruler ruler;
    SetDocument set{shape_of(document), {}};
    for (const auto& density : one_page_densities) {
        if (document.one_page && density.scale < document.least_scale) break;
        if (document.one_page) set.shape.scale = density.scale, set.shape.most_picture = density.most_picture;
        SYNCHRONY_ASSIGN(auto pieces, pieces_of(document, set.shape, ruler.painter()));
        set.pages = set_pages(std::move(pieces), set.shape.text_height());
        if (!document.one_page || set.pages.size() <= 1) break;
    }
    return set;
}

// "2026-11-22"
bool is_date(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    return std::all_of(text.begin(), text.end(),
                       [](char letter) { return letter == '-' || (letter >= '0' && letter <= '9'); });
}

}  // namespace

core::Result<std::vector<draw::Picture>> to_pages(const Document& document) {
    SYNCHRONY_ASSIGN(auto set, set_document(document));
    // What the running head and foot need; the document itself may be gone when a page is drawn.
    Document head;
    head.title = document.title;
    head.date = document.date;
    head.notice = document.notice;
    std::vector<draw::Picture> pictures;
    for (std::size_t i = 0; i < set.pages.size(); ++i) {
        draw::Picture picture{set.shape.paper, document.title, {}};
        for (const auto& placed : set.pages[i])
            if (!placed.piece->outline.empty())
                picture.outlines.push_back(
                    {placed.piece->outline, set.shape.top_mm + (placed.y_mm - 4.0) * set.shape.scale});
        picture.draw = [page = set.pages[i], shape = set.shape, head, number = i + 1,
                        all = set.pages.size()](draw::Painter& painter) {
            draw_head_and_foot(painter, head, shape, number, all);
            painter.placed({shape.margin_mm, shape.top_mm}, shape.scale, [&] {
                for (const auto& placed : page) draw_piece(painter, *placed.piece, {0.0, placed.y_mm});
            });
        };
        pictures.push_back(std::move(picture));
    }
    return pictures;
}

core::Result<std::string> to_pdf(const Document& document) {
    SYNCHRONY_ASSIGN(const auto pages, to_pages(document));
    // Cairo would write the time of day, and two runs would differ.
    return draw::render_pages(pages, document.title, is_date(document.date) ? document.date : "1970-01-01");
}

}  // namespace synchrony::report
