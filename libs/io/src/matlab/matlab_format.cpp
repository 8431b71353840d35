#include "matlab/matlab_format.hpp"

#include <algorithm>

#include "matlab/mat_file.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::matlab {
namespace {

bool sniff_mat(std::string_view head, const std::filesystem::path&) {
    return is_mat(head);
}

/// The matrix that `part` names ("val", "val/17"), or the only one that is no single number, row or column; where there
/// is none, the only row or column: one lead.
core::Result<const Matrix*> choose_matrix(const std::vector<Matrix>& matrices, std::string& part,
                                          const std::string& where) {
    const auto slash = part.find('/');
    const auto name = part.substr(0, slash);
    std::vector<const Matrix*> wide, lines;
    for (const auto& matrix : matrices) {
        if (!name.empty() && matrix.name == name) {
            part = slash == std::string::npos ? std::string() : part.substr(slash + 1);
            return &matrix;
        }
        const auto& shape = matrix.array.shape;
        const auto long_sides = std::count_if(shape.begin(), shape.end(), [](auto n) { return n > 1; });
        if (long_sides >= 2) wide.push_back(&matrix);
        if (long_sides == 1) lines.push_back(&matrix);
    }
    if (name.empty() && wide.empty()) wide = lines;
    if (wide.size() == 1) return wide.front();
    const auto names = core::joined(matrices, ", ", [](const auto& matrix) { return matrix.name; });
    return core::fail({core::ErrorKind::usage, "which matrix is meant cannot be told", where,
                       std::to_string(wide.size()) + " matrices of samples and leads", "one",
                       matrices.empty() ? "" : "Name one behind the file: " + where + "/NAME, of " + names});
}

core::Result<record::Ecg> read_mat(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    SYNCHRONY_ASSIGN(const auto matrices, read_matrices(file.bytes, where));
    auto facts = arrays::facts_from(options, where);
    if (!facts) {
        auto error = facts.error();
        error.hint +=
            ". Or put " + std::filesystem::path(file.name).stem().string() + ".hea, its WFDB header, beside it";
        return core::fail(std::move(error));
    }
    auto part = file.part;
    SYNCHRONY_ASSIGN(const auto* matrix, choose_matrix(matrices, part, where));
    SYNCHRONY_ASSIGN(auto ecg, arrays::to_ecg(matrix->array, *facts, part, options, where));
    ecg.format = "matlab";
    return ecg;
}

core::Result<std::vector<std::string>> mat_parts(const RecordingFile& file) {
    SYNCHRONY_ASSIGN(const auto matrices, read_matrices(file.bytes, file.where()));
    std::string part;
    SYNCHRONY_ASSIGN(const auto* matrix, choose_matrix(matrices, part, file.where()));
    return arrays::parts_of(matrix->array);
}

}  // namespace

Format format() {
    return {.name = "matlab",
            .description = "MATLAB matrix (with --fs, --unit, --leads)",
            .versions = "levels 4 and 5 (-v4, -v6, -v7)",
            .extensions = {".mat"},
            .sniff = sniff_mat,
            .read = read_mat,
            .checked = "SciPy's files; PhysioNet's beside WFDB headers",
            .checked_files = 54,
            .figure = "every sample within 0.01 uV",
            .parts = mat_parts};
}

}  // namespace synchrony::io::matlab
