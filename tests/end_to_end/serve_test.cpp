// `synchrony serve` as a user starts and ends it: the printed address, Ctrl-C, and an evaluation that was killed.
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "run_program.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Json = nlohmann::json;

/// The program in the background, its temporary files in a folder of the test's.
class ServedPage {
  public:
    explicit ServedPage(const fs::path& folder, const std::string& arguments = {}) : out_(folder / "out.json") {
        fs::remove(out_);
        fs::create_directories(folder / "tmp");
        child_ = ::fork();
        if (child_ == 0) {
            const std::string command = "TMPDIR=" + (folder / "tmp").string() + " exec " + SYNCHRONY_PROGRAM +
                                        " serve --json " + arguments + " > " + out_.string() + " 2>/dev/null";
            ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
            std::_Exit(127);
        }
        for (int i = 0; i < 200 && !started(); ++i) std::this_thread::sleep_for(50ms);
    }
    ~ServedPage() {
        if (child_ > 0) (void)end(SIGKILL);
    }
    ServedPage(const ServedPage&) = delete;
    ServedPage& operator=(const ServedPage&) = delete;

    /// The exit code after that signal.
    int end(int signal) {
        ::kill(child_, signal);
        int status = 0;
        ::waitpid(child_, &status, 0);
        child_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] int port() const { return said_["port"]; }
    [[nodiscard]] httplib::Client client() const {
        httplib::Client client("127.0.0.1", port());
        const auto address = said_["address"].get<std::string>();
        client.set_default_headers({{"Authorization", "Bearer " + address.substr(address.find("key=") + 4)}});
        client.set_read_timeout(60, 0);
        return client;
    }

  private:
    bool started() {
        std::ifstream in(out_);
        said_ = Json::parse(in, nullptr, false);
        return said_.is_object();
    }
    fs::path out_;
    pid_t child_ = 0;
    Json said_;
};

httplib::MultipartFormDataItems cohort_form(const fs::path& folder) {
    const auto bytes = [](const fs::path& file) {
        std::ostringstream text;
        text << std::ifstream(file, std::ios::binary).rdbuf();
        return text.str();
    };
    httplib::MultipartFormDataItems items{{"table", bytes(folder / "cohort.csv"), "cohort.csv", "text/csv"}};
    for (const auto& file : fs::directory_iterator(folder / "ecg"))
        items.push_back({"file", bytes(file), "ecg/" + file.path().filename().string(), "application/octet-stream"});
    return items;
}

TEST(Serve, EndsWith130AndLeavesNothing) {
    const TemporaryFolder folder;
    ServedPage page(folder.path());
    EXPECT_EQ(page.client().Get("/api/v1/health")->status, 200);
    EXPECT_FALSE(fs::is_empty(folder / "tmp"));
    EXPECT_EQ(page.end(SIGINT), 130);
    EXPECT_TRUE(fs::is_empty(folder / "tmp"));
}

TEST(Serve, RefusesOtherMachinesWithoutAKeyFile) {
    EXPECT_EQ(run_program("serve --listen 0.0.0.0").code, 2);
    EXPECT_EQ(run_program("serve --key-file /nowhere/key").code, 1);
    EXPECT_EQ(run_program("serve --model /nowhere/m.safetensors").code, 1);
}

// Killed in the middle; the next server, the same question: what was finished is not done again.
TEST(Serve, KilledEvaluationGoesOn) {
    const TemporaryFolder folder;
    ASSERT_EQ(run_program("simulate --patients 40 --seed 3 --quiet --out " + (folder / "cohort").string()).code, 0);
    const auto results = "--results " + (folder / "results").string();
    const auto begin = [&](const ServedPage& page) {
        auto client = page.client();
        const auto cohort = client.Post("/api/v1/cohorts", httplib::Headers{}, cohort_form(folder / "cohort"));
        EXPECT_EQ(cohort->status, 201) << cohort->body;
        const Json question{{"cohort", Json::parse(cohort->body)["id"]},
                            {"models", {"majority", "rules", "fused"}},
                            {"folds", 3},
                            {"resamples", 100}};
        const auto started = client.Post("/api/v1/evaluations", question.dump(), "application/json");
        EXPECT_EQ(started->status, 202) << started->body;
        return Json::parse(started->body)["id"].get<std::string>();
    };
    {
        ServedPage page(folder.path(), results);
        const auto id = begin(page);
        auto client = page.client();
        while (Json::parse(client.Get("/api/v1/evaluations/" + id)->body)["state"] == "waiting")
            std::this_thread::sleep_for(5ms);
        (void)page.end(SIGKILL);
    }
    ServedPage page(folder.path(), results);
    const auto id = begin(page);
    auto client = page.client();
    std::string state = "running";
    for (int i = 0; i < 1200 && (state == "running" || state == "waiting"); ++i) {
        std::this_thread::sleep_for(100ms);
        state = Json::parse(client.Get("/api/v1/evaluations/" + id)->body)["state"];
    }
    EXPECT_EQ(state, "done") << client.Get("/api/v1/evaluations/" + id)->body;
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "results"), fs::directory_iterator()), 1);  // one question
    const auto report = client.Get("/api/v1/evaluations/" + id + "/report.html");
    EXPECT_EQ(report->status, 200);
    EXPECT_EQ(page.end(SIGTERM), 143);
    EXPECT_TRUE(fs::is_empty(folder / "tmp"));  // what the killed one had left is gone too
}

}  // namespace
}  // namespace synchrony::test
