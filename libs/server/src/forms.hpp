// The files that a call's body brings: the bytes of one, or a form. Nothing is read from them here.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "call.hpp"

namespace synchrony::server {

/// Files by their names.
using UploadedFiles = std::map<std::string, std::string, std::less<>>;

/// The files of a call: the parts `file` of a form, or the body under its X-File-Name. Errors (usage): no file, a part
/// of another name, a name that leaves its folder, a name twice, a file where another name has a folder.
[[nodiscard]] core::Result<UploadedFiles> uploaded_files(Call& call);

/// What a form of a cohort brings.
struct CohortForm {
    std::string table_ending;  ///< ".csv"
    std::string table, map;
    UploadedFiles files;
};
/// Parts `table`, `map` and `file` of a form, or a table as the body. Errors (usage): those of uploaded_files, no
/// table, two of them, two maps.
[[nodiscard]] core::Result<CohortForm> cohort_form(Call& call);

/// Errors (usage) where one of the names of `held`, whatever their values, is a file where `name` has a folder, or a
/// folder where `name` is a file. The name itself may be held.
template <typename Held>
[[nodiscard]] core::Result<void> check_place(const Held& held, const std::string& name) {
    const auto both = [](std::string_view shared) {
        return core::fail(usage_fault("a file and a folder have one name", "file name", shown(shared),
                                      "another name for one of them"));
    };
    for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1))
        if (held.contains(name.substr(0, slash))) return both(name.substr(0, slash));
    const auto below = held.lower_bound(name + "/");
    if (below != held.end() && below->first.starts_with(name + "/")) return both(name);
    return {};
}

}  // namespace synchrony::server
