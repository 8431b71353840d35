// Where a format is written and read by us, reading what was written gives what was there: for random content, awkward
// names and every special number that the format can hold.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <span>

#include "support/byte_writer.hpp"
#include "support/file_bytes.hpp"
#include "support/hand_predictor.hpp"
#include "support/numbered_weights.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/io/archive.hpp"
#include "synchrony/io/csv_recording.hpp"
#include "synchrony/io/edf.hpp"
#include "synchrony/io/npz.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony {
namespace {

constexpr std::uint64_t trials = 60;

/// Text of pieces that formats stumble over; always UTF-8.
std::string awkward_text(core::RandomStream& random, std::size_t most_pieces = 6) {
    static constexpr std::array pieces{
        "a",      "Z9",  " ",    ",",  ";",  "\"",  "\"\"",   "\t", "\\", "/", "{", "[", "\xc3\xbc", "\xf0\x9f\xab\x80",
        "=cmd()", "<b>", "\r\n", "\n", "\r", "NaN", "-1e308", "'"};
    std::string text;
    for (std::size_t n = random.index(most_pieces + 1); n > 0; --n) text += pieces[random.index(pieces.size())];
    return text;
}

// As texts of a predictor may be, which are shown on terminals and pages.
std::string printable_text(core::RandomStream& random) {
    std::string text = awkward_text(random);
    for (char& c : text)
        if (std::iscntrl(static_cast<unsigned char>(c))) c = '~';
    return text;
}

float any_float(core::RandomStream& random) {
    constexpr auto inf = std::numeric_limits<float>::infinity();
    static constexpr std::array special{
        0.0F, -0.0F, 1e-45F, -3.4e38F, inf, -inf, std::numeric_limits<float>::quiet_NaN()};
    return random.index(4) == 0 ? special[random.index(special.size())] : static_cast<float>(random.normal());
}

class WriteRead : public testing::TestWithParam<std::uint64_t> {
  protected:
    core::RandomStream random{core::RandomStream(20261126).child("write-read", GetParam())};
    test::TemporaryFolder folder;
};

// A pressure, a respiration in mV and a channel with the name of a lead stay beside the leads, whatever holds them.
TEST(OtherSignals, StayOtherSignalsInEveryFormat) {
    const test::TemporaryFolder folder;
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 250.0;
    const auto signal = [](const char* name, const char* unit, float scale) {
        record::Lead lead{name, unit, {}, {}, false};
        for (int n = 0; n < 500; ++n) lead.samples.push_back(scale * static_cast<float>((n * 7) % 100 - 50));
        return lead;
    };
    ecg.leads = {signal("I", "mV", 0.01F), signal("V1", "mV", 0.02F)};
    ecg.other_signals = {signal("RESP", "mV", 0.01F),       signal("PLETH", "NU", 1.0F), signal("Kanal 7", "uV", 1.0F),
                         signal("ECG trigger", "NU", 1.0F), signal("ART", "mmHg", 1.0F), signal("HR", "", 1.0F)};
    ASSERT_TRUE(io::write_csv(folder / "x.csv", ecg));
    auto wfdb = io::wfdb::from_ecg(ecg, "x");
    ASSERT_TRUE(wfdb && io::wfdb::write_record(folder / "x", *wfdb));
    ASSERT_TRUE(io::edf::write(folder / "x.edf", ecg));
    ASSERT_TRUE(io::npz::write(folder / "x.npz", ecg));
    for (const char* name : {"x.csv", "x.hea", "x.edf", "x.npz"}) {
        SCOPED_TRACE(name);
        const auto read = io::read_ecg(folder / name);
        ASSERT_TRUE(read) << read.error().message();
        ASSERT_EQ(read->leads.size(), 2U);
        EXPECT_EQ(read->leads[1].name, "V1");
        ASSERT_EQ(read->other_signals.size(), ecg.other_signals.size());
        for (std::size_t s = 0; s < ecg.other_signals.size(); ++s) {
            EXPECT_EQ(read->other_signals[s].name, ecg.other_signals[s].name);
            const auto& unit = ecg.other_signals[s].unit;
            EXPECT_EQ(read->other_signals[s].unit, name == std::string("x.hea") && unit == "NU" ? "" : unit)
                << "WFDB writes NU where there is no unit";
            EXPECT_NEAR(read->other_signals[s].samples[3], ecg.other_signals[s].samples[3], 1e-3)
                << "of 50, in 16 bits";
        }
        EXPECT_TRUE(std::ranges::none_of(read->comments, [](const auto& c) { return c.starts_with("other signal"); }))
            << "the mark is no comment of the recording";
    }
}

TEST_P(WriteRead, TensorFile) {
    std::vector<std::vector<std::byte>> data;
    std::vector<core::NamedTensor> tensors;
    std::map<std::string, std::string> metadata;
    constexpr std::array types{core::DType::u8,  core::DType::i8,  core::DType::i32, core::DType::i64,
                               core::DType::f16, core::DType::f32, core::DType::f64};
    const std::size_t count = random.index(6);
    for (std::size_t t = 0; t < count; ++t) {
        const auto type = types[random.index(types.size())];
        std::vector<std::int64_t> shape;
        std::size_t elements = 1;
        for (std::size_t d = random.index(4); d > 0; --d) {
            shape.push_back(static_cast<std::int64_t>(random.index(5)));
            elements *= static_cast<std::size_t>(shape.back());
        }
        data.emplace_back(elements * core::size_of(type));
        for (auto& byte : data.back()) byte = static_cast<std::byte>(random.index(256));
        tensors.push_back({std::to_string(t) + awkward_text(random), type, shape, data.back()});
        metadata[awkward_text(random)] = awkward_text(random);
    }
    ASSERT_TRUE(core::write_tensor_file(folder / "t", tensors, metadata));
    const auto file = core::TensorFile::open(folder / "t");
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_EQ(file->metadata(), metadata);
    ASSERT_EQ(file->tensors().size(), tensors.size());
    for (const auto& tensor : tensors) {
        const auto read = file->tensor(tensor.name, tensor.dtype);
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(read->shape, tensor.shape);
        EXPECT_TRUE(std::ranges::equal(read->bytes, tensor.bytes)) << tensor.name;
    }
}

TEST_P(WriteRead, CsvTable) {
    const std::size_t columns = 1 + random.index(6);
    std::vector<std::vector<std::string>> rows(1 + random.index(10));
    for (auto& row : rows)
        for (std::size_t c = 0; c < columns; ++c) row.push_back(awkward_text(random));
    ASSERT_TRUE(cohort::write_csv(folder / "t.csv", rows.front(), std::span(rows).subspan(1)));
    const auto table = cohort::read_csv(folder / "t.csv");
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->header, rows.front());
    ASSERT_EQ(table->rows.size(), rows.size() - 1);
    for (std::size_t r = 1; r < rows.size(); ++r) EXPECT_EQ(table->rows[r - 1].cells, rows[r]);
}

