#include "pdf/drawing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "pdf/font.hpp"

namespace synchrony::io::pdf {
namespace {

constexpr std::size_t a_form_in_operators = 200;  ///< what it costs to look one up
constexpr std::size_t most_operands = 64;
constexpr std::size_t most_saved_states = 256;
constexpr int deepest_form = 8;
constexpr double mm_a_point = 25.4 / 72.0;

/// x' = a x + c y + e, y' = b x + d y + f
struct Transform {
    double a = 1.0, b = 0.0, c = 0.0, d = 1.0, e = 0.0, f = 0.0;
    [[nodiscard]] PagePoint operator()(double x, double y) const { return {a * x + c * y + e, b * x + d * y + f}; }
    [[nodiscard]] double scale() const { return std::sqrt(std::abs(a * d - b * c)); }
};

/// First `inner`, then `outer`.
Transform after(const Transform& inner, const Transform& outer) {
    return {inner.a * outer.a + inner.b * outer.c,           inner.a * outer.b + inner.b * outer.d,
            inner.c * outer.a + inner.d * outer.c,           inner.c * outer.b + inner.d * outer.d,
            inner.e * outer.a + inner.f * outer.c + outer.e, inner.e * outer.b + inner.f * outer.d + outer.f};
}

struct DrawState {
    Transform to_page;
    double line_width = 1.0;
    std::array<double, 3> colour{};
    const Font* font = nullptr;
    double leading = 0.0;
    double font_size = 1.0;
};

/// Runs operators; what is not listed has no bearing on lines and words.
class PagePainter {
  public:
    PagePainter(const Document& document, const std::string& where, std::size_t& may_obey)
        : document_(document), where_(where), may_obey_(may_obey) {}

    core::Result<void> run(const Content& content, int depth) {
        if (depth > deepest_form) return {};
        Lexer lexer(content.operators, 0, false);
        const auto saved = states_.size();
        std::vector<Object> operands;
        for (auto object = lexer.next(); object; object = lexer.next()) {
            const auto* word = object->as<Word>();
            if (!word) {
                if (operands.size() < most_operands) operands.push_back(std::move(*object));
                continue;
            }
            const std::size_t cost = word->text == "Do" ? a_form_in_operators : 1;
            if (may_obey_ < cost)
                return core::fail_input("PDF draws too much", where_, "over a million operators", "a sheet of an ECG");
            may_obey_ -= cost;
            if (word->text == "ID") skip_inline_picture(content.operators, lexer);
            SYNCHRONY_TRY(obey(word->text, operands, content.resources, depth));
            operands.clear();
        }
        while (states_.size() > saved) restore();
        return {};
    }

    Drawing drawing;
    std::array<double, 4> directions{};  ///< letters that run to the right, up, to the left, down
    void set_transform(const Transform& transform) { state_.to_page = transform; }

  private:
    using Operands = std::vector<Object>;

    [[nodiscard]] static double number(const Operands& operands, std::size_t i) {
        const auto value = i < operands.size() ? operands[i].number() : std::nullopt;
        return value && std::abs(*value) < 1e9 ? *value : 0.0;
    }
    [[nodiscard]] static Transform transform_of(const Operands& o) {
        return {number(o, 0), number(o, 1), number(o, 2), number(o, 3), number(o, 4), number(o, 5)};
    }

    core::Result<void> obey(std::string_view word, const Operands& o, const Dictionary& resources, int depth) {
        if (word == "q") {
            if (states_.size() < most_saved_states) states_.push_back(state_);
        } else if (word == "Q") {
            restore();
        } else if (word == "cm") {
            state_.to_page = after(transform_of(o), state_.to_page);
        } else if (word == "w") {
            state_.line_width = number(o, 0);
        } else if (word == "Do") {
            if (!o.empty()) return place_object(o[0].name(), resources, depth);
        } else if (word == "Tf") {
            state_.font_size = number(o, 1);
            if (!o.empty()) return choose_font(o[0].name(), resources);
        } else if (!obey_path(word, o) && !obey_text(word, o)) {
            choose_colour(word, o);
        }
        return {};
    }

