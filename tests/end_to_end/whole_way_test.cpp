// The whole way on a few real recordings, with networks so small that it takes seconds. Figures are asserted only where
// they are known from annotations; the point is that every file appears, fits the next command, and repeats.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::run_program;

class WholeWay : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto data = test::data_folder();
        if (!data || !fs::exists(*data / "mitdb" / "RECORDS") || !fs::exists(*data / "ludb" / "RECORDS"))
            GTEST_SKIP() << "needs mitdb and ludb in SYNCHRONY_DATA or ../shared/data";
        mitdb_ = fs::absolute(*data / "mitdb");
        ludb_ = fs::absolute(*data / "ludb");
    }

    static void TearDownTestSuite() { shared().reset(); }

    // What tests of the suite share: made by whichever comes first.
    static std::optional<test::TemporaryFolder>& shared() {
        static std::optional<test::TemporaryFolder> folder;
        if (!folder) folder.emplace();
        return folder;
    }

    // Training, validation and test records of de Chazal's split, each with several classes, linked.
    [[nodiscard]] fs::path small_mitdb() const {
        const std::vector<std::string> records{"101", "106", "119", "208", "200", "100"};
        const fs::path small = *shared() / "mitdb";
        if (fs::exists(small)) return small;
        fs::create_directories(small);
        std::ofstream list(small / "RECORDS");
        for (const auto& record : records) {
            list << record << "\n";
            for (const char* ending : {".hea", ".dat", ".atr"})
                fs::create_symlink(mitdb_ / (record + ending), small / (record + ending));
        }
        fs::create_symlink(mitdb_ / "SHA256SUMS.txt", small / "SHA256SUMS.txt");
        return small;
    }

    // Images of the first leads of those records, made once.
    static std::string first_lead_images() { return (*shared() / "first-lead.safetensors").string(); }

    // LUDB's first 12 patients with a hypertrophic left ventricle and as many without, linked.
    fs::path small_ludb() {
        const fs::path small = folder_ / "ludb";
        fs::create_directories(small / "data");
        std::ifstream table(small_cohort(24));
        std::ofstream list(small / "RECORDS");
        std::string line;
        std::getline(table, line);
        while (std::getline(table, line)) {
            const auto from = line.find(',') + 1;
            const fs::path header = line.substr(from, line.find(',', from) - from);
            list << "data/" << header.stem().string() << "\n";
            for (const auto& entry : fs::directory_iterator(header.parent_path()))
                if (entry.path().stem() == header.stem())
                    fs::create_symlink(entry.path(), small / "data" / entry.path().filename());
        }
        fs::create_symlink(ludb_ / "ludb.csv", small / "ludb.csv");
        return small;
    }

    // The first patients of a cohort CSV, half of each outcome.
    fs::path small_cohort(int patients) {
        const fs::path all = folder_ / "all.csv";
        EXPECT_EQ(run_program("cohort import ludb " + ludb_.string() + " --task lvh --out " + all.string()).code, 0);
        std::ifstream in(all);
        std::string header;
        std::getline(in, header);
        const fs::path small = folder_ / "small.csv";
        std::ofstream out(small);
        out << header << "\n";
        std::array<int, 2> left{patients / 2, patients / 2};
        for (std::string line; std::getline(in, line);) {
            const auto second_comma = line.find(',', line.find(',') + 1);
            const int outcome = line[second_comma + 1] - '0';
            if (outcome >= 0 && outcome <= 1 && left[static_cast<std::size_t>(outcome)]-- > 0) out << line << "\n";
        }
        return small;
    }

    test::TemporaryFolder folder_;
    fs::path mitdb_;
    fs::path ludb_;
};

TEST_F(WholeWay, ScoresDelineationOfAFolder) {
    fs::create_directory_symlink(ludb_ / "data", folder_ / "data");
    std::ofstream(folder_ / "RECORDS") << "data/1\ndata/13\n";
    const auto run = run_program("score delineation --json " + folder_.path().string());
    ASSERT_EQ(run.code, 0) << run.output;
    const auto document = nlohmann::json::parse(run.output);
    for (const char* boundary : {"p_onset", "p_end", "qrs_onset", "qrs_end", "t_onset", "t_end"})
        for (const char* key : {"n", "mean_ms", "sd_ms", "sensitivity", "positive_predictivity"})
            EXPECT_TRUE(document.at(boundary).at(key).is_number()) << boundary << " " << key;
    for (const char* key : {"mean_ms", "sd_ms", "mae_ms"}) EXPECT_TRUE(document.at("qrs_duration").at(key).is_number());
    EXPECT_EQ(run_program("score delineation " + (folder_ / "nowhere").string()).code, 1);
    EXPECT_EQ(run_program("score delineation").code, 2);
}

