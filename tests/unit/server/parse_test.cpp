// Targets, queries, file names, forms and cookies as strangers write them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "synchrony/server/parse.hpp"

namespace synchrony::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ParseTarget, DecodesPathAndQuery) {
    const auto target = parse_target("/api/v1/recordings/3f/samples?lead=I%2CaVR&set=lvef_pct%3D28&set=sex=F&x=a+b%2B");
    ASSERT_TRUE(target);
    EXPECT_THAT(target->path, ElementsAre("api", "v1", "recordings", "3f", "samples"));
    EXPECT_EQ(*target->query.find("lead"), "I,aVR");
    EXPECT_THAT(target->query.all("set"), ElementsAre("lvef_pct=28", "sex=F"));
    EXPECT_EQ(*target->query.find("x"), "a b+");
    EXPECT_EQ(target->query.find("y"), nullptr);
    EXPECT_THAT(parse_target("/")->path, IsEmpty());
}

TEST(ParseTarget, RefusesTricks) {
    for (const char* target : {"",
                               "x",
                               "//",
                               "/api//v1",
                               "/api/../etc/passwd",
                               "/api/%2e%2e/x",
                               "/api/%2E./x/..",
                               "/a/.",
                               "/%2fetc",
                               "/a%5Cb",
                               "/%00",
                               "/a%0d%0ab",
                               "/%",
                               "/%4",
                               "/%zz",
                               "/a?%=1",
                               "/a?=1",
                               "/a?x=%1",
                               "/1/2/3/4/5/6/7/8/9",
                               "http://127.0.0.1/api"})
        EXPECT_FALSE(parse_target(target)) << target;
    std::string many = "/a?";
    for (std::size_t i = 0; i <= most_query_options; ++i) many += "&x=1";
    EXPECT_FALSE(parse_target(many));
}

TEST(ParseOptions, NumbersAndWordsInTheirRange) {
    const auto query = parse_target("/a?n=3&x=2.5&bad=nan&inf=1e999&word=mV&hex=0x10")->query;
    EXPECT_EQ(**whole_option(query, "n", 1, 4), 3);
    EXPECT_FALSE(whole_option(query, "n", 4, 9));
    EXPECT_FALSE(whole_option(query, "x", 0, 9));
    EXPECT_FALSE(whole_option(query, "hex", 0, 99));
    EXPECT_EQ(**number_option(query, "x", 0.0, 3.0), 2.5);
    EXPECT_FALSE(number_option(query, "bad", 0.0, 3.0));
    EXPECT_FALSE(number_option(query, "inf", 0.0, 3.0));
    EXPECT_FALSE(number_option(query, "absent", 0.0, 3.0)->has_value());
    EXPECT_EQ(**choice_option(query, "word", {"uV", "mV"}), 1U);
    EXPECT_FALSE(choice_option(query, "word", {"uV"}));
    EXPECT_TRUE(only_options(query, {"n", "x", "bad", "inf", "word", "hex"}));
    EXPECT_FALSE(only_options(query, {"n"}));
    const auto twice = Query({{"lvef", "35"}, {"lvef", "20"}}), sets = Query({{"set", "nyha=3"}, {"set", "sex=F"}});
    EXPECT_FALSE(only_options(twice, {"lvef"})) << "one of two values would count without a word";
    EXPECT_TRUE(only_options(sets, {"set"}));
}

TEST(ParseOptions, NoNumberIsCalledSo) {
    const auto query = parse_target("/a?word=abc&far=11&nan=nan&half=2.5")->query;
    EXPECT_EQ(number_option(query, "word", 0.0, 10.0).error().what, "option is no number");
    EXPECT_EQ(number_option(query, "nan", 0.0, 10.0).error().what, "option is no number");
    EXPECT_EQ(whole_option(query, "half", 0, 10).error().what, "option is no whole number");
    const auto far = number_option(query, "far", 0.0, 10.0).error();
    EXPECT_EQ(far.message(), "far: option is out of its range (got '11', expected a number, 0 to 10)");
}