    bool obey_path(std::string_view word, const Operands& o) {
        if (word == "m") {
            begin_line(number(o, 0), number(o, 1));
        } else if (word == "l") {
            line_to(number(o, 0), number(o, 1));
        } else if (word == "c") {
            line_to(number(o, 4), number(o, 5));
        } else if (word == "v" || word == "y") {
            line_to(number(o, 2), number(o, 3));
        } else if (word == "h") {
            if (!path_.empty() && !path_.back().empty()) path_.back().push_back(path_.back().front());
        } else if (word == "re") {
            begin_line(number(o, 0), number(o, 1));
            line_to(number(o, 0) + number(o, 2), number(o, 1));
            line_to(number(o, 0) + number(o, 2), number(o, 1) + number(o, 3));
            line_to(number(o, 0), number(o, 1) + number(o, 3));
        } else if (word == "S" || word == "s" || word == "B" || word == "b" || word == "B*" || word == "b*") {
            stroke();
        } else if (word == "n" || word == "f" || word == "F" || word == "f*") {
            path_.clear();
        } else {
            return false;
        }
        return true;
    }

    void begin_line(double x, double y) { path_.push_back({state_.to_page(x, y)}); }
    void line_to(double x, double y) {
        if (!path_.empty()) path_.back().push_back(state_.to_page(x, y));
    }

    void stroke() {
        for (auto& points : path_) {
            if (points.size() < 2) continue;
            const auto& colour = state_.colour;
            drawing.lines.push_back(
                {std::move(points), {state_.line_width * state_.to_page.scale(), colour[0], colour[1], colour[2]}});
        }
        path_.clear();
    }

    void choose_colour(std::string_view word, const Operands& o) {
        if (word == "G")
            state_.colour = {number(o, 0), number(o, 0), number(o, 0)};
        else if (word == "RG" || word == "SC" || word == "SCN" || word == "K")
            state_.colour = {number(o, 0), number(o, 1), number(o, 2)};
    }

    bool obey_text(std::string_view word, const Operands& o) {
        if (word == "BT") {
            text_line_ = text_ = {};
        } else if (word == "Tm") {
            text_line_ = text_ = transform_of(o);
        } else if (word == "TL") {
            state_.leading = number(o, 0);
        } else if (word == "Td" || word == "TD") {
            if (word == "TD") state_.leading = -number(o, 1);
            next_line(number(o, 0), number(o, 1));
        } else if (word == "T*") {
            next_line(0.0, -state_.leading);
        } else if (word == "Tj" || word == "TJ") {
            show(o.empty() ? Object{} : o.back());
        } else if (word == "'" || word == "\"") {
            next_line(0.0, -state_.leading);
            show(o.empty() ? Object{} : o.back());
        } else {
            return false;
        }
        return true;
    }

    void next_line(double x, double y) { text_line_ = text_ = after({1.0, 0.0, 0.0, 1.0, x, y}, text_line_); }

    /// A string, or an array of strings with the distances between them; those of a wide blank or more divide words,
    /// those that no words have divide texts.
    void show(const Object& shown) {
        static const Font plain;
        const auto& font = state_.font ? *state_.font : plain;
        std::string text;
        double along = 0.0, began = 0.0;  // thousandths of the font's size
        const auto take = [&](const std::string& codes) {
            constexpr double usual_width = 550.0;  // of a letter; widths are not read
            const auto letters = font.text_of(codes);
            text += letters;
            along += usual_width * static_cast<double>(letters.size());
        };
        if (const auto* codes = shown.as<std::string>()) take(*codes);
        if (const auto* list = shown.array())
            for (const auto& item : *list) {
                constexpr double a_blank = -200.0, another_text = -3000.0;
                if (const auto* codes = item.as<std::string>()) take(*codes);
                const auto distance = item.number();
                if (!distance) continue;
                along -= *distance;
                if (*distance < another_text) {
                    put(std::exchange(text, {}), began);
                    began = along;
                } else if (*distance < a_blank) {
                    text += ' ';
                }
            }
        put(std::move(text), began);
    }

    /// A text that begins so far along its line.
    void put(std::string text, double begins) {
        if (text.empty()) return;
        const auto to_page = after(text_, state_.to_page);
        const bool upright = std::abs(to_page.a) >= std::abs(to_page.b);
        const std::size_t direction = upright ? (to_page.a >= 0 ? 0 : 2) : (to_page.b >= 0 ? 1 : 3);
        directions[direction] += static_cast<double>(text.size());
        // What is shown next without a new place follows it: one text.
        const bool goes_on = begins == 0.0 && shown_line_ == line_number() && !drawing.texts.empty();
        if (goes_on)
            drawing.texts.back().text += text;
        else
            drawing.texts.push_back({std::move(text), to_page(begins / 1000.0 * state_.font_size, 0.0)});
        shown_line_ = line_number();
    }