TEST_F(WholeWay, DetectsScoresMeasuresAndDraws) {
    const std::string out = (folder_ / "beats").string();
    const std::string records = (mitdb_ / "100").string() + " " + (mitdb_ / "117.hea").string();
    const auto detected = run_program("detect " + records + " --out " + out + " --json");
    ASSERT_EQ(detected.code, 0);
    EXPECT_EQ(detected.json()["failed"], 0);

    // MIT-BIH directory: record 100 has 2273 beats, record 117 has 1535.
    const auto scored =
        run_program("score beats --ref atr --test qrs --test-dir " + out + " --whole --json " + records);
    ASSERT_EQ(scored.code, 0);
    const auto score = scored.json();
    EXPECT_EQ(score["records"], 2);
    EXPECT_EQ(score["tp"].get<int>() + score["fn"].get<int>(), 2273 + 1535);
    EXPECT_GT(score["sensitivity"].get<double>(), 0.999);
    EXPECT_GT(score["positive_predictivity"].get<double>(), 0.999);

    const std::string ecg = (ludb_ / "data" / "1").string();
    EXPECT_EQ(run_program("spectrogram " + ecg + " --lead ii --out " + (folder_ / "x.png").string()).code, 0);
    EXPECT_EQ(run_program("plot " + ecg + " --out " + (folder_ / "sheet.svg").string()).code, 0);
    EXPECT_TRUE(fs::exists(folder_ / "x.png") && fs::exists(folder_ / "sheet.svg"));
    const auto measured = run_program("measure " + ecg + " --json");
    ASSERT_EQ(measured.code, 0);
    EXPECT_GT(measured.json()[0]["intervals"]["qrs_ms"].get<double>(), 60);
}

// LUDB's header of record 1: a woman, sinus bradycardia, no conduction disorder: a QRS too narrow for CRT in all three.
TEST_F(WholeWay, AsksThreeGuidelines) {
    const std::string ecg = (ludb_ / "data" / "1").string();
    const auto guidelines = [&](const std::string& options) {
        return run_program("measure " + ecg + " --json " + options).json()[0]["guidelines"];
    };
    const auto known = guidelines("--lvef 28 --nyha 3");
    ASSERT_EQ(known.size(), 3U);
    for (const auto& answer : known) {
        EXPECT_EQ(answer["class"], "III") << answer;
        EXPECT_TRUE(answer["missing"].empty()) << answer;
    }
    for (const auto& answer : guidelines("")) {
        EXPECT_TRUE(answer["class"].is_null()) << answer;
        EXPECT_EQ(answer["missing"][0], "lvef_pct") << answer;
    }
    for (const auto& answer : guidelines("--lvef 60")) {
        EXPECT_TRUE(answer["class"].is_null()) << answer;
        EXPECT_TRUE(answer["missing"].empty()) << answer;
    }
    EXPECT_EQ(known[0]["lbbb_definition"], "esc_2013");
    EXPECT_EQ(known[1]["lbbb_definition"], "aha_2009");
    EXPECT_EQ(guidelines("--morphology strauss")[0]["lbbb_definition"], "strauss");
    EXPECT_EQ(run_program("measure " + ecg + " --nyha 5").code, 2);

    std::ofstream(folder_ / "clinical.csv") << "patient_id,ecg,lvef_pct,nyha\nfirst," << ecg << ",28,3\n";
    const std::string both =
        ecg + " " + (ludb_ / "data" / "3").string() + " --clinical " + (folder_ / "clinical.csv").string();
    const auto table = run_program("measure " + both + " --csv");
    ASSERT_EQ(table.code, 0);
    EXPECT_NE(table.output.find(",crt_esc_2021,crt_aha_acc_hfsa_2022,crt_hrs_aphrs_lahrs_2023,"), std::string::npos)
        << table.output;
    EXPECT_NE(table.output.find(",III,III,III,"), std::string::npos) << table.output;
    EXPECT_NE(table.output.find(",missing lvef_pct"), std::string::npos) << table.output;
    const auto text = run_program("measure " + both);
    EXPECT_NE(
        text.output.find("ESC 2021: class III, level A. CRT is not indicated: LVEF 40 % or less, QRS below 130 ms"),
        std::string::npos)
        << text.output;
    EXPECT_NE(text.output.find("HRS/APHRS/LAHRS 2023: not assessable: LVEF"), std::string::npos) << text.output;
}

