// What a drawing judges by.
#include "synchrony/app/plot.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/temporary_folder.hpp"
#include "synchrony/app/ecg_report.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/wfdb_record.hpp"
#include "synchrony/sim/patient.hpp"

namespace synchrony::app {
namespace {

// Strauss' limit of QRS duration is 140 ms in men, 130 ms in women; `measure` takes the sex from the header.
TEST(Plot, TheHeadersSexDecidesLbbbAsInMeasure) {
    const test::TemporaryFolder folder;
    const auto patient = sim::simulate_patient(*sim::make_preset("nanjing"), 1, 0, {});
    ASSERT_TRUE(patient) << patient.error().message();
    const auto drawn = [&](const std::string& comment, measure::Sex asked) {
        auto ecg = patient->recording->ecg;
        ecg.comments = {comment};
        const auto record = io::wfdb::from_ecg(ecg, "r");
        EXPECT_TRUE(record && io::wfdb::write_record(folder / "r", *record));
        PlotRequest request;
        request.ecg = folder / "r.hea";
        request.out = folder / "beats.svg";
        request.kind = PlotKind::median;
        request.options.sex = asked;
        const auto done = plot(request);
        EXPECT_TRUE(done) << done.error().message();
        // The text in its description: drawings number their parts anew each time.
        const auto svg = core::read_file(request.out, std::size_t{16} << 20).value_or("");
        return svg.substr(0, svg.find("</desc>"));
    };
    using measure::Sex;
    const auto woman = drawn("", Sex::female), man = drawn("", Sex::male);
    EXPECT_NE(woman.find("130 ms\nwomen"), std::string::npos);
    EXPECT_NE(man.find("140 ms\nmen"), std::string::npos);
    EXPECT_TRUE(drawn("<sex>: F", Sex::unknown) == woman);
    EXPECT_TRUE(drawn("Sex: male", Sex::unknown) == man);
    EXPECT_TRUE(drawn("<sex>: F", Sex::male) == man) << "what is asked for goes before the header";
}

// Who reads the PDF alone learns there why a sheet is not in it, and of which leads.
TEST(EcgReport, SaysOnPageOneWhatIsNotDrawnAndWhy) {
    const test::TemporaryFolder folder;
    auto patient = sim::simulate_patient(*sim::make_preset("nanjing"), 1, 0, {});
    ASSERT_TRUE(patient) << patient.error().message();
    auto& ecg = patient->recording->ecg;
    for (auto& lead : ecg.leads)
        if (lead.name == "V2") std::ranges::fill(lead.samples, 0.0F);  // the electrode came off
    const auto record = io::wfdb::from_ecg(ecg, "r");
    ASSERT_TRUE(record && io::wfdb::write_record(folder / "r", *record));
    EcgReportRequest request;
    request.ecgs = {folder / "r.hea"};
    const auto report = render_ecg_report(request, {});
    ASSERT_TRUE(report) << report.error().message();
    std::string said;
    for (const auto& caution : report->outcome.cautions) said += caution.text + "\n";
    EXPECT_NE(said.find("Not drawn: Median beats: "), std::string::npos) << said;
    EXPECT_NE(said.find("without a beat: V2."), std::string::npos) << said;
}

// Another lead in the strip than the one that was asked for would be read as that.
TEST(Plot, ARhythmLeadThatIsNotThereIsRefused) {
    const test::TemporaryFolder folder;
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500.0;
    for (const auto name : record::standard_leads()) {
        ecg.leads.emplace_back().name = name;
        ecg.leads.back().samples.resize(1000, 0.1F);
    }
    const auto record = io::wfdb::from_ecg(ecg, "r");
    ASSERT_TRUE(record && io::wfdb::write_record(folder / "r", *record));
    PlotRequest request;
    request.ecg = folder / "r.hea";
    request.out = folder / "sheet.svg";
    request.rhythm_lead = "V9";
    const auto refused = plot(request);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, core::ErrorKind::usage);
    EXPECT_NE(refused.error().message().find("V9"), std::string::npos);
    request.rhythm_lead = "v1";
    EXPECT_TRUE(plot(request));
}

}  // namespace
}  // namespace synchrony::app
