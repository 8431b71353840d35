// Recordings of one person in every format that names anybody: in each field where the format holds a name, id, birth
// date, time, clinician or remark, and in statements that an editor signed, stands a word that a test can look for.
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "atc_writer.hpp"
#include "byte_writer.hpp"
#include "contec_writer.hpp"
#include "file_bytes.hpp"
#include "holter_writer.hpp"
#include "print_writer.hpp"
#include "scp_writer.hpp"
#include "vendor_xml.hpp"

namespace synchrony::test {

struct NamedRecording {
    std::string format;  ///< as `synchrony formats` calls it
    std::string file;    ///< its name
    std::string bytes;
    std::string options = {};  ///< what the file does not say of its samples
    bool read = true;          ///< whether its words about the person are read, for whoever asks
};

/// 500 Hz, 5 uV: I, II, III, aVR, aVL, aVF, V1 to V6.
using TwelveLeads = NamedLeads;

namespace named {

inline const std::string signature = "CONFIRMED BY DR. SLARTIBARTFAST";

/// The eight that give the others: I, II, V1 to V6.
inline NamedLeads eight(const TwelveLeads& twelve) {
    NamedLeads leads;
    for (std::size_t i = 0; i < twelve.size(); ++i)
        if (i < 2 || i > 5) leads.push_back(twelve[i]);
    return leads;
}

inline std::string muse(const TwelveLeads& twelve) {
    const std::string line = "<DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>";
    return muse_xml(
        "<MuseInfo><MuseVersion>8</MuseVersion></MuseInfo><PatientDemographics><PatientID>4711N</PatientID>"
        "<DateofBirth>02-03-1951</DateofBirth><PatientAge>68</PatientAge><AgeUnits>YEARS</AgeUnits><Gender>MALE</"
        "Gender>"
        "<PatientLastName>Zzyzx</PatientLastName><PatientFirstName>Quentin</PatientFirstName></PatientDemographics>"
        "<TestDemographics><DataType>RESTING</DataType><SiteName>Magrathea General</SiteName>"
        "<AcquisitionTime>08:07:06</AcquisitionTime><AcquisitionDate>03-04-2019</AcquisitionDate>"
        "<AcquisitionTechID>trillian</AcquisitionTechID><EditorLastName>Slartibartfast</EditorLastName>"
        "<AdmitDiagnosis>Adm99</AdmitDiagnosis></TestDemographics>"
        "<Order><ReferringMDLastName>Slartibartfast</ReferringMDLastName></Order>"
        "<Diagnosis>" +
        line + "SINUS RHYTHM</StmtText></DiagnosisStatement>" + line + signature +
        "</StmtText></DiagnosisStatement></Diagnosis>" + muse_wave("Rhythm", eight(twelve)));
}

inline std::string cardiosoft(const TwelveLeads& twelve) {
    return cardiosoft_xml(
        "<ObservationDateTime><Hour>8</Hour><Minute>7</Minute><Second>6</Second><Day>4</Day><Month>3</Month>"
        "<Year>2019</Year></ObservationDateTime>"
        "<PatientInfo><PID>4711N</PID><Name><FamilyName>Zzyzx</FamilyName><GivenName>Quentin</GivenName></Name>"
        "<BirthDateTime><Day>3</Day><Month>2</Month><Year>1951</Year></BirthDateTime><Gender>MALE</Gender>"
        "</PatientInfo><ClinicalInfo><ReasonForStudy>Adm99</ReasonForStudy><Technician><FamilyName>Trillian"
        "</FamilyName></Technician></ClinicalInfo>"
        "<Interpretation><Diagnosis><DiagnosisText>" +
        signature + "</DiagnosisText></Diagnosis><Conclusion><ConclusionText>SINUS RHYTHM</ConclusionText>" +
        "<ConclusionText>" + signature + "</ConclusionText></Conclusion></Interpretation>" +
        cardiosoft_block("StripData", eight(twelve)));
}

inline std::string philips(const TwelveLeads& twelve) {
    std::vector<Samples> samples;
    for (const auto& [name, values] : twelve) samples.push_back(values);
    auto xml = philips_xml(base64_of(xli_of(philips_stored(samples))), philips_attributes(samples.front().size()));
    const auto put = [&](const std::string& before, const std::string& more) { xml.insert(xml.find(before), more); };
    xml.replace(xml.find("2020-03-01"), 10, "2019-03-04");
    xml.replace(xml.find("10:15:30"), 8, "08:07:06");
    put("<waveforms>",
        "<patient><generalpatientdata><patientid>4711N</patientid><name><lastname>Zzyzx</lastname>"
        "<firstname>Quentin</firstname></name><age><dateofbirth>1951-02-03</dateofbirth><years>68</years></age>"
        "<sex>Male</sex></generalpatientdata></patient><reportinfo><operatorid>Trillian</operatorid></reportinfo>"
        "<interpretations><interpretation><statement><leftstatement>SINUS RHYTHM</leftstatement></statement>"
        "<statement><leftstatement>" +
            signature + "</leftstatement><rightstatement>Adm99 ZZYZX</rightstatement></statement></interpretation>" +
            "</interpretations>");
    return xml;
}

inline std::string eli(const TwelveLeads& twelve) {
    std::string channels;
    for (const auto& [name, values] : twelve) channels += eli_channel(name, values);
    return "<ECG ACQUISITION_TIME=\"20190304080706\" ACQUISITION_TIME_XML=\"2019-03-04T08:07:06\" AGE=\"68\" "
           "AGE_UNITS=\"Y\">\n<SUBJECT ID=\"4711N\" LAST_NAME=\"Zzyzx\" FIRST_NAME=\"Quentin\" DOB=\"19510203\" "
           "GENDER=\"Male\" COMMENT=\"Adm99\"/>\n<SOURCE MANUFACTURER=\"Mortara\" MODEL=\"ELI\" "
           "TECHNICIAN=\"Trillian\"/>\n<AUTOMATIC_INTERPRETATION><STATEMENT TEXT=\"SINUS RHYTHM\" REASON=\"\"/>"
           "<STATEMENT TEXT=\"" +
           signature + "\" REASON=\"Zzyzx\"/></AUTOMATIC_INTERPRETATION>\n" + channels + "</ECG>";
}

inline std::string schiller(const TwelveLeads& twelve) {
    auto xml = schiller_xml(schiller_waves("ECG_RHYTHMS", twelve));
    xml.insert(xml.find("<eventdata>"),
               "<patdata><id>4711N</id><lastname>Zzyzx</lastname><firstname>Quentin</firstname>"
               "<birthdate>19510203</birthdate><gender>MALE</gender></patdata><examdescript><startdatetime>"
               "<date>20190304</date><time>080706</time></startdatetime><user>Trillian</user></examdescript>");
    return xml;
}

inline std::string scp(const TwelveLeads& twelve) {
    const auto text = [](int tag, const std::string& words) { return scp_tag(tag, words + std::string(1, '\0')); };
    ScpSignal rhythm;
    rhythm.nanovolts = 5000;
    std::vector<ScpSpan> spans;
    const auto leads = eight(twelve);
    for (std::size_t i = 0; i < leads.size(); ++i) {
        rhythm.leads.push_back(leads[i].second);
        spans.push_back({1, static_cast<std::int64_t>(leads[i].second.size()), static_cast<int>(i) + 1});
    }
    rhythm.order = 2;
    rhythm.tables = {scp_default_table()};
    ScpRecord record;
    record.sections[1] = text(0, "Zzyzx") + text(1, "Quentin") + text(2, "4711N") +
                         scp_tag(5, u16(1951) + u8(2) + u8(3)) + scp_tag(8, u8(1)) + text(20, "Slartibartfast") +
                         text(21, "Slartibartfast") + text(22, "Trillian") + text(23, "Magrathea") +
                         scp_tag(25, u16(2019) + u8(3) + u8(4)) + scp_tag(26, u8(8) + u8(7) + u8(6)) +
                         text(30, "Adm99 Zzyzx") + text(31, "Adm99") + scp_tag(255, "");
    record.sections[2] = scp_default_tables();
    record.sections[3] = scp_leads(spans);
    record.sections[6] = rhythm.data();
    const auto statement = [&](int number, const std::string& words) {
        return u8(number) + u16(static_cast<std::int64_t>(words.size()) + 1) + words + std::string(1, '\0');
    };
    record.sections[8] = u8(1) + u16(2019) + u8(3) + u8(4) + u8(8) + u8(7) + u8(6) + u8(2) +
                         statement(1, "SINUS RHYTHM") + statement(2, signature);
    return record.bytes();
}

inline std::string ishne(const TwelveLeads& twelve) {
    IshneFile file;
    file.first_name = "Quentin", file.last_name = "Zzyzx", file.id = "4711N", file.text = "Adm99 Trillian";
    file.birth = {3, 2, 1951}, file.recorded = {4, 3, 2019}, file.start = {8, 7, 6};
    file.sex = 1, file.hz = 500;
    constexpr int first_limb = 5, first_chest = 11;
    const auto leads = eight(twelve);
    for (std::size_t i = 0; i < leads.size(); ++i)
        file.leads.push_back({i < 2 ? first_limb + static_cast<int>(i) : first_chest + static_cast<int>(i) - 2, 1, 5000,
                              leads[i].second});
    return file.bytes();
}

inline std::string mfer(const TwelveLeads& twelve) {
    const auto leads = eight(twelve);
    const auto samples = leads.front().second.size();
    const auto big = [](std::int64_t value, std::size_t bytes) { return bytes_of(value, bytes, std::endian::big); };
    std::string file =
        mfer_definition(0x40, field("MFR ", 32)) + mfer_definition(0x81, "Zzyzx^Quentin") +
        mfer_definition(0x82, "4711N") +
        mfer_definition(0x83, u8(68) + std::string(2, '\0') + big(1951, 2) + u8(2) + u8(3)) +
        mfer_definition(0x84, u8(1)) +
        mfer_definition(0x85, big(2019, 2) + u8(3) + u8(4) + u8(8) + u8(7) + u8(6) + std::string(4, '\0')) +
        mfer_definition(0x16, "Adm99 Trillian") + mfer_definition(0x0B, std::string("\x01\xfd\x00\x02", 4)) +  // 2 ms
        mfer_definition(0x0C, std::string("\x00\xfa\x00\x05", 4)) +                                            // 5 uV
        mfer_definition(5, big(static_cast<std::int64_t>(leads.size()), 1)) +
        mfer_definition(4, big(static_cast<std::int64_t>(samples), 2));
    std::string data;
    for (std::size_t i = 0; i < leads.size(); ++i) {
        file += mfer_channel(static_cast<int>(i), mfer_definition(9, big(static_cast<std::int64_t>(i) + 1, 2)));
        for (const int value : leads[i].second) data += big(value, 2);
    }
    return file + mfer_definition(0x1E, data) + u8(0x80);
}

inline std::string fhir(const TwelveLeads& twelve) {
    std::string components;
    for (const auto& [name, values] : twelve) {
        std::string numbers;
        for (const int value : values) numbers += (numbers.empty() ? "" : " ") + std::to_string(value);
        components += std::string(components.empty() ? "" : ",") + R"({"code":{"text":")" + name +
                      R"("},"valueSampledData":{"origin":{"value":0,"code":"uV"},"factor":5,"period":2,"data":")" +
                      numbers + R"("}})";
    }
    return R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"p","gender":"male",)"
           R"("identifier":[{"value":"4711N"}],"birthDate":"1951-02-03","name":[{"family":"Zzyzx","given":["Quentin"]}]}},)"
           R"({"resource":{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p",)"
           R"("display":"Quentin Zzyzx"},"device":{"display":"Watch of Quentin Zzyzx"},"performer":[{"display":"Trillian"}],"effectiveDateTime":"2019-03-04T08:07:06Z",)"
           R"("note":[{"text":"Adm99"}],"valueString":")" +
           signature + R"(","code":{"text":"ECG"},"component":[)" + components + "]}}]}";
}

