// NumPy arrays over memory that something keeps alive.
#pragma once

#include <pybind11/numpy.h>

#include <memory>
#include <utility>
#include <vector>

namespace synchrony::python {

namespace py = pybind11;

/// A read-only array over `values`, which lie in what `keeper` keeps alive.
template <typename T>
py::array view_of(const T* values, std::vector<py::ssize_t> shape, std::shared_ptr<const void> keeper) {
    auto* kept = new std::shared_ptr<const void>(std::move(keeper));
    const py::capsule owner(kept, [](void* held) { delete static_cast<std::shared_ptr<const void>*>(held); });
    py::array_t<T> made(std::move(shape), values, owner);
    made.attr("setflags")(py::arg("write") = false);
    return made;
}

/// An array that takes the vector over, without a copy.
template <typename T>
py::array array_of(std::vector<T>&& values, std::vector<py::ssize_t> shape) {
    auto* kept = new std::vector<T>(std::move(values));
    const py::capsule owner(kept, [](void* held) { delete static_cast<std::vector<T>*>(held); });
    return py::array_t<T>(std::move(shape), kept->data(), owner);
}

}  // namespace synchrony::python
