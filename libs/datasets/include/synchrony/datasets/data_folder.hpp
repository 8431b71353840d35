// Where the public databases lie on this computer.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::datasets {

/// A public database that the program knows by name.
struct Database {
    std::string name;                  ///< "mitdb": its folder's name and the word on the command line
    std::string title;                 ///< in full, with its version
    std::string licence;               ///< as its publisher states it
    std::string base_url;              ///< where its files lie, ends with '/'
    std::vector<std::string> records;  ///< every record of the published version, as RECORDS lists them
    std::vector<std::string> tables;   ///< further files that the program reads
    std::uint64_t about_bytes = 0;     ///< size of all files, for the progress bar only
    std::string part;                  ///< the folder of which records are taken, ends with '/'; empty: all there are
    std::size_t record_count = 0;      ///< of that folder, where `records` does not list them
};

/// The databases that `synchrony data get` can fetch.
[[nodiscard]] const std::vector<Database>& databases();
/// The database of that name; the error (usage) lists the names there are.
[[nodiscard]] core::Result<Database> find_database(const std::string& name);

/// Where folders of databases are looked for, in this order. A named SYNCHRONY_DATA is the only place then: who names
/// a folder does not want another one to be read.
struct DataPlaces {
    std::optional<std::filesystem::path> named;  ///< SYNCHRONY_DATA
    std::vector<std::filesystem::path> beside;   ///< ../shared/data of the working and of the source folder
    std::filesystem::path cache;                 ///< $XDG_CACHE_HOME/synchrony, else ~/.cache/synchrony
};
[[nodiscard]] DataPlaces default_data_places();

/// The folder of the database `name` itself: the one that holds RECORDS where the database has records (mitdb, ludb,
/// ptbxl), else any folder of that name ("noise", "elsync"). Error (io): it is nowhere; the hint is the command that
/// gets it.
[[nodiscard]] core::Result<std::filesystem::path> data_folder(const std::string& name, const DataPlaces& places);
[[nodiscard]] core::Result<std::filesystem::path> data_folder(const std::string& name);

/// Where `synchrony data get` puts the database: in SYNCHRONY_DATA when named, else in the cache folder.
[[nodiscard]] std::filesystem::path data_target(const std::string& name, const DataPlaces& places);

}  // namespace synchrony::datasets