inline std::string apple(const TwelveLeads& twelve) {
    std::string text =
        "Name,Quentin Zzyzx\nDate of Birth,3 Feb 1951\nRecorded Date,2019-03-04 08:07:06 +0100\n"
        "Classification,Sinus Rhythm\nSymptoms,Adm99\nSoftware Version,1.1\nDevice,\"Watch4,4\"\n"
        "Sample Rate,500 hertz\n\n\nLead,Lead I\nUnit,\xc2\xb5V\n\n";
    for (const int value : twelve.front().second) text += std::to_string(5 * value) + "\n";
    return text;
}

inline std::string contec(const TwelveLeads& twelve) {
    ContecFile file;
    file.case_name = "0047110", file.name = "Zzyzx", file.time = "2019-03-04 08:07:06";
    constexpr int zero = 2048;
    for (std::size_t n = 0; n < twelve.front().second.size(); ++n) {
        std::vector<int> frame;
        for (std::size_t i = 0; i < twelve.size(); ++i)
            if (i == 1 || i == 2 || i > 5) frame.push_back(zero + std::clamp(twelve[i].second[n], -2000, 2000));
        file.frames.push_back(frame);
    }
    return file.bytes();
}

inline std::string atc(const TwelveLeads& twelve) {
    AtcFile file;
    file.date = "2019-03-04T08:07:06.000+01:00", file.nanovolts = 5000;
    file.leads = {{"ecg ", twelve[0].second}, {"ecg2", twelve[1].second}};
    return file.bytes();
}

