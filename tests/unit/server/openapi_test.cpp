// The description of the calls against their answers: every path of it is called, and every answer in JSON has the keys
// that the description gives it, no other and none less.
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "context.hpp"
#include "synchrony/app/simulate.hpp"
#include "uploads.hpp"

namespace synchrony::server {
namespace {

using Json = nlohmann::json;

const Json& description() {
    static const Json document =
        Json::parse(core::read_file(std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "docs/api/openapi.json").value());
    return document;
}

const Json& resolved(const Json& node) {
    if (!node.contains("$ref")) return node;
    return description().at(Json::json_pointer(node["$ref"].get<std::string>().substr(1)));
}

bool has_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    return type == "number" && value.is_number();
}

/// What of the value the schema does not allow, with its place; empty: nothing.
std::string fault_of(const Json& value, const Json& schema_or_ref, const std::string& place) {
    const auto& schema = resolved(schema_or_ref);
    if (value.is_null() && schema.value("nullable", false)) return {};
    if (schema.contains("type") && !has_type(value, schema["type"]))
        return place + ": " + value.dump().substr(0, 60) + " is no " + schema["type"].get<std::string>();
    if (schema.contains("enum")) {
        bool any = false;
        for (const auto& word : schema["enum"]) any = any || word == value;
        if (!any) return place + ": " + value.dump() + " is none of the words";
    }
    if (value.is_array() && schema.contains("items"))
        for (std::size_t i = 0; i < value.size(); ++i)
            if (auto fault = fault_of(value[i], schema["items"], place + "[" + std::to_string(i) + "]"); !fault.empty())
                return fault;
    if (!value.is_object()) return {};
    for (const auto& key : schema.value("required", Json::array()))
        if (!value.contains(key.get<std::string>())) return place + ": " + key.get<std::string>() + " is not there";
    const auto properties = schema.value("properties", Json::object());
    for (const auto& [key, item] : value.items()) {
        std::string fault;
        if (properties.contains(key))
            fault = fault_of(item, properties[key], place + "." + key);
        else if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object())
            fault = fault_of(item, schema["additionalProperties"], place + "." + key);
        else if (!properties.empty() && !schema.contains("additionalProperties"))
            fault = place + ": " + key + " is not described";
        if (!fault.empty()) return fault;
    }
    return {};
}

/// One call of each path and method, with what stands for its ids.
class Calls {
  public:
    explicit Calls(test::TestService& service) : service_(service) {}

    Reply call(const std::string& method, const std::string& path, const std::string& query = {}, std::string body = {},
               const std::string& type = {}, const std::string& name = {}) {
        done_.insert(method + " " + path);
        std::string filled = path;
        for (const auto& [word, value] : ids_)
            if (const auto at = filled.find(word); at != std::string::npos) filled.replace(at, word.size(), value);
        auto reply = service_.call(method, "/api/v1" + filled + query, std::move(body), type, name);
        check(method, path, reply);
        return reply;
    }
    void set(const std::string& word, const Reply& from) { ids_[word] = Json::parse(from.body)["id"]; }
    void set(const std::string& word, const std::string& value) { ids_[word] = value; }
    [[nodiscard]] const std::set<std::string>& done() const { return done_; }

  private:
    static void check(const std::string& method, const std::string& path, const Reply& reply) {
        std::string small = method;
        for (auto& c : small) c = static_cast<char>(std::tolower(c));
        const auto& responses = description()["paths"][path][small]["responses"];
        const auto status = std::to_string(reply.status);
        ASSERT_TRUE(responses.contains(status))
            << method << " " << path << " gave " << status << ": " << reply.body.substr(0, 300);
        ASSERT_LT(reply.status, 400) << method << " " << path << ": " << reply.body.substr(0, 300);
        const auto& response = resolved(responses[status]);
        if (!response.contains("content")) return;
        const auto& content = response["content"];
        const auto plain = reply.type.substr(0, reply.type.find(';'));
        ASSERT_TRUE(content.contains(plain)) << method << " " << path << " is " << reply.type;
        if (plain == "application/json") {
            EXPECT_EQ(fault_of(Json::parse(reply.body), content[plain]["schema"], path), "");
        } else if (!reply.stream) {
            EXPECT_FALSE(reply.body.empty()) << path;
        }
    }

    test::TestService& service_;
    std::map<std::string, std::string> ids_;
    std::set<std::string> done_;
};

