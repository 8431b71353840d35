// What people type wrongly, and what they hand over in the wrong place: refused before the work, with the next step.
#include <gtest/gtest.h>

#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/folder_lock.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::run_program;

/// 20 patients, six of them responders, with a column of words and recordings that are none.
void write_patients(const fs::path& path, const std::string& words = "") {
    std::ofstream(path.parent_path() / "no.hea") << "no recording";
    std::ofstream table(path);
    table << "patient_id,ecg,response,lvef_pct,nyha,sex\n";
    for (int i = 0; i < 20; ++i)
        table << "p" << i << ",no.hea," << (i % 3 == 1 ? 1 : 0) << "," << 20 + i << "," << (words.empty() ? "3" : words)
              << ",F\n";
}

/// Exit 2 and those words on stderr.
void expect_refused(const std::string& line, const std::string& words, int code = 2) {
    const auto run = run_program(line + " 2>&1");
    EXPECT_EQ(run.code, code) << line << "\n" << run.output;
    EXPECT_NE(run.output.find(words), std::string::npos) << line << "\n" << run.output;
}

// Guidelines would have said "LVEF missing" as if the table had none.
TEST(WrongWords, AClinicalTableOfOtherPatientsIsNoTable) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "c.csv") << "patient_id,lvef_pct,nyha\na,28,3\n";
    std::ofstream(folder / "e.csv") << "time_s,II\n0,0\n0.002,1\n";
    expect_refused("measure " + (folder / "e.csv").string() + " --clinical " + (folder / "c.csv").string(),
                   "no row of the table is of any of these recordings", 1);
}

// CLI11 drops empty values, and of a list of nothing else makes the next option a value.
TEST(WrongWords, ListsHaveNothingEmptyInThem) {
    const test::TemporaryFolder folder;
    const auto table = folder / "c.csv";
    write_patients(table);
    const auto line = "train " + table.string() + " --model clinical --out " + (folder / "m").string();
    for (const char* list : {" --inputs=,", " --inputs ,", " --inputs=lvef_pct,", " --inputs lvef_pct,,nyha",
                             " --inputs ' , '", " --inputs ''"})
        expect_refused(line + list, "--inputs: a value of '");
    expect_refused("evaluate " + table.string() + " --models=, --out " + (folder / "e").string(), "single commas");
}

// An option that changes nothing would be believed to have done something.
TEST(WrongWords, OptionsThatWouldBeUnheededAreRefused) {
    const test::TemporaryFolder folder;
    const auto predict = "predict m.safetensors e.hea ";
    for (const char* option : {"--identity", "--paper letter", "--recording 'case A'"})
        expect_refused(predict + std::string(option), "requires --page");
    expect_refused(predict + std::string("--patient-ids"), "requires --out");
    expect_refused(predict + std::string("--page x.html --paper letter"),
                   "--paper: is about an output that ends with .pdf");
    expect_refused("plot e.hea --out x.svg --dpi 300", "--dpi: is about an output that ends with .png");
    expect_refused("measure e.hea --csv --json", "either CSV or");
    expect_refused("measure e.hea --csv --lbbb aha_2009", "excludes");
    expect_refused("measure e.hea --csv --reasons", "--csv excludes --reasons");
    expect_refused("power --auc 0.8 --alpha 0.01", "requires --rule-auc");
    const auto pretrain = "pretrain --out " + (folder / "m").string();
    expect_refused(pretrain + " --masked-share 0.5", "--masked-share is about hidden patches");
    expect_refused(pretrain + " --contrastive-weight 2", "--contrastive-weight is about two losses at once");
    expect_refused(pretrain + " --targets-weight 2", "--targets-weight is about numbers to learn");
    expect_refused(pretrain + " --fresh", "--fresh is about a checkpoint");
}