#ifdef SYNCHRONY_WITH_NETWORKS
TEST_F(WholeWay, PretrainsBesideRecordingsWithoutLabels) {
    const auto small = small_mitdb();
    const auto table = small_cohort(4);
    const std::string model = (folder_ / "model.safetensors").string();
    ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    const auto trained =
        run_program("pretrain --data " + small.string() + " --images " + first_lead_images() + " --out " + model +
                    " --objective both --unlabelled " + table.string() +
                    " --leads first --width 8 --steps 3 --batch 32 --no-test --validations 1 --validation-images 200 "
                    "--threads 1 --json");
    ::unsetenv("XDG_CACHE_HOME");
    ASSERT_EQ(trained.code, 0);
    const auto unlabelled = trained.json()["unlabelled"];
    EXPECT_EQ(unlabelled["recordings"], 4);
    EXPECT_EQ(unlabelled["in_batch"], 8) << "a quarter of 32";
    EXPECT_GT(unlabelled["images"].get<int>(), 4 * 5) << "ten seconds at 30 a minute or more, first lead";
    const auto bytes = core::read_file(model, std::size_t{64} << 20);
    ASSERT_TRUE(bytes);
    EXPECT_NE(bytes->find("4 of 4 recordings"), std::string::npos) << "provenance";
    EXPECT_EQ(bytes->find("ludb-"), std::string::npos) << "no patient";
}

TEST_F(WholeWay, PretrainsOnVirtualPatientsOfWhomNoRecordingIsKept) {
    const std::string model = (folder_ / "model.safetensors").string();
    ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    const auto trained =
        run_program("pretrain --virtual 30 --seed 3 --out " + model +
                    " --width 8 --steps 2 --batch 16 --validation-share 0 --validations 1 --threads 1 --json");
    ::unsetenv("XDG_CACHE_HOME");
    ASSERT_EQ(trained.code, 0);
    const auto report = trained.json();
    EXPECT_EQ(report["split_description"], "inter-patient: patients at random");
    EXPECT_EQ(report["patients"]["train"].size() + report["patients"]["test"].size(), 30U);
    EXPECT_EQ(report["test"]["n"], 2 * report["patients"]["test"].size()) << "two beats of each, all leads at once";
    for (const char* name : {"normal", "RBBB", "LBBB", "delay", "LAFB"})
        EXPECT_TRUE(report["test"]["classes"].contains(name)) << name;
    EXPECT_EQ(report["targets"].size(), 14U);
    std::set<std::string> endings;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "cache"))
        if (entry.is_regular_file()) endings.insert(entry.path().extension().string());
    EXPECT_EQ(endings, (std::set<std::string>{".safetensors"})) << "images alone";
    const auto bytes = core::read_file(model, std::size_t{64} << 20);
    ASSERT_TRUE(bytes);
    EXPECT_NE(bytes->find("virtual patients, seed 3, 30 records"), std::string::npos) << "provenance";
    EXPECT_EQ(bytes->find("virtual-000001"), std::string::npos) << "no list of nobody";
    const auto scored = run_program("score classes " + model + " 2>&1");
    EXPECT_EQ(scored.code, 1);
    EXPECT_NE(scored.output.find("normal RBBB LBBB delay LAFB"), std::string::npos) << scored.output;
    EXPECT_EQ(run_program("pretrain --virtual 30 --data . --out " + model + " 2>/dev/null").code, 2);
    EXPECT_EQ(run_program("pretrain --virtual 30 --target-columns troponin --out " + model + " 2>/dev/null").code, 2);
}

