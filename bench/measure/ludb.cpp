#include "ludb.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>

#include "synchrony/io/wfdb.hpp"

namespace synchrony::measure_bench {

core::Result<std::vector<LudbRecord>> read_ludb(const std::filesystem::path& folder) {
    std::ifstream list(folder / "RECORDS");
    if (!list)
        return core::fail(
            {core::ErrorKind::io, "cannot read the list of records", (folder / "RECORDS").string(), {}, {}, {}});
    std::vector<LudbRecord> records;
    for (std::string line; std::getline(list, line);) {
        while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back()))) line.pop_back();
        if (line.empty()) continue;
        const auto path = folder / line;
        LudbRecord r;
        r.number = std::stoi(path.filename().string());
        SYNCHRONY_ASSIGN(const auto raw, io::wfdb::read_record(path));
        SYNCHRONY_ASSIGN(r.ecg, io::wfdb::to_ecg(raw));
        for (const auto& lead : r.ecg.leads) {
            std::string annotator = lead.name;
            for (char& c : annotator) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            SYNCHRONY_ASSIGN(const auto file, io::wfdb::read_annotations(path, annotator));
            r.waves.push_back(measure::waves_of_annotations(file.annotations, r.ecg.sampling_frequency_hz));
        }
        records.push_back(std::move(r));
    }
    return records;
}

}  // namespace synchrony::measure_bench
