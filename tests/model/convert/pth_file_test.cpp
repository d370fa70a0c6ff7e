// PyTorch's files: tensors come back, nothing is run, and what is broken is refused in one line.
#include "model/convert/pth_file.h"

#include <torch/types.h>

#include "model/convert/pickle.h"
#include "tests/model/check.h"
#include "tests/model/convert/pickles.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using namespace tessera::test;

namespace {

std::map<std::string, at::Tensor> some_tensors() {
    torch::manual_seed(5);
    return {{"a.weight", torch::randn({3, 4})},
            {"b.bias", torch::randn({7})},
            {"c.count", at::scalar_tensor(12, at::kLong)},
            {"d.empty", torch::randn({0, 2})}};
}

void expect_same(const std::map<std::string, at::Tensor>& actual,
                 const std::map<std::string, at::Tensor>& expected) {
    EXPECT(actual.size() == expected.size());
    for (const auto& [name, tensor] : expected) {
        EXPECT(actual.at(name).equal(tensor));
    }
}

Pickle pickle_of(const std::string& bytes) {
    return Pickle::read({reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()});
}

void expect_refused(const std::string& pickle, const std::string& reason) {
    const ScratchFolder folder;
    write_zipped(folder / "a.pth", pickle);
    EXPECT_THROWS(read_pth(folder / "a.pth"), (folder / "a.pth").string() + ": " + reason);
}

}  // namespace

TEST(ReadsZippedFiles) {
    const ScratchFolder folder;
    write_zipped(folder / "a.pth", some_tensors());
    expect_same(read_pth(folder / "a.pth"), some_tensors());
}

TEST(ReadsPickleAfterPickle) {
    const ScratchFolder folder;
    write_legacy(folder / "a.pth", some_tensors());
    expect_same(read_pth(folder / "a.pth"), some_tensors());
}

TEST(DictionariesInDictionariesHaveTheirKeysInFront) {
    const ScratchFolder folder;
    const at::Tensor weight = torch::randn({2, 2});
    PickleWriter writer;
    writer.raw("}(").text("epoch").number(-3).text("state_dict").raw("}(");
    writer.text("w").tensor(weight, "0", 4).raw("u").text("optimizer").raw("}(").number(0);
    writer.raw("}").text("step").raw("G").raw(std::string(8, '\0')).raw("suuN0").raw("");
    write_zipped(folder / "a.pth", writer.done(), {{"w", weight}});
    expect_same(read_pth(folder / "a.pth"), {{"state_dict.w", weight}});
}

TEST(ViewsOfAStorageAreCopied) {
    const ScratchFolder folder;
    const at::Tensor whole = torch::arange(12, at::kFloat).view({3, 4});
    const at::Tensor view = whole.t().narrow(0, 1, 2);
    PickleWriter writer;
    writer.raw("}(").text("v").tensor(view, "0", 12).raw("u");
    write_zipped(folder / "a.pth", writer.done(), {{"w", whole}});
    EXPECT(read_pth(folder / "a.pth").at("v").equal(view));
}

TEST(RefusesWhatWantsToRun) {
    const std::string evil =
        PickleWriter().name("posix", "system").raw("(").text("touch /tmp/x").raw("tR").done();
    expect_refused(evil, "it wants to run posix.system; only tensors are read, and nothing is run");
    expect_refused(PickleWriter().name("builtins", "eval").done(), "it wants to run builtins.eval");
    expect_refused(PickleWriter().name("torch", "load").done(), "it wants to run torch.load");
    expect_refused(PickleWriter().name("torch.nn.Storage", "XStorage").done(),
                   "it wants to run torch.nn.Storage.XStorage");
    const std::string modern =
        std::string("\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02ls\x85R.", 22);
    EXPECT_THROWS(pickle_of(modern), "it wants to run os.system");
    const ScratchFolder folder;
    std::ofstream(folder / "old.pth", std::ios::binary) << legacy_bytes(evil, {});
    EXPECT_THROWS(read_pth(folder / "old.pth"), "it wants to run posix.system");
}

