// DICOM, aECG and MUSE against programs that are not ours. Commands, all of Debian 12:
//   scripts/decode_clinical.py FILE              pydicom 2.3.1 for DICOM, Python's xml.etree for aECG and MUSE
//   dciodvfy FILE                                dicom3tools: what the standard asks of a file of this class
//   dcmconv +te|+ti|+tb|+td FILE OUT             DCMTK 3.6.7: the same file in another transfer syntax
#include <gtest/gtest.h>

#include <cmath>

#include "support/decoded_by_others.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/aecg.hpp"
#include "synchrony/io/dicom.hpp"
#include "synchrony/io/muse.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

using Path = std::filesystem::path;
using test::decoded_by_python;
using test::expect_as_python_says;
using test::has_pydicom;
using test::is_there;
using test::output_of;
using test::recordings_to_write;

TEST(ClinicalGolden, PythonReadsTheSampleFilesAlike) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files at hand (SYNCHRONY_FORMATS)";
    if (!has_pydicom()) GTEST_SKIP() << "python3-pydicom is not installed";
    for (const char* name :
         {"dicom/ecgtoolkit_Example.dcm", "hl7aecg/fda_Example_aECG.xml", "hl7aecg/fda_subject1_0.xml",
          "hl7aecg/fda_minimum_aecg.xml", "philips/1_04_ad4d3d80-d165_1-04_converted.xml"}) {
        SCOPED_TRACE(name);
        const auto ecg = read_ecg(*formats / name);
        ASSERT_TRUE(ecg) << ecg.error().message();
        expect_as_python_says(*ecg, *formats / name);
    }
}

TEST(ClinicalGolden, PythonReadsWhatWeWrite) {
    if (!has_pydicom()) GTEST_SKIP() << "python3-pydicom is not installed";
    if (recordings_to_write().empty()) GTEST_SKIP() << "no recordings at hand";
    const test::TemporaryFolder folder;
    for (const auto& path : recordings_to_write()) {
        SCOPED_TRACE(path.filename());
        const auto ecg = read_ecg(path);
        ASSERT_TRUE(ecg) << ecg.error().message();
        const Path dcm = folder / "w.dcm", xml = folder / "w.xml";
        ASSERT_TRUE(dicom::write(dcm, *ecg));
        ASSERT_TRUE(aecg::write(xml, *ecg));
        expect_as_python_says(*ecg, dcm);
        expect_as_python_says(*ecg, xml);
    }
}

/// Where a sample was recorded, Python finds it: to float's precision, or to three roundings of half a step (1 uV where
/// the samples have no step of their own) in leads that MUSE leaves to I and II.
void expect_muse_as_python_says(const record::Ecg& ecg, const Path& path, double most_off_uv) {
    const auto python = decoded_by_python(path);
    ASSERT_TRUE(python.contains("rate")) << "Python cannot read the file, or a sum differs";
    EXPECT_NEAR(std::stod(python.at("rate").at(0)), ecg.sampling_frequency_hz, 1e-6);
    for (const auto& lead : ecg.leads) {
        if (lead.valid_samples() == 0) continue;
        SCOPED_TRACE(lead.name);
        ASSERT_TRUE(python.contains(lead.name));
        const auto& words = python.at(lead.name);
        ASSERT_EQ(words.size(), lead.samples.size());
        const bool limb = lead.name == "III" || lead.name.starts_with("aV");
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto n = static_cast<std::int64_t>(i);
            if (!lead.is_valid(n, n + 1)) continue;
            ASSERT_NEAR(std::stod(words[i]), 1000.0 * static_cast<double>(lead.samples[i]),
                        limb ? most_off_uv : 1e-3 + 1e-6 * std::abs(lead.samples[i]))
                << "sample " << i;
        }
    }
}

TEST(ClinicalGolden, PythonReadsTheMuseFilesThatWeWrite) {
    if (output_of("/usr/bin/python3 -c pass").second != 0) GTEST_SKIP() << "python3 is not installed";
    auto paths = recordings_to_write();
    if (const auto formats = test::formats_folder()) paths.push_back(*formats / "muse" / "braveheart_example1.xml");
    if (paths.empty()) GTEST_SKIP() << "no recordings at hand";
    const test::TemporaryFolder folder;
    for (const auto& path : paths) {
        SCOPED_TRACE(path.filename());
        const auto ecg = read_ecg(path);
        ASSERT_TRUE(ecg) << ecg.error().message();
        ASSERT_TRUE(muse::write(folder / "w.xml", *ecg));
        expect_muse_as_python_says(*ecg, folder / "w.xml", 1.5 * 5.0 + 0.02);  // the coarsest of them steps by 5 uV
    }
}

TEST(ClinicalGolden, ValidatorFindsNoError) {
    if (!is_there("dciodvfy")) GTEST_SKIP() << "dicom3tools is not installed";
    if (recordings_to_write().empty()) GTEST_SKIP() << "no recordings at hand";
    const test::TemporaryFolder folder;
    for (const auto& path : recordings_to_write())
        for (const bool named : {false, true}) {
            SCOPED_TRACE(path.filename());
            const auto ecg = read_ecg(path);
            ASSERT_TRUE(ecg) << ecg.error().message();
            ASSERT_TRUE(dicom::write(folder / "w.dcm", *ecg, {.keep_identity = named}));
            const auto said = output_of("dciodvfy '" + (folder / "w.dcm").string() + "'").first;
            EXPECT_EQ(said.find("Error"), std::string::npos) << said;
        }
}

TEST(ClinicalGolden, DcmtkWritesTheSampleInEverySyntax) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files at hand (SYNCHRONY_FORMATS)";
    if (!is_there("dcmconv")) GTEST_SKIP() << "dcmtk is not installed";
    const Path sample = *formats / "dicom" / "ecgtoolkit_Example.dcm";
    const auto truth = read_ecg(sample);
    ASSERT_TRUE(truth) << truth.error().message();
    const test::TemporaryFolder folder;
    // Explicit, implicit, big endian, deflated; without meta information; with lengths left open.
    for (const char* options : {"+te", "+ti", "+tb", "+td", "+te -F", "+ti -F", "+te -e", "+ti -e", "+tb -e"}) {
        SCOPED_TRACE(options);
        const Path out = folder / "c.dcm";
        const auto command = std::string("dcmconv ") + options + " '" + sample.string() + "' '" + out.string() + "'";
        ASSERT_EQ(output_of(command).second, 0) << command;
        const auto ecg = read_ecg(out);
        ASSERT_TRUE(ecg) << ecg.error().message();
        ASSERT_EQ(ecg->leads.size(), truth->leads.size());
        for (std::size_t l = 0; l < truth->leads.size(); ++l) EXPECT_EQ(ecg->leads[l].samples, truth->leads[l].samples);
        EXPECT_EQ(ecg->facts.printed, truth->facts.printed);
        EXPECT_EQ(ecg->facts.patient, truth->facts.patient);
        ASSERT_EQ(ecg->stored_beats.size(), 1U);
        EXPECT_EQ(ecg->stored_beats[0].leads[3].samples, truth->stored_beats[0].leads[3].samples);
    }
}

}  // namespace
}  // namespace synchrony::io