/// Rows of a program's export, with a head about the patient.
inline std::string csv(const TwelveLeads& twelve) {
    std::string text =
        "# Patient: Quentin Zzyzx, 4711N, born 1951-02-03\n# Recorded 2019-03-04 by Trillian, Adm99\ntime_s";
    for (const auto& [name, values] : twelve) text += "," + name;
    text += "\n";
    for (std::size_t n = 0; n < twelve.front().second.size(); ++n) {
        text += std::to_string(0.002 * static_cast<double>(n));
        for (const auto& [name, values] : twelve) text += "," + std::to_string(0.005 * values[n]);
        text += "\n";
    }
    return text;
}

inline std::string pdf(const TwelveLeads& twelve) {
    PrintedSheet sheet;
    sheet.hz = 500.0;
    sheet.scale = "25 mm/s   10 mm/mV   Quentin Zzyzx 4711N 1951-02-03 Adm99 Trillian";
    const auto& [name, values] = twelve.front();
    constexpr std::size_t fits_the_page = 4500;
    std::vector<double> millivolts;
    for (std::size_t n = 0; n < std::min(fits_the_page, values.size()); ++n) millivolts.push_back(0.005 * values[n]);
    sheet.strips = {{name, 0, 0.0, millivolts}};
    return sheet.bytes();
}

