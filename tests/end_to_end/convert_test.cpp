// Folders of recordings through the program: converted, listed, described; and nobody is named who need not be.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::bytes_of;
using test::run_program;

/// All that a folder holds, names and bytes; without zero bytes, so that texts of NumPy (four bytes a letter) read on.
std::string all_below(const fs::path& folder) {
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) all += entry.path().filename().string() + "\n" + bytes_of(entry.path()) + "\n";
    std::erase(all, '\0');
    return all;
}

/// For a word in double quotes of a shell.
std::string script_escaped(const std::string& script) {
    std::string text;
    for (const char c : script)
        text +=
            std::string_view("$\"`\\").find(c) != std::string_view::npos ? std::string("\\") + c : std::string(1, c);
    return text;
}

class Convert : public testing::Test {
  protected:
    void SetUp() override {
        fs::create_directories(folder_ / "in");
        write("in/plain.csv", table(1.0));
        // A Holter file with a planted patient: name, birth date, id, a note, the technician.
        ASSERT_EQ(run_program("convert " + at("in/plain.csv") + " --out " + at("in/other.edf")).code, 0);
        auto edf = bytes_of(folder_ / "in/other.edf");
        const auto plant = [&](std::size_t where, std::string text, std::size_t width) {
            text.resize(width, ' ');
            edf.replace(where, width, text);
        };
        plant(8, "ID4711X F 03-FEB-1950 Zaphod_Beeblebrox", 80);
        plant(88, "Startdate 04-MAR-2019 Adm99 Techniker_Trillian Acme_H12", 80);
        plant(168, "04.03.1909.08.07", 16);
        write("in/zaphod-beeblebrox.edf", edf);
        fs::remove(folder_ / "in/other.edf");
        write("in/broken.edf", edf.substr(0, 3000));
        write("in/letter.txt", "Dear Mr Beeblebrox\n");
    }
    void write(const std::string& name, const std::string& bytes) {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
    }
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }
    static std::string table(double scale) {
        std::string text = "time,I,II,V1,V2,V3,V4,V5,V6\n";
        for (int n = 0; n < 1000; ++n) {
            text += std::to_string(n / 500.0);
            for (int lead = 0; lead < 8; ++lead)
                text += "," + std::to_string(scale * std::round(1000 * std::sin(0.02 * n + lead)) / 1000);
            text += "\n";
        }
        return text;
    }
    /// `date`: of the recording, as far as it must not be found.
    static void expect_nobody(const std::string& text, const std::string& date = "2019") {
        for (const char* planted :
             {"Zaphod", "zaphod", "Beeblebrox", "beeblebrox", "4711", "1950", "FEB", "Trillian", "Adm99", date.c_str()})
            EXPECT_EQ(text.find(planted), std::string::npos) << planted;
    }
    test::TemporaryFolder folder_;
};

TEST_F(Convert, NobodyIsNamedUnlessAsked) {
    for (const char* target : {"wfdb", "csv", "edf", "npz", "dicom", "aecg", "muse"}) {
        SCOPED_TRACE(target);
        const std::string out = std::string("out_") + target;
        const auto run = run_program("convert " + at("in") + " --to " + target + " --out " + at(out));
        EXPECT_EQ(run.code, 1) << "broken.edf is no recording";
        EXPECT_NE(run.output.find("2 of 3 recordings converted"), std::string::npos) << run.output;
        EXPECT_NE(run.output.find("1 output is called recording_N"), std::string::npos) << run.output;
        expect_nobody(run.output + all_below(folder_ / out));
        const auto kept = run_program("convert " + at("in/zaphod-beeblebrox.edf") + " --keep-identity --to " + target +
                                      " --out " + at(out + "_kept"));
        EXPECT_EQ(kept.code, 0);
        if (std::string(target) != "csv") {
            EXPECT_NE(all_below(folder_ / (out + "_kept")).find("4711"), std::string::npos);
        }
    }
    EXPECT_NE(run_program("convert " + at("in") + " --to csv --out " + at("o") + " 2>&1").output.find("broken.edf"),
              std::string::npos);
    const std::string file = at("in/zaphod-beeblebrox.edf");
    for (const char* how : {"", "--json"}) {
        const auto run = run_program("info " + std::string(how) + " " + file);
        EXPECT_EQ(run.code, 0);
        auto text = run.output;  // but for the file's own name, which the user typed
        for (std::size_t name; (name = text.find("zaphod-beeblebrox.edf")) != std::string::npos;) text.erase(name, 21);
        expect_nobody(text);
    }
    const auto told = run_program("info --json --keep-identity " + file).json();
    EXPECT_EQ(told[0]["patient"]["id"], "ID4711X");
    EXPECT_EQ(told[0]["patient"]["age_years"], 69);
    EXPECT_EQ(told[0]["start_time"], "2019-03-04T09:08:07");
}

