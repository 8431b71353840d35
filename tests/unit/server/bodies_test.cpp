// What bodies of calls ask, in JSON and in forms, as strangers write them: a fault names the field, what stood there
// and what may.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forms.hpp"
#include "json_bodies.hpp"

namespace synchrony::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

Call with_body(std::string body, std::string type = {}, std::string file_name = {}) {
    Call call;
    call.body = std::move(body);
    call.content_type = std::move(type);
    call.file_name = std::move(file_name);
    return call;
}

std::string many_words(std::size_t count) {
    std::string list = "[";
    for (std::size_t i = 0; i < count; ++i) list += i == 0 ? "\"m\"" : ",\"m\"";
    return list + "]";
}

std::string fault_of_evaluation(const std::string& fields) {
    const auto asked = evaluation_body(with_body("{" + fields + "}"));
    return asked ? "none" : asked.error().message();
}

std::string fault_of_prediction(const std::string& body) {
    const auto asked = prediction_body(with_body(body));
    return asked ? "none" : asked.error().message();
}

TEST(JsonBodies, EvaluationAsItWasSent) {
    const auto asked = evaluation_body(with_body(R"({"cohort":"c","models":["ecg","fused"],"inputs":["-age_y"],)"
                                                 R"("pretrained":"n","folds":3,"repeats":2,"resamples":100,)"
                                                 R"("seed":7,"outcome":"died","title":"T"})"));
    ASSERT_TRUE(asked) << asked.error().message();
    EXPECT_EQ(asked->cohort, "c");
    EXPECT_THAT(asked->models, ElementsAre("ecg", "fused"));
    EXPECT_THAT(asked->inputs, ElementsAre("-age_y"));
    EXPECT_EQ(asked->pretrained, "n");
    EXPECT_EQ(asked->folds, 3);
    EXPECT_EQ(asked->repeats, 2);
    EXPECT_EQ(asked->resamples, 100);
    EXPECT_EQ(asked->seed, 7U);
    EXPECT_EQ(asked->outcome, "died");
    EXPECT_FALSE(asked->predictor || asked->prevalence);
    EXPECT_EQ(evaluation_body(with_body(R"({"folds":3,"cohort":"a"})"))->question,
              evaluation_body(with_body(R"({"cohort":"b","folds":3})"))->question);
    const auto validation = evaluation_body(with_body(R"({"cohort":"c","predictor":"p","prevalence":0.2})"));
    ASSERT_TRUE(validation);
    EXPECT_EQ(validation->predictor, "p");
    EXPECT_EQ(validation->prevalence, 0.2);
}

TEST(JsonBodies, FaultsNameTheFieldAndWhatStoodThere) {
    EXPECT_EQ(fault_of_evaluation(""), "cohort: a field is needed (got none, expected the id of a cohort)");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":"")"), "cohort: a field is needed (got '', expected the id of a cohort)");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":null)"), "cohort: a field cannot be used (got null, expected a text)");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":["c"])"), "cohort: a field cannot be used (got a list, expected a text)");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":"c","folds":"5")"),
              "folds: a field cannot be used (got '5', expected a whole number, 2 to 100)");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":"c","folds":18446744073709551615)"),
              "folds: a field cannot be used (got 18446744073709551615, expected a whole number, 2 to 100)");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":"c","models":)" + many_words(201)),
              "models: a list is too long (got 201 entries, expected at most 200)");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":"c","models":)" + many_words(200)), "none");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":"c","inputs":)" + many_words(5000)),
              "inputs: a list is too long (got 5000 entries, expected at most 200)");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":"c","title":")" + std::string(1001, 't') + "\""),
              "title: a text is too long (got 1001 bytes, expected at most 1000)");
    EXPECT_EQ(fault_of_evaluation(R"("cohort":"c","models":[["ecg"]])"),
              "models: a field cannot be used (got a list, expected a list of words)");
    EXPECT_THAT(fault_of_evaluation(R"("cohort":"c","models":[])"), HasSubstr("models: a list is empty"));
    EXPECT_THAT(fault_of_evaluation(R"("cohort":"c","predictor":"")"), HasSubstr("predictor: a field cannot be used"));
    EXPECT_THAT(fault_of_evaluation(R"("cohort":"c","predictor":"p","folds":5)"), HasSubstr("folds: "));
    EXPECT_THAT(fault_of_evaluation(R"("cohort":"c","prevalence":0.3)"), HasSubstr("it is for validation"));
    EXPECT_THAT(fault_of_evaluation(R"("cohort":"c","fold":5)"), HasSubstr("Did you mean folds?"));
    EXPECT_THAT(fault_of_evaluation(R"("cohort":"c","cohort":"d")"), HasSubstr("stands twice"));
}

