// Where the device's printed values and ours lie far apart, `measure --compare-printed` says so in every form.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::run_program;

class PrintedComparison : public testing::Test {
  protected:
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }

    /// A virtual patient's MUSE file, whose device printed so many more than we measure.
    void print(double rate, double pr, double qrs, double qt) {
        if (xml_.empty()) {
            ASSERT_EQ(run_program("simulate --patients 20 --seed 5 --out " + at("c")).code, 0);
            ASSERT_EQ(run_program("convert " + at("c/ecg/VP00001.hea") + " --to muse --out " + at("m.xml")).code, 0);
            xml_ = test::bytes_of(folder_ / "m.xml");
            const auto ours = run_program("measure --json " + at("m.xml")).json()[0];
            rate_ = ours["heart_rate_bpm"].get<double>();
            for (const char* name : {"pr_ms", "qrs_ms", "qt_ms"}) ms_.push_back(ours["intervals"][name].get<double>());
        }
        auto xml = xml_;
        const auto field = [](const char* name, double value) {
            return std::string("<") + name + ">" + std::to_string(std::lround(value)) + "</" + name + ">";
        };
        const std::string measured = "<RestingECGMeasurements>" + field("VentricularRate", rate_ + rate) +
                                     field("PRInterval", ms_.at(0) + pr) + field("QRSDuration", ms_.at(1) + qrs) +
                                     field("QTInterval", ms_.at(2) + qt) + "</RestingECGMeasurements>";
        const auto empty = xml.find("<RestingECGMeasurements");  // a virtual patient's device printed nothing
        xml.replace(empty, xml.find('>', empty) + 1 - empty, measured);
        std::ofstream(folder_ / "p.xml") << xml;
    }

    /// Names that JSON marks, a blank between; text and CSV must say the same.
    [[nodiscard]] std::string marked() const {
        const auto file = at("p.xml");
        std::string names;
        const auto json = run_program("measure --json --compare-printed " + file).json();
        for (const auto& row : json[0]["compared_with_printed"])
            if (row["gross"].get<bool>()) names += (names.empty() ? "" : " ") + row["name"].get<std::string>();
        const auto text = run_program("measure --compare-printed " + file).output;
        EXPECT_EQ(text.find("DIFFERS GROSSLY") != std::string::npos, !names.empty()) << text;
        const auto csv = run_program("measure --csv --compare-printed " + file).output;
        const auto lines = core::split(csv, '\n');
        EXPECT_TRUE(core::trimmed(lines[0]).ends_with("printed_qt_ms,differs_grossly")) << lines[0];
        EXPECT_TRUE(core::trimmed(lines[1]).ends_with("," + names)) << lines[1];
        return names;
    }

    const test::TemporaryFolder folder_;
    std::string xml_;
    double rate_ = 0.0;
    std::vector<double> ms_;
};

TEST_F(PrintedComparison, WhatLiesFarApartIsMarked) {
    print(0, 0, 0, 0);
    EXPECT_EQ(marked(), "");
    print(8, 35, 27, 55);
    EXPECT_EQ(marked(), "") << "within what programs differ by";
    print(0, 0, 33, 0);
    EXPECT_EQ(marked(), "qrs");
    const auto text = run_program("measure --compare-printed " + at("p.xml")).output;
    EXPECT_NE(text.find("QRS by 33 ms (more than 30 ms)"), std::string::npos) << text;
    print(0, 0, -33, 0);
    EXPECT_EQ(marked(), "qrs");
    print(15, 45, 0, -65);
    EXPECT_EQ(marked(), "heart_rate pr qt");
}

}  // namespace
}  // namespace synchrony