TEST_P(WriteRead, CohortCsv) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::optional<double>> ages;
    std::vector<std::string> notes;
    for (std::size_t i = 0; i < 1 + random.index(20); ++i) {
        const bool known = random.index(5) > 0;
        ages.push_back(known ? std::optional(18.0 + static_cast<double>(random.index(7300)) / 100.0) : std::nullopt);
        char text[32] = "";
        if (known) std::snprintf(text, sizeof text, "%.17g", *ages.back());
        notes.push_back("n" + awkward_text(random) + ".");
        rows.push_back({"id " + std::to_string(i), text, std::to_string(random.index(2)), notes.back()});
    }
    const std::vector<std::string> header{"patient_id", "age_y", "response", "remark"};
    ASSERT_TRUE(cohort::write_csv(folder / "c.csv", header, rows));
    cohort::CohortOptions options;
    options.require_ecg = false;
    const auto read = cohort::read_cohort(folder / "c.csv", options);
    ASSERT_TRUE(read) << read.error().message();
    ASSERT_EQ(read->size(), rows.size());
    const auto* age = read->find("age_y");
    const auto* remark = read->find("remark");
    ASSERT_TRUE(age && remark);
    EXPECT_EQ(age->numbers, ages);
    EXPECT_EQ(remark->texts, notes);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(read->patients[i].value(), rows[i][0]);
        EXPECT_EQ(std::to_string(*read->outcome[i]), rows[i][2]);
    }
}

