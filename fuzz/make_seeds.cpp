// Writes the seeds of the fuzzers that read our own files: make_fuzz_seeds FUZZ_FOLDER. Run it again when a format
// changes; the seeds are committed.
#include <cstdio>
#include <fstream>

#include "../tests/support/atc_writer.hpp"
#include "../tests/support/contec_writer.hpp"
#include "../tests/support/holter_writer.hpp"
#include "../tests/support/print_writer.hpp"
#include "../tests/support/scp_writer.hpp"
#include "clinical_seeds.hpp"
#include "sample_images.hpp"
#include "sample_models.hpp"

namespace {

using namespace synchrony;
namespace fs = std::filesystem;

void keep(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string header_of(const fs::path& path) {
    const auto bytes = core::read_file(path);
    fuzz::require(bytes && bytes->size() > 8);
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>((*bytes)[0])) |
                        static_cast<std::size_t>(static_cast<unsigned char>((*bytes)[1])) << 8U;
    return bytes->substr(8, length);
}

std::string metadata_of(const fs::path& path, const std::string& key) {
    const auto file = core::TensorFile::open(path);
    fuzz::require(file && file->metadata().contains(key));
    return file->metadata().at(key);
}

void tensor_seeds(const fs::path& folder) {
    const std::vector<double> doubles{0.5, 1e300};
    const std::vector<float> singles(6, 2.0F);
    const std::vector<std::int8_t> bytes{1, 2, 3};
    const std::vector<core::NamedTensor> tensors{
        {"a", core::DType::f64, {2}, std::as_bytes(std::span(doubles))},
        {"b", core::DType::f32, {2, 3}, std::as_bytes(std::span(singles))},
        {"c", core::DType::i8, {3}, std::as_bytes(std::span(bytes))},
        {"empty", core::DType::f16, {0, 5}, {}},
    };
    fuzz::require(core::write_tensor_file(folder / "four_tensors", tensors, {{"k", "v"}}).has_value());
    fuzz::require(core::write_tensor_file(folder / "nothing", {}, {}).has_value());
    keep(folder / "header", R"({"a":{"dtype":"F32","shape":[2,4],"data_offsets":[0,32]},)"
                            R"("b":{"dtype":"I64","shape":[4],"data_offsets":[32,64]}})");
}

void model_seeds(const fs::path& fuzzers) {
    const auto bundle = fuzzers / "bundle" / "seeds" / "file";
    fuzz::require(model::write_bundle(bundle, fuzz::sample_bundle(), model::WeightStorage::f16).has_value());
    keep(fuzzers / "bundle" / "seeds" / "description", metadata_of(bundle, "synchrony"));
    keep(fuzzers / "tensors" / "seeds" / "header_of_a_model", header_of(bundle));
    const auto predictor = fuzzers / "predictor" / "seeds" / "file";
    fuzz::require(model::write_predictor(predictor, fuzz::sample_predictor()).has_value());
    keep(fuzzers / "predictor" / "seeds" / "descriptions",
         metadata_of(predictor, "synchrony_predictor") + "\n----\n" + metadata_of(predictor, "synchrony"));
    fuzz::require(
        model::write_predictor(fuzzers / "predictor" / "seeds" / "linear", test::hand_predictor(3)).has_value());
}

void image_seeds(const fs::path& folder) {
    fuzz::require(fuzz::sample_images().write(folder / "set", "fuzz").has_value());
    keep(folder / "descriptions", metadata_of(folder / "set", "recipe") + "\n----\n" +
                                      metadata_of(folder / "set", "patients") + "\n----\n" +
                                      metadata_of(folder / "set", "leads"));
}

/// A record with all that SCP-ECG's compression knows: own tables, a reference beat, bimodal.
test::ScpRecord rich_scp_record() {
    const std::vector<test::ScpTable> tables = {{{"0", 0, 0}, {"10", 4, 1}, {"11", 0, 2, true}},
                                                {{"0", 16, 0}, {"1", 0, 1, true}}};
    test::ScpSignal beat{5000, 2000, 1, false, tables, {{0, 3, 40, 80, 30, 2}, {0, 1, 2, 3, 4, 5}}};
    test::ScpSignal rhythm{2500, 8000, 2, true, tables, {}};
    rhythm.leads = {{8, 16, 20, 21, 50, -70, 90, 30, 0, 4, 40}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};
    test::ScpRecord record = test::small_scp_record();
    record.sections[2] = test::scp_tables(tables);
    record.sections[3] = test::scp_leads({{1, 26, 1}, {1, 26, 2}}, true);
    record.sections[4] = test::scp_beats(12, 3, {{0, 10, 12, 15, 11, 14}});
    record.sections[5] = beat.data();
    record.sections[6] = rhythm.data();
    record.sections[7] = test::u8(1) + test::u8(1) + test::field("", 44);
    record.sections[8] = test::field("", 8) + test::u8(1) + test::u8(1) + test::u16(4) + "LBBB";
    return record;
}

/// A lead of a second and a half, drawn with all that the reader of pages knows.
void print_seeds(const fs::path& folder) {
    test::PrintedSheet sheet;
    sheet.hz = 60.0;
    sheet.strips = {{"V1", 0, 0.0, test::printed_wave(60, 0, 1.5, 0.5)}};
    keep(folder / "lead", sheet.bytes());
    sheet.sideways = sheet.by_segments = true;
    sheet.more =
        "q 9 0 0 9 0 0 cm /X2 Do Q BI /W 1 ID x EI 1 2 3 4 5 6 c 1 2 3 4 v 9 9 3 3 re h b* T* (x) ' [(a) -300 <62>] TJ";
    keep(folder / "form",
         test::PrintedSheet::pdf_of("/X1 Do",
                                    "6 0 obj\n<< /Subtype /Form /Matrix [1 0 0 1 2 3] /Length 7 0 R >>\nstream\n" +
                                        sheet.operators() + "\nendstream\nendobj\n7 0 obj " +
                                        std::to_string(sheet.operators().size()) + " endobj\n",
                                    "/XObject << /X1 6 0 R /X2 << /Subtype /Image >> >>"));
    const std::string map = "1 beginbfchar <0003> <0049> endbfchar 1 beginbfrange <0004> <0009> <0056> endbfrange";
    keep(
        folder / "fonts",
        "%PDF-1.5\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Type /Page /Contents [3 0 R] "
        "/Resources << "
        "/Font << /F1 << /Subtype /Type0 /ToUnicode 4 0 R >> /F2 << /Encoding << /Differences [65 /one /slash] >> >> "
        ">> "
        ">> >> endobj 3 0 obj << /Filter /ASCIIHexDecode >> stream\n" +
            [] {
                std::string hex;
                for (const char c : std::string("BT /F1 9 Tf <00030004> Tj /F2 9 Tf (AB) Tj ET")) {
                    char two[3];
                    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned char>(c));
                    hex += two;
                }
                return hex;
            }() +
            ">\nendstream endobj 4 0 obj << /Length " + std::to_string(map.size()) + " >> stream\n" + map +
            "\nendstream endobj\n8 0 obj << /Type /ObjStm /N 1 /First 5 >> stream\n20 0 << /A [1 (x\\051) /B#20] "
            ">>\nendstream\n");
}