// What was filled in by hand, and the secret map that nobody can make again.
TEST(WrongWords, NoTableOfPatientsIsWrittenOver) {
    const test::TemporaryFolder folder;
    write_patients(folder / "c.csv");
    std::ofstream(folder / "map.csv") << "patient,study_number,shift_days\nx,P00001,12\n";
    std::ofstream(folder / "german.csv") << "\xef\xbb\xbf\"patient_id\";\"ecg\";\"response\"\na;b;1\n";
    std::ofstream(folder / "tabs.csv") << "\n\npatient_id\tecg\tresponse\na\tb\t1\n";
    std::ofstream wide(folder / "wide.csv");
    wide << "patient_id";
    for (int i = 0; i < 3000; ++i) wide << ",column " << i;
    wide << ",ecg\n";
    wide.close();
    for (const std::string line : {"cohort make . --force --out ", "cohort import c.csv --force --out "})
        expect_refused(line + (folder / "map.csv").string(), "which is not written over");
    for (const char* name : {"c.csv", "map.csv", "german.csv", "tabs.csv", "wide.csv"})
        for (const std::string line :
             {"train cohort.csv --model clinical --out ", "predict m.safetensors cohort.csv --out ",
              "merge parts --out ", "export mitbih-resnet18 --to onnx --out ", "convert e.hea --force --out "}) {
            const auto before = core::read_file(folder / name);
            expect_refused(line + (folder / name).string(), "which is not written over");
            EXPECT_EQ(*core::read_file(folder / name), *before);
        }
}

// Where an output takes the name of what is read, or of what somebody made by hand.
TEST(WrongWords, NothingOfOnesOwnIsWrittenOver) {
    const test::TemporaryFolder folder;
    const auto at = [&](const char* name) { return (folder / name).string(); };
    const auto expect_kept = [&](const std::string& line, const char* name, const std::string& words, int code) {
        const auto before = core::read_file(folder / name);
        expect_refused(line, words, code);
        EXPECT_EQ(*core::read_file(folder / name), *before) << line;
    };
    write_patients(folder / "results.csv");
    expect_kept("evaluate " + at("results.csv") + " --models majority --out " + folder.path().string(), "results.csv",
                "lies where the results are written", 2);
    std::ofstream ecg(folder / "ecg.csv");
    ecg << "time_s,II\n";
    for (int i = 0; i < 5000; ++i) ecg << i * 0.002 << "," << (i % 500 < 20 ? 1.0 : 0.01 * (i % 7)) << "\n";
    ecg.close();
    expect_kept("cohort make " + at("ecg.csv") + " --force --out " + at("ecg.csv"), "ecg.csv", "", 2);
    ASSERT_EQ(run_program("detect " + at("ecg.csv") + " --out " + folder.path().string()).code, 0);
    ASSERT_EQ(run_program("detect " + at("ecg.csv") + " --out " + folder.path().string()).code, 0) << "the same again";
    std::filesystem::rename(folder / "ecg.qrs", folder / "away");
    std::ofstream(folder / "ecg.qrs", std::ios::binary) << std::string("\x64\x04\x64\x04\0\0", 6);  // two beats
    expect_kept("detect " + at("ecg.csv") + " --out " + folder.path().string(), "ecg.qrs", "has other beats", 1);
    EXPECT_EQ(run_program("detect " + at("ecg.csv") + " --force --out " + folder.path().string()).code, 0);
    std::ofstream(folder / "thesis.txt") << "words";
    expect_kept("pretrain --virtual 20 --fresh --checkpoint " + at("thesis.txt") + " --out " + at("m.safetensors"),
                "thesis.txt", "is not written over", 2);
    expect_kept("predict m.safetensors " + at("results.csv") + " --out " + at("thesis.txt"), "thesis.txt",
                "is not written over", 2);
}

// Two studies at once with one map would give two patients one number.
TEST(WrongWords, AMapIsOfOneRunAtATime) {
    const test::TemporaryFolder folder;
    const auto held = core::FolderLock::take(folder.path());
    ASSERT_TRUE(held);
    std::ofstream(folder / "e.csv") << "time_s,II\n0,0\n0.002,1\n0.004,2\n";
    for (const std::string line : {"convert ", "cohort make "})
        expect_refused(line + (folder / "e.csv").string() + " --pseudonyms " + (folder / "map.csv").string() +
                           " --out " + (folder / "o.csv").string(),
                       "another run is writing to the folder of this map", 1);
}