/// A MATLAB 5 file whose head says who wrote it, and a matrix of 16 bits in steps of 5 uV, a row a lead.
inline std::string matlab(const TwelveLeads& twelve) {
    const auto element = [](std::int64_t type, const std::string& data) {
        return u32(type) + u32(static_cast<std::int64_t>(data.size())) + data +
               std::string((8 - data.size() % 8) % 8, '\0');
    };
    constexpr std::int64_t int8 = 1, int16 = 3, int32 = 5, uint32 = 6, matrix = 14, int16_class = 10;
    const auto samples = static_cast<std::int64_t>(twelve.front().second.size());
    std::string numbers,
        text = "MATLAB 5.0 MAT-file, by Quentin Zzyzx 4711N, 1951-02-03, on 2019-03-04, Adm99 Trillian";
    for (std::size_t n = 0; n < twelve.front().second.size(); ++n)
        for (const auto& [name, values] : twelve) numbers += u16(5 * values[n]);
    text.resize(124, ' ');
    return text + u16(0x0100) + "IM" +
           element(matrix, element(uint32, u32(int16_class) + u32(0)) + element(int32, u32(12) + u32(samples)) +
                               element(int8, "val") + element(int16, numbers));
}

/// An array of the same, which has no words at all.
inline std::string npy(const TwelveLeads& twelve) {
    std::string dictionary = "{'descr': '<i2', 'fortran_order': False, 'shape': (12, " +
                             std::to_string(twelve.front().second.size()) + "), }";
    dictionary.append(117 - dictionary.size(), ' ').append("\n");
    std::string file = "\x93NUMPY" + u8(1) + u8(0) + u16(static_cast<std::int64_t>(dictionary.size())) + dictionary;
    for (const auto& [name, values] : twelve)
        for (const int value : values) file += u16(5 * value);
    return file;
}

inline std::string lepu(const TwelveLeads& twelve) {
    std::string text = "F-0-01,500,II,200";  // steps a mV
    for (const int value : twelve[1].second) text += "," + std::to_string(value);
    return text;
}

}  // namespace named

/// One recording each; DICOM, aECG, EDF, WFDB, npz and our MUSE are made by `convert --keep-identity`.
inline std::vector<NamedRecording> named_recordings(const TwelveLeads& twelve) {
    return {{"muse", "m.xml", named::muse(twelve)},
            {"cardiosoft", "c.xml", named::cardiosoft(twelve)},
            {"philips", "p.xml", named::philips(twelve)},
            {"eli", "e.xml", named::eli(twelve)},
            {"schiller", "s.xml", named::schiller(twelve)},
            {"scp", "s.scp", named::scp(twelve)},
            {"ishne", "i.ecg", named::ishne(twelve)},
            {"mfer", "m.mwf", named::mfer(twelve)},
            {"fhir", "f.json", named::fhir(twelve)},
            {"apple", "a.csv", named::apple(twelve)},
            {"contec", "c.ecg", named::contec(twelve)},
            {"csv", "t.csv", named::csv(twelve)},
            {"atc", "a.atc", named::atc(twelve), {}, false},
            {"pdf", "p.pdf", named::pdf(twelve), {}, false},
            {"lepu", "l.txt", named::lepu(twelve), {}, false},
            {"matlab", "m.mat", named::matlab(twelve), "--fs 500 --unit uV --leads standard", false},
            {"npy", "n.npy", named::npy(twelve), "--fs 500 --unit uV --leads standard", false},
            // by scripts/make_hdf5_goldens.py: attributes and a text that name the person
            {"hdf5",
             "h.h5",
             bytes_of(std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "tests/golden/hdf5/named.h5"),
             {},
             false}};
}

}  // namespace synchrony::test
