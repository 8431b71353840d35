#include <cairo-pdf.h>

#include <algorithm>
#include <memory>

#include "document.hpp"
#include "page_colours.hpp"
#include "page_flow.hpp"
#include "table_layout.hpp"

#include "synchrony/core/utf8.hpp"

namespace synchrony::report {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;
constexpr draw::Size a4_mm{210.0, 297.0};
constexpr double margin_mm = 18.0;
constexpr double text_width_mm = a4_mm.width - 2.0 * margin_mm;
constexpr double text_top_mm = 20.0;
constexpr double text_height_mm = a4_mm.height - text_top_mm - 20.0;
constexpr double leading = 1.38;
constexpr double columns_gap_mm = 6.0;
constexpr double half_width_mm = (text_width_mm - columns_gap_mm) / 2.0;
constexpr double most_picture_mm = 0.72 * text_height_mm;
constexpr double list_indent_mm = 4.0;
constexpr double terms_name_mm = 42.0;

constexpr draw::TextStyle styled(double size_mm, const draw::Colour& colour = page_ink, bool bold = false) {
    return {size_mm, colour, bold, draw::Horizontal::left, draw::Vertical::baseline, false};
}
constexpr draw::TextStyle title_style = styled(6.2, page_ink, true);
constexpr draw::TextStyle summary_style = styled(3.5);
constexpr draw::TextStyle heading_style = styled(4.5, page_accent, true);
constexpr draw::TextStyle subheading_style = styled(3.4, page_ink, true);
constexpr draw::TextStyle body_style = styled(3.2);
constexpr draw::TextStyle note_style = styled(2.7, page_soft);
constexpr draw::TextStyle code_style = styled(2.8);
constexpr draw::TextStyle head_style = styled(2.5, page_soft);

// The picture of an illustration with the place that it takes.
struct Shown {
    draw::Picture picture;
    draw::Size size_mm;
    std::string png;
};

core::Result<Shown> shown(const Illustration& illustration, double width_mm) {
    Shown result;
    draw::Size own;
    if (illustration.png.empty()) {
        SYNCHRONY_ASSIGN(result.picture, picture_of(illustration));
        own = result.picture.size_mm;
    } else {
        const auto image = draw::read_png(illustration.png);
        if (!image) return core::fail_input("an example's picture is not a PNG", illustration.caption);
        result.png = illustration.png;
        own = {text_width_mm, text_width_mm * cairo_image_surface_get_height(image.get()) /
                                  cairo_image_surface_get_width(image.get())};
    }
    const double scale = std::min({width_mm / own.width, most_picture_mm / own.height, 1.0});
    result.size_mm = {own.width * scale, own.height * scale};
    return result;
}

// Turns the blocks of a document into pieces of pages.
class PieceWriter {
  public:
    explicit PieceWriter(draw::Painter& painter) : painter_(painter) {}

    core::Result<std::vector<Piece>> write(const Document& document) {
        lines(document.notice, styled(2.7, page_caution, true), 0.0);
        lines(document.title, title_style, 3.0);
        if (!document.summary.empty()) lines(document.summary, summary_style, 2.0);
        if (!document.meta.empty()) lines(document.meta, note_style, 2.0);
        for (const auto& section : document.sections) {
            const std::size_t begin = pieces_.size();
            lines(section.title, heading_style, 7.0, 0.0, true);
            if (pieces_.size() > begin) pieces_[begin].outline = section.title;
            SYNCHRONY_TRY(write_blocks(section.blocks));
        }
        return std::move(pieces_);
    }

  private:
    core::Result<void> write_blocks(const std::vector<Block>& blocks) {
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const auto* first = std::get_if<Illustration>(&blocks[i]);
            const auto* second = i + 1 < blocks.size() ? std::get_if<Illustration>(&blocks[i + 1]) : nullptr;
            if (first && second && first->half && second->half) {
                SYNCHRONY_TRY(add_pair(*first, *second));
                ++i;
            } else {
                SYNCHRONY_TRY(std::visit([this](const auto& part) { return add(part); }, blocks[i]));
            }
        }
        return {};
    }