/// Some of the indices below `size`, as ranges.
std::vector<record::SampleRange> some_ranges(core::RandomStream& random, std::int64_t size) {
    std::vector<record::SampleRange> ranges;
    for (std::int64_t at = 1 + static_cast<std::int64_t>(random.index(20)); at < size;) {
        const auto end = std::min(size, at + 1 + static_cast<std::int64_t>(random.index(4)));
        ranges.push_back({at, end});
        at = end + 1 + static_cast<std::int64_t>(random.index(20));
    }
    return ranges;
}

bool inside(const std::vector<record::SampleRange>& ranges, std::size_t i) {
    const auto at = static_cast<std::int64_t>(i);
    return std::ranges::any_of(ranges, [&](const auto& r) { return at >= r.begin && at < r.end; });
}

TEST_P(WriteRead, WfdbRecord) {
    const int format = random.index(2) == 0 ? 16 : 212;
    const std::size_t values = format == 16 ? 65'534 : 4'094;  // less the code of a missing sample
    const auto half = static_cast<std::int32_t>(values / 2);
    io::wfdb::Record record;
    record.header.frame_frequency_hz = 1.0 + static_cast<double>(random.index(2000)) / 4.0;
    record.frames = 1 + static_cast<std::int64_t>(random.index(60));
    for (std::size_t s = 0; s < 1 + random.index(5); ++s) {
        io::wfdb::SignalSpec spec;
        spec.samples_per_frame = 1 + static_cast<int>(random.index(3));
        spec.gain = 0.5 + static_cast<double>(random.index(4000)) / 8.0;
        spec.baseline = static_cast<std::int32_t>(random.index(2000)) - 1000;
        spec.units = random.index(2) == 0 ? "mV" : "mmHg";
        spec.description = "signal, number " + std::to_string(s);
        io::wfdb::Samples samples;
        const auto length = record.frames * spec.samples_per_frame;
        samples.invalid = some_ranges(random, length);
        for (std::int64_t i = 0; i < length; ++i)
            samples.values.push_back(static_cast<std::int32_t>(random.index(values)) - half);
        record.header.signals.push_back(spec);
        record.signals.push_back(samples);
    }
    const auto written = io::wfdb::write_record(folder / "r", record, format);
    ASSERT_TRUE(written) << written.error().message();
    const auto again = io::wfdb::read_record(folder / "r");
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_TRUE(again->warnings.empty());
    EXPECT_EQ(again->header.frame_frequency_hz, record.header.frame_frequency_hz);
    ASSERT_EQ(again->signals.size(), record.signals.size());
    for (std::size_t s = 0; s < record.signals.size(); ++s) {
        const auto &was = record.header.signals[s], &is = again->header.signals[s];
        EXPECT_EQ(is.gain, was.gain);
        EXPECT_EQ(is.baseline, was.baseline);
        EXPECT_EQ(is.units, was.units);
        EXPECT_EQ(is.description, was.description);
        EXPECT_EQ(again->signals[s].invalid, record.signals[s].invalid);
        ASSERT_EQ(again->signals[s].values.size(), record.signals[s].values.size());
        for (std::size_t i = 0; i < record.signals[s].values.size(); ++i)
            if (!inside(record.signals[s].invalid, i)) {
                EXPECT_EQ(again->signals[s].values[i], record.signals[s].values[i])
                    << "signal " << s << " sample " << i;
            }
    }
}

TEST_P(WriteRead, WfdbAnnotations) {
    constexpr std::array<std::int8_t, 8> codes{1, 5, 8, 9, 14, 22, 28, 39};
    io::wfdb::AnnotationFile file;
    std::int64_t at = 0;
    for (std::size_t i = 0; i < random.index(30); ++i) {
        at += 1 + static_cast<std::int64_t>(random.index(random.index(3) == 0 ? 3'000'000 : 900));
        record::Annotation annotation;
        annotation.sample = at;
        annotation.code = codes[random.index(codes.size())];
        annotation.subtype = static_cast<std::int8_t>(static_cast<int>(random.index(200)) - 100);
        annotation.channel = static_cast<std::int8_t>(random.index(12));
        annotation.number = static_cast<std::int8_t>(random.index(100));
        annotation.auxiliary = std::string(random.index(20), 'x');
        file.annotations.push_back(annotation);
    }
    const auto bytes = io::wfdb::encode_annotations(file);
    ASSERT_TRUE(bytes) << bytes.error().message();
    const auto again = io::wfdb::parse_annotations(std::as_bytes(std::span(*bytes)), "again");
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(again->annotations, file.annotations);
}

