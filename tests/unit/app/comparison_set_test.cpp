// Which patients and which cells a comparison is made on, where tables have gaps. The ECGs are virtual.
#include "comparison_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "support/temporary_folder.hpp"
#include "synchrony/app/cohort_check.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/app/simulate.hpp"
#include "synchrony/app/train.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb_record.hpp"

namespace synchrony::app {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr int six = 6;

class Gaps : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::TemporaryFolder>();
        SimulateRequest request;
        request.patients = six;
        request.out = *folder_ / "c";
        ASSERT_TRUE(simulate(request, {}));
    }
    static void TearDownTestSuite() { folder_.reset(); }

    /// A table of the six with that header behind patient_id and response, and those cells.
    static std::filesystem::path table(const std::string& header, const std::vector<std::string>& cells) {
        std::string text = "patient_id,response," + header + "\n";
        for (int i = 0; i < six; ++i)
            text += "p" + std::to_string(i + 1) + "," + std::to_string(i % 2) + "," +
                    cells[static_cast<std::size_t>(i)] + "\n";
        const auto path = *folder_ / "c" / "gaps.csv";
        EXPECT_TRUE(core::write_file(path, text));
        return path;
    }
    static core::Result<ComparisonSet> set_of(const std::filesystem::path& csv,
                                              WithoutEcg without_ecg = WithoutEcg::left_out) {
        cohort::CohortOptions reading;
        reading.require_ecg = false;
        return comparison_set(csv, reading, {}, {}, {}, without_ecg, 2);
    }
    static std::string ecg(int patient) { return "ecg/VP0000" + std::to_string(patient) + ".hea"; }

    static std::unique_ptr<test::TemporaryFolder> folder_;
};
std::unique_ptr<test::TemporaryFolder> Gaps::folder_;

TEST_F(Gaps, an_empty_qrs_duration_is_that_of_the_patients_ecg) {
    std::vector<std::string> cells;
    for (int i = 1; i <= six; ++i) cells.push_back(ecg(i) + "," + (i == 3 ? "" : "144"));
    const auto who = set_of(table("ecg,qrs_duration_ms", cells));
    ASSERT_TRUE(who) << who.error().message();
    const auto& clinical = who->kept.set.tables.at("clinical");
    const auto& measured = who->kept.set.tables.at("ecg");
    const auto own = measured.at(2, *measured.column("qrs_duration_ms"));
    ASSERT_TRUE(own);
    EXPECT_EQ(clinical.at(2, 0), own);
    EXPECT_EQ(clinical.at(1, 0), 144.0);
    EXPECT_THAT(who->cohort.notes, Contains("qrs_duration_ms: 1 cell measured from the ECG"));
}

// The first patient has no ECG: he counts for the table's models, and not where some row reads ECGs.
TEST_F(Gaps, a_patient_without_an_ecg_stops_nobody) {
    std::vector<std::string> cells;
    for (int i = 1; i <= six; ++i) cells.push_back((i == 1 ? "" : ecg(i)) + ",30,144");
    const auto csv = table("ecg,lvef_pct,qrs_duration_ms", cells);
    const auto both = set_of(csv);
    ASSERT_TRUE(both) << both.error().message();
    EXPECT_EQ(both->kept.set.size(), 5U);
    ASSERT_EQ(both->excluded.size(), 1U);
    EXPECT_EQ(both->excluded[0].first, "ECG: no ECG is named");
    const auto alone = set_of(csv, WithoutEcg::used);
    ASSERT_TRUE(alone) << alone.error().message();
    EXPECT_EQ(alone->kept.set.size(), 6U);
    EXPECT_TRUE(alone->kept.set.check()) << "each table has a row for each";
    EXPECT_THAT(alone->cohort.notes, Contains(HasSubstr("1 patient without an ECG")));
    TrainRequest request;
    request.cohort_csv = csv;
    request.model = "clinical";
    request.out = *folder_ / "m.safetensors";
    request.folds = 2;
    request.members = 100;
    const auto trained = train(request, {});
    ASSERT_TRUE(trained) << trained.error().message();
    EXPECT_EQ(trained->predictor.patients, 6U);
    PredictRequest asked;
    asked.predictor = request.out;
    asked.input = csv;
    const auto predicted = predict_cohort(asked, {});
    ASSERT_TRUE(predicted) << predicted.error().message();
    EXPECT_TRUE(predicted->predictions[0].prediction);
    auto again = cells;
    again[5] = again[1];
    asked.input = table("ecg,lvef_pct,qrs_duration_ms", again);
    const auto twice = predict_cohort(asked, {});
    ASSERT_TRUE(twice) << twice.error().message();
    EXPECT_THAT(twice->notes, Contains(HasSubstr("rows 3 and 7 have the same ECG")));
    EXPECT_THAT(twice->notes, Contains(HasSubstr("6 rows are of 5 people")));
    ASSERT_EQ(table("ecg,lvef_pct,qrs_duration_ms", cells), csv);
    CohortCheckRequest look;
    look.csv = csv;
    const auto check = check_cohort_and_ecgs(look, {});
    ASSERT_TRUE(check);
    EXPECT_TRUE(check->check.errors.empty());
    EXPECT_EQ(check->ecgs_used, 5U);
    ASSERT_EQ(check->ecgs_not_used.size(), 1U);
    EXPECT_EQ(check->ecgs_not_used[0].second, std::vector<std::size_t>{0});
    EXPECT_TRUE(inputs::ClinicalTable::read(csv));
}