TEST(JsonBodies, NoObjectIsCalledSo) {
    EXPECT_THAT(fault_of_prediction(""), HasSubstr("the body is empty"));
    EXPECT_THAT(fault_of_prediction(" \n"), HasSubstr("the body is empty"));
    EXPECT_EQ(fault_of_prediction("[]"), "body: the body is no object (got a list, expected {...})");
    EXPECT_EQ(fault_of_prediction("null"), "body: the body is no object (got null, expected {...})");
    for (const char* body :
         {"{", "nan", R"({"model":NaN})", "{\"model\":\"\xc3\x28\"}", "\xff\xfe{", R"({"model":1e999})"}) {
        const auto asked = prediction_body(with_body(body));
        ASSERT_FALSE(asked) << body;
        EXPECT_EQ(asked.error().kind, core::ErrorKind::usage) << body;
    }
}

TEST(JsonBodies, ClinicalValuesAsTheCommandLineHasThem) {
    const auto asked = prediction_body(
        with_body(R"({"model":"m","set":{"lvef_pct":28.5,"sex":"F","nyha":null,"ischemic":true},"prevalence":null})"));
    ASSERT_TRUE(asked) << asked.error().message();
    EXPECT_THAT(asked->set, UnorderedElementsAre("lvef_pct=28.5", "sex=F", "ischemic=true"));
    EXPECT_FALSE(asked->prevalence);
    EXPECT_EQ(fault_of_prediction("{}"), "model: a field is needed (got none, expected the id of a model)");
    EXPECT_THAT(fault_of_prediction(R"({"model":"m","set":[]})"), HasSubstr("set: a field cannot be used (got a list"));
    EXPECT_THAT(fault_of_prediction(R"({"model":"m","set":{"lvef_pct":[28]}})"), HasSubstr("set lvef_pct: "));
    // Its value would have been "3=28".
    EXPECT_THAT(fault_of_prediction(R"({"model":"m","set":{"lvef_pct=3":28}})"), HasSubstr("'lvef_pct=3'"));
    EXPECT_THAT(fault_of_prediction(R"({"model":"m","prevalence":1})"), HasSubstr("prevalence: "));
    std::string many = R"({"model":"m","set":{)";
    for (int i = 0; i < 201; ++i) many += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
    EXPECT_EQ(fault_of_prediction(many + "}}"), "set: a list is too long (got 201 entries, expected at most 200)");
}

TEST(JsonBodies, NumbersOfMovesAreBounded) {
    const std::vector<std::string> names{"qrs_onset_ms", "qrs_end_ms"};
    const auto moves = number_fields(with_body(R"({"qrs_end_ms":92.5})"), names);
    ASSERT_TRUE(moves);
    EXPECT_THAT(*moves, ElementsAre(std::nullopt, 92.5));
    for (const char* body : {R"({"qrs_end_ms":1e300})", R"({"qrs_end_ms":-1e7})", R"({"qrs_end_ms":null})",
                             R"({"qrs_end_ms":"92"})", R"({"qrs_end_ms":[92]})", R"({"qrs_end":92})"}) {
        const auto refused = number_fields(with_body(body), names);
        ASSERT_FALSE(refused) << body;
        EXPECT_LT(refused.error().message().size(), 200U) << body;
    }
}

const std::string form_type = "multipart/form-data; boundary=x";

std::string part(const std::string& name, const std::string& file, const std::string& bytes) {
    return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file + "\"\r\n\r\n" + bytes +
           "\r\n";
}

