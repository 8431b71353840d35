#include "synchrony/report/evaluation_report.hpp"

#include "evaluation_document.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::report {

core::Result<std::string> evaluation_html(const EvaluationReport& report) {
    return to_html(evaluation_document(report));
}

core::Result<void> write_evaluation_html(const EvaluationReport& report, const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto html, evaluation_html(report));
    return core::write_file(path, html);
}

core::Result<std::string> evaluation_pdf(const EvaluationReport& report) {
    return to_pdf(evaluation_document(report));
}

core::Result<void> write_evaluation_pdf(const EvaluationReport& report, const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto pdf, evaluation_pdf(report));
    return core::write_file(path, pdf);
}

}  // namespace synchrony::report
