#include "numeric_targets.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace synchrony::nn {
namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

core::Result<std::pair<double, double>> moments(const NumericTargets& targets, std::size_t number,
                                                const std::vector<std::string>& training) {
    double n = 0, sum = 0, squares = 0;
    for (const auto& patient : training) {
        const double value = targets.of_patient.at(patient)[number];
        if (!std::isfinite(value)) continue;
        n += 1;
        sum += value;
    }
    const double mean = sum / std::max(1.0, n);
    for (const auto& patient : training) {
        const double value = targets.of_patient.at(patient)[number];
        if (std::isfinite(value)) squares += (value - mean) * (value - mean);
    }
    if (n >= 2 && squares > 0) return std::pair(mean, std::sqrt(squares / n));
    return core::fail_input("a number that does not differ between patients teaches nothing",
                            targets.source + ", column " + targets.names[number],
                            std::to_string(static_cast<int>(n)) + " training patients have it", "two values or more");
}

}  // namespace

core::Result<StandardTargets> standard_targets(const NumericTargets& targets,
                                               std::span<const record::PatientId> patients,
                                               const std::vector<std::string>& training) {
    for (const auto& patient : training)
        if (!targets.of_patient.contains(patient))
            return core::fail_input("the table of numbers lacks a training patient", targets.source, patient,
                                    "a row for each patient that trains, cells empty where nothing is known");
    StandardTargets standard{targets.names, {}, {}, {}};
    for (std::size_t t = 0; t < targets.names.size(); ++t) {
        SYNCHRONY_ASSIGN(const auto of_training, moments(targets, t, training));
        standard.mean.push_back(of_training.first);
        standard.sd.push_back(of_training.second);
    }
    for (const auto& patient : patients) {
        const auto row = targets.of_patient.find(patient.value());
        for (std::size_t t = 0; t < standard.count(); ++t) {
            const double value = row == targets.of_patient.end() ? not_known : row->second[t];
            standard.values.push_back(static_cast<float>((value - standard.mean[t]) / standard.sd[t]));
        }
    }
    return standard;
}

std::vector<double> explained_shares(const StandardTargets& targets, std::span<const features::ImageIndex> index,
                                     std::span<const std::size_t> images, std::span<const float> estimates) {
    std::map<std::int32_t, std::pair<std::vector<double>, double>> of_patient;  // sums and number of images
    for (std::size_t i = 0; i < images.size(); ++i) {
        auto& [sums, count] = of_patient[index[images[i]].patient];
        sums.resize(targets.count());
        for (std::size_t t = 0; t < sums.size(); ++t) sums[t] += static_cast<double>(estimates[i * sums.size() + t]);
        count += 1;
    }
    std::vector<double> shares;
    for (std::size_t t = 0; t < targets.count(); ++t) {
        double n = 0, sum = 0, squares = 0, errors = 0;
        for (const auto& [patient, estimate] : of_patient) {
            const auto truth =
                static_cast<double>(targets.values[static_cast<std::size_t>(patient) * targets.count() + t]);
            if (!std::isfinite(truth)) continue;
            const double error = estimate.first[t] / estimate.second - truth;
            n += 1;
            sum += truth;
            squares += truth * truth;
            errors += error * error;
        }
        const double deviations = squares - sum * sum / std::max(1.0, n);
        shares.push_back(n >= 2 && deviations > 0 ? 1 - errors / deviations : not_known);
    }
    return shares;
}

}  // namespace synchrony::nn
