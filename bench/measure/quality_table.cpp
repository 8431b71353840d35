// What is flagged on a folder in LUDB's shape, and how often exchanged electrodes are noticed.
//
//   quality_table LUDB_FOLDER [MITDB_FOLDER]
//
// With MIT-BIH also: what is said of the rhythm of its ten-second pieces, by the annotated rhythm.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "synchrony/core/parallel.hpp"
#include "synchrony/datasets/annotated_folder.hpp"
#include "synchrony/io/wfdb.hpp"
#include "synchrony/measure/measure.hpp"

namespace {

using namespace synchrony;
using measure::LeadSwap;

std::vector<float>& lead(record::Ecg& e, const char* name) {
    for (auto& l : e.leads)
        if (l.name == name) return l.samples;
    return e.leads.front().samples;
}

// The recording as it would be with two electrodes exchanged.
record::Ecg exchanged(record::Ecg e, LeadSwap swap) {
    const auto chest = [&](const char* a, const char* b) { std::swap(lead(e, a), lead(e, b)); };
    const auto negate = [&](const char* a) {
        for (float& v : lead(e, a)) v = -v;
    };
    switch (swap) {
        case LeadSwap::la_ra:
            negate("I"), chest("II", "III"), chest("aVR", "aVL");
            break;
        case LeadSwap::ra_ll:
            chest("I", "III"), negate("I"), negate("II"), negate("III"), chest("aVR", "aVF");
            break;
        case LeadSwap::la_ll:
            chest("I", "II"), negate("III"), chest("aVL", "aVF");
            break;
        case LeadSwap::v1_v2:
            chest("V1", "V2");
            break;
        case LeadSwap::v2_v3:
            chest("V2", "V3");
            break;
        case LeadSwap::v3_v4:
            chest("V3", "V4");
            break;
        case LeadSwap::v4_v5:
            chest("V4", "V5");
            break;
        case LeadSwap::v5_v6:
            chest("V5", "V6");
            break;
        default:
            break;
    }
    return e;
}

// The annotated rhythm of each ten-second piece of a record, where it does not change within.
std::vector<std::pair<std::int64_t, std::string>> pieces(const io::wfdb::AnnotationFile& file, std::int64_t length,
                                                         std::int64_t samples) {
    constexpr int rhythm_change = 28;  // ecgcodes.h
    std::vector<std::pair<std::int64_t, std::string>> all;
    std::string now;
    std::size_t at = 0;
    for (std::int64_t from = 0; from + length <= samples; from += length) {
        bool changes = false;
        for (; at < file.annotations.size() && file.annotations[at].sample < from + length; ++at) {
            const auto& a = file.annotations[at];
            if (a.code != rhythm_change) continue;
            constexpr std::int64_t as_good_as_start = 36;
            changes = changes || (!now.empty() && a.sample > from + as_good_as_start);
            now = a.auxiliary;
        }
        if (!changes && !now.empty()) all.emplace_back(from, now);
    }
    return all;
}

struct RhythmCount {
    int pieces = 0, af = 0, more_p = 0, no_p = 0, paced = 0, refused = 0;
    RhythmCount& operator+=(const RhythmCount& o) {
        pieces += o.pieces, af += o.af, more_p += o.more_p, no_p += o.no_p, paced += o.paced, refused += o.refused;
        return *this;
    }
};
using ByRhythm = std::map<std::string, RhythmCount>;

ByRhythm rhythms_of(std::filesystem::path path) {
    ByRhythm counts;
    const auto ecg = io::wfdb::to_ecg(io::wfdb::read_record(path).value()).value();
    const auto file = io::wfdb::read_annotations(path.replace_extension(), "atr").value();
    const auto length = static_cast<std::int64_t>(10.0 * ecg.sampling_frequency_hz);
    for (const auto& [from, rhythm] : pieces(file, length, ecg.sample_count())) {
        record::Ecg piece = ecg;
        for (auto& l : piece.leads) {
            l.invalid.clear();
            l.samples = {l.samples.begin() + from, l.samples.begin() + from + length};
        }
        const auto m = measure::measure_ecg(piece);
        if (!m) continue;
        const auto flagged = [&](const char* name) {
            return std::any_of(m->flags.begin(), m->flags.end(), [&](const auto& f) { return f.name == name; }) ? 1 : 0;
        };
        counts[rhythm] += {1,
                           flagged("likely_atrial_fibrillation"),
                           flagged("more_p_than_qrs"),
                           flagged("no_p_waves"),
                           flagged("paced"),
                           m->refused() ? 1 : 0};
    }
    return counts;
}

void rhythm_table(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> records;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".hea") records.push_back(entry.path());
    std::vector<ByRhythm> all(records.size());
    core::parallel_for(records.size(), static_cast<int>(std::thread::hardware_concurrency()),
                       [&](std::size_t i) { all[i] = rhythms_of(records[i]); });
    ByRhythm sum;
    for (const auto& one : all)
        for (const auto& [rhythm, count] : one) sum[rhythm] += count;
    std::printf(
        "ten-second pieces of MIT-BIH, two leads: annotated rhythm, pieces, said to be AF, more P than QRS, no P "
        "waves, paced, refused\n");
    for (const auto& [rhythm, c] : sum)
        std::printf("  %-6s %5d  AF %5d  more P %5d  no P %5d  paced %5d  refused %5d\n", rhythm.c_str(), c.pieces,
                    c.af, c.more_p, c.no_p, c.paced, c.refused);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: quality_table LUDB_FOLDER [MITDB_FOLDER]\n");
        return 2;
    }
    const auto records = datasets::read_annotated_folder(argv[1]);
    if (!records) {
        std::fprintf(stderr, "%s\n", records.error().message().c_str());
        return 1;
    }
    std::map<std::string, std::string> flagged;
    std::map<std::string, int> times;
    int refused = 0;
    for (const auto& r : *records) {
        const auto m = measure::measure_ecg(r.ecg);
        if (!m) {
            std::printf("%s: %s\n", r.name.c_str(), m.error().message().c_str());
            continue;
        }
        refused += m->refused() ? 1 : 0;
        for (const auto& f : m->flags) {
            ++times[f.name];
            flagged[f.name] += " " + r.name + "(" + f.detail + ")";
        }
    }
    std::printf("%zu recordings, %d refused\n", records->size(), refused);
    for (const auto& [name, list] : flagged)
        std::printf("  %-28s %3d:%s\n", name.c_str(), times[name], list.substr(0, 400).c_str());
    std::printf("exchanged electrodes: noticed, and named rightly\n");
    for (const LeadSwap s : {LeadSwap::none, LeadSwap::la_ra, LeadSwap::ra_ll, LeadSwap::la_ll, LeadSwap::v1_v2,
                             LeadSwap::v2_v3, LeadSwap::v3_v4, LeadSwap::v4_v5, LeadSwap::v5_v6}) {
        int noticed = 0, right = 0, n = 0;
        for (const auto& r : *records) {
            const auto m = measure::measure_ecg(exchanged(r.ecg, s));
            if (!m || !m->lead_swap) continue;
            ++n;
            noticed += *m->lead_swap != LeadSwap::none ? 1 : 0;
            right += *m->lead_swap == s ? 1 : 0;
        }
        std::printf("  %-6s %3d of %3d noticed, %3d named\n", std::string(measure::name_of(s)).c_str(), noticed, n,
                    right);
    }
    if (argc > 2) rhythm_table(argv[2]);
    return 0;
}
