// What is said of the rhythm of labelled recordings: atrial fibrillation, PR interval, pacing.
//
//   rhythm_table DATA_FOLDER [EVIDENCE.csv]
//
// DATA_FOLDER as the tests share it: ptbxl/ (SCP codes), cinc2021/ (SNOMED codes), ludb/ (rhythm, conduction, pacing;
// the cardiologists' own PR), mitdb/ (ten-second pieces of two leads, rhythm as annotated). The second file gets the
// evidence of each recording, for choosing weights; docs/results/quality.md says which sets were chosen on.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>
#include <utility>

#include "synchrony/core/parallel.hpp"
#include "synchrony/datasets/annotated_folder.hpp"
#include "synchrony/io/wfdb.hpp"
#include "synchrony/measure/measure.hpp"

namespace {

using namespace synchrony;
namespace fs = std::filesystem;

struct Case {
    std::string set, name, labels;
    record::Ecg ecg;
    std::optional<double> annotated_pr_ms;
    std::optional<measure::Measurements> found;
};

std::string file_text(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream all;
    all << file.rdbuf();
    return all.str();
}

/// The rows of a CSV table; quoted cells may hold commas and line ends.
std::vector<std::vector<std::string>> table_of(const fs::path& path) {
    std::vector<std::vector<std::string>> rows(1);
    std::string cell;
    bool quoted = false;
    for (const char c : file_text(path)) {
        if (c == '"') {
            quoted = !quoted;
        } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
            cell += c == '\n' || c == '\r' || c == ',' ? ' ' : c;
        } else if (c != '\r') {
            rows.back().push_back(std::exchange(cell, {}));
            if (c == '\n') rows.emplace_back();
        }
    }
    rows.back().push_back(cell);
    return rows;
}

record::Ecg read(const fs::path& path) {
    return io::wfdb::to_ecg(io::wfdb::read_record(path).value()).value();
}

std::vector<Case> ptbxl(const fs::path& folder) {
    std::vector<Case> all;
    for (const auto& row : table_of(folder / "ptbxl.csv")) {
        if (row.size() < 5 || row[0] == "ecg_id") continue;
        const auto name = std::string(5 - std::min<std::size_t>(5, row[0].size()), '0') + row[0];
        all.push_back({"ptbxl", name, row[4], read(folder / "data" / (name + ".hea")), {}, {}});
    }
    return all;
}

std::vector<Case> cinc2021(const fs::path& folder) {
    const std::map<std::string, std::string> words = {
        {"164889003", "AFIB"}, {"164890007", "AFLT"},  {"270492004", "1AVB"}, {"10370003", "PACE"},
        {"284470004", "PAC"},  {"427084000", "STACH"}, {"426783006", "SR"},   {"427393009", "SARRH"}};
    std::vector<Case> all;
    std::vector<fs::path> headers;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".hea") headers.push_back(entry.path());
    std::sort(headers.begin(), headers.end());
    for (const auto& header : headers) {
        std::string labels;
        const auto text = file_text(header);
        for (const auto& [code, word] : words)
            if (text.find(code) != std::string::npos) labels += (labels.empty() ? "" : " ") + word;
        all.push_back({"cinc2021", header.stem().string(), labels, read(header), {}, {}});
    }
    return all;
}

/// Median over annotated beats of the time from the earliest P onset to the earliest QRS onset over leads: the second
/// earliest of each, as the program reads them.
std::optional<double> annotated_pr(const datasets::AnnotatedRecord& r) {
    std::vector<double> all;
    for (std::size_t lead = 0; lead < r.waves.size(); ++lead) {
        std::vector<double> of_lead;
        std::optional<double> p;
        for (const auto& w : r.waves[lead]) {
            if (w.kind == measure::WaveKind::p) p = w.onset_s;
            if (w.kind != measure::WaveKind::qrs) continue;
            if (p && w.onset_s) of_lead.push_back(*w.onset_s - *p);
            p.reset();
        }
        if (of_lead.empty()) continue;
        std::nth_element(of_lead.begin(), of_lead.begin() + static_cast<std::ptrdiff_t>(of_lead.size() / 2),
                         of_lead.end());
        all.push_back(1000.0 * of_lead[of_lead.size() / 2]);
    }
    if (all.size() < 6) return std::nullopt;
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

std::vector<Case> ludb(const fs::path& folder) {
    std::map<std::string, std::string> labels;
    for (const auto& row : table_of(folder / "ludb.csv"))
        if (row.size() > 8) {
            std::string words;
            const auto has = [&](int column, const char* what) {
                return row[static_cast<std::size_t>(column)].find(what) != std::string::npos;
            };
            if (has(3, "Atrial fibrillation")) words += "AFIB ";
            if (has(3, "flutter")) words += "AFLT ";
            if (has(3, "Sinus arrhythmia")) words += "SARRH ";
            if (has(5, "I degree AV") || has(5, "I degree av")) words += "1AVB? ";
            if (!row[8].empty()) words += "PACE ";
            labels[row[0]] = words;
        }
    std::vector<Case> all;
    const auto records = datasets::read_annotated_folder(folder);
    if (!records) return all;
    for (const auto& r : *records) all.push_back({"ludb", r.name, labels[r.name], r.ecg, annotated_pr(r), {}});
    return all;
}

// Ten-second pieces in which the annotated rhythm does not change.
std::vector<Case> mitdb(const fs::path& folder) {
    std::vector<Case> all;
    std::vector<fs::path> headers;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".hea") headers.push_back(entry.path());
    std::sort(headers.begin(), headers.end());
    for (auto header : headers) {
        const auto ecg = read(header);
        const auto file = io::wfdb::read_annotations(fs::path(header).replace_extension(), "atr").value();
        const auto length = static_cast<std::int64_t>(10.0 * ecg.sampling_frequency_hz);
        constexpr int rhythm_change = 28, every = 3;  // ecgcodes.h; a third of the pieces is enough
        std::string now;
        std::size_t at = 0;
        int count = 0;
        for (std::int64_t from = 0; from + length <= ecg.sample_count(); from += length) {
            bool changes = false;
            for (; at < file.annotations.size() && file.annotations[at].sample < from + length; ++at) {
                const auto& a = file.annotations[at];
                if (a.code != rhythm_change) continue;
                constexpr std::int64_t as_good_as_start = 36;
                changes = changes || (!now.empty() && a.sample > from + as_good_as_start);
                now = a.auxiliary.c_str();
            }
            const bool fibrillation = now.rfind("(AFIB", 0) == 0;
            if (changes || now.empty() || (!fibrillation && ++count % every != 0)) continue;
            std::string label = now.substr(1);
            if (fibrillation) label = "AFIB";
            all.push_back({"mitdb",
                           header.stem().string() + "@" + std::to_string(from / length),
                           label,
                           record::excerpt(ecg, {from, from + length}),
                           {},
                           {}});
        }
    }
    return all;
}