// What `pretrain` says of its test patients, said again by the written file: with all beats, from annotations and from
// the detector. Record 100 has 2273 beats: 2239 N, 33 S, 1 V; record 200 has 2601: 1743 N, 30 S, 826 V, 2 F (MIT-BIH's
// directory).
TEST_F(WholeWay, ScoresClassesAsPretrainDid) {
    const auto small = small_mitdb();
    const std::string model = (folder_ / "model.safetensors").string();
    const auto trained = run_program("pretrain --data " + small.string() + " --images " +
                                     (folder_ / "images.safetensors").string() + " --out " + model +
                                     " --width 8 --steps 6 --batch 64 --validations 1 --validation-images 200 "
                                     "--precision f32 --full-precision --threads 2 --json");
    ASSERT_EQ(trained.code, 0);
    const std::string score = "score classes " + model + " --data " + small.string() + " --threads 2 --json ";
    const auto scored = run_program(score + "--answers " + (folder_ / "beats.csv").string());
    ASSERT_EQ(scored.code, 0);
    const auto scores = scored.json()["scores"];
    EXPECT_EQ(scores, trained.json()["test"]) << "limits and records too";
    EXPECT_EQ(scores["by_record"][0]["record"], "200") << "as RECORDS lists them";
    EXPECT_EQ(scored.json()["beats_left_out"], 0);

    std::map<std::string, std::map<char, int>> truths;  // [record][class]
    std::ifstream csv(folder_ / "beats.csv");
    std::string line;
    std::getline(csv, line);
    while (std::getline(csv, line)) ++truths[line.substr(0, 3)][line[line.find(',', 4) + 1]];
    EXPECT_EQ(truths["100"], (std::map<char, int>{{'N', 2239}, {'S', 33}, {'V', 1}}));
    EXPECT_EQ(truths["200"], (std::map<char, int>{{'N', 1743}, {'S', 30}, {'V', 826}, {'F', 2}}));

    const auto detected = run_program(score + "--beats detector").json();
    EXPECT_EQ(detected["scores"]["confusion"], trained.json()["test_detected"]["confusion"]);
    EXPECT_EQ(detected["missed_beats"], trained.json()["test_detected"]["missed_beats"]);
    EXPECT_EQ(detected["extra_beats"], trained.json()["test_detected"]["extra_beats"]);

    // 650,000 samples at 360 Hz: one piece of that length is the record; 180 pieces of 10 s leave 5.6 s.
    const auto one_piece = run_program(score + "--excerpt 1805.5555555556").json();
    EXPECT_EQ(one_piece["excerpts"], 2);
    EXPECT_EQ(one_piece["scores"]["confusion"], scores["confusion"]);
    const auto short_ones = run_program(score + "--excerpt 10").json();
    EXPECT_EQ(short_ones["excerpts"], 2 * 180);
    EXPECT_EQ(short_ones["scores"]["n"].get<int>() + short_ones["beats_left_out"].get<int>(), 2273 + 2601);
    EXPECT_LE(short_ones["beats_left_out"].get<int>(), 2 * 12) << "those of the last 5.6 s";
    EXPECT_EQ(short_ones["leaking"], false);
    EXPECT_EQ(run_program(score + "--excerpt 3600 2>&1").code, 2) << "no record is an hour long";
    const fs::path one = folder_ / "one";
    fs::copy(small, one, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    std::ofstream(one / "RECORDS") << "101\n";
    const auto seen = run_program("score classes " + model + " --data " + one.string() +
                                  " --threads 2 --json --part ds1 --excerpt 1800");
    EXPECT_EQ(seen.json()["leaking"], true) << "it has trained them";
}

// A network of waves: what it says of its test patients is said again by its file, and the file serves where others do.
TEST_F(WholeWay, WavesGoTheSameWay) {
    const auto small = small_mitdb();
    const std::string model = (folder_ / "waves.safetensors").string();
    const auto trained = run_program("pretrain --input wave --data " + small.string() + " --images " +
                                     (folder_ / "waves-images.safetensors").string() + " --out " + model +
                                     " --width 8 --steps 20 --batch 64 --validations 1 --validation-images 200 "
                                     "--precision f32 --full-precision --threads 2 --json");
    ASSERT_EQ(trained.code, 0);
    const auto scored = run_program("score classes " + model + " --data " + small.string() + " --threads 2 --json");
    ASSERT_EQ(scored.code, 0);
    EXPECT_EQ(scored.json()["scores"], trained.json()["test"]);
    const auto info = run_program("info " + model + " --json").json().at(0);
    EXPECT_EQ(info["architecture"], "resnet18-1d");
    EXPECT_EQ(info["recipe"]["scale"], "voltage");
    EXPECT_EQ(run_program("export " + model + " --out " + (folder_ / "waves.onnx").string()).code, 0);

    const auto cohort = small_cohort(20).string();
    const auto compared =
        run_program("evaluate " + cohort + " --pretrained " + model + " --out " + (folder_ / "waves").string() +
                    " --models deep-features,scratch,fine-tuned --epochs 1 --folds 2 --resamples 100 "
                    "--threads 1 --json");
    ASSERT_EQ(compared.code, 0);
    const auto results = compared.json();  // kept: a loop over a part of a temporary outlives it
    std::vector<std::string> rows;
    for (const auto& row : results["models"])
        rows.push_back(row["name"].get<std::string>() + ", " + row["features"].get<std::string>());
    EXPECT_EQ(rows,
              (std::vector<std::string>{"Logistic regression, ResNet-18 1-D layer2:2x2",
                                        "ResNet-18 1-D, waves, recipe wave", "ResNet-18 1-D, waves, recipe wave"}));
    const auto other = run_program("transfer-gain --model " + model + " --data " + ludb_.string() + " --out " +
                                   (folder_ / "gain").string() + " 2>&1");
    EXPECT_EQ(other.code, 2) << other.output;
    EXPECT_NE(other.output.find("networks of spectrograms"), std::string::npos) << other.output;
}

TEST_F(WholeWay, PretrainsTransfersAndReportsTheSameTwice) {
    const auto small = small_mitdb();
    const std::string model = (folder_ / "model.safetensors").string();
    const std::string pretrain = "pretrain --data " + small.string() + " --out " + model +
                                 " --leads first --width 8 --steps 6 --batch 32 --validations 1 --validation-images "
                                 "200 --test-images 200 --threads 1 --json --images ";
    const auto trained = run_program(pretrain + first_lead_images());
    ASSERT_EQ(trained.code, 0) << run_program(pretrain + first_lead_images() + " 2>&1").output;
    EXPECT_EQ(trained.json()["leaking"], false);

    const fs::path half = folder_ / "images.safetensors";
    fs::copy_file(first_lead_images(), half);
    fs::resize_file(half, fs::file_size(half) / 2);
    const auto torn = run_program(pretrain + half.string() + " 2>&1");
    EXPECT_EQ(torn.code, 1);
    EXPECT_NE(torn.output.find("name another --images"), std::string::npos) << torn.output;

    const auto cohort = small_cohort(20);
    std::string first;
    for (const char* name : {"a", "b"}) {
        const fs::path out = folder_ / name;
        const auto run =
            run_program("evaluate " + cohort.string() + " --pretrained " + model + " --out " + out.string() +
                        " --models majority,rules,deep-features,random-features,scratch,fine-tuned --epochs 1 --folds "
                        "2 --resamples 200 --threads 1 --json");
        ASSERT_EQ(run.code, 0);
        const auto results = run.json();
        EXPECT_EQ(results["cohort"]["patients"], 20);
        for (const auto& row : results["models"]) {
            const auto& pooled = row["pooled"];
            EXPECT_EQ(
                pooled["tp"].get<int>() + pooled["fp"].get<int>() + pooled["tn"].get<int>() + pooled["fn"].get<int>(),
                row["patients"].get<int>())
                << row["name"];
            EXPECT_LE(row["patients"], 20) << row["name"];
            EXPECT_TRUE(row["kind"] == "rule" || row["patients"] == 20) << row["name"] << " answers for all";
        }
        // The command line holds the output folder, all else must repeat.
        auto comparable = results;
        comparable.erase("command");
        if (first.empty())
            first = comparable.dump();
        else
            EXPECT_EQ(comparable.dump(), first);
        for (const char* file : {"report.html", "report.pdf", "results.json", "results.csv"})
            EXPECT_TRUE(fs::exists(out / file)) << file;
        const auto page = core::read_file(out / "report.html");
        ASSERT_TRUE(page);
        EXPECT_NE(page->find("<svg"), std::string::npos);
        EXPECT_NE(page->find("not a medical device"), std::string::npos);
        EXPECT_EQ(page->find("<script"), std::string::npos);
    }
}

// Two lengths of training, the better one on half A used for half B and the other way round; threads and a second run,
// which finds everything on disk, change nothing.
TEST_F(WholeWay, ChoosesHowNetworksAreTrainedOnTheOtherHalf) {
    const auto small = small_mitdb();
    const std::string model = (folder_ / "model.safetensors").string();
    ASSERT_EQ(run_program("pretrain --data " + small.string() + " --images " + first_lead_images() + " --out " + model +
                          " --leads first --width 8 --steps 2 --batch 32 --no-test --validations 1 --validation-images "
                          "200 --threads 1")
                  .code,
              0);
    const auto ludb = small_ludb();
    const auto gain = [&](const std::string& out, int threads, const std::string& more = "--epochs 1,2") {
        return run_program("transfer-gain --model " + model + " --data " + ludb.string() +
                           " --task lvh --methods finetuned,scratch --draws 1 --network-draws 1 "
                           "--patients 12 --positives 6 --folds 2 --resamples 100 --json --threads " +
                           std::to_string(threads) + " " + more + " --out " + (folder_ / out).string());
    };
    const auto first = gain("one", 1);
    ASSERT_EQ(first.code, 0);
    const auto methods = first.json()["tasks"][0]["methods"];
    ASSERT_EQ(methods.size(), 2U);
    for (const auto& method : methods)
        for (const char* half : {"setting_for_half_a", "setting_for_half_b"}) {
            const auto name = method[half].get<std::string>();
            EXPECT_TRUE(name.starts_with("1 epoch, ") || name.starts_with("2 epochs, ")) << name;
        }
    // method, task, setting (with commas, quoted), AUC in half A and in half B: the larger AUC decides.
    std::ifstream csv(folder_ / "one" / "settings.csv");
    std::map<std::string, std::array<std::pair<double, std::string>, 2>> best;  // [method][half]
    std::string line;
    std::getline(csv, line);
    int lines = 0;
    for (; std::getline(csv, line); ++lines) {
        const auto quote = line.find('"'), end = line.find('"', quote + 1), comma = line.find(',', end + 2);
        const std::string name = line.substr(quote + 1, end - quote - 1);
        const std::array auc{std::stod(line.substr(end + 2)), std::stod(line.substr(comma + 1))};
        auto& of_method = best[line.substr(0, line.find(','))];
        for (std::size_t h = 0; h < 2; ++h)
            if (auc[h] > of_method[h].first) of_method[h] = {auc[h], name};
    }
    EXPECT_EQ(lines, 4);
    for (const auto& method : methods) {
        EXPECT_EQ(method["setting_for_half_a"], best[method["method"]][1].second);
        EXPECT_EQ(method["setting_for_half_b"], best[method["method"]][0].second);
    }
    EXPECT_EQ(gain("two", 2).json()["tasks"], first.json()["tasks"]) << "threads";
    EXPECT_EQ(gain("one", 1).json()["tasks"], first.json()["tasks"]) << "taken from disk";
    EXPECT_EQ(gain("one", 1, "--head fitted --pooling attention").code, 2);
}

/// The tensors of a model file, without the header, in which the day stands.
std::string tensor_bytes(const fs::path& path) {
    const auto bytes = test::bytes_of(path);
    std::uint64_t header = 0;
    for (std::size_t i = 8; i-- > 0 && bytes.size() > 8;) header = header << 8 | static_cast<unsigned char>(bytes[i]);
    return bytes.size() > 8 + header ? bytes.substr(8 + header) : std::string();
}

// Two processes of one thread each are one process of two threads: the same sums in the same order.
TEST_F(WholeWay, TwoProcessesTrainAsOneOfTwoThreadsDoes) {
    const auto small = small_mitdb();
    const auto line = "pretrain --data " + small.string() + " --images " + first_lead_images() +
                      " --leads first --width 8 --steps 6 --batch 16 --no-test --validations 1 --validation-images 50 "
                      "--precision f32 --full-precision --out ";
    const auto out = [&](const char* name) { return (folder_ / name).string(); };
    ASSERT_EQ(run_program(line + out("one") + " --threads 2").code, 0);
    const auto port = std::to_string(20000 + getpid() % 20000);
    const auto rank = [&](const char* number, const char* name) {
        return "RANK=" + std::string(number) + " WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=" + port + " " +
               SYNCHRONY_PROGRAM + " " + line + out(name) + " --threads 1 --quiet";
    };
    const auto both = rank("1", "unused") + " & " + rank("0", "two") + "; code=$?; wait $! && exit $code";
    EXPECT_EQ(std::system(("sh -c '" + both + "' >/dev/null 2>&1").c_str()), 0);
    EXPECT_FALSE(fs::exists(folder_ / "unused")) << "the first alone writes";
    ASSERT_GT(tensor_bytes(folder_ / "one").size(), 100'000U);
    EXPECT_TRUE(tensor_bytes(folder_ / "one") == tensor_bytes(folder_ / "two"));
    EXPECT_EQ(run_program("pretrain --out x 2>/dev/null", "WORLD_SIZE=2 RANK=2 MASTER_ADDR=h MASTER_PORT=1 ").code, 2);
}

// Regression on layers of pre-trained and of random weights, and on pixels alone; a second run takes all from disk.
TEST_F(WholeWay, ComparesLayersOfPretrainedAndRandomWeights) {
    const auto ludb = small_ludb();
    const auto gain = [&](int threads) {
        return run_program("transfer-gain --model mitbih-resnet18-w16 --data " + ludb.string() +
                           " --task lvh --methods pixels random frozen --draws 2 --network-draws 0 --random-nets 1 "
                           "--patients 12 --positives 6 --folds 2 --resamples 100 --json --threads " +
                           std::to_string(threads) + " --out " + (folder_ / "banks").string());
    };
    const auto first = gain(2);
    ASSERT_EQ(first.code, 0);
    const auto methods = first.json()["tasks"][0]["methods"];
    ASSERT_EQ(methods.size(), 3U);
    for (const auto& method : methods) {
        EXPECT_EQ(method["draws"].size(), 2U) << method;
        EXPECT_GT(method["mean_auc"].get<double>(), 0.0);
        EXPECT_LT(method["mean_auc"].get<double>(), 1.0);
    }
    EXPECT_NE(methods[1]["mean_auc"], methods[2]["mean_auc"]) << "weights count";
    EXPECT_EQ(gain(1).json()["tasks"], first.json()["tasks"]) << "taken from disk";
}

// Trials by two parts, then their draws, then the line that joins them: the results of one run.
TEST_F(WholeWay, PartsOfTransferGainJoinToTheSameResult) {
    const auto ludb = small_ludb();
    const auto gain = [&](const char* out, const std::string& more = "") {
        return run_program("transfer-gain --model mitbih-resnet18-w16 --data " + ludb.string() +
                           " --task lvh --methods pixels finetuned --draws 2 --network-draws 2 --epochs 1 "
                           "--patients 12 --positives 6 --folds 2 --resamples 100 --threads 1 --out " +
                           (folder_ / out).string() + more);
    };
    const auto say = [&](const char* part) {
        const auto run = gain("parts", std::string(" --shard ") + part);
        EXPECT_EQ(run.code, 0) << run.output;
        EXPECT_FALSE(fs::exists(folder_ / "parts" / "results.json"));
        return run.output;
    };
    EXPECT_NE(say("1/2").find("goes on with draws of pixels"), std::string::npos);
    for (const char* part : {"2/2", "1/2"})
        EXPECT_NE(say(part).find("the same line without --shard"), std::string::npos) << part;
    const auto results = [&](const char* out) {
        const auto run = gain(out, " --json");
        EXPECT_EQ(run.code, 0);
        auto found = nlohmann::json::parse(test::bytes_of(folder_ / out / "results.json"));
        for (const char* own : {"seconds", "date", "command"}) found.erase(own);
        return found.dump();
    };
    const auto kept = [&] {
        std::map<std::string, fs::file_time_type> files;
        for (const char* name : {"draws", "settings"})
            for (const auto& file : fs::directory_iterator(folder_ / "parts" / name))
                files[file.path().string()] = file.last_write_time();
        return files;
    };
    const auto made = kept();
    EXPECT_EQ(made.size(), 2U + 2 + 2) << "trials on two halves, their draws, the networks'";
    EXPECT_EQ(results("parts"), results("whole"));
    EXPECT_EQ(kept(), made) << "the joining line makes nothing anew";
    EXPECT_EQ(test::bytes_of(folder_ / "parts" / "settings.csv"), test::bytes_of(folder_ / "whole" / "settings.csv"));
    EXPECT_EQ(gain("parts", " --shard 3/2 2>&1").code, 2);
}
#endif

}  // namespace
}  // namespace synchrony
