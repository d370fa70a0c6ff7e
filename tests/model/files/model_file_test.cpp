// A model file is checked against its config before anything is allocated, and gives its networks.
#include "model/files/model_file.h"

#include <torch/types.h>
#include <torch/utils.h>

#include "model/files/tensors.h"
#include "tests/model/check.h"
#include "tests/model/fixture.h"
#include "tests/model/networks/lggan_cases.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using tessera::test::fixture;
using tessera::test::lggan_cases;
using tessera::test::lggan_input;
using tessera::test::ScratchFolder;

namespace {

const char* const kCase = "lggan-class-norm-style";

/// The parts of a small model file, for a test to spoil and then write.
struct Parts {
    std::map<std::string, at::Tensor> tensors = fixture(kCase).group("param.");
    std::map<std::string, std::string> metadata{{"config", config_json(lggan_cases().at(kCase))},
                                                {"palette", "facades"}};

    void add_style_encoder() {
        const StyleEncoder encoder(StyleEncoderOptions{.style = 8, .base = 4});
        for (const auto& parameter : encoder->named_parameters()) {
            tensors["style_encoder." + parameter.key()] = parameter->detach();
        }
    }

    void write(const std::filesystem::path& path) const {
        std::map<std::string, StoredTensor> stored;
        for (const auto& [name, tensor] : tensors) {
            stored[name] = stored_view(tensor);
        }
        write_safetensors(path, stored, metadata);
    }
};

void expect_refused(const std::function<void(Parts&)>& spoil, const std::string& reason) {
    const ScratchFolder folder;
    Parts parts;
    spoil(parts);
    const auto path = folder / "model.safetensors";
    parts.write(path);
    EXPECT_THROWS(ModelFile::open(path), path.string() + ": " + reason);
}

void expect_config_refused(const std::string& json, const std::string& reason) {
    expect_refused([&](Parts& parts) { parts.metadata["config"] = json; }, reason);
}

}  // namespace

TEST(ABareCheckpointIsEnough) {
    const ScratchFolder folder;
    Parts().write(folder / "model.safetensors");
    const ModelFile model = ModelFile::open(folder / "model.safetensors");
    EXPECT(model.lggan_config() == lggan_cases().at(kCase));
    EXPECT(model.card().palette == "facades");
    EXPECT(model.card().classes.empty() && model.card().fields.empty());
    EXPECT(model.card().title("no title") == "no title");
    EXPECT(!model.has_style_encoder());
    EXPECT_THROWS(model.style_encoder(), "the model has no style encoder");
    const at::NoGradGuard no_grad;
    const auto expected = fixture(kCase);
    EXPECT_CLOSE(
        model.generator()->forward(lggan_input(expected)).image, expected["output.image"], 1e-4);
}

TEST(HalfPrecisionTensorsAreWidened) {
    for (const at::ScalarType type : {at::kHalf, at::kBFloat16}) {
        const ScratchFolder folder;
        Parts parts;
        for (auto& [name, tensor] : parts.tensors) {
            tensor = tensor.to(type);
        }
        parts.write(folder / "model.safetensors");
        Lggan generator = ModelFile::open(folder / "model.safetensors").generator();
        for (const auto& parameter : generator->named_parameters()) {
            EXPECT(parameter->scalar_type() == at::kFloat);
            EXPECT(parameter->equal(parts.tensors.at(parameter.key()).to(at::kFloat)));
        }
    }
}

TEST(AStyleEncoderStandsBesideTheGenerator) {
    const ScratchFolder folder;
    Parts parts;
    parts.add_style_encoder();
    parts.write(folder / "model.safetensors");
    const ModelFile model = ModelFile::open(folder / "model.safetensors");
    EXPECT(model.has_style_encoder());
    StyleEncoder encoder = model.style_encoder();
    EXPECT(encoder->options.base == 4 && encoder->options.style == 8);
    EXPECT(encoder->mean->weight.equal(parts.tensors.at("style_encoder.mean.weight")));
    int64_t count = 0;
    for (const at::Tensor& parameter : model.generator()->parameters()) {
        count += parameter.numel();
    }
    EXPECT(model.parameters() == count);
}

