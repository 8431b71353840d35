// Encodings that XML files declare. Truths: names and their bytes by Python's codecs, e.g.
//   python3 -c "print('Иванов'.encode('koi8_r').hex())"
#include <gtest/gtest.h>

#include <map>

#include "support/hex.hpp"
#include "support/vendor_xml.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

const test::NamedLeads named_leads{{"I", {100, -200, 300}}, {"II", {4, 5, 6}}};

std::string named_philips(const std::string& name) {
    auto xml = test::philips_xml("1,2,3,4,5,6,7,8,9,10,11,12,1,2,3,4,5,6,7,8,9,10,11,12",
                                 "dataencoding=\"Plain\" durationperchannel=\"4\"");
    const std::string root = "\n</restingecgdata>";
    return xml.insert(xml.find(root), "<patient><generalpatientdata><name><lastname>" + name +
                                          "</lastname></name></generalpatientdata></patient>");
}

std::string named_aecg(const std::string& name) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><AnnotatedECG xmlns=\"urn:hl7-org:v3\" "
           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><componentOf><timepointEvent><componentOf>"
           "<subjectAssignment><subject><trialSubject><subjectDemographicPerson><name>" +
           name +
           "</name></subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf>"
           "</timepointEvent></componentOf><component><series><code code=\"RHYTHM\"/><component><sequenceSet>"
           "<component><sequence><code code=\"TIME_RELATIVE\"/><value xsi:type=\"GLIST_PQ\"><head value=\"0\" "
           "unit=\"s\"/><increment value=\"0.002\" unit=\"s\"/></value></sequence></component><component><sequence>"
           "<code code=\"MDC_ECG_LEAD_II\"/><value xsi:type=\"SLIST_PQ\"><origin value=\"0\" unit=\"uV\"/><scale "
           "value=\"5\" unit=\"uV\"/><digits>1 2 -3</digits></value></sequence></component></sequenceSet></component>"
           "</series></component></AnnotatedECG>";
}

std::string named_schiller(const std::string& name) {
    auto xml = test::schiller_xml(test::schiller_waves("ECG_RHYTHMS", named_leads));
    return xml.insert(xml.find("<eventdata"), "<patdata><lastname>" + name + "</lastname></patdata>");
}

std::string named_eli(const std::string& name) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ECG><SUBJECT LAST_NAME=\"" + name + "\" />" +
           test::eli_channel("I", named_leads[0].second) + "</ECG>";
}

/// A file of each vendor, with a patient of that name, in that encoding.
std::map<std::string, std::string> vendor_files(const std::string& encoding, const std::string& name) {
    std::map<std::string, std::string> files{
        {"muse", test::muse_xml("<PatientDemographics><PatientLastName>" + name +
                                "</PatientLastName></PatientDemographics>" + test::muse_wave("Rhythm", named_leads))},
        {"cardiosoft",
         test::cardiosoft_xml("<PatientInfo><Name><FamilyName>" + name + "</FamilyName></Name></PatientInfo>" +
                              test::cardiosoft_block("StripData", named_leads))},
        {"philips", named_philips(name)},
        {"aecg", named_aecg(name)},
        {"schiller", named_schiller(name)},
        {"eli", named_eli(name)}};
    for (auto& [format, xml] : files) {
        const std::string before = "encoding=\"";
        const auto at = xml.find(before) + before.size();
        xml.replace(at, xml.find('"', at) - at, encoding);
    }
    return files;
}

record::Ecg read_vendor(const std::string& xml, const std::string& format) {
    const auto source = memory_source({{"v.xml", xml}});
    const auto ecg = read_ecg(RecordingFile{*source->open("v.xml"), "v.xml", source});
    EXPECT_TRUE(ecg) << format << ": " << ecg.error().message();
    return ecg ? *ecg : record::Ecg{};
}

/// All that a file says beside its samples.
std::string remarks_of(const record::Ecg& ecg) {
    std::string text;
    for (const auto& warning : ecg.warnings) text += warning.text + "\n";
    return text;
}

TEST(XmlEncoding, DeclaredOnesAreReadByTheirName) {
    struct Name {
        const char *encoding, *bytes, *letters;
    };
    for (const auto& [encoding, bytes, letters] :
         {Name{"windows-1251", "c8e2e0edeee2", "Иванов"},
          Name{"koi8-r", "e9d7c1cecfd7", "Иванов"},
          Name{"iso-8859-5", "b8d2d0ddded2", "Иванов"},
          Name{"iso-8859-2", "5761b3ea7361", "Wałęsa"},
          Name{"windows-1250", "44766ff8e16b", "Dvořák"},
          Name{"iso-8859-9", "47fc6e65fe", "Güneş"},
          Name{"windows-1254", "47fc6e65fe", "Güneş"},
          Name{"iso-8859-15", "bc757672e9", "Œuvré"},
          Name{"windows-1252", "8a696d65964dfc6c6c6572", "Šime–Müller"},
          Name{"ISO-8859-1", "4dfc6c6c65729273", "Müller’s"},  // the program meant Windows-1252
          Name{"windows-1253", "d0e1f0dcf2", "Παπάς"},
          Name{"gb2312", "cdf5d0a1c3f7", "王小明"},
          Name{"gbk", "b3c2d6ece946", "陈朱镕"},
          Name{"gb2312", "b3c2d6ece946", "陈朱镕"},  // which GB2312 has not
          Name{"GB18030", "8139ef31cdf5", "㐂王"},
          Name{"big5", "b3afa46aa4e5", "陳大文"},
          Name{"Shift_JIS", "eee08bb4c0dbb3", "髙橋ﾀﾛｳ"},
          Name{"shift_jis", "945c936f835c", "能登ソ"},
          Name{"euc-jp", "bbb3c5c4c2c0cfba", "山田太郎"},
          Name{"ISO-2022-JP", "1b24423b33454442404f3a1b2842", "山田太郎"},
          Name{"euc-kr", "b1e8c3b6bcf6", "김철수"},
          Name{"ks_c_5601-1987", "8c63b9e6", "똠방"}})
        for (const auto& [format, xml] : vendor_files(encoding, test::from_hex(bytes))) {
            const auto ecg = read_vendor(xml, format);
            EXPECT_EQ(ecg.facts.patient.name, letters) << format << ", " << encoding;
            EXPECT_EQ(remarks_of(ecg).find("encoding"), std::string::npos)
                << format << ", " << encoding << ": " << remarks_of(ecg);
        }
}