TEST_F(Convert, SamplesAreTheSameInEveryFormat) {
    std::string first;
    for (const char* target : {"csv", "wfdb", "edf", "npz", "dicom", "aecg", "muse"}) {
        SCOPED_TRACE(target);
        const std::string out = std::string("one_") + target, back = out + ".back.csv";
        ASSERT_EQ(run_program("convert " + at("in/plain.csv") + " --to " + target + " --out " + at(out)).code, 0);
        ASSERT_EQ(run_program("convert " + at(out) + " --out " + at(back)).code, 0);
        const auto info = run_program("info --json " + at(out)).json();
        EXPECT_EQ(info[0]["samples"], 1000);
        EXPECT_EQ(info[0]["sampling_frequency_hz"], 500);
        EXPECT_EQ(info[0]["leads"].size(), 8U);
        const auto made =
            run_program("cohort make --json " + at("in/plain.csv") + " " + at(out) + " --force --out " + at("c.csv"));
        ASSERT_EQ(made.code, 0) << made.output;
        EXPECT_EQ(made.json()["duplicates"].size(), 1U) << made.output;
    }
}

TEST_F(Convert, StudyNumbersStayAndDatesMove) {
    const std::string arguments =
        "convert " + at("in/zaphod-beeblebrox.edf") + " --to npz --pseudonyms " + at("map.csv") + " --out ";
    ASSERT_EQ(run_program(arguments + at("a")).code, 0);
    const auto map = bytes_of(folder_ / "map.csv");
    EXPECT_NE(map.find("ID4711X,P00001,"), std::string::npos) << map;
    EXPECT_EQ(fs::status(folder_ / "map.csv").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    ASSERT_EQ(run_program(arguments + at("b")).code, 0);
    EXPECT_EQ(bytes_of(folder_ / "map.csv"), map);
    expect_nobody(all_below(folder_ / "a"), "2019-03-04");  // moved, perhaps within the year
    EXPECT_TRUE(fs::exists(folder_ / "a/P00001.npz"));
    const auto a = run_program("info --json --keep-identity " + at("a/P00001.npz")).json();
    const auto b = run_program("info --json --keep-identity " + at("b/P00001.npz")).json();
    EXPECT_EQ(a[0]["patient"]["id"], "P00001");
    EXPECT_EQ(a[0]["start_time"], b[0]["start_time"]);
    const auto start = a[0]["start_time"].get<std::string>();
    EXPECT_NE(start.substr(0, 10), "2019-03-04");
    EXPECT_EQ(start.substr(10), "T09:08:07");
    const auto ours = std::stoi(start.substr(0, 4));
    EXPECT_TRUE(ours >= 2018 && ours <= 2020) << start;
    write("bad.csv", "x,y\n1,2\n");
    EXPECT_EQ(run_program("convert " + at("in") + " --to npz --pseudonyms " + at("bad.csv") + " --out " + at("x")).code,
              1);
    EXPECT_EQ(run_program(arguments + at("y") + " --keep-identity").code, 2);
    // A study number names the output: none may lead out of the folder.
    for (const std::string number : {"../../evil", "/tmp/evil", "..", ".hidden", "a b", ""}) {
        write("bad.csv", "patient,study_number,shift_days\nx," + number + ",3\n");
        EXPECT_EQ(run_program("convert " + at("in") + " --to npz --pseudonyms " + at("bad.csv") + " --out " + at("z") +
                              " 2>/dev/null")
                      .code,
                  1)
            << number;
    }
    // With a shift of none the days of the recordings would leave as they are.
    for (const std::string shift : {"0", "-0", "2147483647", "40000"}) {
        write("bad.csv", "patient,study_number,shift_days\nx,P1," + shift + "\n");
        const auto run = run_program("convert " + at("in") + " --to npz --pseudonyms " + at("bad.csv") + " --out " +
                                     at("z") + " 2>&1");
        EXPECT_EQ(run.code, 1) << shift;
        EXPECT_NE(run.output.find("shift hides no date"), std::string::npos) << run.output;
    }
}

// The later ECG has the name that comes first.
TEST_F(Convert, APatientsRecordingsAreNumberedByTime) {
    auto later = bytes_of(folder_ / "in/zaphod-beeblebrox.edf");
    later.replace(168, 8, "05.03.20");
    later.replace(later.find("04-MAR-2019"), 11, "05-MAR-2020");
    write("in/a.edf", later);
    const auto inputs = at("in/a.edf") + " " + at("in/zaphod-beeblebrox.edf");
    ASSERT_EQ(run_program("convert " + inputs + " --to npz --pseudonyms " + at("m.csv") + " --out " + at("t")).code, 0);
    const auto time_of = [&](const char* name) {
        return run_program("info --json --keep-identity " + at(name)).json()[0]["start_time"].get<std::string>();
    };
    EXPECT_LT(time_of("t/P00001.npz"), time_of("t/P00001_2.npz"));
    ASSERT_EQ(run_program("cohort make " + inputs + " --out " + at("t.csv")).code, 0);
    EXPECT_NE(bytes_of(folder_ / "t.csv").find("P00001_2,in/a.edf"), std::string::npos) << bytes_of(folder_ / "t.csv");
    auto some_day = later;  // another recording, whose day nobody knows
    some_day.replace(168, 8, "01.01.85");
    some_day.replace(some_day.find("05-MAR-2020"), 11, "X          ");
    some_day[some_day.size() - 1] = static_cast<char>(some_day.back() + 1);
    write("in/b.edf", some_day);
    const auto made = run_program("cohort make " + inputs + " " + at("in/b.edf") + " --out " + at("u.csv") + " 2>&1");
    EXPECT_NE(made.output.find("the recordings of 1 patient are numbered in the order of their files"),
              std::string::npos)
        << made.output;
}

// One recording in three files: of the patient, of nobody, and under a second id. The start times were equal and stay
// so.
TEST_F(Convert, CopiesOfOneRecordingMoveByOneShift) {
    const auto named = bytes_of(folder_ / "in/zaphod-beeblebrox.edf");
    auto nobody = named, second = named;
    nobody.replace(8, 80, std::string("X X X X") + std::string(73, ' '));
    second.replace(second.find("ID4711X"), 7, "ID4712X");
    write("in/nobody.edf", nobody);
    write("in/second.edf", second);
    ASSERT_EQ(
        run_program("convert " + at("in/nobody.edf") + " " + at("in/second.edf") + " " +
                    at("in/zaphod-beeblebrox.edf") + " --to npz --pseudonyms " + at("m.csv") + " --out " + at("k"))
            .code,
        0);
    const auto map = bytes_of(folder_ / "m.csv");
    EXPECT_EQ(map.find("file "), std::string::npos) << map;
    std::set<std::string> starts, files;
    for (const auto& entry : fs::directory_iterator(folder_ / "k")) {
        files.insert(entry.path().filename().string());
        const auto info = run_program("info --json --keep-identity '" + entry.path().string() + "'").json();
        starts.insert(info[0]["start_time"].get<std::string>());
    }
    EXPECT_EQ(files, (std::set<std::string>{"P00001.npz", "P00001_2.npz", "P00002.npz"}));
    EXPECT_EQ(starts.size(), 1U);
    EXPECT_FALSE(starts.begin()->starts_with("2019-03-04")) << *starts.begin();
}

// A person with two ECGs is one person in the study's files too, and in the table that is made of them.
TEST_F(Convert, AStudysPatientsStayWhoTheyAre) {
    auto later = bytes_of(folder_ / "in/zaphod-beeblebrox.edf");
    later.replace(168, 8, "05.03.20");
    later.replace(later.find("04-MAR-2019"), 11, "05-MAR-2020");
    later[later.size() - 1] = later[later.size() - 3];  // another recording
    auto other = later;
    other.replace(other.find("ID4711X"), 7, "ID4712X");
    for (std::size_t i = other.size() - 400; i < other.size(); i += 2) other[i] = static_cast<char>(i % 7);
    write("in/a.edf", later);
    write("in/b.edf", other);
    const auto inputs = at("in/a.edf") + " " + at("in/zaphod-beeblebrox.edf") + " " + at("in/b.edf");
    for (const std::string target : {"wfdb", "edf", "npz", "dicom", "aecg", "muse"}) {
        const auto study = at("s_" + target), table = "t_" + target + ".csv";
        ASSERT_EQ(
            run_program("convert " + inputs + " --to " + target + " --pseudonyms " + at("m.csv") + " --out " + study)
                .code,
            0);
        const auto made = [&](const std::string& more) {
            const auto run = run_program("cohort make " + study + " --force --out " + at(table) + more + " 2>&1");
            EXPECT_EQ(run.code, 0) << target << run.output;
            return run.output;
        };
        const auto known = made(" --pseudonyms " + at("m.csv"));
        EXPECT_NE(known.find("study numbers of the map; they are kept"), std::string::npos) << target << known;
        const auto csv = bytes_of(folder_ / table);
        EXPECT_NE(csv.find("P00001_2,"), std::string::npos) << target << csv;
        EXPECT_NE(csv.find("P00002,s_" + target + "/P00002."), std::string::npos) << target << csv;
        EXPECT_EQ(csv.find("P00003"), std::string::npos) << target << csv;
        EXPECT_NE(made("").find("look like study numbers; patients are numbered anew"), std::string::npos) << target;
        EXPECT_EQ(bytes_of(folder_ / table).find("P00003"), std::string::npos) << target << ": two persons";
    }
}

TEST_F(Convert, ACohortOfAFolder) {
    write("in/twin.csv", table(1.0));
    write("in/else.csv", table(0.5));
    const auto run = run_program("cohort make " + at("in") + " --out " + at("cohort.csv"));
    EXPECT_EQ(run.code, 1) << "broken.edf";
    const auto csv = bytes_of(folder_ / "cohort.csv");
    EXPECT_EQ(csv.substr(0, csv.find('\r')), "patient_id,ecg,group,age_y,sex,printed_qrs_ms,duplicate_of");
    // Sorted by name: broken.edf (no row), else.csv, plain.csv, twin.csv, zaphod-beeblebrox.edf.
    EXPECT_NE(csv.find("P00001,in/else.csv,P00001,,,,\r"), std::string::npos) << csv;
    // Of one recording, which one file says whose it is.
    EXPECT_NE(csv.find("P00002_2,in/twin.csv,P00002,,,,P00002\r"), std::string::npos) << csv;
    EXPECT_NE(csv.find("P00002_3,in/zaphod-beeblebrox.edf,P00002,69,F,,P00002\r"), std::string::npos) << csv;
    EXPECT_EQ(csv.find("4711"), std::string::npos);
    EXPECT_NE(run_program("cohort make " + at("in/letter.txt") + " --out " + at("n.csv") + " 2>&1").code, 0);
}

// One person's two recordings stand under two other names: all three are one group.
TEST_F(Convert, GroupsJoinThroughWhoeverHoldsTheSamplesOfBoth) {
    fs::create_directories(folder_ / "g");
    write("g/else.csv", table(0.5));
    write("g/plain.csv", table(1.0));
    const auto zaphod = bytes_of(folder_ / "in/zaphod-beeblebrox.edf");
    write("g/y.edf", zaphod);
    ASSERT_EQ(run_program("convert " + at("g/else.csv") + " --out " + at("g/z.edf")).code, 0);
    auto second = bytes_of(folder_ / "g/z.edf");
    write("g/z.edf", second.replace(8, 80, zaphod.substr(8, 80)));  // the patient's field of EDF's header
    ASSERT_EQ(run_program("cohort make " + at("g") + " --out " + at("g.csv")).code, 0);
    const auto csv = bytes_of(folder_ / "g.csv");
    EXPECT_NE(csv.find("P00001_3,g/y.edf,P00001,69,F,,P00001_2\r"), std::string::npos) << csv;
    for (const char* row : {"P00001,g/else.csv,P00001,", "P00001_2,g/plain.csv,P00001,", "P00001_4,g/z.edf,P00001,"})
        EXPECT_NE(csv.find(row), std::string::npos) << csv;
    // Under two ids the two patients keep theirs, and are one group.
    write("g/z.edf", second.replace(second.find("ID4711X"), 7, "ID4712X"));
    write("g/y2.edf", bytes_of(folder_ / "g/y.edf"));
    auto twice = bytes_of(folder_ / "g/y2.edf");
    write("g/y2.edf", twice.replace(twice.find("ID4711X"), 7, "ID4712X"));
    ASSERT_EQ(run_program("cohort make " + at("g") + " --force --out " + at("g.csv")).code, 0);
    const auto two = bytes_of(folder_ / "g.csv");
    for (const char* row : {"P00001,g/else.csv,P00002,", "P00002,g/plain.csv,P00002,", "P00002_2,g/y.edf,P00002,"})
        EXPECT_NE(two.find(row), std::string::npos) << two;
}

// MUSE's placeholder id is nobody's: two people stay two. One id with two days of birth is said.
TEST_F(Convert, PlaceholdersAreNoIdsAndContradictionsAreSaid) {
    fs::create_directories(folder_ / "p");
    const auto zaphod = bytes_of(folder_ / "in/zaphod-beeblebrox.edf");
    const auto person = [&](const std::string& file, std::string field) {
        field.resize(80, ' ');
        auto edf = zaphod;
        write(file, edf.replace(8, 80, field));
    };
    person("p/a.edf", "0000000 F 03-FEB-1950 Ann_Alder");
    person("p/b.edf", "0000000 M 04-FEB-1951 Bob_Birch");
    // The same samples: one group of two ids, by name and day of birth.
    ASSERT_EQ(run_program("cohort make " + at("p") + " --out " + at("p.csv")).code, 0);
    const auto csv = bytes_of(folder_ / "p.csv");
    EXPECT_NE(csv.find("P00001,p/a.edf,"), std::string::npos) << csv;
    EXPECT_NE(csv.find("P00002,p/b.edf,"), std::string::npos) << csv;
    person("p/b.edf", "0815 M 04-FEB-1951 Bob_Birch");
    person("p/a.edf", "0815 F 03-FEB-1950 Ann_Alder");
    const auto one = run_program("cohort make " + at("p") + " --out " + at("q.csv") + " 2>&1");
    EXPECT_NE(one.output.find("contradict each other in sex or date of birth: P00001"), std::string::npos)
        << one.output;
    const auto converted =
        run_program("convert " + at("p") + " --to wfdb --out " + at("pc") + " --pseudonyms " + at("map.csv") + " 2>&1");
    EXPECT_NE(converted.output.find("contradict each other in sex or date of birth: P00001"), std::string::npos)
        << converted.output;
    EXPECT_NE(converted.output.find("share no word: P00001"), std::string::npos) << converted.output;
}

// Two hospitals number their files alike: whoever says no id is not whoever else's file is called so.
TEST_F(Convert, FilesOfOneNameAreNoGroup) {
    for (const char* hospital : {"H1", "H2"}) fs::create_directories(folder_ / "two" / hospital);
    write("two/H1/0001.csv", table(1.0));
    write("two/H2/0001.csv", table(2.0));
    write("two/H2/copy.csv", table(1.0));
    ASSERT_EQ(run_program("cohort make " + at("two") + " --out " + at("two.csv")).code, 0);
    const auto numbered = bytes_of(folder_ / "two.csv");
    for (const char* row :
         {"P00001,two/H1/0001.csv,P00001,", "P00002,two/H2/0001.csv,P00002,", "P00001_2,two/H2/copy.csv,P00001,"})
        EXPECT_NE(numbered.find(row), std::string::npos) << numbered;
    ASSERT_EQ(run_program("cohort make " + at("two") + " --keep-identity --out " + at("kept.csv")).code, 0);
    const auto kept = bytes_of(folder_ / "kept.csv");
    for (const char* row :
         {"0001,two/H1/0001.csv,0001,", "H2_0001,two/H2/0001.csv,H2_0001,", "0001_2,two/H2/copy.csv,0001,"})
        EXPECT_NE(kept.find(row), std::string::npos) << kept;
}

TEST_F(Convert, WordsThatMeanAnotherOutputAreRefused) {
    const auto plain = at("in/plain.csv");
    for (const auto& [line, said] : {std::pair{plain + " --to dicom --out " + at("a.edf"), "one of another format"},
                                     {at("in") + " --to edf --out " + at("in"), "read again"},
                                     {at("empty") + " --to edf --out " + at("e"), "no recording was found"}}) {
        fs::create_directories(folder_ / "empty");
        const auto run = run_program("convert " + line + " 2>&1");
        EXPECT_NE(run.code, 0) << line;
        EXPECT_NE(run.output.find(said), std::string::npos) << run.output;
    }
    EXPECT_FALSE(fs::exists(folder_ / "a.edf"));
    EXPECT_FALSE(fs::exists(folder_ / "e"));
}

// WFDB has milliseconds, no zone, and an id in a comment of one word.
TEST_F(Convert, TimesAndIdsThatATargetCannotHoldAreSaid) {
    write("z.json", R"({"resourceType":"Observation","status":"final","subject":{"reference":"Patient/A 17"},)"
                    R"("effectiveDateTime":"2015-02-19T09:30:35.123456+01:00",)"
                    R"("code":{"coding":[{"system":"urn:iso:std:iso:11073:10101","code":"131328"}]},)"
                    R"("component":[{"code":{"coding":[{"system":"urn:iso:std:iso:11073:10101","code":"131329"}]},)"
                    R"("valueSampledData":{"origin":{"value":0,"code":"mV"},"period":2,"factor":0.001,)"
                    R"("dimensions":1,"data":"5 6 7"}}]})");
    const auto wfdb = run_program("convert " + at("z.json") + " --to wfdb --keep-identity --out " + at("z") + " 2>&1");
    EXPECT_EQ(wfdb.code, 0) << wfdb.output;
    for (const char* said : {"time zone", "whole milliseconds", "it is not read back"})
        EXPECT_NE(wfdb.output.find(said), std::string::npos) << said << " in " << wfdb.output;
    const auto dicom =
        run_program("convert " + at("z.json") + " --to dicom --keep-identity --out " + at("z.dcm") + " 2>&1");
    EXPECT_EQ(dicom.output.find("time zone"), std::string::npos) << dicom.output;
    for (const char* file : {"z.json", "z.dcm"}) {
        const auto info = run_program("info --comments " + at(file));
        EXPECT_NE(info.output.find("start time: 2015-02-19T09:30:35.123456+01:00"), std::string::npos) << info.output;
    }
    const auto json = run_program("info --json --comments " + at("z.dcm"));
    EXPECT_NE(json.output.find("\"start_time_zone_minutes\": 60"), std::string::npos) << json.output;
}

// Samples without a step of their own: each format of 16 bits says what it rounds to, half a step at most.
TEST_F(Convert, RoundingIsSaidInEveryFormat) {
    std::string text = "time,I,II,V1\n";
    for (int n = 0; n < 1000; ++n) {
        text += std::to_string(n / 500.0);
        for (int lead = 0; lead < 3; ++lead) text += "," + std::to_string(std::sqrt(1.1 + std::sin(0.02 * n + lead)));
        text += "\n";
    }
    write("fine.csv", text);
    for (const std::string target : {"wfdb", "edf", "dicom", "aecg", "muse"}) {
        const auto run =
            run_program("convert " + at("fine.csv") + " --to " + target + " --out " + at("fine_" + target));
        EXPECT_EQ(run.code, 0) << run.output;
        EXPECT_NE(run.output.find("has 16 bits: amplitudes of I, II, V1"), std::string::npos) << run.output;
        EXPECT_NE(run.output.find("rounded to 0.05 uV"), std::string::npos) << run.output;
    }
}

// A converter's 4.88 uV kept as whole microvolts (5, 10, 15, 20, 24, ...) shows no step of its own, yet a round step
// holds every sample: nothing is lost and nothing said.
TEST_F(Convert, RoundingIsSaidOnlyWhereASampleChanged) {
    std::string text = "time,I,aVF\n";
    const auto millivolts = [](double steps) { return std::to_string(std::round(4.88 * std::round(steps)) / 1000); };
    for (int n = 0; n < 1000; ++n)
        text += std::to_string(n / 500.0) + "," + millivolts(90 * std::sin(0.02 * n)) + "," +
                millivolts(50 * std::sin(0.03 * n)) + "\n";
    write("whole.csv", text);
    for (const std::string target : {"wfdb", "edf", "dicom", "aecg", "muse"}) {
        const auto run =
            run_program("convert " + at("whole.csv") + " --to " + target + " --out " + at("whole_" + target));
        EXPECT_EQ(run.code, 0) << run.output;
        EXPECT_EQ(run.output.find("rounded"), std::string::npos) << run.output;
    }
}

// A part of a recording with its own start, in every target that holds one; study numbers keep it moved.
TEST_F(Convert, APartKeepsItsStart) {
    for (const std::string target : {"wfdb", "edf", "npz", "dicom", "aecg", "muse"}) {
        const auto run = run_program("convert " + at("in/zaphod-beeblebrox.edf") + " --start 1 --keep-identity --to " +
                                     target + " --out " + at("part_" + target));
        ASSERT_EQ(run.code, 0) << run.output;
        const auto info = run_program("info --json --comments " + at("part_" + target) + " 2>/dev/null").output;
        EXPECT_NE(info.find("\"start_time\": \"2019-03-04T09:08:08\""), std::string::npos)
            << target << info.substr(0, 400);
    }
}

// Between the two runs somebody has filled in the outcomes.
TEST_F(Convert, AFilledInCohortIsNotWrittenOver) {
    const auto make = "cohort make " + at("in/plain.csv") + " --out " + at("cohort.csv");
    ASSERT_EQ(run_program(make).code, 0);
    EXPECT_EQ(run_program(make).code, 0) << "the same bytes";
    const auto filled = bytes_of(folder_ / "cohort.csv") + "a,b,c,,,,\n";
    write("cohort.csv", filled);
    const auto again = run_program(make + " 2>&1");
    EXPECT_EQ(again.code, 2);
    EXPECT_NE(again.output.find("output is there already"), std::string::npos) << again.output;
    EXPECT_EQ(bytes_of(folder_ / "cohort.csv"), filled);
    EXPECT_EQ(run_program(make + " --force").code, 0);
    EXPECT_NE(bytes_of(folder_ / "cohort.csv"), filled);
}

TEST_F(Convert, FormatsAreListed) {
    const auto list = run_program("formats --json").json();
    std::set<std::string> names;
    for (const auto& format : list) {
        names.insert(format["format"].get<std::string>());
        EXPECT_FALSE(format["checked"].get<std::string>().empty());
        EXPECT_LE(format["reads"].get<std::string>().size(), 90U);
    }
    for (const char* name : {"wfdb", "csv", "edf", "npy", "npz"}) EXPECT_TRUE(names.contains(name)) << name;
    EXPECT_NE(run_program("formats").output.find("European Data Format"), std::string::npos);
}

TEST_F(Convert, NamesAreDistinctAndInputsAreSafe) {
    fs::create_directories(folder_ / "in/sub");
    write("in/sub/plain.csv", table(2.0));
    const auto both = run_program("convert " + at("in/plain.csv") + " " + at("in/sub/plain.csv") + " --to npz --out " +
                                  at("o") + " 2>&1");
    ASSERT_EQ(both.code, 0) << both.output;
    EXPECT_TRUE(fs::exists(folder_ / "o/plain.npz"));
    EXPECT_TRUE(fs::exists(folder_ / "o/plain_2.npz"));
    const auto before = bytes_of(folder_ / "in/plain.csv");
    EXPECT_NE(run_program("convert " + at("in/plain.csv") + " --to csv --out " + at("in")).code, 0);
    EXPECT_EQ(bytes_of(folder_ / "in/plain.csv"), before);
    EXPECT_EQ(run_program("convert " + at("in/plain.csv") + " --out " + at("o.xyz")).code, 2);
}

// A WFDB record is called by its header, by its signals or by neither, and stands in both: `convert 1 --out . --force`
// cut the recording that it read to what was asked of it.
TEST_F(Convert, ForceWritesOverNoInput) {
    const auto record = folder_ / "wfdb";
    ASSERT_EQ(run_program("convert " + at("in/plain.csv") + " --to wfdb --out " + record.string()).code, 0);
    write("wfdb/other.csv", table(2.0));
    fs::create_directory_symlink(record, folder_ / "link");
    const auto header = bytes_of(record / "plain.hea"), signals = bytes_of(record / "plain.dat");
    for (const std::string input : {"wfdb/plain", "wfdb/plain.hea", "wfdb/plain.dat", "link/plain"})
        for (const std::string& out : {at("wfdb") + " --to wfdb", at("wfdb/plain.hea"), at("link") + " --to wfdb"}) {
            const auto run = run_program("convert " + at(input) + " --out " + out + " --force --length 1 2>&1");
            EXPECT_NE(run.code, 0) << input << " " << out << run.output;
            EXPECT_NE(run.output.find("plain.hea"), std::string::npos) << run.output;
            EXPECT_EQ(bytes_of(record / "plain.hea"), header) << input << " " << out;
            EXPECT_EQ(bytes_of(record / "plain.dat"), signals) << input << " " << out;
        }
    // A header of another name, read by its content.
    fs::copy_file(record / "plain.hea", record / "copy.txt");
    fs::rename(record / "plain.hea", folder_ / "away.hea");
    auto elsewhere = header;
    const auto renamed =
        run_program("convert " + at("wfdb/copy.txt") + " --to wfdb --out " + at("wfdb") + " --force --length 1 2>&1");
    EXPECT_EQ(bytes_of(record / "plain.dat"), signals) << renamed.output;
    fs::rename(folder_ / "away.hea", record / "plain.hea");
    // The samples of one recording under the name of another's: also an input that is written by the other.
    auto named = header;
    named.replace(named.find("plain "), 5, "whole");
    for (std::size_t at = named.find("plain.dat"); at != std::string::npos; at = named.find("plain.dat"))
        named.replace(at, 9, "other.dat");
    std::ofstream(record / "whole.hea") << named;
    fs::rename(record / "plain.dat", record / "other.dat");
    const auto both = run_program("convert " + at("wfdb/other.csv") + " " + at("wfdb/whole.hea") + " --out " +
                                  at("wfdb") + " --to wfdb --force 2>&1");
    EXPECT_NE(both.code, 0) << both.output;
    EXPECT_EQ(bytes_of(record / "other.dat"), signals) << both.output;
    EXPECT_FALSE(fs::exists(record / "other.hea")) << both.output;
}

TEST_F(Convert, AnInputsBlanksEndNoWfdbRecordsName) {
    fs::create_directories(folder_ / "odd");
    write("odd/Case 1, rest.csv", table(1.0));
    write("odd/Case 1. rest.csv", table(0.5));
    ASSERT_EQ(run_program("convert " + at("odd") + " --to wfdb --out " + at("odd-out")).code, 0);
    for (const char* name : {"odd-out/Case_1__rest.hea", "odd-out/Case_1__rest_2.hea"})
        EXPECT_EQ(run_program("info " + at(name)).code, 0) << name;
    const auto one = run_program("convert " + at("in/plain.csv") + " --out " + at("case 1.hea") + " 2>&1");
    EXPECT_NE(one.code, 0) << one.output;
    EXPECT_NE(one.output.find("without blanks"), std::string::npos) << one.output;
}

TEST_F(Convert, WhatTheTargetDoesNotHoldIsSaidOnceWithItsNumber) {
    fs::copy_file(folder_ / "in/zaphod-beeblebrox.edf", folder_ / "in/second.edf");
    const std::string both = at("in/zaphod-beeblebrox.edf") + " " + at("in/second.edf");
    const auto csv = run_program("convert " + both + " --to csv --out " + at("a")).output;
    EXPECT_NE(csv.find("  CSV holds no sex, age, device (2)\n"), std::string::npos) << csv;
    const auto edf = run_program("convert " + both + " --to edf --out " + at("b")).output;
    EXPECT_NE(edf.find("  EDF holds no age (2)\n"), std::string::npos) << edf << "the birth date is gone";
    const auto kept = run_program("convert " + both + " --keep-identity --to edf --out " + at("c")).output;
    EXPECT_EQ(kept.find("age"), std::string::npos) << kept;
    EXPECT_NE(kept.find("  EDF holds no comments (2)\n"), std::string::npos) << kept;
}

// A run that was killed: the same line goes on, and what is there already with the right bytes is no fault.
TEST_F(Convert, TheSameLineAgainGoesOn) {
    for (const std::string target : {"csv", "wfdb", "dicom", "edf", "npz", "aecg", "muse"}) {
        SCOPED_TRACE(target);
        const auto folder = "again_" + target;
        const auto command = "convert " + at("in/plain.csv") + " --to " + target + " --out " + at(folder) + " 2>&1";
        ASSERT_EQ(run_program(command).code, 0);
        std::map<fs::path, std::string> whole;
        for (const auto& file : fs::directory_iterator(folder_ / folder)) whole[file.path()] = bytes_of(file.path());
        EXPECT_EQ(run_program(command).code, 0);
        for (const auto& [path, bytes] : whole) {
            fs::remove(path);  // killed between the two files of a record
            const auto again = run_program(command);
            EXPECT_EQ(again.code, 0) << path << again.output;
            for (const auto& [name, expected] : whole) EXPECT_TRUE(bytes_of(name) == expected) << name;
        }
    }
}

// Arrays of numbers: what the file does not say stands in options, several leads in one of them.
TEST_F(Convert, ArraysAreReadByOptions) {
    // MATLAB 4: type 0 (double), 2 x 3, "val"; numbers by columns.
    std::string mat;
    for (const std::uint32_t word : {0U, 2U, 3U, 0U, 4U})
        for (unsigned k = 0; k < 4; ++k) mat += static_cast<char>(word >> 8 * k & 0xffU);
    mat += std::string("val\0", 4);
    for (const double value : {1.0, 10.0, 2.0, 20.0, 3.0, 30.0}) mat.append(reinterpret_cast<const char*>(&value), 8);
    write("in/a.mat", mat);
    const auto run = run_program("info --json --fs 250 --unit 0.1mV --leads II,V1 " + at("in/a.mat"));
    ASSERT_EQ(run.code, 0) << run.output;
    const auto told = run.json()[0];
    EXPECT_EQ(told["leads"].size(), 2U);
    EXPECT_EQ(told["sampling_frequency_hz"], 250);
    ASSERT_EQ(
        run_program("convert --fs 250 --unit 0.1mV --leads II,V1 " + at("in/a.mat") + " --out " + at("a.csv")).code, 0);
    const auto table = bytes_of(folder_ / "a.csv");
    EXPECT_NE(table.find("II,V1\n"), std::string::npos) << table;
    EXPECT_NE(table.find(",0.3,3\n"), std::string::npos) << table;
    EXPECT_NE(run_program("info --fs 250 --unit Pa --leads II,V1 " + at("in/a.mat")).code, 0);
}

TEST_F(Convert, NothingIsWrittenOverUnlessAsked) {
    for (const char* target : {"csv", "wfdb"}) {
        SCOPED_TRACE(target);
        const std::string folder = std::string("over_") + target;
        const auto command = "convert " + at("in/plain.csv") + " --to " + target + " --out " + at(folder);
        ASSERT_EQ(run_program(command).code, 0);
        const auto name = folder_ / folder / (std::string(target) == "csv" ? "plain.csv" : "plain.dat");
        std::ofstream(name) << "mine";
        const auto refused = run_program(command + " 2>&1");
        EXPECT_EQ(refused.code, 1);
        EXPECT_NE(refused.output.find("plain.csv"), std::string::npos) << refused.output;
        EXPECT_NE(refused.output.find("--force"), std::string::npos) << refused.output;
        EXPECT_EQ(bytes_of(name), "mine");
        EXPECT_EQ(run_program(command + " --force").code, 0);
        EXPECT_NE(bytes_of(name), "mine");
    }
    write("one.edf", "mine");
    const auto one = "convert " + at("in/plain.csv") + " --out " + at("one.edf");
    EXPECT_EQ(run_program(one).code, 2);
    EXPECT_EQ(bytes_of(folder_ / "one.edf"), "mine");
    EXPECT_EQ(run_program(one + " --force").code, 0);
    EXPECT_EQ(run_program("convert " + at("in/plain.csv") + " --to csv --out /dev/null").code, 1) << "no folder";
}

TEST_F(Convert, AnErrorNamesTheFileItIsAbout) {
    std::string nothing = "time,I,II\n";
    for (int n = 0; n < 40; ++n) nothing += std::to_string(n / 20.0) + (n < 20 ? ",NaN,\n" : ",,\n");
    write("in/empty.csv", nothing);
    write("in/short.csv", "time,I,II\n0,1,1\n0.002,2,1\n");
    for (const char* name : {"in/empty.csv", "in/short.csv", "in/broken.edf", "in/none.edf"}) {
        for (const std::string& command :
             {std::string("measure "), std::string("info "), "detect --out " + at("d") + " "}) {
            const auto run = run_program(command + at(name) + " 2>&1 >/dev/null");
            if (run.code == 0) continue;  // nothing to measure, yet something to tell
            EXPECT_NE(run.output.find((folder_ / name).string()), std::string::npos) << command << run.output;
        }
    }
    const auto empty = run_program("measure " + at("in/empty.csv") + " 2>&1");
    EXPECT_EQ(empty.code, 1);
    EXPECT_NE(empty.output.find("all samples are missing"), std::string::npos) << empty.output;
    EXPECT_EQ(empty.output.find("0 mV"), std::string::npos) << empty.output;
}

// A recording so long that its table takes seconds to write, made of a hole in a file.
TEST_F(Convert, EndsSoonWhenAskedToAndLeavesNothingHalf) {
    constexpr long frames = 6'000'000;
    std::string header = "long 8 500 " + std::to_string(frames) + "\n";
    for (const char* lead : {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"})
        header += std::string("long.dat 16 200.7(-3317)/mV 16 0 0 0 0 ") + lead + "\n";
    write("long.hea", header);
    write("long.dat", "");
    fs::resize_file(folder_ / "long.dat", 16UL * frames);
    for (const auto& [signal_name, code] : {std::pair("INT", 130), std::pair("TERM", 143)}) {
        SCOPED_TRACE(signal_name);
        const auto out = std::string("stopped_") + signal_name;
        // Waits for the output to be begun, sends the signal, and counts tenths of a second until the program is gone.
        const std::string script =
            "'" + std::string(SYNCHRONY_PROGRAM) + "' convert " + at("long.hea") + " --to csv --out " + at(out) +
            " >/dev/null 2>&1 & p=$!; for i in $(seq 600); do ls " + at(out) +
            " 2>/dev/null | grep -q tmp && break; sleep 0.1; done; kill -" + signal_name +
            " $p; n=0; while kill -0 $p 2>/dev/null && [ $n -lt 200 ]; do sleep 0.1; n=$((n+1)); done; "
            "wait $p; echo code $? tenths $n";
        std::FILE* pipe = ::popen(("bash -c \"" + script_escaped(script) + "\"").c_str(), "r");
        ASSERT_NE(pipe, nullptr);
        char line[256] = "";
        (void)std::fgets(line, sizeof line, pipe);
        ::pclose(pipe);
        int got = -1, tenths = 999;
        ASSERT_EQ(std::sscanf(line, "code %d tenths %d", &got, &tenths), 2) << line;
        EXPECT_EQ(got, code);
        EXPECT_LE(tenths, 20) << "two seconds";
        std::string left;
        for (const auto& entry : fs::directory_iterator(folder_ / out)) left += entry.path().filename().string() + " ";
        EXPECT_EQ(left, "");
    }
}

}  // namespace
}  // namespace synchrony
