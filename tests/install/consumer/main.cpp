// A virtual patient's ECG is written as a WFDB record, read back and measured: QRS duration and rate must be the true
// ones (the program's usual error is 10 ms).
#include <cmath>
#include <cstdio>
#include <synchrony/io/read.hpp>
#include <synchrony/io/wfdb_record.hpp>
#include <synchrony/measure/measure.hpp>
#include <synchrony/sim/patient.hpp>

int main() {
    using namespace synchrony;
    const auto preset = sim::make_preset("nanjing");
    const auto patient = sim::simulate_patient(preset.value(), 1, 0);
    const auto record = io::wfdb::from_ecg(patient->recording->ecg, "virtual");
    if (!io::wfdb::write_record("virtual", record.value())) return 1;
    const auto ecg = io::read_ecg("virtual");
    const auto found = measure::measure_ecg(ecg.value());
    if (!found) return std::puts(found.error().message().c_str()), 1;
    const auto& truth = patient->truth;
    std::printf("QRS %.0f ms (true %.0f), rate %.0f /min (true %.0f)\n", *found->intervals.qrs_ms, truth.qrs_ms,
                *found->heart_rate_bpm, truth.heart_rate_bpm);
    const bool near = std::abs(*found->intervals.qrs_ms - truth.qrs_ms) < 30 &&
                      std::abs(*found->heart_rate_bpm - truth.heart_rate_bpm) < 5;
    return near ? 0 : 1;
}