    /// The place of the text's line, to tell whether two texts follow each other.
    [[nodiscard]] std::array<double, 3> line_number() const {
        return {text_.e, text_.f, static_cast<double>(states_.size())};
    }

    core::Result<void> choose_font(std::string_view name, const Dictionary& resources) {
        const auto fonts = document_.resolved(entry(resources, "Font"));
        const auto object = fonts.dictionary() ? entry(*fonts.dictionary(), name) : Object{};  // none: ASCII
        const auto* reference = object.as<Reference>();
        const std::string key = reference ? std::to_string(reference->number) : "/" + std::string(name);
        auto found = fonts_.find(key);
        constexpr std::size_t most_fonts = 256;
        if (found == fonts_.end() && fonts_.size() < most_fonts) {
            SYNCHRONY_ASSIGN(auto font, Font::read(document_, object));
            found = fonts_.emplace(key, std::move(font)).first;
        }
        state_.font = found == fonts_.end() ? nullptr : &found->second;
        return {};
    }

    core::Result<void> place_object(std::string_view name, const Dictionary& resources, int depth) {
        const auto objects = document_.resolved(entry(resources, "XObject"));
        if (!objects.dictionary()) return {};
        const auto& object = entry(*objects.dictionary(), name);
        const auto dictionary = document_.dictionary_of(object);
        const auto kind = entry(dictionary, "Subtype").name();
        if (kind == "Image") {
            const double side = state_.to_page.scale();
            drawing.picture_part += side * side;
        }
        if (kind != "Form") return {};
        Content form;
        SYNCHRONY_ASSIGN(form.operators, document_.unpacked(object));
        form.resources =
            dictionary.contains("Resources") ? document_.dictionary_of(entry(dictionary, "Resources")) : resources;
        const auto before = state_;
        const auto matrix = document_.resolved(entry(dictionary, "Matrix"));
        if (matrix.array() && matrix.array()->size() == 6)
            state_.to_page = after(transform_of(*matrix.array()), state_.to_page);
        SYNCHRONY_TRY(run(form, depth + 1));
        state_ = before;
        return {};
    }

    /// "BI ... ID bytes EI"
    static void skip_inline_picture(std::string_view text, Lexer& lexer) {
        const auto end = text.find("EI", lexer.position());
        lexer.move_to(end == std::string_view::npos ? text.size() : end + 2);
    }

    void restore() {
        if (states_.empty()) return;
        state_ = states_.back();
        states_.pop_back();
    }

    const Document& document_;
    const std::string& where_;
    DrawState state_;
    std::vector<DrawState> states_;
    std::vector<std::vector<PagePoint>> path_;
    Transform text_, text_line_;
    std::array<double, 3> shown_line_{-1e300, 0.0, 0.0};
    std::map<std::string, Font> fonts_;
    std::size_t& may_obey_;
};

/// Turns the page by quarters until most letters run to the right.
void turn_upright(std::size_t quarters, Drawing& drawing) {
    const auto turn = [&](PagePoint& p) {
        for (std::size_t i = 0; i < quarters; ++i) p = {p.y, -p.x};
    };
    for (auto& line : drawing.lines)
        for (auto& point : line.points) turn(point);
    for (auto& text : drawing.texts) turn(text.at);
}

}  // namespace

core::Result<Drawing> drawing_of(const Document& document, const Page& page, std::size_t& may_obey,
                                 const std::string& where) {
    PagePainter painter(document, where, may_obey);
    const double scale = page.points_a_unit * mm_a_point;
    painter.set_transform({scale, 0.0, 0.0, scale, -page.left * scale, -page.bottom * scale});
    SYNCHRONY_TRY(painter.run(page.content, 0));
    const auto most = std::max_element(painter.directions.begin(), painter.directions.end());
    turn_upright(static_cast<std::size_t>(most - painter.directions.begin()), painter.drawing);
    const double area = page.width * page.height * scale * scale;
    painter.drawing.picture_part = area > 0 ? painter.drawing.picture_part / area : 0.0;
    return std::move(painter.drawing);
}

}  // namespace synchrony::io::pdf
