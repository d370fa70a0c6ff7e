// Measured on a child process of its own: what this one has held before must not count.
#include "app/benchmark/child_memory.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QCoreApplication>
#include <stdexcept>

extern char** environ;

namespace tessera {
namespace {

/// Sends what the child prints nowhere: the table is ours.
class Silence {
public:
    Silence() {
        posix_spawn_file_actions_init(&actions_);
        for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
            posix_spawn_file_actions_addopen(&actions_, stream, "/dev/null", O_WRONLY, 0);
        }
    }
    ~Silence() { posix_spawn_file_actions_destroy(&actions_); }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

    const posix_spawn_file_actions_t* actions() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

}  // namespace

double peakMemory(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{QCoreApplication::applicationFilePath().toStdString()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    std::vector<char*> words;
    words.reserve(command.size() + 1);
    for (std::string& word : command) {
        words.push_back(word.data());
    }
    words.push_back(nullptr);
    const Silence silence;
    pid_t child = 0;
    if (posix_spawn(&child, words[0], silence.actions(), nullptr, words.data(), environ) != 0) {
        throw std::runtime_error(command[0] + ": cannot be started");
    }
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw std::runtime_error("tessera " + arguments.at(0) +
                                 ", whose memory was to be measured, failed");
    }
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace tessera