/// Leads of a random length with random gaps, held over them; samples as they are, of any size.
record::Ecg random_ecg(core::RandomStream& random, std::vector<std::string> names) {
    record::Ecg ecg;
    constexpr std::array rates{100.0, 257.5, 360.0, 500.0, 1000.0};
    ecg.sampling_frequency_hz = rates[random.index(rates.size())];
    const std::size_t samples = 3 + random.index(200);
    for (auto& name : names) {
        record::Lead lead{std::move(name), "mV", {}, some_ranges(random, static_cast<std::int64_t>(samples)), false};
        float held = 0.0F;
        for (std::size_t i = 0; i < samples; ++i) {
            if (!inside(lead.invalid, i)) held = static_cast<float>(random.normal());
            lead.samples.push_back(held);
        }
        ecg.leads.push_back(std::move(lead));
    }
    return ecg;
}

void expect_same_leads(const record::Ecg& read, const record::Ecg& ecg) {
    EXPECT_EQ(read.sampling_frequency_hz, ecg.sampling_frequency_hz);
    ASSERT_EQ(read.leads.size(), ecg.leads.size());
    for (std::size_t l = 0; l < ecg.leads.size(); ++l) {
        EXPECT_EQ(read.leads[l].name, ecg.leads[l].name);
        EXPECT_EQ(read.leads[l].invalid, ecg.leads[l].invalid);
        EXPECT_EQ(read.leads[l].samples, ecg.leads[l].samples);
    }
}

TEST_P(WriteRead, EcgCsv) {
    const auto ecg = random_ecg(random, {"I", "II", "odd, \"lead\""});
    ASSERT_TRUE(io::write_csv(folder / "x.csv", ecg));
    const auto again = io::read_ecg(folder / "x.csv");
    ASSERT_TRUE(again) << again.error().message();
    expect_same_leads(*again, ecg);
}

TEST_P(WriteRead, EcgNpz) {
    const auto ecg = random_ecg(random, {"I", "aVF", "odd, \"lead\"", "\xc3\x84hnlich \xce\xb5"});
    ASSERT_TRUE(io::npz::write(folder / "x.npz", ecg));
    const auto again = io::read_ecg(folder / "x.npz");
    ASSERT_TRUE(again) << again.error().message();
    expect_same_leads(*again, ecg);
}

/// How a reader of arrays is told what they do not say.
io::ReadOptions told(const record::Ecg& ecg) {
    io::ReadOptions options{.sampling_frequency_hz = ecg.sampling_frequency_hz, .lead_names = {}};
    for (const auto& lead : ecg.leads) options.lead_names.push_back(lead.name);
    options.csv.unit = "mV";
    return options;
}

/// All values of the leads, in the order of samples, or one lead behind the other; NaN where missing.
template <typename Real>
std::string array_bytes(const record::Ecg& ecg, bool samples_first, bool big_endian) {
    std::string bytes;
    const auto leads = ecg.leads.size(), samples = ecg.leads.front().samples.size();
    for (std::size_t n = 0; n < leads * samples; ++n) {
        const auto l = samples_first ? n % leads : n / samples, i = samples_first ? n / leads : n % samples;
        const auto& lead = ecg.leads[l];
        const Real value =
            inside(lead.invalid, i) ? std::numeric_limits<Real>::quiet_NaN() : static_cast<Real>(lead.samples[i]);
        std::array<char, sizeof value> raw{};
        std::memcpy(raw.data(), &value, sizeof value);
        if (big_endian) std::ranges::reverse(raw);
        bytes.append(raw.data(), raw.size());
    }
    return bytes;
}

