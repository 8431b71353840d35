// A library's exceptions stop where its engine is called.
#pragma once

#include <new>
#include <string>
#include <type_traits>

#include "synchrony/core/result.hpp"

namespace synchrony::nn {

/// Calls f, which gives a Result, and turns what it throws into an Error; `words_of` gives the message of the library's
/// own exception.
template <typename LibraryError, typename Words, typename F>
std::invoke_result_t<F> guarded_by(const char* library, const char* memory_hint, Words words_of, F f) {
    const auto failed = [](core::ErrorKind kind, std::string what, std::string got, std::string hint = {}) {
        return core::fail(core::Error{kind, std::move(what), "", std::move(got), "", std::move(hint)});
    };
    try {
        return f();
    } catch (const LibraryError& error) {
        return failed(core::ErrorKind::input, std::string(library) + " failed", words_of(error));
    } catch (const std::bad_alloc&) {
        return failed(core::ErrorKind::io, "not enough memory for the network", "", memory_hint);
    } catch (const std::exception& error) {
        return failed(core::ErrorKind::input, "the network engine failed", error.what());
    }
}

}  // namespace synchrony::nn
