// A virtual cohort, a predictor fitted on it, and what it says of one patient and of another cohort.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "end_to_end/run_program.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::run_program;

class Predictors : public ::testing::Test {
  protected:
    std::string at(const std::string& name) { return (folder_ / name).string(); }

    void simulate(const std::string& name, int patients, int seed) {
        ASSERT_EQ(run_program("simulate --quiet --patients " + std::to_string(patients) + " --seed " +
                              std::to_string(seed) + " --out " + at(name))
                      .code,
                  0);
    }
    std::string first_ecg(const std::string& cohort) {
        std::set<fs::path> headers;
        for (const auto& entry : fs::directory_iterator(folder_ / (cohort + "/ecg")))
            if (entry.path().extension() == ".hea") headers.insert(entry.path());
        return headers.begin()->string();
    }

    test::TemporaryFolder folder_;
};

TEST_F(Predictors, TrainsPredictsAndDeclines) {
    simulate("a", 40, 1);
    simulate("b", 20, 2);
    const std::string train =
        "train " + at("a/cohort.csv") + " --model fused --members 100 --repeats 2 --quiet --json --out ";
    const auto trained = run_program(train + at("m.safetensors"));
    ASSERT_EQ(trained.code, 0) << run_program(train + at("m.safetensors") + " 2>&1").output;
    const auto card = trained.json()["model"];
    EXPECT_EQ(card["training"]["patients"], 40);
    EXPECT_EQ(card["cross_validation"]["repeats"], 2);
    for (const char* name : {"auc", "brier", "sensitivity", "specificity", "uncalibrated_brier"})
        EXPECT_TRUE(card["cross_validation"]["figures"][name]["value"].is_number()) << name;
    // The same seed gives the same predictor: all but date and command, which hold the time and the file's name.
    const auto again = run_program(train + at("again.safetensors")).json()["model"];
    EXPECT_EQ(again["cross_validation"], card["cross_validation"]);
    EXPECT_EQ(again["calibration"], card["calibration"]);

    // The whole second cohort, then its first patient alone with the same values: the same probability.
    const auto many = run_program("predict " + at("m.safetensors") + " " + at("b/cohort.csv") +
                                  " --quiet --json --out " + at("p.csv"));
    ASSERT_EQ(many.code, 0);
    EXPECT_EQ(many.json()["patients"], 20);
    EXPECT_EQ(many.json()["judged"].get<int>() + many.json()["abstained"].get<int>(), 20);
    const auto table = core::read_file(folder_ / "p.csv");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->find("row,probability,low,high,responds,abstain,outcome,cautions,excluded"), 0U);
    std::ifstream cohort(at("b/cohort.csv"));
    std::string header, row;
    std::getline(cohort, header);
    std::getline(cohort, row);
    const auto cells = [](const std::string& line) {
        std::vector<std::string> result{""};
        for (const char c : line)
            if (c == ',')
                result.emplace_back();
            else if (c != '\r' && c != '\n')
                result.back() += c;
        return result;
    };
    const auto names = cells(header);
    const auto values = cells(row);
    std::string set;
    const std::set<std::string> skip{"patient_id", "ecg", "response", "lvesv_6m_ml"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!skip.contains(names[i]) && !values[i].empty()) set += " --set " + names[i] + "=" + values[i];
    const std::string predict = "predict " + at("m.safetensors") + " " + first_ecg("b");
    const auto one = run_program(predict + set + " --quiet --json --page " + at("page.html"));
    ASSERT_EQ(one.code, 0) << run_program(predict + set + " 2>&1").output;
    const auto json = one.json();
    ASSERT_FALSE(json["abstain"].get<bool>()) << one.output;
    const double probability = json["probability"].get<double>();
    EXPECT_NEAR(probability, std::stod(cells(table->substr(table->find('\n') + 1))[1]), 1e-6);
    EXPECT_LE(json["interval"]["low"].get<double>(), probability);
    EXPECT_GE(json["interval"]["high"].get<double>(), probability);
    EXPECT_EQ(json["guidelines"].size(), 3U);
    for (const auto& guideline : json["guidelines"]) EXPECT_TRUE(guideline["missing"].empty()) << guideline;

    const auto page = core::read_file(folder_ / "page.html");
    ASSERT_TRUE(page);
    EXPECT_NE(page->find("<svg"), std::string::npos);
    EXPECT_NE(page->find("not a medical device"), std::string::npos);
    const std::string name = fs::path(first_ecg("b")).stem().string();
    EXPECT_EQ(page->find(name), std::string::npos) << "the file's name may be the patient's";
    EXPECT_EQ(one.output.find(name), std::string::npos);

    // Without the clinical values most inputs are missing: it declines, and that is an answer.
    const auto bare = run_program(predict + " --quiet --json");
    EXPECT_EQ(bare.code, 0);
    EXPECT_TRUE(bare.json()["abstain"].get<bool>());
    EXPECT_TRUE(bare.json()["probability"].is_null());
    EXPECT_NE(run_program(predict).output.find("declines"), std::string::npos);

    // A column of the cohort that the program can measure is measured, not guessed.
    double measured = 0.0;
    for (const auto& input : bare.json()["inputs"])
        if (input["table"] == "ecg" && input["name"] == "qrs_duration_ms") measured = input["value"].get<double>();
    for (const auto& input : bare.json()["inputs"])
        if (input["table"] == "clinical" && input["name"] == "qrs_duration_ms") {
            EXPECT_TRUE(input["from_ecg"].get<bool>());
            EXPECT_FALSE(input["imputed"].get<bool>());
            EXPECT_EQ(input["value"].get<double>(), measured);
        } else {
            EXPECT_EQ(input["from_ecg"].get<bool>(), input["table"] == "clinical" && input["name"] == "lbbb") << input;
        }

    EXPECT_EQ(run_program(predict + " --set colour=3").code, 2);
    EXPECT_EQ(run_program(predict + " --set lvef_pct=280").code, 2);
    EXPECT_EQ(run_program(predict + " --out x.csv").code, 2);
    EXPECT_EQ(run_program("train " + at("a/cohort.csv") + " --model forest-fused --out " + at("f")).code, 2);
    EXPECT_EQ(run_program("predict " + first_ecg("b") + " " + first_ecg("b")).code, 1);
}

