// Reads pictures on threads of its own, ahead of the training that wants them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/data/batch.h"
#include "model/data/classes.h"
#include "model/data/dataset.h"

namespace tessera {

/// How batches are made.
struct LoaderOptions {
    struct Phase {
        int64_t batch = 2;   ///< pictures
        int64_t crop = 128;  ///< pixels
    };
    Phase early, late;
    int64_t late_from = INT64_MAX;  ///< the first step of the late phase
    int64_t side = 256;             ///< short side that pictures are shrunk to; 0: none
    bool flip = true;
    double zoom = 1.25;
    double colour = 0;
    uint64_t seed = 1;
    int64_t workers = 1;                       ///< threads
    int64_t cache_bytes = int64_t{512} << 20;  ///< for decoded pictures
    int64_t process = 0,
            processes = 1;  ///< of a data-parallel run: each takes its share of a batch
};

/// The batches of a run, in order. A batch is a function of the seed and of its number alone:
/// order, crops and mirroring are the same however many threads read and wherever the run was
/// resumed.
///
/// A picture that can't be read is left out, and its turn goes to the next one. More than one in
/// twenty of them ends the run.
class Loader {
public:
    /// Starts to read the batch of `first_step`.
    Loader(std::vector<Pair> pairs, ClassMap classes, LoaderOptions options, int64_t first_step);
    ~Loader();  ///< stops the threads
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    /// The next batch, first_step's first. Waits for it. Throws std::runtime_error that names a
    /// file where too many can't be read.
    Batch next();

    /// "file: reason" of each picture that was left out so far.
    std::vector<std::string> left_out() const;

private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

}  // namespace tessera
