// Faulty and hostile DICOM and aECG files: each is refused as in readers_bad_input_test.cpp.
#include "support/bad_input.hpp"
#include "support/dicom_builder.hpp"

namespace synchrony::io {
namespace {

test::BadCase dicom_case(std::string name, const std::string& data_set, std::string says,
                         const std::string& transfer_syntax = "1.2.840.10008.1.2.1") {
    return {std::move(name),
            {{"w.dcm", test::dicom_file(transfer_syntax, data_set)}},
            test::reading("w.dcm"),
            std::move(says)};
}

/// The small waveform of the builder with something changed.
std::string changed_waveform(const std::function<void(test::DicomWaveform&)>& change) {
    test::DicomWaveform waveform;
    change(waveform);
    return waveform.data_set().bytes();
}

std::string nested_sequences(std::size_t depth, bool explicit_vr) {
    const test::DicomItem item({explicit_vr});
    std::string one = item.bytes_of(0x5400, 2) + item.bytes_of(0x0100, 2);
    if (explicit_vr) one += std::string("SQ\0\0", 4);
    one += item.bytes_of(0xffffffff, 4) + item.bytes_of(0xfffe, 2) + item.bytes_of(0xe000, 2) +
           item.bytes_of(0xffffffff, 4);
    std::string all;
    for (std::size_t i = 0; i < depth; ++i) all += one;
    return all;
}

std::vector<test::BadCase> dicom_cases() {
    using test::DicomWaveform;
    const std::string whole = DicomWaveform{}.data_set().bytes();
    const auto with = [](const std::function<void(DicomWaveform&)>& change) { return changed_waveform(change); };
    std::string long_value = whole;
    long_value.replace(whole.size() - 16, 4, "\xf0\xff\xff\xff");  // the length of the waveform data
    return {
        dicom_case("dicom_cut_off", whole.substr(0, whole.size() - 5), "broken"),
        dicom_case("dicom_ends_in_an_element", whole.substr(0, 20), "broken"),
        dicom_case("dicom_value_of_4_gigabytes", long_value, "4294967280 bytes"),
        dicom_case("dicom_nested_without_end", nested_sequences(100'000, true), "nested too deeply"),
        dicom_case("dicom_nested_implicitly", nested_sequences(100'000, false), "nested too deeply",
                   "1.2.840.10008.1.2"),
        dicom_case("dicom_compressed_image", whole, "transfer syntax", "1.2.840.10008.1.2.4.50"),
        dicom_case("dicom_deflated_bomb", test::deflated(std::string(100'000'000, '\0')), "grows too large",
                   "1.2.840.10008.1.2.1.99"),
        dicom_case("dicom_deflated_cut_off", test::deflated(whole).substr(0, 40), "not whole",
                   "1.2.840.10008.1.2.1.99"),
        dicom_case("dicom_of_an_image", with([](auto& w) { w.storage_class = "1.2.840.10008.5.1.4.1.1.2"; }),
                   "holds no ECG"),
        dicom_case("dicom_mu_law", with([](auto& w) { w.interpretation = "MB"; }), "kind of samples"),
        dicom_case("dicom_bits_do_not_fit", with([](auto& w) { w.interpretation = "SL"; }), "kind of samples"),
        dicom_case("dicom_more_bits_stored", with([](auto& w) { w.bits_stored = 17; }), "bits stored"),
        dicom_case("dicom_no_rate", with([](auto& w) { w.sampling_frequency.clear(); }), "--fs"),
        dicom_case("dicom_rate_of_zero", with([](auto& w) { w.sampling_frequency = "0"; }), "frequency"),
        dicom_case("dicom_no_sensitivity", with([](auto& w) { w.sensitivity.clear(); }), "sensitivity"),
        dicom_case("dicom_absurd_sensitivity", with([](auto& w) { w.sensitivity = "1e300"; }), "out of range"),
        dicom_case("dicom_no_unit", with([](auto& w) { w.unit.clear(); }), "--unit"),
        dicom_case("dicom_no_ecg", with([](auto& w) { w.unit = "mm[Hg]"; }), "no ECG lead"),
        dicom_case("dicom_only_a_median", with([](auto& w) { w.label = "MEDIAN BEAT"; }), "only a median beat"),
        dicom_case("dicom_lead_twice", with([](auto& w) {
                       w.leads = {{"2:1", "Lead I"}, {"2:1", "Lead I"}};
                   }),
                   "a lead stands twice"),
        dicom_case("dicom_offset_of_a_century",
                   test::DicomWaveform{}
                       .data_set({DicomWaveform{}.group(),
                                  [] {
                                      DicomWaveform late;
                                      late.offset_ms = "3e12";
                                      return late.group();
                                  }()})
                       .bytes(),
                   "outside the recording"),
    };
}

test::BadCase aecg_case(std::string name, const std::string& inside, std::string says) {
    return {std::move(name),
            {{"a.xml", "<AnnotatedECG xmlns='urn:hl7-org:v3'>" + inside + "</AnnotatedECG>"}},
            test::reading("a.xml"),
            std::move(says)};
}

std::string aecg_series(const std::string& time, const std::string& lead) {
    return "<component><series><code code='RHYTHM'/><component><sequenceSet><component><sequence>" + time +
           "</sequence></component><component><sequence><code code='MDC_ECG_LEAD_I'/><value>" + lead +
           "</value></sequence></component></sequenceSet></component></series></component>";
}

std::vector<test::BadCase> aecg_cases() {
    const auto time = [](const std::string& step, const std::string& unit) {
        return "<code code='TIME_RELATIVE'/><value><head value='0' unit='s'/><increment value='" + step + "' unit='" +
               unit + "'/></value>";
    };
    const auto good_time = time("0.002", "s");
    const std::string good_scale = "<origin value='0' unit='uV'/><scale value='5' unit='uV'/>";
    return {
        aecg_case("aecg_without_series", "", "no series"),
        aecg_case("aecg_only_a_beat", "<component><series><code code='REPRESENTATIVE_BEAT'/></series></component>",
                  "only a median beat"),
        aecg_case("aecg_without_leads", "<component><series/></component>", "no lead"),
        aecg_case("aecg_without_time", aecg_series("<code code='x'/>", good_scale + "<digits>1</digits>"), "--fs"),
        aecg_case("aecg_step_of_zero", aecg_series(time("0", "s"), good_scale + "<digits>1</digits>"), "interval"),
        aecg_case("aecg_step_in_volts", aecg_series(time("1", "mV"), good_scale + "<digits>1</digits>"), "interval"),
        aecg_case("aecg_without_scale", aecg_series(good_time, "<digits>1</digits>"), "scale"),
        aecg_case("aecg_without_unit", aecg_series(good_time, "<scale value='5'/><digits>1</digits>"), "--unit"),
        aecg_case("aecg_word_among_digits", aecg_series(good_time, good_scale + "<digits>1 two 3</digits>"),
                  "sample 1"),
        aecg_case("aecg_absurd_digit", aecg_series(good_time, good_scale + "<digits>1e300</digits>"), "out of range"),
        aecg_case("aecg_absurd_scale", aecg_series(good_time, "<scale value='1e300' unit='V'/><digits>1</digits>"),
                  "out of range"),
        aecg_case("aecg_pressure", aecg_series(good_time, "<scale value='1' unit='mm[Hg]'/><digits>1</digits>"),
                  "no ECG lead"),
        aecg_case("aecg_without_digits", aecg_series(good_time, good_scale), "no ECG lead"),
        {"aecg_entity",
         {{"a.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><AnnotatedECG>&a;</AnnotatedECG>"}},
         test::reading("a.xml"),
         "entities"},
        {"aecg_cut_off", {{"a.xml", "<AnnotatedECG><component>"}}, test::reading("a.xml"), "not whole XML"},
    };
}

std::vector<test::BadCase> clinical_cases() {
    auto all = dicom_cases();
    for (auto&& bad : aecg_cases()) all.push_back(std::move(bad));
    return all;
}

class BadClinicalFile : public testing::TestWithParam<test::BadCase> {};

TEST_P(BadClinicalFile, IsRefusedWithItsPlace) {
    test::expect_refused(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Readers, BadClinicalFile, testing::ValuesIn(clinical_cases()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace synchrony::io
