#include "forms.hpp"

#include <filesystem>
#include <utility>

#include "synchrony/core/forget.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::server {
namespace {

/// The parts of the call's form; none where its body is no form. Errors (usage): those of parse_form, a form that no
/// boundary parts.
core::Result<std::optional<std::vector<FormPart>>> parts_of_form(const Call& call) {
    const auto boundary = form_boundary(call.content_type);
    if (boundary) return parse_form(call.body, *boundary);
    // Read as a file it would be one of no format.
    if (core::lower(core::trimmed(std::string_view(call.content_type))).starts_with("multipart/"))
        return core::fail(usage_fault("the form cannot be taken apart", "Content-Type", shown(call.content_type),
                                      "multipart/form-data; boundary=..., 70 letters at most"));
    return std::nullopt;
}

core::Result<void> add_file(UploadedFiles& files, std::string_view name, std::string bytes) {
    SYNCHRONY_ASSIGN(auto checked, checked_file_name(name));
    SYNCHRONY_TRY(check_place(files, checked));
    const auto [file, is_new] = files.emplace(std::move(checked), std::move(bytes));
    if (!is_new)
        return core::fail(usage_fault("a file is there twice", "file name", shown(file->first), "each file once"));
    return {};
}

core::Result<void> take_table(CohortForm& form, std::string_view name, std::string bytes) {
    if (!form.table_ending.empty()) return core::fail(usage_fault("two tables", "form", "two parts `table`", "one"));
    const auto ending = core::lower(std::filesystem::path(name).extension().string());
    form.table_ending = ending == ".xlsx" || ending == ".xlsm" ? ".xlsx" : ".csv";
    form.table = std::move(bytes);
    return {};
}

core::Result<void> take_part(CohortForm& form, const FormPart& part, bool& has_map) {
    if (part.name == "table") return take_table(form, part.file_name, std::string(part.bytes));
    if (part.name == "file") return add_file(form.files, part.file_name, std::string(part.bytes));
    if (part.name != "map")
        return core::fail(
            usage_fault("a part of another name", "form", shown(part.name), "parts `table`, `map` and `file`"));
    if (std::exchange(has_map, true)) return core::fail(usage_fault("two maps", "form", "two parts `map`", "one"));
    form.map = part.bytes;
    return {};
}

}  // namespace

core::Result<UploadedFiles> uploaded_files(Call& call) {
    UploadedFiles files;
    SYNCHRONY_ASSIGN(const auto parts, parts_of_form(call));
    if (parts) {
        for (const auto& part : *parts) {
            if (part.name != "file")
                return core::fail(usage_fault("a part of another name", "form", shown(part.name), "parts `file`"));
            SYNCHRONY_TRY(add_file(files, part.file_name, std::string(part.bytes)));
        }
    } else if (!call.body.empty()) {
        SYNCHRONY_TRY(add_file(files, call.file_name.empty() ? "recording" : call.file_name, std::move(call.body)));
    }
    if (files.empty())
        return core::fail(usage_fault("no file", "body", parts ? "a form without parts" : "an empty body",
                                      "the bytes of a file, or a form with parts `file`"));
    core::forget(call.body);
    return files;
}

core::Result<CohortForm> cohort_form(Call& call) {
    CohortForm form;
    SYNCHRONY_ASSIGN(const auto parts, parts_of_form(call));
    if (parts) {
        bool has_map = false;
        for (const auto& part : *parts) SYNCHRONY_TRY(take_part(form, part, has_map));
    } else if (!call.body.empty()) {
        SYNCHRONY_TRY(take_table(form, call.file_name, std::move(call.body)));
    }
    if (form.table_ending.empty())
        return core::fail(usage_fault("no table", "body", parts ? "a form without a part `table`" : "an empty body",
                                      "a part `table`, or the table's bytes"));
    core::forget(call.body);
    return form;
}

}  // namespace synchrony::server
