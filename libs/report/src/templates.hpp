// The page templates, compiled in so that the program is one file.
#pragma once

namespace synchrony::report {

extern const char* const document_template;  ///< Mustache
extern const char* const page_css;

}  // namespace synchrony::report
