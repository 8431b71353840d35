// What holds for every command: help, exit codes, clear errors, and no libtorch where no network is asked for.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony {
namespace {

using test::run_program;

TEST(Program, HelpAndVersionExitWithZero) {
    EXPECT_EQ(run_program("--version").code, 0);
    for (const char* command : {"", "info", "detect", "measure", "plot", "score beats", "score delineation",
                                "score classes", "spectrogram", "data get", "pretrain", "export", "cohort check",
                                "cohort table", "cohort check-table", "cohort import ludb", "evaluate"}) {
        const auto run = run_program(std::string(command) + " --help");
        EXPECT_EQ(run.code, 0) << command;
        EXPECT_NE(run.output.find("Usage:"), std::string::npos) << command;
        EXPECT_EQ(run.output.find("Examples:") == std::string::npos, *command == '\0') << command;
    }
}

TEST(Program, WrongUsageExitsWithTwo) {
    for (const char* arguments :
         {"", "nonsense", "detect", "detect x", "detect x --out y --threads 0", "data get nothing",
          "evaluate x.csv --out y --models magic", "spectrogram x --out y.png --recipe none",
          "score classes x.safetensors --excerpt 2", "score classes x.safetensors --excerpt 1e300",
          "score classes x.safetensors --part ds3", "pretrain --out x --split random",
          "pretrain --out x --unlabelled y.csv", "pretrain --out x --input wave --recipe fine",
          "pretrain --out x --input wave --architecture resnet50", "pretrain --out x --architecture resnet18-1d",
          "pretrain --out x --recipe wave", "pretrain --out x --objective both --unlabelled-share 0.5"})
        EXPECT_EQ(run_program(arguments).code, 2) << arguments;
}

// "paced_shape", "uV s": names of programs say nothing to whoever reads an ECG at night.
TEST(Program, MeasureSpeaksInWords) {
    const test::TemporaryFolder folder;
    const auto out = folder.path().string() + "/c";
    ASSERT_EQ(run_program("simulate --patients 3 --seed 3 --conduction lbbb_proximal --out " + out).code, 0);
    for (const char* how : {"", " --reasons", " --lvef 28 --nyha 3 --reasons"}) {
        const auto run = run_program("measure " + out + "/ecg" + how);
        EXPECT_EQ(run.code, 0) << run.output;
        EXPECT_NE(run.output.find("LBBB, ESC 2013"), std::string::npos) << run.output;
        EXPECT_NE(run.output.find(" µV s, spatial QRS-T angle "), std::string::npos) << run.output;
        std::istringstream lines(run.output);
        for (std::string line; std::getline(lines, line);)
            EXPECT_FALSE(line.starts_with("  ") && line.find('_') != std::string::npos) << line;
    }
}

TEST(Program, AMistypedCommandIsAnsweredWithTheNearest) {
    const auto says = [](const std::string& arguments) {
        const auto run = run_program(arguments + " 2>&1");
        EXPECT_EQ(run.code, 2) << arguments;
        return run.output;
    };
    EXPECT_NE(says("measre a.csv").find("Did you mean: synchrony measure"), std::string::npos);
    EXPECT_NE(says("cohort mkae").find("Did you mean: synchrony cohort make"), std::string::npos);
    EXPECT_NE(says("covnert --help").find("Did you mean: synchrony convert"), std::string::npos);
    EXPECT_NE(says("evaluate c.csv --out o --model ecg").find("Did you mean: --models"), std::string::npos);
    EXPECT_NE(says("evaluate c.csv --out o --inputs bnp site").find("--inputs bnp,site"), std::string::npos);
    const auto strange = says("xylophone");
    EXPECT_EQ(strange.find("Did you mean"), std::string::npos) << strange;
    EXPECT_NE(strange.find("synchrony --help"), std::string::npos) << strange;
    EXPECT_EQ(says("measure --lbb x a").find("no such command"), std::string::npos) << "the option is wrong there";
}

TEST(Program, SignsOfTablesAreOfferedAsWords) {
    const auto help = run_program("info --help").output;
    EXPECT_NE(help.find("--separator WORD"), std::string::npos) << help;
    EXPECT_EQ(help.find(",,"), std::string::npos) << help;
    EXPECT_EQ(help.find("comma, semicolon"), help.rfind("comma, semicolon")) << "the words stand there once" << help;
    const test::TemporaryFolder folder;
    std::ofstream(folder / "a.csv") << "time;I;II\n0;1,5;2\n0,002;1,5;2\n";
    const auto info = "info " + (folder / "a.csv").string();
    for (const char* way : {"--separator ';' --decimal ,", "--separator semicolon --decimal comma"})
        EXPECT_EQ(run_program(info + " " + way).code, 0) << way;
    for (const char* way : {"--separator x", "--decimal ';'", "--separator ''"})
        EXPECT_EQ(run_program(info + " " + way).code, 2) << way;
}

/// Two leads of ten seconds, enough for `info`.
void write_table(const std::filesystem::path& path) {
    std::ofstream table(path);
    table << "time,I,II\n";
    for (int i = 0; i < 2500; ++i) table << i / 250.0 << "," << (i % 250 == 100) << "," << (i % 250 == 100) << "\n";
}

// An ECG, a table or a model given is there afterwards, whatever --out says.
TEST(Program, WhatIsReadIsNotWrittenOver) {
    const test::TemporaryFolder folder;
    const auto table = (folder / "a.csv").string();
    std::filesystem::create_symlink(table, folder / "link.csv");
    for (const std::string& line :
         {"plot " + table + " --out " + table, "report " + table + " --out " + (folder / "link.csv").string(),
          "train " + table + " --out " + table, "cohort import " + table + " --out " + table,
          "predict " + (folder / "m").string() + " " + table + " --out " + (folder / "m").string(),
          "predict " + (folder / "m").string() + " " + table + " --out " + (folder / "z.html").string() + " --page " +
              (folder / "./z.html").string()}) {
        write_table(table);
        std::ofstream(folder / "m") << "model";
        const auto before = core::read_file(table).value();
        const auto run = run_program(line + " 2>&1");
        EXPECT_EQ(run.code, 2) << line;
        EXPECT_NE(run.output.find("is also named as"), std::string::npos) << line << run.output;
        EXPECT_EQ(core::read_file(table).value(), before) << line;
        EXPECT_EQ(core::read_file(folder / "m").value(), "model") << line;
    }
}

// Nor a recording that the line does not name: one of a cohort's, a signal file beside its header.
TEST(Program, NoRecordingIsWrittenOver) {
    const test::TemporaryFolder folder;
    ASSERT_EQ(run_program("simulate --patients 1 --out " + (folder / "c").string() + " --quiet").code, 0);
    std::filesystem::path header;
    for (const auto& file : std::filesystem::directory_iterator(folder / "c/ecg"))
        if (file.path().extension() == ".hea") header = file.path();
    auto signal = header;
    signal.replace_extension(".dat");
    const auto before = core::read_file(signal).value() + core::read_file(header).value();
    const auto table = (folder / "c/cohort.csv").string(), ecgs = (folder / "c/ecg").string();
    std::ofstream(folder / "m") << "model";
    for (const std::string& line : {"train " + table + " --model clinical --out " + signal.string(),
                                    "predict " + (folder / "m").string() + " " + table + " --out " + header.string(),
                                    "predict " + (folder / "m").string() + " " + table + " --page " + signal.string(),
                                    "cohort make " + ecgs + " --force --out " + header.string(),
                                    "plot " + header.string() + " --out " + signal.string()}) {
        const auto run = run_program(line + " 2>&1");
        EXPECT_EQ(run.code, 2) << line << run.output;
        EXPECT_EQ(core::read_file(signal).value() + core::read_file(header).value(), before) << line;
    }
    // The map of study numbers and the table were one file, and the map was gone.
    const auto one = (folder / "mk.csv").string();
    EXPECT_EQ(run_program("cohort make " + ecgs + " --out " + one + " --pseudonyms " + one + " 2>&1").code, 2);
    EXPECT_FALSE(std::filesystem::exists(one));
}

TEST(Program, WhatStdoutDoesNotTakeIsAFailure) {
    const test::TemporaryFolder folder;
    write_table(folder / "a.csv");
    const auto info = "info " + (folder / "a.csv").string();
    ASSERT_EQ(run_program(info).code, 0);
    for (const std::string& command :
         {info, info + " --json", std::string("--version"), std::string("measure --help")}) {
        const auto full = run_program(command + " 2>&1 >/dev/full");
        EXPECT_EQ(full.code, 1) << command;
        EXPECT_NE(full.output.find("No space left"), std::string::npos) << full.output;
        EXPECT_EQ(run_program(command + " >&-").code, 1) << command;
    }
}

// Closed streams must not be taken for the files that are opened next.
TEST(Program, ClosedStreamsAreNotWrittenInto) {
    const test::TemporaryFolder folder;
    const auto out = folder / "cohort";
    EXPECT_EQ(run_program("simulate --patients 12 --seed 3 --out " + out.string() + " >&- 2>&-").code, 1);
    const auto whole = folder / "whole";
    ASSERT_EQ(run_program("simulate --patients 12 --seed 3 --out " + whole.string()).code, 0);
    EXPECT_EQ(test::bytes_of(out / "cohort.csv"), test::bytes_of(whole / "cohort.csv"));
}

TEST(Program, NamesTooLongAreErrors) {
    const std::string name(300, 'n');
    for (const std::string& command :
         {"info " + name, "measure " + name, "detect " + name + " --out /tmp", "cohort check " + name + ".csv",
          "evaluate " + name + ".csv --out /tmp/" + name, "train " + name + ".csv --out /tmp/" + name,
          "predict " + name + " " + name, "plot " + name + " --out /tmp/x.svg", "cohort table " + name}) {
        const auto run = run_program(command + " 2>&1");
        EXPECT_EQ(run.code, 1) << command << run.output;
        EXPECT_NE(run.output.find("synchrony: "), std::string::npos) << run.output;
    }
}

TEST(Program, FailedWorkExitsWithOneAndSaysWhereAndWhat) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "bad.hea") << "bad 1 360 1000\nbad.dat 999 200 11 1024 0 0 0 I\n";
    const auto bad = run_program("info " + (folder / "bad").string() + " 2>&1");
    EXPECT_EQ(bad.code, 1);
    EXPECT_NE(bad.output.find("bad.hea"), std::string::npos) << bad.output;
    EXPECT_NE(bad.output.find("999"), std::string::npos) << bad.output;
    EXPECT_EQ(run_program("info " + (folder / "missing").string()).code, 1);
    EXPECT_EQ(run_program("cohort check " + (folder / "none.csv").string()).code, 1);
    const auto out = folder / "out";
    EXPECT_EQ(run_program("detect " + (folder / "bad").string() + " --out " + out.string()).code, 1);
    EXPECT_FALSE(std::filesystem::exists(out / "bad.qrs")) << "nothing is half-written";
}