TEST(EveryFixturesOwnFileOpens) {
    for (const auto& [name, config] : lggan_cases()) {
        const ScratchFolder folder;
        Parts parts;
        parts.tensors = fixture(name).group("param.");
        parts.metadata["config"] = config_json(config);
        parts.write(folder / "model.safetensors");
        EXPECT(ModelFile::open(folder / "model.safetensors").lggan_config() == config);
    }
}

TEST(MetadataIsRead) {
    const ScratchFolder folder;
    Parts parts;
    std::string classes;
    for (int i = 0; i < 7; ++i) {
        classes += std::string(i == 0 ? "" : ",") + R"({"id":)" + std::to_string(i * 10) +
                   R"(,"name":"class )" + std::to_string(i) + R"(","color":"#0A10)" +
                   (i == 3 ? "ff" : "00") + "\"}";
    }
    parts.metadata["classes"] = "[" + classes + "]";
    parts.metadata["card"] = R"({"title":"Small","steps":18,"hours":2.5,"list":[1,2]})";
    parts.write(folder / "model.safetensors");
    const ModelCard card = ModelFile::open(folder / "model.safetensors").card();
    EXPECT(card.classes.size() == 7);
    EXPECT(card.classes[3].id == 30 && card.classes[3].name == "class 3");
    EXPECT((card.classes[3].color == std::array<uint8_t, 3>{10, 16, 255}));
    EXPECT(card.title("none") == "Small");
    EXPECT(card.fields.at("steps") == "18" && card.fields.at("list") == "[1,2]");
}

TEST(RefusesTensorsThatTheConfigDoesNotDemand) {
    expect_refused([](Parts& p) { p.tensors.erase("stem.conv.bias"); },
                   "tensor stem.conv.bias is missing");
    expect_refused([](Parts& p) { p.tensors["stem.conv.bias"] = torch::zeros({9}); },
                   "tensor stem.conv.bias is [9], the config demands [8]");
    expect_refused(
        [](Parts& p) {
            p.tensors["stem.conv.bias"] = torch::zeros({8, 1});
        },
        "tensor stem.conv.bias is [8, 1]");
    expect_refused([](Parts& p) { p.tensors["extra"] = torch::zeros({1}); },
                   "tensor extra is not of the config's network");
    expect_refused([](Parts& p) { p.tensors["stem.conv.bias"] = torch::zeros({8}, at::kLong); },
                   "tensor stem.conv.bias is I64, weights are F32, F16 or BF16");
}

TEST(RefusesAStyleEncoderThatDoesNotFit) {
    const auto with_encoder = [](auto spoil) {
        return [spoil](Parts& parts) {
            parts.add_style_encoder();
            spoil(parts);
        };
    };
    expect_refused(with_encoder([](Parts& p) { p.tensors.erase("style_encoder.conv.0.weight"); }),
                   "tensor style_encoder.conv.0.weight is missing");
    expect_refused(with_encoder([](Parts& p) { p.tensors.erase("style_encoder.mean.bias"); }),
                   "tensor style_encoder.mean.bias is missing");
    expect_refused(with_encoder([](Parts& p) {
                       p.tensors["style_encoder.conv.0.weight"] = torch::zeros({0, 3, 3, 3});
                   }),
                   "tensor style_encoder.conv.0.weight is [0, 3, 3, 3], no style encoder's");
    expect_refused(
        with_encoder([](Parts& p) { p.tensors["style_encoder.mean.bias"] = torch::zeros({9}); }),
        "tensor style_encoder.mean.bias is [9]");
    expect_refused(with_encoder([](Parts& p) {
                       p.tensors = fixture("lggan-shared-sau").group("param.");
                       p.add_style_encoder();
                       p.metadata["config"] = config_json(lggan_cases().at("lggan-shared-sau"));
                   }),
                   "tensor style_encoder.conv.0.bias: the config has no style");
}

