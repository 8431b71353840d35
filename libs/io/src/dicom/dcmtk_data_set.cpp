// Reading with DCMTK, the only file that does (dcmtk_writer.cpp writes with it).
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcsequen.h>
#include <dcmtk/dcmdata/dctag.h>
#include <dcmtk/oflog/oflog.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <span>

#include "dicom/data_set.hpp"
#include "dicom/dcmtk_quiet.hpp"
#include "parts.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::dicom {
namespace {

DcmTagKey key_of(Tag tag) {
    return {tag.group, tag.element};
}

DcmElement* element_of(void* item, Tag tag) {
    DcmElement* element = nullptr;
    const auto found = static_cast<DcmItem*>(item)->findAndGetElement(key_of(tag), element);
    return found.good() ? element : nullptr;
}

bool is_sequence_tag(Tag tag) {
    return DcmTag(key_of(tag)).getEVR() == EVR_SQ;
}

std::string clean_text(std::string_view stored) {
    const auto text = core::trimmed(stored.substr(0, stored.find('\0')));
    const auto decoded = core::decode_text(text);
    return decoded ? decoded->text : std::string();
}

E_TransferSyntax syntax_of(const DataSetBytes& data) {
    if (!data.explicit_vr) return EXS_LittleEndianImplicit;
    return data.order == std::endian::big ? EXS_BigEndianExplicit : EXS_LittleEndianExplicit;
}

// Terms of PS3.3 C.12.1.1.2 by their registration numbers: of one byte a letter, and all.
constexpr std::array<std::string_view, 12> one_byte_sets = {"13",  "100", "101", "109", "110", "126",
                                                            "127", "138", "144", "148", "166", "203"};
constexpr std::array<std::string_view, 6> other_sets = {"6", "58", "87", "149", "159", "192"};

bool is_one_of(std::span<const std::string_view> all, std::string_view word) {
    return std::find(all.begin(), all.end(), word) != all.end();
}

/// "101" of "ISO_IR 101" and "ISO 2022 IR 101"; empty for other terms.
std::string_view registration_of(std::string_view term) {
    for (const std::string_view begin : {"ISO_IR ", "ISO 2022 IR "})
        if (term.starts_with(begin)) return term.substr(begin.size());
    return {};
}

bool is_known_term(std::string_view term) {
    const auto number = registration_of(term);
    return term.empty() || term == "GB18030" || term == "GBK" || is_one_of(one_byte_sets, number) ||
           is_one_of(other_sets, number);
}

/// DCMTK 3.6.7 does not know Latin-9.
void decode_latin_9(DcmItem& data_set) {
    DcmStack stack;
    while (data_set.nextObject(stack, OFTrue).good()) {
        auto* object = stack.top();
        if (!object->isLeaf() || !object->isAffectedBySpecificCharacterSet()) continue;
        auto* element = static_cast<DcmElement*>(object);
        OFString stored;
        if (element->getOFStringArray(stored).bad()) continue;
        if (const auto text = core::decode_text_as({stored.c_str(), stored.size()}, "ISO-8859-15"))
            static_cast<void>(element->putOFStringArray(OFString(text->c_str(), text->size())));
    }
}

/// Makes all texts UTF-8; false where the file names a character set that is none. Where it names none, text is decoded
/// by its bytes (clean_text).
bool texts_to_utf8(DcmDataset& data_set) {
    OFString stored;
    static_cast<void>(data_set.findAndGetOFStringArray(DCM_SpecificCharacterSet, stored));
    const std::string said(stored.c_str(), stored.size());
    auto terms = core::split(said, '\\');
    for (auto& term : terms) term = core::trimmed(term);
    if (!std::all_of(terms.begin(), terms.end(), is_known_term)) return false;
    // Without code extensions a term of ISO 2022 names the set itself, which DCMTK does not take.
    const auto number = terms.size() == 1 ? registration_of(terms.front()) : std::string_view();
    if (number == "203") {
        decode_latin_9(data_set);
        static_cast<void>(data_set.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192"));
        return true;
    }
    if (is_one_of(one_byte_sets, number))
        static_cast<void>(
            data_set.putAndInsertString(DCM_SpecificCharacterSet, ("ISO_IR " + std::string(number)).c_str()));
    static_cast<void>(data_set.convertToUTF8());
    return true;
}

core::Result<std::shared_ptr<void>> parse_with_dcmtk(const DataSetBytes& data, const std::string& where,
                                                     bool& character_set_known) {
    DcmInputBufferStream stream;
    // DCMTK's buffers hold an even number of bytes; a last odd one belongs to no element.
    stream.setBuffer(data.bytes.data(), static_cast<offile_off_t>(data.bytes.size() & ~std::size_t{1}));
    stream.setEos();
    auto data_set = std::make_shared<DcmDataset>();
    data_set->transferInit();
    const auto read = data_set->read(stream, syntax_of(data), EGL_noChange);
    data_set->transferEnd();
    if (read.bad())
        return core::fail_input("DICOM data set is not whole", where, read.text(), "a data set that DCMTK can read");
    character_set_known = texts_to_utf8(*data_set);
    return std::shared_ptr<void>(data_set, static_cast<DcmItem*>(data_set.get()));
}

}  // namespace

void quieten_dcmtk() {
    static const bool quiet = [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        return true;
    }();
    static_cast<void>(quiet);
}

bool Item::has(Tag tag) const {
    return element_of(item_, tag) != nullptr;
}

std::string Item::text(Tag tag) const {
    auto* element = element_of(item_, tag);
    OFString value;
    if (element == nullptr || element->getOFStringArray(value).bad()) return {};
    return clean_text({value.c_str(), value.size()});
}

std::optional<double> Item::number(Tag tag) const {
    auto* element = element_of(item_, tag);
    OFString value;
    if (element == nullptr || element->getOFString(value, 0).bad()) return std::nullopt;
    return number_of(std::string_view(value.c_str(), value.size()));
}

std::vector<Item> Item::items(Tag tag) const {
    auto* element = element_of(item_, tag);
    std::vector<Item> all;
    if (element == nullptr || element->ident() != EVR_SQ) return all;
    auto* sequence = static_cast<DcmSequenceOfItems*>(element);
    for (auto* object = sequence->nextInContainer(nullptr); object != nullptr;
         object = sequence->nextInContainer(object))
        all.emplace_back(static_cast<DcmItem*>(object));
    return all;
}

StoredWords Item::words(Tag tag) const {
    auto* element = element_of(item_, tag);
    if (element == nullptr || element->isLeaf() == OFFalse) return {};
    const auto bytes = static_cast<std::size_t>(element->getLength());
    Uint8* as_bytes = nullptr;
    Uint16* as_words = nullptr;
    Sint16* as_numbers = nullptr;
    const auto vr = element->getVR();
    if (vr == EVR_OB || vr == EVR_UN) {
        if (element->getUint8Array(as_bytes).good() && as_bytes != nullptr) return {{as_bytes, bytes}, {}};
    } else if (vr == EVR_SS) {
        if (element->getSint16Array(as_numbers).good() && as_numbers != nullptr)
            return {{}, {reinterpret_cast<const std::uint16_t*>(as_numbers), bytes / 2}};
    } else if (element->getUint16Array(as_words).good() && as_words != nullptr) {
        return {{}, {as_words, bytes / 2}};
    }
    return {};
}

core::Result<DataSet> DataSet::parse(const DataSetBytes& data, const std::string& where) {
    quieten_dcmtk();
    SYNCHRONY_TRY(check_elements(data, is_sequence_tag, where));
    try {
        bool character_set_known = true;
        SYNCHRONY_ASSIGN(auto data_set, parse_with_dcmtk(data, where, character_set_known));
        return DataSet(std::move(data_set), character_set_known);
    } catch (const std::exception& fault) {
        return core::fail_input("DICOM data set cannot be read", where, fault.what(), "a data set that DCMTK can read");
    }
}

}  // namespace synchrony::io::dicom