TEST(XmlEncoding, WhatIsNotItsDeclaredEncodingIsGuessedAndSaid) {
    struct Case {
        const char *encoding, *bytes, *letters, *remark;
    };
    for (const auto& [encoding, bytes, letters, remark] :
         {Case{"UTF-8", "4dfc6c6c6572", "Müller", "'UTF-8' and is not; letters beyond ASCII are read as Windows-1252"},
          Case{"UTF-8", "cdf5d0a1c3f7", "王小明", "are read as GB18030"},
          Case{"UTF-16", "4dfc6c6c6572", "Müller", "'UTF-16' and is not; letters beyond ASCII are read as Windows"},
          Case{"x-none", "4dfc6c6c6572", "Müller", "'x-none', which is not known; letters beyond ASCII are read as Wi"},
          Case{"x-none", "4dc3bc6c6c6572", "Müller",
               "'x-none', which is not known; letters beyond ASCII are read as U"},
          Case{"euc-jp", "4dfc6c6c6572", "Müller", "'euc-jp', which its bytes are not; letters beyond ASCII are read"},
          Case{"IBM037", "4dfc6c6c6572", "Müller", "'IBM037', which is not known; letters beyond ASCII are read"},
          Case{"UTF-8//IGNORE", "4dfc6c6c6572", "Müller", "which is not known; letters beyond ASCII are read as Wind"},
          Case{"ISO-8859-1", "4dc3bc6c6c6572", "Müller", "'ISO-8859-1' and is UTF-8"}})
        for (const auto& [format, xml] : vendor_files(encoding, test::from_hex(bytes))) {
            const auto ecg = read_vendor(xml, format);
            EXPECT_EQ(ecg.facts.patient.name, letters) << format << ", " << encoding;
            EXPECT_NE(remarks_of(ecg).find(remark), std::string::npos)
                << format << ", " << encoding << ": " << remarks_of(ecg);
        }
}

TEST(XmlEncoding, NothingIsSaidWhereNoLetterHangsOnIt) {
    for (const char* encoding : {"UTF-8", "UTF-16", "x-none", "gb2312", "ISO-8859-1"})
        for (const auto& [format, xml] : vendor_files(encoding, "Smith")) {
            const auto ecg = read_vendor(xml, format);
            EXPECT_EQ(ecg.facts.patient.name, "Smith") << format;
            EXPECT_EQ(remarks_of(ecg).find("encoding"), std::string::npos)
                << format << ", " << encoding << ": " << remarks_of(ecg);
        }
}

// Two programs wrote it: one in UTF-8, one in Windows-1252.
TEST(XmlEncoding, EachStretchOfAMixedFileIsReadByItself) {
    const auto xml = vendor_files("UTF-8",
                                  "Dvo\xc5\x99\xc3\xa1k</PatientLastName><PatientFirstName>Ren\xe9</PatientFirstName>"
                                  "<PatientLastName>")
                         .at("muse");
    const auto ecg = read_vendor(xml, "muse");
    EXPECT_EQ(ecg.facts.patient.name, "Dvořák, René");
    EXPECT_NE(remarks_of(ecg).find("'UTF-8' and is not"), std::string::npos) << remarks_of(ecg);
}

// In UTF-7 "+ADw-" is "<": what is looked for has to be looked for in the letters.
TEST(XmlEncoding, EntitiesAreFoundInTheLetters) {
    auto xml = vendor_files("UTF-7", "Smith").at("muse");
    const std::string type = "<!DOCTYPE RestingECG SYSTEM \"restecg.dtd\">";
    xml.replace(xml.find(type), type.size(), "+ADwAIQ-DOCTYPE RestingECG [+ADwAIQ-ENTITY a \"b\">]>");
    const auto source = memory_source({{"v.xml", xml}});
    const auto ecg = read_ecg(RecordingFile{*source->open("v.xml"), "v.xml", source});
    ASSERT_FALSE(ecg);
    EXPECT_EQ(ecg.error().kind, core::ErrorKind::input);
}

}  // namespace
}  // namespace synchrony::io