TEST(RefusesAbsurdConfigs) {
    expect_refused([](Parts& p) { p.metadata.erase("config"); }, "not a model file");
    expect_config_refused("{", "config is not JSON");
    expect_config_refused("[]", "config is not a JSON object");
    expect_config_refused(R"({"clases":5})", "config: unknown option \"clases\"");
    expect_config_refused(R"({"classes":-5})", "config: classes is -5");
    expect_config_refused(R"({"classes":1e30})",
                          "config: classes is 1e+30, must be a whole number");
    expect_config_refused(R"({"blocks":18446744073709551615})", "config: blocks is 18446744073709");
    expect_config_refused(R"({"base":999999999})", "config: base is 999999999");
    expect_config_refused(R"({"base":"64"})", "config: base is \"64\", must be a whole number");
    expect_config_refused(R"({"noise":1})", "config: noise is 1, must be true or false");
    expect_config_refused(R"({"norm":"batch"})", "config: norm is \"batch\"");
    expect_config_refused(R"({"norm":3})", "config: norm is 3, must be a text");
}

TEST(ALargeConfigIsRefusedWithoutItsMemory) {
    // 4096 classes of 15 x 15 kernels over 1024 channels alone are 11 GB.
    expect_config_refused(
        R"({"classes":4096,"base":1024,"cap":4096,"downs":8,"blocks":64,"head_kernel":15})",
        "tensor stem.conv.weight is [8, 7, 3, 3], the config demands [1024, 4096, 15, 15]");
}

TEST(RefusesBrokenClassesAndCards) {
    const auto with = [](const char* key, const std::string& text) {
        return [=](Parts& parts) { parts.metadata[key] = text; };
    };
    const auto seven = [](const std::string& entry) {
        std::string list = entry;
        for (int i = 1; i < 7; ++i) {
            list += R"(,{"name":"n","color":"#000000","id":)" + std::to_string(i) + "}";
        }
        return "[" + list + "]";
    };
    expect_refused(with("classes", "[]"), "classes: not a list of 7");
    expect_refused(with("classes", "nonsense"), "classes is not JSON");
    expect_refused(with("classes", seven("3")), "classes: 3 has not id, name and color");
    expect_refused(with("classes", seven(R"({"id":0,"name":"n","color":"red"})")),
                   "classes: color of n is \"red\", must be #rrggbb");
    expect_refused(with("classes", seven(R"({"id":1,"name":"n","color":"#000000"})")),
                   "classes: id 1 stands twice");
    expect_refused(with("classes", seven(R"({"id":1e9,"name":"n","color":"#000000"})")),
                   "classes: {");
    expect_refused(with("card", "[]"), "card is not a JSON object");
}

TEST(AConfigSurvivesItsJson) {
    for (const auto& [name, config] : lggan_cases()) {
        EXPECT(parse_config(config_json(config)) == NetworkConfig(config));
    }
    EXPECT(parse_config("{}") == NetworkConfig(LgganConfig{}));
}

TEST(StoringInHalfPrecisionKeepsAllElse) {
    const ScratchFolder folder;
    Parts parts;
    parts.add_style_encoder();
    parts.metadata["card"] = R"({"title":"Small","date":"today"})";
    parts.write(folder / "in.safetensors");
    store_model(folder / "in.safetensors",
                folder / "out.safetensors",
                StoredType::float16,
                {{"date", "yesterday"}});
    const auto file = SafetensorsFile::open(folder / "out.safetensors");
    EXPECT(file->tensors().size() == parts.tensors.size());
    for (const auto& [name, stored] : file->tensors()) {
        EXPECT(stored.type == StoredType::float16);
    }
    EXPECT(file->metadata().at("card") ==
           R"({"title":"Small","date":"yesterday","stored":"float16"})");
    EXPECT(file->metadata().at("palette") == "facades");
    const ModelFile in = ModelFile::open(folder / "in.safetensors");
    const ModelFile out = ModelFile::open(folder / "out.safetensors");
    EXPECT(out.lggan_config() == in.lggan_config() && out.has_style_encoder());
    for (const auto& parameter : in.generator()->named_parameters()) {
        EXPECT_CLOSE(out.generator()->named_parameters()[parameter.key()], *parameter, 1e-3);
    }
    EXPECT_THROWS(
        store_model(folder / "in.safetensors", folder / "o.safetensors", StoredType::int8),
        "not I8");
}