// Written here after NumPy's format description (NEP 1): version 1.0, 2.0 or 3.0, either order of bytes and of axes.
TEST_P(WriteRead, NpyArray) {
    const auto ecg = random_ecg(random, {"I", "II"});
    const bool big = random.index(2) == 0, wide = random.index(2) == 0, columns = random.index(2) == 0;
    const bool transposed = random.index(2) == 0;  // a row a sample
    const auto samples = std::to_string(ecg.sample_count());
    const int version = 1 + static_cast<int>(random.index(3));
    std::string dictionary = std::string("{'descr': '") + (big ? ">" : "<") + (wide ? "f8" : "f4") +
                             "', 'fortran_order': " + (columns ? "True" : "False") + ", 'shape': (" +
                             (transposed ? samples + ", 2" : "2, " + samples) + "), }";
    const std::size_t before = version == 1 ? 10 : 12;
    dictionary.append(63 - (before + dictionary.size()) % 64, ' ').append("\n");
    const bool samples_first = transposed != columns;
    const std::string file =
        "\x93NUMPY" + test::u8(version) + test::u8(0) +
        test::bytes_of(static_cast<std::int64_t>(dictionary.size()), version == 1 ? 2 : 4) + dictionary +
        (wide ? array_bytes<double>(ecg, samples_first, big) : array_bytes<float>(ecg, samples_first, big));
    std::ofstream(folder / "x.npy", std::ios::binary) << file;
    const auto again = io::read_ecg(folder / "x.npy", told(ecg));
    ASSERT_TRUE(again) << again.error().message();
    expect_same_leads(*again, ecg);
}

// Written here after MathWorks' description of MAT-files: level 4, or level 5 with an element packed or not.
TEST_P(WriteRead, MatlabMatrix) {
    const auto ecg = random_ecg(random, {"I", "II"});
    const bool transposed = random.index(2) == 0;  // a column a lead; MATLAB stores column by column
    const auto samples = ecg.sample_count();
    const auto rows = transposed ? samples : 2, columns = transposed ? 2 : samples;
    const auto element = [](std::int64_t type, const std::string& data) {
        return test::u32(type) + test::u32(static_cast<std::int64_t>(data.size())) + data +
               std::string((8 - data.size() % 8) % 8, '\0');
    };
    std::string file;
    if (random.index(2) == 0) {
        const bool big = random.index(2) == 0;
        constexpr std::int64_t big_double = 1000, little_double = 0;
        for (const std::int64_t word :
             {big ? big_double : little_double, rows, columns, std::int64_t{0}, std::int64_t{4}})
            file += test::bytes_of(word, 4, big ? std::endian::big : std::endian::little);
        file += std::string("val\0", 4) + array_bytes<double>(ecg, !transposed, big);
    } else {
        constexpr std::int64_t int8 = 1, int32 = 5, uint32 = 6, real64 = 9, matrix = 14, compressed = 15,
                               double_class = 6;
        auto inside_of =
            element(matrix, element(uint32, test::u32(double_class) + test::u32(0)) +
                                element(int32, test::u32(rows) + test::u32(columns)) + element(int8, "val") +
                                element(real64, array_bytes<double>(ecg, !transposed, false)));
        if (random.index(2) == 0) {
            auto length = ::compressBound(inside_of.size());
            std::string packed(length, '\0');
            ASSERT_EQ(::compress(reinterpret_cast<Bytef*>(packed.data()), &length,
                                 reinterpret_cast<const Bytef*>(inside_of.data()), inside_of.size()),
                      Z_OK);
            packed.resize(length);
            inside_of = test::u32(compressed) + test::u32(static_cast<std::int64_t>(length)) + packed;
        }
        file = test::field("MATLAB 5.0 MAT-file", 124) + test::u16(0x0100) + "IM" + inside_of;
        std::ranges::replace(file.begin() + 19, file.begin() + 124, '\0', ' ');
    }
    std::ofstream(folder / "x.mat", std::ios::binary) << file;
    const auto again = io::read_ecg(folder / "x.mat", told(ecg));
    ASSERT_TRUE(again) << again.error().message();
    expect_same_leads(*again, ecg);
}

