// Which file a table means: hospitals' tables name ECGs with other separators, case, folders, or without an extension.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::cohort {

struct FoundEcg {
    std::filesystem::path path;           ///< below the table's folder, or as named; empty: none, or several
    bool by_search = false;               ///< it was not there as it is named
    std::vector<std::string> candidates;  ///< relative to the folder, where several match or are like it; a few
};

/// Finds ECGs below a table's folder. The folder is walked once, and only where a name is not there as it stands.
class EcgFinder {
  public:
    explicit EcgFinder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// A file as it is named (with .hea too; inside an archive too); else the only file below the folder that has that
    /// path but for case, accents' composition, backslashes and drive; else without the extension; else that name in
    /// any folder. No file is found for two names: "a/ecg.xml" is not "b/ecg.xml". Hidden files, linked folders and
    /// what lies beyond `most_files` are passed over.
    [[nodiscard]] FoundEcg find(std::string_view name);

    static constexpr std::size_t most_files = 200'000;  ///< our bound: seconds on a slow disk

  private:
    void walk();
    /// Whether the file was found for another name.
    bool taken(const std::filesystem::path& file, const std::string& wanted);
    [[nodiscard]] std::vector<std::size_t> matches(const std::string& wanted) const;

    std::filesystem::path folder_;
    bool walked_ = false;
    std::vector<std::string> files_;            ///< relative to the folder
    std::map<std::string, std::string> taken_;  ///< files found, and for which name
    std::multimap<std::string, std::size_t, std::less<>> by_path_, by_bare_path_, by_name_, by_bare_name_;
};

/// "is it a.xml or b.xml?", or nothing where there are no candidates.
[[nodiscard]] std::string candidates_question(const FoundEcg& found);

}  // namespace synchrony::cohort
