// docs/outputs.md says of every table what its columns are: the program writes those, in that order.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

using test::run_program;

/// The names in the first cells of the table below a heading, joined by commas as a CSV header is.
std::string columns_on_page(const std::string& heading) {
    std::istringstream page(test::bytes_of(SYNCHRONY_SOURCE_DIR "/docs/outputs.md"));
    std::string line, names;
    while (std::getline(page, line) && line != "### " + heading) continue;
    bool in_table = false;
    while (std::getline(page, line) && !line.starts_with("### ")) {
        if (!line.starts_with("|")) {
            if (in_table) break;
            continue;
        }
        if (line.starts_with("| column ") || line.starts_with("|---")) {
            in_table = true;
            continue;
        }
        if (!in_table) continue;
        std::string cell = line.substr(1, line.find('|', 1) - 1);
        std::erase(cell, ' ');
        names += (names.empty() ? "" : ",") + cell;
    }
    return names;
}

std::string header_of(const std::string& csv) {
    return csv.substr(0, csv.find_first_of("\r\n"));
}

TEST(Outputs, TablesHaveTheColumnsThatThePageNames) {
    const test::TemporaryFolder folder;
    const auto at = [&](const std::string& name) { return (folder / name).string(); };
    ASSERT_EQ(run_program("simulate --patients 30 --seed 3 --out " + at("c")).code, 0);
    const auto ecg = at("c") + "/ecg/VP00001.hea";
    const auto measured = columns_on_page("`measure --csv`");
    EXPECT_EQ(header_of(run_program("measure --csv " + ecg + " 2>/dev/null").output), measured);
    EXPECT_EQ(header_of(run_program("measure --by-lead --csv " + ecg + " 2>/dev/null").output),
              columns_on_page("`measure --by-lead --csv`"));
    const auto windows = header_of(run_program("measure --every 5 --csv " + ecg + " 2>/dev/null").output);
    EXPECT_EQ(windows, "file," + columns_on_page("`measure --every --csv`") + measured.substr(measured.find(',')));
    EXPECT_EQ(header_of(test::bytes_of(folder / "c" / "truth.csv")).substr(0, 20), "patient_id,conductio");
    ASSERT_EQ(run_program("cohort make " + at("c") + " --out " + at("made.csv")).code, 0);
    EXPECT_EQ(header_of(test::bytes_of(folder / "made.csv")), columns_on_page("`cohort make`"));
    ASSERT_EQ(run_program("train " + at("c") + "/cohort.csv --model clinical --out " + at("m.safetensors") +
                          " --folds 2 --repeats 1")
                  .code,
              0);
    ASSERT_EQ(
        run_program("predict " + at("m.safetensors") + " " + at("c") + "/cohort.csv --patient-ids --out " + at("p.csv"))
            .code,
        0);
    EXPECT_EQ(header_of(test::bytes_of(folder / "p.csv")), columns_on_page("`predict --out`"));
}

std::string table_of(const test::TemporaryFolder& folder) {
    return (folder / "c/cohort.csv").string();
}

// A model is not written over a thesis, nor a page over a document; earlier outputs of a kind are.
TEST(Outputs, ReplaceTheirOwnKindAlone) {
    const test::TemporaryFolder folder;
    const auto at = [&](const std::string& name) { return (folder / name).string(); };
    ASSERT_EQ(run_program("simulate --patients 30 --seed 3 --out " + at("c")).code, 0);
    const auto train = "train " + table_of(folder) + " --model clinical --folds 2 --repeats 1 --out ";
    ASSERT_EQ(run_program(train + at("m.safetensors")).code, 0);
    EXPECT_EQ(run_program(train + at("m.safetensors")).code, 0) << "an earlier model";
    const auto ecg = at("c") + "/ecg/VP00001.hea";
    const auto document = std::string("PK\x03\x04") + std::string(8, '\0') + "a document";
    for (const auto& line :
         {train + at("thesis.txt"), "pretrain --checkpoint x.ckpt --out " + at("thesis.txt"),
          "pretrain --out x.safetensors --checkpoint " + at("thesis.txt"), "plot " + ecg + " --out " + at("thesis.svg"),
          "power --studies 100 --sizes 50 --plot " + at("thesis.svg"),
          "pretrain --virtual 20 --out x.safetensors --validation-predictions " + at("thesis.csv"),
          "report " + ecg + " --out " + at("thesis.pdf"),
          "predict " + at("m.safetensors") + " " + table_of(folder) + " --out " + at("thesis.csv")}) {
        const auto name = std::filesystem::path(line.substr(line.rfind(' ') + 1));
        const auto own = name.extension() == ".csv" ? document : std::string("My thesis.\n");
        std::ofstream(name) << own;
        const auto run = run_program(line + " 2>&1");
        EXPECT_NE(run.code, 0) << line;
        EXPECT_NE(run.output.find("is not written over"), std::string::npos) << line << "\n" << run.output;
        EXPECT_EQ(test::bytes_of(name), own) << line;
    }
}

