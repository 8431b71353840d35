// Recordings of several hospitals with their cardiologists' words, brought to one set of names. Used by tests and by
// bench/measure/hospital_table.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/measure/conduction.hpp"

namespace synchrony::test {

/// "NORM", "SINUS" (and nothing else said), "CLBBB", "CRBBB", "IRBBB", "ILBBB", "LAFB", "IVCD", "AFIB", "1AVB", "PACE",
/// "LVH"; others as the source spells them.
struct LabelledEcg {
    std::string source;  ///< "PTB-XL", "Challenge", "LUDB"
    std::string name;
    long person = 0;  ///< where the source says: recordings of one person go to one half
    std::filesystem::path path;
    measure::Sex sex = measure::Sex::unknown;
    std::set<std::string> words;
    [[nodiscard]] bool has(const char* word) const { return words.count(word) > 0; }
    [[nodiscard]] bool any_of(std::initializer_list<const char*> some) const {
        return std::any_of(some.begin(), some.end(), [&](const char* word) { return has(word); });
    }
};

namespace hospitals {

inline std::set<std::string> split(const std::string& text, const char* separators) {
    std::set<std::string> parts;
    std::string part;
    for (const char c : text + separators[0]) {
        if (std::string(separators).find(c) == std::string::npos) {
            part += c;
            continue;
        }
        if (const auto word = cohort::trimmed(part); !word.empty()) parts.emplace(word);
        part.clear();
    }
    return parts;
}

/// Rows of a table as name -> cell.
inline std::vector<std::map<std::string, std::string>> rows_of(const std::filesystem::path& path) {
    std::vector<std::map<std::string, std::string>> rows;
    const auto table = cohort::read_csv(path);
    if (!table) return rows;
    for (const auto& row : table->rows) {
        auto& cells = rows.emplace_back();
        for (std::size_t i = 0; i < row.cells.size() && i < table->header.size(); ++i)
            cells[table->header[i]] = row.cells[i];
    }
    return rows;
}

inline measure::Sex sex_of(std::string_view text) {
    const char first = text.empty() ? ' ' : text.front();
    return first == 'M' ? measure::Sex::male : first == 'F' ? measure::Sex::female : measure::Sex::unknown;
}

inline std::vector<LabelledEcg> ptbxl(const std::filesystem::path& folder) {
    std::vector<LabelledEcg> all;
    for (auto& row : rows_of(folder / "ptbxl.csv")) {
        char name[16];
        std::snprintf(name, sizeof name, "%05d", std::atoi(row["ecg_id"].c_str()));
        all.push_back({"PTB-XL", name, std::atol(row["patient_id"].c_str()), folder / "data" / name, sex_of(row["sex"]),
                       split(row["scp_codes"], " ")});
    }
    return all;
}

/// The Challenge's headers hold "Sex: Male" and "Dx: 164909002,..." (SNOMED CT) as comments.
inline std::vector<LabelledEcg> challenge(const std::filesystem::path& folder) {
    static const std::map<std::string, std::string> names = {
        {"164909002", "CLBBB"}, {"733534002", "CLBBB"}, {"59118001", "CRBBB"}, {"713427006", "CRBBB"},
        {"713426002", "IRBBB"}, {"251120003", "ILBBB"}, {"445118002", "LAFB"}, {"698252002", "IVCD"},
        {"164889003", "AFIB"},  {"270492004", "1AVB"},  {"10370003", "PACE"},  {"164873001", "LVH"}};
    std::vector<LabelledEcg> all;
    if (!std::filesystem::is_directory(folder)) return all;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ".hea") continue;
        LabelledEcg one{"Challenge", file.path().stem().string(), 0, file.path(), measure::Sex::unknown, {}};
        const auto header = io::read_ecg(file.path());
        if (!header) continue;
        for (const auto& comment : header->comments) {
            const auto colon = comment.find(':');
            if (colon == std::string::npos) continue;
            const auto key = cohort::trimmed(std::string_view(comment).substr(0, colon));
            const auto value = std::string(cohort::trimmed(std::string_view(comment).substr(colon + 1)));
            if (key == "Sex") one.sex = sex_of(value);
            if (key != "Dx") continue;
            const auto codes = split(value, ",");
            for (const auto& code : codes) one.words.insert(names.count(code) > 0 ? names.at(code) : code);
            if (codes == std::set<std::string>{"426783006"}) one.words.insert("SINUS");
        }
        all.push_back(std::move(one));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
}

inline std::vector<LabelledEcg> ludb(const std::filesystem::path& folder) {
    static const std::map<std::string, std::string> names = {{"Complete left bundle branch block", "CLBBB"},
                                                             {"Complete right bundle branch block", "CRBBB"},
                                                             {"Incomplete right bundle branch block", "IRBBB"},
                                                             {"Incomplete left bundle branch block", "ILBBB"},
                                                             {"Left anterior hemiblock", "LAFB"},
                                                             {"Non-specific intravintricular conduction delay", "IVCD"},
                                                             {"I degree AV block", "1AVB"},
                                                             {"Atrial fibrillation", "AFIB"}};
    const auto same = [](const std::string& a, const std::string& b) {
        return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
                   return std::tolower(x) == std::tolower(y);
               });
    };
    std::vector<LabelledEcg> all;
    for (auto& row : rows_of(folder / "ludb.csv")) {
        const std::string name(cohort::trimmed(row["ID"]));
        const auto path = folder / "data" / name;
        if (!std::filesystem::exists(path.string() + ".hea")) continue;
        LabelledEcg one{"LUDB", name, 0, path, sex_of(cohort::trimmed(row["Sex"])), {}};
        for (const char* column : {"Conduction abnormalities", "Rhythms"})
            for (const auto& words : split(row[column], "\n"))
                for (const auto& [theirs, ours] : names)
                    if (same(words, theirs)) one.words.insert(ours);
        if (!cohort::trimmed(row["Cardiac pacing"]).empty()) one.words.insert("PACE");
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace hospitals

/// All that lie in the data folder; sources that are not there are left out.
inline std::vector<LabelledEcg> labelled_ecgs(const std::filesystem::path& data) {
    std::vector<LabelledEcg> all;
    for (auto&& part :
         {hospitals::ptbxl(data / "ptbxl"), hospitals::challenge(data / "cinc2021"), hospitals::ludb(data / "ludb")})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace synchrony::test