// Of one name in two folders, or by an id that says another row: whose values these are is not known.
TEST(WrongWords, AClinicalTableIsNotGuessedAt) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "c.csv") << "patient_id,lvef_pct,nyha\na,28,3\nb,50,1\n";
    for (const char* name : {"one", "two"}) {
        std::filesystem::create_directories(folder / name);
        std::ofstream ecg(folder / name / "a.csv");
        ecg << "time_s,II\n";
        for (int i = 0; i < 5000; ++i) ecg << i * 0.002 << "," << (i % 500 < 20 ? 1.0 : 0.01 * (i % 7)) << "\n";
    }
    const auto both = run_program("measure " + (folder / "one/a.csv").string() + " " + (folder / "two/a.csv").string() +
                                  " --clinical " + (folder / "c.csv").string() + " 2>&1");
    EXPECT_NE(both.output.find("2 recordings of the same name"), std::string::npos) << both.output;
    const auto one = run_program("measure " + (folder / "one/a.csv").string() + " --clinical " +
                                 (folder / "c.csv").string() + " 2>&1");
    EXPECT_EQ(one.output.find("same name"), std::string::npos) << one.output;
}

TEST(WrongWords, ATableOfAHeaderAloneIsNoTable) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "c.csv") << "model,accuracy,sensitivity,specificity,patients,positives\n";
    expect_refused("cohort check-table " + (folder / "c.csv").string(), "a header and no rows", 1);
}

TEST(WrongWords, TheNearestOfAClosedListIsNamed) {
    const test::TemporaryFolder folder;
    const auto table = folder / "c.csv";
    write_patients(table);
    const auto cohort = "evaluate " + table.string() + " --out " + (folder / "out").string();
    expect_refused(cohort + " --models clincal", "Did you mean clinical?");
    expect_refused(cohort + " --models clinical --outcome resp", "Did you mean response?", 1);
    expect_refused(cohort + " --models clinical --outcome 'lvef = 3'", "Did you mean lvef_pct?", 1);
    expect_refused(cohort + " --models clinical --inputs lvef", "Did you mean lvef_pct?");
    expect_refused(cohort + " --models clinical --inputs=-nhya", "Did you mean nyha?");
    expect_refused(cohort + " --models clinical --recipe papr", "Did you mean paper?");
    expect_refused(cohort + " --pretrained mitbih-resnet17", "Did you mean mitbih-resnet18?");
    expect_refused("train " + table.string() + " --out x --model fusd", "Did you mean fused?");
    expect_refused("simulate --preset miracl --out x", "Did you mean miracle?");
    expect_refused("data get midtb", "Did you mean mitdb?");
    expect_refused(cohort + " --positive-name X --negative-name X", "both outcomes have one name (got X");
    const auto strange = run_program(cohort + " --models xylophone 2>&1");
    EXPECT_EQ(strange.output.find("Did you mean"), std::string::npos) << strange.output;
}

// -5 was said to be 18446744073709551611.
TEST(WrongWords, NoCountIsBelowZero) {
    for (const char* line : {"power --sizes -5", "power --sizes 40 -5", "power --studies -1",
                             "simulate --patients -1 --out x", "transfer-gain --model x --out x --draws -1"}) {
        const auto run = run_program(std::string(line) + " 2>&1");
        EXPECT_EQ(run.code, 2) << line << run.output;
        EXPECT_EQ(run.output.find("1844674407370955"), std::string::npos) << run.output;
    }
}

