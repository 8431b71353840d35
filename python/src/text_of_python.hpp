// Text and JSON between the library and Python.
#pragma once

#include <pybind11/pybind11.h>

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace synchrony::python {

namespace py = pybind11;

/// A str; bytes that are not UTF-8 become U+FFFD, as in the program's JSON.
py::str text(std::string_view bytes);

/// dict, list, str, int, float, bool, None. Numbers that JSON cannot hold are None, as in the program's JSON.
py::object to_object(const nlohmann::ordered_json& json);

/// JSON of a dict, list, str, number, bool or None. Raises UsageError on anything else and on deep nesting.
nlohmann::json from_object(const py::handle& object, int depth = 0);

/// What os.fspath gives for a str or a PathLike; raises UsageError on anything else. `what` names it: "ECG".
std::filesystem::path path_of(const py::handle& object, const char* what);

/// repr of the type, for messages: "numpy.ndarray".
std::string type_of(const py::handle& object);

}  // namespace synchrony::python