std::string form_of(const std::filesystem::path& folder) {
    std::string body;
    const auto part = [&](const std::string& field, const std::string& name, const std::filesystem::path& file) {
        body += "--b\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name + "\"\r\n\r\n" +
                core::read_file(file).value() + "\r\n";
    };
    part("table", "cohort.csv", folder / "cohort.csv");
    for (const auto& file : std::filesystem::directory_iterator(folder / "ecg"))
        part("file", "ecg/" + file.path().filename().string(), file.path());
    return body + "--b--\r\n";
}

TEST(OpenApi, EveryCallAnswersAsItIsDescribed) {
    const test::TemporaryFolder folder;
    app::SimulateRequest simulated;
    simulated.patients = 24;
    simulated.out = folder / "cohort";
    ASSERT_TRUE(app::simulate(simulated, {}));
    test::TestService service;
    Calls calls(service);
    for (const auto* path : {"/health", "/formats", "/inputs"}) calls.call("GET", path);

    calls.set("{id}", calls.call("POST", "/recordings", "?unit=mV", test::heart_csv(), {}, "heart.csv"));
    calls.call("GET", "/recordings");
    calls.call("GET", "/recordings/{id}");
    calls.call("GET", "/recordings/{id}/samples", "?lead=II,V1&from=1&to=9&width=500");
    calls.call("GET", "/recordings/{id}/measurements",
               "?sex=F&lvef=28&nyha=3&rhythm=sinus&ischemic=no&lbbb=esc_2013&morphology=strauss&transform=dower");
    for (const auto* path : {"/beats", "/vectors", "/lbbb", "/guidelines", "/boundaries"})
        calls.call("GET", "/recordings/{id}" + std::string(path));
    calls.call("POST", "/recordings/{id}/boundaries", "", R"({"qrs_end_ms":60})");
    for (const auto* path : {"/beats", "/vectors", "/lbbb", "/guidelines"})
        calls.call("GET", "/recordings/{id}" + std::string(path));
    calls.call("DELETE", "/recordings/{id}/boundaries");
    calls.call("GET", "/recordings/{id}/changes", "?since=" + service.upload());
    calls.call("POST", "/recordings/{id}/predictions", "",
               R"({"model":"hand","set":{"lvef_pct":22,"sex":"F","nyha":null},"prevalence":0.4})");
    calls.call("GET", "/recordings/{id}/report.pdf", "?model=hand&set=lvef_pct%3D22&rhythm=sinus&paper=letter");
    calls.call("GET", "/recordings/{id}/page.html", "?set=sex%3DF");
    calls.call("GET", "/recordings/{id}/sheet.svg", "?layout=6x2&speed=50&gain=5&rhythm_lead=V1&from=1");
    calls.call("GET", "/recordings/{id}/sheet.pdf");
    calls.call("GET", "/recordings/{id}/sheet.png");
    calls.call("GET", "/recordings/{id}/export", "?to=edf");
    calls.call("DELETE", "/recordings/{id}");

    calls.call("GET", "/models");
    calls.set("{model}", "hand");
    calls.call("GET", "/models/{model}");

    calls.set("{cohort}",
              calls.call("POST", "/cohorts", "", form_of(folder / "cohort"), "multipart/form-data; boundary=b"));
    calls.call("GET", "/cohorts");
    const auto cohort = Json::parse(calls.call("GET", "/cohorts/{cohort}").body);
    EXPECT_EQ(cohort["patients"], 24);
    EXPECT_EQ(cohort["ecgs_missing"], 0);
    const auto map = calls.call("GET", "/cohorts/{cohort}/map");
    calls.call("PUT", "/cohorts/{cohort}/map", "", map.body);
    calls.call("POST", "/cohorts/{cohort}/files", "", "x", {}, "notes.txt");
    calls.call("GET", "/cohorts/{cohort}/cohort.csv");
    calls.call("GET", "/cohorts/{cohort}/check", "?ecgs=0");
    const auto patients = Json::parse(calls.call("GET", "/cohorts/{cohort}/patients").body);
    EXPECT_EQ(patients["patients"][3]["id"], "4");
    EXPECT_EQ(patients["patients"][3]["ecg"], "there");
    calls.set("{row}", "4");
    calls.call("POST", "/cohorts/{cohort}/patients/{row}/recording");

    const auto started =
        calls.call("POST", "/evaluations", "", Json{{"cohort", cohort["id"]}, {"predictor", "hand"}}.dump());
    calls.set("{evaluation}", started);
    const auto events = calls.call("GET", "/evaluations/{evaluation}/events");
    std::string stream;
    events.stream([&](std::string_view text) { return stream.append(text), true; });  // until it has ended
    const auto last = stream.rfind("event: end\ndata: ");
    ASSERT_NE(last, std::string::npos) << stream;
    EXPECT_EQ(Json::parse(stream.substr(last + 17))["state"], "done") << stream;
    calls.call("GET", "/evaluations");
    calls.call("GET", "/evaluations/{evaluation}");
    for (const auto* file : {"results.json", "results.csv", "report.html", "report.pdf"})
        calls.call("GET", "/evaluations/{evaluation}/" + std::string(file));
    calls.call("DELETE", "/evaluations/{evaluation}");
    calls.call("DELETE", "/cohorts/{cohort}");

    for (const auto& [path, methods] : description()["paths"].items())
        for (const auto& [method, what] : methods.items()) {
            if (method == "parameters") continue;
            std::string large = method;
            for (auto& c : large) c = static_cast<char>(std::toupper(c));
            EXPECT_TRUE(calls.done().contains(large + " " + path)) << large << " " << path << " was not called";
        }
}

