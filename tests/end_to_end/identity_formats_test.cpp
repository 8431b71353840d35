// In whatever format a recording names its patient, the commands do not: one file a format, with an identity in every
// field that the format has for one, through every command that reads recordings.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/named_recordings.hpp"
#include "support/planted_identity.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::expect_nobody;
using test::run_program;

class IdentityFormats : public testing::Test {
  protected:
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }

    /// A virtual patient's leads in steps of 5 uV.
    test::TwelveLeads leads() const {
        EXPECT_EQ(run_program("simulate --patients 20 --seed 5 --out " + at("c")).code, 0);
        EXPECT_EQ(run_program("convert " + at("c/ecg/VP00001.hea") + " --to csv --out " + at("one.csv")).code, 0);
        std::ifstream table(folder_ / "one.csv");
        std::string line;
        test::TwelveLeads leads;
        while (std::getline(table, line)) {
            if (line.starts_with('#')) continue;
            const auto cells = core::split(core::trimmed(line), ',');
            if (leads.empty()) {
                for (std::size_t i = 1; i < cells.size(); ++i) leads.emplace_back(cells[i], test::Samples());
                continue;
            }
            for (std::size_t i = 1; i < cells.size(); ++i)
                leads[i - 1].second.push_back(static_cast<int>(std::lround(std::stod(std::string(cells[i])) / 0.005)));
        }
        return leads;
    }

    /// What it printed names nobody.
    std::string say(const std::string& arguments) const {
        const auto run = run_program(arguments + " 2>&1");
        EXPECT_LE(run.code, 1) << arguments << run.output.substr(0, 600);  // one lead is measured, but not predicted
        expect_nobody(run.output, arguments);
        return run.output;
    }

    void every_command(const std::string& ecg, const std::string& to) const {
        for (const char* how : {"info ", "info --json ", "measure ", "measure --json ", "measure --csv ",
                                "measure --reasons ", "measure --compare-printed "})
            say(how + ecg);
        for (const char* kind : {".svg", ".pdf", ".png"}) say("plot " + ecg + " --out " + at(to + kind));
        say("plot --median " + ecg + " --out " + at(to + ".m.svg"));
        say("report " + ecg + " --out " + at(to + ".report.pdf"));
        say("spectrogram " + ecg + " --out " + at(to + ".s.png"));
        say("detect " + ecg + " --out " + at(to + "_beats"));
        for (const char* target : {"wfdb", "csv", "edf", "npz", "dicom", "aecg", "muse"})
            say("convert " + ecg + " --to " + target + " --out " + at(to + "_" + target));
        say("convert " + ecg + " --to dicom --pseudonyms " + at("secret.csv") + " --out " + at(to + "_study"));
    }

    /// A WFDB record renamed for a study, whose header was not: its own name, a date beside an hour that is none.
    void stranger_named_in_a_header(const test::TwelveLeads& twelve) const {
        std::string header =
                        "Zzyzx_Quentin 12 500 " + std::to_string(twelve[0].second.size()) + " 25:07:06 04/03/2019\n",
                    samples;
        for (const auto& [name, values] : twelve) header += "P00001.dat 16 200/mV 16 0 0 0 0 " + name + "\n";
        for (std::size_t n = 0; n < twelve[0].second.size(); ++n)
            for (const auto& [name, values] : twelve) samples += test::u16(values[n]);
        header += "# Patient: Quentin Zzyzx, seen by Trillian\n";
        std::ofstream(folder_ / "rec/P00001.hea") << header;
        std::ofstream(folder_ / "rec/P00001.dat", std::ios::binary) << samples;
    }
    const test::TemporaryFolder folder_;
};

TEST_F(IdentityFormats, NobodyIsNamedByAnyCommand) {
    const auto twelve = leads();
    ASSERT_EQ(twelve.size(), 12U);
    fs::create_directories(folder_ / "rec");
    fs::create_directories(folder_ / "out");
    for (const auto& recording : test::named_recordings(twelve)) {
        SCOPED_TRACE(recording.format);
        const auto file = folder_ / "rec" / recording.file;
        std::ofstream(file, std::ios::binary) << recording.bytes;
        const std::string ecg = "'" + file.string() + "' " + recording.options;
        const auto facts = run_program("info --json " + ecg).json();
        ASSERT_TRUE(facts.is_array() && facts.size() == 1);
        ASSERT_EQ(facts[0].value("format", ""), recording.format);
        every_command(ecg, "out/" + recording.format);
        // It was there to be found, and is for whoever asks.
        const auto asked = run_program("info --comments --keep-identity " + ecg).output;
        EXPECT_EQ(asked.find("Zzyzx") != std::string::npos, recording.read) << asked;
    }
    // An array of ours that kept the identity; EDF, DICOM, aECG and WFDB so are looked at in identity_test.cpp.
    ASSERT_EQ(run_program("convert --keep-identity " + at("rec/m.xml") + " --to npz --out " + at("rec/kept.npz")).code,
              0);
    every_command(at("rec/kept.npz"), "out/npz");
    EXPECT_NE(run_program("info --keep-identity " + at("rec/kept.npz")).output.find("4711N"), std::string::npos);
    stranger_named_in_a_header(twelve);
    every_command(at("rec/P00001.hea"), "out/wfdb");
    say("cohort make " + at("rec") + " --out " + at("out/made.csv"));
    EXPECT_GT(test::expect_nobody_below(folder_ / "out"), 200U);
}

}  // namespace
}  // namespace synchrony
