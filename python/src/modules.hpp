// The module's parts, one a source.
#pragma once

#include <pybind11/pybind11.h>

namespace synchrony::python {

void add_recording(pybind11::module_& module);
void add_beats(pybind11::module_& module);
void add_use_cases(pybind11::module_& module);

}  // namespace synchrony::python
