// Nobody is named who need not be: a name, an id, a birth date and a technician are planted in recordings of four
// formats and in a table, and looked for in all that every command prints and writes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/planted_identity.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::all_in;
using test::bytes_of;
using test::expect_nobody;
using test::run_program;

constexpr int people = 24;

class Identity : public testing::Test {
  protected:
    void SetUp() override {
        ::setenv("XDG_CACHE_HOME", (folder_ / "out/cache").c_str(), 1);
        ASSERT_EQ(run_program("simulate --patients " + std::to_string(people) + " --seed 5 --out " + at("c")).code, 0);
        ASSERT_EQ(run_program("convert " + at("c/ecg") + " --to edf --out " + at("edf")).code, 0);
        fs::create_directories(folder_ / "rec");
        std::ofstream table(folder_ / "cohort.csv");
        table << "patient_id,ecg,response,lvef_pct,name,birth_date\n";
        int i = 0;
        std::set<fs::path> files;
        for (const auto& file : fs::directory_iterator(folder_ / "edf")) files.insert(file.path());
        for (const auto& file : files) {
            plant(file, i);
            static const std::array<const char*, 4> targets{"edf", "dicom", "aecg", "wfdb"};
            const auto target = std::string(targets[static_cast<std::size_t>(i) % targets.size()]);
            const auto to = fs::path("rec") / target;
            ASSERT_EQ(run_program("convert --keep-identity '" + file.string() + "' --to " + target + " --out " +
                                  at(to.string()))
                          .code,
                      0);
            for (const auto& made : fs::directory_iterator(folder_ / to))
                if (made.path().extension() != ".dat" && made.path().stem() == file.stem())
                    table << "ID4711N" << i << ",rec/" << target << "/" << made.path().filename().string() << ","
                          << i % 2 << "," << 20 + i % 9 << ",Quentin Zzyzx,1951-02-03\n";
            ++i;
        }
        ASSERT_EQ(i, people);
    }
    void TearDown() override { ::unsetenv("XDG_CACHE_HOME"); }

    static void plant(const fs::path& path, int i) {
        auto bytes = bytes_of(path);
        const auto field = [&](std::size_t where, std::string text, std::size_t width) {
            text.resize(width, ' ');
            bytes.replace(where, width, text);
        };
        field(8, "ID4711N" + std::to_string(i) + " F 03-FEB-1951 Quentin_Zzyzx", 80);
        field(88, "Startdate 04-MAR-2019 Adm99 Trillian Acme_H12", 80);
        field(168, "04.03.1909.08.07", 16);
        std::ofstream(path, std::ios::binary) << bytes;
    }
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }

    /// Runs it with its output below out, and looks through what it printed.
    void say(const std::string& arguments, int code = 0) {
        const auto run = run_program(arguments + " 2>&1");
        EXPECT_EQ(run.code, code) << arguments << run.output.substr(0, 600);
        expect_nobody(run.output, arguments);
    }
    const test::TemporaryFolder folder_;
};

TEST_F(Identity, StaysInTheRecordingAndTheTable) {
    for (const std::string format : {"edf", "dicom", "aecg", "wfdb"}) {
        fs::path file;
        for (const auto& entry : fs::directory_iterator(folder_ / "rec" / format))
            if (entry.path().extension() != ".dat") file = entry.path();
        ASSERT_NE(all_in(file).find("4711N"), std::string::npos) << "planted in " << format;
        const std::string ecg = "'" + file.string() + "'", to = "out/" + format;
        for (const char* how :
             {"info ", "info --json ", "measure ", "measure --json ", "measure --csv ", "measure --reasons "})
            say(how + ecg);
        for (const char* kind : {".svg", ".pdf", ".png"}) say("plot " + ecg + " --out " + at(to + kind));
        say("report " + ecg + " --out " + at(to + ".report.pdf"));
        say("spectrogram " + ecg + " --out " + at(to + ".s.png"));
        say("detect " + ecg + " --out " + at(to + "_beats"));
        for (const char* target : {"wfdb", "csv", "edf", "npz", "dicom", "aecg", "muse"})
            say("convert " + ecg + " --to " + target + " --out " + at(to + "_" + target));
    }
    const auto table = at("cohort.csv"), model = at("out/m.safetensors");
    const std::string quick = " --folds 2 --pretrained mitbih-resnet18-w16";
    say("cohort check " + table);
    say("cohort table " + table);
    say("cohort make " + at("rec") + " --out " + at("out/made.csv"));
    say("evaluate " + table + " --models rules,fused,forest-clinical,deep-features --resamples 100 --learning-curve" +
        quick + " --out " + at("out/evaluated"));
    say("train " + table + " --model fused-deep --repeats 1 --members 100 --keep-neighbours" + quick + " --out " +
        model);
    say("predict " + model + " " + table + " --out " + at("out/predictions.csv"));
    say("predict " + model + " " + at("rec/dicom") + " --page " + at("out/page.html"), 1);  // a folder is no recording
    for (const auto& file : fs::directory_iterator(folder_ / "rec/dicom")) {
        say("predict " + model + " '" + file.path().string() + "' --page " + at("out/page.html"));
        say("predict --json " + model + " '" + file.path().string() + "' --page " + at("out/page.pdf"));
        break;
    }
    say("info " + model);
    EXPECT_GT(test::expect_nobody_below(folder_ / "out"), 50U);
    // The same search finds who was asked for.
    const auto asked = run_program("evaluate " + table + " --models clinical --patient-ids --resamples 100 --folds 2 " +
                                   "--out " + at("named"));
    EXPECT_EQ(asked.code, 0);
    EXPECT_NE(bytes_of(folder_ / "named/results.json").find("ID4711N"), std::string::npos);
}

}  // namespace
}  // namespace synchrony
