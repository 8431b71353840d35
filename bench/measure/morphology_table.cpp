// Conduction as we read it against the cardiologists' words, and the spread of vector measures, on LUDB.
//
//   morphology_table LUDB_FOLDER
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/datasets/annotated_folder.hpp"
#include "synchrony/measure/measure.hpp"

namespace {

using namespace synchrony;

using cohort::trimmed;

struct Patient {
    measure::Sex sex = measure::Sex::unknown;
    std::vector<std::string> conduction;  // one diagnosis an entry
};

core::Result<std::map<std::string, Patient>> read_diagnoses(const std::filesystem::path& folder) {
    SYNCHRONY_ASSIGN(const auto table, cohort::read_csv(folder / "ludb.csv"));
    const auto column = [&](const char* name) {
        return static_cast<std::size_t>(std::find(table.header.begin(), table.header.end(), name) -
                                        table.header.begin());
    };
    const std::size_t id = column("ID"), sex = column("Sex"), conduction = column("Conduction abnormalities");
    std::map<std::string, Patient> patients;
    for (const auto& row : table.rows) {
        Patient p;
        p.sex = trimmed(row.cells[sex]) == "F" ? measure::Sex::female : measure::Sex::male;
        std::string words = row.cells[conduction] + "\n";
        for (std::size_t end; (end = words.find('\n')) != std::string::npos; words.erase(0, end + 1))
            if (const auto one = trimmed(std::string_view(words).substr(0, end)); !one.empty())
                p.conduction.emplace_back(one);
        if (p.conduction.empty()) p.conduction.push_back("none");
        patients[std::string(trimmed(row.cells[id]))] = p;
    }
    return patients;
}

double quantile(std::vector<double> v, double q) {
    std::sort(v.begin(), v.end());
    return v.empty() ? 0.0 : v[static_cast<std::size_t>(q * static_cast<double>(v.size() - 1) + 0.5)];
}

void spread(const char* name, const std::vector<double>& v) {
    std::printf("| %s | %zu | %.1f | %.1f | %.1f | %.1f | %.1f |\n", name, v.size(), quantile(v, 0.05),
                quantile(v, 0.25), quantile(v, 0.5), quantile(v, 0.75), quantile(v, 0.95));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: morphology_table LUDB_FOLDER\n");
        return 2;
    }
    const auto patients = read_diagnoses(argv[1]);
    const auto records = datasets::read_annotated_folder(argv[1]);
    if (!patients || !records) {
        std::fprintf(stderr, "%s\n", (!patients ? patients.error() : records.error()).message().c_str());
        return 1;
    }
    struct Row {
        int n = 0;
        std::array<int, measure::Conduction::count> found{};
        std::vector<double> qrs_ms, area;
    };
    std::map<std::string, Row> by_diagnosis;
    std::vector<double> qrs, area, angle, gradient, sai, axis;
    std::array<std::string_view, measure::Conduction::count> names{};
    for (const auto& r : *records) {
        const auto patient = patients->find(r.name);
        if (patient == patients->end()) continue;
        measure::MeasureOptions o;
        o.sex = patient->second.sex;
        const auto m = measure::measure_ecg(r.ecg, o);
        if (!m || !m->intervals.qrs_ms || !m->vectors) continue;
        qrs.push_back(*m->intervals.qrs_ms);
        area.push_back(m->vectors->qrs_area_uvs);
        angle.push_back(m->vectors->qrs_t_angle_mean_deg);
        gradient.push_back(m->vectors->gradient_uvs);
        sai.push_back(m->vectors->sai_qrst_uvs);
        if (m->axes.qrs_deg) axis.push_back(*m->axes.qrs_deg);
        const auto findings = m->conduction.all();
        for (const auto& words : patient->second.conduction) {
            Row& row = by_diagnosis[words];
            ++row.n;
            row.qrs_ms.push_back(qrs.back());
            row.area.push_back(area.back());
            for (std::size_t i = 0; i < findings.size(); ++i) {
                names[i] = findings[i]->name;
                row.found[i] += findings[i]->answer == measure::Answer::yes ? 1 : 0;
            }
        }
    }
    std::printf("| annotated | n | median QRS ms | median QRS area uVs |");
    for (const auto& name : names) std::printf(" %s |", std::string(name).c_str());
    std::printf("\n|---|---|---|---|");
    for (std::size_t i = 0; i < names.size(); ++i) std::printf("---|");
    std::printf("\n");
    for (const auto& [words, row] : by_diagnosis) {
        std::printf("| %s | %d | %.0f | %.0f |", words.c_str(), row.n, quantile(row.qrs_ms, 0.5),
                    quantile(row.area, 0.5));
        for (const int found : row.found) std::printf(" %d |", found);
        std::printf("\n");
    }
    std::printf("\n| all | n | 5 %% | 25 %% | median | 75 %% | 95 %% |\n|---|---|---|---|---|---|---|\n");
    spread("QRS duration, ms", qrs);
    spread("QRS axis, deg", axis);
    spread("QRS area, uVs", area);
    spread("spatial QRS-T angle (mean vectors), deg", angle);
    spread("ventricular gradient, uVs", gradient);
    spread("SAI QRST, uVs", sai);
    return 0;
}
