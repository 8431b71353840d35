#include "text_of_python.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "faults.hpp"

namespace synchrony::python {
namespace {

constexpr int deepest_nesting = 32;  // a recipe has one level

}  // namespace

py::str text(std::string_view bytes) {
    auto* made = PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "replace");
    if (!made) throw py::error_already_set();
    return py::reinterpret_steal<py::str>(made);
}

// The library's documents nest a few levels; those of strangers were measured when they were read (core::parse_json).
py::object to_object(const nlohmann::ordered_json& json) {  // NOLINT(misc-no-recursion)
    if (json.is_object()) {
        py::dict made;
        for (const auto& [name, value] : json.items()) made[text(name)] = to_object(value);
        return made;
    }
    if (json.is_array()) {
        py::list made;
        for (const auto& value : json) made.append(to_object(value));
        return made;
    }
    if (json.is_string()) return text(json.get_ref<const std::string&>());
    if (json.is_boolean()) return py::bool_(json.get<bool>());
    if (json.is_number_unsigned()) return py::int_(json.get<std::uint64_t>());
    if (json.is_number_integer()) return py::int_(json.get<std::int64_t>());
    if (json.is_number_float() && std::isfinite(json.get<double>())) return py::float_(json.get<double>());
    return py::none();
}

nlohmann::json from_object(const py::handle& object, int depth) {  // NOLINT(misc-no-recursion)
    if (depth > deepest_nesting) raise_usage("nested too deep", {}, std::to_string(deepest_nesting) + " levels");
    if (object.is_none()) return nullptr;
    if (py::isinstance<py::bool_>(object)) return object.cast<bool>();
    if (py::isinstance<py::str>(object)) return object.cast<std::string>();
    if (py::isinstance<py::int_>(object)) return object.cast<std::int64_t>();
    if (py::isinstance<py::float_>(object)) return object.cast<double>();
    if (py::isinstance<py::dict>(object)) {
        auto made = nlohmann::json::object();
        for (const auto& [name, value] : py::reinterpret_borrow<py::dict>(object)) {
            if (!py::isinstance<py::str>(name)) raise_usage("a name is no str", type_of(name), "str");
            made[name.cast<std::string>()] = from_object(value, depth + 1);
        }
        return made;
    }
    if (py::isinstance<py::list>(object) || py::isinstance<py::tuple>(object)) {
        auto made = nlohmann::json::array();
        for (const auto& value : py::reinterpret_borrow<py::sequence>(object))
            made.push_back(from_object(value, depth + 1));
        return made;
    }
    raise_usage("a value of this type has no place in JSON", type_of(object), "str, number, bool, None, list or dict");
}

std::filesystem::path path_of(const py::handle& object, const char* what) {
    auto* named = PyOS_FSPath(object.ptr());
    if (!named) {
        PyErr_Clear();
        raise_usage(std::string(what) + " is no path", type_of(object), "a str or a path");
    }
    const auto path = py::reinterpret_steal<py::object>(named);
    PyObject* bytes = nullptr;
    if (PyUnicode_FSConverter(path.ptr(), &bytes) == 0) throw py::error_already_set();  // a NUL inside: ValueError
    const auto kept = py::reinterpret_steal<py::bytes>(bytes);
    return std::string(std::string_view(kept));
}

std::string type_of(const py::handle& object) {
    const py::handle type(reinterpret_cast<PyObject*>(Py_TYPE(object.ptr())));
    const auto module = py::str(type.attr("__module__")).cast<std::string>();
    const auto name = py::str(type.attr("__qualname__")).cast<std::string>();
    return module == "builtins" ? name : module + "." + name;
}

}  // namespace synchrony::python