void recording_seeds(const fs::path& fuzzers) {
    print_seeds(fuzzers / "pdf" / "seeds");
    keep(fuzzers / "scp" / "seeds" / "small", test::small_scp_record().bytes());
    keep(fuzzers / "scp" / "seeds" / "rich", rich_scp_record().bytes());
    test::IshneFile holter;
    holter.text = "text";
    holter.pacemaker = 3;
    holter.leads = {{11, 2, 2500, {1, 2, -32768, 4}}, {0, 1, 1000, {5, 6, 7, 8}}};
    keep(fuzzers / "ishne" / "seeds" / "two_leads", holter.bytes());
    auto beats = holter.bytes().substr(0, 522 + holter.text.size());
    beats.replace(0, 8, "ANN  1.0");
    keep(fuzzers / "ishne" / "seeds" / "beats",
         beats + test::u32(100) + "N " + test::u16(60) + "!x" + test::u16(65535) + "V " + test::u16(9));
    keep(fuzzers / "apple" / "seeds" / "three_samples",
         "Nome,A\nData di nascita\nData,2019-03-28 18:02:03 +0100\nClasse,\nSintomi,\nVersione,1.1\nDispositivo,"
         "\"Watch4,4\"\nFrequenza,512 hertz\n\n\nDerivazione,I\nUnit\xc3\xa0,\xc2\xb5V\n\n1,5\n-2,25\n3\n");
    keep(fuzzers / "lepu" / "seeds" / "four_samples", "F-0-01,125,II,405,32,-45,54,0");
    const std::string sampled = R"("valueSampledData":{"origin":{"value":-0.5,"unit":"mV"},"period":8,"factor":0.001,)"
                                R"("lowerLimit":-1,"upperLimit":1,"dimensions":1,"data":"500 E 3.5 -7"})";
    const std::string coded = R"({"code":{"coding":[{"system":"urn:iso:std:iso:11073:10101","code":"131329",)"
                              R"("display":"MDC_ECG_ELEC_POTL_I"}]},)" +
                              sampled + "}";
    const std::string observation =
        R"({"resourceType":"Observation","id":"a","status":"final","subject":{"reference":"Patient/p"},"device":{},)"
        R"("effectiveDateTime":"2024-02-29T10:00:00Z","code":{"text":"ECG"},"component":[)" +
        coded + "," + coded + R"(,{"code":{"coding":[{"code":"8633-0"}]},"valueQuantity":{"value":9,"code":"ms"}}]})";
    const std::string person =
        R"({"resourceType":"Patient","id":"p","gender":"male","birthDate":"1963-01-31","name":[{"family":"A"}]})";
    keep(fuzzers / "fhir" / "seeds" / "observation", observation);
    keep(fuzzers / "fhir" / "seeds" / "bundle", R"({"resourceType":"Bundle","entry":[{"resource":)" + person +
                                                    R"(},{"fullUrl":"u","resource":)" + observation + "}]}");
    keep(fuzzers / "fhir" / "seeds" / "lines", person + "\n" + observation + "\n");
    test::AtcFile kardia;
    kardia.leads = {{"ecg ", {100, -2, 3}}, {"ecg2", {4, 5, 6}}, {"avg ", {7, 8}}};
    keep(fuzzers / "atc" / "seeds" / "two_leads", kardia.bytes());
    test::ContecFile contec;
    contec.frames = {{2248, 2148, 2048, 2049, 2050, 2051, 2052, 2053}, {2048, 0x6800, 0, 4095, 1, 2, 3, 4}};
    keep(fuzzers / "contec" / "seeds" / "two_frames", contec.bytes());
    const std::string lead = test::mfer_channel(1, test::mfer_definition(0x09, test::u16(7)));
    const std::string head = test::mfer_definition(0x40, test::field("MFR ", 32)) + test::mfer_definition(1, "\x01") +
                             test::mfer_definition(5, test::u8(2)) + test::mfer_definition(4, test::u16(3)) +
                             test::mfer_definition(0x0B, std::string("\x01\xfd\x04", 3)) +
                             test::mfer_definition(0x0C, std::string("\x00\xfa\x02\x00", 4)) + lead +
                             test::mfer_definition(0x12, test::u16(-32768)) + test::mfer_definition(0x81, "Doe");
    const std::string samples = test::mfer_definition(0x1E, "abcdefghijklmnopqrstuvwx");
    keep(fuzzers / "mfer" / "seeds" / "two_leads", head + samples + test::u8(0x80));
    keep(fuzzers / "mfer" / "seeds" / "open_length_and_beat",
         head + test::u8(0x3F) + test::u8(0) + test::u8(0x80) + test::mfer_definition(9, test::u16(1)) +
             std::string(2, '\0') + samples + test::mfer_definition(8, test::u16(9)) + samples);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "make_fuzz_seeds FUZZ_FOLDER\n");
        return 2;
    }
    const fs::path fuzzers = arguments[1];
    tensor_seeds(fuzzers / "tensors" / "seeds");
    model_seeds(fuzzers);
    image_seeds(fuzzers / "images" / "seeds");
    recording_seeds(fuzzers);
    fuzz::write_clinical_seeds(fuzzers);
    return 0;
}
