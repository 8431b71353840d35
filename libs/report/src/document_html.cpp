#include <algorithm>
#include <kainjow/mustache.hpp>

#include "base64.hpp"
#include "document.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/inline_svg.hpp"
#include "templates.hpp"

namespace synchrony::report {
namespace {

using kainjow::mustache::data;
constexpr double raster_dpi = 150.0;

// A text that is shown only when there is one: Mustache takes "" for true.
void set_optional(data& item, const std::string& name, const std::string& text) {
    if (text.empty())
        item.set(name, false);
    else
        item.set(name, text);
}

std::string class_of(Tone tone) {
    switch (tone) {
        case Tone::soft:
            return "note";
        case Tone::strong:
            return "strong";
        case Tone::caution:
            return "caution";
        case Tone::plain:
            break;
    }
    return "plain";
}

data texts(const std::vector<std::string>& values) {
    data list{data::type::list};
    for (const auto& value : values) list.push_back(data{value});
    return list;
}

data cell_data(const Cell& cell, const Column& column, bool first) {
    data item;
    item.set("text", cell.text);
    item.set("label", column.group.empty() ? column.head : column.group + ": " + column.head);
    item.set("class", class_of(cell.tone) + (column.number ? " n" : ""));
    item.set("row_head", first);
    item.set("cell", !first);
    set_optional(item, "small", cell.small);
    return item;
}

data row_data(const TableRow& row, const Table& table) {
    data item;
    data cells{data::type::list};
    item.set("heading", false);
    if (row.heading) {
        data heading;
        heading.set("span", std::to_string(table.columns.size()));
        heading.set("text", row.cells.empty() ? "" : row.cells.front().text);
        item.set("heading", heading);
    } else {
        for (std::size_t i = 0; i < std::min(row.cells.size(), table.columns.size()); ++i)
            cells.push_back(cell_data(row.cells[i], table.columns[i], i == 0));
    }
    item.set("indented", row.indented);
    item.set("cells", cells);
    return item;
}

// Heads above heads: one for each run of columns of the same group.
data group_data(const std::vector<Column>& columns) {
    data groups{data::type::list};
    for (std::size_t begin = 0; begin < columns.size();) {
        std::size_t end = begin + 1;
        while (end < columns.size() && columns[end].group == columns[begin].group) ++end;
        data item;
        item.set("name", columns[begin].group);
        item.set("span", std::to_string(end - begin));
        item.set("class", columns[begin].group.empty() ? "none" : "group");
        groups.push_back(item);
        begin = end;
    }
    return groups;
}

data table_data(const Table& table) {
    data item;
    item.set("caption", table.caption);
    item.set("label", table.label);
    set_optional(item, "has_caption", table.caption);
    item.set("class", std::string(table.cards ? "cards" : "wide") + (keeps_together(table) ? " short" : ""));
    const bool grouped =
        std::any_of(table.columns.begin(), table.columns.end(), [](const Column& c) { return !c.group.empty(); });
    item.set("grouped", grouped);
    if (grouped) item.set("groups", group_data(table.columns));
    data heads{data::type::list};
    for (const auto& column : table.columns) {
        data head;
        head.set("name", column.head);
        head.set("class", column.number ? "n" : "t");
        heads.push_back(head);
    }
    item.set("heads", heads);
    data rows{data::type::list};
    for (const auto& row : table.rows) rows.push_back(row_data(row, table));
    item.set("rows", rows);
    item.set("notes", texts(table.notes));
    return item;
}

core::Result<data> illustration_data(const Illustration& shown, const std::string& id) {
    data item;
    item.set("caption", shown.caption);
    set_optional(item, "label", shown.label);
    set_optional(item, "has_caption", shown.caption);
    set_optional(item, "scale", shown.scale_words ? shown.scale_words(0.0) : std::string());
    item.set("svg", false);
    item.set("png", false);
    if (!shown.png.empty()) {
        item.set("png", base64(shown.png));
    } else {
        SYNCHRONY_ASSIGN(const auto picture, picture_of(shown));
        if (shown.raster) {
            SYNCHRONY_ASSIGN(const auto bytes, draw::render(picture, draw::PictureFormat::png, raster_dpi));
            item.set("png", base64(bytes));
        } else {
            SYNCHRONY_ASSIGN(const auto svg, draw::inline_svg(picture, id));
            item.set("svg", svg);
        }
    }
    return item;
}

// Blocks of a section; illustrations that may stand beside one another come as one block.
class SectionWriter {
  public:
    explicit SectionWriter(std::string id) : id_(std::move(id)) {}

