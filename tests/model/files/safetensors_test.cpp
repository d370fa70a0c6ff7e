// What is written is read again; every broken file is refused in one line that names it.
#include "model/files/safetensors.h"

#include <sys/resource.h>

#include <torch/types.h>

#include <csignal>
#include <cstring>

#include "model/files/tensors.h"
#include "tests/model/check.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using tessera::test::read_bytes;
using tessera::test::ScratchFolder;
using tessera::test::write_bytes;

namespace {

std::string length_bytes(uint64_t length) {
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes;
}

/// A file of this header and so many bytes of data.
std::string file_of(const std::string& header, size_t data) {
    return length_bytes(header.size()) + header + std::string(data, '\1');
}

/// Writes `bytes` and expects that opening it says `reason`, after the file's name and in one line.
void expect_refused(const std::string& bytes, const std::string& reason) {
    const ScratchFolder folder;
    const auto path = folder / "broken.safetensors";
    write_bytes(path, bytes);
    try {
        SafetensorsFile::open(path);
        tessera::test::fail(__FILE__, __LINE__, "opened; expected \"" + reason + "\"");
    } catch (const std::runtime_error& error) {
        const std::string text = error.what();
        EXPECT(text.rfind(path.string() + ": ", 0) == 0);
        EXPECT(text.find('\n') == std::string::npos);
        if (text.find(reason) == std::string::npos) {
            tessera::test::fail(__FILE__, __LINE__, text + " does not say " + reason);
        }
    }
}

std::map<std::string, at::Tensor> samples() {
    return {{"b", torch::tensor({true, false, true})},
            {"bf16", torch::randn({3, 2}).to(at::kBFloat16)},
            {"f16", torch::randn({5}).to(at::kHalf)},
            {"f32", torch::randn({2, 3, 4})},
            {"f64", torch::randn({}, at::kDouble)},
            {"i16", torch::tensor({-3, 7}, at::kShort)},
            {"i32", torch::tensor({-3, 7}, at::kInt)},
            {"i64", torch::tensor({INT64_MIN, INT64_MAX}, at::kLong)},
            {"i8", torch::tensor({-128, 127, 3}, at::kChar)},
            {"none", torch::zeros({0, 4})},
            {"u8", torch::tensor({255, 0, 3, 4, 5}, at::kByte)}};
}

void write(const std::filesystem::path& path, const std::map<std::string, at::Tensor>& tensors) {
    std::map<std::string, StoredTensor> stored;
    for (const auto& [name, tensor] : tensors) {
        stored[name] = stored_view(tensor);
    }
    write_safetensors(path, stored, {{"title", "a \"quoted\" text\nof two lines, ä"}});
}

/// A limit on the size of files, as a full disk: writing past it fails.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SmallDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

private:
    rlimit before_{};
    void (*signal_)(int);
};

}  // namespace

TEST(EveryTypeSurvivesARoundTrip) {
    const ScratchFolder folder;
    const auto path = folder / "all.safetensors";
    const auto tensors = samples();
    write(path, tensors);
    const auto file = SafetensorsFile::open(path);
    EXPECT(file->metadata().at("title") == "a \"quoted\" text\nof two lines, ä");
    EXPECT(file->tensors().size() == tensors.size());
    for (const auto& [name, tensor] : tensors) {
        const StoredTensor& stored = file->tensors().at(name);
        EXPECT(stored.count() == tensor.numel());
        EXPECT(to_tensor(stored).scalar_type() == tensor.scalar_type());
        EXPECT(to_tensor(stored).equal(tensor));
    }
    EXPECT(folder.count() == 1);
}

TEST(TensorsLieAligned) {
    const ScratchFolder folder;
    write(folder / "all.safetensors", samples());
    const auto file = SafetensorsFile::open(folder / "all.safetensors");
    for (const auto& [name, stored] : file->tensors()) {
        EXPECT(reinterpret_cast<uintptr_t>(stored.bytes.data()) % size_of(stored.type) == 0);
    }
}

TEST(ReadsTensorsThatLieUnaligned) {
    const ScratchFolder folder;
    const auto path = folder / "odd.safetensors";
    write_bytes(path, file_of(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}})", 5));
    const at::Tensor a = to_tensor(SafetensorsFile::open(path)->tensors().at("a"));
    EXPECT(a.view(at::kInt).item<int>() == 0x01010101);
}

TEST(RefusesWhatIsNoSafetensorsFile) {
    expect_refused("", "the file is empty");
    expect_refused("short", "not a safetensors file (5 bytes)");
    expect_refused(std::string(100, 'x'), "not a safetensors file, or cut");
    expect_refused(file_of("[1, 2]", 0), "not a JSON object");
    expect_refused(file_of("{\"a\": ", 0), "not JSON");
    expect_refused(file_of("{\"\xff\": 1}", 0), "not JSON");
    expect_refused(file_of(std::string(5000, '[') + std::string(5000, ']'), 0), "nests too deep");
    EXPECT_THROWS(SafetensorsFile::open("/nowhere/a.safetensors"),
                  "/nowhere/a.safetensors: No such file");
    EXPECT_THROWS(SafetensorsFile::open("/"), "/: not a file");
}