    // Text as one piece a line; neither the first nor the last line of a paragraph stands alone on a page.
    void lines(const std::string& text, const draw::TextStyle& style, double space_mm, double indent_mm = 0.0,
               bool with_next = false) {
        const auto broken = broken_lines(painter_, text, text_width_mm - indent_mm, style);
        for (std::size_t i = 0; i < broken.size(); ++i) {
            Piece piece;
            piece.height_mm = style.size_mm * leading;
            piece.space_mm = i == 0 ? space_mm : 0.0;
            const bool last = i + 1 == broken.size();
            piece.with_next =
                (with_next || (broken.size() > 1 && (i == 0 || i + 2 == broken.size()))) && (!last || with_next);
            piece.words.push_back({{indent_mm, style.size_mm}, broken[i], style});
            pieces_.push_back(std::move(piece));
        }
    }

    core::Result<void> add(const Paragraph& part) {
        switch (part.tone) {
            case Tone::soft:
                lines(part.text, note_style, 1.2);
                break;
            case Tone::strong:
                lines(part.text, styled(3.8, page_ink, true), 2.0);
                break;
            case Tone::caution:
                lines(part.text, styled(3.2, page_caution, true), 2.0);
                break;
            case Tone::plain:
                lines(part.text, body_style, 2.0);
        }
        return {};
    }
    core::Result<void> add(const Subheading& part) {
        lines(part.text, subheading_style, 4.5, 0.0, true);
        return {};
    }
    core::Result<void> add(const ListBlock& part) {
        for (const auto& item : part.items) {
            const std::size_t begin = pieces_.size();
            lines(item, body_style, 1.2, list_indent_mm);
            if (pieces_.size() > begin)
                pieces_[begin].words.push_back({{1.0, body_style.size_mm}, "\u2022", body_style});
        }
        return {};
    }
    core::Result<void> add(const Code& part) {
        const std::size_t begin = pieces_.size();
        lines(part.text, code_style, 2.5, 2.0);
        for (std::size_t i = begin; i < pieces_.size(); ++i)
            pieces_[i].fills.push_back({{0.0, -0.4, text_width_mm, pieces_[i].height_mm + 0.8}, page_tint});
        return {};
    }
    core::Result<void> add(const Terms& part) {
        for (const auto& term : part.items) {
            const std::size_t begin = pieces_.size();
            lines(term.value, body_style, 1.2, terms_name_mm);
            const auto names = broken_lines(painter_, term.name, terms_name_mm - 3.0, note_style);
            for (std::size_t i = 0; i < names.size(); ++i) {
                if (begin + i >= pieces_.size()) {
                    pieces_.push_back({});
                    pieces_.back().height_mm = body_style.size_mm * leading;
                }
                pieces_[begin + i].words.push_back({{0.0, body_style.size_mm}, names[i], note_style});
            }
        }
        return {};
    }

    core::Result<void> add(const Table& part) {
        if (!part.caption.empty()) lines(part.label + ". " + part.caption, styled(2.9, page_ink, true), 5.0, 0.0, true);
        auto rows = table_pieces(painter_, part, text_width_mm, text_height_mm - 20.0);
        if (!rows.empty()) rows.front().space_mm = 1.0;
        // The last row takes the notes with it.
        if (!rows.empty() && !part.notes.empty()) rows.back().with_next = true;
        std::move(rows.begin(), rows.end(), std::back_inserter(pieces_));
        for (const auto& note : part.notes) lines(note, note_style, 1.0);
        return {};
    }

    void set_caption(Piece& piece, const Illustration& part, double x, double width_mm, double top) {
        if (part.caption.empty()) return;
        for (const auto& line : broken_lines(painter_, part.label + ". " + part.caption, width_mm, note_style)) {
            piece.words.push_back({{x, top + note_style.size_mm}, line, note_style});
            top += note_style.size_mm * leading;
        }
        piece.height_mm = std::max(piece.height_mm, top);
    }

    static std::function<void(draw::Painter&)> drawn(Shown what, draw::Point at) {
        return [what = std::move(what), at](draw::Painter& painter) {
            if (!what.png.empty()) {
                painter.png({at.x, at.y, what.size_mm.width, what.size_mm.height}, what.png);
                return;
            }
            painter.placed(at, what.size_mm.width / what.picture.size_mm.width, [&] { what.picture.draw(painter); });
        };
    }

    core::Result<void> add(const Illustration& part) {
        SYNCHRONY_ASSIGN(auto what, shown(part, text_width_mm));
        Piece piece;
        piece.space_mm = 4.0;
        piece.height_mm = what.size_mm.height;
        set_caption(piece, part, 0.0, text_width_mm, what.size_mm.height + 1.0);
        piece.draw = drawn(std::move(what), {0.0, 0.0});
        pieces_.push_back(std::move(piece));
        return {};
    }

