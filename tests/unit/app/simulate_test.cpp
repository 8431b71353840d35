// Truths: the readers of other rooms, which know nothing of the simulation.
#include "synchrony/app/simulate.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb_annotations.hpp"
#include "synchrony/io/wfdb_record.hpp"

namespace synchrony::app {
namespace {

SimulateRequest request_for(const std::filesystem::path& out, std::uint64_t patients) {
    SimulateRequest request;
    request.patients = patients;
    request.out = out;
    return request;
}

TEST(Simulate, writes_a_cohort_that_the_cohort_reader_takes_without_a_fault) {
    const test::TemporaryFolder folder;
    const auto report = simulate(request_for(folder / "c", 12), {});
    ASSERT_TRUE(report) << report.error().message();
    const auto check = cohort::check_cohort(folder / "c" / "cohort.csv");
    EXPECT_TRUE(check.errors.empty());
    EXPECT_EQ(check.cohort.size(), 12U);
    EXPECT_EQ(check.cohort.positives(), report->responders);
    EXPECT_TRUE(check.cohort.unknown_columns().empty());
    for (const auto& rule : cohort::known_columns()) {
        const auto* column = check.cohort.find(std::string(rule.name));
        ASSERT_NE(column, nullptr) << rule.name;
        EXPECT_EQ(column->present(), 12U) << rule.name;
    }
}

TEST(Simulate, writes_records_at_2_5_microvolts_that_read_back) {
    const test::TemporaryFolder folder;
    auto request = request_for(folder / "c", 1);
    request.options.rate_hz = 1000.0;
    ASSERT_TRUE(simulate(request, {}));
    const auto path = folder / "c" / "ecg" / "VP00001";
    const auto record = io::wfdb::read_record(path);
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_TRUE(record->warnings.empty());
    EXPECT_EQ(record->header.signals.at(0).gain, 400.0);
    EXPECT_EQ(record->header.signals.at(0).format, 16);
    EXPECT_EQ(record->frames, 10000);
    const auto again = sim::simulate_patient(*sim::make_preset("nanjing"), core::RunContext{}.seed, 0, request.options);
    const auto ecg = io::read_ecg(folder / "c" / "ecg" / "VP00001.hea");
    ASSERT_TRUE(ecg);
    for (std::size_t l = 0; l < 12; ++l)
        for (std::size_t i = 0; i < 10000; i += 13)
            ASSERT_NEAR(ecg->leads[l].samples[i], again->recording->ecg.leads[l].samples[i], 0.00126);
    const auto marks = io::wfdb::read_annotations(path, "atr");
    ASSERT_TRUE(marks);
    EXPECT_EQ(marks->annotations.size(), 3 * again->recording->beats.size());
}

TEST(Simulate, is_the_same_on_any_number_of_threads) {
    const test::TemporaryFolder folder;
    core::RunContext one, three;
    three.threads = 3;
    ASSERT_TRUE(simulate(request_for(folder / "a", 9), one));
    ASSERT_TRUE(simulate(request_for(folder / "b", 9), three));
    for (const char* name : {"cohort.csv", "truth.csv", "ecg/VP00007.dat", "ecg/VP00007.atr"})
        EXPECT_EQ(*core::read_file(folder / "a" / name), *core::read_file(folder / "b" / name)) << name;
}

TEST(Simulate, leaves_no_table_when_stopped) {
    const test::TemporaryFolder folder;
    core::Cancel cancel;
    cancel.request();
    core::RunContext context;
    context.cancel = &cancel;
    const auto report = simulate(request_for(folder / "c", 5), context);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, core::ErrorKind::cancelled);
    EXPECT_FALSE(std::filesystem::exists(folder / "c" / "cohort.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder / "c" / "truth.csv"));
}

// A smaller cohort over a larger one left the larger one's ECGs behind.
TEST(Simulate, refuses_a_folder_that_holds_another_cohort) {
    const test::TemporaryFolder folder;
    const auto out = folder / "c";
    ASSERT_TRUE(simulate(request_for(out, 6), {}));
    const auto table = *core::read_file(out / "cohort.csv");
    const auto smaller = simulate(request_for(out, 3), {});
    ASSERT_FALSE(smaller) << "VP00004 to VP00006 would stay behind";
    EXPECT_EQ(smaller.error().kind, core::ErrorKind::usage);
    EXPECT_EQ(smaller.error().where, out.string());
    EXPECT_FALSE(smaller.error().hint.empty());
    core::RunContext other_seed;
    other_seed.seed = 2;
    EXPECT_FALSE(simulate(request_for(out, 6), other_seed));
    EXPECT_EQ(*core::read_file(out / "cohort.csv"), table) << "nothing is touched";
    EXPECT_TRUE(simulate(request_for(out, 6), {})) << "the same cohort may be made again";

    // What a stopped run left is written over as long as all of it is.
    std::filesystem::remove(out / "cohort.csv");
    std::filesystem::remove(out / "truth.csv");
    std::filesystem::remove(out / "simulation.json");
    EXPECT_FALSE(simulate(request_for(out, 5), {}));
    EXPECT_TRUE(simulate(request_for(out, 7), {}));

    ASSERT_TRUE(core::make_directories(folder / "mine"));
    ASSERT_TRUE(core::write_file(folder / "mine/cohort.csv", "patient_id,ecg,response\n"));
    EXPECT_FALSE(simulate(request_for(folder / "mine", 2), {}));
}

TEST(Simulate, refuses_what_makes_no_sense) {
    const test::TemporaryFolder folder;
    const auto refused = [&](auto change) {
        auto request = request_for(folder / "c", 2);
        change(request);
        const auto report = simulate(request, {});
        return !report && report.error().kind == core::ErrorKind::usage;
    };
    EXPECT_TRUE(refused([](SimulateRequest& r) { r.patients = 0; }));
    EXPECT_TRUE(refused([](SimulateRequest& r) { r.patients = most_patients + 1; }));
    EXPECT_TRUE(refused([](SimulateRequest& r) { r.preset = "boston"; }));
    EXPECT_TRUE(refused([](SimulateRequest& r) { r.options.rate_hz = 10.0; }));
    EXPECT_TRUE(refused([](SimulateRequest& r) { r.options.chance_sd_pct = -1.0; }));
    EXPECT_FALSE(std::filesystem::exists(folder / "c"));
}

}  // namespace
}  // namespace synchrony::app
