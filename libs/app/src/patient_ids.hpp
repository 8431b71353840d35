// Whose a recording is, by the ids of a table: what stands in the file, or how the file and its folders are called.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "synchrony/tables/import_table.hpp"

namespace synchrony::app {

class PatientIds {
  public:
    /// Of the first column of the rows.
    explicit PatientIds(const tables::ImportedTable& imported);

    struct Match {
        std::optional<std::size_t> row;
        bool otherwise = false;  ///< the id is spelled otherwise in the table
        bool several = false;    ///< it may be two patients: nobody is named
    };
    /// An id in a file: as it is spelled, else but for case, blanks, dashes and zeros in front.
    [[nodiscard]] Match by_id(const std::string& id) const;

    /// A recording's path below the folder that was given: the whole name of the file or of a folder, or its beginning
    /// up to a mark between words. Numbers of one or two digits count as a whole name alone, dates and what follows
    /// them never: "ECG_1" and "patient1_2020-06-11" are of nobody. Two patients in one path: neither.
    [[nodiscard]] Match by_path(const std::filesystem::path& below) const;

  private:
    /// Rows that a path is surely of, and those that a later word of it may be of.
    struct Named {
        std::set<std::size_t> sure, other;
        bool as_spelled = false;  ///< one of the sure ones as the table spells it
    };
    void add_named(std::string_view name, bool folder, Named& named) const;

    std::map<std::string, std::size_t> exactly_;
    std::map<std::string, std::optional<std::size_t>> loosely_;  // nothing: two patients
};

}  // namespace synchrony::app
