// `reproduce he-2023` without networks: the published figures as printed, ours as the comparison beside them says.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony::test {
namespace {

nlohmann::json json_of(const std::filesystem::path& path) {
    return nlohmann::json::parse(bytes_of(path));
}

/// Every object of ours: rows as published, what they may have meant, comparators and all others.
std::vector<nlohmann::json> own_rows(const nlohmann::json& found) {
    std::vector<nlohmann::json> rows;
    for (const auto& row : found["results"]) {
        rows.push_back(row);
        for (const auto& other : row["others"]) rows.push_back(other);
    }
    for (const char* more : {"beside", "further"})
        for (const auto& row : found[more]) rows.push_back(row);
    return rows;
}

std::string label_of(const nlohmann::json& row) {
    return row["name"].get<std::string>() + "|" + row["features"].get<std::string>() + "|" +
           row["pretraining"].get<std::string>();
}

struct MeanAndSd {
    double mean, sd;
};

/// Of values of each fold, divisor n - 1.
MeanAndSd over_folds(const std::map<int, std::pair<double, double>>& right_and_all) {
    const auto n = static_cast<double>(right_and_all.size());
    double sum = 0, squares = 0;
    for (const auto& [fold, counts] : right_and_all) sum += counts.first / counts.second;
    for (const auto& [fold, counts] : right_and_all) {
        const double distance = counts.first / counts.second - sum / n;
        squares += distance * distance;
    }
    return {sum / n, std::sqrt(squares / (n - 1))};
}

/// Holm's step-down p of m tests: the k-th smallest (from 0) times m - k, none below one before it, 1 at most.
std::vector<double> holm(const std::vector<double>& p) {
    std::vector<double> adjusted(p.size());
    for (std::size_t i = 0; i < p.size(); ++i)
        for (std::size_t j = 0; j < p.size(); ++j) {
            if (p[j] > p[i]) continue;
            const auto smaller = std::count_if(p.begin(), p.end(), [&](double other) { return other < p[j]; });
            const auto times = static_cast<double>(std::ssize(p) - smaller);
            adjusted[i] = std::max(adjusted[i], std::min(1.0, p[j] * times));
        }
    return adjusted;
}

/// A cohort costs seconds: the cases share a folder, in which "he" holds what one run writes.
class Reproduce : public testing::Test {
  protected:
    static void SetUpTestSuite() { folder_.emplace(); }
    static void TearDownTestSuite() { folder_.reset(); }
    static std::filesystem::path at(const std::string& name) { return *folder_ / name; }
    static std::string line(const std::string& out, const std::string& more) {
        return "reproduce he-2023 --no-networks --resamples 100 " + more + " --out " + at(out).string();
    }