TEST(RefusesAnAbsurdHeaderLength) {
    const std::string rest(64, ' ');
    expect_refused(length_bytes(uint64_t{1} << 63) + rest, "claims 9223372036854775808 bytes");
    expect_refused(length_bytes(~uint64_t{0}) + rest, "claims 18446744073709551615 bytes");
    expect_refused(length_bytes(65) + rest, "claims 65 bytes");
}

TEST(RefusesAFileCutAnywhere) {
    const ScratchFolder folder;
    write(folder / "whole.safetensors", samples());
    const std::string whole = read_bytes(folder / "whole.safetensors");
    for (size_t size = 0; size < whole.size(); ++size) {
        write_bytes(folder / "cut.safetensors", whole.substr(0, size));
        EXPECT_THROWS(SafetensorsFile::open(folder / "cut.safetensors"), "cut.safetensors: ");
    }
}

TEST(RefusesOffsetsThatOverlapOrLieOutside) {
    const auto two = [](const char* a, const char* b) {
        return std::string(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":)") + a +
               R"(},"b":{"dtype":"U8","shape":[4],"data_offsets":)" + b + "}}";
    };
    expect_refused(file_of(two("[0,4]", "[3,7]"), 8), "tensors a and b overlap");
    expect_refused(file_of(two("[4,8]", "[4,8]"), 8), "overlap");
    expect_refused(file_of(two("[0,4]", "[5,9]"), 8), "tensor b ends at byte 9 of 8");
    expect_refused(file_of(two("[0,4]", "[8,4]"), 8), "not begin and end");
    expect_refused(file_of(two("[0,4]", "[4]"), 8), "not begin and end");
    expect_refused(file_of(two("[0,4]", "[-4,0]"), 8), "holds -4");
    expect_refused(file_of(two("[0,4]", "[18446744073709551612,0]"), 8), "holds 1844674407370955");
    expect_refused(file_of(two("[0,4]", "{}"), 8), "is not a list");
}

TEST(RefusesShapesThatDoNotMultiplyOut) {
    const auto shaped = [](const char* type, const char* shape) {
        return std::string(R"({"a":{"dtype":")") + type + R"(","shape":)" + shape +
               R"(,"data_offsets":[0,8]}})";
    };
    expect_refused(file_of(shaped("F32", "[3]"), 8), "has 8 bytes, its shape needs 12");
    expect_refused(file_of(shaped("F32", "[2,-1]"), 8), "holds -1");
    expect_refused(file_of(shaped("F32", "[0.5,4]"), 8), "holds 0.5");
    expect_refused(file_of(shaped("F32", "[4294967296,4294967296]"), 8), "too large");
    expect_refused(file_of(shaped("F32", "[9223372036854775807,2]"), 8), "too large");
    expect_refused(file_of(shaped("F4", "[2]"), 8), "unknown type \"F4\"");
    expect_refused(file_of(shaped("F32", "null"), 8), "is not a list");
}

TEST(RefusesNamesThatStandTwice) {
    const std::string entry = R"({"dtype":"U8","shape":[1],"data_offsets":[0,1]})";
    expect_refused(file_of("{\"a\":" + entry + ",\"a\":" + entry + "}", 1), "names \"a\" twice");
    expect_refused(file_of(R"({"__metadata__":{"config":"1","config":"2"}})", 0), "twice");
    expect_refused(
        file_of(R"({"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}})", 1),
        "twice");
}

TEST(RefusesEntriesOfTheWrongKind) {
    expect_refused(file_of(R"({"a":7})", 0), "not just dtype, shape and data_offsets");
    expect_refused(file_of(R"({"a":{"dtype":"U8","shape":[0]}})", 0), "not just dtype");
    expect_refused(file_of(R"({"__metadata__":[]})", 0), "__metadata__ is not an object");
    expect_refused(file_of(R"({"__metadata__":{"a":1}})", 0), "\"a\" is not a text");
}

TEST(AFullDiskLeavesTheOldFile) {
    const ScratchFolder folder;
    const auto path = folder / "model.safetensors";
    write_bytes(path, "old");
    const std::map<std::string, at::Tensor> large{{"a", torch::zeros({100000})}};
    {
        const SmallDisk disk(4096);
        EXPECT_THROWS(write(path, large), "model.safetensors: File too large");
    }
    EXPECT(read_bytes(path) == "old");
    EXPECT(folder.count() == 1);
    write(path, large);
    EXPECT(SafetensorsFile::open(path)->tensors().count("a") == 1);
}

TEST(AFolderThatCannotBeWrittenIsNamed) {
    const ScratchFolder folder;
    write_bytes(folder / "file", "");
    EXPECT_THROWS(write(folder / "file/model.safetensors", {}),
                  "file/model.safetensors: Not a directory");
    EXPECT_THROWS(write(folder / "missing/model.safetensors", {}), "No such file or directory");
    std::filesystem::create_directory(folder / "taken");
    EXPECT_THROWS(write(folder / "taken", {}), "taken: Is a directory");
    EXPECT(folder.count() == 2);
}

TEST(WritesOnlyWhatMultipliesOut) {
    const ScratchFolder folder;
    StoredTensor tensor = stored_view(torch::zeros({4}));
    tensor.shape = {5};
    EXPECT_THROWS(write_safetensors(folder / "a.safetensors", {{"a", tensor}}), "tensor a has 16");
    EXPECT_THROWS(stored_view(torch::zeros({4, 4}).t()), "cannot be stored");
}
