// Model files of the published networks: one format, whose config names the architecture.
#include <ATen/ATen.h>

#include "model/files/model_file.h"
#include "tests/model/published_fixtures.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using namespace tessera::test;

namespace {

void expect_config_refused(const std::string& json, const std::string& reason) {
    const ScratchFolder folder;
    const auto path = folder / "model.safetensors";
    write_model_file(path, {{"a", at::zeros({1})}}, {{"config", json}});
    EXPECT_THROWS(ModelFile::open(path), path.string() + ": " + reason);
}

void expect_tensors_refused(const std::string& name,
                            const std::function<void(std::map<std::string, at::Tensor>&)>& spoil,
                            const std::string& reason) {
    const ScratchFolder folder;
    const auto path = folder / "model.safetensors";
    auto tensors = published_fixture(name).group("param.");
    spoil(tensors);
    write_model_file(path, tensors, {{"config", config_json(config_of_fixture(name))}});
    EXPECT_THROWS(ModelFile::open(path), path.string() + ": " + reason);
}

}  // namespace

TEST(EveryArchitecturesOptionsComeBack) {
    for (const std::string& name : published_fixtures()) {
        const NetworkConfig config = config_of_fixture(name);
        EXPECT(parse_config(config_json(config)) == config);
        EXPECT(config_json(config).find("\"architecture\"") != std::string::npos);
    }
    EXPECT(config_json(LgganConfig{}).find("architecture") == std::string::npos);
    EXPECT(parse_config(R"({"architecture": "lggan++"})") == NetworkConfig(LgganConfig{}));
    EXPECT(parse_config(R"({"architecture": "sean", "semantic": 7})").index() == 3);
}

TEST(EveryFixtureOpensAsAModelFile) {
    for (const std::string& name : published_fixtures()) {
        const ScratchFolder folder;
        write_published(folder / "model.safetensors", name);
        const ModelFile model = ModelFile::open(folder / "model.safetensors");
        EXPECT(model.config() == config_of_fixture(name));
        const auto network = model.published();
        int64_t parameters = 0;
        for (const at::Tensor& parameter : network->module().parameters()) {
            parameters += parameter.numel();
        }
        EXPECT(model.parameters() == parameters);
        const auto expected = published_fixture(name).group("param.");
        for (const auto& buffer : network->module().named_buffers()) {
            EXPECT(buffer->equal(expected.at(buffer.key())) || buffer->dim() == 0);
        }
        EXPECT_THROWS(model.generator(), "one of LGGAN++ is needed here");
    }
}

TEST(RefusesConfigsOfNoNetwork) {
    expect_config_refused(R"({"architecture": "pix2pix"})",
                          "config: architecture is \"pix2pix\", must be one of lggan++ gaugan");
    expect_config_refused(R"({"architecture": 3})", "config: architecture is 3, must be a text");
    expect_config_refused(R"({"architecture": "gaugan", "semantic": -1})",
                          "config: semantic is -1, must be 1 to 4096");
    expect_config_refused(R"({"architecture": "gaugan", "base": 99999999})",
                          "config: base is 99999999, must be 1 to 1024");
    expect_config_refused(R"({"architecture": "gaugan", "semantic": 1, "edges": true})",
                          "config: semantic leaves no channel to a class");
    expect_config_refused(R"({"architecture": "sean", "halvings": 7})",
                          "config: halvings is 7, must be 5 to 6");
    expect_config_refused(R"({"architecture": "maskgan", "style": 4})",
                          "config: unknown option \"style\"");
    expect_config_refused(R"({"architecture": "sean", "upsampler": "transpose"})",
                          "config: upsampler is \"transpose\", which this network has not");
    expect_config_refused(R"({"architecture": "lggan-synthesis", "local": 3})",
                          "config: local is 3, must be an object");
    expect_config_refused(R"({"architecture": "lggan-synthesis"})",
                          "config: the local side has 12 classes, the trunk's map 35");
}

TEST(RefusesTensorsThatTheNetworkHasNot) {
    expect_tensors_refused(
        "gaugan-nearest",
        [](auto& tensors) { tensors.erase("trunk.image.bias"); },
        "tensor trunk.image.bias is missing");
    expect_tensors_refused(
        "gaugan-nearest",
        [](auto& tensors) { tensors.erase("trunk.head.norm.0.norm.running_var"); },
        "tensor trunk.head.norm.0.norm.running_var is missing");
    expect_tensors_refused(
        "sean-nearest",
        [](auto& tensors) { tensors["input.bias"] = at::zeros({3}); },
        "tensor input.bias is [3], the config demands [32]");
    expect_tensors_refused(
        "maskgan-sau",
        [](auto& tensors) { tensors["more"] = at::zeros({3}); },
        "tensor more is not of the config's network");
}

TEST(RefusesAsManyClassesAsTheMapHasNot) {
    const ScratchFolder folder;
    const auto path = folder / "model.safetensors";
    write_model_file(path,
                     published_fixture("sean-nearest").group("param."),
                     {{"config", config_json(small_sean())},
                      {"classes", R"([{"id": 0, "name": "sky", "color": "#78b4eb"}])"}});
    EXPECT_THROWS(
        ModelFile::open(path),
        path.string() + ": classes: not a list of 6, as many as the config has, but of 1");
}

TEST(HalfPrecisionLeavesStatisticsAlone) {
    const ScratchFolder folder;
    write_published(folder / "in.safetensors", "gaugan-nearest");
    store_model(folder / "in.safetensors", folder / "out.safetensors", StoredType::float16);
    const auto stored = SafetensorsFile::open(folder / "out.safetensors");
    EXPECT(stored->tensors().at("trunk.image.weight").type == StoredType::float16);
    EXPECT(stored->tensors().at("trunk.head.norm.0.norm.running_var").type == StoredType::float32);
    EXPECT(ModelFile::open(folder / "out.safetensors").config() ==
           config_of_fixture("gaugan-nearest"));
}