    core::Result<void> add_pair(const Illustration& left, const Illustration& right) {
        SYNCHRONY_ASSIGN(auto first, shown(left, half_width_mm));
        SYNCHRONY_ASSIGN(auto second, shown(right, half_width_mm));
        const double beside = half_width_mm + columns_gap_mm;
        Piece piece;
        piece.space_mm = 4.0;
        piece.height_mm = std::max(first.size_mm.height, second.size_mm.height);
        set_caption(piece, left, 0.0, half_width_mm, first.size_mm.height + 1.0);
        set_caption(piece, right, beside, half_width_mm, second.size_mm.height + 1.0);
        piece.draw = [one = drawn(std::move(first), {0.0, 0.0}), two = drawn(std::move(second), {beside, 0.0})](
                         draw::Painter& painter) { one(painter), two(painter); };
        pieces_.push_back(std::move(piece));
        return {};
    }

    draw::Painter& painter_;
    std::vector<Piece> pieces_;
};

cairo_status_t append(void* user, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(user)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

void draw_head_and_foot(draw::Painter& painter, const Document& document, std::size_t page, std::size_t pages) {
    const double right = a4_mm.width - margin_mm;
    draw::TextStyle to_right = head_style;
    to_right.horizontal = draw::Horizontal::right;
    if (page > 1) {
        const auto title = painter.wrapped(document.title, text_width_mm - 40.0, head_style);
        painter.text({margin_mm, 13.0}, title.front() + (title.size() > 1 ? "\u2026" : ""), head_style);
        painter.text({right, 13.0}, document.date, to_right);
        painter.segments(std::vector<draw::Point>{{margin_mm, 15.0}, {right, 15.0}}, {page_line, 0.15, 0.0});
    }
    const double foot = a4_mm.height - 11.0;
    painter.text({margin_mm, foot}, document.notice, head_style);
    painter.text({right, foot}, "page " + std::to_string(page) + " of " + std::to_string(pages), to_right);
}

void draw_page(cairo_surface_t* surface, draw::Painter& painter, const Page& page, std::size_t number) {
    for (const auto& placed : page) {
        if (!placed.piece->outline.empty()) {
            const std::string place = "page=" + std::to_string(number) + " pos=[" +
                                      std::to_string(margin_mm * points_per_mm) + " " +
                                      std::to_string((text_top_mm + placed.y_mm - 4.0) * points_per_mm) + "]";
            cairo_pdf_surface_add_outline(surface, CAIRO_PDF_OUTLINE_ROOT,
                                          core::valid_utf8(placed.piece->outline).c_str(), place.c_str(),
                                          static_cast<cairo_pdf_outline_flags_t>(0));
        }
        draw_piece(painter, *placed.piece, {margin_mm, text_top_mm + placed.y_mm});
    }
}

// "2026-11-22"
bool is_date(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    return std::all_of(text.begin(), text.end(),
                       [](char letter) { return letter == '-' || (letter >= '0' && letter <= '9'); });
}

void set_metadata(cairo_surface_t* surface, const Document& document) {
    // Version 1.4 is what archives and every viewer take.
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, core::valid_utf8(document.title).c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Synchrony");
    // Cairo would write the time of day, and two runs would differ.
    const std::string date = is_date(document.date) ? document.date : "1970-01-01";
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, (date + "T00:00:00Z").c_str());
}

}  // namespace

core::Result<std::string> to_pdf(const Document& document) {
    std::string bytes;
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_pdf_surface_create_for_stream(append, &bytes, a4_mm.width * points_per_mm, a4_mm.height * points_per_mm),
        cairo_surface_destroy);
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> context(cairo_create(surface.get()), cairo_destroy);
    set_metadata(surface.get(), document);
    cairo_scale(context.get(), points_per_mm, points_per_mm);
    draw::Painter painter(context.get());
    SYNCHRONY_ASSIGN(auto pieces, PieceWriter(painter).write(document));
    const auto pages = set_pages(std::move(pieces), text_height_mm);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        draw_head_and_foot(painter, document, i + 1, pages.size());
        draw_page(surface.get(), painter, pages[i], i + 1);
        cairo_show_page(context.get());
    }
    const auto status = cairo_status(context.get());
    cairo_surface_finish(surface.get());
    if (status != CAIRO_STATUS_SUCCESS)
        return core::fail(
            {core::ErrorKind::io, "drawing failed", document.title, cairo_status_to_string(status), {}, {}});
    return bytes;
}

}  // namespace synchrony::report
