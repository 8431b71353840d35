#include "wfdb/segment_reader.hpp"

#include <algorithm>

#include "wfdb/fields.hpp"

namespace synchrony::io::wfdb {
namespace {

using core::fail_input;
using core::Result;

}  // namespace

Result<Header> read_header_from(const FileSource& source, const std::string& name) {
    const std::string file = name + ".hea";
    SYNCHRONY_ASSIGN(const auto bytes, source.open(file));
    return parse_header(bytes.text(), source.describe(file));
}

Result<SegmentReader> SegmentReader::open(const FileSource& source, Header header, const std::string& where,
                                          std::optional<std::int64_t> promised) {
    SegmentReader reader;
    reader.header_ = std::move(header);
    SYNCHRONY_TRY(reader.open_files(source, where));
    SYNCHRONY_TRY(reader.find_length(where, promised));
    return reader;
}

/// Signals of one file stand together; a file named again later would be read at the wrong place.
Result<void> SegmentReader::open_files(const FileSource& source, const std::string& where) {
    const auto& signals = header_.signals;
    std::vector<std::string> seen;
    for (std::size_t begin = 0, end = 0; begin < signals.size(); begin = end) {
        const auto& name = signals[begin].file_name;
        for (end = begin + 1; end < signals.size() && signals[end].file_name == name;) ++end;
        Part part{begin, end - begin, nullptr};
        const auto empty = [](const SignalSpec& s) { return s.format == 0; };
        const auto group = std::span(signals).subspan(begin, end - begin);
        if (!std::all_of(group.begin(), group.end(), empty)) {
            if (std::find(seen.begin(), seen.end(), name) != seen.end())
                return fail_input("signals of one file do not stand together", where, quote(name) + " again",
                                  "all signals of a file in consecutive lines");
            seen.push_back(name);
            SYNCHRONY_ASSIGN(auto file, SignalFile::open(source, group));
            part.file = std::make_unique<SignalFile>(std::move(file));
        }
        parts_.push_back(std::move(part));
    }
    return {};
}

Result<void> SegmentReader::find_length(const std::string& where, std::optional<std::int64_t> promised) {
    const bool said = header_.frames.value_or(0) > 0;
    if (said) frames_ = *header_.frames;
    if (promised) {
        if (said && frames_ < *promised)
            return fail_input("segment is shorter than the master header promises", where,
                              std::to_string(frames_) + " samples", std::to_string(*promised) + " samples");
        frames_ = *promised;
    } else if (!said) {
        std::int64_t shortest = -1;
        for (const auto& part : parts_) {
            if (!part.file) continue;
            const auto there = part.file->frames_in_file();
            if (there < 0)
                return fail_input("length is not given", where, "neither in the header nor in the FLAC stream",
                                  "number of samples in the record line");
            shortest = shortest < 0 ? there : std::min(shortest, there);
        }
        frames_ = std::max<std::int64_t>(0, shortest);
        header_.frames = frames_;
    }
    const bool verify = said && frames_ == *header_.frames;
    for (auto& part : parts_)
        if (part.file) SYNCHRONY_TRY(part.file->set_frames(frames_, verify));
    return {};
}

Result<void> SegmentReader::append(std::int64_t first, std::int64_t n, std::vector<Samples>& out,
                                   std::vector<record::Warning>& warnings) {
    for (auto& part : parts_) {
        const auto group = std::span(out).subspan(part.first_signal, part.signals);
        if (part.file) {
            SYNCHRONY_TRY(part.file->append(first, n, group, warnings));
            continue;
        }
        for (std::size_t s = 0; s < group.size(); ++s) {
            const auto begin = group[s].values.size();
            group[s].values.resize(
                begin + static_cast<std::size_t>(n * header_.signals[part.first_signal + s].samples_per_frame));
            add_range(group[s].invalid, static_cast<std::int64_t>(begin),
                      static_cast<std::int64_t>(group[s].values.size()));
        }
    }
    return {};
}

}  // namespace synchrony::io::wfdb