TEST(FileNames, StayInTheirFolder) {
    EXPECT_EQ(*checked_file_name("100.hea"), "100.hea");
    EXPECT_EQ(*checked_file_name("ecg\\sub/M\xc3\xbcller 1.dat"), "ecg/sub/M\xc3\xbcller 1.dat");
    for (const char* name :
         {"", "/etc/passwd", "../a", "a/../b", "a/..", ".lock", "a/.ssh/x", "C:\\x", "a//b", "a/", "a\nb"})
        EXPECT_FALSE(checked_file_name(name)) << name;
    EXPECT_FALSE(checked_file_name(std::string_view("a\0b", 3)));
    EXPECT_FALSE(checked_file_name("a\xff.csv"));
    EXPECT_TRUE(checked_file_name(std::string(255, 'a') + "/b"));
    for (const auto& name : {std::string(256, 'a'), std::string(256, 'a') + "/b", "b/" + std::string(256, 'a')})
        EXPECT_FALSE(checked_file_name(name)) << "no file system takes it";
    EXPECT_FALSE(checked_file_name(std::string(most_file_name_bytes + 1, 'a')));
}

// The example of RFC 7578, 4.2 and 4.3, with bytes that hold line ends and a false boundary.
TEST(Form, PartsAsTheyWereSent) {
    const std::string body =
        "--AaB03x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b.hea\"\r\n"
        "Content-Type: text/plain\r\n\r\nline\r\n--AaB03\r\nend\r\n"
        "--AaB03x\r\ncontent-disposition: Form-Data; filename=\"\xe2\x82\xac;x.dat\"; "
        "name=\"file\"\r\n\r\n\r\n--AaB03x--\r\n";
    const auto boundary = form_boundary("Multipart/Form-Data; charset=x; boundary=\"AaB03x\"");
    ASSERT_TRUE(boundary);
    const auto parts = parse_form(body, *boundary);
    ASSERT_TRUE(parts) << parts.error().message();
    ASSERT_EQ(parts->size(), 2U);
    EXPECT_EQ((*parts)[0].file_name, "a\"b.hea");
    EXPECT_EQ((*parts)[0].bytes, "line\r\n--AaB03\r\nend");
    EXPECT_EQ((*parts)[1].name, "file");
    EXPECT_EQ((*parts)[1].file_name, "\xe2\x82\xac;x.dat");
    EXPECT_EQ((*parts)[1].bytes, "");
    for (std::size_t cut = 0; cut + 4 < body.size(); ++cut)
        EXPECT_FALSE(parse_form(body.substr(0, cut), "AaB03x")) << "cut at " << cut;
}

TEST(Form, NoForm) {
    EXPECT_FALSE(form_boundary("text/plain; boundary=x"));
    EXPECT_FALSE(form_boundary("multipart/form-data"));
    EXPECT_FALSE(form_boundary("multipart/form-data; boundary="));
    EXPECT_FALSE(form_boundary("multipart/form-data; boundary=\"x"));
    EXPECT_FALSE(form_boundary("multipart/form-data; boundary=" + std::string(71, 'x')));
    EXPECT_FALSE(parse_form("--x\r\nA: b\r\n\r\n\r\n--x--", "x"));  // a part without a name
    EXPECT_FALSE(parse_form("--x\r\n" + std::string(5000, 'a') + "\r\n\r\n\r\n--x--", "x"));
}

TEST(Cookies, ByNameAlone) {
    EXPECT_EQ(cookie_value("a=1; synchrony_key_1=K ;b=2", "synchrony_key_1"), "K");
    EXPECT_FALSE(cookie_value("xsynchrony_key_1=K", "synchrony_key_1"));
    EXPECT_FALSE(cookie_value("", "a"));
}

TEST(Percent, ThereAndBack) {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    const auto escaped = percent_encoded(all);
    EXPECT_EQ(escaped.find_first_of("\r\n\"; "), std::string::npos);
    EXPECT_EQ(percent_decoded(escaped, false), all);
}

}  // namespace
}  // namespace synchrony::server
