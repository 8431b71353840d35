#include "pdf/document.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "pdf/filters.hpp"

namespace synchrony::io::pdf {
namespace {

constexpr std::size_t most_pdf_bytes = std::size_t{1} << 26;
constexpr std::size_t most_pages = 64;
constexpr std::size_t most_objects = 1'000'000;
constexpr int deepest_page_tree = 32;
constexpr int most_references = 16;  ///< that lead from one to the next

bool is_pdf_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_pdf_blank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\0' || c == '\f';
}

/// The number that ends in front of `end`, blanks between left out; moves `end` in front of it. -1: none.
int number_before(std::string_view text, std::size_t& end) {
    while (end > 0 && is_pdf_blank(text[end - 1])) --end;
    const auto last = end;
    while (end > 0 && last - end < 8 && is_pdf_digit(text[end - 1])) --end;
    int number = last > end ? 0 : -1;
    for (std::size_t i = end; i < last; ++i) number = 10 * number + (text[i] - '0');
    return number;
}

/// What of a page's entries holds for the pages below too.
Dictionary with_inherited(Dictionary own, const Dictionary& above) {
    for (const char* key : {"Resources", "MediaBox", "UserUnit"})
        if (!own.contains(key))
            if (const auto found = above.find(key); found != above.end()) own.emplace(key, found->second);
    return own;
}

}  // namespace

core::Result<Document> Document::open(std::string_view text, const std::string& where) {
    if (text.size() > most_pdf_bytes)
        return core::fail_input("PDF is too large", where, std::to_string(text.size()) + " bytes",
                                "at most " + std::to_string(most_pdf_bytes));
    if (text.find("/Encrypt") != std::string_view::npos)
        return core::fail_input("PDF is encrypted", where, "an /Encrypt entry", "a file that needs no key",
                                "Print it to a PDF without protection");
    Document document(text, where);
    document.find_objects();
    SYNCHRONY_TRY(document.add_packed_objects());
    return document;
}

void Document::find_objects() {
    const auto text = sources_.front();
    for (auto at = text.find("obj"); at != std::string_view::npos; at = text.find("obj", at + 3)) {
        auto before = at;
        if (at == 0 || !is_pdf_blank(text[at - 1])) continue;  // "endobj"
        if (number_before(text, before) < 0 || before == 0 || !is_pdf_blank(text[before - 1])) continue;
        const int number = number_before(text, before);
        // Of several the last holds: files are changed by adding to them.
        if (number >= 0 && places_.size() < most_objects) places_[number] = {0, at + 3};
    }
}

core::Result<void> Document::add_packed_objects() {
    const auto in_file = places_;
    for (const auto& [number, place] : in_file) {
        const auto stream = object_at(place);
        const auto* dictionary = stream.dictionary();
        if (!dictionary || entry(*dictionary, "Type").name() != "ObjStm") continue;
        SYNCHRONY_ASSIGN(auto bytes, unpacked({Reference{number}}));
        const auto count = resolved(entry(*dictionary, "N")).number().value_or(0);
        const auto first = resolved(entry(*dictionary, "First")).number().value_or(0);
        kept_.push_back(std::make_shared<const std::string>(std::move(bytes)));
        sources_.push_back(*kept_.back());
        Lexer lexer(sources_.back());
        for (int i = 0; i < count; ++i) {
            const auto inner = lexer.next(), offset = inner ? lexer.next() : std::nullopt;
            if (!offset || !inner->number() || !offset->number() || places_.size() >= most_objects) break;
            const double at = first + *offset->number();
            if (!(at >= 0) || at >= static_cast<double>(sources_.back().size()) || std::abs(*inner->number()) > 1e7)
                break;
            places_.try_emplace(static_cast<int>(*inner->number()),
                                Place{sources_.size() - 1, static_cast<std::size_t>(at)});
        }
    }
    return {};
}

Object Document::object_at(const Place& place, std::size_t* end) const {
    if (may_parse_ == 0) return {};
    Lexer lexer(sources_[place.source], place.at);
    auto object = lexer.next();
    may_parse_ -= std::min(may_parse_, lexer.position() - place.at);
    if (end) *end = lexer.position();
    return object ? std::move(*object) : Object{};
}

Object Document::resolved(const Object& object) const {
    Object found = object;
    for (int steps = 0; steps < most_references; ++steps) {
        const auto* reference = found.as<Reference>();
        if (!reference) return found;
        const auto place = places_.find(reference->number);
        if (place == places_.end()) return {};
        found = object_at(place->second);
    }
    return {};
}

