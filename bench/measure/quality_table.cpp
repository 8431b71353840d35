// What is flagged on a folder in LUDB's shape, and how often exchanged electrodes are noticed.
//
//   quality_table LUDB_FOLDER
#include <cstdio>
#include <map>
#include <string>

#include "synchrony/app/annotated_folder.hpp"
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

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: quality_table LUDB_FOLDER\n");
        return 2;
    }
    const auto records = app::read_annotated_folder(argv[1]);
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
    return 0;
}