TEST(Forms, FilesByTheirNames) {
    auto call = with_body(part("file", "r.hea", "1") + part("file", "sub\\r.dat", "23") + "--x--\r\n", form_type);
    const auto files = uploaded_files(call);
    ASSERT_TRUE(files) << files.error().message();
    EXPECT_THAT(*files, ElementsAre(testing::Pair("r.hea", "1"), testing::Pair("sub/r.dat", "23")));
    EXPECT_TRUE(call.body.empty()) << "its memory is given back";
    auto bytes = with_body("abc", "image/png", "a.csv");
    EXPECT_THAT(*uploaded_files(bytes), ElementsAre(testing::Pair("a.csv", "abc")));
}

// A file cannot be made where a folder of its name is; it was the server's fault in the answer.
TEST(Forms, AFileAndAFolderOfOneNameAreTheCallersFault) {
    for (const auto& [one, other, shared] :
         {std::tuple{"a", "a/b", "'a'"}, std::tuple{"a/b", "a", "'a'"}, std::tuple{"a/b/c", "a/b", "'a/b'"},
          std::tuple{"a/b", "a/b/c/d", "'a/b'"}}) {
        auto call = with_body(part("file", one, "1") + part("file", other, "2") + "--x--\r\n", form_type);
        const auto files = uploaded_files(call);
        ASSERT_FALSE(files) << one << " " << other;
        EXPECT_EQ(files.error().kind, core::ErrorKind::usage);
        EXPECT_EQ(files.error().what, "a file and a folder have one name");
        EXPECT_EQ(files.error().got, shared);
    }
    auto beside = with_body(part("file", "a", "1") + part("file", "a.b", "2") + part("file", "ab/c", "3") +
                                part("file", "a-/c", "4") + "--x--\r\n",
                            form_type);
    EXPECT_TRUE(uploaded_files(beside));
}

TEST(Forms, WhatCannotBeTakenApartIsNoFile) {
    for (const auto& type : {"multipart/form-data", "Multipart/Form-Data; boundary=", "multipart/mixed; boundary=x"}) {
        auto call = with_body(part("file", "a", "1") + "--x--\r\n", type);
        const auto files = uploaded_files(call);
        ASSERT_FALSE(files) << type;
        EXPECT_EQ(files.error().where, "Content-Type");
        auto cohort = with_body(part("table", "a", "1") + "--x--\r\n", type);
        EXPECT_FALSE(cohort_form(cohort)) << type;
    }
    const std::string end = "--x--\r\n";
    for (const auto& body :
         {part("fil", "a", "1") + end, part("file", "", "1") + end,
          part("file", "a", "1") + part("file", "a", "2") + end, end, std::string(), std::string("x")}) {
        auto call = with_body(body, form_type);
        const auto files = uploaded_files(call);
        ASSERT_FALSE(files) << body;
        EXPECT_EQ(files.error().kind, core::ErrorKind::usage) << body;
    }
}

TEST(Forms, ACohortHasOneTableAndOneMapAtMost) {
    const auto table = part("table", "C.XLSX", "t"), map = part("map", "m", "k"), file = part("file", "e/1.csv", "f");
    auto call = with_body(file + map + table + "--x--\r\n", form_type);
    const auto form = cohort_form(call);
    ASSERT_TRUE(form) << form.error().message();
    EXPECT_EQ(form->table_ending, ".xlsx");
    EXPECT_EQ(form->table, "t");
    EXPECT_EQ(form->map, "k");
    EXPECT_EQ(form->files.size(), 1U);
    for (const auto& [body, what] :
         {std::pair{table + table, "two tables"}, std::pair{table + map + map, "two maps"},
          std::pair{map + file, "no table"}, std::pair{table + part("tabel", "a", ""), "a part of another name"}}) {
        auto odd = with_body(body + "--x--\r\n", form_type);
        const auto refused = cohort_form(odd);
        ASSERT_FALSE(refused) << what;
        EXPECT_EQ(refused.error().what, what);
    }
}

}  // namespace
}  // namespace synchrony::server