Dictionary Document::dictionary_of(const Object& object) const {
    const auto found = resolved(object);
    return found.dictionary() ? *found.dictionary() : Dictionary{};
}

core::Result<std::string> Document::unpacked(const Object& stream) const {
    const auto* reference = stream.as<Reference>();
    const auto place = reference ? places_.find(reference->number) : places_.end();
    if (place == places_.end() || place->second.source != 0) return std::string();
    std::size_t at = 0;
    const auto object = object_at(place->second, &at);
    const auto text = sources_.front();
    Lexer lexer(text, at);
    const auto word = lexer.next();
    if (!object.dictionary() || !word || !word->as<Word>() || word->as<Word>()->text != "stream") return std::string();
    at = lexer.position();
    if (text.substr(at).starts_with("\r\n"))
        at += 2;
    else if (at < text.size())
        ++at;
    // The length may be wrong, the end mark not: "endstream" in packed bytes is one in 2^72.
    const auto stated = resolved(entry(*object.dictionary(), "Length")).number().value_or(-1);
    auto end = std::string_view::npos;
    if (stated >= 0 && stated < static_cast<double>(text.size() - at)) {
        const auto by_length = at + static_cast<std::size_t>(stated);
        if (text.substr(by_length, 16).find("endstream") != std::string_view::npos) end = by_length;
    }
    if (end == std::string_view::npos) end = text.find("endstream", at);
    if (end == std::string_view::npos) return std::string();
    Dictionary with_filters = *object.dictionary();
    for (auto& [key, value] : with_filters) value = resolved(value);
    return unfiltered(text.substr(at, end - at), with_filters, may_unpack_, where_);
}

core::Result<std::vector<Page>> Document::pages() const {
    std::vector<Page> pages;
    for (const auto& [number, place] : places_) {
        const auto dictionary = object_at(place);
        if (!dictionary.dictionary() || entry(*dictionary.dictionary(), "Type").name() != "Catalog") continue;
        SYNCHRONY_TRY(add_pages(entry(*dictionary.dictionary(), "Pages"), {}, 0, pages));
        if (!pages.empty()) return pages;
    }
    return core::fail_input("PDF has no page", where_, std::to_string(places_.size()) + " objects, no page among them",
                            "a page with an ECG");
}

core::Result<void> Document::add_pages(const Object& node, const Dictionary& inherited, int depth,
                                       std::vector<Page>& pages) const {
    if (depth > deepest_page_tree || pages.size() >= most_pages || --may_visit_ < 0) return {};
    const auto dictionary = with_inherited(dictionary_of(node), inherited);
    const auto kids = resolved(entry(dictionary, "Kids"));
    if (const auto* list = kids.array()) {
        for (std::size_t i = 0; i < list->size() && may_visit_ > 0; ++i)
            SYNCHRONY_TRY(add_pages((*list)[i], dictionary, depth + 1, pages));
        return {};
    }
    if (entry(dictionary, "Type").name() != "Page") return {};
    SYNCHRONY_ASSIGN(auto page, page_of(dictionary));
    pages.push_back(std::move(page));
    return {};
}

core::Result<Page> Document::page_of(const Dictionary& dictionary) const {
    Page page;
    page.content.resources = dictionary_of(entry(dictionary, "Resources"));
    const auto box = resolved(entry(dictionary, "MediaBox"));
    std::array<double, 4> sides{0.0, 0.0, 595.0, 842.0};  // A4, where none is given
    for (std::size_t i = 0; box.array() && i < sides.size() && i < box.array()->size(); ++i)
        sides[i] = resolved((*box.array())[i]).number().value_or(sides[i]);
    page.left = std::min(sides[0], sides[2]);
    page.bottom = std::min(sides[1], sides[3]);
    page.width = std::abs(sides[2] - sides[0]);
    page.height = std::abs(sides[3] - sides[1]);
    const double unit = resolved(entry(dictionary, "UserUnit")).number().value_or(1.0);
    if (unit > 0.01 && unit < 100.0) page.points_a_unit = unit;
    const auto contents = entry(dictionary, "Contents");
    const auto list = resolved(contents);
    const Array parts = list.array() ? *list.array() : Array{contents};
    for (const auto& part : parts) {
        SYNCHRONY_ASSIGN(const auto bytes, unpacked(part));
        page.content.operators += bytes + "\n";
    }
    return page;
}

}  // namespace synchrony::io::pdf