    core::Result<data> write(const Section& section) {
        for (const auto& block : section.blocks) {
            const auto* shown = std::get_if<Illustration>(&block);
            if (!shown || !shown->half) end_row();
            const auto* table = std::get_if<Table>(&block);
            pair_tables(table && table->half);
            SYNCHRONY_TRY(std::visit([this](const auto& part) { return add(part); }, block));
        }
        end_row();
        pair_tables(false);
        data item;
        item.set("heading", section.title);
        item.set("id", id_);
        item.set("blocks", blocks_);
        item.set("new_page", section.new_page);
        return item;
    }

  private:
    void push(const std::string& kind, const data& content) {
        data block;
        block.set(kind, content);
        blocks_.push_back(block);
    }

    // Tables that may stand beside one another have a box around them.
    void pair_tables(bool wanted) {
        if (wanted == paired_) return;
        push(wanted ? "open" : "close", data{data::type::bool_true});
        paired_ = wanted;
    }

    void end_row() {
        if (row_.is_empty_list()) return;
        data row;
        row.set("plots", row_);
        push("row", row);
        row_ = data{data::type::list};
    }

    core::Result<void> add(const Paragraph& part) {
        data item;
        item.set("text", part.text);
        item.set("class", class_of(part.tone));
        push("paragraph", item);
        return {};
    }
    core::Result<void> add(const Subheading& part) {
        push("subheading", data{part.text});
        return {};
    }
    core::Result<void> add(const ListBlock& part) {
        data item;
        item.set("items", texts(part.items));
        push("listing", item);
        return {};
    }
    core::Result<void> add(const Code& part) {
        push("code", data{part.text});
        return {};
    }
    core::Result<void> add(const Terms& part) {
        data items{data::type::list};
        for (const auto& term : part.items) {
            data item;
            item.set("name", term.name);
            item.set("value", term.value);
            items.push_back(item);
        }
        data item;
        item.set("items", items);
        push("terms", item);
        return {};
    }
    core::Result<void> add(const Table& part) {
        push("table", table_data(part));
        return {};
    }
    core::Result<void> add(const Illustration& part) {
        SYNCHRONY_ASSIGN(const auto item, illustration_data(part, id_ + "-" + std::to_string(++pictures_)));
        if (part.half)
            row_.push_back(item);
        else
            push("picture", item);
        return {};
    }

    std::string id_;
    data blocks_{data::type::list};
    data row_{data::type::list};
    int pictures_ = 0;
    bool paired_ = false;
};

}  // namespace

core::Result<std::string> to_html(const Document& document) {
    data page;
    page.set("css", page_css);
    page.set("title", document.title);
    page.set("notice", document.notice);
    set_optional(page, "summary", document.summary);
    set_optional(page, "meta", document.meta);
    page.set("warnings", texts(document.warnings));
    page.set("one_page", document.one_page);
    data sections{data::type::list};
    data contents{data::type::list};
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
        const std::string id = "s" + std::to_string(i + 1);
        SYNCHRONY_ASSIGN(const auto section, SectionWriter(id).write(document.sections[i]));
        sections.push_back(section);
        data entry;
        entry.set("id", id);
        entry.set("name", document.sections[i].title);
        contents.push_back(entry);
    }
    page.set("has_contents", document.contents);
    page.set("contents", contents);
    page.set("sections", sections);
    kainjow::mustache::mustache shell{document_template};
    return core::printable(shell.render(page));  // a title may hold what a terminal would obey
}

}  // namespace synchrony::report
