// Input: files separated by a line "----": r.hea, r.dat, s.hea, r.atr. Nothing may crash, and what is read must keep
// the promises of record::Ecg.
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>

#include "main.hpp"
#include "synchrony/io/wfdb.hpp"

namespace {

using namespace synchrony;

void require(bool truth) {
    if (!truth) std::abort();
}

std::map<std::string, std::string, std::less<>> split(std::string_view input) {
    constexpr std::string_view mark = "\n----\n";
    std::map<std::string, std::string, std::less<>> files;
    for (const char* name : {"r.hea", "r.dat", "s.hea", "r.atr"}) {
        const auto end = std::min(input.find(mark), input.size());
        files[name] = std::string(input.substr(0, end));
        input.remove_prefix(std::min(input.size(), end + mark.size()));
    }
    return files;
}

void check_signal(const record::Lead& signal, std::size_t samples) {
    require(signal.samples.size() == samples);
    for (const float v : signal.samples) require(std::isfinite(v));
    std::int64_t last = -1;
    for (const auto& range : signal.invalid) {
        require(range.begin > last && range.end > range.begin);
        last = range.end;
    }
    require(last <= static_cast<std::int64_t>(samples));
}

/// Reading in small blocks gives what reading at once gives.
void check_blocks(const std::shared_ptr<const io::FileSource>& source, const io::wfdb::Record& whole) {
    auto reader = io::wfdb::SignalReader::open(source, "r");
    require(reader.has_value());
    std::vector<io::wfdb::Samples> blocks;
    for (std::int64_t at = 0; at < whole.frames;) {
        const auto n = reader->append_frames(7, blocks);
        require(n && *n > 0);
        at += *n;
        if (at > 200) return;
    }
    for (std::size_t s = 0; s < blocks.size(); ++s) {
        require(blocks[s].values == whole.signals[s].values);
        require(blocks[s].invalid == whole.signals[s].invalid);
    }
}

void fuzz_record(const std::shared_ptr<const io::FileSource>& source) {
    const auto record = io::wfdb::read_record(source, "r", {.max_values = 1 << 18});
    if (!record) return require(!record.error().what.empty() && !record.error().where.empty());
    check_blocks(source, *record);
    if (const auto ecg = io::wfdb::to_ecg(*record)) {
        for (const auto& lead : ecg->leads) check_signal(lead, ecg->leads[0].samples.size());
        for (const auto& signal : ecg->other_signals) check_signal(signal, ecg->leads[0].samples.size());
    }
    require(io::wfdb::parse_header(io::wfdb::format_header(record->header), "again").has_value() ||
            record->header.record_name.empty());
}

void fuzz_annotations(const std::string& bytes) {
    const auto file = io::wfdb::parse_annotations(std::as_bytes(std::span(bytes)), "r.atr");
    if (!file) return;
    const auto encoded = io::wfdb::encode_annotations(*file);
    if (!encoded) return;
    const auto again = io::wfdb::parse_annotations(std::as_bytes(std::span(*encoded)), "again");
    require(again.has_value() && again->annotations.size() <= file->annotations.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto files = split({reinterpret_cast<const char*>(data), size});
    fuzz_annotations(files["r.atr"]);
    fuzz_record(io::memory_source(std::move(files)));
    return 0;
}