// What means nothing is no setting, and what nothing heeds is a mistake.
TEST(WrongWords, SettingsOfNetworksAreHeededOrRefused) {
    const test::TemporaryFolder folder;
    write_patients(folder / "c.csv");
    const auto table = (folder / "c.csv").string();
    const auto evaluate = "evaluate " + table + " --out " + (folder / "e").string() + " --models ";
    const auto train = "train " + table + " --out " + (folder / "m").string() + " --model ";
    for (const auto& line : {evaluate, train}) {
        expect_refused(line + "scratch --epochs 0", "epochs out of range (got 0, expected 1 to 100000)");
        expect_refused(line + "clinical --epochs 3", "--epochs is about networks that are trained");
        expect_refused(line + "fused --pretrained mitbih-resnet18-w16", "--pretrained is about pre-trained networks");
        expect_refused(line + "clinical --recipe signed", "--recipe is about images");
    }
    expect_refused(evaluate + "usual --lr 0.1", "expected scratch or frozen or last-block or fine-tuned");
}

TEST(WrongWords, FoldsAreCountedBeforeTheEcgsAreRead) {
    const test::TemporaryFolder folder;
    write_patients(folder / "c.csv");
    const auto table = (folder / "c.csv").string();
    for (const std::string& line : {"evaluate " + table + " --models pixels --out " + (folder / "e").string(),
                                    "train " + table + " --model ecg --out " + (folder / "m").string()}) {
        expect_refused(line + " --folds 8", "a class has fewer patients than there are folds", 1);
        expect_refused(line + " --folds 7", "no patient has a usable ECG", 1);
    }
    EXPECT_FALSE(fs::exists(folder / "e" / "images.safetensors"));
}

TEST(WrongWords, AModelInTheTablesPlaceIsTold) {
    const test::TemporaryFolder folder;
    write_patients(folder / "c.csv");
    const auto table = (folder / "c.csv").string();
    const auto model = std::string(SYNCHRONY_SOURCE_DIR) + "/tests/golden/predictors/before-reference.safetensors";
    expect_refused("predict " + table + " " + model, "Exchange the two names");
    expect_refused("predict " + table + " " + model + " --out " + (folder / "p.csv").string(),
                   "the model is named first");
    expect_refused("evaluate " + model + " --models clinical --out " + (folder / "e").string(),
                   "a model or an image set", 1);
    expect_refused("measure " + model, "a model or an image set", 1);
}

TEST(WrongWords, WordsWhereNumbersAreExpectedPointToTheImport) {
    const test::TemporaryFolder folder;
    write_patients(folder / "c.csv", "III");
    const auto table = (folder / "c.csv").string();
    expect_refused("cohort check --no-ecgs " + table, "c.csv --out cohort.csv` reads the words in nyha", 1);
    expect_refused("evaluate " + table + " --models clinical --out " + (folder / "e").string(), "cohort import c.csv",
                   1);
    write_patients(folder / "c.csv", "mild");
    expect_refused("cohort check --no-ecgs " + table, "asks what those in nyha stand for", 1);
    write_patients(folder / "c.csv", "7");  // a number that NYHA has not is no word
    const auto run = run_program("cohort check --no-ecgs " + table + " 2>&1");
    EXPECT_EQ(run.output.find("cohort import"), std::string::npos) << run.output;
}

// What formulas without a value leave, and what Stata writes for missing values of several reasons.
TEST(WrongWords, FaultsOfSpreadsheetsAreMissing) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "c.csv") << "patient_id,response,lvef_pct,bnp,site\np1,1,#DIV/0!,.a,north\np2,0,30,5,#REF!\n"
                                       "p3,1,31,#NUM!,south\np4,0,.z,7,north\n";
    const auto run = run_program("cohort check " + (folder / "c.csv").string() + " 2>&1");
    EXPECT_EQ(run.code, 0) << run.output;
    for (const char* words :
         {"lvef_pct: numbers, 2 present, 2 missing (1 '#DIV/0!', 1 '.z')",
          "bnp: numbers, 2 present, 2 missing (1 '#NUM!', 1 '.a')", "site: text, 3 present, 1 missing (1 '#REF!')"})
        EXPECT_NE(run.output.find(words), std::string::npos) << run.output;
}

}  // namespace
}  // namespace synchrony
