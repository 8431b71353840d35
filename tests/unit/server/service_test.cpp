// What the service answers about recordings, against the readers and against what the pulses were made of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>

#include "samples.hpp"
#include "synchrony/app/ecg_report.hpp"
#include "synchrony/app/measure.hpp"
#include "synchrony/io/archive.hpp"
#include "synchrony/io/read.hpp"
#include "uploads.hpp"

namespace synchrony::server {
namespace {

using test::hand_predictor;
using test::header_of;
using test::TestService;
using Json = nlohmann::json;

std::vector<float> floats_of(const Reply& reply) {
    std::vector<float> values(reply.body.size() / sizeof(float));
    std::memcpy(values.data(), reply.body.data(), values.size() * sizeof(float));  // this machine's order is the same
    return values;
}

TEST(Service, SamplesAreTheReaders) {
    TestService service;
    const auto csv = test::heart_csv();
    const test::TemporaryFolder folder;
    ASSERT_TRUE(core::write_file(folder / "heart.csv", csv));
    const auto read = io::read_ecg(folder / "heart.csv");
    ASSERT_TRUE(read);
    const auto id = service.upload(csv);
    const auto reply = service.get("recordings/" + id + "/samples?lead=V2,II&from=1.5&to=4");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(header_of(reply, "X-Kind"), "samples");
    EXPECT_EQ(header_of(reply, "X-Count"), "1250");
    EXPECT_EQ(header_of(reply, "X-First-Sample"), "750");
    EXPECT_EQ(header_of(reply, "X-Sampling-Frequency"), "500");
    const auto values = floats_of(reply);
    ASSERT_EQ(values.size(), 2500U);
    for (std::size_t i = 0; i < 1250; ++i) {
        ASSERT_EQ(values[i], read->find_lead("V2")->samples[750 + i]) << i;
        ASSERT_EQ(values[1250 + i], read->find_lead("II")->samples[750 + i]) << i;
    }
}

// 1 mV for 200 ms from 0.4 s, as an electrocardiograph's calibration pulse.
TEST(Service, CalibrationPulseIsOneMillivoltFor200Milliseconds) {
    std::string csv = "time_s,II\n";
    for (int i = 0; i < 5000; ++i) csv += std::to_string(i / 500.0) + (i >= 200 && i < 300 ? ",1.0\n" : ",0.0\n");
    TestService service;
    const auto id = service.upload(csv);
    const auto whole = floats_of(service.get("recordings/" + id + "/samples?lead=II"));
    ASSERT_EQ(whole.size(), 5000U);
    EXPECT_EQ(static_cast<double>(std::count(whole.begin(), whole.end(), 1.0F)) / 500.0, 0.2);
    // 1000 columns of 5 samples: the pulse fills columns 40 to 59, in which low and high are both 1 mV.
    const auto reply = service.get("recordings/" + id + "/samples?lead=II&width=1000");
    EXPECT_EQ(header_of(reply, "X-Kind"), "minmax");
    const auto pairs = floats_of(reply);
    ASSERT_EQ(pairs.size(), 2000U);
    for (std::size_t column = 0; column < 1000; ++column) {
        const float expected = column >= 40 && column < 60 ? 1.0F : 0.0F;
        ASSERT_EQ(pairs[2 * column], expected) << column;
        ASSERT_EQ(pairs[2 * column + 1], expected) << column;
    }
}

TEST(Samples, MissingOnesAreNaN) {
    record::Lead lead;
    lead.samples = {1, 2, 3, 4, 5, 6};
    lead.invalid = {{1, 2}, {4, 6}};
    Reply reply;
    append_samples(lead, {0, 6}, reply.body);
    auto values = floats_of(reply);
    EXPECT_EQ(values[0], 1.0F);
    for (const std::size_t missing : {1U, 4U, 5U}) EXPECT_TRUE(std::isnan(values[missing])) << missing;
    EXPECT_EQ(values[3], 4.0F);
    reply.body.clear();
    append_min_max(lead, {0, 6}, 2, reply.body);
    values = floats_of(reply);
    EXPECT_EQ(values[0], 1.0F);
    EXPECT_EQ(values[1], 3.0F);
    EXPECT_EQ(values[2], 4.0F);
    EXPECT_EQ(values[3], 4.0F);
    reply.body.clear();
    append_min_max(lead, {4, 6}, 1, reply.body);
    EXPECT_TRUE(std::isnan(floats_of(reply)[0]));
}

TEST(Service, MeasurementsAreThoseOfTheCommandLine) {
    TestService service;
    const auto id = service.upload();
    const test::TemporaryFolder folder;
    ASSERT_TRUE(core::write_file(folder / "heart.csv", test::heart_csv()));
    measure::MeasureOptions options;
    options.sex = measure::Sex::female;
    const auto measured = measure::measure_ecg(*io::read_ecg(folder / "heart.csv"), options);
    EXPECT_EQ(service.json("recordings/" + id + "/measurements?sex=F"), Json::parse(app::to_json(*measured).dump()));
}

TEST(Service, MovedBoundaryMovesTheDurationByAsMuch) {
    TestService service;
    const auto id = service.upload();
    const auto before = service.json("recordings/" + id + "/measurements");
    const double onset = before["waves"]["qrs"]["onset_ms"], end = before["waves"]["qrs"]["end_ms"];
    const double qt = before["intervals"]["qt_ms"], pr = before["intervals"]["pr_ms"];
    const auto moved = service.call("POST", "/api/v1/recordings/" + id + "/boundaries",
                                    Json{{"qrs_onset_ms", onset - 12.0}, {"qrs_end_ms", end + 30.0}}.dump());
    ASSERT_EQ(moved.status, 200) << moved.body;
    const auto after = service.json("recordings/" + id + "/measurements");
    EXPECT_NEAR(after["intervals"]["qrs_ms"].get<double>(), before["intervals"]["qrs_ms"].get<double>() + 42.0, 1e-9);
    EXPECT_NEAR(after["intervals"]["qt_ms"].get<double>(), qt + 12.0, 1e-9);
    EXPECT_NEAR(after["intervals"]["pr_ms"].get<double>(), pr - 12.0, 1e-9);
    ASSERT_EQ(after["moved"].size(), 2U);
    EXPECT_EQ(after["moved"][0]["boundary"], "qrs_onset");
    EXPECT_NEAR(after["moved"][0]["measured_ms"].get<double>(), onset, 1e-9);
    // The guidelines' input and the criteria of LBBB follow.
    const auto lbbb = service.json("recordings/" + id + "/lbbb");
    EXPECT_NEAR(lbbb["answers"][0]["reasons"][0]["value"].get<double>(), after["intervals"]["qrs_ms"].get<double>(),
                1e-9);
    EXPECT_TRUE(service.json("recordings/" + id)["moved"]);
    const auto prediction = Json::parse(
        service.call("POST", "/api/v1/recordings/" + id + "/predictions", R"({"model":"hand","set":{"lvef_pct":22}})")
            .body);
    const auto& inputs = prediction["inputs"];
    const auto qrs = std::ranges::find_if(inputs, [](const auto& i) { return i["name"] == "qrs_duration_ms"; });
    ASSERT_NE(qrs, inputs.end());
    EXPECT_NEAR((*qrs)["value"].get<double>(), after["intervals"]["qrs_ms"].get<double>(), 1e-9);
    EXPECT_EQ(service.call("DELETE", "/api/v1/recordings/" + id + "/boundaries").status, 200);
    EXPECT_EQ(service.json("recordings/" + id + "/measurements"), before);
}

TEST(Service, BoundariesOutOfOrderAreRefusedAndNothingMoves) {
    TestService service;
    const auto id = service.upload();
    const auto before = service.json("recordings/" + id + "/measurements");
    for (const char* body : {R"({"qrs_onset_ms":400})", R"({"qrs_end_ms":1e9})", R"({"t_end_ms":-100})",
                             R"({"qrs_onset_ms":"x"})", R"({"q":1})", "[]", "{", ""}) {
        const auto reply = service.call("POST", "/api/v1/recordings/" + id + "/boundaries", body);
        EXPECT_EQ(reply.status, 400) << body << reply.body;
    }
    EXPECT_EQ(service.json("recordings/" + id + "/measurements"), before);
}

TEST(Service, BoundariesThatNoHeartHasAreRefusedWithReasons) {
    TestService service;
    const auto id = service.upload();
    const auto waves = service.json("recordings/" + id + "/measurements")["waves"];
    const double onset = waves["qrs"]["onset_ms"], end = waves["qrs"]["end_ms"], peak = waves["t"]["peak_ms"];
    const double p_end = waves["p"]["end_ms"];
    for (const auto& [moves, place] :
         {std::pair{Json{{"qrs_end_ms", onset + 0.5}}, "QRS duration"},
          std::pair{Json{{"qrs_onset_ms", end - 39.0}}, "QRS duration"},
          std::pair{Json{{"qrs_end_ms", onset + 301.0}, {"t_peak_ms", onset + 310.0}, {"t_end_ms", onset + 330.0}},
                    "QRS duration"},
          std::pair{Json{{"t_end_ms", peak - 10.0}}, "t_end at"},
          std::pair{Json{{"t_peak_ms", end - 5.0}}, "t_peak at"}, std::pair{Json{{"p_onset_ms", p_end}}, "p_end at"},
          std::pair{Json{{"p_end_ms", onset + 1.0}}, "qrs_onset at"}}) {
        const auto reply = service.call("POST", "/api/v1/recordings/" + id + "/boundaries", moves.dump());
        EXPECT_EQ(reply.status, 400) << moves << reply.body;
        const auto error = Json::parse(reply.body)["error"];
        EXPECT_NE(error["got"].get<std::string>().find(place), std::string::npos) << error;
        EXPECT_FALSE(error["what"].get<std::string>().empty());
        EXPECT_FALSE(error["expected"].get<std::string>().empty());
    }
    EXPECT_EQ(service.json("recordings/" + id + "/measurements")["moved"].size(), 0U);
    const Json touching{{"p_end_ms", onset}, {"qrs_end_ms", onset + 40.0}};
    EXPECT_EQ(service.call("POST", "/api/v1/recordings/" + id + "/boundaries", touching.dump()).status, 200);
}

// What leaves the page says what a person moved: the numbers on it are no longer the program's.
TEST(Service, MovedBoundariesAreSaidOnAllThatLeavesThePage) {
    TestService service;
    const auto id = service.upload();
    const auto qrs = service.json("recordings/" + id + "/measurements")["waves"]["qrs"];
    const double onset = qrs["onset_ms"], end = qrs["end_ms"];
    const std::string said = "QRS end moved by hand to";
    const auto was = "measured " + std::to_string(std::lround(end)) + " ms after R, QRS " +
                     std::to_string(std::lround(end - onset)) + " ms";
    const auto predict = [&] {
        return Json::parse(
            service.call("POST", "/api/v1/recordings/" + id + "/predictions", R"({"model":"hand"})").body);
    };
    EXPECT_EQ(service.get("recordings/" + id + "/page.html").body.find(said), std::string::npos);
    ASSERT_EQ(service.call("POST", "/api/v1/recordings/" + id + "/boundaries", Json{{"qrs_end_ms", end + 20.0}}.dump())
                  .status,
              200);
    for (const auto* of : {"", "?model=hand"}) {
        const auto page = service.get("recordings/" + id + "/page.html" + of).body;
        EXPECT_NE(page.find(said), std::string::npos) << of;
        EXPECT_NE(page.find(was), std::string::npos) << of;
    }
    bool cautioned = false;
    const auto prediction = predict();
    for (const auto& caution : prediction["cautions"])
        cautioned = cautioned || caution["text"].get<std::string>().find(said) != std::string::npos;
    EXPECT_TRUE(cautioned) << prediction["cautions"];
    bool flagged = false;
    const auto measured = service.json("recordings/" + id + "/measurements");
    for (const auto& flag : measured["flags"])
        flagged = flagged || (flag["name"] == "moved_boundary" && !flag["refuse"].get<bool>());
    EXPECT_TRUE(flagged) << measured["flags"];
}

// The form's rhythm decides the class: what leaves the page must be judged by it as the page was.
TEST(Service, TheFormsRhythmIsInThePageAndInTheReport) {
    TestService service;
    const auto id = service.upload();
    const std::string form = "?set=lvef_pct%3D28&set=nyha%3D3&set=sex%3DM";
    const auto said = [&](const std::string& rhythm) {
        return service.json("recordings/" + id + "/guidelines?lvef=28&nyha=3&sex=M&rhythm=" + rhythm)["guidelines"][0];
    };
    ASSERT_NE(said("sinus")["from"], said("af")["from"]);
    for (const auto* model : {"", "&model=hand"}) {
        const auto af = service.get("recordings/" + id + "/page.html" + form + "&rhythm=af" + model).body;
        const auto sinus = service.get("recordings/" + id + "/page.html" + form + "&rhythm=sinus" + model).body;
        EXPECT_NE(af.find(", atrial fibrillation,"), std::string::npos) << model;
        EXPECT_EQ(sinus.find(", atrial fibrillation,"), std::string::npos) << model;
        EXPECT_EQ(service.get("recordings/" + id + "/report.pdf" + form + "&rhythm=af" + model).status, 200) << model;
    }
    EXPECT_EQ(service.get("recordings/" + id + "/report.pdf?rhythm=flutter").status, 400);
    app::EcgReportRequest request;
    const test::TemporaryFolder folder;
    ASSERT_TRUE(core::write_file(folder / "heart.csv", test::heart_csv()));
    request.ecgs = {folder / "heart.csv"};
    request.set = {"lvef_pct=28", "nyha=3", "sex=M"};
    request.rhythm = {measure::Rhythm::atrial_fibrillation};
    const auto report = app::render_ecg_report(request, {});
    ASSERT_TRUE(report);
    const auto guidelines = Json::parse(app::to_json(report->outcome.measured[0]).dump())["guidelines"];
    EXPECT_EQ(guidelines[0]["from"], said("af")["from"]);
    request.ecgs.push_back(folder / "heart.csv");
    const auto two = app::render_ecg_report(request, {});
    ASSERT_TRUE(two);
    const auto cautions = Json::parse(app::to_json(two->outcome).dump())["cautions"];
    ASSERT_FALSE(cautions.empty()) << "not on the page alone";
    EXPECT_EQ(cautions[0]["text"], "Both ECGs are the same recording.");
}

// What a clinician reads has no option of a command line in it, and every caution says what it is about.
TEST(Service, CautionsOfAPredictionAreWordsForAClinician) {
    TestService service;
    const auto id = service.upload();
    const auto reply =
        service.call("POST", "/api/v1/recordings/" + id + "/predictions", R"({"model":"hand","set":{}})");
    const auto prediction = Json::parse(reply.body);
    ASSERT_FALSE(prediction["cautions"].empty());
    bool missing = false;
    for (const auto& caution : prediction["cautions"]) {
        const auto text = caution["text"].get<std::string>();
        EXPECT_EQ(text.find("--"), std::string::npos) << text;
        EXPECT_EQ(text.find('_'), std::string::npos) << text;
        missing = missing || (caution["about"] == "inputs" && text.find("ejection fraction") != std::string::npos);
    }
    EXPECT_TRUE(missing) << prediction["cautions"];
}

// A complex of one beat that is not there on the other recording: nothing can be said of its change.
TEST(Service, NoChangeIsNeitherBeyondNorNot) {
    TestService service;
    const auto id = service.upload(), other = service.upload();
    const auto changes = service.json("recordings/" + id + "/changes?since=" + other)["changes"];
    ASSERT_FALSE(changes.empty());
    for (const auto& change : changes) EXPECT_EQ(change["beyond"].is_null(), change["change"].is_null()) << change;
    const auto json = app::changes_json({{"pr_ms", "PR", "ms", std::nullopt, 160.0, std::nullopt, 8.0}});
    EXPECT_TRUE(json["changes"][0]["beyond"].is_null());
}

TEST(Service, WrongCallsAreTheCallersFault) {
    TestService service;
    const auto id = service.upload();
    const auto header =
        service.call("POST", "/api/v1/recordings", "r 1 500 1000\nr.dat 16 1000/mV 16 0 0 0 0 II\n", {}, "r.hea");
    EXPECT_EQ(header.status, 422) << header.body;
    const auto report = service.get("recordings/" + id + "/report.pdf?model=zz");
    EXPECT_EQ(report.status, 404);
    EXPECT_EQ(Json::parse(report.body)["error"]["got"], "zz");
    for (const auto& number : {std::string("1e309"), "1" + std::string(5000, '0')}) {
        const auto reply =
            service.call("POST", "/api/v1/recordings/" + id + "/boundaries", R"({"qrs_end_ms":)" + number + "}");
        EXPECT_EQ(reply.status, 400);
        const auto error = Json::parse(reply.body)["error"];
        EXPECT_EQ(error["what"], "a number is too large");
        EXPECT_EQ(error["got"].get<std::string>().substr(0, 5), number.substr(0, 5));
        EXPECT_LE(error["got"].get<std::string>().size(), 200U);
    }
}

TEST(Service, EvaluationsThatCannotBeAreRefusedAtOnce) {
    TestService service;
    std::string table = "patient_id,lvef_pct,response\n";
    for (int i = 0; i < 40; ++i)
        table += "p" + std::to_string(i) + "," + std::to_string(20 + i % 15) + "," + (i % 2 ? "1" : "0") + "\n";
    const auto cohort = Json::parse(service.call("POST", "/api/v1/cohorts", table, "text/csv", "t.csv").body);
    for (const auto& [name, value] :
         {std::pair{"models", Json{"no-such-model"}}, std::pair{"models", Json::array()},
          std::pair{"outcome", Json("no_such_outcome")}, std::pair{"outcome", Json("lvef_pct > 33")},
          std::pair{"prevalence", Json(1.5)}, std::pair{"prevalence", Json(0.0)}, std::pair{"prevalence", Json(-0.1)},
          std::pair{"prevalence", Json(0.3)}}) {  // a comparison has none to move
        const auto reply =
            service.call("POST", "/api/v1/evaluations", Json{{"cohort", cohort["id"]}, {name, value}}.dump());
        EXPECT_EQ(reply.status, 400) << name << value << reply.body;
        EXPECT_EQ(reply.body.find(service.folder().path().string()), std::string::npos);
    }
}

// Ids that a spreadsheet would run, an e-mail address and a name among them.
TEST(Service, CohortCsvNamesNobodyAndRunsNothing) {
    const std::string table =
        "patient_id,group,family_name,ecg,lvef_pct,sex,response\n"
        "=cmd|' /C calc'!A0,Mueller,Mueller,mueller_anna.edf,22,F,1\n"
        "smith@clinic.example,Smith,Smith,smith.edf,31.5,M,0\n"
        "p3,Mueller,Mueller,mueller_b.edf,,F,0\n";
    for (const bool identity : {false, true}) {
        ServeOptions options;
        options.identity = identity;
        TestService service(options);
        const auto cohort = Json::parse(service.call("POST", "/api/v1/cohorts", table, "text/csv", "t.csv").body);
        ASSERT_TRUE(cohort.contains("id")) << cohort;
        const auto csv = service.get("cohorts/" + cohort["id"].get<std::string>() + "/cohort.csv");
        ASSERT_EQ(csv.status, 200) << csv.body << cohort;
        EXPECT_EQ(csv.body.find("\n=cmd"), std::string::npos) << csv.body;
        if (identity)
            EXPECT_NE(csv.body.find("'=cmd"), std::string::npos) << csv.body;
        else
            EXPECT_EQ(csv.body, "patient_id,group,lvef_pct,sex,response\r\n1,1,22,F,1\r\n2,2,31.5,M,0\r\n3,1,,F,0\r\n");
        const auto map = service.get("cohorts/" + cohort["id"].get<std::string>() + "/map").body;
        EXPECT_NE(map.find("synchrony cohort import table.csv --out cohort.csv --map cohort.map.toml"),
                  std::string::npos)
            << map;
        EXPECT_EQ(map.find(std::filesystem::temp_directory_path().string()), std::string::npos) << map;
    }
}

// A recording of two files is one ECG, and a file that is sent again takes its own place.
TEST(Service, CohortCountsEcgsAndTakesNoFileTwice) {
    TestService service;
    const auto cohort = Json::parse(
        service
            .call("POST", "/api/v1/cohorts", "patient_id,ecg,response\na,one.csv,1\nb,two.csv,0\n", "text/csv", "t.csv")
            .body);
    ASSERT_TRUE(cohort.contains("id")) << cohort;
    const std::string path = "/api/v1/cohorts/" + cohort["id"].get<std::string>() + "/files";
    EXPECT_EQ(cohort["ecgs"], 2);
    EXPECT_EQ(cohort["ecgs_missing"], 2);
    for (int again = 0; again < 2; ++again) {
        const auto now = Json::parse(service.call("POST", path, test::heart_csv(4.0), {}, "one.csv").body);
        EXPECT_EQ(now["files"], 1) << now;
        EXPECT_EQ(now["ecgs"], 2);
        EXPECT_EQ(now["ecgs_missing"], 1);
    }
}

TEST(Service, CohortTakesNoFileWhereAFolderIs) {
    TestService service;
    const auto cohort = Json::parse(
        service.call("POST", "/api/v1/cohorts", "patient_id,age_y\na,60\n", "text/csv", "t.csv").body)["id"];
    const std::string path = "/api/v1/cohorts/" + cohort.get<std::string>() + "/files";
    EXPECT_EQ(service.call("POST", path, "1", {}, "a").status, 200);
    EXPECT_EQ(service.call("POST", path, "1", {}, "b/c").status, 200);
    for (const auto& name : {std::string("a/b"), std::string("b"), std::string(256, 'n')}) {
        const auto reply = service.call("POST", path, "1", {}, name);
        EXPECT_EQ(reply.status, 400) << name << reply.body;
        EXPECT_EQ(Json::parse(reply.body)["error"]["where"], "file name") << reply.body;
    }
    EXPECT_EQ(service.call("POST", path, "2", {}, "a").status, 200) << "the same file again";
    EXPECT_EQ(service.call("POST", path, "1", {}, std::string(255, 'n')).status, 200);
    EXPECT_EQ(service.json("cohorts/" + cohort.get<std::string>())["files"], 3);
}

TEST(Service, StretchesThatHoldNoSampleAreRefused) {
    TestService service;
    const auto samples = "recordings/" + service.upload() + "/samples?lead=II&";  // ten seconds
    for (const auto& [query, where] :
         {std::pair{"from=5&to=4", "to"}, std::pair{"from=5&to=5", "to"}, std::pair{"from=10", "from"},
          std::pair{"from=9.9995", "from"}, std::pair{"from=9.9991&to=9.9992", "to"},
          std::pair{"from=100&to=200", "from"}, std::pair{"to=10.1", "to"}, std::pair{"from=-1", "from"},
          std::pair{"to=-1", "to"}, std::pair{"from=x", "from"}, std::pair{"to=nan", "to"}, std::pair{"to=", "to"},
          std::pair{"from=1e400", "from"}, std::pair{"width=2.5", "width"}}) {
        const auto reply = service.get(samples + query);
        EXPECT_EQ(reply.status, 400) << query << reply.body;
        const auto error = Json::parse(reply.body)["error"];
        EXPECT_EQ(error["where"], where) << error;
        EXPECT_FALSE(error["got"].get<std::string>().empty() || error["expected"].get<std::string>().empty()) << error;
    }
    EXPECT_EQ(floats_of(service.get(samples + "from=9.998&to=10")).size(), 1U);
    EXPECT_EQ(floats_of(service.get(samples + "from=0&to=10")).size(), 5000U);
    const auto sheet = service.get("recordings/" + service.upload() + "/sheet.svg?from=10");
    EXPECT_EQ(sheet.status, 400) << sheet.body;
}

TEST(Service, FieldsThatAreNeededAreNamed) {
    TestService service;
    const auto id = service.upload();
    for (const auto& [path, field] :
         {std::pair{std::string("evaluations"), "cohort"}, std::pair{"recordings/" + id + "/predictions", "model"}})
        for (const auto& body : {std::string("{}"), "{\"" + std::string(field) + "\":\"\"}"}) {
            const auto reply = service.call("POST", "/api/v1/" + path, body);
            EXPECT_EQ(reply.status, 400) << reply.body;
            EXPECT_EQ(Json::parse(reply.body)["error"]["where"], field);
        }
    EXPECT_EQ(service.get("recordings/" + id + "/changes?since=").status, 400);
}

TEST(Service, PlacesOnThisMachineStandInNoAnswer) {
    const test::TemporaryFolder models;
    ASSERT_TRUE(core::write_file(models / "broken.safetensors", "broken"));
    ASSERT_TRUE(model::write_predictor(models / "hand.safetensors", hand_predictor()));
    ServeOptions options;
    options.models = {models.path()};
    const auto service = Service::create(options).value();
    const auto call = [&](const std::string& method, const std::string& target, std::string body,
                          const std::string& name = {}) {
        Call asked{method, parse_target("/api/v1/" + target).value(), {}, name, std::move(body)};
        return service->answer(asked);
    };
    const auto id = Json::parse(call("POST", "recordings", test::heart_csv(), "h.csv").body)["id"].get<std::string>();
    const auto made =
        call("POST", "cohorts", "patient_id,lvef_pct,response\na,25,1\nb,30,0\nc,20,1\nd,35,0\n", "t.csv");
    const Json cohort{{"cohort", Json::parse(made.body)["id"]}};
    const auto with = [&](Json more) { return more.update(cohort), more.dump(); };
    const std::vector<Reply> replies{
        call("GET", "models/broken", {}),
        call("POST", "recordings/" + id + "/predictions", R"({"model":"broken"})"),
        call("GET", "recordings/" + id + "/report.pdf?model=broken", {}),
        call("GET", "recordings/" + id + "/page.html?model=broken", {}),
        call("POST", "evaluations", with({{"predictor", "broken"}})),
        call("POST", "evaluations", with({{"pretrained", "hand"}})),
        call("POST", "evaluations", with({{"inputs", {"nobody_has_it"}}})),
        call("POST", "cohorts", std::string(9, '\0'), "Anna Mueller.csv"),
        call("POST", "cohorts", "PK\x03\x04 broken", "Anna Mueller.xlsx"),
    };
    for (const auto& reply : replies) {
        EXPECT_TRUE(reply.status == 400 || reply.status == 422) << reply.status << reply.body;
        for (const auto& place : {models.path().string(), service->context().workspace.path().string(),
                                  std::filesystem::temp_directory_path().string(), std::string("Mueller"),
                                  std::string(".table"), std::string("\"where\":\"--")})
            EXPECT_EQ(reply.body.find(place), std::string::npos) << reply.body;
    }
    EXPECT_EQ(Json::parse(replies[0].body)["error"]["where"], "broken.safetensors");
}

TEST(Service, PlacesAreTakenOutOfEveryPartOfAFault) {
    ServeOptions options;
    options.results = "r";
    TestService service(options);
    const auto& context = service.service().context();
    const auto folder = context.workspace.path().string(), model = context.models.models().front().file.string();
    const auto told =
        context.without_places({core::ErrorKind::io, "cannot write " + folder + "/cohort-1/a, b.edf",
                                folder + "/x, lead V1", model + ": 7 bytes", "no " + folder, "see " + model});
    EXPECT_EQ(told.what, "cannot write private folder");
    EXPECT_EQ(told.where, "private folder");
    EXPECT_EQ(told.got, "hand.safetensors: 7 bytes");
    EXPECT_EQ(told.expected, "no private folder");
    EXPECT_EQ(told.hint, "see hand.safetensors");
    const auto kept =
        context.without_places({core::ErrorKind::io, "for writing", "r/evaluation-3f/report.pdf", {}, {}, {}});
    EXPECT_EQ(kept.what, "for writing");
    EXPECT_EQ(kept.where, "results folder");
    const auto module =
        context.without_places({core::ErrorKind::usage, "no module", "/opt/s/m.so, lead V1", "'/sent/by/the caller'",
                                "/usr/lib/s/m.so, /usr/lib64/s/m.so", "60 /min (/a/b: 1 ms/mV) e/1.csv"});
    EXPECT_EQ(module.where, "m.so, lead V1");
    EXPECT_EQ(module.got, "'/sent/by/the caller'");
    EXPECT_EQ(module.expected, "m.so, m.so");
    EXPECT_EQ(module.hint, "60 /min (b: 1 ms/mV) e/1.csv");
    EXPECT_EQ(context.without_places({core::ErrorKind::usage, "x", "--set nyha", {}, {}, {}}).where, "set nyha");
}

// A misspelt option must not go unseen, whatever the call.
TEST(Service, NoCallTakesAnOptionThatItDoesNotKnow) {
    TestService service;
    const auto id = service.upload();
    for (const auto& path :
         {std::string("health"), std::string("models"), std::string("cohorts"), std::string("formats"),
          "recordings/" + id, "recordings/" + id + "/measurements", "recordings/" + id + "/export"}) {
        const auto reply = service.get(path + "?lvfe=28");
        EXPECT_EQ(reply.status, 400) << path;
        EXPECT_EQ(Json::parse(reply.body)["error"]["got"], "'lvfe'") << reply.body;
    }
    EXPECT_NE(service.get("recordings/" + id + "/beats?lvfe=28").body.find("Did you mean lvef?"), std::string::npos);
}

TEST(Service, CallsThatAreNotThereSayWhich) {
    TestService service;
    const auto missing = Json::parse(service.get("recordins").body)["error"];
    EXPECT_EQ(missing["got"], "'/api/v1/recordins'");
    const auto method = service.call("PUT", "/api/v1/recordings/3f");
    EXPECT_EQ(method.status, 405);
    EXPECT_EQ(Json::parse(method.body)["error"]["expected"], "GET, DELETE");
}

// The second was dropped, and nothing was said.
TEST(Service, TakesOneRecordingAnUpload) {
    TestService service;
    const auto form = [](const std::vector<std::string>& names) {
        std::string body;
        for (const auto& name : names)
            body += "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" +
                    test::heart_csv(2.0) + "\r\n";
        return body + "--x--\r\n";
    };
    const std::string type = "multipart/form-data; boundary=x";
    EXPECT_EQ(service.call("POST", "/api/v1/recordings", form({"one.csv"}), type).status, 201);
    const auto two = service.call("POST", "/api/v1/recordings", form({"one.csv", "two.csv"}), type);
    EXPECT_EQ(two.status, 400);
    EXPECT_NE(two.body.find("several recordings in one upload"), std::string::npos) << two.body;
}

TEST(Service, OldestCohortGoesAndSaysSo) {
    ServeOptions options;
    options.limits.cohorts = 2;
    TestService service(options);
    const auto post = [&] {
        const auto reply =
            service.call("POST", "/api/v1/cohorts", "patient_id,age_y,response\na,60,1\nb,61,0\n", "text/csv", "t.csv");
        return Json::parse(reply.body)["id"].get<std::string>();
    };
    const auto first = post(), second = post(), third = post();
    const auto gone = service.get("cohorts/" + first);
    EXPECT_EQ(gone.status, 410);
    EXPECT_NE(gone.body.find("at most 2 are held"), std::string::npos) << gone.body;
    EXPECT_EQ(service.call("POST", "/api/v1/evaluations", R"({"cohort": ")" + first + "\"}").status, 410);
    EXPECT_EQ(service.call("DELETE", "/api/v1/cohorts/" + first).status, 410);
    // What cannot be read takes nobody's place.
    const auto held = service.get("cohorts").body;
    EXPECT_GE(service.call("POST", "/api/v1/cohorts", "patient_id,ecg\n", "text/csv", "t.csv").status, 400);
    EXPECT_EQ(service.get("cohorts").body, held);
    EXPECT_EQ(service.get("cohorts/" + second).status, 200);
    EXPECT_EQ(service.call("DELETE", "/api/v1/cohorts/" + third).status, 204);
    EXPECT_EQ(service.get("cohorts/" + third).status, 404) << "gone because it was asked for";
}

TEST(Service, OldestRecordingGoesAndSaysSo) {
    ServeOptions options;
    options.limits.recordings = 2;
    TestService service(options);
    const auto csv = test::heart_csv(2.0);
    const auto first = service.upload(csv), second = service.upload(csv), third = service.upload(csv);
    EXPECT_EQ(service.get("recordings/" + first).status, 410);
    EXPECT_EQ(service.get("recordings/" + first + "/samples?lead=II").status, 410);
    EXPECT_EQ(service.get("recordings/" + second).status, 200);
    EXPECT_EQ(service.get("recordings/" + third).status, 200);
    EXPECT_EQ(service.get("recordings/0000").status, 404);
    EXPECT_EQ(service.json("recordings").size(), 2U);
    EXPECT_EQ(service.call("DELETE", "/api/v1/recordings/" + third).status, 204);
    EXPECT_EQ(service.get("recordings/" + third).status, 404);
}

TEST(Service, HeldBytesAreBounded) {
    ServeOptions options;
    options.limits.held_bytes = 200'000;  // 2 s of twelve leads at 500 Hz are 48 kB
    TestService service(options);
    for (int i = 0; i < 8; ++i) (void)service.upload(test::heart_csv(2.0));
    std::size_t bytes = 0;
    for (const auto& recording : service.json("recordings")) bytes += recording["bytes"].get<std::size_t>();
    EXPECT_LE(bytes, 200'000U);
    EXPECT_GT(bytes, 100'000U);
    EXPECT_EQ(service.call("POST", "/api/v1/recordings", test::heart_csv(60.0), {}, "long.csv").status, 413);
}

TEST(Service, FullGateAnswers429) {
    ServeOptions options;
    options.limits.jobs = 1;
    options.limits.queue = 0;
    TestService service(options);
    const auto id = service.upload();
    ASSERT_EQ(service.service().context().gate.enter(), JobGate::Entry::entered);  // somebody is at work
    const auto reply = service.get("recordings/" + id + "/measurements");
    EXPECT_EQ(reply.status, 429);
    EXPECT_EQ(header_of(reply, "Retry-After"), "1");
    EXPECT_EQ(service.call("POST", "/api/v1/evaluations", R"({"cohort":"c"})").status, 429) << "reads a model's file";
    EXPECT_EQ(service.get("health").status, 200);  // what costs nothing passes
    service.service().context().gate.leave();
    EXPECT_EQ(service.get("recordings/" + id + "/measurements").status, 200);
}

TEST(Evaluations, ThatFailBeforeTheyKeptAnythingLeaveNoFolder) {
    const test::TemporaryFolder results;
    for (const bool kept : {false, true}) {
        const auto folder = results / "evaluation-1";
        Evaluation evaluation("e", "comparison", "c", folder, [&](const core::RunContext&) {
            std::filesystem::create_directories(folder);
            EXPECT_TRUE(!kept || core::write_file(folder / "results.csv", "name"));
            return core::Result<std::vector<std::string>>(core::fail_input("no ECG can be used"));
        });
        evaluation.run(1, 1);
        EXPECT_EQ(evaluation.state(), Evaluation::State::failed);
        EXPECT_EQ(std::filesystem::exists(folder), kept);
    }
}

// The patient's name stands in the file, in its name and in a comment; no answer repeats it.
TEST(Service, NobodyIsNamedUnlessAskedFor) {
    const auto csv = "# patient: Kowalska\n" + test::heart_csv(4.0);
    for (const bool identity : {false, true}) {
        ServeOptions options;
        options.identity = identity;
        TestService service(options);
        const auto id = service.upload(csv, "Kowalska.csv");
        std::string all;
        for (const auto* path : {"", "/measurements", "/beats", "/lbbb", "/guidelines", "/sheet.svg", "/page.html"})
            all += service.get("recordings/" + id + path).body;
        for (const auto* to : {"csv", "edf", "aecg", "dicom"})
            all += service.get("recordings/" + id + "/export?to=" + to).body;
        EXPECT_EQ(all.find("Kowalska") != std::string::npos, identity);
    }
}

TEST(Service, ExportsReadBackAsTheSameSamples) {
    TestService service;
    const auto id = service.upload();
    const auto digest = service.json("recordings/" + id)["digest"];
    for (const auto* to : {"csv", "npz"}) {
        const auto reply = service.get("recordings/" + id + "/export?to=" + to);
        ASSERT_EQ(reply.status, 200) << to << reply.body;
        const auto again = service.upload(reply.body, std::string("again.") + to);
        EXPECT_EQ(service.json("recordings/" + again)["digest"], digest) << to;
    }
    const auto zip = service.get("recordings/" + id + "/export?to=wfdb");
    EXPECT_EQ(zip.body.substr(0, 2), "PK");
    const auto again = service.json("recordings/" + service.upload(zip.body, "recording.zip"));
    EXPECT_EQ(again["info"]["format"], "wfdb");
    EXPECT_EQ(again["info"]["samples"], 5000);
}

TEST(Service, WfdbRecordInTwoPartsOfAForm) {
    TestService service;
    const std::string header = "r 1 250 4 \nr.dat 16 200/mV 16 0 0 0 0 II\n";
    const std::string body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.dat\"\r\n\r\n" +
                             std::string("\xc8\x00\x90\x01\x00\x00\x38\xff", 8) +
                             "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.hea\"\r\n\r\n" +
                             header + "\r\n--b--\r\n";
    const auto reply = service.call("POST", "/api/v1/recordings", body, "multipart/form-data; boundary=b");
    ASSERT_EQ(reply.status, 201) << reply.body;
    const auto id = Json::parse(reply.body)["id"].get<std::string>();
    const auto values =
        floats_of(service.get("recordings/" + id + "/samples?lead=all"));  // 200, 400, 0, -200 at 200/mV
    EXPECT_THAT(values, testing::ElementsAre(1.0F, 2.0F, 0.0F, -1.0F));
}

TEST(Service, ArchiveOfSeveralAsksForThePart) {
    TestService service;
    const auto zip =
        io::zip_of({{"a/one.csv", test::heart_csv(4.0)}, {"two.csv", test::heart_csv(5.0)}, {"notes.txt", "x"}}, true);
    ASSERT_TRUE(zip);
    const auto asked = service.call("POST", "/api/v1/recordings", *zip, {}, "export.zip");
    EXPECT_EQ(asked.status, 400) << asked.body;
    EXPECT_EQ(Json::parse(asked.body)["error"]["got"], "a/one.csv\ntwo.csv");
    const auto given = service.call("POST", "/api/v1/recordings?part=a%2Fone.csv", *zip, {}, "export.zip");
    ASSERT_EQ(given.status, 201) << given.body;
    EXPECT_EQ(Json::parse(given.body)["info"]["samples"], 2000);
    EXPECT_GE(service.call("POST", "/api/v1/recordings?part=none.csv", *zip, {}, "export.zip").status, 400);
    const auto one = io::zip_of({{"x/one.csv", test::heart_csv(4.0)}}, true);
    EXPECT_EQ(service.call("POST", "/api/v1/recordings", *one, {}, "export.zip").status, 201);  // no choice to make
}

// Each place lies within the complex that it was tried on, and the criterion's own value is its length or its end.
TEST(Service, CriteriaOfLbbbHaveTheirPlaces) {
    TestService service;
    const auto id = service.upload();
    const auto waves = service.json("recordings/" + id + "/measurements")["waves"]["qrs"];
    const auto lbbb = service.json("recordings/" + id + "/lbbb");
    std::size_t with_places = 0;
    for (const auto& answer : lbbb["answers"])
        for (const auto& reason : answer["reasons"])
            for (const auto& place : reason["places"]) {
                ++with_places;
                EXPECT_LE(place["from_ms"], place["to_ms"]) << reason;
                EXPECT_GE(place["from_ms"].get<double>(), waves["onset_ms"].get<double>() - 1e-6) << reason;
                EXPECT_LE(place["to_ms"].get<double>(), waves["end_ms"].get<double>() + 1e-6) << reason;
                const double length = place["to_ms"].get<double>() - place["from_ms"].get<double>();
                if (reason["criterion"] == "QRS duration") {
                    EXPECT_NEAR(length, reason["value"].get<double>(), 1e-6);
                }
                if (reason["criterion"] == "R peak time above") {
                    EXPECT_NEAR(place["to_ms"].get<double>() - waves["onset_ms"].get<double>(),
                                reason["value"].get<double>(), 1e-6);
                }
            }
    EXPECT_GT(with_places, 10U);
}

TEST(Service, FaultsOfFilesAreAnswers) {
    TestService service;
    for (const std::string& bytes :
         {std::string("no ecg at all"), std::string(1000, '\0'), std::string("PK\x03\x04 broken")}) {
        const auto reply = service.call("POST", "/api/v1/recordings", bytes, {}, "x.bin");
        EXPECT_EQ(reply.status, 422) << reply.body;
        EXPECT_FALSE(Json::parse(reply.body)["error"]["message"].get<std::string>().empty());
    }
    EXPECT_EQ(service.call("POST", "/api/v1/recordings", "").status, 400);
    EXPECT_EQ(service.call("POST", "/api/v1/recordings?fs=0", "x").status, 400);
    EXPECT_EQ(service.call("POST", "/api/v1/recordings?typo=1", "x").status, 400);
    EXPECT_EQ(service.call("POST", "/api/v1/recordings", "x", {}, "../../etc/x").status, 400);
    EXPECT_EQ(service.get("no/such").status, 404);
    EXPECT_EQ(service.call("PUT", "/api/v1/recordings").status, 405);
}

TEST(Workspace, IsGoneWithItsServerAndOneLeftBehindWithTheNext) {
    std::filesystem::path path;
    {
        const auto workspace = Workspace::create();
        ASSERT_TRUE(workspace);
        path = workspace->path();
        EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
        const auto second = Workspace::create();  // does not take what is in use
        EXPECT_TRUE(std::filesystem::exists(path));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
    std::filesystem::create_directories(path);  // as after a kill: a folder that nobody holds
    ASSERT_TRUE(core::write_file(path / "patient", "x"));
    ASSERT_TRUE(Workspace::create());
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace synchrony::server
