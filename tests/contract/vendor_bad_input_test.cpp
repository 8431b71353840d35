// Faulty and hostile files of vendors' XML: each is refused as in readers_bad_input_test.cpp.
#include "support/bad_input.hpp"
#include "support/vendor_xml.hpp"

namespace synchrony::io {
namespace {

test::BadCase xml_case(std::string name, std::string xml, std::string says, ReadOptions options = {}) {
    return {std::move(name), {{"f.xml", std::move(xml)}}, test::reading("f.xml", std::move(options)), std::move(says)};
}

/// A text with one piece of it replaced; the piece must be there.
std::string changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    return at == std::string::npos ? "PIECE NOT FOUND" : text.replace(at, from.size(), to);
}

std::vector<test::BadCase> muse_cases() {
    const auto file = [](const test::NamedLeads& leads) { return test::muse_xml(test::muse_wave("Rhythm", leads)); };
    const std::string good = file({{"I", {1, 2, 3}}, {"II", {4, 5, 6}}});
    const std::string gain = "<LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit>";
    return {
        xml_case("muse_cut_off", good.substr(0, good.size() / 2), "not whole XML"),
        xml_case("muse_entities", changed(good, "SYSTEM \"restecg.dtd\"", "[<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]"),
                 "entities of its own"),
        xml_case("muse_only_median", changed(good, "Rhythm", "Median"), "only a median beat"),
        xml_case("muse_no_waveform", test::muse_xml(""), "no rhythm"),
        xml_case("muse_no_leads", file({}), "no leads"),
        xml_case("muse_no_samples", file({{"I", {}}}), "no samples"),
        xml_case("muse_no_gain", changed(good, gain, ""), "no gain"),
        xml_case("muse_gain_of_zero", changed(good, gain, changed(gain, "4.88", "0")), "no gain"),
        xml_case("muse_infinite_gain", changed(good, gain, changed(gain, "4.88", "1e999")), "no gain"),
        xml_case("muse_no_unit", changed(good, "MICROVOLTS", ""), "unit of a lead"),
        xml_case("muse_no_rate", changed(good, "<SampleBase>500</SampleBase>", ""), "--fs"),
        xml_case("muse_rate_of_zero", changed(good, "<SampleBase>500", "<SampleBase>0"), "sampling frequency"),
        xml_case("muse_absurd_exponent", changed(good, "<SampleExponent>0", "<SampleExponent>400"),
                 "sampling frequency"),
        xml_case("muse_lengths_differ", file({{"I", {1, 2, 3}}, {"II", {4, 5}}}), "differ in length"),
        xml_case("muse_count_differs", changed(good, "Total>3<", "Total>5000<"), "another number of samples"),
        xml_case("muse_half_a_sample", changed(good, "AQACAAMA", "AQACAAM="), "another number of samples"),
        xml_case("muse_wide_samples", changed(good, "<LeadSampleSize>2", "<LeadSampleSize>4"), "size of a sample"),
        xml_case("muse_broken_base64", changed(good, "AQACAAMA", "AQAC*AMA"), "lead I, letter 6"),
        xml_case("muse_starts_differ", changed(good, "<LeadID>II<", "<LeadTimeOffset>2500</LeadTimeOffset><LeadID>II<"),
                 "different times"),
        xml_case("muse_lead_twice", file({{"V1", {1, 2}}, {"V1", {3, 4}}}), "a lead stands twice"),
        xml_case("muse_too_many_values", good, "too long", {.max_values = 4}),
        xml_case("muse_range_behind_the_end", good, "range", {.first_sample = 2, .samples = 5}),
    };
}

std::vector<test::BadCase> philips_cases() {
    using namespace std::string_literals;
    const auto file = [](const std::string& bytes, std::size_t samples) {
        return test::philips_xml(test::base64_of(bytes), test::philips_attributes(samples));
    };
    std::vector<test::Samples> flat(12, test::Samples(40, 0));
    const auto chunks = test::xli_of(flat);
    const std::string good = file(chunks, 40);
    std::vector<test::Samples> uneven = flat;
    uneven[11].resize(30);
    return {
        xml_case("philips_no_samples", changed(good, "<parsedwaveforms", "<otherwaveforms"), "not whole XML"),
        xml_case("philips_no_waveforms", "<restingecgdata/>", "no rhythm"),
        xml_case("philips_ends_in_a_chunk", file(chunks.substr(0, chunks.size() - 3), 40), "end early"),
        xml_case("philips_eleven_leads", file(test::xli_of({flat.begin(), flat.begin() + 11}), 40), "11 whole leads"),
        xml_case("philips_negative_chunk", file("\xff\xff\xff\xff\x01\0\0\0"s, 40), "end early"),
        xml_case("philips_empty_chunks", file(std::string(12 * 8, '\0'), 40), "no samples"),
        xml_case("philips_code_not_made_yet", file(changed(chunks, chunks.substr(8, 2), "\xfa\x00"s), 40),
                 "compressed lead is broken"),
        xml_case("philips_more_than_the_duration", file(chunks, 10), "too long"),
        xml_case("philips_lengths_differ", file(test::xli_of(uneven), 40), "differ in length"),
        xml_case("philips_huge_duration", changed(good, "channel=\"80\"", "channel=\"80000000000\""), "too long"),
        xml_case("philips_negative_duration", changed(good, "channel=\"80\"", "channel=\"-80\""), "duration"),
        xml_case("philips_no_rate", changed(good, "<samplingrate>500</samplingrate>", ""), "--fs"),
        xml_case("philips_no_gain", changed(good, "<resolution>5</resolution>", ""), "no gain"),
        xml_case("philips_two_rates", changed(good, "numberofleads", "samplespersecond=\"1000\" numberofleads"),
                 "contradicts itself"),
        xml_case("philips_other_compression", changed(good, "\"XLI\"", "\"Huffman\""), "compression"),
        xml_case("philips_other_encoding", changed(good, "\"Base64\"", "\"Base85\""), "encoding"),
        xml_case("philips_other_width", changed(good, ">16<", ">12<"), "12 bits"),
        xml_case("philips_broken_base64", changed(good, "</parsedwaveforms>", "!</parsedwaveforms>"), "base64"),
        xml_case("philips_lead_twice", changed(good, "I II III", "I II II"), "a lead stands twice"),
        xml_case("philips_no_names", changed(changed(good, "leadlabels", "labels"), "10-WIRE", "FRANK"), "no names"),
        xml_case("philips_text_in_numbers",
                 test::philips_xml("1,2,x", "dataencoding=\"Plain\" durationperchannel=\"2\""), "sample 3"),
    };
}

std::vector<test::BadCase> other_vendor_cases() {
    const std::string strip =
        test::cardiosoft_xml(test::cardiosoft_block("StripData", {{"I", {1, 2}}, {"II", {3, 4}}}));
    const std::string eli = "<ECG>" + test::eli_channel("I", {1, 2}) + test::eli_channel("II", {3, 4}) + "</ECG>";
    const std::string waves = test::schiller_xml(test::schiller_waves("ECG_RHYTHMS", {{"I", {1, 2}}}));
    return {
        xml_case("cardiosoft_disclosure_in_no_order",
                 test::cardiosoft_xml(
                     "<FullDisclosure><SampleRate>500</SampleRate><Resolution units=\"uVperLsb\">5</Resolution>"
                     "<LeadOrder>I,II,III</LeadOrder><FullDisclosureData>1,2,300,4,5,6</FullDisclosureData>"
                     "</FullDisclosure>"),
                 "order of the samples"),
        xml_case("cardiosoft_empty_disclosure", test::cardiosoft_xml("<FullDisclosure/>"), "--fs"),
        xml_case("cardiosoft_no_rhythm", test::cardiosoft_xml(""), "no StripData"),
        xml_case("cardiosoft_other_unit", changed(strip, "uVperLsb", "furlong"), "no known gain"),
        xml_case("cardiosoft_no_rate", changed(strip, ">500<", "><"), "--fs"),
        xml_case("cardiosoft_broken_number", changed(strip, "1,2", "1,2-"), "sample 2"),
        xml_case("cardiosoft_empty_number", changed(strip, "1,2", "1,,2"), "sample 2"),
        xml_case("cardiosoft_huge_number", changed(strip, "1,2", "1,99999999999"), "sample 2"),
        xml_case("cardiosoft_lengths_differ", changed(strip, "1,2", "1,2,3"), "differ in length"),
        xml_case("cardiosoft_too_many_values", strip, "too long", {.max_values = 3}),
        xml_case("eli_no_channel", "<ECG/>", "no CHANNEL"),
        xml_case("eli_other_width", changed(eli, "BITS=\"16\"", "BITS=\"8\""), "layout"),
        xml_case("eli_offset", changed(eli, "OFFSET=\"0\"", "OFFSET=\"5\""), "offset"),
        xml_case("eli_no_gain", changed(eli, "UNITS_PER_MV=\"400\"", ""), "no gain"),
        xml_case("eli_two_rates", changed(eli, "SAMPLE_FREQ=\"500\"", "SAMPLE_FREQ=\"250\""), "differ in rate"),
        xml_case("eli_count_differs", changed(eli, "DURATION=\"2\"", "DURATION=\"2000\""), "another number of samples"),
        xml_case("schiller_no_rhythm", changed(waves, "ECG_RHYTHMS", "ECG_AVERAGES"), "no rhythm"),
        xml_case("schiller_exponent", changed(waves, "<exponent>1", "<exponent>2"), "exponent"),
        xml_case("schiller_other_unit", changed(waves, ">UV<", ">ADU<"), "no known gain"),
        xml_case("schiller_other_encoding", changed(waves, "COMMASEPARATE", "ZIP"), "encoding"),
    };
}

/// Files made to cost time or memory: each must be refused at once.
std::vector<test::BadCase> hostile_xml_cases() {
    std::string deep, many, much;
    for (int i = 0; i < 1'000'000; ++i) deep += "<a>";
    for (int i = 0; i < 3'000'000; ++i) many += "<a/>";
    for (int i = 0; i < 3'000'000; ++i) much += " a=''";
    const std::string letters(std::size_t{30} << 20, 'A');  // 22 MB of zeros
    // 8 MB of LZW that stand for some GB: the longest string of the table again and again.
    std::string bomb = test::lzw_of(std::string(300'000, '\0'));
    bomb.resize(bomb.size() / 5 * 5 - 5);
    const std::string longest = bomb.substr(bomb.size() - 5);
    while (bomb.size() < 8'000'000) bomb += longest;
    std::string chunk;
    for (unsigned k = 0; k < 4; ++k) chunk += static_cast<char>(bomb.size() >> 8 * k & 0xffU);
    chunk += std::string(4, '\0') + bomb;
    return {
        xml_case("many_elements", "<RestingECG>" + many + "</RestingECG>", "too many elements"),
        xml_case("many_attributes", "<ECG" + much + "/>", "too many elements"),
        xml_case("deep_muse", "<RestingECG>" + deep, "not whole XML"),
        xml_case("deep_philips", "<restingecgdata>" + deep, "not whole XML"),
        xml_case("huge_base64_in_muse",
                 changed(test::muse_xml(test::muse_wave("Rhythm", {{"I", {1}}})), "AQA=", letters), "too long",
                 {.max_values = 1'000'000}),
        xml_case("huge_base64_in_philips", test::philips_xml(letters, test::philips_attributes(5000)), "too long"),
        xml_case("lzw_bomb", test::philips_xml(test::base64_of(chunk), test::philips_attributes(500'000)), "too long"),
    };
}

std::vector<test::BadCase> vendor_cases() {
    std::vector<test::BadCase> all;
    for (auto&& group : {muse_cases(), philips_cases(), other_vendor_cases(), hostile_xml_cases()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

class BadVendorXml : public testing::TestWithParam<test::BadCase> {};

TEST_P(BadVendorXml, IsRefusedWithItsPlace) {
    test::expect_refused(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Readers, BadVendorXml, testing::ValuesIn(vendor_cases()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace synchrony::io
