// Pictures as the program draws them: well-formed, with the figures that `measure --json` prints, and clear refusals.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "end_to_end/run_program.hpp"
#include "support/paths.hpp"
#include "support/svg_reader.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::run_program;

// As the pictures print numbers: a true minus sign.
std::string number(const nlohmann::json& value, int decimals) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*f", decimals, value.get<double>());
    return text[0] == '-' ? "\u2212" + std::string(text + 1) : text;
}

class Plot : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto data = test::data_folder();
        if (!data || !fs::exists(*data / "ludb" / "data" / "13.hea") || !fs::exists(*data / "mitdb" / "100.hea"))
            GTEST_SKIP() << "needs ludb and mitdb in SYNCHRONY_DATA or ../shared/data";
        ludb_ = (fs::absolute(*data) / "ludb" / "data" / "13").string();  // incomplete LBBB, PR 230 ms
        mitdb_ = (fs::absolute(*data) / "mitdb" / "100").string();
        measured_ = run_program("measure --json --sex M " + ludb_).json();
        ASSERT_TRUE(measured_.is_array());
        measured_ = measured_[0];
    }

    test::SvgDrawing draw(const std::string& options) {
        const auto out = folder_ / "picture.svg";
        const auto run = run_program("plot " + ludb_ + " " + options + " --out " + out.string() + " 2>&1");
        EXPECT_EQ(run.code, 0) << run.output;
        const auto drawing = test::read_svg(core::read_file(out).value_or(""));
        EXPECT_TRUE(drawing);
        return drawing.value_or(test::SvgDrawing{});
    }

    const test::TemporaryFolder folder_;
    std::string ludb_, mitdb_;
    nlohmann::json measured_;
};

TEST(PlotOfMany, TheHintSaysHowAllOfAFolderAreDrawn) {
    const test::TemporaryFolder folder;
    const auto run = run_program("plot '" + folder.path().string() + "' --out x.svg 2>&1");
    EXPECT_NE(run.code, 0);
    EXPECT_NE(run.output.find("A picture shows one recording. For all in a folder"), std::string::npos) << run.output;
    EXPECT_NE(run.output.find("for ecg in '" + folder.path().string() + "'/*.hea; do synchrony plot"),
              std::string::npos);
}

TEST_F(Plot, MedianBeatsSayWhatMeasurePrints) {
    const auto drawing = draw("--median --sex M");
    const auto& intervals = measured_["intervals"];
    const auto& axes = measured_["axes"];
    EXPECT_TRUE(drawing.says("QRS " + number(intervals["qrs_ms"], 0) + " ms     QRS area " +
                             number(measured_["vectors"]["qrs_area_uvs"], 1) + " \u00b5V s"))
        << drawing.words;
    EXPECT_TRUE(drawing.says("Axes: P " + number(axes["p_deg"], 0) + "°    QRS " + number(axes["qrs_deg"], 0) +
                             "°    T " + number(axes["t_deg"], 0) + "°"));
    const auto& waves = measured_["waves"];
    const double onset = waves["qrs"]["onset_ms"];
    EXPECT_TRUE(drawing.says("J " + number(waves["qrs"]["end_ms"].get<double>() - onset, 0)));
    EXPECT_TRUE(drawing.says("T end " + number(waves["t"]["end_ms"].get<double>() - onset, 0)));
    for (const char* lead : {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"})
        EXPECT_TRUE(drawing.says(lead)) << lead;
    int reasons = 0;
    for (const auto& finding : measured_["conduction"]) {
        if (finding["name"].get<std::string>().rfind("lbbb", 0) != 0) continue;
        for (const auto& reason : finding["reasons"]) {
            if (reason["unit"] != "ms" || reason["value"].is_null()) continue;
            const std::string lead = reason["lead"];
            const double value = reason["value"], limit = reason["limit"];
            const int digits = std::round(value) == std::round(limit) ? 1 : 0;  // of a value that reads as its limit
            const std::string row = "met: " + reason["met"].get<std::string>() + "\n" +
                                    reason["criterion"].get<std::string>() + (lead.empty() ? "" : ", " + lead) + "\n" +
                                    number(value, digits) + " ms\n" + number(limit, digits) + " ms\n";
            EXPECT_NE(drawing.words.find(row), std::string::npos) << row;
            ++reasons;
        }
    }
    EXPECT_GT(reasons, 10);
}

TEST_F(Plot, VectorcardiogramSaysWhatMeasurePrints) {
    const auto drawing = draw("--vcg");
    const auto& vectors = measured_["vectors"];
    for (const std::string& text :
         {"QRS area " + number(vectors["qrs_area_uvs"], 1) + " \u00b5V s",
          "Spatial QRS-T angle, mean " + number(vectors["qrs_t_angle_mean_deg"], 0) + "°, peak " +
              number(vectors["qrs_t_angle_peak_deg"], 0) + "°",
          "Ventricular gradient (SVG) " + number(vectors["gradient_uvs"], 1) + " \u00b5V s",
          "SAI QRST " + number(vectors["sai_qrst_uvs"], 1) + " \u00b5V s", std::string("Frontal plane, from the front"),
          std::string("Horizontal plane, from above"), std::string("Sagittal plane, from the left")})
        EXPECT_TRUE(drawing.says(text)) << text << " in\n" << drawing.words;
    const auto dower = draw("--vcg --transform dower");
    EXPECT_NE(dower.words, drawing.words);
}

TEST_F(Plot, NamesTheLeadsWhereTheyAreNotTwelve) {
    for (const char* option : {"--median", "--vcg"}) {
        const auto out = folder_ / "picture.svg";
        const auto run = run_program("plot " + mitdb_ + " " + option + " --out " + out.string() + " 2>&1");
        EXPECT_EQ(run.code, 1);
        for (const std::string& part :
             {mitdb_, std::string("12-lead"), std::string("MLII V5"), std::string("without a beat: I II V1")})
            EXPECT_NE(run.output.find(part), std::string::npos) << part << " in " << run.output;
        EXPECT_FALSE(fs::exists(out));
    }
}

TEST(PlotOptions, WrongOnesExitWithTwoAndAHint) {
    const auto hinted = [](const std::string& options, const std::string& hint) {
        const auto run = run_program("plot x " + options + " 2>&1");
        EXPECT_EQ(run.code, 2) << options;
        EXPECT_NE(run.output.find(hint), std::string::npos) << run.output;
    };
    hinted("--out a.svg --median --vcg", "--vcg");
    hinted("--out a.svg --vcg --transform frank", "kors");
    hinted("--out a.svg --transform dower", "--vcg");
    hinted("--out a.svg --vcg --from 3", "--from");
    hinted("--median", "--out");
}

}  // namespace
}  // namespace synchrony
