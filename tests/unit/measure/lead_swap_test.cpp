// Virtual patients' electrodes are where they should be: exchanging them is a truth of our own making.
#include <gtest/gtest.h>

#include <map>

#include "made_heart.hpp"
#include "synchrony/sim/patient.hpp"

namespace synchrony::measure {
namespace {

using namespace test;

/// What the recorder stores when electrodes are exchanged, from I = L - R, II = F - R, III = F - L.
record::Ecg with_exchanged(record::Ecg ecg, std::string_view what) {
    const auto swap = [&](const char* a, const char* b) {
        std::swap(lead_of(ecg, a).samples, lead_of(ecg, b).samples);
    };
    const auto turn = [&](const char* name) {
        for (float& v : lead_of(ecg, name).samples) v = -v;
    };
    if (what == "LA/RA") turn("I"), swap("II", "III"), swap("aVR", "aVL");
    if (what == "RA/LL") turn("II"), swap("I", "III"), turn("I"), turn("III"), swap("aVR", "aVF");
    if (what == "V2/V3") swap("V2", "V3");
    if (what == "V1/V4") swap("V1", "V4");
    if (what == "reversed") swap("V1", "V6"), swap("V2", "V5"), swap("V3", "V4");
    if (what == "upside down")
        for (const auto name : record::standard_leads()) turn(std::string(name).c_str());
    return ecg;
}

bool noticed(const record::Ecg& ecg) {
    const auto m = measure_ecg(ecg);
    return m && (flag_of(*m, "lead_swap") != nullptr || flag_of(*m, "limb_leads_disagree") != nullptr ||
                 flag_of(*m, "upside_down") != nullptr);
}

TEST(LeadSwapOfVirtualPatients, ExchangesAreNoticedAndRightRecordingsHardlyEverSuspected) {
    constexpr int patients = 24;
    const auto preset = *sim::make_preset("nanjing");
    std::map<std::string, int> found;
    for (std::uint64_t i = 0; i < patients; ++i) {
        sim::PatientOptions options;
        options.conduction = i % 2 == 0 ? sim::Conduction::normal : sim::Conduction::lbbb_proximal;
        const auto patient = *sim::simulate_patient(preset, 5, i, options);
        const auto& ecg = patient.recording->ecg;
        for (const char* what : {"as it is", "LA/RA", "RA/LL", "V2/V3", "V1/V4", "reversed", "upside down"})
            found[what] += noticed(with_exchanged(ecg, what)) ? 1 : 0;
    }
    EXPECT_LE(found["as it is"], 1);
    for (const char* what : {"LA/RA", "RA/LL", "reversed", "upside down"})
        EXPECT_GE(found[what], patients * 8 / 10) << what;
    for (const char* what : {"V2/V3", "V1/V4"}) EXPECT_GE(found[what], patients * 6 / 10) << what;
}

}  // namespace
}  // namespace synchrony::measure
