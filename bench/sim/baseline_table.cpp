// The published baseline table beside simulated cohorts of 71: mean over cohorts of each row's mean in responders and
// in non-responders, and its distance from the published mean in published standard errors.
//   sim_baseline COHORTS SEED
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "synchrony/core/parallel.hpp"
#include "synchrony/sim/patient.hpp"
#include "synchrony/stats/describe.hpp"

namespace {

using namespace synchrony;
constexpr std::size_t cohort_size = 71;
constexpr int threads = 2;

struct Published {
    double mean = 0.0;
    double sd = 0.0;  ///< 0: a share
    double n = 0.0;
    [[nodiscard]] double standard_error() const {
        return sd > 0.0 ? sd / std::sqrt(n) : std::sqrt(mean * (1.0 - mean) / n);
    }
};

struct Row {
    std::string name;
    Published responders, others;
    std::function<double(const sim::VirtualPatient&)> get;
};

Row share(std::string name, double yes, double no, std::function<double(const sim::VirtualPatient&)> get) {
    return {std::move(name), {yes / 46.0, 0.0, 46.0}, {no / 25.0, 0.0, 25.0}, std::move(get)};
}
Row number(std::string name, double r, double r_sd, double n, double n_sd,
           std::function<double(const sim::VirtualPatient&)> get) {
    return {std::move(name), {r, r_sd, 46.0}, {n, n_sd, 25.0}, std::move(get)};
}

/// He et al., Medical Imaging Process & Technology 2023, baseline characteristics.
std::vector<Row> published_rows() {
    using P = const sim::VirtualPatient&;
    const auto flag = [](std::size_t i) { return [i](P p) { return p.covariates.flags[i] ? 1.0 : 0.0; }; };
    // In the order of sim::flag_names(): ischemic, ckd, diabetes, hypertension, smoking, acei_arb, beta_blocker,
    // spironolactone, digoxin, diuretic.
    return {share("ACEI/ARB", 36, 22, flag(5)),
            number("age, y", 61.0, 13.1, 63.2, 11.7, [](P p) { return p.covariates.age_y; }),
            share("male", 34, 22, [](P p) { return p.covariates.male ? 1.0 : 0.0; }),
            number("height, cm", 167.0, 6.7, 167.4, 8.0, [](P p) { return p.covariates.height_cm; }),
            number("weight, kg", 67.0, 13.6, 69.4, 16.8, [](P p) { return p.covariates.weight_kg; }),
            share("CKD", 2, 3, flag(1)),
            share("diabetes", 6, 9, flag(2)),
            share("hypertension", 22, 11, flag(3)),
            share("smoking", 20, 10, flag(4)),
            share("beta-blocker", 40, 24, flag(6)),
            share("spironolactone", 38, 23, flag(7)),
            share("digoxin", 8, 6, flag(8)),
            share("diuretic", 40, 21, flag(9)),
            number("QRS, ms", 179.4, 19.8, 158.4, 23.7, [](P p) { return p.covariates.qrs_ms; }),
            share("LBBB", 44, 13, [](P p) { return p.covariates.lbbb ? 1.0 : 0.0; }),
            number("LVEF, %", 27.8, 5.1, 25.2, 4.7, [](P p) { return p.covariates.lvef_pct; }),
            number("LVEDV, ml", 272.9, 86.4, 310.4, 78.9, [](P p) { return p.covariates.lvedv_ml; }),
            number("LVESV, ml", 199.1, 74.9, 234.2, 69.6, [](P p) { return p.covariates.lvesv_ml; }),
            number("scar, %", 23.2, 11.2, 32.0, 11.8, [](P p) { return p.covariates.scar_pct; })};
}

/// Means over cohorts of the group's mean and SD.
struct Simulated {
    double mean = 0.0, sd = 0.0;
};

Simulated simulated(const std::vector<sim::VirtualPatient>& patients, const Row& row, bool responders) {
    std::vector<double> means, sds;
    for (std::size_t first = 0; first + cohort_size <= patients.size(); first += cohort_size) {
        std::vector<double> values;
        for (std::size_t i = first; i < first + cohort_size; ++i)
            if (patients[i].truth.response == responders) values.push_back(row.get(patients[i]));
        if (const auto m = stats::mean(values)) means.push_back(*m);
        if (const auto s = stats::standard_deviation(values)) sds.push_back(*s);
    }
    return {stats::mean(means).value_or(NAN), stats::mean(sds).value_or(NAN)};
}

bool broken(const sim::Covariates& c) {
    return !(c.qrs_ms >= 120.0 && c.lvef_pct <= 35.0 && c.nyha >= 2 && c.nyha <= 4);
}

void print_group(const Published& published, const Simulated& s) {
    const double scale = published.sd > 0.0 ? 1.0 : 100.0;
    std::printf(" | %7.1f %6.1f | %7.1f %6.1f | %5.2f", scale * published.mean, scale * published.sd, scale * s.mean,
                published.sd > 0.0 ? s.sd : 0.0, (s.mean - published.mean) / published.standard_error());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: sim_baseline COHORTS SEED\n");
        return 2;
    }
    const auto cohorts = static_cast<std::size_t>(std::strtoull(argv[1], nullptr, 10));
    const auto seed = std::strtoull(argv[2], nullptr, 10);
    const auto preset = sim::make_preset("nanjing");
    if (!preset) return 1;
    std::vector<sim::VirtualPatient> patients(cohorts * cohort_size);
    sim::PatientOptions options;
    options.with_ecg = false;
    core::parallel_for(patients.size(), threads, [&](std::size_t i) {
        if (auto patient = sim::simulate_patient(*preset, seed, i, options)) patients[i] = std::move(*patient);
    });
    std::printf("%-16s | responders: published, simulated, distance in SE | non-responders\n", "row");
    int rows_off = 0;
    for (const auto& row : published_rows()) {
        const Simulated yes = simulated(patients, row, true), no = simulated(patients, row, false);
        std::printf("%-16s", row.name.c_str());
        print_group(row.responders, yes);
        print_group(row.others, no);
        const bool off = std::abs(yes.mean - row.responders.mean) > row.responders.standard_error() ||
                         std::abs(no.mean - row.others.mean) > row.others.standard_error();
        rows_off += off;
        std::printf("%s\n", off ? "  <- beyond 1 SE" : "");
    }
    double responders = 0.0, outside = 0.0, slow = 0.0;
    std::vector<double> probabilities, psd, pbw, delays;
    for (const auto& p : patients) {
        responders += p.truth.response;
        outside += broken(p.covariates);
        slow += !(p.truth.myocardium_m_s >= 0.1 && p.truth.myocardium_m_s <= 0.7);
        probabilities.push_back(p.truth.probability);
        psd.push_back(p.covariates.psd_deg);
        pbw.push_back(p.covariates.pbw_deg);
        delays.push_back(p.truth.substrate.lateral_delay_ms);
    }
    const auto n = static_cast<double>(patients.size());
    std::printf("rows beyond 1 SE: %d\nresponders %.1f %% (published 64.8 %%)\ninclusion broken: %.0f of %.0f\n",
                rows_off, 100.0 * responders / n, outside, n);
    std::printf("attainable AUC %.3f\n", sim::attainable_auc(probabilities));
    std::printf(
        "lateral delay %.1f±%.1f ms, phase SD %.1f±%.1f deg, bandwidth %.0f±%.0f deg; myocardial speed outside 0.1-0.7 "
        "m/s: %.1f %%\n",
        *stats::mean(delays), *stats::standard_deviation(delays), *stats::mean(psd), *stats::standard_deviation(psd),
        *stats::mean(pbw), *stats::standard_deviation(pbw), 100.0 * slow / n);
}