  private:
    static inline std::optional<TemporaryFolder> folder_;
};

TEST_F(Reproduce, PutsOursBesideEveryPublishedRow) {
    const auto run = run_program(line("he", "--json"));
    ASSERT_EQ(run.code, 0) << run.output;
    const auto found = json_of(at("he") / "reproduction.json");
    ASSERT_EQ(found["results"].size(), 9U);
    EXPECT_EQ(found["baseline"].size(), 19U);
    EXPECT_EQ(found["patients"], 71);
    // An independent count over all confusion matrices (tests/unit/eval/printed_results_test.cpp) finds no row
    // possible.
    for (const auto& row : found["results"]) EXPECT_EQ(row["arithmetic"]["reading"], "impossible") << row["model"];
    // What stands as ours is what the comparison says.
    const auto comparison = json_of(at("he") / "comparisons" / "1" / "classical" / "results.json");
    std::map<std::string, nlohmann::json> rows;
    for (const auto& row : comparison["models"])
        rows[row["choice"].get<std::string>() + "/" + row["name"].get<std::string>()] = row;
    const auto& guideline = found["results"][0];
    const auto& ours = rows.at("rules/LVEF <= 35 %, QRS >= 150 ms and LBBB");
    EXPECT_EQ(guideline["specificity"]["published"], 0.038);
    EXPECT_EQ(guideline["specificity"]["ours"], ours["specificity"]["pooled"]);
    // The rule asks for LBBB: 13 of the published non-responders have it, so that its specificity was 0.48 or more.
    EXPECT_GE(guideline["specificity"]["ours"].get<double>(), 0.3);
    EXPECT_EQ(guideline["specificity"]["agrees"], false);
    EXPECT_EQ(found["results"][1]["accuracy"]["ours"], rows.at("svm-ecg/Support vector machine")["accuracy"]["pooled"]);
    // What the study may have meant stands below: other inputs of one model, the guidelines by their names.
    const auto others_are = [&](const nlohmann::json& row, const std::vector<std::string>& expected) {
        ASSERT_EQ(row["others"].size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const auto& other = row["others"][i];
            EXPECT_EQ(other["accuracy"]["published"], row["accuracy"]["published"]) << other["meaning"];
            if (expected[i].empty())
                EXPECT_EQ(other["not_run"], "not asked for: --networks resnet18") << other["meaning"];
            else
                EXPECT_EQ(other["accuracy"]["ours"], rows.at(expected[i])["accuracy"]["pooled"]) << expected[i];
        }
    };
    others_are(guideline, {"guidelines/ESC 2021 class I or IIa, LBBB as given",
                           "guidelines/AHA/ACC/HFSA 2022 class I or IIa, LBBB as given",
                           "guidelines/HRS/APHRS/LAHRS 2023 class I or IIa, LBBB as given"});
    others_are(found["results"][1], {"svm-pixels/Support vector machine", ""});
    others_are(found["results"][2], {"forest-pixels/Random forest", ""});
    EXPECT_EQ(found["results"][3]["not_run"], "not asked for: --networks resnet18");
    EXPECT_EQ(found["results"][3]["accuracy"]["ours"], nullptr);
    // The rows that the paper lacks: the networks' are said to be missing, the others are the comparison's.
    std::map<std::string, nlohmann::json> beside;
    for (const auto& row : found["beside"]) beside[row["name"]] = row;
    EXPECT_EQ(beside.at("cnn1d-scratch")["not_run"], "not asked for: --networks resnet18-1d");
    EXPECT_EQ(beside.at("cnn1d-pretrained")["auc"]["value"], nullptr);
    for (const char* name : {"ecg", "spect", "ecg-spect"}) {
        const auto& of_comparison = rows.at(std::string(name) + "/Logistic regression");
        EXPECT_EQ(beside.at(name)["auc"]["value"], of_comparison["auc"]["mean"]) << name;
        EXPECT_EQ(beside.at(name)["auc"]["ci95"], of_comparison["auc"]["ci95"]) << name;
        EXPECT_EQ(beside.at(name)["specificity"]["value"], of_comparison["specificity"]["pooled"]) << name;
    }
    EXPECT_NE(bytes_of(at("he") / "report.html").find("the ECG beside SPECT"), std::string::npos);
    EXPECT_EQ(found["baseline"][13]["published"][0], "172.0 ± 23.4");
    EXPECT_NE(bytes_of(at("he") / "report.html").find("What the published tables do not have"), std::string::npos);
    EXPECT_EQ(bytes_of(at("he") / "report.pdf").substr(0, 5), "%PDF-");
    // The same again, on the terminal: the same bytes, and figures as printed, 0.6, not 0.600.
    const auto before = bytes_of(at("he") / "reproduction.json");
    const auto terminal = run_program(line("he", "")).output;
    EXPECT_EQ(bytes_of(at("he") / "reproduction.json"), before);
    const auto row = terminal.find("\nguideline");
    ASSERT_NE(row, std::string::npos) << terminal;
    const auto first = terminal.substr(row + 1, terminal.find("impossible", row) - row);
    EXPECT_NE(first.find(" 0.6 "), std::string::npos) << first;
}

// Of every row all that the comparison found, its figures recomputed from the predictions that the comparison keeps.
TEST_F(Reproduce, HoldsEveryFigureOfEveryRow) {
    ASSERT_EQ(run_program(line("he", "")).code, 0);
    const auto found = json_of(at("he") / "reproduction.json");
    EXPECT_EQ(found["format"], 2);
    const auto comparison = json_of(at("he") / "comparisons" / "1" / "classical" / "results.json");
    const auto positives = found["positives"].get<int>();
    ASSERT_EQ(found["each_cohort"].size(), 1U);
    EXPECT_EQ(found["each_cohort"][0]["attainable_auc"], found["attainable_auc"]);
    std::map<std::string, nlohmann::json> models;
    for (const auto& model : comparison["models"]) models[label_of(model)] = model;
    std::vector<double> p;
    for (const auto& c : comparison["comparisons"]) p.push_back(c["p"].get<double>());
    const auto corrected = holm(p);
    std::map<std::string, double> p_holm;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const auto& c = comparison["comparisons"][i];
        p_holm[label_of(c["first"]) + " - " + label_of(c["second"])] = corrected[i];
    }
    std::size_t run = 0, differences = 0;
    for (const auto& row : own_rows(found)) {
        if (row["by_cohort"].empty()) {
            EXPECT_TRUE(row["pooled"].is_null());
            EXPECT_TRUE(row["not_run"].is_string());
            continue;
        }
        ++run;
        ASSERT_EQ(row["by_cohort"].size(), 1U);
        const auto& own = row["by_cohort"][0];
        EXPECT_EQ(own["comparison"], "comparisons/1/classical");
        ASSERT_TRUE(models.contains(label_of(own))) << label_of(own);
        std::map<int, std::pair<double, double>> accuracy, sensitivity;
        int tp = 0, tn = 0;
        for (const auto& prediction : models[label_of(own)]["predictions"]) {
            const bool responds = prediction["responds"], outcome = prediction["outcome"] == 1;
            const auto add = [&](auto& folds) {
                auto& [right, all] = folds[prediction["fold"].get<int>()];
                right += responds == outcome ? 1 : 0, all += 1;
            };
            add(accuracy);
            if (outcome) add(sensitivity);
            (outcome ? tp : tn) += responds == outcome ? 1 : 0;
        }
        const auto& pooled = row["pooled"];
        EXPECT_EQ(pooled["tp"], tp);
        EXPECT_EQ(pooled["fn"], positives - tp);
        EXPECT_EQ(pooled["tn"], tn);
        EXPECT_EQ(pooled["fp"], 71 - positives - tn);
        EXPECT_EQ(pooled, own["pooled"]);
        for (const auto& [name, folds] : {std::pair{"accuracy", accuracy}, {"sensitivity", sensitivity}}) {
            EXPECT_EQ(folds.size(), 5U);
            const auto by_hand = over_folds(folds);
            EXPECT_NEAR(row[name]["fold_mean"].get<double>(), by_hand.mean, 1e-12) << label_of(own);
            EXPECT_NEAR(row[name]["fold_sd"].get<double>(), by_hand.sd, 1e-12) << label_of(own);
            EXPECT_EQ(own[name]["mean"], row[name]["fold_mean"]);
        }
        EXPECT_NEAR(row["accuracy"]["value"].get<double>(), (tp + tn) / 71.0, 1e-12);
        for (const char* name : {"auc", "brier", "calibration_slope", "calibration_intercept"})
            EXPECT_EQ(own[name], models[label_of(own)][name]) << name;
        EXPECT_EQ(row["auc"]["ci95"], own["auc"]["ci95"]);
        for (const auto& c : own["differences"]) {
            ++differences;
            const auto pair = label_of(c["first"]) + " - " + label_of(c["second"]);
            EXPECT_TRUE(label_of(c["first"]) == label_of(own) || label_of(c["second"]) == label_of(own)) << pair;
            EXPECT_NEAR(c["p_holm"].get<double>(), p_holm.at(pair), 1e-12) << pair;
        }
    }
    EXPECT_EQ(run, models.size()) << "every row of the comparison stands in one place";
    EXPECT_EQ(differences, 2 * p.size()) << "each with its first row and its second";
    EXPECT_NE(bytes_of(at("he") / "report.html").find("Our rows: mean \u00b1 SD over folds"), std::string::npos);
}

