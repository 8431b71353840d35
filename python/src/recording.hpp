// Recordings as Python sees them.
#pragma once

#include <pybind11/numpy.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "synchrony/io/read.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::python {

namespace py = pybind11;

/// A recording that is never changed, so that arrays of Python may look into it for as long as they live.
class Recording {
  public:
    Recording(std::shared_ptr<const record::Ecg> ecg, std::string where);
    [[nodiscard]] const std::shared_ptr<const record::Ecg>& ecg() const { return ecg_; }
    /// As messages name it: the path, or "array".
    [[nodiscard]] const std::string& where() const { return where_; }
    /// Read-only (leads, samples), NaN where masked; made when first asked for and kept.
    [[nodiscard]] py::array samples();
    /// Read-only (samples,) of one lead; looks into the recording itself where nothing is masked.
    [[nodiscard]] py::array lead(const std::string& name) const;

  private:
    std::shared_ptr<const record::Ecg> ecg_;
    std::string where_;
    py::object matrix_;
};

/// How files are read, as arguments of Python; None where not given.
struct ReadArguments {
    py::object fs, unit, leads;
    [[nodiscard]] io::ReadOptions options() const;
};

/// What a function was given for an ECG: a Recording, or a path that is still to be read.
struct EcgSource {
    std::filesystem::path path;                  ///< of the file, or what messages call the recording
    std::shared_ptr<const record::Ecg> in_hand;  ///< null: to be read
    io::ReadOptions reading;                     ///< finds the recording under `path`, in hand or not

    [[nodiscard]] core::Result<std::shared_ptr<const record::Ecg>> read() const;
};
[[nodiscard]] EcgSource source_of(const py::handle& ecg, const ReadArguments& arguments);

/// Of a list of str, or of one with commas between; raises UsageError on anything else.
[[nodiscard]] std::vector<std::string> names_of(const py::handle& names, const char* what);

}  // namespace synchrony::python
