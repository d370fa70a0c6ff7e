// Runs the registered cases (all, or those whose names hold the first argument) and sums up.
#include <cstdio>
#include <exception>
#include <utility>
#include <vector>

#include "tests/model/check.h"

namespace tessera::test {
namespace {

struct Skipped {
    std::string why;
};

std::vector<std::pair<std::string, std::function<void()>>>& cases() {
    static std::vector<std::pair<std::string, std::function<void()>>> all;
    return all;
}

int failures = 0;

}  // namespace

int add_case(const std::string& name, std::function<void()> body) {
    cases().emplace_back(name, std::move(body));
    return 0;
}

void fail(const char* file, int line, const std::string& what) {
    ++failures;
    std::printf("  %s:%d: %s\n", file, line, what.c_str());
}

void skip(const std::string& why) {
    throw Skipped{why};
}

void check_close(const char* file,
                 int line,
                 const at::Tensor& actual,
                 const at::Tensor& expected,
                 double tolerance,
                 const std::string& what) {
    if (actual.sizes() != expected.sizes()) {
        fail(file,
             line,
             c10::str(what, ": shape ", actual.sizes(), " instead of ", expected.sizes()));
        return;
    }
    if (expected.numel() == 0) {
        return;
    }
    const at::Tensor a = actual.detach().cpu().to(at::kDouble);
    const at::Tensor b = expected.detach().cpu().to(at::kDouble);
    const double error = (a - b).abs().max().item<double>();
    const double largest = std::max(b.abs().max().item<double>(), 1e-30);
    if (!(error <= tolerance * largest)) {
        fail(file,
             line,
             c10::str(
                 what, ": off by ", error / largest, " of the largest value, allowed ", tolerance));
    }
}

void check_throws(const char* file,
                  int line,
                  const std::function<void()>& body,
                  const std::string& expected) {
    try {
        body();
    } catch (const std::exception& error) {
        if (std::string(error.what()).find(expected) == std::string::npos) {
            fail(
                file,
                line,
                std::string("threw \"") + error.what() + "\", expected \"" + expected + "\" in it");
        }
        return;
    }
    fail(file, line, "did not throw; expected \"" + expected + "\"");
}

}  // namespace tessera::test

int main(int argc, char** argv) {
    using namespace tessera::test;
    const std::string filter = argc > 1 ? argv[1] : "";
    int ran = 0;
    int skipped = 0;
    for (const auto& [name, body] : cases()) {
        if (name.find(filter) == std::string::npos) {
            continue;
        }
        const int before = failures;
        ++ran;
        try {
            body();
        } catch (const Skipped& reason) {
            ++skipped;
            std::printf("skipped %s: %s\n", name.c_str(), reason.why.c_str());
            continue;
        } catch (const std::exception& error) {
            fail(__FILE__, __LINE__, name + " threw: " + error.what());
        }
        std::printf("%s %s\n", failures == before ? "passed " : "FAILED ", name.c_str());
    }
    std::printf("%d cases, %d skipped, %d failures\n", ran, skipped, failures);
    return failures == 0 && ran > 0 ? 0 : 1;
}