// Two parts, one after the other as two machines would, and the line that joins them: what one run says. That run goes
// on from the one cohort that the case above has compared.
TEST_F(Reproduce, PartsOfTheCohortsJoinToTheSameResult) {
    const std::string two = "--cohorts 2";
    for (const char* part : {" --shard 2/2", " --shard 1/2"}) {
        const auto run = run_program(line("parts", two) + part);
        ASSERT_EQ(run.code, 0) << run.output;
        EXPECT_NE(run.output.find("1 cohort"), std::string::npos) << run.output;
        EXPECT_FALSE(std::filesystem::exists(at("parts") / "reproduction.json"));
    }
    const auto merge = run_program("merge " + at("parts").string() + " 2>&1");
    EXPECT_EQ(merge.code, 1);
    EXPECT_NE(merge.output.find("without --shard"), std::string::npos) << "merge says what joins: " << merge.output;
    ASSERT_EQ(run_program(line("parts", two)).code, 0);
    ASSERT_EQ(run_program(line("he", two)).code, 0);
    EXPECT_EQ(bytes_of(at("parts") / "reproduction.json"), bytes_of(at("he") / "reproduction.json"));
    EXPECT_EQ(run_program(line("parts", two) + " --shard 1/3").code, 2) << "more parts than cohorts";
}

TEST_F(Reproduce, RefusesBeforeTheWork) {
    const auto out = at("refused").string();
    EXPECT_EQ(run_program("reproduce he-2023 --networks resnet34 --out " + out).code, 2);
    EXPECT_EQ(run_program("reproduce he-2023 --cohort x.csv --cohorts 3 --no-networks --out " + out).code, 2);
    EXPECT_EQ(run_program("reproduce he-2023 --cohort x.csv --no-networks --out " + out).code, 1);
    EXPECT_FALSE(std::filesystem::exists(at("refused") / "reproduction.json"));
}

}  // namespace
}  // namespace synchrony::test
