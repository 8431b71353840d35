#include "synchrony/tables/workbook.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <span>

#include "number_format.hpp"
#include "sheet_cells.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/io/archive.hpp"
#include "synchrony/io/parse_xml.hpp"

namespace synchrony::tables {
namespace {

/// A sheet of a million rows unpacks to some hundred MB; tables of patients have some hundred kB.
constexpr std::uint64_t most_part_bytes = std::uint64_t{1} << 28;
constexpr std::size_t most_sheets = 1024;

struct NamedSheet {
    std::string name;
    std::string part;  ///< file in the archive
};

class WorkbookFile {
  public:
    WorkbookFile(std::shared_ptr<const io::Archive> archive, std::string source)
        : archive_(std::move(archive)), source_(std::move(source)) {}

    [[nodiscard]] bool has(const std::string& part) const {
        return std::ranges::binary_search(archive_->names(), part);
    }
    core::Result<void> parse(const std::string& part, pugi::xml_document& document) const {
        SYNCHRONY_ASSIGN(const auto bytes, archive_->open(part));
        if (const auto bad = core::first_bad_utf8(bytes.text()); bad != std::string_view::npos &&
                                                                 !bytes.text().starts_with("\xff\xfe") &&
                                                                 !bytes.text().starts_with("\xfe\xff"))
            return core::fail_input("the workbook's text is not UTF-8", where(part), "byte " + std::to_string(bad));
        SYNCHRONY_TRY(io::parse_xml(bytes, where(part), document));  // UTF-8 or UTF-16: nothing to be said
        return {};
    }
    [[nodiscard]] std::string where(const std::string& part) const { return source_ + ", " + part; }
    [[nodiscard]] const std::string& source() const { return source_; }

  private:
    std::shared_ptr<const io::Archive> archive_;
    std::string source_;
};

/// "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml", beside the workbook's part.
std::string part_name(const std::string& folder, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    return folder + std::string(target);
}

core::Result<std::map<std::string, std::string>> targets_of(const WorkbookFile& file) {
    pugi::xml_document document;
    SYNCHRONY_TRY(file.parse("xl/_rels/workbook.xml.rels", document));
    std::map<std::string, std::string> targets;
    for (const auto relation : document.document_element().children())
        targets[relation.attribute("Id").value()] = part_name("xl/", relation.attribute("Target").value());
    return targets;
}

core::Result<std::vector<NamedSheet>> sheets_of(const WorkbookFile& file, bool& from_1904) {
    pugi::xml_document document;
    SYNCHRONY_TRY(file.parse("xl/workbook.xml", document));
    SYNCHRONY_ASSIGN(const auto targets, targets_of(file));
    const auto workbook = document.document_element();
    from_1904 = io::child_of(workbook, "workbookPr").attribute("date1904").as_bool();
    std::vector<NamedSheet> sheets;
    for (const auto sheet : io::child_of(workbook, "sheets").children()) {
        if (sheets.size() == most_sheets) return core::fail_input("the workbook has too many sheets", file.source());
        std::string id;
        for (const auto attribute : sheet.attributes())
            if (std::string_view(attribute.name()).ends_with(":id")) id = attribute.value();
        const auto found = targets.find(id);
        if (found != targets.end() && file.has(found->second))
            sheets.push_back({sheet.attribute("name").value(), found->second});
    }
    if (sheets.empty()) return core::fail_input("the workbook has no sheet", file.source());
    return sheets;
}

core::Result<void> read_shared_strings(const WorkbookFile& file, WorkbookParts& parts) {
    constexpr const char* part = "xl/sharedStrings.xml";
    if (!file.has(part)) return {};
    pugi::xml_document document;
    SYNCHRONY_TRY(file.parse(part, document));
    for (const auto item : document.document_element().children()) parts.shared_strings.push_back(rich_text(item));
    return {};
}

core::Result<void> read_styles(const WorkbookFile& file, WorkbookParts& parts) {
    constexpr const char* part = "xl/styles.xml";
    if (!file.has(part)) return {};
    pugi::xml_document document;
    SYNCHRONY_TRY(file.parse(part, document));
    const auto styles = document.document_element();
    std::map<unsigned, bool> own;
    for (const auto format : io::child_of(styles, "numFmts").children())
        own[format.attribute("numFmtId").as_uint()] = is_date_code(format.attribute("formatCode").value());
    for (const auto style : io::child_of(styles, "cellXfs").children()) {
        const auto id = style.attribute("numFmtId").as_uint();
        const auto found = own.find(id);
        parts.style_is_date.push_back(found != own.end() ? found->second : is_date_format(id));
    }
    return {};
}

core::Error sheet_usage(const WorkbookFile& file, std::string what, std::string got, const RawTable& table) {
    return {core::ErrorKind::usage,
            std::move(what),
            file.source(),
            std::move(got),
            "one of: " + core::joined(table.all_sheets),
            "--sheet NAME"};
}

core::Result<RawTable> read_named(const WorkbookFile& file, const WorkbookParts& parts, const NamedSheet& sheet,
                                  RawTable table) {
    table.sheet = sheet.name;
    pugi::xml_document document;
    SYNCHRONY_TRY(file.parse(sheet.part, document));
    SYNCHRONY_TRY(read_sheet(document.document_element(), parts, table));
    return table;
}

/// The only sheet that holds rows.
core::Result<RawTable> read_only_one(const WorkbookFile& file, const WorkbookParts& parts,
                                     const std::vector<NamedSheet>& sheets, const RawTable& empty) {
    std::optional<RawTable> found;
    std::vector<std::string> filled;
    for (const auto& sheet : sheets) {
        SYNCHRONY_ASSIGN(auto table, read_named(file, parts, sheet, empty));
        if (table.rows.empty()) continue;
        filled.push_back(sheet.name);
        if (!found) found = std::move(table);
    }
    if (!found) return core::fail_input("the workbook's sheets are empty", file.source());
    if (filled.size() > 1)
        return core::fail(sheet_usage(file, "several sheets hold rows", core::joined(filled), *found));
    return std::move(*found);
}

}  // namespace

bool looks_like_workbook(std::string_view bytes) {
    return io::is_zip(bytes);
}

core::Result<RawTable> read_workbook(std::string_view bytes, const std::string& source, const std::string& sheet) {
    io::UnpackLimits limits;
    limits.max_bytes = most_part_bytes;
    limits.max_files = 10'000;
    SYNCHRONY_ASSIGN(auto archive,
                     io::open_zip({std::as_bytes(std::span(bytes.data(), bytes.size())), nullptr}, source, limits));
    const WorkbookFile file(std::move(archive), source);
    if (!file.has("xl/workbook.xml") || !file.has("xl/_rels/workbook.xml.rels"))
        return core::fail_input("the archive holds no workbook", source, "no xl/workbook.xml", ".xlsx",
                                "Save the table as .xlsx or CSV");
    WorkbookParts parts;
    SYNCHRONY_ASSIGN(const auto sheets, sheets_of(file, parts.from_1904));
    SYNCHRONY_TRY(read_shared_strings(file, parts));
    SYNCHRONY_TRY(read_styles(file, parts));
    RawTable empty;
    empty.source = source;
    for (const auto& one : sheets) empty.all_sheets.push_back(one.name);
    if (sheet.empty()) return read_only_one(file, parts, sheets, empty);
    const auto found = std::ranges::find(sheets, sheet, &NamedSheet::name);
    if (found == sheets.end())
        return core::fail(sheet_usage(file, "the workbook has no sheet of that name", sheet, empty));
    return read_named(file, parts, *found, empty);
}

}  // namespace synchrony::tables
