// Names and numbers by which a file knows its patient beside the name and the id that are shown: a maiden name, the
// number of an order, the file's own UID. A file called by one of them tells whose it is.
#pragma once

#include <pugixml.hpp>
#include <string>

#include "synchrony/record/file_facts.hpp"

namespace synchrony::io {

/// Keeps a name or a number that is not empty; so many of a file that it does not matter how many it holds.
void add_other_name(record::PatientFields& patient, std::string name);
void add_other_id(record::PatientFields& patient, std::string id);

/// Of text that anything may stand in, as on a printed page: words as names, figures as numbers.
void add_other_words(record::PatientFields& patient, const std::string& text);

/// Keeps what stands in an element, and in those below it, that is called after a name or a number ("MaidenName",
/// "MRN", "orderid"), in attributes too. Of XML, whatever the vendor.
void take_other_names(pugi::xml_node node, record::PatientFields& patient);

}  // namespace synchrony::io