/// "/recordings/{id}" as "recordings/*".
std::string pattern_of(const std::string& path) {
    std::string pattern;
    for (std::size_t i = 1; i < path.size(); ++i) {
        pattern += path[i] == '{' ? '*' : path[i];
        if (path[i] == '{') i = path.find('}', i);
    }
    return pattern;
}

TEST(OpenApi, DescribesEveryRouteAndNoOther) {
    std::set<std::string> described, routes;
    for (const auto& [path, methods] : description()["paths"].items())
        for (const auto& [method, what] : methods.items()) {
            if (method == "parameters") continue;
            described.insert(method + " " + pattern_of(path));
        }
    for (const auto table :
         {recording_routes(), measure_routes(), picture_routes(), model_routes(), cohort_routes(), evaluation_routes()})
        for (const auto& route : table) {
            std::string method(route.method);
            for (auto& c : method) c = static_cast<char>(std::tolower(c));
            routes.insert(method + " " + std::string(route.pattern));
        }
    EXPECT_EQ(described, routes);
}

/// Names of the options that a list of parameters describes.
void add_options(const Json& operation, std::set<std::string>& options) {
    for (const auto& entry : operation.value("parameters", Json::array()))
        if (const auto& parameter = resolved(entry); parameter["in"] == "query")
            options.insert(parameter["name"].get<std::string>());
}

TEST(OpenApi, DescribesTheOptionsThatEachCallTakes) {
    for (const auto table :
         {recording_routes(), measure_routes(), picture_routes(), model_routes(), cohort_routes(), evaluation_routes()})
        for (const auto& route : table) {
            std::string method(route.method);
            for (auto& c : method) c = static_cast<char>(std::tolower(c));
            std::set<std::string> described;
            for (const auto& [path, methods] : description()["paths"].items())
                if (pattern_of(path) == route.pattern) {
                    add_options(methods, described);
                    add_options(methods[method], described);
                }
            EXPECT_EQ(described, std::set<std::string>(route.options.begin(), route.options.end()))
                << route.method << " " << route.pattern;
        }
}

TEST(Evaluation, CancelledWhileItWaitsOrRuns) {
    Evaluations evaluations(4, 1);
    std::atomic<bool> began{false};
    const auto first = evaluations.start("comparison", "c", "/nowhere/a", 1, [&](const core::RunContext& context) {
        began = true;
        context.progress->begin("waiting to be stopped", 10);
        context.progress->advance(5);
        while (!context.cancel->requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return core::Result<std::vector<std::string>>(
            core::fail({core::ErrorKind::cancelled, "stopped", {}, {}, {}, {}}));
    });
    const auto second = evaluations.start("comparison", "d", "/nowhere/b", 1,
                                          [](const auto&) { return std::vector<std::string>{"never"}; });
    while (!began) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_TRUE(evaluations.uses("c"));
    second->cancel();
    EXPECT_EQ(second->json()["state"], "cancelled");
    first->cancel();
    while (!first->ended()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(first->json()["state"], "cancelled");
    EXPECT_EQ(first->json()["done"], 5);
    EXPECT_FALSE(evaluations.uses("c"));
    const auto third =
        evaluations.start("comparison", "e", "/nowhere/c", 1,
                          [](const auto&) -> core::Result<std::vector<std::string>> { throw std::bad_alloc(); });
    while (!third->ended()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(third->json()["state"], "failed");
}

}  // namespace
}  // namespace synchrony::server