#ifdef SYNCHRONY_WITH_NETWORKS
// A network, and a regression on a network's features: read back from the file, one patient alone gets the probability
// that the patient gets among others.
TEST_F(Predictors, KeepNetworksAndEncoders) {
    const fs::path pretrained = fs::path(SYNCHRONY_SOURCE_DIR) / "models" / "mitbih-resnet18.safetensors";
    if (!fs::exists(pretrained)) GTEST_SKIP() << "needs models/mitbih-resnet18.safetensors";
    simulate("a", 24, 1);
    for (const std::string model : {"frozen", "deep-features"}) {
        const auto trained =
            run_program("train " + at("a/cohort.csv") + " --model " + model + " --pretrained " + pretrained.string() +
                        " --folds 2 --repeats 1 --members 100 --quiet --json --out " + at("m.safetensors"));
        ASSERT_EQ(trained.code, 0) << model;
        const auto many =
            run_program("predict " + at("m.safetensors") + " " + at("a/cohort.csv") + " --quiet --out " + at("p.csv"));
        ASSERT_EQ(many.code, 0) << model;
        std::ifstream table(at("p.csv"));
        std::string header, row;
        std::getline(table, header);
        std::getline(table, row);
        const auto one = run_program("predict " + at("m.safetensors") + " " + first_ecg("a") + " --quiet --json");
        ASSERT_EQ(one.code, 0) << model;
        const auto json = one.json();
        const std::string probability = row.substr(2, row.find(',', 2) - 2);
        EXPECT_EQ(json["abstain"].get<bool>(), probability.empty()) << model;
        if (!probability.empty()) {
            EXPECT_NEAR(json["probability"].get<double>(), std::stod(probability), 1e-5) << model;
        }
    }
}
#endif

}  // namespace
}  // namespace synchrony
