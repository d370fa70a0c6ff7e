// The few lines a test of the engine needs, on nothing but LibTorch, so that a machine with only
// LibTorch and CUDA can run it: TEST(name) { ... } registers, EXPECT and EXPECT_CLOSE report,
// main() comes from check_main.cpp.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <string>

namespace tessera::test {

/// Registers a case; returns a dummy so that it can run at static initialisation.
int add_case(const std::string& name, std::function<void()> body);

/// Counts a failure and prints where and what.
void fail(const char* file, int line, const std::string& what);

/// Prints why a case could not run here and ends it.
[[noreturn]] void skip(const std::string& why);

/// Fails unless shapes are equal and max|a - b| <= tolerance * max(max|b|, 1e-30); a NaN fails.
void check_close(const char* file,
                 int line,
                 const at::Tensor& actual,
                 const at::Tensor& expected,
                 double tolerance,
                 const std::string& what);

/// Fails unless `body` throws an exception whose text holds `expected`.
void check_throws(const char* file,
                  int line,
                  const std::function<void()>& body,
                  const std::string& expected);

}  // namespace tessera::test

#define TEST(name)                                        \
    static void test_##name();                            \
    [[maybe_unused]] static const int registered_##name = \
        tessera::test::add_case(#name, test_##name);      \
    static void test_##name()
#define EXPECT(condition) \
    ((condition) ? void() : tessera::test::fail(__FILE__, __LINE__, #condition))
#define EXPECT_CLOSE(actual, expected, tolerance) \
    tessera::test::check_close(__FILE__, __LINE__, actual, expected, tolerance, #actual)
#define EXPECT_THROWS(body, text) \
    tessera::test::check_throws(  \
        __FILE__, __LINE__, [&] { body; }, text)
#define SKIP(why) tessera::test::skip(why)