TEST(RefusesTensorsThatLeaveTheirBytes) {
    const auto with = [](at::IntArrayRef shape, at::IntArrayRef strides, int64_t offset) {
        return PickleWriter()
            .raw("}(")
            .text("w")
            .name("torch._utils", "_rebuild_tensor_v2")
            .raw("((")
            .text("storage")
            .name("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .number(4)
            .raw("tQ")
            .number(offset)
            .numbers(shape)
            .numbers(strides)
            .raw("\x89NtRu")
            .done();
    };
    const auto refused = [](const std::string& pickle, const std::string& reason) {
        const ScratchFolder folder;
        write_zipped(folder / "a.pth", pickle, {{"w", torch::zeros({4})}});
        EXPECT_THROWS(read_pth(folder / "a.pth"), reason);
    };
    refused(with({5}, {1}, 0), "a tensor leaves its storage");
    refused(with({2}, {1}, 3), "a tensor leaves its storage");
    refused(with({2}, {1}, -1), "a tensor leaves its storage");
    refused(with({2, 2}, {1}, 0), "a tensor leaves its storage");
    refused(with({-2}, {1}, 0), "a tensor leaves its storage");
    refused(with({2147483647, 2147483647, 2147483647}, {2147483647, 2147483647, 1}, 0),
            "a tensor leaves its storage");
    const ScratchFolder folder;
    write_zipped(folder / "a.pth", with({4}, {1}, 0), {{"w", torch::zeros({3})}});
    EXPECT_THROWS(read_pth(folder / "a.pth"), "storage 0 has 4 elements, the file 3");
    write_zipped(folder / "b.pth", with({4}, {1}, 0));
    EXPECT_THROWS(read_pth(folder / "b.pth"), "it has no data/0");
}

TEST(RefusesWhatIsCut) {
    const std::string whole = legacy_bytes(state_pickle(some_tensors(), true), some_tensors());
    const ScratchFolder folder;
    for (size_t size = 0; size < whole.size(); size += 7) {
        std::ofstream(folder / "cut.pth", std::ios::binary) << whole.substr(0, size);
        EXPECT_THROWS(read_pth(folder / "cut.pth"), (folder / "cut.pth").string() + ": ");
    }
    EXPECT_THROWS(read_pth(folder / "absent.pth"), "the file cannot be read");
    std::ofstream(folder / "text.pth") << "this is a text, and a long one at that";
    EXPECT_THROWS(read_pth(folder / "text.pth"), (folder / "text.pth").string() + ": ");
}

TEST(RefusesPicklesThatMakeNoSense) {
    expect_refused(".", "not a whole pickle: its stack runs empty");
    expect_refused("h\x05.", "not a whole pickle: it recalls what it did not keep");
    expect_refused("t.", "not a whole pickle: a mark is missing");
    expect_refused("Nu.", "not a whole pickle: a mark is missing");
    expect_refused("N(NNu.",
                   "not a whole pickle: it has something else in the place of a dictionary");
    expect_refused("\xff.", "not a whole pickle: it has an instruction (255)");
    expect_refused("N.", "it holds no dictionary of tensors");
    // A list in itself ends, too.
    expect_refused(std::string("]q\x00h\x00"
                               "a.",
                               7),
                   "it holds no dictionary of tensors");
}

TEST(NumbersComeBack) {
    const Pickle pickle =
        pickle_of(std::string("(J\xff\xff\xff\xffK\x07M\x01\x02\x8a\x01\xfe\x8a\x00t.", 18));
    const auto& items = std::get<PickledItems>(pickle.top().is);
    const std::vector<int64_t> expected{-1, 7, 513, -2, 0};
    EXPECT(items.size() == expected.size());
    for (size_t i = 0; i < items.size(); ++i) {
        EXPECT(std::get<int64_t>(items[i]->is) == expected[i]);
    }
}