TEST(Program, InfoSaysWhatAModelFileHolds) {
    const auto model = std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "models" / "mitbih-resnet18.safetensors";
    const auto run = run_program("info " + model.string());
    EXPECT_EQ(run.code, 0);
    // torchvision's resnet18 has 11,176,512 weights before fc with three channels; 64 x 7 x 7 fewer with two; 2 x 4800
    // running statistics; fc of five classes 2,565; the net over 17 numbers of timing 1,797.
    EXPECT_NE(run.output.find("resnet18, " + std::to_string(11'176'512 - 3'136 + 9'600 + 2'565 + 1'797)),
              std::string::npos)
        << run.output;
    EXPECT_NE(run.output.find("DS1 trains"), std::string::npos) << run.output;
    const test::TemporaryFolder folder;
    std::filesystem::copy_file(model, folder / "short.safetensors");
    std::filesystem::resize_file(folder / "short.safetensors", 1'000'000);
    const auto bad = run_program("info " + (folder / "short.safetensors").string() + " 2>&1");
    EXPECT_EQ(bad.code, 1);
    EXPECT_NE(bad.output.find("short.safetensors"), std::string::npos) << bad.output;
}

TEST(Program, DataThatAreNowhereAreSaidInOneLineWithTheWayToGetThem) {
    const test::TemporaryFolder folder;
    ::setenv("SYNCHRONY_DATA", folder.path().c_str(), 1);
    const auto run = run_program("data where mitdb 2>&1");
    ::unsetenv("SYNCHRONY_DATA");
    EXPECT_EQ(run.code, 1);
    EXPECT_NE(run.output.find("synchrony data get mitdb"), std::string::npos) << run.output;
    EXPECT_EQ(std::count(run.output.begin(), run.output.end(), '\n'), 1) << run.output;
}

TEST(Program, DoesNotLoadLibtorchAtStart) {
    const auto libraries = [] {
        test::ProgramRun run;
        std::FILE* pipe = ::popen("ldd " SYNCHRONY_PROGRAM, "r");
        char piece[4096];
        for (std::size_t n; (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) run.output.append(piece, n);
        ::pclose(pipe);
        return run.output;
    }();
    EXPECT_NE(libraries.find("libc.so"), std::string::npos);
    EXPECT_EQ(libraries.find("torch"), std::string::npos) << libraries;
}

}  // namespace
}  // namespace synchrony
