#include "synchrony/datasets/data_folder.hpp"

#include <algorithm>
#include <cstdlib>

#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/program_folder.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::datasets {
namespace {

// Record numbers as published: https://physionet.org/content/mitdb/1.0.0/
constexpr int mitdb_records[] = {100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 111, 112, 113, 114, 115, 116,
                                 117, 118, 119, 121, 122, 123, 124, 200, 201, 202, 203, 205, 207, 208, 209, 210,
                                 212, 213, 214, 215, 217, 219, 220, 221, 222, 223, 228, 230, 231, 232, 233, 234};
// https://physionet.org/content/ludb/1.0.1/: data/1 to data/200
constexpr int ludb_record_count = 200;
// https://physionet.org/content/ptb-xl/1.0.3/: 21,799 records, each at 500 and at 100 samples a second
constexpr std::size_t ptbxl_record_count = 21'799;

std::vector<Database> make_databases() {
    Database mitdb{"mitdb",
                   "MIT-BIH Arrhythmia Database 1.0.0",
                   "Open Data Commons Attribution License 1.0",
                   "https://physionet.org/files/mitdb/1.0.0/",
                   {},
                   {},
                   94'000'000,
                   {}};
    for (const int number : mitdb_records) mitdb.records.push_back(std::to_string(number));
    Database ludb{"ludb",
                  "Lobachevsky University Electrocardiography Database 1.0.1",
                  "Open Data Commons Attribution License 1.0",
                  "https://physionet.org/files/ludb/1.0.1/",
                  {},
                  {"ludb.csv"},
                  25'000'000,
                  {}};
    for (int number = 1; number <= ludb_record_count; ++number)
        ludb.records.push_back("data/" + std::to_string(number));
    Database ptbxl{"ptbxl",
                   "PTB-XL 1.0.3 at 500 Hz",
                   "Creative Commons Attribution 4.0 International",
                   "https://physionet.org/files/ptb-xl/1.0.3/",
                   {},
                   {"ptbxl_database.csv", "scp_statements.csv"},
                   2'650'000'000,
                   "records500/",
                   ptbxl_record_count};
    return {std::move(mitdb), std::move(ludb), std::move(ptbxl)};
}

std::string environment(const char* variable) {
    const char* value = std::getenv(variable);
    return value ? value : "";
}

std::filesystem::path cache_folder() {
    if (const auto cache = environment("XDG_CACHE_HOME"); !cache.empty())
        return std::filesystem::path(cache) / "synchrony";
    if (const auto home = environment("HOME"); !home.empty())
        return std::filesystem::path(home) / ".cache" / "synchrony";
    return std::filesystem::temp_directory_path() / "synchrony";
}

bool holds(const std::filesystem::path& folder, bool has_records) {
    std::error_code ignored;
    return has_records ? std::filesystem::is_regular_file(folder / "RECORDS", ignored)
                       : std::filesystem::is_directory(folder, ignored);
}

/// The sources' folder where the program runs as it was built: SOURCES/build/PRESET/bin. Empty where it is installed.
std::filesystem::path source_folder() {
    const auto build = core::program_folder().parent_path().parent_path();
    return build.filename() == "build" ? build.parent_path() : std::filesystem::path();
}

}  // namespace

const std::vector<Database>& databases() {
    static const std::vector<Database> all = make_databases();
    return all;
}

core::Result<Database> find_database(const std::string& name) {
    std::string names;
    for (const auto& database : databases()) {
        if (database.name == name) return database;
        core::append_word(names, database.name);
    }
    return core::fail({core::ErrorKind::usage,
                       "no such database",
                       {},
                       name,
                       "one of " + names,
                       core::did_you_mean(name, databases(), &Database::name)});
}

DataPlaces default_data_places() {
    DataPlaces places;
    if (const auto named = environment("SYNCHRONY_DATA"); !named.empty()) places.named = named;
    std::error_code ignored;
    const auto here = std::filesystem::current_path(ignored);
    places.beside.push_back(here / ".." / "shared" / "data");
    if (const auto sources = source_folder(); !sources.empty())
        places.beside.push_back(sources / ".." / "shared" / "data");
    places.cache = cache_folder();
    return places;
}

core::Result<std::filesystem::path> data_folder(const std::string& name, const DataPlaces& places) {
    const bool gettable = std::any_of(databases().begin(), databases().end(),
                                      [&](const Database& database) { return database.name == name; });
    std::vector<std::filesystem::path> roots;
    if (places.named)
        roots = {*places.named};
    else {
        roots = places.beside;
        roots.push_back(places.cache);
    }
    for (const auto& root : roots)
        if (holds(root / name, gettable)) return (root / name).lexically_normal();
    const std::string looked = places.named ? "SYNCHRONY_DATA=" + places.named->string() : "";
    return core::fail({core::ErrorKind::io,
                       "the recordings of " + name + " are not on this computer",
                       looked,
                       {},
                       {},
                       gettable ? "Run `synchrony data get " + name + "`, or name the folder that holds " + name +
                                      "/ in SYNCHRONY_DATA"
                                : "Name the folder that holds " + name + "/ in SYNCHRONY_DATA"});
}

core::Result<std::filesystem::path> data_folder(const std::string& name) {
    return data_folder(name, default_data_places());
}

std::filesystem::path data_target(const std::string& name, const DataPlaces& places) {
    return places.named.value_or(places.cache) / name;
}

}  // namespace synchrony::datasets