bool labelled(const Case& c, const char* word) {
    return (" " + c.labels + " ").find(std::string(" ") + word + " ") != std::string::npos;
}

bool flagged(const Case& c, const char* name) {
    return c.found &&
           std::any_of(c.found->flags.begin(), c.found->flags.end(), [&](const auto& f) { return f.name == name; });
}

template <typename Truth, typename Said>
void table_row(const char* what, const char* set, const std::vector<Case>& all, Truth truth, Said said) {
    int yes = 0, found = 0, no = 0, wrong = 0;
    std::string missed, extra;
    for (const auto& c : all) {
        if (c.set != set || !c.found) continue;
        if (truth(c)) {
            ++yes, found += said(c) ? 1 : 0;
            if (!said(c)) missed += " " + c.name;
        } else {
            ++no, wrong += said(c) ? 1 : 0;
            if (said(c)) extra += " " + c.name;
        }
    }
    std::printf("| %s | %s | %d of %d | %d of %d |\n", what, set, found, yes, no - wrong, no);
    if (!missed.empty()) std::fprintf(stderr, "%s %s missed:%.300s\n", what, set, missed.c_str());
    if (!extra.empty()) std::fprintf(stderr, "%s %s extra:%.300s\n", what, set, extra.c_str());
}

void write_evidence(const fs::path& path, const std::vector<Case>& all) {
    std::ofstream out(path);
    out << "set,name,labels,beats,intervals,change_median,change_mean,entropy,p_repeats,p_repeats_after_long,within_"
           "groups,p_certainty,pr,annotated_pr,"
           "paced,rate,af,refused\n";
    for (const auto& c : all) {
        if (!c.found) continue;
        const auto& m = *c.found;
        const auto& e = m.rhythm;
        out << c.set << ',' << c.name << ',' << c.labels << ',' << m.beats << ',' << e.intervals << ','
            << e.rr_change_median << ',' << e.rr_change_mean << ',' << e.rr_entropy << ',' << e.p_repeats << ','
            << e.p_repeats_after_long << ',' << e.rr_within_groups << ',' << e.p_certainty << ','
            << m.intervals.pr_ms.value_or(0) << ',' << c.annotated_pr_ms.value_or(0) << ',' << m.paced_part << ','
            << m.heart_rate_bpm.value_or(0) << ',' << m.likely_atrial_fibrillation << ',' << m.refused() << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: rhythm_table DATA_FOLDER [EVIDENCE.csv]\n");
        return 2;
    }
    const fs::path data = argv[1];
    std::vector<Case> all;
    const auto take = [&](std::vector<Case> some) {
        for (auto& c : some) all.push_back(std::move(c));
    };
    take(ptbxl(data / "ptbxl")), take(cinc2021(data / "cinc2021")), take(ludb(data / "ludb")),
        take(mitdb(data / "mitdb"));
    core::parallel_for(all.size(), static_cast<int>(std::thread::hardware_concurrency()), [&](std::size_t i) {
        if (auto m = measure::measure_ecg(all[i].ecg)) all[i].found = std::move(*m);
    });
    if (argc > 2) write_evidence(argv[2], all);
    std::printf("| | set | found | said rightly not to be |\n|---|---|---|---|\n");
    const auto af = [](const Case& c) { return labelled(c, "AFIB"); };
    const auto said_af = [](const Case& c) { return c.found->likely_atrial_fibrillation; };
    for (const char* set : {"ptbxl", "cinc2021", "ludb", "mitdb"})
        table_row("atrial fibrillation", set, all, af, said_af);
    const auto block = [](const Case& c) { return labelled(c, "1AVB") || c.annotated_pr_ms.value_or(0) > 200.0; };
    const auto said_block = [](const Case& c) { return c.found->intervals.pr_ms.value_or(0) > 200.0; };
    for (const char* set : {"ptbxl", "ludb"}) table_row("PR > 200 ms", set, all, block, said_block);
    const auto paced = [](const Case& c) { return labelled(c, "PACE") || c.labels == "P"; };
    const auto said_paced = [](const Case& c) { return flagged(c, "paced"); };
    for (const char* set : {"ptbxl", "cinc2021", "ludb", "mitdb"})
        table_row("paced, by spikes", set, all, paced, said_paced);
    return 0;
}