// A picture or a page of one's own is none of the program's, though it is of the same kind.
TEST(Outputs, ReplaceTheirOwnPagesAndPicturesAlone) {
    const test::TemporaryFolder folder;
    const auto at = [&](const std::string& name) { return (folder / name).string(); };
    ASSERT_EQ(run_program("simulate --patients 30 --seed 3 --out " + at("c")).code, 0);
    ASSERT_EQ(run_program("train " + table_of(folder) + " --model clinical --folds 2 --repeats 1 --out " +
                          at("m.safetensors"))
                  .code,
              0);
    const auto ecg = at("c") + "/ecg/VP00001.hea";
    const auto png = std::string("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\1", 20);
    for (const auto& [line, mine] :
         {std::pair{"plot " + ecg + " --out " + at("a.svg"), std::string("<?xml version=\"1.0\"?>\n<svg></svg>\n")},
          {"plot " + ecg + " --out " + at("a.pdf"), std::string("%PDF-1.4\nmine")},
          {"plot " + ecg + " --out " + at("a.png"), png},
          {"report " + ecg + " --out " + at("b.pdf"), std::string("%PDF-1.4\nmine")},
          {"predict " + at("m.safetensors") + " " + ecg + " --page " + at("a.html"), std::string("<html>mine</html>")},
          {"power --studies 100 --sizes 50 --plot " + at("b.svg"), std::string("<svg></svg>")}}) {
        const auto name = std::filesystem::path(line.substr(line.rfind(' ') + 1));
        ASSERT_EQ(run_program(line).code, 0) << line;
        const auto ours = test::bytes_of(name);
        EXPECT_EQ(run_program(line).code, 0) << "the same line again: " << line;
        EXPECT_EQ(test::bytes_of(name), ours) << line;
        std::ofstream(name, std::ios::binary) << mine;
        const auto run = run_program(line + " 2>&1");
        EXPECT_EQ(run.code, 2) << line;
        EXPECT_NE(run.output.find("is not written over"), std::string::npos) << run.output;
        EXPECT_EQ(test::bytes_of(name), mine) << line;
    }
}

// Tables of patients: the same line again writes them again; --force replaces another such table, and no letter.
TEST(Outputs, TheSameLineAgainIsNoFault) {
    const test::TemporaryFolder folder;
    const auto at = [&](const std::string& name) { return (folder / name).string(); };
    ASSERT_EQ(run_program("simulate --patients 3 --seed 3 --out " + at("c")).code, 0);
    std::ofstream(folder / "t.csv") << "Patient;Alter;Geschlecht;LVEF\n1;63;m;31\n2;70;w;25\n3;55;m;28\n";
    const auto import = "cohort import " + at("t.csv") + " --out " + at("imported.csv");
    for (const auto& line : {import, "cohort make " + at("c/ecg") + " --out " + at("made.csv"),
                             "convert " + at("c/ecg") + " --to edf --out " + at("edf")}) {
        const auto first = run_program(line);
        ASSERT_EQ(first.code, 0) << line;
        const auto second = run_program(line + " 2>&1");
        EXPECT_EQ(second.code, 0) << second.output;
        EXPECT_EQ(second.output, first.output);
    }
    std::ofstream(folder / "imported.map.toml", std::ios::app) << "# mended\n";
    const auto mended = run_program(import + " --force 2>&1");
    EXPECT_EQ(mended.code, 2);
    EXPECT_NE(mended.output.find("--map"), std::string::npos) << mended.output;
    for (const auto& line : {"cohort import " + at("t.csv") + " --force --out " + at("letter.csv"),
                             "cohort make " + at("c/ecg") + " --force --out " + at("letter.csv")}) {
        std::ofstream(folder / "letter.csv") << "Dear Anna,\n";
        EXPECT_EQ(run_program(line).code, 2) << line;
        EXPECT_EQ(test::bytes_of(folder / "letter.csv"), "Dear Anna,\n") << line;
    }
}

