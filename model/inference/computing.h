// How LibTorch code is run: one computation at a time, errors in one line.
#pragma once

#include <c10/util/Exception.h>

#include <mutex>
#include <new>
#include <stdexcept>
#include <string>

namespace tessera {

/// Computations queue here: the number of threads and the cores themselves are the process's.
inline std::mutex& compute_mutex() {
    static std::mutex mutex;
    return mutex;
}

/// Runs LibTorch code and puts its errors, which bring a stack trace of many lines, into one.
template <typename Body>
auto in_one_line(Body body) {
    try {
        return body();
    } catch (const c10::OutOfMemoryError&) {
        throw std::runtime_error(
            "the GPU's memory is too small for a picture of this size; try a smaller one, or the "
            "cpu");
    } catch (const c10::Error& error) {
        const std::string text = error.what_without_backtrace();
        if (text.find("allocate memory") != std::string::npos) {
            throw std::runtime_error(
                "there is not enough memory for a picture of this size; try a smaller one");
        }
        throw std::runtime_error(text.substr(0, text.find('\n')));
    } catch (const std::bad_alloc&) {
        throw std::runtime_error(
            "there is not enough memory for a picture of this size; try a smaller one");
    }
}

}  // namespace tessera