// A table packed by zlib's gzip, and the same below a folder of a zip archive beside files of awkward content.
TEST_P(WriteRead, PackedTables) {
    const auto ecg = random_ecg(random, {"I", "V6"});
    ASSERT_TRUE(io::write_csv(folder / "x.csv", ecg));
    const auto table = test::bytes_of(folder / "x.csv");
    const auto gz = (folder / "x.csv.gz").string();
    gzFile packed = ::gzopen(gz.c_str(), "wb");
    ASSERT_NE(packed, nullptr);
    ASSERT_EQ(::gzwrite(packed, table.data(), static_cast<unsigned>(table.size())), static_cast<int>(table.size()));
    ASSERT_EQ(::gzclose(packed), Z_OK);
    const auto other = awkward_text(random, 200);
    const auto zip = io::zip_of({{"a/readme.txt", other}, {"a/\xc3\xbc b/x.csv", table}}, random.index(2) == 0);
    ASSERT_TRUE(zip) << zip.error().message();
    std::ofstream(folder / "x.zip", std::ios::binary) << *zip;
    for (const auto& path : {folder / "x.csv.gz", folder / "x.zip" / "a" / "\xc3\xbc b" / "x.csv"}) {
        SCOPED_TRACE(path);
        const auto again = io::read_ecg(path);
        ASSERT_TRUE(again) << again.error().message();
        expect_same_leads(*again, ecg);
    }
    const auto text = io::open_recording(folder / "x.zip" / "a" / "readme.txt");
    ASSERT_TRUE(text) << text.error().message();
    EXPECT_EQ(text->bytes.text(), other);
}

model::Bundle random_bundle(core::RandomStream& random) {
    model::Bundle bundle;
    bundle.architecture.base_width = 1 + static_cast<int>(random.index(2));
    bundle.architecture.stem = static_cast<model::Stem>(random.index(3));
    bundle.architecture.auxiliary_inputs = static_cast<int>(random.index(3));
    bundle.architecture.outputs = 1 + static_cast<int>(random.index(4));
    bundle.recipe = *features::SpectrogramRecipe::named(random.index(2) == 0 ? "fine" : "paper");
    for (int i = 0; i < bundle.architecture.outputs; ++i) bundle.labels.push_back(awkward_text(random));
    bundle.lead_policy = {{awkward_text(random), "V1"}, "median"};
    bundle.input_mean = random.normal();
    bundle.input_sd = 1e-3 + random.uniform();
    bundle.decision_threshold = random.uniform();
    bundle.calibration = {random.normal(), random.normal()};
    bundle.provenance = {{awkward_text(random)},
                         awkward_text(random),
                         awkward_text(random),
                         random.engine()(),
                         awkward_text(random),
                         "0.1.0",
                         {{awkward_text(random), random.normal()}}};
    bundle.provenance.sources = {awkward_text(random)};  // where there are none, the data sets' names come back
    test::number_weights(bundle);
    return bundle;
}

TEST_P(WriteRead, Bundle) {
    const auto bundle = random_bundle(random);
    ASSERT_TRUE(model::write_bundle(folder / "b", bundle));
    const auto again = model::read_bundle(folder / "b");
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, bundle);
}

TEST_P(WriteRead, BundleOfAnyWeights) {
    auto bundle = random_bundle(random);
    bool finite = true;
    for (auto& [name, tensor] : bundle.tensors)
        for (int i = 0; i < 2; ++i) {
            auto& value = tensor.values[random.index(tensor.values.size())];
            value = any_float(random);
            finite = finite && std::isfinite(value);
        }
    ASSERT_EQ(model::write_bundle(folder / "b", bundle).has_value(), finite) << "what is not finite is refused";
    if (finite) {
        EXPECT_EQ(*model::read_bundle(folder / "b"), bundle);
    }
}

TEST_P(WriteRead, Predictor) {
    auto predictor = test::hand_predictor(2 + random.index(5));
    for (auto* values : {&predictor.linear->impute, &predictor.linear->centre, &predictor.linear->weight})
        for (auto& value : *values) value = random.normal() * std::pow(10.0, 50.0 * random.uniform() - 25.0);
    for (auto& weight : predictor.ensemble.weights) weight = static_cast<float>(random.normal());
    predictor.label = printable_text(random);
    predictor.notes = {printable_text(random), printable_text(random)};
    predictor.threshold = random.uniform();
    predictor.threshold_rule = random.index(2) == 0 ? "prevalence" : "youden";
    if (random.index(2) == 0) predictor.outcome_positive = printable_text(random);
    predictor.provenance.command = printable_text(random);
    const auto written = model::write_predictor(folder / "p", predictor);
    ASSERT_TRUE(written) << written.error().message();
    const auto again = model::read_predictor(folder / "p");
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, predictor);
}

INSTANTIATE_TEST_SUITE_P(Random, WriteRead, testing::Range(std::uint64_t{0}, trials));

}  // namespace
}  // namespace synchrony