// A pack that was cut short is a recording that fails; what is not looked at is counted.
TEST(Outputs, FoldersSayWhatTheyLeaveOut) {
    const test::TemporaryFolder folder;
    const auto at = [&](const std::string& name) { return (folder / name).string(); };
    ASSERT_EQ(run_program("simulate --patients 2 --seed 3 --out " + at("c")).code, 0);
    std::ofstream(folder / "c/ecg/cut.zip", std::ios::binary) << "PK\x03\x04 cut short";
    std::ofstream(folder / "c/ecg/.hidden") << "x";
    std::filesystem::create_symlink("nowhere", folder / "c/ecg/dead");
    for (const auto& line : {"measure " + at("c/ecg"), "convert " + at("c/ecg") + " --to edf --out " + at("edf"),
                             "cohort make " + at("c/ecg") + " --out " + at("made.csv")}) {
        const auto run = run_program(line + " 2>&1");
        EXPECT_EQ(run.code, 1) << line << run.output;
        EXPECT_NE(run.output.find("cut.zip"), std::string::npos) << run.output;
        EXPECT_NE(run.output.find("1 hidden file, 1 dead link"), std::string::npos) << run.output;
    }
}

// Hours of training are not begun for a file that they could not be kept in.
TEST(Outputs, OfPretrainAreLookedAtFirst) {
    const test::TemporaryFolder folder;
    const auto at = [&](const std::string& name) { return (folder / name).string(); };
    std::string tensors = "\x02" + std::string(7, '\0') + "{}";  // safetensors of nothing
    std::ofstream(folder / "mine.safetensors", std::ios::binary) << tensors;
    std::ofstream(folder / "mine.json") << "{\"mine\": 1}";
    for (const auto& option : {"--checkpoint " + at("mine.safetensors"), "--images " + at("mine.safetensors"),
                               "--checkpoint " + at("mine.safetensors") + " --fresh", "--report " + at("mine.json")}) {
        const auto run =
            run_program("pretrain --virtual 20000 --epochs 1000 --out " + at("x.safetensors") + " " + option + " 2>&1");
        EXPECT_EQ(run.code, 2) << run.output;
        EXPECT_NE(run.output.find(at("mine.")), std::string::npos) << run.output;
        EXPECT_EQ(run.output.find("simulating"), std::string::npos) << run.output;
    }
    EXPECT_EQ(test::bytes_of(folder / "mine.safetensors"), tensors);
    EXPECT_EQ(test::bytes_of(folder / "mine.json"), "{\"mine\": 1}");
}

// Folders of results: earlier ones of the same work are replaced, files of others that have their names are not.
TEST(Outputs, FoldersOfResultsKeepWhatIsNotTheirs) {
    const test::TemporaryFolder folder;
    const auto at = [&](const std::string& name) { return (folder / name).string(); };
    ASSERT_EQ(run_program("simulate --patients 30 --seed 3 --out " + at("c")).code, 0);
    const auto evaluate = "evaluate " + table_of(folder) + " --models clinical --folds 2 --repeats 1 --out ";
    std::filesystem::create_directory(folder / "mine");
    std::ofstream(folder / "mine/report.html") << "<html>mine</html>";
    const auto refused = run_program(evaluate + at("mine") + " 2>&1");
    EXPECT_EQ(refused.code, 2) << refused.output;
    EXPECT_EQ(test::bytes_of(folder / "mine/report.html"), "<html>mine</html>");
    EXPECT_EQ(run_program(evaluate + at("e")).code, 0);
    EXPECT_EQ(run_program(evaluate + at("e") + " --seed 2").code, 0) << "an earlier evaluation";

    std::filesystem::create_directories(folder / "v/ecg");
    std::ofstream(folder / "v/ecg/VP00001.hea") << "VP00001 1 500 10\nVP00001.dat 16 200 16 0 0 0 0 II\n";
    EXPECT_EQ(run_program("simulate --patients 2 --seed 3 --out " + at("v")).code, 2);
    EXPECT_FALSE(std::filesystem::exists(folder / "v/cohort.csv"));
}

// What fails has its item in the array, as with measure: a program that counts items misses none.
TEST(Outputs, InfoHasAnItemForWhatCannotBeRead) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "good.csv") << "time_s,I\n0,1\n0.002,2\n0.004,3\n";
    std::ofstream(folder / "bad.edf") << "0       cut";
    for (const bool both : {true, false}) {
        const auto good = both ? "'" + (folder / "good.csv").string() + "' " : std::string();
        const auto run = run_program("info --json " + good + "'" + (folder / "bad.edf").string() + "' 2>/dev/null");
        EXPECT_EQ(run.code, 1);
        const auto list = nlohmann::json::parse(run.output);
        ASSERT_EQ(list.size(), both ? 2U : 1U);
        EXPECT_EQ(list.back().size(), 2U);
        EXPECT_EQ(list.back()["file"], (folder / "bad.edf").string());
        EXPECT_NE(list.back()["error"].get<std::string>().find("unknown file format"), std::string::npos);
        EXPECT_EQ(list.front().contains("error"), !both);
    }
}

}  // namespace
}  // namespace synchrony
