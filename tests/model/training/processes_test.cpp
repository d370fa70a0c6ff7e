// Two processes over Gloo, started as torchrun starts them, against one with their pictures.
#include "model/training/processes.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <torch/serialize.h>
#include <torch/types.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "model/training/step.h"
#include "tests/model/check.h"
#include "tests/model/training/small_run.h"

using namespace tessera;
using namespace tessera::test;

namespace {

constexpr char kFile[] = "TESSERA_TEST_GRADIENTS";
constexpr char kRun[] = "TESSERA_TEST_RUN";
constexpr double kTolerance = 1e-5;

TrainingOptions options_of(int64_t batch) {
    TrainingOptions options = small_options(/*features=*/true);
    options.network.classes = 3;
    options.network.image_channels = 3;
    options.batch = batch;
    return options;
}

/// `count` pictures of the step's two, from the one numbered `first`.
Batch pictures(int64_t first, int64_t count) {
    torch::manual_seed(5);
    const at::Tensor real = torch::rand({2, 3, 32, 32}) * 2 - 1;
    const at::Tensor source = torch::rand({2, 3, 32, 32}) * 2 - 1;
    const at::Tensor labels =
        torch::randint(-1, 3, {2, 4, 4}, at::kInt).repeat_interleave(8, 1).repeat_interleave(8, 2);
    return {real.narrow(0, first, count),
            labels.narrow(0, first, count),
            source.narrow(0, first, count)};
}

std::vector<at::Tensor> gradients(int64_t batch, const std::shared_ptr<Processes>& processes) {
    const TrainingOptions options = options_of(batch);
    TrainingNetworks networks(options, FeatureNetwork::open(resources().features));
    const int64_t first = processes->rank() * batch;
    training_step(networks, options, pictures(first, batch), {0, 1, first, processes});
    return {networks.generating->gradient(),
            networks.judging->gradient(),
            networks.judging_features->gradient()};
}

/// A run that sees `batch` pictures a step of each process, and takes one step.
TrainingOptions run_options(int64_t batch) {
    TrainingOptions options = small_options();
    options.batch = options.late_batch = batch;
    options.samples = 0;
    return options;
}

/// The numbers of the last line of a run's history, empty columns aside.
std::vector<double> last_line(const std::filesystem::path& run) {
    std::ifstream history(run / "history.csv");
    std::string line, last;
    while (std::getline(history, line)) {
        last = line;
    }
    std::vector<double> numbers;
    std::istringstream columns(last);
    for (std::string column; std::getline(columns, column, ',');) {
        if (!column.empty()) {
            numbers.push_back(std::stod(column));
        }
    }
    return numbers;
}

uint16_t free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("no free port");
    }
    ::close(socket);
    return ntohs(address.sin_port);
}

/// Starts this program anew, as process `rank` of two, for one case; `variable` tells it `file`.
pid_t start(
    int rank, uint16_t port, const char* test, const char* variable, const std::string& file) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("RANK", std::to_string(rank).c_str(), 1);
        ::setenv("WORLD_SIZE", "2", 1);
        ::setenv("MASTER_ADDR", "127.0.0.1", 1);
        ::setenv("MASTER_PORT", std::to_string(port).c_str(), 1);
        ::setenv(variable, file.c_str(), 1);
        ::execl("/proc/self/exe", "processes_test", test, nullptr);
        ::_exit(1);
    }
    return child;
}

bool succeeded(pid_t child) {
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Runs a case in two processes; whether both passed.
bool run_in_two(const char* test, const char* variable, const std::string& file) {
    const uint16_t port = free_port();
    const pid_t first = start(0, port, test, variable, file);
    const pid_t second = start(1, port, test, variable, file);
    const bool passed = succeeded(first);
    return succeeded(second) && passed;
}

}  // namespace

TEST(TwoProcessesMakeTheGradientsOfOne) {
    const ScratchFolder folder;
    const std::string file = folder.path() / "gradients";
    EXPECT(run_in_two("IsOneOfTwo", kFile, file));
    std::vector<at::Tensor> of_two;
    torch::load(of_two, file);
    const std::vector<at::Tensor> of_one = gradients(2, Processes::alone());
    EXPECT(of_two.size() == of_one.size());
    for (size_t i = 0; i < of_one.size(); ++i) {
        EXPECT_CLOSE(of_two[i], of_one[i], kTolerance);
    }
}

TEST(IsOneOfTwo) {
    const char* file = std::getenv(kFile);
    if (file == nullptr) {
        SKIP("runs in the processes that TwoProcessesMakeTheGradientsOfOne starts");
    }
    const std::shared_ptr<Processes> processes = Processes::from_environment();
    EXPECT(processes->count() == 2);
    const std::vector<at::Tensor> own = gradients(1, processes);
    if (processes->rank() == 0) {
        torch::save(own, file);
    }
    processes->meet();
}

TEST(ARunOfTwoProcessesSeesTheirPicturesTogether) {
    const ScratchFolder folder;
    write_pictures(folder, 6);
    EXPECT(run_in_two("TrainsAsOneOfTwo", kRun, folder.path()));
    const auto alone =
        Trainer::begin(folder.path() / "alone", run_options(2), small_data(folder), resources());
    alone->advance();
    const std::vector<double> of_two = last_line(folder.path() / "shared"),
                              of_one = last_line(folder.path() / "alone");
    EXPECT(of_two.size() == of_one.size() && !of_one.empty());
    for (size_t i = 0; i < of_one.size(); ++i) {
        EXPECT(std::abs(of_two[i] - of_one[i]) <= 1e-5 * std::max(1.0, std::abs(of_one[i])));
    }
}

TEST(TrainsAsOneOfTwo) {
    const char* folder = std::getenv(kRun);
    if (folder == nullptr) {
        SKIP("runs in the processes that ARunOfTwoProcessesSeesTheirPicturesTogether starts");
    }
    const std::filesystem::path root = folder;
    const auto trainer =
        Trainer::begin(root / "shared", run_options(1), small_data_in(root), resources());
    EXPECT(!trainer->advance().skipped);
}

TEST(AVariableThatIsWrongIsNamed) {
    ::setenv("WORLD_SIZE", "2", 1);
    ::setenv("RANK", "2", 1);
    EXPECT_THROWS(Processes::from_environment(), "the variable RANK is \"2\", must be 0 to 1");
    ::setenv("RANK", "0", 1);
    ::unsetenv("MASTER_ADDR");
    EXPECT_THROWS(Processes::from_environment(), "the variable MASTER_ADDR is not set");
    ::unsetenv("WORLD_SIZE");
    EXPECT(Processes::from_environment()->count() == 1);
}