// A file whose unit is not mV as it says.
TEST_F(Gaps, what_measure_says_against_a_recording_is_said_of_its_row) {
    auto loud = io::read_ecg(*folder_ / "c" / ecg(3));
    ASSERT_TRUE(loud);
    for (auto& lead : loud->leads)
        for (float& mv : lead.samples) mv *= 10.0F;
    const auto record = io::wfdb::from_ecg(*loud, "loud", 400.0);
    ASSERT_TRUE(record);
    ASSERT_TRUE(io::wfdb::write_record(*folder_ / "c" / "loud", *record));
    std::vector<std::string> cells;
    for (int i = 1; i <= six; ++i) cells.push_back(i == 3 ? "loud.hea,30" : ecg(i) + ",30");
    CohortCheckRequest request;
    request.csv = table("ecg,lvef_pct", cells);
    const auto check = check_cohort_and_ecgs(request, {});
    ASSERT_TRUE(check);
    const auto found = std::ranges::find_if(check->findings, [](const auto& f) {
        return f.what == "1 recording: unit of the amplitudes doubtful; `predict` gives no answer on such";
    });
    ASSERT_NE(found, check->findings.end());
    EXPECT_EQ(found->rows, std::vector<std::size_t>{2});
    const auto who = set_of(request.csv);
    ASSERT_TRUE(who);
    EXPECT_THAT(flag_notes(who->cohort, who->recordings, "kept"),
                Contains("1 recording (row 4): unit of the amplitudes doubtful; kept"));
}

// The second patient's file is the first's, with 8 leads and in finer steps: other bytes.
TEST_F(Gaps, one_ecg_in_two_formats_is_one_person) {
    auto copy = io::read_ecg(*folder_ / "c" / ecg(1));
    ASSERT_TRUE(copy);
    std::erase_if(copy->leads, [](const auto& lead) { return lead.name == "III" || lead.name.starts_with("aV"); });
    const auto record = io::wfdb::from_ecg(*copy, "copy", 800.0);
    ASSERT_TRUE(record);
    ASSERT_TRUE(io::wfdb::write_record(*folder_ / "c" / "copy", *record));
    std::vector<std::string> cells;
    for (int i = 1; i <= six; ++i) cells.push_back(i == 2 ? "copy.hea,30" : ecg(i) + ",30");
    const auto csv = table("ecg,lvef_pct", cells);
    const auto who = set_of(csv);
    ASSERT_TRUE(who) << who.error().message();
    EXPECT_EQ(who->kept.groups[0], who->kept.groups[1]);
    EXPECT_EQ(who->kept.set.groups[0], who->kept.set.groups[1]);
    EXPECT_NE(who->kept.groups[0], who->kept.groups[2]);
    EXPECT_THAT(who->cohort.notes, Contains(HasSubstr("rows 2 and 3 have the same ECG")));
    CohortCheckRequest request;
    request.csv = csv;
    const auto check = check_cohort_and_ecgs(request, {});
    ASSERT_TRUE(check);
    EXPECT_TRUE(std::ranges::any_of(check->findings, [](const auto& f) { return f.kind == "person twice"; }));
}

}  // namespace
}  // namespace synchrony::app
